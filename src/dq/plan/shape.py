"""Shapes: conditions that differ only in what they read are one condition over more rows."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from functools import lru_cache
from typing import assert_never

from dq.plan.form import form_of
from dq.plan.nodes import (
    Absolute,
    Atom,
    Both,
    Cell,
    Choice,
    Condition,
    Contrary,
    Either,
    Extreme,
    Form,
    Given,
    Leaf,
    Like,
    Linear,
    Month,
    NumberTest,
    Occurs,
    OneOf,
    Operand,
    Origin,
    Product,
    Quotient,
    Rounded,
    Single,
    Starts,
    StateIs,
    Term,
    TextTest,
    Words,
)
from dq.plan.walk import has_unit, leaves
from dq.types import ValueType


@dataclass(frozen=True, slots=True)
class Shape:
    """Conditions over numbered places; `units` are the places that tell printed units (`dq.plan.shown.units_of`)."""

    conditions: tuple[Condition | None, ...]
    units: tuple[Operand | None, ...]


@dataclass(frozen=True, slots=True)
class Shaped:
    """A shape and what stands in its places."""

    shape: Shape
    operands: tuple[tuple[Leaf | str, Form], ...]


@lru_cache(maxsize=10_000)
def shaped(conditions: tuple[Condition | None, ...], units: tuple[Leaf | None, ...] = ()) -> Shaped:
    """The shape of these conditions, evaluated together on the same rows.

    Example: `a.total = sum(children(a).total)` and `a.basic = sum(children(a).basic)` have one shape.
    """
    types = {form_of(leaf).type for each in conditions if each is not None for leaf in leaves(each) if has_unit(leaf)}
    rewriting = _Rewriting(keep_types=ValueType.QUANTITY in types)
    rewritten = tuple(None if each is None else rewriting.condition(each) for each in conditions)
    places = tuple(None if each is None else rewriting.unit(each) for each in units)
    return Shaped(Shape(rewritten, places), tuple(rewriting.places))


@dataclass(slots=True)
class _Rewriting:
    """Puts numbered places for leaves. Types matter only beside quantities, whose unit the data tell."""

    keep_types: bool
    places: dict[tuple[Leaf | str, Form], int] = field(default_factory=dict)

    def place(self, leaf: Leaf | str, form: Form) -> Operand:
        """The place of a leaf that is read in this form."""
        number = self.places.setdefault((leaf, form), len(self.places))
        return Operand(number, form)

    def unit(self, leaf: Leaf) -> Operand:
        """The place of the unit that a figure is printed with."""
        return self.place(leaf, Form(Origin.UNIT, ValueType.TEXT))

    def condition(self, node: Condition) -> Condition:
        """The condition over places."""
        match node:
            case NumberTest():
                return self._number_test(node)
            case TextTest(comparison, left, right):
                return TextTest(comparison, self._words(left), self._words(right))
            case OneOf(operand, choices):
                return OneOf(self._words(operand), choices)
            case Starts(operand, prefix):
                return Starts(self._words(operand), self._words(prefix))
            case Like(operand, pattern):
                return Like(self._words(operand), pattern)
            case StateIs(operand, state):
                return StateIs(self.place(operand, self._form(operand, state=True)), state)
            case Occurs(operand):
                return Occurs(self._leaf(operand))
            case Both(left, right):
                return Both(self.condition(left), self.condition(right))
            case Either(left, right):
                return Either(self.condition(left), self.condition(right))
            case Given(left, right):
                return Given(self.condition(left), self.condition(right))
            case Contrary(operand):
                return Contrary(self.condition(operand))
            case Choice(branches, otherwise):
                pairs = tuple((self.condition(guard), self.condition(each)) for guard, each in branches)
                return Choice(pairs, self.condition(otherwise))
            case _:
                assert_never(node)

    def _number_test(self, node: NumberTest) -> NumberTest:
        left, right, difference = (self._linear(each) for each in (node.left, node.right, node.difference))
        single = node.single
        if single is not None:
            single = Single(single.on_left, self.unit(single.unit))
        return NumberTest(node.comparison, left, right, difference, node.tolerance, single)

    def _leaf(self, leaf: Leaf) -> Operand:
        return self.place(leaf, self._form(leaf, state=False))

    def _form(self, leaf: Leaf, *, state: bool) -> Form:
        if state and isinstance(leaf, Cell) and leaf.measure:
            return Form(Origin.STATE, ValueType.TEXT)
        return _plain(form_of(leaf), typed=self.keep_types and has_unit(leaf))

    def _words(self, words: Words) -> Words:
        if isinstance(words.atom, str):
            return Words(self.place(words.atom, Form(Origin.CONSTANT, ValueType.TEXT)))
        return Words(self._leaf(words.atom))

    def _linear(self, number: Linear) -> Linear:
        terms = tuple(Term(term.coefficient, self._atom(term.atom), term.exact) for term in number.terms)
        return Linear(terms, number.constant)

    def _atom(self, atom: Atom) -> Atom:
        match atom:
            case Absolute(operand):
                return Absolute(self._linear(operand))
            case Rounded(operand, step, way):
                return Rounded(self._linear(operand), step, way)
            case Extreme(operands, largest):
                return Extreme(tuple(self._linear(operand) for operand in operands), largest)
            case Product(left, right, type_):
                return Product(self._linear(left), self._linear(right), type_)
            case Quotient(left, right, type_):
                return Quotient(self._linear(left), self._linear(right), type_)
            case Month(operand):
                return Month(self._words(operand))
            case _:
                return self._leaf(atom)


@lru_cache(maxsize=1_000)
def _plain(form: Form, *, typed: bool) -> Form:
    """The form with its type, or only with whether it is a number."""
    if typed:
        return form
    return replace(form, type=ValueType.NUMBER if form.type.is_numeric else ValueType.TEXT)
