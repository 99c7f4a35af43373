"""What the words before a place of a rule text mean: which tables, rows and columns are spoken of there."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Final

from dq.syntax import OPEN
from dq.syntax.tree import Token
from dq.templates.model import Schema, TableSchema

_OPENERS: Final = {"LPAR": "RPAR", "LSQB": "RSQB", "LBRACE": "RBRACE"}
_CLOSERS: Final = {closer: opener for opener, closer in _OPENERS.items()}
_NAMES: Final = ("NAME", "QUOTED_NAME")


@dataclass(frozen=True, slots=True)
class Bracket:
    """A bracket that is open at a place. Parameters: `at` its number among the tokens, `kind` its terminal."""

    at: int
    kind: str


@dataclass(slots=True)
class Scope:
    """What is known of the place behind some tokens of one declaration.

    Parameters: `tokens` before the place, the word being written left out; `schema` the tables that rules may name.
    """

    tokens: Sequence[Token]
    schema: Schema
    rows: dict[str, TableSchema] = field(default_factory=dict)
    """Aliases of rows: `for each T as r`."""
    columns: dict[str, TableSchema] = field(default_factory=dict)
    """Aliases of columns: `column as c in (…)`, with the table whose columns they stand for."""

    def __post_init__(self) -> None:
        table: TableSchema | None = None
        for first, second, third, fourth in zip(
            self.tokens, self.tokens[1:], self.tokens[2:], self.tokens[3:], strict=False
        ):
            if first.kind == "FOR_EACH" and third.kind == "AS":
                table = self.table(second)
                if table is not None:
                    self.rows[_name(fourth)] = table
            elif first.kind == "COLUMN" and second.kind == "AS" and fourth.kind == "IN" and table is not None:
                self.columns[_name(third)] = table

    @property
    def last(self) -> str:
        """The kind of the last token, empty where there is none."""
        return self.tokens[-1].kind if self.tokens else ""

    def table(self, token: Token) -> TableSchema | None:
        """The table that a name means: its own, or that of the rows that an alias stands for."""
        if token.kind not in _NAMES:
            return None
        return self.rows.get(_name(token)) or self.schema.resolve(_name(token))

    def brackets(self) -> list[Bracket]:
        """The brackets that are open at the place, the outermost first."""
        found: list[Bracket] = []
        for number, token in enumerate(self.tokens):
            if token.kind in _OPENERS:
                found.append(Bracket(number, token.kind))
            elif token.kind in _CLOSERS and found and found[-1].kind == _CLOSERS[token.kind]:
                found.pop()
        return found

    def before_dot(self) -> TableSchema | str | None:
        """What stands before the dot that the tokens end with: its table, the name "report", or None."""
        end = len(self.tokens) - 2
        if end < 0 or self.last != "DOT":
            return None
        if self.tokens[end].kind in _NAMES:
            name = self.tokens[end]
            return self.table(name) or (_name(name) if _name(name) in ("report", "报告") else None)
        start = self._opener(end)
        if start is None or start == 0:
            return None
        head = self.tokens[start - 1]
        return self.table(head) if self.tokens[start].kind == "LSQB" else self._first_table(start + 1, end)

    def around(self) -> TableSchema | None:
        """The table whose columns may be named bare at the place: that of a look-up or of an aggregate."""
        for bracket in reversed(self.brackets()):
            if bracket.kind == "LSQB" and bracket.at:
                return self.table(self.tokens[bracket.at - 1])
            if bracket.kind == "LPAR" and bracket.at and self.tokens[bracket.at - 1].kind in _NAMES:
                inside = self.tokens[bracket.at + 1 :]
                if any(each.kind == "WHERE" for each in inside):
                    return self._first_table(bracket.at + 1, len(self.tokens))
            if bracket.kind == "LBRACE":
                break
        return self._existing()

    def listed(self) -> TableSchema | None:
        """The table whose columns are listed at the place, in `column as c in (`."""
        brackets = self.brackets()
        at = brackets[-1].at if brackets and brackets[-1].kind == "LPAR" else 0
        if at >= 4 and [each.kind for each in self.tokens[at - 4 : at : 2]] == ["COLUMN", "NAME"]:  # noqa: PLR2004 - COLUMN AS name IN
            return next(reversed(self.rows.values()), None)
        return None

    def called(self) -> str:
        """The name before the innermost open round bracket, empty where there is none."""
        brackets = self.brackets()
        if not brackets or brackets[-1].kind != "LPAR" or not brackets[-1].at:
            return ""
        head = self.tokens[brackets[-1].at - 1]
        return _name(head) if head.kind in _NAMES else ""

    def _existing(self) -> TableSchema | None:
        """The table of `exists T where …`, whose columns are bare from there on."""
        for number in range(len(self.tokens) - 1, 1, -1):
            token = self.tokens[number]
            if token.kind == "EXISTS":
                wheres = [each for each in self.tokens[number:] if each.kind == "WHERE"]
                return self._first_table(number + 1, len(self.tokens)) if wheres else None
            if token.kind == "LBRACE":
                return None
        return None

    def _opener(self, closer: int) -> int | None:
        """The number of the bracket that this one closes."""
        depth = 0
        for number in range(closer, -1, -1):
            kind = self.tokens[number].kind
            depth += (kind in _CLOSERS) - (kind in _OPENERS)
            if not depth:
                return number
        return None

    def _first_table(self, start: int, end: int) -> TableSchema | None:
        """The first table that is named between two tokens."""
        return next((table for token in self.tokens[start:end] if (table := self.table(token)) is not None), None)


def opened(tokens: Sequence[Token]) -> Token | None:
    """The text that is open at the end of the tokens, or None."""
    return tokens[-1] if tokens and tokens[-1].kind == OPEN else None


def _name(token: Token) -> str:
    return token.text.strip("【】")
