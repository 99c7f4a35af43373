"""The options of `dq run`, with their help in the language of the environment."""

from __future__ import annotations

from typing import Annotated, Literal

import typer

from dq.cli.speech import said

FullOption = Annotated[
    bool, typer.Option("--full", help=said("全部重新检查，不用上次的结果。", "Check everything anew."))
]
AsOfOption = Annotated[
    str | None,
    typer.Option(
        "--as-of",
        metavar="DATE|RUN",
        help=said(
            "照到那天为止最后一次运行（或编号为 RUN 的那次）的规则、报告和豁免再做一遍。",
            "Make the last run up to that day, or the run of that id, again, with its rules, reports and waivers.",
        ),
        show_default=False,
    ),
]
JobsOption = Annotated[
    int | None,
    typer.Option(
        "--jobs",
        metavar="N",
        min=1,
        max=64,
        help=said(
            "同时检查的进程数（默认照 dq.toml 的 jobs，再默认 1）；不影响结果。",
            "Processes that evaluate (default: jobs in dq.toml, else 1); the result does not depend on it.",
        ),
        show_default=False,
    ),
]
LogOption = Annotated[
    Literal["text", "json"],
    typer.Option(
        "--log",
        help=said(
            "标准错误上写什么：给人看的话，或一行一个事件的 JSON。",
            "What goes to standard error: words for people, or one JSON event a line.",
        ),
    ),
]
