"""The options of `dq correct`, with their help in the language of the environment."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from dq.cli.speech import said

CorrectedReportOption = Annotated[
    str | None,
    typer.Option(
        "--report",
        metavar="ID",
        help=said("报告编号；库里只有一份时可省。", "Report id; not needed where there is only one."),
        show_default=False,
    ),
]
TableOption = Annotated[
    str | None,
    typer.Option("--table", metavar="T", help=said("表（名称或表名）。", "Table, by its name."), show_default=False),
]
RowOption = Annotated[
    str | None,
    typer.Option(
        "--row",
        metavar="ROW",
        help=said("行：科目编码、项目、路径，或行序（n=12）。", "Row: its code, label or path, or its number (n=12)."),
        show_default=False,
    ),
]
LineOption = Annotated[
    int | None,
    typer.Option("--line", metavar="N", help=said("原文行号。", "Line in the document."), show_default=False),
]
ColumnOption = Annotated[
    str | None,
    typer.Option("--column", metavar="C", help=said("列（名称或栏名）。", "Column, by its name."), show_default=False),
]
PrintedOption = Annotated[
    str | None,
    typer.Option("--printed", metavar="TEXT", help=said("读成了什么。", "What was read."), show_default=False),
]
ValueOption = Annotated[
    str | None,
    typer.Option(
        "--value",
        metavar="TEXT",
        help=said("原件印的数；空白格写“空白”。", "What the document prints; blank for a blank cell."),
        show_default=False,
    ),
]
AuthorOption = Annotated[
    str | None,
    typer.Option("--author", metavar="NAME", help=said("更正人。", "Who corrects it."), show_default=False),
]
ReasonOption = Annotated[
    str | None, typer.Option("--reason", metavar="TEXT", help=said("理由。", "Why."), show_default=False)
]
BatchOption = Annotated[
    Path | None,
    typer.Option(
        "--from",
        metavar="FILE",
        help=said("从 CSV 或 TOML 文件读许多条更正。", "Read many corrections from a CSV or TOML file."),
        show_default=False,
    ),
]
PreviewOption = Annotated[
    bool, typer.Option("--dry-run", help=said("只看会改什么，不写入。", "Say what would change, write nothing."))
]
ListingOption = Annotated[bool, typer.Option("--list", help=said("列出生效的更正。", "List the corrections in force."))]
EverythingOption = Annotated[
    bool, typer.Option("--all", help=said("连同不再生效的一起列。", "List those that have ended, too."))
]
UndoOption = Annotated[
    int | None,
    typer.Option("--undo", metavar="N", help=said("撤销第 N 号更正。", "Undo correction N."), show_default=False),
]
