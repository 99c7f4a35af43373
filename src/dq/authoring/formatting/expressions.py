"""Conditions and values as documents: where each may be broken, and how far what follows is moved to the right.

The levels are those of the grammar; brackets stand where the author put them.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Final

from dq.authoring.formatting.document import Break, Doc, Group, Indent, Space, Word
from dq.authoring.formatting.pieces import Piece
from dq.authoring.formatting.spelling import is_wide

_COMPARISONS: Final = frozenset({"EQUALS", "DIFFERS", "LESS", "AT_MOST", "MORE", "AT_LEAST"})
_TESTS: Final = frozenset({"IN", "MATCHES", "STARTS_WITH", "IS", "IS_NOT"})
_CLOSERS: Final = {"LPAR": "RPAR", "LSQB": "RSQB", "LBRACE": "RBRACE"}
_SIGNS: Final = frozenset({"PLUS", "MINUS"})
_CONDITIONS: Final = (frozenset({"IMPLIES"}), frozenset({"OR"}), frozenset({"AND"}))
_VALUES: Final = (_SIGNS, frozenset({"TIMES", "DIVIDE", "SLASH"}))
_CONNECTIVES: Final = frozenset().union(*_CONDITIONS)
_OPERATORS: Final = frozenset().union(*_VALUES)


class Reader:
    """Reads pieces in order and makes documents of them. Parameters: `pieces` of a whole file without errors of form.

    Example: `Reader(pieces).condition()`.
    """

    def __init__(self, pieces: Sequence[Piece]) -> None:
        self._pieces = pieces
        self._at = 0

    def next(self, ahead: int = 0) -> str:
        """The terminal of a piece to come, "" behind the last."""
        at = self._at + ahead
        return self._pieces[at].kind if at < len(self._pieces) else ""

    def peek(self, ahead: int = 0) -> Piece:
        """The next piece, or one behind it."""
        return self._pieces[self._at + ahead]

    def take(self) -> Piece:
        """The next piece, which is thereby read."""
        piece = self._pieces[self._at]
        self._at += 1
        return piece

    def word(self) -> Word:
        """The next piece as a word."""
        return self.take().word()

    # Conditions, from the loosest to the tightest.

    def condition(self) -> Doc:
        """Conditions joined by implies, or, and."""
        operands, signs = [self._negation()], list[_Sign]()
        while self.next() in _CONNECTIVES:
            signs.append((self.next(), self.word(), False))
            operands.append(self._negation())
        return _joined(operands, signs, _CONDITIONS)

    def _negation(self) -> Doc:
        if self.next() != "NOT":
            return self._comparison()
        return (self.word(), Space(), self._negation())

    def _comparison(self) -> Doc:
        if self.next() == "EXISTS":
            return self._exists()
        left = self._sum()
        rest: list[Doc] = []
        while self.next() in _COMPARISONS:
            rest += [Break(), self.word(), Space(), self._sum()]
        negated = (self.word(), Space()) if self.next() == "NOT" else ()
        if self.next() == "BETWEEN":
            low: Doc = (self.word(), Space(), self._sum())
            rest += [Break(), negated, low, Break(), self.word(), Space(), self._sum()]
        elif self.next() in _TESTS:
            rest += [Break(), negated, self.word(), Space(), self._tested()]
        return Group((left, Indent(tuple(rest)))) if rest else left

    def _tested(self) -> Doc:
        """What a value is tested against: a list, a code list, a pattern, a state."""
        return self.bracketed() if self.next() == "LPAR" else self._sum()

    def _exists(self) -> Doc:
        parts: list[Doc] = [self.word(), Space(), self.reference()]
        if self.next() == "WHERE":
            parts.append(Indent(self.where()))
        return Group(tuple(parts))

    def where(self) -> Doc:
        """A break, and `where` with its condition."""
        return (Break(), self.word(), Space(), self.condition())

    # Values.

    def _sum(self) -> Doc:
        operands, signs = [self._signed()], list[_Sign]()
        while self.next() in _OPERATORS:
            path = self._pieces[self._at - 1].kind == "STRING" and self.next(1) == "STRING"
            signs.append((self.next(), self.word(), path))
            operands.append(self._signed())
        return _joined(operands, signs, _VALUES)

    def _signed(self) -> Doc:
        if self.next() not in _SIGNS:
            return self.reference()
        sign = self.word()
        return (sign, Space(), self._signed()) if self.next() in _SIGNS else (sign, self._signed())

    def reference(self) -> Doc:
        """A name with what follows it: columns, look-ups, arguments."""
        parts: list[Doc] = [self._atom()]
        while True:
            match self.next():
                case "DOT":
                    parts += [self.word(), self.word()]
                case "LSQB" | "LPAR":
                    parts.append(self.bracketed())
                case "MISSING_AS_ZERO":
                    parts += [Space(), self.word()]
                case _:
                    return parts[0] if len(parts) == 1 else tuple(parts)

    def _atom(self) -> Doc:
        match self.next():
            case "LPAR":
                return self.bracketed()
            case "CASE":
                return self._case()
            case _:
                return self.word()

    def _case(self) -> Doc:
        head = (self.word(), Space(), self.word())
        branches: list[Doc] = []
        while self.next() != "RBRACE":
            guard = self.word() if self.next() == "ELSE" else self.condition()
            branch = (guard, Space(), self.word(), Space(), Indent(self.condition()))
            if self.next() == "SEMICOLON":
                mark = self.take()
                flat = "" if is_wide(mark.text) else " "
                branches += [(branch, mark.word()), Break(flat)]
            else:
                branches.append(branch)
        return Group((*head, self._closed((Break(), *branches), Break())))

    def bracketed(self, argument: Callable[[], Doc] | None = None) -> Doc:
        """A bracket with what it holds. Parameters: `argument` reads one of its members."""
        opener = self.take()
        closer = _CLOSERS[opener.kind]
        if self.next() == closer:
            return Group((opener.word(), self._closed((), Break(""))))
        parts: list[Doc] = [Break("")]
        while True:
            parts.append(argument() if argument is not None else self.argument())
            if self.next() != "COMMA":
                return Group((opener.word(), self._closed(tuple(parts), Break(""))))
            parts += self.comma()

    def comma(self) -> tuple[Doc, Doc]:
        """A comma and the break behind it. Between figures it keeps its distance: 1，234 is one figure."""
        mark = self.take()
        figures = self._pieces[self._at - 2].kind == "NUMBER" and self.next() == "NUMBER"
        return mark.word(), Break("" if is_wide(mark.text) and not figures else " ")

    def _closed(self, parts: tuple[Doc, ...], last: Break) -> Doc:
        """What stands between brackets, moved to the right, and the closing one; remarks before it stay within."""
        closer = self.take()
        inner: Doc = parts
        if closer.before:
            inner = (*parts, Word("", tuple(closer.before)))
        closing = Word(closer.text, (), closer.after)
        return (Indent(inner), last if parts or closer.before else (), closing)

    def argument(self) -> Doc:
        """An argument of a function: a value, and perhaps `where`."""
        value = self.condition()
        return Group((value, Indent(self.where()))) if self.next() == "WHERE" else value


_Sign = tuple[str, Word, bool]
"""A sign between two operands: its terminal, the word, and whether it stands in a path of labels."""


def _joined(operands: list[Doc], signs: list[_Sign], levels: tuple[frozenset[str], ...]) -> Doc:
    """Operands with their signs, the loosest level first: broken before each sign of a level, or nowhere.

    No call of this is deeper than the levels are many, however long the chain is.
    """
    if not signs:
        return operands[0]
    places = [place for place, (kind, _, _) in enumerate(signs) if kind in levels[0]]
    parts: list[Doc] = []
    for start, end in zip([0, *(place + 1 for place in places)], [*places, len(signs)], strict=True):
        parts.append(_joined(operands[start : end + 1], signs[start:end], levels[1:]))
    rest: list[Doc] = []
    for place, part in zip(places, parts[1:], strict=True):
        _, sign, path = signs[place]
        rest += [sign, part] if path else [Break(), sign, Space(), part]
    return Group((parts[0], Indent(tuple(rest)))) if rest else parts[0]
