"""Use case: cells that were misread put right, by a person, for a reason, with what was read kept."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from decimal import Decimal
from functools import partial
from pathlib import Path
from typing import Final

from dq.application import correction_faults as faults
from dq.application import requests as faulty
from dq.application.correction_cells import Cells, Found, Sought, described
from dq.archive import Archive, Correction, Figure, Log
from dq.diagnostics import Diagnostic, Span, Text
from dq.ingest.cells import BLANK, BLANK_WORDS, Cell, read_cell
from dq.ingest.facts import figure_columns
from dq.templates.model import Measure, Schema
from dq.types import CellState, unit_named

AUTHOR_AT_MOST: Final = 100
REASON_AT_MOST: Final = 1000
_VALUE_AT_MOST: Final = 60
PLACE: Final = Span("dq correct")
"""Where a request stands that the options make."""
_NO_TEXT: Final = ("Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp")


@dataclass(frozen=True, slots=True)
class Request:
    """One correction as a person asks for it.

    Parameters: `value` the text that the document prints, "空白" or "blank" for a blank cell; `place` where the request
    stands, for diagnostics.
    """

    sought: Sought
    value: str
    author: str
    reason: str
    place: Span = PLACE


@dataclass(frozen=True, slots=True)
class Corrections:
    """What became of requests: the corrections made (or, where nothing was to be written, those that would be)."""

    corrections: tuple[Correction, ...]
    diagnostics: tuple[Diagnostic, ...]
    log: Log = field(default_factory=Log)


def correct(
    root: Path,
    requests: Sequence[Request],
    schema: Schema,
    *,
    write: bool = True,
    look: Callable[[Sequence[Correction]], None] | None = None,
) -> Corrections:
    """Correct cells of the archive at `root`: all that is asked for, or nothing where any of it cannot be done.

    Parameters: `write` False only says what would change; `look` is called with what is proposed, with the archive's
    lock held where it is to be written, and raises where nothing is to be written any more.
    Example: `correct(root, [Request(Sought(line=12, printed="300.10"), "301.10", "张三", "原件为 301.10")], schema)`.
    """
    opened = Archive.open(root, schema)
    if opened.archive is None:
        return Corrections((), opened.diagnostics)
    desk = _Desk(opened.archive, schema, _now())
    proposed = [correction for request in requests if (correction := desk.propose(request)) is not None]
    if desk.diagnostics:
        return Corrections((), tuple(desk.diagnostics), opened.archive.log)
    if not write:
        if look is not None:
            look(proposed)
        return Corrections(tuple(proposed), (), opened.archive.log)
    try:
        done = opened.archive.correct(proposed, None if look is None else partial(look, proposed))
    except OSError as failure:
        return Corrections((), (faulty.cannot_write(root, failure),), opened.archive.log)
    return Corrections(done.corrections, done.diagnostics, opened.archive.log)


def undo(
    root: Path, number: int, author: str, reason: str, schema: Schema, *, look: Callable[[], None] | None = None
) -> Corrections:
    """Bring back what was read before a correction. Parameters: `look` as `correct`, of nothing.

    Example: `undo(root, 1, "张三", "看错了行", schema).corrections[0].number` → 1.
    """
    said = _improper(PLACE, author, reason)
    if said:
        return Corrections((), tuple(said))
    opened = Archive.open(root, schema)
    if opened.archive is None:
        return Corrections((), opened.diagnostics)
    try:
        done = opened.archive.undo(number, _one_line(author), _one_line(reason), _now(), look)
    except OSError as failure:
        return Corrections((), (faulty.cannot_write(root, failure),), opened.archive.log)
    return Corrections(done.corrections, done.diagnostics, opened.archive.log)


def logged(root: Path, schema: Schema) -> Corrections:
    """The corrections of an archive that are in force, and its whole log."""
    opened = Archive.open(root, schema)
    if opened.archive is None:
        return Corrections((), opened.diagnostics)
    return Corrections(opened.archive.corrections, opened.diagnostics, opened.archive.log)


class _Desk:
    """Requests turned into proposed corrections, one after the other; what is wrong with them is gathered."""

    def __init__(self, archive: Archive, schema: Schema, now: str) -> None:
        self._schema = schema
        self._now = now
        self._cells = Cells(archive, schema)
        self._seen = {entry.report: entry for entry in archive.latest}
        self._taken: set[tuple[str, str, int, str]] = set()
        self.diagnostics: list[Diagnostic] = []

    def propose(self, request: Request) -> Correction | None:
        """The correction that is asked for, or None where something is wrong with it, which was then said."""
        said = _improper(request.place, request.author, request.reason)
        cell = _figure_read(request.value)
        if cell is None:
            said.append(faults.no_figure(request.place, request.value))
        self.diagnostics += said
        report = self._report(request)
        if report is None:
            return None
        found = self._cells.matching(report, request.sought)
        if len(found) != 1:
            self.diagnostics.append(
                faults.several_cells(request.place, described(found))
                if found
                else faults.no_such_cell(request.place, described(self._cells.near(report, request.sought)))
            )
            return None
        return None if said or cell is None else self._correction(request, report, found[0], cell)

    def _report(self, request: Request) -> str | None:
        """The report that is meant: it need not be named where there is only one."""
        named = request.sought.report
        if named is None and len(self._seen) == 1:
            return next(iter(self._seen))
        if named is None:
            self.diagnostics.append(faults.incomplete(Text("是哪份报告（--report）", "which report (--report)")))
            return None
        if named not in self._seen:
            self.diagnostics.append(faulty.unknown_report(named, self._seen))
            return None
        return named

    def _correction(self, request: Request, report: str, found: Found, cell: Cell) -> Correction | None:
        entry, row, column = self._seen[report], found.row, found.column
        unit = row[f"{column}__unit"] or ""
        measure = self._measure(entry.template, found)
        after = Figure.of(figure_columns(cell, measure, unit_named(unit)), column)
        before = Figure.of(row, column)
        correction = Correction(
            number=0,
            report=report,
            sha256=entry.sha256,
            table=found.table,
            n=row["n"],
            column=column,
            code=row["code"],
            label=row["label"],
            path=row["path"],
            line=found.line,
            printed=found.printed,
            unit=unit,
            before=before,
            after=after,
            value="" if cell is BLANK else _one_line(request.value),
            author=_one_line(request.author),
            reason=_one_line(request.reason),
            at=self._now,
        )
        if correction.cell in self._taken:
            twice = Text(f"这一格写了两次：{found.described}", f"this cell is named twice: {found.described}")
            self.diagnostics.append(faults.bad_batch(request.place, twice))
            return None
        self._taken.add(correction.cell)
        if _same(before, after):
            self.diagnostics.append(faults.nothing_to_change(request.place, found.described))
            return None
        return correction

    def _measure(self, template: str, found: Found) -> Measure:
        """The column as the report's form has it, in whichever shape its table is printed."""
        form = self._schema.templates[template].table(found.table)
        shapes = () if form is None else form.shapes
        blocks = (block for shape in shapes for block in shape.blocks)
        return next(each for block in blocks for each in block.measures if each.name == found.column)


def _same(before: Figure, after: Figure) -> bool:
    """Whether a correction would change nothing, not even a doubt. Figures differ in zeros behind the point only."""

    def plain(text: str | None) -> Decimal | None:
        return None if text is None else Decimal(text)

    return (
        before.doubt is None
        and (before.state, before.decimals) == (after.state, after.decimals)
        and plain(before.value) == plain(after.value)
    )


def _figure_read(value: str) -> Cell | None:
    """What the corrected text says; None where it is nothing that a cell of figures prints."""
    if value.strip() in BLANK_WORDS:
        return BLANK
    cell = read_cell(value) if len(value) <= _VALUE_AT_MOST and not _has_no_text(value) else None
    settled = (CellState.FIGURE, CellState.ZERO, CellState.DASH)
    return cell if cell is not None and cell.state in settled else None


def _improper(place: Span, author: str, reason: str) -> list[Diagnostic]:
    said: list[Diagnostic] = []
    for text, name, limit in (
        (author, Text("更正人", "the author"), AUTHOR_AT_MOST),
        (reason, Text("理由", "the reason"), REASON_AT_MOST),
    ):
        if not _one_line(text):
            said.append(faults.improper_text(place, name, Text("没有写", "is not given")))
        elif len(text) > limit:
            why = Text(f"超过 {limit} 字", f"is longer than {limit} characters")
            said.append(faults.improper_text(place, name, why))
        elif _has_no_text(text):
            why = Text("含有控制字符或不可见字符", "has control or invisible characters")
            said.append(faults.improper_text(place, name, why))
    return said


def _has_no_text(text: str) -> bool:
    return any(unicodedata.category(each) in _NO_TEXT for each in text)


def _one_line(text: str) -> str:
    """The text with single plain spaces: full-width ones are typed with a Chinese keyboard."""
    return " ".join(text.split())


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="seconds")
