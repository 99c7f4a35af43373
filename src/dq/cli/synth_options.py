"""The options of `dq synth`, with their help in the language of the environment."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from dq.cli.speech import said

ReportsOption = Annotated[
    int, typer.Option("--reports", metavar="N", help=said("份数。", "How many."), show_default=False)
]
NewArchiveOption = Annotated[
    Path | None,
    typer.Option(
        "--archive",
        metavar="DIR",
        help=said("新报告库的文件夹。", "Folder of the new archive."),
        show_default=False,
    ),
]
SeedOption = Annotated[
    int,
    typer.Option("--seed", metavar="S", help=said("随机种子；同一种子得到同样的字节。", "Equal seeds, equal bytes.")),
]
TemplatesOption = Annotated[
    str | None,
    typer.Option(
        "--templates",
        metavar="NAMES",
        help=said("表式名称，逗号分隔（默认全部）。", "Forms, separated by commas (default: all)."),
        show_default=False,
    ),
]
YearsOption = Annotated[
    str, typer.Option("--years", metavar="YEARS", help=said("年度，如 2017-2020。", "Years, such as 2017-2020."))
]
FaultsOption = Annotated[
    str | None,
    typer.Option(
        "--faults",
        metavar="SPEC",
        help=said(
            "放入差错：all，或 transposed=0.01,row_shift=0.001，或 TOML 文件；真相另列一表。",
            "Put in faults: all, or transposed=0.01,row_shift=0.001, or a TOML file; the truth is listed apart.",
        ),
        show_default=False,
    ),
]
DocumentsOption = Annotated[
    Path | None,
    typer.Option(
        "--documents",
        metavar="DIR",
        help=said("另把每份报告写成文件，放进这个文件夹。", "Write each report as a document into this folder, too."),
        show_default=False,
    ),
]
UnitsOption = Annotated[
    int,
    typer.Option(
        "--units",
        metavar="N",
        min=0,
        help=said(
            "表式相同的单位，每满 N 个另有一个部门的汇总报告，单位名单写进报告库。",
            "Besides, a department for every N bodies with the same forms, which the archive lists as its units.",
        ),
    ),
]
FormOption = Annotated[
    str,
    typer.Option(
        "--form",
        metavar="FORM",
        help=said(
            "文件的形式：tab、flat、layout、csv、html、xlsx 等。",
            "Form of documents: tab, flat, layout, csv, html, xlsx …",
        ),
    ),
]
