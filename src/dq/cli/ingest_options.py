"""The options of `dq ingest`, with their help in the language of the environment."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Literal

import typer

from dq.cli.speech import said

ReplaceOption = Annotated[
    bool,
    typer.Option(
        "--replace",
        help=said(
            "取代报告库里的同一报告，而不另存一个版本。", "Replace the stored report instead of adding a version."
        ),
    ),
]
JobsOption = Annotated[
    int | None,
    typer.Option(
        "--jobs",
        metavar="N",
        min=1,
        help=said(
            "同时读入的进程数（默认每核一个）；不影响结果。",
            "Processes that read (default: one a core); the result does not depend on it.",
        ),
        show_default=False,
    ),
]
ReadingFormOption = Annotated[
    Literal["text", "json"],
    typer.Option("--format", help=said("读数报告的格式。", "Form of the reading report.")),
]
ReadingReportOption = Annotated[
    Path | None,
    typer.Option(
        "--reading-report",
        metavar="FILE",
        help=said("把读数报告另写成一个网页。", "Write the reading report as a page, too."),
        show_default=False,
    ),
]
