"""The commands for authors of rules and their options. Annotations are real types here, as in `dq.cli.app`."""

from pathlib import Path
from typing import Annotated, Final, Literal

import typer

from dq.cli.help import Command
from dq.cli.options import ArchiveOption, LanguageOption, PathsArgument, ReportOption, RowOption, RulesOption
from dq.cli.running import run
from dq.cli.speech import said
from dq.cli.test_command import TEST_EXIT_CODES, TEST_HELP, run_rule_tests

_EXIT_CODES: Final = said(
    "退出码：0 没有问题；1 有（fmt 加 --check 或 --diff 时：有文件会变）；2 用法或规则文件有误。",
    "Exit codes: 0 clean; 1 findings (fmt --check or --diff: a file would change); 2 usage or rule-file errors.",
)
_RuleFiles = Annotated[
    list[Path],
    typer.Argument(
        metavar="PATH",
        help=said("规则文件或文件夹；- 为标准输入。", "Rule files, or folders of them; - is standard input."),
        show_default=False,
    ),
]
_Keywords = Annotated[
    Literal["zh", "en"] | None,
    typer.Option(
        "--keywords",
        help=said(
            "把关键词和标点改成中文（全角）或英文（半角）写法；名称、文字和注释不动。",
            "Spell keywords and punctuation the Chinese (full-width) or the English way; "
            "names, texts and remarks stay.",
        ),
        show_default=False,
    ),
]


def add_authoring(app: typer.Typer) -> None:
    """Add the commands for authors of rules. Parameters: `app` the program."""
    app.command(
        cls=Command,
        help=said(
            "说明一条规则：原文、依据、怎样执行；给出报告时，逐步列出数、区间和行号。",
            "Explain a rule: its text, its basis, how it is run; with a report, each step of its reckoning.",
        ),
    )(explain)
    app.command(
        cls=Command,
        epilog=_EXIT_CODES,
        help=said("把规则文件写成统一的格式，注释保留。", "Write rule files in canonical form; remarks are kept."),
    )(fmt)
    app.command(
        cls=Command,
        epilog=_EXIT_CODES,
        help=said("挑规则文件里可疑的写法。", "Look over rule files as a reviewer would."),
    )(lint)
    app.command(cls=Command, name="test", epilog=TEST_EXIT_CODES, help=TEST_HELP)(run_rule_tests)


def explain(
    rule: Annotated[str, typer.Argument(metavar="RULE", help=said("规则编号。", "Rule id."), show_default=False)],
    paths: PathsArgument = None,
    rules: RulesOption = None,
    archive: ArchiveOption = None,
    report: ReportOption = None,
    row: RowOption = "",
    language: LanguageOption = None,
) -> None:
    """Explain a rule."""
    run(
        "explain",
        rule=rule,
        paths=paths or [],
        rules=rules or [],
        archive=archive,
        reports=report or [],
        row=row,
        language=language,
    )


def fmt(
    paths: _RuleFiles,
    check: Annotated[
        bool, typer.Option("--check", help=said("只说哪些文件会变，不改写。", "Say which files would change."))
    ] = False,
    diff: Annotated[
        bool, typer.Option("--diff", help=said("显示会变的地方，不改写。", "Show what would change, write nothing."))
    ] = False,
    keywords: _Keywords = None,
    language: LanguageOption = None,
) -> None:
    """Format rule files."""
    run("fmt", paths=paths, check=check, diff=diff, keywords=keywords, language=language)


def lint(
    paths: _RuleFiles,
    archive: Annotated[
        Path | None,
        typer.Option(
            "--archive",
            metavar="DIR",
            help=said(
                "在这个报告库上试跑，找出从不核对、从不成立的规则。",
                "Run the rules over this archive, to find those that check nothing or never hold.",
            ),
            show_default=False,
        ),
    ] = None,
    fix: Annotated[
        bool,
        typer.Option("--fix", help=said("改正有把握的，其余照常列出。", "Mend what is certain, tell the rest.")),
    ] = False,
    output: Annotated[
        Literal["text", "json", "sarif"], typer.Option("--format", help=said("输出格式。", "Form of the output."))
    ] = "text",
    language: LanguageOption = None,
) -> None:
    """Lint rule files."""
    run("lint", paths=paths, archive=archive, mending=fix, output=output, language=language)
