"""What functions of figures are made of.

A function says its meaning once, over any algebra: linear forms when a plan is made, intervals when a test is
evaluated, plain decimals when a statement is written.
"""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import Protocol, TypeVar

from dq.types import Rounding

Figure = TypeVar("Figure")


class Algebra(Protocol[Figure]):
    """Arithmetic over some representation of figures."""

    def scaled(self, figure: Figure, factor: Decimal) -> Figure:
        """Factor · figure."""
        ...

    def difference(self, left: Figure, right: Figure) -> Figure:
        """Left − right."""
        ...

    def quotient(self, left: Figure, right: Figure) -> Figure:
        """Left ÷ right, a ratio."""
        ...

    def absolute(self, figure: Figure) -> Figure:
        """|figure|."""
        ...

    def exact(self, figure: Figure) -> Figure:
        """The figure without its radius."""
        ...

    def rounded(self, figure: Figure, step: Decimal, way: Rounding) -> Figure:
        """The figure as a multiple of `step`."""
        ...

    def extreme(self, figures: Sequence[Figure], *, largest: bool) -> Figure:
        """The smallest or largest of several."""
        ...
