"""The rows that running text prints, before figures have columns."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Final

from dq.ingest.cells import read_cell
from dq.ingest.flow.tokens import Token
from dq.types import CellState

_CAPTIONS: Final = frozenset(("类", "款", "项"))


@dataclass(slots=True)
class Row:
    """One row of one block while it is read. `words` its label in print order; `values` what stands in its figures'
    places; `extra` values beyond its columns; `doubted` where it is not certain that they belong here; `trail`
    in a table of layout "nested" the labels that hold for it; `item` the index of the form's item that it is,
    `is_unit` where it is a unit's own in a table by code, `is_loose` where its figures stand alone below a label that
    is whole without them, `is_parted` where the last part of its code may be the number of a page.
    """

    block: int
    code: str | None = None
    words: list[Token] = field(default_factory=list)
    values: list[Token] = field(default_factory=list)
    extra: list[Token] = field(default_factory=list)
    doubted: bool = False
    line: int = 0
    page: int | None = None
    trail: list[str] = field(default_factory=list)
    item: int | None = None
    is_unit: bool = False
    is_loose: bool = False
    is_parted: bool = False

    @property
    def label(self) -> str:
        """The label as printed, without the spaces between its words."""
        return "".join(word.text for word in self.words)

    @property
    def amounts(self) -> tuple[Decimal | None, ...]:
        """What the values say: 0 for a dash, None for what is no figure."""
        cells = (read_cell(value.plain) for value in self.values)
        return tuple(Decimal(0) if cell.state is CellState.DASH else cell.value for cell in cells)


@dataclass(slots=True)
class Rows:
    """A table's rows in print order, and values that belong to none."""

    rows: list[Row] = field(default_factory=list)
    stray: list[Token] = field(default_factory=list)


@dataclass(slots=True)
class Group:
    """A run of words and the values behind them on one line, with the code before them where rows have codes; `is_unit`
    where that is a unit's, `is_parted` where its last part has no leading zero.
    """

    code: str | None = None
    words: list[Token] = field(default_factory=list)
    values: list[Token] = field(default_factory=list)
    is_unit: bool = False
    is_parted: bool = False


def without_captions(words: Sequence[Token]) -> list[Token]:
    """Words other than the captions 类, 款, 项 that stand over code columns."""
    return [word for word in words if word.plain not in _CAPTIONS]
