"""`dq correct`: misread cells put right, listed, undone."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, Final, Literal

from dq.application import correction_faults as faults
from dq.application.correcting import Corrections, Request, correct, logged, undo
from dq.application.correction_cells import Sought
from dq.application.correction_files import read_batch
from dq.application.exits import Exit, exit_of_diagnostics
from dq.application.requests import no_archive_named
from dq.archive import Correction, Ending, Log
from dq.cli.console import print_data, print_diagnostics, print_lines, spoken
from dq.cli.sources import named_archive
from dq.diagnostics import Text
from dq.diagnostics.layout import Line, Piece, Style, line
from dq.report.sinks.text.view import View
from dq.settings import Language
from dq.templates import default_schema

_ENDINGS: Final = {
    Ending.UNDONE: ("已撤销", "undone"),
    Ending.REPLACED: ("已另行更正", "corrected again"),
    Ending.CARRIED: ("已随新读数沿用", "carried over to the new reading"),
    Ending.STALE: ("不再适用", "stale"),
}


def run(  # noqa: PLR0913 - one parameter an option
    *,
    archive: Path | None,
    cell: Mapping[str, Any],
    value: str | None,
    author: str | None,
    reason: str | None,
    batch: Path | None,
    preview: bool,
    listing: bool,
    everything: bool,
    undone: int | None,
    output: Literal["text", "json"],
    language: Language | None,
) -> int:
    """Correct, list or undo, and give the exit code: 0 done, 2 where the request cannot be met, 3 a failure."""
    tongue = spoken(language)
    root = named_archive(archive)
    if root is None:
        print_diagnostics([no_archive_named()], tongue)
        return Exit.USAGE
    view = View(tongue, default_schema())
    told = {"author": author, "reason": reason}
    if listing:
        done = logged(root, view.schema)
        shown = done.log.made if everything else done.corrections
        shown = tuple(each for each in shown if cell["report"] in (None, each.report))
        word = view.say("更正", "corrections")
    elif undone is not None:
        done = undo(root, undone, author or "", reason or "", view.schema)
        shown, word = done.corrections, view.say("已撤销", "undone")
    else:
        done = _corrected(root, {**cell, "value": value, **told}, batch, view, write=not preview)
        shown = done.corrections
        word = view.say("将更正（没有写入）", "would be corrected (nothing written)") if preview else ""
        word = word or view.say("已更正", "corrected")
    print_diagnostics(done.diagnostics, tongue)
    if not (exit_code := exit_of_diagnostics(done.diagnostics)) or shown:
        _print(shown, done.log, word, view, output)
    return exit_code


def _corrected(root: Path, fields: Mapping[str, Any], batch: Path | None, view: View, *, write: bool) -> Corrections:
    """What became of the corrections in the file, else of the one that the options ask for."""
    given = {name: value for name, value in fields.items() if value is not None}
    if batch is not None:
        if "value" in given:
            return Corrections((), (faults.incomplete(Text("用 --from 还是 --value", "whether --from or --value")),))
        read = read_batch(batch, {name: str(value) for name, value in given.items()})
        if read.diagnostics:
            return Corrections((), read.diagnostics)
        return correct(root, read.requests, view.schema, write=write)
    if not {"table", "row", "line", "printed"} & given.keys():
        wanted = Text("更正哪一格", "which cell is meant")
        return Corrections((), (faults.incomplete(wanted),))
    if "value" not in given:
        return Corrections((), (faults.incomplete(Text("原件印的是什么（--value）", "what is printed (--value)")),))
    sought = Sought(**{name: given.get(name) for name in Sought.__slots__})
    request = Request(sought, given["value"], given.get("author", ""), given.get("reason", ""))
    return correct(root, [request], view.schema, write=write)


def _print(corrections: Sequence[Correction], log: Log, word: str, view: View, output: Literal["text", "json"]) -> None:
    match output:
        case "json":
            told = [_entry(each, log) for each in corrections]
            print_data([json.dumps({"schema_version": 1, "corrections": told}, ensure_ascii=False, indent=1)])
        case "text":
            print_lines(_lines(corrections, log, word, view))


def _lines(corrections: Sequence[Correction], log: Log, word: str, view: View) -> Iterator[Line]:
    for each in corrections:
        row = " ".join(part for part in (each.code, each.label) if part) or f"n={each.n}"
        number = f"{each.number:>3}  " if each.number else "     "
        place = f"  {view.say('第', 'line')} {each.line} {view.say('行', '')}".rstrip() if each.line else ""
        yield line(
            Piece(number, Style.FAINT),
            f"{view.table(each.table)} · {row} · {view.column(each.table, each.column)}",
            Piece(place, Style.PLACE),
            "  ",
            each.printed or view.say("（空）", "(blank)"),
            " → ",
            Piece(f"{each.value or view.say('（空）', '(blank)')} {each.unit}".rstrip(), Style.STRONG),
            hang=7,
        )
        yield line(Piece(f"{each.report}  {each.author}  {each.at}", Style.FAINT), indent=5, hang=7)
        yield line(Piece(each.reason, Style.FAINT), indent=5, hang=7)
        ending = log.ending(each.number)
        if ending is not None:
            why = " ".join(part for part in (ending.author, ending.reason) if part)
            word_of_it = view.say(*_ENDINGS[ending.ending])
            yield line(Piece(f"{word_of_it}  {why}  {ending.at}", Style.WARNING), indent=5, hang=7)
    yield line(Piece(f"{word} {len(corrections)}", Style.STRONG))


def _entry(correction: Correction, log: Log) -> dict[str, Any]:
    """A correction as plain data (docs/reference/outcomes.md)."""
    ending = log.ending(correction.number)
    row = {name: getattr(correction, name) for name in ("code", "label", "path", "n")}
    status = "proposed" if not correction.number else "in_force" if ending is None else str(ending.ending)
    return {
        "number": correction.number or None,
        "status": status,
        "report": correction.report,
        "table": correction.table,
        "row": row,
        "column": correction.column,
        "line": correction.line,
        "unit": correction.unit,
        "original": correction.printed,
        "value": correction.value,
        **{name: getattr(correction, name) for name in ("author", "reason", "at", "carried")},
        "ended": None if ending is None else {"author": ending.author, "reason": ending.reason, "at": ending.at},
    }
