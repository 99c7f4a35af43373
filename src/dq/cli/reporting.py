"""The commands that write reports, with their options. Annotations are real types here, as in `dq.cli.app`."""

from pathlib import Path
from typing import Annotated, Final

import typer

from dq.cli.help import Command, Group
from dq.cli.options import (
    AllOption,
    ArchiveOption,
    EvidenceOption,
    FailOnOption,
    FailOnUndecidedOption,
    LanguageOption,
    OutOption,
    PathsArgument,
    ReportOption,
    RulesOption,
    SinkOption,
)
from dq.cli.running import run
from dq.cli.speech import said

EXIT_CODES: Final = said(
    "退出码：0 没有达到 --fail-on 的问题；1 有；2 用法或规则文件有误；3 有报告或规则没能检查，或缺必备的表。",
    "Exit codes: 0 nothing violated at or above --fail-on; 1 something is; 2 usage or rule-file errors; "
    "3 a report or rule could not be evaluated, or a mandatory table is missing.",
)


def add_reporting(app: typer.Typer) -> None:
    """Add the commands that write reports. Parameters: `app` the program."""
    app.command(
        cls=Command,
        epilog=EXIT_CODES,
        help=said(
            "检查报告文件或报告库，写出一种报告。", "Check documents or an archive and write a report in some form."
        ),
    )(report)
    gx_app = typer.Typer(
        cls=Group, help=said("Great Expectations 检查点。", "Great Expectations checkpoints."), no_args_is_help=True
    )
    app.add_typer(gx_app, name="gx")
    gx_app.command(cls=Command, name="run", help=said("重新运行保存的检查点。", "Run a persisted checkpoint again."))(
        gx_run
    )


def report(  # noqa: PLR0913, PLR0917 - one parameter an option
    to: SinkOption,
    out: OutOption,
    paths: PathsArgument = None,
    archive: ArchiveOption = None,
    report: ReportOption = None,
    rules: RulesOption = None,
    everything: AllOption = False,
    evidence: EvidenceOption = "auto",
    fail_on: FailOnOption = "error",
    fail_on_undecided: FailOnUndecidedOption = False,
    language: LanguageOption = None,
) -> None:
    """Check documents or an archive and write a report."""
    run(
        "report",
        paths=paths or [],
        archive=archive,
        reports=report or [],
        rules=rules or [],
        sink=to,
        out=out,
        everything=everything,
        evidence=evidence,
        fail_on=fail_on,
        fail_on_undecided=fail_on_undecided,
        language=language,
    )


def gx_run(
    name: Annotated[
        str, typer.Argument(metavar="NAME", help=said("检查点名称。", "Name of the checkpoint."), show_default=False)
    ],
    context: Annotated[
        Path,
        typer.Option(
            "--context",
            metavar="DIR",
            help=said("GX 上下文的文件夹。", "Folder of the GX context."),
            show_default=False,
        ),
    ],
    language: LanguageOption = None,
) -> None:
    """Run a persisted checkpoint."""
    run("gx_run", name=name, context=context, language=language)
