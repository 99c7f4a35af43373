"""Checked rules (and plans made of them) as JSON and back: what was made once need not be made again.

Plain data only (no pickle). The text is a list of rows, each a node over rows before it: a class's name and the numbers
of the rows with its fields; what is equal is written once and is one object again. A tampered file can at worst name
fields that do not fit, and is then refused.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import fields, is_dataclass, replace
from decimal import Decimal, InvalidOperation
from enum import Enum
from typing import Any, Final

from dq.diagnostics import Span, Text
from dq.semantics import bodies, checked
from dq.semantics.checked import RuleBook
from dq.types import Severity, ValueType

_TUPLE: Final = "$t"
_SET: Final = "$f"
_DECIMAL: Final = "$d"
_KNOWN: Final = "$k"


class Notation:
    """How nodes of some classes are written.

    Parameters: `classes` frozen dataclasses and enumerations, no two of one name; of others nothing is read.
    Example: `Notation([Span]).read(Notation([Span]).written(span)) == span`.
    """

    def __init__(self, classes: Iterable[object]) -> None:
        self._classes: dict[str, Any] = {
            each.__name__: each
            for each in classes
            if isinstance(each, type) and (is_dataclass(each) or issubclass(each, Enum))
        }
        self._choices = {name for name, each in self._classes.items() if issubclass(each, Enum)}

    def written(self, value: object, known: Sequence[object] = ()) -> str:
        """The value as one line of JSON. Parameters: `known` objects that whoever reads it has, too."""
        writing = _Writing({id(each): (_KNOWN, place) for place, each in enumerate(known)})
        writing.row_of(value)
        return json.dumps(writing.rows, ensure_ascii=False, separators=(",", ":"))

    def read(self, text: str, known: Sequence[object] = ()) -> object:
        """What `written` wrote.

        Errors: `ValueError` for anything else.
        """
        try:
            return self._read(json.loads(text), known)
        except (KeyError, TypeError, IndexError, AttributeError, RecursionError, InvalidOperation) as error:
            raise ValueError("no saved rule book, nor a plan") from error

    def _read(self, rows: Sequence[Sequence[Any]], known: Sequence[object]) -> object:
        made: list[Any] = []
        of = made.__getitem__
        for tag, *parts in rows:
            if not parts:
                made.append(tag)
            elif tag in self._classes:
                kind = self._classes[tag]
                made.append(kind(parts[0]) if tag in self._choices else kind(*map(of, parts)))
            elif tag in (_TUPLE, _SET):
                fields_ = map(of, parts[1:])
                made.append(tuple(fields_) if tag == _TUPLE else frozenset(fields_))
            elif tag == _DECIMAL:
                made.append(Decimal(parts[0]))
            elif tag == _KNOWN:
                made.append(known[parts[0]])
            else:
                raise KeyError(tag)
        return made[-1]


class _Writing:
    """Rows in the making.

    Parameters: `known` by identity the rows of objects that are not to be written.
    """

    def __init__(self, known: dict[int, tuple[Any, ...]]) -> None:
        self.rows: list[tuple[Any, ...]] = []
        self._known = known
        self._numbers: dict[tuple[Any, ...], int] = {}
        self._seen: dict[int, int] = {}
        self._alive: list[object] = []

    def row_of(self, value: object) -> int:
        """The number of the row that has the value."""
        number = self._seen.get(id(value))
        if number is None:
            row = self._known.get(id(value)) or self._row(value)
            key = (type(row[0]), *row)  # 1 and True are one key otherwise
            number = self._numbers.get(key)
            if number is None:
                number = self._numbers[key] = len(self.rows)
                self.rows.append(row)
            self._seen[id(value)] = number
            self._alive.append(value)  # or another could come to have its identity
        return number

    def _row(self, value: object) -> tuple[Any, ...]:
        match value:
            case Enum():
                return type(value).__name__, value.value
            case None | bool() | int() | str():
                return (value,)
            case Decimal():
                return _DECIMAL, str(value)
            case tuple():
                return (_TUPLE, 0, *map(self.row_of, value))
            case frozenset():
                return (_SET, 0, *map(self.row_of, sorted(value)))
            case _ if is_dataclass(value):
                own = (getattr(value, each.name) for each in fields(value) if each.init)
                return (type(value).__name__, *map(self.row_of, own))
            case _:
                raise TypeError(f"a {type(value).__name__} is not saved")


CHECKED: Final = (*vars(checked).values(), *vars(bodies).values(), Span, Text, Severity, ValueType)
"""What checked rules are made of."""

_BOOKS: Final = Notation(CHECKED)


def book_to_json(book: RuleBook) -> str:
    """The book as one line of JSON, without where it is kept. Example: `book_from_json(book_to_json(book)) == book`."""
    return _BOOKS.written(replace(book, kept=None))


def book_from_json(text: str) -> RuleBook:
    """The book that `book_to_json` wrote.

    Errors: `ValueError` for anything else.
    """
    book = _BOOKS.read(text)
    if isinstance(book, RuleBook):
        return replace(book, rules=tuple(map(_with_basis, book.rules)))
    raise ValueError("no saved rule book")


def _with_basis(rule: checked.CheckedRule) -> checked.CheckedRule:
    """The rule, what it rests on as a text: books of runs before November 2026 have the Chinese alone."""
    said: Any = rule.basis
    return replace(rule, basis=Text(said, said)) if isinstance(said, str) else rule
