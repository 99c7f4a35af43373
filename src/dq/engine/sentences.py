"""A rule's own message with the figures of an outcome put in, as people of its language write them."""

from __future__ import annotations

from decimal import Decimal

from dq.engine.facts import Facts, Row, Scalar
from dq.engine.figures import Scale, quoted, told, written
from dq.semantics.checked import Case, Expr, Field, Pick, Sentence
from dq.types import ValueType


def filled(sentence: Sentence, facts: Facts, row: Row | None, scale: Scale, language: str) -> str:
    """The sentence about one row.

    Parameters: `scale` the unit that money is shown in. What cannot be told is a dash.
    Example: “{r.total} 与 {r.basic} 不符” → "1,200.00 万元 与 800.00 万元 不符".
    """
    told = ""
    for piece in sentence.pieces:
        if isinstance(piece, str):
            told += piece
        else:
            text = _text(piece, facts.value(piece, row), _own(piece, facts, row, scale), language)
            told += quoted(text)[1:-1] if told.endswith("“") else text
    return told


def _own(expression: Expr, facts: Facts, row: Row | None, scale: Scale) -> Scale:
    """The unit and decimals that a cell is printed in; money has the outcome's unit where the outcome is of money."""
    fallback = scale if scale.size.dimension == "money" else Scale()
    is_of_outcome = expression.type is ValueType.MONEY and fallback.unit is not None
    match expression:
        case Field(_, column) | Pick(_, column):
            rows = [row] if isinstance(expression, Field) else facts.matched(expression.source, row)
            only = rows[0] if len(rows) == 1 else None
            unit = None if only is None else only.get(f"{column}__unit")
            if only is None or unit is None:
                return fallback
            return Scale(fallback.unit if is_of_outcome else unit, only.get(f"{column}__decimals") or 0)
        case Case():
            taken = facts.taken(expression, row)
            return fallback if taken is None else _own(taken, facts, row, scale)
        case _:
            return fallback


def _text(expression: Expr, value: Scalar, scale: Scale, language: str) -> str:
    """One value: money and quantities in their unit, percentages with their sign, texts as they are."""
    if value is None:
        return "–"
    if not isinstance(value, Decimal):
        return value
    unit = scale.size
    match expression.type:
        case ValueType.QUANTITY if unit.dimension == "percent":
            return f"{scale.text(value)}%"
        case ValueType.MONEY | ValueType.QUANTITY if unit.name:
            return f"{written(scale.figure(value))} {unit.alias if language == 'en' else unit.name}"
        case ValueType.MONEY:
            return f"{Scale().text(value)} {'CNY' if language == 'en' else '元'}"
        case ValueType.PERCENT:
            return f"{Scale().text(value)}%"
        case _:
            return told(Scale().figure(value), expression.type)
