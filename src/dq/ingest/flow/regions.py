"""Where the tables of a running text stand: a heading, the words of the table's header, then its rows."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterator, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, replace
from itertools import groupby, islice
from typing import Final

from dq.ingest.code_parts import FIRST_DIGITS
from dq.ingest.flow.body_start import CODE, END, NEAR, PAGE_NUMBER, body_start, is_numbering
from dq.ingest.flow.header_words import HeaderWords, read_header
from dq.ingest.flow.pages import without_repeats
from dq.ingest.flow.tokens import Kind, TokenLine, mended, tokenise
from dq.ingest.headers import names_items_only
from dq.ingest.recognition import Heading, Survey, find_headings
from dq.ingest.stream import Line
from dq.ingest.units import is_form_number, is_page_foot, is_unit_line, stated_unit
from dq.templates import Table, Template, normalise_label
from dq.types import ValueType

_LEAST_ROW: Final = 2
"""Words of a line beyond which it is a row of a header, and no cell of one."""
_MAX_HEADER_LINES: Final = 160
"""Lines, blank ones too, that a header broken into single words can take."""
_MAX_LINES: Final = 5_000
"""Printed lines below a header that are read; those of the longest form are some hundreds."""

_MAX_TRIES: Final = 50
"""Headings of one table that are looked into; contents, chapters and pages print some."""
_LEAST_SCORE: Final = 0.5


_PAGE_NUMBER_KINDS: Final = ([Kind.NUMBER], [Kind.WORD], [Kind.BROKEN], [Kind.MARK, Kind.NUMBER, Kind.MARK])
_PAGE_WORD: Final = "第"
_PROSE_LENGTH: Final = 48


_STRANGE_TITLE: Final = re.compile(
    r"(?!.*(?:部门|单位)(?:决算|预算)(?:公开)?报?表$).{4,40}(?<![代仪电水])表(?:-{1,2}[^-()]{2,12})?(?:\([^()]{1,12}\)){0,2}$"
)
"""What may be a table's title; not that of the report, which pages print at their heads."""
_CODE_AND_LABEL: Final = 2
"""Columns that are counted with those of figures where the rows are numbered, too."""
_TITLE_AND_HEADER: Final = 4
"""Lines below a title within which its table's header begins."""
_HEADER_WORDS: Final = 3


@dataclass(frozen=True, slots=True)
class Region:
    """A table found in running text. `header` its header's lines; `body` the lines below, page numbers and unit lines
    left out; `unit` the money unit stated there; `cut` where there are more lines than a table can have; `rivals`
    other shapes of the table whose header is shown as well.
    """

    table: Table
    heading: Heading
    words: HeaderWords
    header: tuple[TokenLine, ...]
    body: tuple[TokenLine, ...]
    unit: str | None
    cut: bool = False
    rivals: tuple[Region, ...] = ()

    @property
    def last(self) -> int:
        """Index of the last line that belongs to the table."""
        lines = self.body or self.header
        return lines[-1].last if lines else self.heading.index


def find_regions(template: Template, lines: Sequence[Line], survey: Survey) -> tuple[list[Region], list[Heading]]:
    """The template's tables in running text in print order, and the headings below which none was recognised."""
    headings = find_headings(template.tables, lines, survey.titles)
    found: list[Region] = []
    headless: dict[str, Heading] = {}
    tries: Counter[str] = Counter()
    titles, running = {heading.index for heading in headings}, survey.running
    for at, heading in enumerate(headings):
        tries[heading.table.name] += 1
        if tries[heading.table.name] > _MAX_TRIES:
            continue
        nearest = headings[at + 1] if at + 1 < len(headings) else None
        if nearest is not None and nearest.table is heading.table and nearest.index - heading.index < NEAR:
            continue  # the chapter's title; the table's own follows
        if found and found[-1].table.name == heading.table.name and heading.index <= found[-1].last:
            continue  # its title again on a later page
        others = (each.index for each in headings[at + 1 :] if each.table is not heading.table)
        limit = min(next(others, len(lines)), next((form for form in survey.forms if form > heading.index), len(lines)))
        tables = (heading.table, *heading.table.substitutes)
        shapes = (replace(heading, table=shape) for table in tables for shape in table.shapes)
        region = _likeliest([_region(each, lines, limit, titles, running) for each in shapes])
        if region is not None:
            found.append(region)
        elif _unit_follows(lines, heading.index):
            headless.setdefault(heading.table.name, heading)
    names = {region.table.name for region in found}
    return found, [heading for name, heading in headless.items() if name not in names]


def _likeliest(regions: Sequence[Region | None]) -> Region | None:
    """The shape that shows most, with those that show as much; one whose header prints what no word of the form
    explains only where all do.
    """
    shown = [each for each in regions if each is not None]
    among = [each for each in shown if not each.words.is_strange] or shown
    if not among:
        return None
    most = max((each.words.score, -each.words.unexplained) for each in among)
    first, *rivals = (each for each in among if (each.words.score, -each.words.unexplained) == most)
    return replace(first, rivals=tuple(rivals))


def _unit_follows(lines: Sequence[Line], index: int) -> bool:
    return any(is_unit_line(line.cells[0]) for line in lines[index + 1 : index + NEAR] if line.filled)


def _region(
    heading: Heading, lines: Sequence[Line], limit: int, titles: AbstractSet[int], running: Collection[str]
) -> Region | None:
    table = heading.table
    begin = heading.index + 1 + _title_continues(heading, lines)
    start = body_start(table, lines, begin, min(limit, begin + _MAX_HEADER_LINES))
    header = _once(_without_foot(tuple(_apart(_tokenised(lines, begin, start))), running))
    beside = _header_beside_total(table, tokenise(start, lines[start])) if start < limit else None
    header = (*header, beside) if beside is not None else header
    stated = (stated_unit(lines[index].cells[0]) for index in range(heading.index, start) if lines[index].filled)
    unit = next((each for each in stated if each), None)
    named = [line for line in header if not is_no_header(line.words)]
    words = read_header(table, named)
    if words.score < _LEAST_SCORE or (named and _STRANGE_TITLE.match(named[0].words)):
        return None  # (a list of contents goes on with the next title)
    if words.unit is not None:
        # What columns state otherwise than the table does holds for some of them: which, broken words do not tell.
        words = replace(words, is_strange=words.is_strange or unit not in (None, words.unit))
        unit = unit or words.unit
    counted = sum(map(len, words.measures)) + _CODE_AND_LABEL * words.has_sequence
    if beside is not None or (table.layout == "codes" and _numbered_columns(header) > counted):
        words = replace(words, is_strange=True)  # words take figures' places, or the form counts a column more
    unnumbered = [line for line in header if not is_numbering(line)]  # the first page alone may number the columns
    printed = "".join(line.words for line in unnumbered)
    below = _up_to_the_end(lines, start, limit, titles, running, printed)
    body = tuple(_body(table, without_repeats(below, unnumbered, titles, running)))
    if names_items_only(table):
        body = _with_its_row(body)
    if beside is not None:
        body = tuple(_without(each, beside) if each.index == beside.index else each for each in body)
    return Region(table, heading, words, header, body, unit, cut=len(below) == _MAX_LINES)


def _header_beside_total(table: Table, line: TokenLine) -> TokenLine | None:
    """The words of the header that a line prints among the figures of a total, where the total stands in the header's
    last row: 合计 105.00 合计 基本支出 项目支出; None where there are none.
    """
    runs = [(kind, tuple(run)) for kind, run in groupby(line.tokens, key=lambda token: token.kind is Kind.WORD)]
    if table.layout != "codes" or len(runs) not in (3, 4) or not runs[0][0]:
        return None
    label = normalise_label("".join(token.plain for token in runs[0][1]))
    heads = {path[-1] for block in table.blocks for measure in block.measures for path in measure.headers}
    is_total = any(label in item.labels for item in table.items)
    is_header = all(normalise_label(token.plain) in heads for token in runs[2][1])
    return replace(line, tokens=runs[2][1]) if is_total and is_header else None


def _without(line: TokenLine, other: TokenLine) -> TokenLine:
    return replace(line, tokens=tuple(token for token in line.tokens if token not in other.tokens))


def _numbered_columns(header: Sequence[TokenLine]) -> int:
    """How far a header counts its columns: 1 2 3 …, on one line or on several."""
    count = 0
    for token in (token for line in header for token in line.tokens):
        count += token.plain == str(count + 1)
    return count


def is_no_header(words: str) -> bool:
    """True for what stands between a table's title and its header: its number, the body that made it, the unit."""
    return is_unit_line(words) or is_form_number(words)


def _without_foot(header: Sequence[TokenLine], running: Collection[str]) -> tuple[TokenLine, ...]:
    """A header without the number and the title of pages that end within it or behind it."""
    return tuple(line for line in header if not PAGE_NUMBER.fullmatch(line.words) and line.words not in running)


def _once(header: tuple[TokenLine, ...]) -> tuple[TokenLine, ...]:
    """A header without the lines that it prints twice, as where a page breaks right below it. (With a cell a line what
    comes twice are columns.)
    """
    words = [line.words for line in header]
    sizes = range(len(header) // 2, 1, -1)
    again = next((size for size in sizes if words[-size:] == words[-2 * size : -size]), 0)
    words_of = ([token for token in line.tokens if token.kind is Kind.WORD] for line in header[len(header) - again :])
    is_row = any(len(each) > _LEAST_ROW for each in words_of)
    return header[: len(header) - again] if is_row else header


def _with_its_row(lines: tuple[TokenLine, ...]) -> tuple[TokenLine, ...]:
    """The lines up to the end of the table's only row; where there is none, as many as there are."""
    values = [bool(line.tokens) and all(token.is_value for token in line.tokens) for line in lines]
    if True not in values:
        return lines
    first = values.index(True)
    return lines[: next((at for at in range(first, len(lines)) if not values[at]), len(lines))]


def _title_continues(heading: Heading, lines: Sequence[Line]) -> bool:
    own = lines[heading.index].sole_text or ""
    return len(heading.text) > len(own)


def _apart(header: Iterator[TokenLine]) -> Iterator[TokenLine]:
    """The lines as they are printed, those too that were put together: what one of them names stands side by side."""
    for line in header:
        for number, tokens in groupby(line.tokens, lambda token: token.number):
            yield replace(line, index=line.index + number - line.number, number=number, tokens=tuple(tokens))


def _tokenised(lines: Sequence[Line], begin: int, end: int) -> Iterator[TokenLine]:
    """The lines that print anything, without the feet of pages."""
    printed = (index for index in range(begin, end) if lines[index].filled)
    return (tokenise(index, lines[index]) for index in printed if not is_page_foot(lines[index].cells[0]))


def _body(table: Table, lines: Sequence[TokenLine]) -> Iterator[TokenLine]:
    """The lines of rows up to whatever ends a table, without page numbers and unit lines."""
    skip = -1
    is_whole = _prints_whole_numbers(table, lines)
    for at, line in enumerate(lines):
        words = line.words
        if at == skip or not line.tokens:
            continue
        if is_numbering(line):
            continue
        whole, used = mended(line, lines[at + 1] if at + 1 < len(lines) else None)
        skip = at + 1 if used else skip
        kinds = [token.kind for token in line.tokens]
        if (kinds in _PAGE_NUMBER_KINDS or words.startswith(_PAGE_WORD)) and PAGE_NUMBER.fullmatch(words):
            if _is_code_here(table, lines, at):
                yield whole
            elif kinds == [Kind.NUMBER] and is_whole and not _ends_page(lines, at):
                yield replace(line, tokens=(replace(line.tokens[0], is_page_number=True),))
            continue
        yield whole


def _prints_whole_numbers(table: Table, lines: Sequence[TokenLine]) -> bool:
    """True where a whole number may be a figure alone on its line between the halves of a label: things are counted,
    or no figure has decimals.
    """
    if table.layout not in ("items", "nested"):
        return False
    is_counted = any(measure.type is ValueType.QUANTITY for block in table.blocks for measure in block.measures)
    return is_counted or not any(token.kind is Kind.FIGURE for line in lines for token in line.tokens)


def _ends_page(lines: Sequence[TokenLine], at: int) -> bool:
    return at + 1 < len(lines) and lines[at + 1].page != lines[at].page


def _up_to_the_end(
    lines: Sequence[Line], start: int, limit: int, titles: AbstractSet[int], running: Collection[str], header: str
) -> list[TokenLine]:
    """The lines before a note, the next chapter, prose, or the title of a table that the form does not know.

    Parameters: `header` all words of the table's header: long ones that a later page prints again are no prose.
    """
    found: list[TokenLine] = []
    for line in _tokenised(lines, start, limit):
        words = line.words
        text = sum(len(token.plain) for token in line.tokens if token.kind is Kind.WORD)
        is_prose = text > _PROSE_LENGTH and not line.has_figure and words not in header
        if END.search(words) or is_prose or len(found) == _MAX_LINES:
            break
        is_own = words in running or not titles.isdisjoint((line.index, line.index - 1))
        if _STRANGE_TITLE.match(words) and not is_own and _begins_a_header(lines, line.index + 1, limit):
            break
        found.append(line)
    return found


def _begins_a_header(lines: Sequence[Line], start: int, limit: int) -> bool:
    """True where one of the next lines names a unit or prints several words and no value, as headers do."""
    near = islice(_tokenised(lines, start, limit), _TITLE_AND_HEADER)
    return any(
        is_no_header(line.words)
        or (len(line.tokens) >= _HEADER_WORDS and all(token.kind is Kind.WORD for token in line.tokens))
        for line in near
    )


def _is_code_here(table: Table, lines: Sequence[TokenLine], at: int) -> bool:
    """True where a number alone on a line is a code, not the page's number: it has the digits of one, and a label
    follows or stands above with its figures below.
    """
    code = lines[at].words
    if (
        table.layout != "codes"
        or not CODE.fullmatch(code)
        or not code.startswith(FIRST_DIGITS.get(table.code_list or "", ()))
    ):
        return False
    after = lines[at + 1].tokens[0].kind if at + 1 < len(lines) and lines[at + 1].tokens else None
    return after is Kind.WORD or (after is Kind.FIGURE and at > 0 and lines[at - 1].is_words)
