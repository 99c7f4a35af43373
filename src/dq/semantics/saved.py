"""A checked rule book as JSON and back: what was parsed and checked once need not be parsed and checked again.

Plain data only (no pickle): a node is a list of its class's name and its fields, so a tampered file can at worst
name fields that do not fit, and is then refused.
"""

from __future__ import annotations

import json
from dataclasses import fields, is_dataclass
from decimal import Decimal, InvalidOperation
from enum import Enum
from typing import Any, Final

from dq.diagnostics import Span, Text
from dq.semantics import checked
from dq.semantics.checked import RuleBook
from dq.types import Severity, ValueType

_CLASSES: Final[dict[str, Any]] = {
    each.__name__: each
    for each in (*vars(checked).values(), Span, Text, Severity, ValueType)
    if isinstance(each, type) and (is_dataclass(each) or issubclass(each, Enum))
}


def book_to_json(book: RuleBook) -> str:
    """The book as one line of JSON. Example: `book_from_json(book_to_json(book)) == book`."""
    return json.dumps(_encoded(book), ensure_ascii=False, separators=(",", ":"))


def book_from_json(text: str) -> RuleBook:
    """The book that `book_to_json` wrote.

    Errors: `ValueError` for anything else.
    """
    try:
        book = _decoded(json.loads(text))
    except (KeyError, TypeError, IndexError, RecursionError, InvalidOperation) as error:
        raise ValueError("no saved rule book") from error
    if isinstance(book, RuleBook):
        return book
    raise ValueError("no saved rule book")


def _encoded(value: object) -> object:
    match value:
        case Enum():
            return [type(value).__name__, value.value]
        case None | bool() | int() | str():
            return value
        case Decimal():
            return ["$d", str(value)]
        case tuple():
            return ["$t", *map(_encoded, value)]
        case frozenset():
            return ["$f", *sorted(value)]
        case _ if is_dataclass(value):
            return [type(value).__name__, *(_encoded(getattr(value, field.name)) for field in fields(value))]
        case _:
            raise TypeError(f"a rule book holds no {type(value).__name__}")


def _decoded(value: Any) -> Any:  # noqa: ANN401 - JSON is untyped until it is a node
    if not isinstance(value, list):
        return value
    tag = value[0]
    if tag == "$d":
        return Decimal(value[1])
    if tag == "$f":
        return frozenset(value[1:])
    parts = [_decoded(part) if isinstance(part, list) else part for part in value[1:]]
    return tuple(parts) if tag == "$t" else _CLASSES[tag](*parts)
