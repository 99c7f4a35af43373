"""What holds of every document, however broken: read or refused, soon, the same each time, and fit for the archive."""

from __future__ import annotations

import time
import unicodedata
from collections.abc import Iterable, Mapping
from contextlib import contextmanager
from types import ModuleType
from unittest import mock

from dq.apart import EXHAUSTED
from dq.archive.store import MemoryStore
from dq.diagnostics import Diagnostic, Level, render_all
from dq.ingest import ReadResult, apart, read_bytes, refusals
from dq.ingest.stream import Stream
from dq.templates import default_schema
from dq.types import CellState

SECONDS = 20.0
"""Of the processor for one input of at most 64 KB. Far above what any takes: a bound against hanging, not a timing."""
_TURNING = "\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"
_PRINTED = {CellState.FIGURE, CellState.ZERO}


def reading(name: str, data: bytes) -> ReadResult:
    """Read a document twice and hold the result to what is promised."""
    started = time.process_time()
    result = read_bytes(name, data)
    assert time.process_time() - started < SECONDS, "reading took too long"
    assert read_bytes(name, data) == result, "two readings differ"
    told(result, name)
    if result.report is not None:
        fit_for_the_archive(result)
    return result


def told(result: ReadResult, name: str) -> None:
    """A refusal has an error that says why, in both languages; what is shown holds no control character."""
    errors = [each for each in result.diagnostics if each.level is Level.ERROR]
    assert result.report is not None or errors, "refused without an error"
    for each in result.diagnostics:
        assert each.span.file.partition("#")[0] == name
        assert each.headline.zh
        assert each.headline.en
        assert each.help is not None
    shown_safely(result.diagnostics, {})


def shown_safely(diagnostics: Iterable[Diagnostic], sources: Mapping[str, str]) -> None:
    """What is shown of these can be written anywhere: nothing in it steers a terminal or turns the text around."""
    told = tuple(diagnostics)
    for language in ("zh", "en"):
        shown = render_all(told, sources, language)
        steering = {sign for sign in shown if unicodedata.category(sign) in ("Cc", "Cs") or sign in _TURNING}
        assert steering <= {"\n"}, f"shown: {steering}"


def fit_for_the_archive(result: ReadResult) -> None:
    """The rows can be stored, and say of themselves what the archive relies on."""
    report = result.report
    assert report is not None
    listed = {table["table"]: table["rows"] for table in report.tables}
    assert listed == {name: len(rows) for name, rows in report.rows.items()}
    for rows in report.rows.values():
        _linked(rows)
        for row in rows:
            for column in [each.removesuffix("__state") for each in row if each.endswith("__state")]:
                _whole(row, column)
    store = MemoryStore([report], default_schema())
    for name, rows in report.rows.items():
        assert store.scan(name).collect().height == len(rows)
    for text in report.report.values():
        assert not isinstance(text, str) or (text.isprintable() and len(text) < 1024), "unfit for the manifest"


def _linked(rows: list[dict]) -> None:
    """Rows are numbered in print order, named apart, and linked to rows that are there."""
    assert [row["n"] for row in rows] == list(range(len(rows)))
    assert len({(row["side"], row["path"]) for row in rows}) == len(rows), "two rows of one path"
    for row in rows:
        assert row["parent"] is None or (0 <= row["parent"] < len(rows) and row["parent"] != row["n"])
        assert row["above"] is None or rows[row["above"]]["below"] == row["n"]
        assert row["below"] is None or rows[row["below"]]["above"] == row["n"]
        assert row["line"] >= 1


def _whole(row: dict, column: str) -> None:
    """A cell has a value where, and only where, it prints a figure."""
    state = row[f"{column}__state"]
    assert (row[column] is not None) == (state in _PRINTED), f"{column}: {row[column]} with state {state}"
    if state in _PRINTED:
        assert row[f"{column}__radius"] >= 0
        assert row[f"{column}__printed"]
        assert state != CellState.ZERO or row[column] == 0


@contextmanager
def in_this_process(reader: ModuleType):
    """Read here what is otherwise read in a process of its own, so that a tool sees which branches are taken."""

    def here(_module: str, name: str, data: bytes):
        try:
            return reader.read_here(name, data)
        except EXHAUSTED:  # as where that process ends
            return Stream((), (refusals.too_costly(name, apart.SECONDS),))

    assert reader.read_apart is apart.read_apart
    with mock.patch.object(reader, "read_apart", here):
        yield
