"""Numbers as linear forms: coefficients are folded and an atom that is written twice is used once."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import MAX_PREC, Context, Decimal
from typing import Final

from dq.plan.nodes import (
    Absolute,
    Atom,
    Computed,
    Extreme,
    Leaf,
    Linear,
    Month,
    Product,
    Quotient,
    Rounded,
    Term,
    Words,
)

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
    """Every cell, property and lookup, in the order of reading, those within what is computed too."""
    for term in number.terms:
        yield from _leaves(term.atom)


def _leaves(atom: Atom) -> Iterator[Leaf]:
    match atom:
        case Absolute(operand) | Rounded(operand):
            yield from atoms(operand)
        case Product(left, right) | Quotient(left, right):
            yield from atoms(left)
            yield from atoms(right)
        case Extreme(operands):
            for operand in operands:
                yield from atoms(operand)
        case Month(words):
            if not isinstance(words.atom, str):
                yield words.atom
        case _:
            yield atom


def months(number: Linear) -> Iterator[Words]:
    """The texts that are read as months."""
    for term in number.terms:
        match term.atom:
            case Month(words):
                yield words
            case Absolute(operand) | Rounded(operand):
                yield from months(operand)
            case Product(left, right) | Quotient(left, right):
                yield from (*months(left), *months(right))
            case Extreme(operands):
                for operand in operands:
                    yield from months(operand)
            case _:
                pass


def computes(number: Linear) -> bool:
    """Whether something in it is no sum of columns, and has to be evaluated row by row."""
    return any(
        computes(term.atom.operand) if isinstance(term.atom, Absolute) else isinstance(term.atom, Computed)
        for term in number.terms
    )
