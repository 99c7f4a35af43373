"""The options of `dq render`, with their help in the language of the environment."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from dq.cli.speech import said

OneReportOption = Annotated[
    str, typer.Option("--report", metavar="ID", help=said("哪一份报告。", "Which report."), show_default=False)
]
DocumentFormOption = Annotated[
    str,
    typer.Option(
        "--to",
        metavar="FORM",
        help=said(
            "文件形式：tab、flat、layout、xlsx、docx、pdf、html、csv。",
            "Form of the document: tab, flat, layout, xlsx, docx, pdf, html, csv.",
        ),
        show_default=False,
    ),
]
DocumentOption = Annotated[
    Path, typer.Option("--out", metavar="FILE", help=said("写到哪个文件。", "File to write."), show_default=False)
]
NoiseSeedOption = Annotated[
    int | None,
    typer.Option(
        "--seed",
        metavar="S",
        help=said(
            "加入排版上的干扰（分页、折行、附注等）；同一种子得到同样的字节。",
            "Disturb the layout (page breaks, wraps, notes, …); equal seeds, equal bytes.",
        ),
        show_default=False,
    ),
]
