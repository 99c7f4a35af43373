"""Functions of figures over linear forms: what stays linear is folded, the rest becomes a node of its own."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import Final

from dq.plan.linear import EXACT, add, constant, scale, single, without_radius
from dq.plan.nodes import Absolute, Extreme, Linear, Product, Quotient, Rounded
from dq.types import Rounding, ValueType

_MINUS: Final = Decimal(-1)


class LinearAlgebra:
    """The algebra of linear forms. Example: `LinearAlgebra().scaled(form, Decimal(2))`."""

    def scaled(self, figure: Linear, factor: Decimal) -> Linear:
        """Factor · figure, linear."""
        return scale(figure, factor)

    def difference(self, left: Linear, right: Linear) -> Linear:
        """Left − right, linear: common atoms cancel."""
        return add(left, right, _MINUS)

    def product(self, left: Linear, right: Linear, type_: ValueType) -> Linear:
        """Left · right: linear where one is a constant."""
        if not left.terms:
            return scale(right, left.constant)
        if not right.terms:
            return scale(left, right.constant)
        return single(Product(left, right, type_))

    def quotient(self, left: Linear, right: Linear, type_: ValueType = ValueType.RATIO) -> Linear:
        """Left ÷ right: linear where the divisor is a constant whose reciprocal is a decimal with an end."""
        if not right.terms and right.constant:
            reciprocal = Decimal(1) / right.constant
            if EXACT.multiply(reciprocal, right.constant) == 1:
                return scale(left, reciprocal)
        return single(Quotient(left, right, type_))

    def absolute(self, figure: Linear) -> Linear:
        """|figure|."""
        return single(Absolute(figure)) if figure.terms else constant(abs(figure.constant))

    def exact(self, figure: Linear) -> Linear:
        """The figure without its radius."""
        return without_radius(figure)

    def rounded(self, figure: Linear, step: Decimal, way: Rounding) -> Linear:
        """The figure as a multiple of `step`."""
        return single(Rounded(figure, step, way))

    def extreme(self, figures: Sequence[Linear], *, largest: bool) -> Linear:
        """The smallest or largest of several."""
        return single(Extreme(tuple(figures), largest))
