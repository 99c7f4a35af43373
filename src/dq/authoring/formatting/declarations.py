"""Declarations and their clauses as documents: one clause a line, each value in the same column."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from dq.authoring.formatting.cases import case_line
from dq.authoring.formatting.document import WIDTH, Break, Doc, Group, Indent, Space, Word
from dq.authoring.formatting.expressions import Reader
from dq.authoring.formatting.pieces import Piece
from dq.diagnostics.layout import width_of

COLUMN: Final = 10
"""Columns from the word of a clause to its value."""

_INDENT: Final = 2
_NAMED: Final = frozenset({"TITLE", "EXPLAIN", "MESSAGE", "META"})
_ONE_LINE: Final = frozenset({"DEFINE", "IMPORT"})
_OPTIONS: Final = frozenset({"TOLERANCE", "MISSING_AS_VIOLATION"})


def document(pieces: list[Piece], end: Piece) -> Doc:
    """A whole file. Parameters: `end` holds the remarks behind its last declaration."""
    reader = Reader(pieces)
    parts: list[Doc] = []
    before = ""
    while reader.next():
        kind = reader.next()
        piece = reader.peek()
        if before and not (kind == before and kind in _ONE_LINE):
            piece.apart.add(0)
        parts += [_declaration(reader), Break(hard=True)]
        before = kind
    if end.before:
        end.apart.discard(len(end.before))
        parts.append(Word("", tuple(end.before), None, bound=False, apart=frozenset(end.apart)))
    return tuple(parts)


def _declaration(reader: Reader) -> Doc:
    match reader.next():
        case "RULE":
            return _rule(reader)
        case "DEFINE":
            return _define(reader)
        case "TEMPLATE":
            head = (reader.take().word(apart=True), Space(), reader.word(), reader.bracketed())
            return (head, Space(), _block(reader, _clause))
        case "TEST" | "FIXTURE":
            return (reader.take().word(apart=True), Space(), reader.word(), Space(), _block(reader, case_line))
        case _:
            return (reader.take().word(apart=True), Space(), reader.word())


def _rule(reader: Reader) -> Doc:
    head: list[Doc] = [reader.take().word(apart=True), Space(), reader.word()]
    if reader.next() == "STRING":
        head += [Space(), reader.word()]
    english = (Break(), reader.word(), Space(), reader.word()) if reader.next() == "ENGLISH" else ()
    parts: list[Doc] = [Group((*head, Indent(english)))]
    if reader.next() == "FROM":
        use = (reader.word(), Space(), reader.word(), reader.bracketed())
        parts = [Group((*parts, Indent((Break(), Group(use)))))]
    if reader.next() == "LBRACE":
        parts += [Space(), _block(reader, _clause)]
    return tuple(parts)


def _define(reader: Reader) -> Doc:
    head: list[Doc] = [reader.take().word(apart=True), Space(), reader.word()]
    if reader.next() == "LPAR":
        head.append(reader.bracketed())
    sign = reader.word()
    if reader.next() == "CASE":
        return (*head, Space(), sign, Space(), reader.condition())
    return Group((*head, Space(), sign, Indent((Break(), reader.condition()))))


def _block(reader: Reader, member: Callable[[Reader], Doc]) -> Doc:
    """What stands between braces, a member a line. Parameters: `member` reads one."""
    parts: list[Doc] = [reader.word()]
    inner: list[Doc] = []
    while reader.next() != "RBRACE":
        if not inner:
            reader.peek().apart.discard(0)
        inner += [Break(hard=True), member(reader)]
    closer = reader.take()
    if closer.before:
        closer.apart -= {len(closer.before)} if inner else {0, len(closer.before)}
        inner += [Break(hard=True), Word("", tuple(closer.before), None, bound=False, apart=frozenset(closer.apart))]
    return (*parts, Indent(tuple(inner)), Break(hard=True), Word(closer.text, (), closer.after))


def _clause(reader: Reader) -> Doc:
    kind = reader.next()
    word = reader.take().word(apart=True)
    head: list[Doc] = [word]
    width = width_of(word.text)
    if kind in _NAMED and reader.next() != "STRING":
        name = reader.word()
        head += [Space(), name]
        width += 1 + width_of(name.text)
    return (*head, Space(max(1, COLUMN - width)), Indent(_value(reader, kind), COLUMN))


def _value(reader: Reader, kind: str) -> Doc:
    match kind:
        case "FOR_EACH":
            return _each(reader)
        case "CHECK":
            return _check(reader)
        case "APPLIES":
            return reader.condition()
        case "NEEDS":
            return _listed(reader)
        case "BASIS":
            return _basis(reader)
        case _:
            return reader.word()


def _basis(reader: Reader) -> Doc:
    """What a rule rests on and, where there is room on the line, how severe its violation is."""
    text, word = reader.word(), reader.peek()
    if word.kind != "SEVERITY" or text.after or word.before or word.apart or word.after or reader.peek(1).before:
        return text
    if _INDENT + COLUMN + sum(1 + width_of(each.text) for each in (text, word, reader.peek(1))) > WIDTH:
        return text
    return (text, Space(2), reader.word(), Space(), reader.word())


def _listed(reader: Reader) -> Doc:
    names: list[Doc] = [reader.word()]
    while reader.next() == "COMMA":
        names += [*reader.comma(), reader.word()]
    return Group(Indent(tuple(names)))


def _each(reader: Reader) -> Doc:
    parts: list[Doc] = []
    if reader.next() == "COLUMN":
        first = _columns(reader)
    else:
        first = (reader.word(), Space(), reader.word(), Space(), reader.word())
        if reader.next() == "WHERE":
            parts.append(reader.where())
    while reader.next() == "COMMA":
        parts += [*reader.comma(), _columns(reader)]
    return Group((first, Indent(tuple(parts))))


def _columns(reader: Reader) -> Doc:
    head = (reader.word(), Space(), reader.word(), Space(), reader.word(), Space(), reader.word(), Space())
    return (*head, reader.bracketed())


def _check(reader: Reader) -> Doc:
    condition = reader.condition()
    options: list[Doc] = []
    while reader.next() in _OPTIONS:
        option: Doc = reader.word() if reader.next() != "TOLERANCE" else (reader.word(), Space(), reader.word())
        options += [Break(), option]
    return Group((condition, Indent(tuple(options)))) if options else condition
