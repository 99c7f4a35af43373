"""Texts with places where they may be broken, and their printing within a width.

Wadler's and Leijen's way ("A prettier printer", 2003), with one addition: a remark ends its line, whatever follows.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from dq.diagnostics.layout import width_of

WIDTH: Final = 120
"""Columns of a line, a Chinese character being two."""


@dataclass(frozen=True, slots=True)
class Word:
    """A token with its remarks. Parameters: `before` remarks on lines of their own, `after` behind it on its line;
    `bound` where a line may not begin with it; `apart` the remarks of `before` that an empty line goes before.
    """

    text: str
    before: tuple[str, ...] = ()
    after: str | None = None
    bound: bool = False
    apart: frozenset[int] = frozenset()


@dataclass(frozen=True, slots=True)
class Space:
    """Blanks within a line; nothing where a line begins."""

    columns: int = 1


@dataclass(frozen=True, slots=True)
class Break:
    """A place where a line may end, else `flat`. A `hard` one always does; `blank` leaves an empty line there."""

    flat: str = " "
    hard: bool = False
    blank: bool = False


@dataclass(frozen=True, slots=True)
class Indent:
    """What is moved to the right, where it does not begin a line that is already begun."""

    body: Doc
    columns: int = 2


@dataclass(frozen=True, slots=True)
class Group:
    """Printed on one line if it fits, else all of its own breaks end a line."""

    body: Doc


Doc = Word | Space | Break | Indent | Group | tuple["Doc", ...]
"""Something to be printed."""


class _Line:
    """The text printed so far, and the line that is being written."""

    def __init__(self) -> None:
        self.done: list[str] = []
        self.current = ""
        self.due: int | None = None  # a new line of this indentation comes before the next word
        self.blank = False
        self.forced = False  # that line must come: a remark ended the last one
        self.flat = ""  # what stands in place of that line where the next word may not begin one

    def end(self, indent: int, *, blank: bool = False, flat: str = "", forced: bool = False) -> None:
        """The line ends before the next word, which goes to column `indent`."""
        self.due, self.blank, self.flat = indent, self.blank or blank, flat
        self.forced = self.forced or forced

    def write(self, text: str, *, bound: bool = False) -> None:
        """Write a word, on the line that is due."""
        if self.due is not None:
            if bound and not self.forced:
                self.current += self.flat
            else:
                self._turn(self.due)
        self.due, self.blank, self.forced = None, False, False
        self.current += text

    def space(self, columns: int) -> None:
        """Leave blanks, unless a line is due."""
        if self.due is None:
            self.current += " " * columns

    def _turn(self, indent: int) -> None:
        if self.current.strip():
            self.done.append(self.current.rstrip(" "))
            if self.blank:
                self.done.append("")
        self.current = " " * indent

    @property
    def column(self) -> int:
        """Where the next word would begin."""
        return width_of(self.current) if self.due is None else self.due

    def text(self) -> str:
        """All lines, each with its end."""
        lines = [*self.done, self.current.rstrip(" ")] if self.current.strip() else self.done
        return "".join(line + "\n" for line in lines)


def printed(doc: Doc, width: int = WIDTH) -> str:
    r"""The text of a document, each line at most `width` columns where its breaks allow it.

    Example: `printed(Group((Word("a"), Break(), Word("b"))))` → `"a b\n"`.
    """
    line = _Line()
    waiting: list[tuple[int, bool, Doc]] = [(0, True, doc)]
    while waiting:
        indent, broken, each = waiting.pop()
        match each:
            case tuple():
                waiting.extend((indent, broken, part) for part in reversed(each))
            case Indent(body, columns):
                waiting.append((indent + columns, broken, body))
            case Group(body):
                room = width - line.column
                waiting.append((indent, not _fits(body, waiting, room), body))
            case Space(columns):
                line.space(columns)
            case Break(flat, hard, blank):
                if broken or hard:
                    line.end(indent, blank=blank, flat=flat, forced=hard)
                elif line.due is None:
                    line.current += flat
            case Word():
                _word(line, each, indent)
    return line.text()


def _word(line: _Line, word: Word, indent: int) -> None:
    for number, remark in enumerate(word.before):
        line.end(indent if line.due is None else line.due, blank=number in word.apart, forced=True)
        line.write(remark)
    if word.before or 0 in word.apart:
        blank = len(word.before) in word.apart
        line.end(indent if line.due is None else line.due, blank=blank, forced=bool(word.before))
    line.write(word.text, bound=word.bound)
    if word.after is not None:
        line.write(f"  {word.after}")
        line.end(indent, forced=True)


def _fits(body: Doc, waiting: list[tuple[int, bool, Doc]], room: int) -> bool:
    """Whether a group, with what follows up to the next break, stays within the room on one line."""
    words = list(_words(body))
    if any(word.after is not None for word in words[:-1]) or any(word.before for word in words[1:]):
        return False
    rest = 0 if words and words[-1].after is not None else len(waiting)
    own = True
    pieces: list[tuple[bool, Doc]] = [(False, body)]
    while room >= 0:
        if not pieces:
            if rest == 0:
                return True
            rest -= 1
            own = False
            pieces.append((waiting[rest][1], waiting[rest][2]))
        broken, each = pieces.pop()
        match each:
            case tuple():
                pieces.extend((broken, part) for part in reversed(each))
            case Indent(inner, _) | Group(inner):
                pieces.append((broken and (not own or isinstance(each, Indent)), inner))
            case Space(columns):
                room -= columns
            case Break(flat, hard, _):
                if hard or broken:
                    return True
                room -= width_of(flat)
            case Word(text, before, after):
                if before and not own:
                    return True
                room -= width_of(text)
                if after is not None and not own:
                    return room >= 0
    return False


def _words(doc: Doc) -> Iterator[Word]:
    waiting: list[Doc] = [doc]
    while waiting:
        each = waiting.pop()
        match each:
            case tuple():
                waiting.extend(reversed(each))
            case Indent(body, _) | Group(body):
                waiting.append(body)
            case Word():
                yield each
            case Space() | Break():
                pass
