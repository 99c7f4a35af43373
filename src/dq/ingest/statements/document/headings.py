"""The headings of a document and the entries of its list of contents."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import islice
from typing import Final

from dq.ingest.account.contents import names_all_tables
from dq.ingest.identity import ends_like_a_body
from dq.ingest.statements.document.mentions import statement
from dq.ingest.statements.document.names import number_free
from dq.ingest.statements.document.numbering import PART, POINT, SECTION, Number, Sequences, number_of
from dq.ingest.statements.document.outline import ANNEX, Entry, Outline
from dq.ingest.statements.document.own_name import agreement
from dq.ingest.statements.forms import PLAN
from dq.ingest.statements.model import Said, Statement
from dq.ingest.statements.prose import LONGEST, Layout, Passage, fold, joined, passage_of
from dq.ingest.stream import Line

_INLINE: Final = re.compile(r"(?<=[;。:、,])(?=\d{1,2}、)|^[\u4e00-\u9fff]{2,12}(?=1、)")
"""Before a number within a text: behind a mark, or behind the label that a list's cell had beside it."""
_TITLE_END: Final = re.compile(r"[。:;,]")
_HEADING: Final = 60
_SAME_START: Final = 12
"""Signs by which an item of a list is known again: the lists of one form begin alike."""
_OFTEN: Final = 3
_MOST: Final = 5_000
"""Headings and items of a document that are kept."""
_ALIKE: Final = 0.6
"""A title that leaves out or adds more than this is another one."""
_FILLED: Final = re.compile(r"\d{4}年(?:度)?|\(?(?:部门|单位)\)?|[“”\"《》():]")
"""What the titles of one chapter may differ in."""
_OTHER_NUMBER: Final = re.compile(r"[(\d①-⑳]")
_DIGITS: Final = re.compile(r"[\d.%]+")


@dataclass(frozen=True, slots=True)
class _Heading:
    """A numbered heading or item: sign `at` of a paragraph is the first one of its number; `title` what follows."""

    paragraph: Passage
    at: int
    number: Number
    title: str
    expected: int | None


@dataclass(frozen=True, slots=True)
class _Lost:
    """A title or item that stands without a number. `rank` of those that have one."""

    line: Line
    said: Said
    rank: str

    def statement(self) -> Statement:
        blank = Said("", self.said.line, self.said.place)
        return _statement(self.line, None, self.said.printed, {"place": "body", "rank": self.rank}, ordinal=blank)


def headings(outline: Outline) -> list[Statement]:
    """What is printed of the document's order: entries of its contents, headings, numbered items, and titles that are
    numbered everywhere else.

    Example: `headings(outline)[0].attributes["rank"]` → `"part"`.
    """
    numbered = [*islice(_numbered(outline), _MOST)]
    lost = [*_unnumbered(outline.body, numbered, outline.context.owner.name or ""), *_bare_titles(outline, numbered)]
    told = _without_lost(outline.body, numbered, {id(each.line): each.rank for each in lost})
    return [*_listed(outline, told), *_printed(outline, told), *(each.statement() for each in lost)]


def _numbered(outline: Outline) -> Iterator[_Heading]:
    """The headings and numbered items of the text, in print order. In forms of targets cells side by side have lists of
    their own, whose lines come out mixed: nothing is expected of these.
    """
    order = Sequences()
    every = outline.context.stream.lines
    plans = (each for each in outline.context.forms if each.kind == PLAN)
    mixed = {id(line) for form in plans for line in every[form.first : form.end]}
    for before, paragraph, after in _between(outline.body):
        if paragraph.layout is Layout.FORM:
            continue
        plain = paragraph.plain
        within = _INLINE.finditer(plain) if "、" in plain else ()
        for at in (0, *(found.end() for found in within)):
            number = number_of(plain, at)
            if number is None or (at and number.rank != POINT) or _is_row(before, paragraph, after):
                continue
            begin = at + len(number.printed)
            end = _TITLE_END.search(plain, begin)
            title = paragraph.text[begin : min(end.start() if end else len(plain), begin + LONGEST)]
            is_mixed = id(paragraph.pieces[0].line) in mixed
            yield _Heading(paragraph, at, number, title, None if is_mixed else order.expected(number))


def _between(body: Iterable[Passage]) -> Iterator[tuple[Passage | None, Passage, Passage | None]]:
    """Each passage, between the one before it and the one behind it."""
    every = [None, *body, None]
    for before, passage, after in zip(every, every[1:], every[2:], strict=False):
        if passage is not None:
            yield before, passage, after


def _is_row(before: Passage | None, passage: Passage, after: Passage | None) -> bool:
    """True for a row of some table of which only the label is filled: of several cells, with a row above and below."""
    is_within = all(each is not None and each.layout is Layout.FORM for each in (before, after))
    return is_within and len(passage.pieces[0].line.cells) > 1


def _statement(
    line: Line, number: Number | None, title: str, given: dict[str, str | None], **figures: Said
) -> Statement:
    attributes = {
        "number": number.printed.removesuffix(":") if number else None,
        "rank": number.rank if number else None,
        **given,
    }
    return replace(statement("heading", line, title[:LONGEST], figures, attributes), item=title[:LONGEST])


def _figures(said: Said, number: Number | None, expected: int | None) -> dict[str, Said]:
    figures = {} if number is None else {"ordinal": Said(str(number.ordinal), said.line, said.place)}
    if expected is not None:
        figures["expected"] = Said(str(expected), said.line, said.place)
    return figures


def _listed(outline: Outline, numbered: list[_Heading]) -> Iterator[Statement]:
    """The entries of the list of contents."""
    if not outline.entries:
        return
    titles = _Titles(outline, numbered)
    order = Sequences()
    lines = [(each.line.page, each.line.sheet, each.line.number) for each in outline.entries]
    has_columns = len({*lines}) < len(lines)  # which may be read across or downwards
    for entry in outline.entries:
        said = passage_of(entry.line, entry.line.filled[0]).said(0, 1)
        expected = order.expected(entry.number) if entry.number and not has_columns else None
        figures = _figures(said, entry.number, expected)
        if entry.page:
            at = entry.line.filled[-1] if len(entry.line.cells) > 1 else said.place
            figures["printed_page"] = Said(entry.page, said.line, at)
        twin = "yes" if titles.has(entry) else None if ANNEX.match(entry.title) else "no"
        yield _statement(entry.line, entry.number, entry.title, {"place": "contents", "twin": twin}, **figures)


def _printed(outline: Outline, numbered: list[_Heading]) -> Iterator[Statement]:
    """The headings and items of the body. Only those of parts, and of sections that the contents list, have twins."""
    listed: dict[int, list[str]] = {}
    parts: list[str] = []
    part = 0
    for entry in outline.entries:
        if entry.number is not None and entry.number.rank == PART:
            part = entry.number.ordinal
            parts += [_reduced(outline, each) for each in entry.pieces]
        elif entry.number is not None and entry.number.rank == SECTION:
            listed.setdefault(part, []).append(_reduced(outline, entry.title))
    part, as_listed = 0, _numbers_of_parts(outline)
    for heading in numbered:
        number, expected = heading.number, heading.expected
        twins: list[str] | None = None
        if number.rank == PART:
            part, twins = number.ordinal, parts
            # The number of a part that the contents have may stand on a page of its own, as a picture.
            expected = expected if not parts or expected is None or expected > number.ordinal else number.ordinal
            expected = as_listed.get(_reduced(outline, heading.title), expected)
        elif number.rank == SECTION and part:
            twins = listed.get(part)
        if not outline.entries:
            twin = "unknown"
        elif not twins:
            twin = None
        else:
            own = _reduced(outline, heading.title)
            twin = (
                "yes"
                if any(_alike(own, each) or own.startswith(each) or each.endswith(own) for each in twins)
                else "no"
            )
        said = heading.paragraph.said(heading.at, heading.at + len(number.printed))
        yield _statement(
            heading.paragraph.line(heading.at),
            number,
            heading.title,
            {"place": "body", "twin": twin},
            **_figures(said, number, expected),
        )


def _numbers_of_parts(outline: Outline) -> dict[str, int]:
    """Title → number of the parts in a list of contents that numbers all of them in their order; {} for others."""
    parts = [each for each in outline.entries if each.number is not None and each.number.rank == PART]
    numbers = {_reduced(outline, each.title): each.number.ordinal for each in parts if each.number is not None}
    return numbers if [*numbers.values()] == [*range(1, len(parts) + 1)] else {}


class _Titles:
    """What may be the heading that an entry of the contents names."""

    def __init__(self, outline: Outline, numbered: Iterable[_Heading]) -> None:
        self._outline = outline
        short = (each.plain for each in outline.body if each.layout is not Layout.FORM and len(each.plain) <= _HEADING)
        titles = (_reduced(outline, each.title) for each in numbered)
        self._titles = dict.fromkeys(
            [*titles, *(_reduced(outline, number_free(plain)) for plain in islice(short, _MOST))]
        )
        self._text: str | None = None

    def has(self, entry: Entry) -> bool:
        """True where the document has the heading, perhaps in other words, or prints the title anywhere: as a whole, or
        each of its lines.
        """
        return self._has(entry.title) or (len(entry.pieces) > 1 and all(map(self._has, entry.pieces)))

    def _has(self, printed: str) -> bool:
        title = _reduced(self._outline, printed)
        if not title or title in self._titles or any(_alike(title, each) for each in self._titles):
            return True
        owner = self._outline.context.owner.name or "\n"
        before = [*self._before(title)]
        if owner in printed and any(map(ends_like_a_body, before)):
            return True
        if any(agreement(each, owner) == "yes" for each in before):
            return True  # the body's name in short: 某区水务局机构设置 for 部门机构设置
        if names_all_tables(printed):
            return bool(self._outline.context.tables)
        if self._text is None:
            front = {id(line) for line in self._outline.listed}
            lines = (line for line in self._outline.context.stream.lines if id(line) not in front)
            self._text = fold("".join(joined(cell) for line in lines for cell in line.cells))
        return fold(printed) in self._text

    def _before(self, title: str) -> Iterator[str]:
        """What stands before a title in those that end with it: a body's name in its place is told as such."""
        return (each.removesuffix(title) for each in self._titles if each.endswith(title))


def _reduced(outline: Outline, title: str) -> str:
    """A title without what the titles of one chapter may differ in: year, body, quotation marks."""
    plain = fold(title).replace(fold(outline.context.owner.name or "\n"), "")
    return _FILLED.sub("", plain)


def _alike(title: str, other: str) -> bool:
    """True where one title has all signs of the other, in their order, and few more."""
    short, long = sorted((title, other), key=len)
    if len(short) < _ALIKE * len(long) or not short:
        return False
    signs = iter(long)
    return all(sign in signs for sign in short)


def _without_lost(body: Iterable[Passage], numbered: list[_Heading], lost: Mapping[int, str]) -> list[_Heading]:
    """The headings; nothing is expected of the next one of a kind where a number was lost: it counts that one.

    Parameters: `lost` kinds of the numbers that are lacking, by their lines.
    """
    if not lost:
        return numbered
    of: dict[int, list[_Heading]] = {}
    for heading in numbered:
        of.setdefault(id(heading.paragraph), []).append(heading)
    found: list[_Heading] = []
    lacking: set[str] = set()
    for paragraph in body:
        for heading in of.get(id(paragraph), ()):
            is_next = heading.number.rank in lacking and heading.expected != heading.number.ordinal
            found.append(replace(heading, expected=None) if is_next else heading)
            lacking.discard(heading.number.rank)
        lacking |= {lost[id(piece.line)] for piece in paragraph.pieces if id(piece.line) in lost}
    return found


def _unnumbered(body: Sequence[Passage], numbered: list[_Heading], owner: str) -> Iterator[_Lost]:
    """Titles and items that stand without a number, though the same ones are numbered time and again elsewhere: titles
    that are whole paragraphs, and items of a list between two that are numbered.

    Parameters: `owner` the body's name, with which sentences of all kinds begin.
    """
    own = [each for each in numbered if each.at == 0]
    whole = Counter(
        each.title for each in own if len(each.title) + len(each.number.printed) == len(each.paragraph.text)
    )
    starts = Counter(start for each in own if (start := _start(each.title, owner)))
    sentences = {_start(each.title, owner) for each in own if _is_sentence(each.paragraph, each.at)}
    ranks = {
        key: each.number.rank for each in own for key in (_start(each.title, owner), each.title) if key is not None
    }
    found: list[tuple[str, Line, Said]] = []
    for paragraph, before, after in _with_neighbours(body, own):
        of_list = before.number.rank if before and after and _follows(before, after) else None
        is_whole = len(paragraph.pieces) == 1 and whole.get(paragraph.text, 0) >= _OFTEN
        for piece in paragraph.pieces:
            if not (of_list or is_whole) or _is_numbered(paragraph.plain, piece.start):
                continue
            text = paragraph.text[piece.start : piece.start + LONGEST]
            start = _start(text, owner)
            is_alike = start in sentences or not _is_sentence(paragraph, piece.start)
            if start is not None and starts[start] >= _OFTEN and ranks[start] == of_list and is_alike:
                found.append((start, piece.line, paragraph.said(piece.start, piece.start + len(text))))
            elif is_whole:
                found.append((paragraph.text, piece.line, paragraph.said(0, len(text))))
    times = Counter(title for title, _, _ in found)
    for title, line, said in found:
        if times[title] * _OFTEN <= starts[title] + whole[title]:
            yield _Lost(line, said, ranks[title])


def _is_sentence(paragraph: Passage, start: int) -> bool:
    """True for what goes on behind a mark, as no title does: titles say nothing of sentences that begin alike."""
    return _TITLE_END.search(paragraph.plain, start) is not None


def _is_numbered(plain: str, start: int) -> bool:
    return _OTHER_NUMBER.match(plain, start) is not None or number_of(plain, start) is not None


def _bare_titles(outline: Outline, numbered: Iterable[_Heading]) -> Iterator[_Lost]:
    """Titles of sections that the contents number and the text does not, though it numbers those before and behind."""
    known = {_reduced(outline, each.title) for each in numbered}
    entries = [
        None if each.number is None or each.number.rank != SECTION else _reduced(outline, each.title)
        for each in outline.entries
    ]
    lacking: list[str] = []
    for before, title, after in zip([None, *entries], entries, [*entries[1:], None], strict=False):
        beside = {each for each in (before, after) if each is not None}
        if title is not None and title not in known and beside and beside <= known:
            lacking.append(title)
    if not lacking:
        return
    titles: dict[str, list[Passage]] = {}
    for paragraph in outline.body:
        if paragraph.layout is Layout.TEXT and len(paragraph.text) <= _HEADING and number_of(paragraph.plain) is None:
            titles.setdefault(_reduced(outline, paragraph.plain), []).append(paragraph)
    for title in lacking:
        if len(titles.get(title, ())) == 1:
            paragraph = titles[title][0]
            yield _Lost(paragraph.line(0), paragraph.said(0, len(paragraph.text)), SECTION)


def _with_neighbours(
    body: Iterable[Passage], own: list[_Heading]
) -> Iterator[tuple[Passage, _Heading | None, _Heading | None]]:
    """Each paragraph of the text with the numbered one at or before it and the next one behind it."""
    before: _Heading | None = None
    at = 0
    for paragraph in body:
        if at < len(own) and own[at].paragraph is paragraph:
            before = own[at]
            at += 1
        if paragraph.layout is Layout.TEXT:
            yield paragraph, before, own[at] if at < len(own) else None


def _follows(before: _Heading, after: _Heading) -> bool:
    """True where one item of a list follows the other, or the one behind it does."""
    return before.number.rank == after.number.rank and 1 <= after.number.ordinal - before.number.ordinal <= 2  # noqa: PLR2004 - the number between may be lost


def _start(text: str, owner: str) -> str | None:
    """What an item begins with, figures and the body's name left out; None for one too short to be known by that."""
    signs = _DIGITS.sub("", text.removeprefix(owner))[:_SAME_START]
    return signs if len(signs) == _SAME_START else None
