"""Printed rows of many reports, of which few cells are looked at: each column becomes Python's when first asked for."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import polars as pl


class _Columns(dict[str, list[Any]]):
    """The columns of a frame by name, those that were asked for."""

    def __init__(self, frame: pl.DataFrame) -> None:
        super().__init__()
        self.frame = frame
        self.names = frozenset(frame.columns)

    def __missing__(self, name: str) -> list[Any]:
        if name not in self.names:
            raise KeyError(name)
        column = self[name] = self.frame[name].to_list()
        return column


class PrintedRow(Mapping[str, Any]):
    """One row of a frame. Example: `PrintedRow(columns, 0)["n"]`."""

    __slots__ = ("_columns", "_place")

    def __init__(self, columns: _Columns, place: int) -> None:
        """Parameters: `place` of the row, from 0."""
        self._columns = columns
        self._place = place

    def __getitem__(self, name: str) -> Any:  # noqa: ANN401 - what polars has in that column
        return self._columns[name][self._place]

    def __contains__(self, name: object) -> bool:
        return name in self._columns.names

    def __iter__(self) -> Iterator[str]:
        return iter(self._columns.frame.columns)

    def __len__(self) -> int:
        return len(self._columns.names)


def by_report(frame: pl.DataFrame) -> dict[str, list[PrintedRow]]:
    """The rows of a stored table by report, each in print order.

    Example: `by_report(pl.DataFrame({"report": ["b"], "n": [0]}))["b"][0]["n"]` → 0.
    """
    columns = _Columns(frame)
    found: dict[str, list[PrintedRow]] = {}
    if frame.is_empty():
        return found
    for _, place, report in sorted(zip(columns["n"], range(frame.height), columns["report"], strict=True)):
        found.setdefault(report, []).append(PrintedRow(columns, place))
    return found
