"""Where the tables of a running text stand: a heading, the words of the table's header, then its rows."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from dq.ingest.flow.named_columns import items_named
from dq.ingest.flow.pages import running_titles, without_repeats
from dq.ingest.flow.tokens import Kind, TokenLine, mended, tokenise
from dq.ingest.headers import names_items_only
from dq.ingest.recognition import Heading, find_headings
from dq.ingest.stream import Line
from dq.ingest.units import is_unit_line, stated_unit
from dq.templates import Block, Item, Measure, Table, Template, normalise_label, split_unit

_MAX_HEADER_LINES: Final = 160
"""Lines, blank ones too, that a header broken into single words can take."""
_MAX_LINES: Final = 5_000
"""Printed lines below a header that are read; those of the longest form are some hundreds."""
_NEAR: Final = 6
_MAX_TRIES: Final = 50
"""Headings of one table that are looked into; contents, chapters and pages print some."""
_LEAST_SCORE: Final = 0.5
_LABEL_KINDS: Final = (Kind.WORD, Kind.NUMBER)
_STRANGE: Final = 3
"""Characters of a header that nothing explains, beyond which it has a column that the form does not know; a misprint or
the number of an attachment has fewer.
"""
_CODE: Final = re.compile(r"\d{3}(?:\d{2}){0,2}", re.ASCII)
_END: Final = re.compile(r"^(?:注|说明|备注|填表说明)[:：]|^第[一二三四五六七八九十]{1,3}(?:部分|章)|。$|。.{8,}")
_PAGE_NUMBER: Final = re.compile(r"[-–—]?(?:第)?\d{1,4}(?:页)?(?:[/,]?共\d+页)?[-–—]?")
_PAGE_NUMBER_KINDS: Final = ([Kind.NUMBER], [Kind.WORD], [Kind.BROKEN], [Kind.MARK, Kind.NUMBER, Kind.MARK])
_PAGE_WORD: Final = "第"
_PROSE_LENGTH: Final = 48
_CAPTIONS: Final = frozenset(("类", "款", "项"))
_ENUMERATED: Final = re.compile(
    r"(?:[一二三四五六七八九十]{1,3}、|\([一二三四五六七八九十]{1,3}\)|\(?\d{1,2}[.)、]|其中:)"
)
_FIRST_DIGITS: Final = {"function": ("2",), "economic": ("3", "5")}
_ROW_NUMBERS: Final = "行次"
_COLUMN_NUMBERS: Final = "栏次"


@dataclass(frozen=True, slots=True)
class HeaderWords:
    """What a running header shows. `measures` the columns of each block that it names, in the form's order; `score` the
    share of the form's columns; `spare_totals` words 合计 beyond those that name columns (a row in the header);
    `has_row_numbers` where a column only numbers the rows; `is_strange` where much is printed that no word of the form
    explains: a column that the form does not have would move every figure behind it; `items` those that the columns
    of a table of layout "columns" stand for, each with its label there.
    """

    measures: tuple[tuple[Measure, ...], ...]
    score: float
    spare_totals: int
    has_row_numbers: bool
    is_strange: bool
    items: tuple[tuple[Item, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Region:
    """A table found in running text. `header` its header's lines; `body` the lines below, page numbers and unit lines
    left out; `unit` the money unit stated there; `cut` where there are more lines than a table can have.
    """

    table: Table
    heading: Heading
    words: HeaderWords
    header: tuple[TokenLine, ...]
    body: tuple[TokenLine, ...]
    unit: str | None
    cut: bool = False

    @property
    def last(self) -> int:
        """Index of the last line that belongs to the table."""
        lines = self.body or self.header
        return lines[-1].index if lines else self.heading.index


def find_regions(template: Template, lines: Sequence[Line]) -> tuple[list[Region], list[Heading]]:
    """The template's tables in running text in print order, and the headings below which none was recognised."""
    headings = find_headings(template, lines)
    found: list[Region] = []
    headless: dict[str, Heading] = {}
    tries: Counter[str] = Counter()
    titles = {heading.index for heading in headings}
    running = running_titles(lines)
    for at, heading in enumerate(headings):
        tries[heading.table.name] += 1
        if tries[heading.table.name] > _MAX_TRIES:
            continue
        nearest = headings[at + 1] if at + 1 < len(headings) else None
        if nearest is not None and nearest.table is heading.table and nearest.index - heading.index < _NEAR:
            continue  # the chapter's title; the table's own follows
        if found and found[-1].table is heading.table and heading.index <= found[-1].last:
            continue  # its title again on a later page
        limit = next((each.index for each in headings[at + 1 :] if each.table is not heading.table), len(lines))
        region = _region(heading, lines, limit, titles, running)
        if region is not None:
            found.append(region)
        elif _unit_follows(lines, heading.index):
            headless.setdefault(heading.table.name, heading)
    names = {region.table.name for region in found}
    return found, [heading for name, heading in headless.items() if name not in names]


def _unit_follows(lines: Sequence[Line], index: int) -> bool:
    return any(is_unit_line(line.cells[0]) for line in lines[index + 1 : index + _NEAR] if line.filled)


def _region(
    heading: Heading, lines: Sequence[Line], limit: int, titles: Collection[int], running: Collection[str]
) -> Region | None:
    table = heading.table
    begin = heading.index + 1 + _title_continues(heading, lines)
    start = _body_start(table, lines, begin, min(limit, begin + _MAX_HEADER_LINES))
    header = tuple(_tokenised(lines, begin, start))
    stated = (stated_unit(lines[index].cells[0]) for index in range(heading.index, start) if lines[index].filled)
    unit = next((each for each in stated if each), None)
    words = read_header(table, [line for line in header if not is_unit_line(line.words)])
    if words.score < _LEAST_SCORE:
        return None
    unnumbered = [line for line in header if not _is_numbering(line)]  # which the first page alone may print
    below = _up_to_the_end(lines, start, limit)
    body = tuple(_body(table, without_repeats(below, unnumbered, titles, running)))
    if names_items_only(table):
        body = _with_its_row(body)
    return Region(table, heading, words, header, body, unit, cut=len(below) == _MAX_LINES)


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


def _tokenised(lines: Sequence[Line], begin: int, end: int) -> Iterator[TokenLine]:
    return (tokenise(index, lines[index]) for index in range(begin, end) if lines[index].filled)


def _body_start(table: Table, lines: Sequence[Line], begin: int, limit: int) -> int:
    """Index of the first line of the rows: a figure, a code, or (where the form names rows) an enumerated label of it.
    `limit` where none is there: then all is header.
    """
    labels = [label for item in table.items for label in item.labels]
    for index in range(begin, limit):
        if not lines[index].filled:
            continue
        line = tokenise(index, lines[index])
        if _END.match(line.words):
            return index
        if is_unit_line(line.words):
            continue
        if line.has_figure or (table.layout == "codes" and _begins_with_code(line)):
            return _with_label(table, lines, index, begin)
        if table.layout == "items" and _begins_a_row(line, labels):
            return index
        if table.layout == "columns" and _is_figures(line):
            return index
    return limit


def _is_figures(line: TokenLine) -> bool:
    """A line of whole numbers and dashes, which do not number the columns."""
    return len(line.tokens) > 1 and all(token.is_value for token in line.tokens) and not _is_numbering(line)


def _begins_with_code(line: TokenLine) -> bool:
    first = line.tokens[0] if line.tokens else None
    return first is not None and first.kind is Kind.NUMBER and _CODE.fullmatch(first.plain) is not None


def _begins_a_row(line: TokenLine, labels: Sequence[str]) -> bool:
    """True where the line begins with an enumerated label of the form or its first half."""
    first = next((at for at, token in enumerate(line.tokens) if token.kind is Kind.WORD), None)
    words = "".join(token.plain for token in line.tokens[: first + 1]) if first is not None else ""
    if not _ENUMERATED.match(words):
        return False
    text = split_unit(normalise_label(words))[0]
    return len(text) > 1 and any(label.startswith(text) for label in labels)


def _with_label(table: Table, lines: Sequence[Line], index: int, begin: int) -> int:
    """The first line of the label that belongs to the figures on line `index`, where it is broken over lines."""
    if table.layout == "columns" or _label_stands(table, tokenise(index, lines[index])):
        return index
    labels = [label for item in table.items for label in item.labels]
    text = ""
    start = index
    for before in range(index - 1, max(begin, index - _NEAR) - 1, -1):
        if not lines[before].filled:
            continue
        line = tokenise(before, lines[before])
        words = "".join(token.plain for token in line.tokens if token.kind is Kind.WORD)
        numbered = table.layout == "items" and words and all(token.kind in _LABEL_KINDS for token in line.tokens)
        if not (line.is_words or numbered) or (table.layout == "codes" and _is_header_line(table, line)):
            break
        text = words + text
        if table.layout == "codes" or normalise_label(text) in labels:
            start = before
    return start


def _label_stands(table: Table, line: TokenLine) -> bool:
    """True where the line prints a label itself: then nothing above belongs to it."""
    words = [token for token in line.tokens if token.kind is Kind.WORD and token.plain not in _CAPTIONS]
    return bool(words) and (table.layout == "items" or line.tokens[0].kind is Kind.WORD)


def _is_header_line(table: Table, line: TokenLine) -> bool:
    """True where each word of a line is a part of the table's header, which may be broken anywhere."""
    words = [word for block in table.blocks for measure in block.measures for path in measure.headers for word in path]
    words += [word for block in table.blocks for word in (*block.labels, *block.codes)]
    words += [*_FURNITURE, "单位:"]
    texts = [normalise_label(token.plain) for token in line.tokens]
    return any(any(text in word for word in words) for text in texts) or is_unit_line(line.words)


def _body(table: Table, lines: Sequence[TokenLine]) -> Iterator[TokenLine]:
    """The lines of rows up to whatever ends a table, without page numbers and unit lines."""
    skip = -1
    for at, line in enumerate(lines):
        words = line.words
        if at == skip or not line.tokens:
            continue
        if _is_numbering(line):
            continue
        whole, used = mended(line, lines[at + 1] if at + 1 < len(lines) else None)
        skip = at + 1 if used else skip
        kinds = [token.kind for token in line.tokens]
        if (kinds in _PAGE_NUMBER_KINDS or words.startswith(_PAGE_WORD)) and _PAGE_NUMBER.fullmatch(words):
            if _is_code_here(table, lines, at):
                yield whole
            continue
        yield whole


def _up_to_the_end(lines: Sequence[Line], start: int, limit: int) -> list[TokenLine]:
    """The lines before a note, the next chapter or prose."""
    found: list[TokenLine] = []
    for line in _tokenised(lines, start, limit):
        words = line.words
        ends = _END.search(words) or (len(words) > _PROSE_LENGTH and not line.has_figure)
        if ends or len(found) == _MAX_LINES:
            break
        found.append(line)
    return found


def _is_code_here(table: Table, lines: Sequence[TokenLine], at: int) -> bool:
    """True where a number alone on a line is a code, not the page's number: it has the digits of one, and a label
    follows or stands above with its figures below.
    """
    code = lines[at].words
    if (
        table.layout != "codes"
        or not _CODE.fullmatch(code)
        or not code.startswith(_FIRST_DIGITS.get(table.code_list or "", ()))
    ):
        return False
    after = lines[at + 1].tokens[0].kind if at + 1 < len(lines) and lines[at + 1].tokens else None
    return after is Kind.WORD or (after is Kind.FIGURE and at > 0 and lines[at - 1].is_words)


def _is_numbering(line: TokenLine) -> bool:
    """A row that numbers the columns: 栏次 1 2 3 …"""
    words = "".join(token.plain for token in line.tokens if token.kind is Kind.WORD)
    numbers = [token.plain for token in line.tokens if token.kind is Kind.NUMBER]
    if len(numbers) + len(words) == 0 or line.has_figure:
        return False
    if words:
        return not "".join(words.split(_COLUMN_NUMBERS))
    return len(numbers) > 1 and numbers == [str(at) for at in range(1, len(numbers) + 1)]


def read_header(table: Table, lines: Sequence[TokenLine]) -> HeaderWords:
    """Which of the table's columns a header names whose words are broken and out of order: a column is shown where all
    characters of its label are there, each used once.
    """
    letters = Counter(normalise_label("".join(line.words for line in lines)))
    shared: set[str] = set()
    shown = [_shown(block, letters, shared) for block in table.blocks]
    wanted = _wanted(table)
    count = sum(map(len, shown))
    if table.layout == "columns":
        if names_items_only(table):
            items, unexplained = items_named(table, lines)
            share = len(items) / len(table.items)
            measures = (table.blocks[0].measures,)
            return HeaderWords(
                measures, share, 0, has_row_numbers=False, is_strange=unexplained > _STRANGE, items=items
            )
        count = _items_shown(table, lines)
        shown = [table.blocks[0].measures]
        score = min(count, wanted) / wanted
        texts = [normalise_label(token.plain) for line in lines for token in line.tokens]
        labelled = ((item, next((each for each in item.labels if each in texts), item.key)) for item in table.items)
        is_strange = count != wanted
        return HeaderWords(tuple(shown), score, 0, has_row_numbers=False, is_strange=is_strange, items=tuple(labelled))
    for block in table.blocks:
        for words in (block.labels, block.codes, block.remarks, *((each,) for each in block.inner)):
            letters -= Counter(next((word for word in words if not Counter(word) - letters), ""))
    row_numbers = all(letters[each] for each in _ROW_NUMBERS)
    spare = min(letters[each] for each in "合计")
    for word in (*_FURNITURE, *_upper_words(table)):
        letters -= Counter(word * 2)
    strange = sum(count for letter, count in letters.items() if letter.isalpha())
    return HeaderWords(tuple(shown), count / wanted, spare, has_row_numbers=row_numbers, is_strange=strange > _STRANGE)


_FURNITURE: Final = (
    "收入",
    "支出",
    "项目",
    "栏次",
    "行次",
    "类款项",
    "统计数",
    "编码",
    "功能分类",
    "经济分类",
    "科目名称",
)


def _upper_words(table: Table) -> set[str]:
    return {word for block in table.blocks for each in block.measures for path in each.headers for word in path[:-1]}


def _wanted(table: Table) -> int:
    if table.layout == "columns":
        return len(table.items) * len(table.blocks[0].measures)
    return sum(len(block.measures) for block in table.blocks)


def _shown(block: Block, letters: Counter[str], shared: set[str]) -> tuple[Measure, ...]:
    """The measures of a block that the letters can spell; what they use up is gone, an upper label only once."""
    shown: list[Measure] = []
    for measure in block.measures:
        for path in measure.headers:
            upper = [word for word in path[:-1] if f"{block.side}/{word}" not in shared]
            word = Counter("".join((path[-1], *upper)))
            if not word - letters:
                letters -= word
                shared.update(f"{block.side}/{each}" for each in path[:-1])
                shown.append(measure)
                break
    return tuple(shown)


def _items_shown(table: Table, lines: Sequence[TokenLine]) -> int:
    """How many columns a header names whose labels are items: as often as the measures' names are printed."""
    names = {path[-1] for measure in table.blocks[0].measures for path in measure.headers}
    return sum(normalise_label(token.plain) in names for line in lines for token in line.tokens)
