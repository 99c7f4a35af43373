"""What a group-by computes of each sort of aggregate, before joins leave holes in it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, assert_never

from dq.plan.form import element_number, may_be_unreadable, spread
from dq.plan.nodes import Aggregate, Cell, Kind, Spread

ONE_ROW: Final = 1 << 16
"""A picked row counts as this much on top of its bits: one sum tells how many rows there are and, of one, its bits."""


@dataclass(frozen=True, slots=True)
class Raw:
    """What the columns of a lookup hold before they are settled; lookups of one sort are settled together."""

    kind: Kind
    spread: Spread
    numeric: bool
    filtered: bool

    @staticmethod
    def of(aggregate: Aggregate) -> Raw:
        """The sort of an aggregate's results."""
        numeric = not (isinstance(aggregate.element, Cell) and not aggregate.element.type.is_numeric)
        inner = spread(element_number(aggregate)) if numeric and aggregate.kind is not Kind.DISTINCT else Spread.NONE
        filtered = aggregate.filter is not None and may_be_unreadable(aggregate.filter)
        return Raw(aggregate.kind, inner, numeric, filtered)

    @property
    def suffixes(self) -> tuple[str, ...]:
        """Suffixes of its columns.

        `_v` the value, or of COUNT the rows, of DISTINCT how many
        values; `_d` and `_p` radii, or of MIN and MAX the lower and the upper end; `_b`
        bits, of PICK with ONE_ROW added for each row, of STATE the rows; `_t` text or state; `_u` unit; `_q` bits of
        what kept rows from being chosen or left out.
        """
        match self.kind:
            case Kind.COUNT:
                own: tuple[str, ...] = ("_v",)
            case Kind.DISTINCT:
                own = ("_v", "_b")
            case Kind.UNIT:
                return ("_u",)
            case Kind.STATE:
                own = ("_t", "_b")
            case Kind.PICK if not self.numeric:
                own = ("_t", "_b")
            case Kind.PICK | Kind.SUM | Kind.MIN | Kind.MAX:
                two = self.spread is Spread.UNEVEN or (self.spread and self.kind in (Kind.MIN, Kind.MAX))
                own = ("_v", "_d", "_p", "_b") if two else ("_v", "_d", "_b") if self.spread else ("_v", "_b")
            case _:
                assert_never(self.kind)
        return (*own, "_q") if self.filtered else own
