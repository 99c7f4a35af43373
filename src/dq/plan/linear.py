"""Numbers as linear forms: coefficients are folded and an atom that is written twice is used once."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import MAX_PREC, Context, Decimal
from typing import Final

from dq.plan.nodes import Absolute, Atom, Leaf, Linear, Term

EXACT: Final = Context(prec=min(2_000, MAX_PREC))
"""Arithmetic of constants: far more digits than a rule can write."""

ZERO: Final = Linear(())


def constant(value: Decimal) -> Linear:
    """The number itself."""
    return Linear((), value)


def single(atom: Atom) -> Linear:
    """One atom, once."""
    return Linear((Term(Decimal(1), atom),))


def add(left: Linear, right: Linear, sign: Decimal) -> Linear:
    """The sum left + sign · right, equal atoms merged, in the order of reading.

    Example: `add(x + y, x, -1)` → `0·x + y`: the true value of x is one, however often it is written. What cancels
    stays with coefficient 0, since it was read: a figure that is not there makes the outcome undecided.
    """
    coefficients: dict[tuple[Atom, bool], Decimal] = {(term.atom, term.exact): term.coefficient for term in left.terms}
    for term in right.terms:
        key = term.atom, term.exact
        change = EXACT.multiply(sign, term.coefficient)
        coefficients[key] = EXACT.add(coefficients.get(key, Decimal(0)), change)
    terms = tuple(Term(factor, atom, exact) for (atom, exact), factor in coefficients.items())
    return Linear(terms, EXACT.add(left.constant, EXACT.multiply(sign, right.constant)))


def scale(number: Linear, factor: Decimal) -> Linear:
    """The product factor · number."""
    return add(ZERO, number, factor)


def without_radius(number: Linear) -> Linear:
    """exactly(number): the figures as printed are the true ones."""
    exact = Linear(tuple(Term(term.coefficient, term.atom, exact=True) for term in number.terms), number.constant)
    return add(ZERO, exact, Decimal(1))


def atoms(number: Linear) -> Iterator[Leaf]:
    """Every cell, property and lookup, in the order of reading, those under |…| too."""
    for term in number.terms:
        if isinstance(term.atom, Absolute):
            yield from atoms(term.atom.operand)
        else:
            yield term.atom
