"""Tests of rules and their fixtures as documents: a line each, printed rows as they were written."""

from __future__ import annotations

from typing import Final

from dq.authoring.formatting.document import Break, Doc, Group, Indent, Space, Word
from dq.authoring.formatting.expressions import Reader

_DETAILS: Final = frozenset({"HINT", "DIFFERENCE"})


def case_line(reader: Reader) -> Doc:
    """One line of a test. Parameters: `reader` stands at its first word."""
    kind = reader.next()
    word = reader.take().word(apart=True)
    match kind:
        case "GIVEN":
            return (word, Space(), _given(reader))
        case "CHANGE":
            return Group((word, Space(), reader.reference(), Indent((Break(), reader.word(), Space(), reader.word()))))
        case "REMOVE":
            return (word, Space(), reader.reference())
        case "EXPECT":
            return Group((word, Space(), Indent(_expected(reader))))
        case _:
            more = (Space(), reader.word()) if reader.next() == "SAMPLE" else ()
            return (word, *more, Space(), reader.word())


def _given(reader: Reader) -> Doc:
    """A table: its rows stay as they were written, since they are what a document prints."""
    head: list[Doc] = [reader.word()]
    if reader.next() == "UNIT":
        head += [Space(), reader.word(), Space(), reader.word()]
    head += [Space(), reader.word()]
    rows: list[Doc] = []
    while reader.next() == "TABLE_LINE":
        rows += [Break(hard=True), reader.word()]
    closer = reader.take()
    if closer.before:
        rows += [Break(hard=True), Word("", tuple(closer.before))]
    return (*head, Indent(tuple(rows)), Break(hard=True), Word(closer.text, (), closer.after))


def _expected(reader: Reader) -> Doc:
    """Rules with the verdict expected of them, or what nothing else may have."""
    if reader.next() == "NOTHING_ELSE":
        parts: list[Doc] = [reader.word(), Space(), reader.word()]
        while reader.next() == "COMMA":
            parts += [*reader.comma(), reader.word()]
        return tuple(parts)
    parts = [reader.reference()]
    while reader.next() == "COMMA":
        parts += [*reader.comma(), reader.reference()]
    while reader.next() in {"NAME", "QUOTED_NAME"}:
        parts += [Break(), reader.word()]
    while reader.next() in _DETAILS:
        parts += [Break(), reader.word(), Space(), reader.word()]
    return tuple(parts)
