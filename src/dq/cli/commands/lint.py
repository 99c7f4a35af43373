"""`dq lint`: what a reviewer would ask about rule files."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Literal, assert_never

from dq import __version__
from dq.application import requests
from dq.application.exits import Exit, exit_of_diagnostics
from dq.application.formatting import STANDARD_INPUT, read_input
from dq.application.linting import Looked, look_over, look_over_input, titles
from dq.cli.console import print_data, print_diagnostics, print_lines, spoken
from dq.diagnostics import Diagnostic, render
from dq.diagnostics.forms import as_json, as_sarif
from dq.diagnostics.layout import Line, Piece, Style, line
from dq.settings import Language


def run(
    *,
    paths: Sequence[Path],
    archive: Path | None,
    mending: bool,
    output: Literal["text", "json", "sarif"],
    language: Language | None,
) -> int:
    """Look over the files and give the exit code: 1 where something was found, 2 where a file has errors."""
    tongue = spoken(language)
    looked = _looked(paths, archive, mending=mending)
    if isinstance(looked, Diagnostic):
        print_diagnostics([looked], tongue)
        return Exit.USAGE
    match output:
        case "json":
            print_data([as_json(looked.diagnostics, tongue)])
        case "sarif":
            print_data([as_sarif(looked.diagnostics, __version__, titles(), tongue)])
        case "text":
            print_data(f"{render(each, looked.texts, tongue)}\n" for each in looked.diagnostics)
            print_lines(_summary(looked, tongue))
        case _:
            assert_never(output)
    return max(exit_of_diagnostics(looked.errors), Exit.VIOLATED if looked.findings else Exit.DONE)


def _looked(paths: Sequence[Path], archive: Path | None, *, mending: bool) -> Looked | Diagnostic:
    if STANDARD_INPUT not in paths:
        return look_over(paths, archive, mending=mending)
    if len(paths) > 1 or mending:
        return requests.input_stands_alone()
    text = read_input(sys.stdin.buffer)
    return text if isinstance(text, Diagnostic) else look_over_input(text, archive)


def _summary(looked: Looked, tongue: Language) -> Iterator[Line]:
    if looked.mended:
        told = f"{looked.mended} mended" if tongue == "en" else f"已改正 {looked.mended} 处"
        yield line(Piece(told, Style.GOOD))
    errors, findings = len(looked.errors), len(looked.findings)
    if tongue == "en":
        text = f"{errors} errors, {findings} findings" if errors or findings else "nothing to remark"
    else:
        text = f"{errors} 处错误，{findings} 处可改进" if errors or findings else "没有可挑的"
    yield line(Piece(text, Style.STRONG))
