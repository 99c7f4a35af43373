"""`dq fmt`: rule files in their canonical form."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

from dq.application import requests
from dq.application.exits import Exit, exit_of_diagnostics
from dq.application.formatting import STANDARD_INPUT, FormattedFile, format_files, read_input, rewrite
from dq.authoring.formatting import Keywords, formatted
from dq.cli.console import print_data, print_diagnostics, print_lines, spoken
from dq.diagnostics import Diagnostic
from dq.diagnostics.layout import Line, Piece, Style, line
from dq.settings import Language


def run(*, paths: Sequence[Path], check: bool, diff: bool, keywords: Keywords | None, language: Language | None) -> int:
    """Format the files and give the exit code: 1 where a file would change, 2 where one has errors."""
    tongue = spoken(language)
    if STANDARD_INPUT in paths:
        if len(paths) > 1:
            print_diagnostics([requests.input_stands_alone()], tongue)
            return Exit.USAGE
        return _standard_input(keywords, tongue, check=check, diff=diff)
    files, said = format_files(paths, keywords)
    changed = [file for file in files if file.changed]
    if not check and not diff:
        said += [failure for failure in map(rewrite, changed) if failure is not None]
    print_diagnostics(said, tongue, {str(file.path): file.before for file in files})
    if diff:
        print_data(row for file in changed for row in file.difference())
    else:
        unreadable = sum(file.after is None for file in files)
        print_lines(_summary(changed, len(files) - len(changed) - unreadable, tongue, check=check))
    return max(exit_of_diagnostics(said), Exit.VIOLATED if changed and (check or diff) else Exit.DONE)


def _standard_input(keywords: Keywords | None, tongue: Language, *, check: bool, diff: bool) -> int:
    text = read_input(sys.stdin.buffer)
    if isinstance(text, Diagnostic):
        print_diagnostics([text], tongue)
        return Exit.USAGE
    result = formatted(text, "-", keywords)
    print_diagnostics(result.diagnostics, tongue, {"-": text})
    if result.text is None:
        return Exit.USAGE
    file = FormattedFile(STANDARD_INPUT, text, result.text)
    if diff:
        print_data(file.difference())
    elif not check:
        print_data([result.text.removesuffix("\n")] if result.text else [])
    return Exit.VIOLATED if file.changed and (check or diff) else Exit.DONE


def _summary(changed: Sequence[FormattedFile], same: int, tongue: Language, *, check: bool) -> Iterator[Line]:
    english = tongue == "en"
    for file in changed:
        done = ("would change: " if check else "written: ") if english else ("会改写：" if check else "已改写：")
        yield line(Piece(done, Style.FAINT), Piece(str(file.path), Style.PLACE))
    if english:
        told = f"{len(changed)} {'would change' if check else 'written'}, {same} already in form"
    else:
        told = f"{len(changed)} 个{'会改写' if check else '已改写'}，{same} 个原已合格"
    yield line(Piece(told, Style.STRONG))
