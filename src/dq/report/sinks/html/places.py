"""Anchors and words for places: a drawn cell, a line of the source."""

from __future__ import annotations

from dq.outcome.model import Source
from dq.report.sinks.text.view import View


def cell_id(table: str, n: int | str | None, column: str) -> str:
    """The anchor of a drawn cell.

    Example: `cell_id("summary", 3, "amount")` → `"c-summary-3-amount"`.
    """
    return f"c-{table}-{n}-{column}"


def line_id(page: int | None, line: int | None) -> str:
    """The anchor of a line of the source.

    Example: `line_id(None, 64)` → `"L64"`; `line_id(3, 5)` → `"L3-5"`.
    """
    return f"L{line}" if page is None else f"L{page}-{line}"


def table_id(table: str) -> str:
    """The anchor of a drawn table. Example: `table_id("summary")` → `"t-summary"`."""
    return f"t-{table}"


def place_words(source: Source, view: View) -> str:
    """Where a figure is printed, without the document's name.

    Example: `"第 64 行"`, `"第 3 页第 5 行"`, `"决算表!C8"`.
    """
    if source.sheet is not None:
        return f"{source.sheet}!{source.cell or source.line}"
    if source.line is None:
        return "" if source.page is None else view.say(f"第 {source.page} 页", f"page {source.page}")
    if source.page is None:
        return view.say(f"第 {source.line} 行", f"line {source.line}")
    return view.say(f"第 {source.page} 页第 {source.line} 行", f"page {source.page}, line {source.line}")
