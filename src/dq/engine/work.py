"""What evaluating a plan asks of whoever has the columns: polars (`dq.engine.fused`) or Python (`dq.engine.direct`)."""

from __future__ import annotations

from collections.abc import Mapping, MutableMapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Generic, Protocol, TypeVar

if TYPE_CHECKING:
    import polars as pl

    from dq.engine.expression import Expr
    from dq.plan.nodes import Lookup

Column = TypeVar("Column")
"""Values of one type, one a row."""


@dataclass(frozen=True, slots=True)
class Query(Generic[Column]):
    """Columns to be made of others.

    Parameters: `columns` that are there; `stages` expressions, each stage over the columns of those before it; what
    comes out are the columns of the last stage, and those named in `kept`.
    """

    columns: Mapping[str, Column]
    stages: Sequence[Mapping[str, Expr]]
    kept: Sequence[str] = ()


class Work(Protocol[Column]):
    """The columns of a portion, and what can be made of them."""

    def read(
        self, shared: Mapping[Lookup, str], slots: Sequence[Mapping[Lookup, str]]
    ) -> tuple[MutableMapping[str, Column], Sequence[MutableMapping[str, Column]]]:
        """Columns of the reports with the lookups made once for all bases, and each base's own with its own lookups."""

    def answer(self, queries: Sequence[Query[Column]], *, ordered: bool = True) -> list[dict[str, Column]]:
        """What the queries make; rows keep their order where that is asked for."""

    def joined(self, parts: Sequence[Column]) -> Column:
        """Columns laid one below the other; there is one at least."""

    def cut(self, column: Column, start: int, height: int) -> Column:
        """Some rows of the column."""

    def repeated(self, value: str | int | None, kind: pl.DataType, height: int) -> Column:
        """A column that has the same value in every row."""

    def beside(self, column: Column, report: Column) -> Column:
        """A column of the reports, one entry for each row: that of the row's report."""

    def places(self, chosen: Column) -> Column:
        """Where `chosen` is true: numbers of rows."""

    def at(self, columns: Mapping[str, Column], name: str, places: Column) -> Column:
        """What one of the columns that `read` gave has at these places."""

    def whole(self, column: Column) -> Column:
        """Whole numbers, of whatever size, in 64 bits."""

    def equal(self, column: Column, value: int) -> Column:
        """Whether each value is this one."""

    def height(self, column: Column) -> int:
        """How many rows there are."""

    def frame(self, columns: Mapping[str, Column], kinds: Mapping[str, pl.DataType]) -> pl.DataFrame:
        """The columns as a frame, in the order of `kinds`."""
