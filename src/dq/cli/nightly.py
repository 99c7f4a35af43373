"""The commands of the nightly check and their options. Annotations are real types here, as in `dq.cli.app`."""

from pathlib import Path
from typing import Annotated, Final, Literal

import typer

from dq.cli.help import Command
from dq.cli.options import ArchiveOption, LanguageOption, OutputOption
from dq.cli.run_options import AsOfOption, FullOption, JobsOption, LogOption
from dq.cli.running import run as _run
from dq.cli.speech import said

_EXIT_CODES: Final = said(
    "退出码：0 没有达到 fail_on 的问题；1 有；2 配置、规则或豁免文件有误；3 有报告或规则没能检查，或运行写不下来。",
    "Exit codes: 0 nothing violated at or above fail_on; 1 something is; 2 dq.toml, a rule file or the waivers are "
    "wrong; 3 a report or rule could not be evaluated, or the run could not be kept.",
)
_CheckpointArgument = Annotated[
    str, typer.Argument(metavar="CHECKPOINT", help=said("dq.toml 里检查点的名字。", "Name of a checkpoint in dq.toml."))
]
_ConfigOption = Annotated[
    Path,
    typer.Option("--config", metavar="FILE", help=said("配置文件。", "The configuration.")),
]


def add_nightly(app: typer.Typer) -> None:
    """Add the commands of the nightly check. Parameters: `app` the program."""
    app.command(
        cls=Command,
        epilog=_EXIT_CODES,
        help=said(
            "运行一个检查点：只检查变了的，存下结果，写出报告，说明与上次的不同。",
            "Run a checkpoint: check what changed, keep the result, write its reports, tell what is different.",
        ),
    )(run)
    app.command(
        cls=Command,
        help=said(
            "比较两次运行：新出现、已解决、有变化、仍然存在、已豁免和这次没有检查的问题。",
            "Compare two runs: what is new, resolved, changed, persisting, waived, not checked this time.",
        ),
    )(diff)

    app.command(
        cls=Command,
        help=said(
            "给检查点定时：写 systemd 用户定时器，或 cron 的一行。不加 --write 只显示要写什么。",
            "A timer for a checkpoint: systemd units of the user, or a line for cron. Without --write it only shows.",
        ),
    )(schedule)


def run(  # noqa: PLR0913, PLR0917 - one parameter an option
    checkpoint: _CheckpointArgument,
    config: _ConfigOption = Path("dq.toml"),
    full: FullOption = False,
    as_of: AsOfOption = None,
    jobs: JobsOption = None,
    log: LogOption = "text",
    output: OutputOption = "text",
    language: LanguageOption = None,
) -> None:
    """Run a checkpoint of the configuration."""
    _run(
        "run",
        checkpoint=checkpoint,
        config=config,
        full=full,
        as_of=as_of,
        jobs=jobs,
        log=log,
        output=output,
        language=language,
    )


def diff(
    runs: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="RUN",
            help=said(
                "较早和较晚的运行编号；只给一个就与最后一次比，不给就比最后两次。",
                "Ids of the earlier and the later run; with one, the last is the later; with none, the last two.",
            ),
            show_default=False,
        ),
    ] = None,
    archive: ArchiveOption = None,
    checkpoint: Annotated[
        str,
        typer.Option(
            "--checkpoint",
            metavar="NAME",
            help=said("哪个检查点的运行。", "Whose runs are compared."),
            show_default=False,
        ),
    ] = "",
    output: OutputOption = "text",
    language: LanguageOption = None,
) -> None:
    """Compare two runs of an archive."""
    _run("diff", runs=runs or [], archive=archive, checkpoint=checkpoint, output=output, language=language)


def schedule(
    action: Annotated[
        Literal["install", "remove", "show"],
        typer.Argument(metavar="install|remove|show", help=said("做什么。", "What to do.")),
    ],
    checkpoint: _CheckpointArgument,
    config: _ConfigOption = Path("dq.toml"),
    keeper: Annotated[
        Literal["systemd", "cron"], typer.Option("--by", help=said("由谁计时。", "Who keeps the time."))
    ] = "systemd",
    write: Annotated[
        bool, typer.Option("--write", help=said("真的写入或删除。", "Write or remove the files."))
    ] = False,
    language: LanguageOption = None,
) -> None:
    """Show, write or remove the timer of a checkpoint."""
    _run("schedule", action=action, checkpoint=checkpoint, config=config, keeper=keeper, write=write, language=language)
