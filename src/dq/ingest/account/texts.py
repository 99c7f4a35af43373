"""The account of the text: every figure of a section, a project's report or a form is a fact, understood, or unread."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any, Final, NamedTuple

from dq.archive.reading import SHOWN, Place, TextReading, Unread, Use
from dq.ingest.account.marks import is_page_number, place_of
from dq.ingest.account.uses import Words, bare
from dq.ingest.cells import is_figure
from dq.ingest.facts import measures_of
from dq.ingest.statements.context import Context
from dq.ingest.statements.prose import Figure, figures, paragraphs
from dq.ingest.stream import Line

_TABLES: Final = (
    "narrative",
    "claim",
    "project",
    "project_fund",
    "project_target",
    "project_indicator",
    "project_expenditure",
    "project_calculation",
)
"""Statements that say what figures are; those of headings and of the document speak of words."""
_WORDS: Final = ("level1", "level2", "criterion", "expression")
"""Their words that may hold figures, besides labels."""
_RUN: Final = re.compile(r"\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?")
_DIGIT: Final = re.compile(r"\d")
_NEAR: Final = 8
"""Figures behind a stored one within which the next one of the same words is looked for."""
_LONGEST_HEADING: Final = 60
_PARTS: Final = 3
"""Parts into which lines break a figure."""
_BLANKS: Final = re.compile(r"(?<!\d)\s+|\s+(?!\d)")
"""Blanks but those between two digits."""
_NUMBER: Final = re.compile(r"\d{1,2}")
_CELL: Final = re.compile(r"-?\d[\d,]*(?:\.\d+)?%?")
_ROW: Final = 2
"""Figures that stand alone on a line of a form's row in running text."""
_FAR: Final = 1_000
"""Characters of a line that tell what one beside it speaks of; a longer line speaks for itself."""
_LINES: Final = 2
"""Lines above and below one of a form in running text that tell what it speaks of."""
_PLAIN: Final = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)}

StoredRow = Mapping[str, Any]
_Key = tuple[int, int]
"""Page (0 where the format has none) and line."""


class _Part(NamedTuple):
    """Lines of the document that are read as one: indices, the end excluded."""

    part: str
    name: str
    first: int
    end: int


class _Fact(NamedTuple):
    """A stored figure or word: the printed line, its place there, its text."""

    line: _Key
    at: int
    printed: str


@dataclass(slots=True)
class _Mark:
    """A figure as printed. `index` of its line; `is_cell` where its place is that of a cell; `use` None while nothing
    claims it.
    """

    line: _Key
    at: int
    place: Place
    figure: Figure
    text: str
    index: int = 0
    is_fact: bool = False
    use: Use | None = None
    is_cell: bool = False
    is_title: bool = False


def account_of_texts(context: Context, statements: Mapping[str, Sequence[StoredRow]]) -> tuple[TextReading, ...]:
    """How each section, report on a project and form was read, in print order.

    Parameters: `statements` the stored rows of the statement tables.
    The parts are those that the readers look at; their figures are counted in the document's lines, and claimed by what
    is stored.
    Example: `account_of_texts(context, rows)[0].unread` → `{}` where each figure is a fact or understood.
    """
    lines = context.stream.lines
    stored = _Stored(statements)
    taken = bytearray(len(lines))
    for span in context.tables:
        taken[span.first : span.end] = b"\1" * (span.end - span.first)
    found: list[tuple[int, TextReading]] = []
    for part in _parts(context):
        own = [at for at in range(part.first, part.end) if not taken[at]]
        if part.part == "form":
            own = [at for at in own if any(lines[at].cells)]
        taken[part.first : part.end] = b"\1" * (part.end - part.first)
        if own:
            found.append((part.first, _Account(part, lines, own, stored).reading()))
    return tuple(reading for _, reading in sorted(found, key=lambda each: each[0]))


def _parts(context: Context) -> Iterator[_Part]:
    """The parts; of those that overlap the first one has the lines."""
    for form in context.forms:
        yield _Part("form", str(form.number), form.first, form.end)
    for each in context.projects:
        if each.section == "project":
            yield _Part("report", each.form or "", each.first, each.end)
    for section, group in groupby(context.sections, key=lambda each: each[0]):
        inside = [paragraph for _, paragraph in group]
        yield _Part("section", section.name, inside[0].first, inside[-1].last + 1)
    for each in context.projects:
        if each.section != "project":
            yield _Part("section", each.section, each.first, each.end)


class _Stored:
    """What is stored of the text, by the line on which it is printed."""

    def __init__(self, statements: Mapping[str, Sequence[StoredRow]]) -> None:
        self.facts: dict[_Key, list[_Fact]] = {}
        self.taken: set[_Fact] = set()
        self.words: dict[_Key, list[str]] = {}
        self.codes: dict[_Key, list[str]] = {}
        for name in _TABLES:
            for row in statements.get(name, ()):
                page = row["page"] or 0
                columns = measures_of(tuple(row))
                for column in columns:
                    line, printed = row[f"{column}__line"], row[f"{column}__printed"]
                    if line is not None and printed:
                        fact = _Fact((page, line), row[f"{column}__cell"] or 0, printed.translate(_PLAIN))
                        self.facts.setdefault(fact.line, []).append(fact)
                words = [row["label"] or "", *(row[each] or "" for each in _WORDS if each in row)]
                self.words.setdefault((page, row["line"]), []).extend(each for each in words if _DIGIT.search(each))
                if row["code"]:
                    self.codes.setdefault((page, row["line"]), []).append(row["code"])


class _Account:
    """The account of one part. Parameters: `own` the indices of its lines."""

    def __init__(self, part: _Part, lines: Sequence[Line], own: Sequence[int], stored: _Stored) -> None:
        self._part, self._lines, self._own, self._stored = part, lines, own, stored
        self._marks = sorted(self._printed(), key=lambda mark: (mark.line, mark.at))
        self._places = [(mark.line, mark.at) for mark in self._marks]
        self._about: dict[int, str] = {}

    def reading(self) -> TextReading:
        """The account, closed."""
        keys = self._keys()
        misplaced = self._claim(keys)
        words = Words(
            self._part.part,
            frozenset(code for key in keys for code in self._stored.codes.get(key, ())),
            bare("".join(text for key in keys for text in self._stored.words.get(key, ()))),
        )
        for mark in self._marks:
            if not mark.is_fact:
                about = "" if self._part.part != "form" else self._about_line(mark.index)
                is_heading = mark.is_title and mark.use is None
                mark.use = mark.use or words.use(mark.text, mark.figure, about, is_title=is_heading)
            else:
                mark.use = None
        uses = Counter(mark.use for mark in self._marks if mark.use is not None)
        unread = [mark for mark in self._marks if mark.use is not None and not mark.use.is_understood]
        first, last = self._lines[self._own[0]], self._lines[self._own[-1]]
        return TextReading(
            part=self._part.part,
            name=self._part.name,
            heading=self._heading(),
            first=place_of(first),
            last=place_of(last),
            facts=sum(mark.is_fact for mark in self._marks),
            misplaced=misplaced,
            understood={use.value: uses[use] for use in sorted(uses) if use.is_understood},
            unread={use.value: uses[use] for use in sorted(uses) if not use.is_understood},
            unread_figures=tuple(
                Unread(mark.place, mark.figure.printed, mark.use) for mark in unread[:SHOWN] if mark.use is not None
            ),
        )

    def _claim(self, keys: Sequence[_Key]) -> int:
        """Claim the figures of stored facts; how many do not stand where they should. A row has one page: what it says
        may go on at the next one.
        """
        left = [fact for key in keys for fact in self._stored.facts.get(key, ()) if not self._take(fact)]
        before = {(page - 1, line): (page, line) for page, line in keys if page > 1}
        over = [fact for key in before for fact in self._stored.facts.get(key, ()) if fact not in self._stored.taken]
        turned = {fact for fact in over if self._take(fact._replace(line=before[fact.line]))}
        self._stored.taken |= turned
        return sum(fact not in turned for fact in left)

    def _heading(self) -> str:
        return next((text[:_LONGEST_HEADING] for at in self._own if (text := self._lines[at].sole_text)), "")

    def _keys(self) -> list[_Key]:
        """The printed lines of the part, in print order."""
        found = set[_Key]()
        for at in self._own:
            line = self._lines[at]
            found.add((line.page or 0, line.number))
            if len(line.spots) > 1:
                found.update((line.page or 0, number) for number, _ in line.spots)
        return sorted(found)

    def _printed(self) -> Iterator[_Mark]:
        """The figures of the part."""
        run: list[int] = []
        is_form = self._part.part == "form"
        for at in self._own:
            line = self._lines[at]
            is_text = not is_form and len(line.filled) <= 1
            if is_text and (not run or run[-1] == at - 1):
                run.append(at)
                continue
            yield from self._of_text(run)
            run = [at] if is_text else []
            if not is_text:
                yield from self._of_cells(line, at)
        yield from self._of_text(run)

    def _of_text(self, run: Sequence[int]) -> Iterator[_Mark]:
        if not run:
            return
        covered = set[_Key]()
        for paragraph in paragraphs(self._lines, run[0], run[-1] + 1):
            covered.update((piece.line.page or 0, piece.line.number) for piece in paragraph.pieces)
            text, is_title = paragraph.text, paragraph.is_title
            for figure in figures(text):
                page, number, at = paragraph.place(figure.begin)
                yield _Mark((page or 0, number), at, Place(number, page, at), figure, text, run[0], is_title=is_title)
        for at in run:
            line = self._lines[at]
            if (line.page or 0, line.number) not in covered and is_page_number(line):
                for mark in self._of_cells(line, at):
                    mark.use = Use.PAGE_NUMBER
                    yield mark

    def _about_line(self, at: int) -> str:
        # A line may hold thousands of figures.
        if at not in self._about:
            self._about = {at: self._text_about(at)}
        return self._about[at]

    def _text_about(self, at: int) -> str:
        """The text around a line with one cell, where lines do not tell cells; "" for a line that has a row's figures,
        which the words above and below it say nothing of.
        """
        cells = self._lines[at].cells
        if len(cells) > 1 or len(cells[0]) > _FAR:
            return ""
        if sum(_CELL.fullmatch(word) is not None for word in cells[0].split()) >= _ROW:
            return ""
        near = self._lines[max(0, at - _LINES) : at + _LINES + 1]
        return "".join([each.cells[0][:_FAR] for each in near if each.cells])

    def _of_cells(self, line: Line, index: int) -> Iterator[_Mark]:
        for cell, printed in enumerate(line.cells):
            if not printed or _DIGIT.search(printed) is None:
                continue
            number, begin = line.spot(cell)
            is_cell = len(line.cells) > 1
            plain = printed.translate(_PLAIN)
            text = _BLANKS.sub("", plain)
            use = Use.ROW_NUMBER if is_cell and _numbers_row(line, cell) else None
            offset = 0
            for figure in figures(text):
                offset = plain.find(figure.printed, offset)
                at = (begin or 0) if is_cell else (begin or line.indent if line.spots else line.indent) + offset
                offset += len(figure.printed)
                place = Place(number, line.page, at, line.sheet)
                yield _Mark((line.page or 0, number), at, place, figure, text, index, use=use, is_cell=is_cell)

    def _take(self, fact: _Fact) -> bool:
        """Claim the figures of a stored text: the first where it stands, the others behind it."""
        at = bisect_left(self._places, (fact.line, fact.at))
        for number, run in enumerate(_RUN.findall(fact.printed)):
            found = self._find(at, run, fact, is_first=number == 0)
            if found is None:
                return number > 0
            self._stored.taken.add(fact)
            at = found + 1
        return True

    def _find(self, begin: int, run: str, fact: _Fact, *, is_first: bool) -> int | None:
        again = None
        last = len(self._marks) if is_first else min(begin + _NEAR, len(self._marks))
        for at in range(begin, last):
            mark = self._marks[at]
            end = fact.at + (1 if mark.is_cell else len(fact.printed))
            if is_first and (mark.line != fact.line or mark.at >= end):
                break
            whole = self._joined(at, run)
            if whole and not mark.is_fact:
                for part in self._marks[at : at + whole]:
                    part.is_fact = True
                return at + whole - 1
            again = at if whole and again is None else again
        return again

    def _joined(self, at: int, run: str) -> int:
        """How many figures from here on make up this one, which a line's end may have broken; 0 where they do not."""
        text = ""
        for count, mark in enumerate(self._marks[at : at + _PARTS], 1):
            printed = mark.figure.printed
            text = next((each for each in (text + printed, f"{text}.{printed}") if run.startswith(each)), "")
            if text in ("", run):
                return count if text else 0
        return 0


def _numbers_row(line: Line, cell: int) -> bool:
    """True for the number that a row of a form begins with: words follow in the next cell."""
    if _NUMBER.fullmatch(line.cells[cell]) is None:
        return False
    following = next((line.cells[at] for at in line.filled if at > cell), "")
    return (
        not any(is_figure(line.cells[at]) for at in line.filled if at < cell)
        and len(following) > 1
        and not is_figure(following)
    )
