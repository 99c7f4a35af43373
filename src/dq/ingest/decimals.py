"""Figures with other decimals than those around them: a digit may be lost, or belong to another figure.

Programs write all figures of a report by one format. Where they did, a figure that differs is doubted; sums seldom tell
it, since what stands behind the last decimal is within their rounding.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final

from dq.ingest.facts import measures_of
from dq.types import CellState, DoubtReason, unit_named

Row = dict[str, Any]
_Figures = dict[str, list[tuple[Row, str]]]

_MANY: Final = 10
"""Figures of a report's format for each one of another, beside which that one is odd."""


def doubt_odd_decimals(tables: Mapping[str, Sequence[Row]]) -> None:
    """Doubt money with more decimals than any other of the report, and the only figure of its table with some number of
    them that is less than nearly all of the report's, where zeros at the end show that all are printed.

    Parameters: `tables` the stored rows by table; what is doubted already stays as it is.
    Example: in a report that prints 12.50, 3.00 and the like, 4.5 and 7.2561 are doubted.
    """
    by_unit: dict[str, _Figures] = defaultdict(lambda: defaultdict(list))
    for table, rows in tables.items():
        for row in rows:
            for column in measures_of(tuple(row)):
                if row[f"{column}__state"] == CellState.FIGURE:
                    by_unit[row[f"{column}__unit"]][table].append((row, column))
    for unit, figures in by_unit.items():
        if unit_named(unit).dimension == "money":
            for row, column in _odd(figures):
                row[f"{column}__doubt"] = row[f"{column}__doubt"] or DoubtReason.DECIMALS.value


def _odd(figures: _Figures) -> Iterator[tuple[Row, str]]:
    decimals = {table: Counter(row[f"{column}__decimals"] for row, column in cells) for table, cells in figures.items()}
    everywhere: Counter[int] = sum(decimals.values(), Counter())
    if everywhere.total() <= _MANY:
        return
    usual, most = everywhere.most_common(1)[0]
    # A program that leaves zeros out prints some figures with fewer.
    is_fixed = most >= _MANY * (everywhere.total() - most) and any(
        _is_padded(row, column, usual) for cells in figures.values() for row, column in cells
    )
    for table, cells in figures.items():
        for row, column in cells:
            own = row[f"{column}__decimals"]
            is_longest = sum(count for each, count in everywhere.items() if each >= own) == 1
            if is_longest or (is_fixed and own < usual and decimals[table][own] == 1):
                yield row, column


def _is_padded(row: Row, column: str, usual: int) -> bool:
    value = row[column] / unit_named(row[f"{column}__unit"]).factor
    return bool(usual) and row[f"{column}__decimals"] == usual and not value.scaleb(usual) % 10
