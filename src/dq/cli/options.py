"""The options that several commands share, with their help in the language of the environment."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Literal

import typer

from dq.cli.speech import said
from dq.settings import Language

Format = Literal["text", "json", "jsonl", "csv", "github", "junit", "markdown", "sarif"]
FailOn = Literal["error", "warning", "info", "never"]
Evidence = Literal["auto", "all"]

PathsArgument = Annotated[
    list[Path] | None,
    typer.Argument(
        metavar="PATH",
        help=said("报告文件，或存放报告的文件夹。", "Report documents, or folders of them."),
        show_default=False,
    ),
]
ArchiveOption = Annotated[
    Path | None,
    typer.Option(
        "--archive",
        metavar="DIR",
        help=said("报告库的文件夹（默认取 DQ_ARCHIVE）。", "Folder of the archive (default: DQ_ARCHIVE)."),
        show_default=False,
    ),
]
ReportOption = Annotated[
    list[str] | None,
    typer.Option(
        "--report",
        metavar="ID",
        help=said("只处理这份报告；可重复。", "Only this report; may be repeated."),
        show_default=False,
    ),
]
RulesOption = Annotated[
    list[Path] | None,
    typer.Option(
        "--rules",
        metavar="PATH",
        help=said(
            "规则文件或文件夹；可重复（默认用随附的规则）。",
            "Rule file or folder; may be repeated (default: the shipped rules).",
        ),
        show_default=False,
    ),
]
RowOption = Annotated[
    str,
    typer.Option(
        "--row",
        metavar="ROW",
        help=said(
            "只看这一行：编码、名称或路径（与 --report 同用）。",
            "This row only: its code, label or path (with --report).",
        ),
        show_default=False,
    ),
]
LanguageOption = Annotated[
    Language | None,
    typer.Option(
        "--lang",
        help=said(
            "输出的语言（默认取 DQ_LANG，否则中文）。", "Language of the output (default: DQ_LANG, else Chinese)."
        ),
        show_default=False,
    ),
]
SinkOption = Annotated[
    str,
    typer.Option(
        "--to",
        metavar="SINK",
        help=said(
            "报告的形式：html xlsx gx text json jsonl csv parquet sarif junit github markdown。",
            "Form: html xlsx gx text json jsonl csv parquet sarif junit github markdown.",
        ),
        show_default=False,
    ),
]
OutOption = Annotated[
    Path,
    typer.Option(
        "--out",
        metavar="DIR",
        help=said(
            "写到哪个文件夹；只有一个文件的形式，也可以是文件名。", "Folder to write to; of one file, also its name."
        ),
        show_default=False,
    ),
]
EvidenceOption = Annotated[
    Evidence,
    typer.Option(
        "--evidence",
        help=said(
            "auto：不成立的项附出处，只查一份报告时都附；all：全部附。",
            "auto: source cells of violations, of everything for a single report; all: of everything.",
        ),
    ),
]
FailOnOption = Annotated[
    FailOn,
    typer.Option(
        "--fail-on",
        help=said("不成立达到哪一级时退出码为 1。", "Severity of a violation at which the exit code is 1."),
    ),
]
AllOption = Annotated[
    bool, typer.Option("--all", help=said("全部列出，成立的也列。", "Tell everything, what holds included."))
]
FailOnUndecidedOption = Annotated[
    bool,
    typer.Option(
        "--fail-on-undecided",
        help=said("有无法判断的项时退出码也为 1。", "Exit with 1 where something is undecided, too."),
    ),
]
OutputOption = Annotated[
    Literal["text", "json"], typer.Option("--format", help=said("输出格式。", "Form of the output."))
]
