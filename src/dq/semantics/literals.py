"""Constants: figures with their units in the base unit, and texts."""

from __future__ import annotations

import re
import unicodedata
from decimal import Decimal
from typing import Final

from dq.semantics.checked import Literal
from dq.semantics.complaints import types as wrong
from dq.semantics.context import Checking
from dq.syntax import tree
from dq.templates.model import Schema
from dq.types import MONEY_UNITS, ValueType

_FIGURE: Final = re.compile(r"(?P<figure>\d+(?:\.\d+)?)(?P<unit>.*)")
_MONEY: Final = {unit.name: unit.factor for unit in MONEY_UNITS}
HUNDREDTH: Final = Decimal("0.01")
_MONTH: Final = re.compile(r"(?P<year>\d{4})(?:年|[-./])(?P<month>\d{1,2})(?:月(?:\d{1,2}日)?|[-./]\d{1,2})?")
_DECEMBER: Final = 12
_LONGEST: Final = 30
"""Digits of a literal; more are no figure of any account."""


def count_units(schema: Schema) -> tuple[str, ...]:
    """The units of counts that the forms know: 辆, 个, 人 …"""
    found = {unit for table in schema.tables.values() for unit in table.item_units.values()}
    return tuple(sorted(found - set(_MONEY) - {"%"}))


def number(checking: Checking, node: tree.Number) -> Literal | None:
    """A figure as written: 5万元 → 50000 money, 5% → 5 percent, 3辆 → 3 count, 3 → a bare number."""
    written = unicodedata.normalize("NFKC", re.sub("[,，]", "", node.text))
    named = month(written)
    if named is not None and "年" in written:
        return Literal(named, ValueType.DATE, node.text)
    match = _FIGURE.fullmatch(written)
    if match is not None and len(match["figure"]) > _LONGEST:
        checking.say(wrong.figure_too_long(checking.span(node), _LONGEST))
        return None
    if match is None:
        checking.say(wrong.unknown_unit(checking.span(node), node.text[:40], count_units(checking.schema)))
        return None
    figure, unit = Decimal(match["figure"]), match["unit"]
    if not unit:
        return Literal(figure, ValueType.NUMBER, node.text)
    if unit == "%":
        return Literal(figure, ValueType.PERCENT, node.text)
    if unit in _MONEY:
        return Literal(figure * _MONEY[unit], ValueType.MONEY, node.text)
    if unit in count_units(checking.schema):
        return Literal(figure, ValueType.COUNT, node.text)
    checking.say(wrong.unknown_unit(checking.span(node), unit, count_units(checking.schema)))
    return None


def month(text: str) -> Decimal | None:
    """The month that a text names, as a number of months; None where it names none.

    Example: `month("2018-12") - month("2017年12月")` → 12.
    """
    match = _MONTH.fullmatch("".join(unicodedata.normalize("NFKC", text).split()))
    if match is None or not 1 <= int(match["month"]) <= _DECEMBER:
        return None
    return Decimal(int(match["year"]) * _DECEMBER + int(match["month"]) - 1)


def bare(value: int) -> Literal:
    """A whole number that no one wrote. Example: `bare(2018).text` → `"2018"`."""
    return Literal(Decimal(value), ValueType.NUMBER, str(value))


def text(node: tree.String) -> Literal:
    """A text as written, its quotation marks left out."""
    return Literal(node.text, ValueType.TEXT, node.text)


def as_factor(literal: Literal) -> Literal | None:
    """A literal as one side of a product: a bare number as it is, 5% as 0.05; None for a figure with another unit."""
    if literal.type is ValueType.PERCENT and isinstance(literal.value, Decimal):
        return Literal(literal.value * HUNDREDTH, ValueType.NUMBER, literal.text)
    return literal if literal.type is ValueType.NUMBER else None
