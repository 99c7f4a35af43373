"""Tables whose title is lost: known by an unmistakable header, or by a header, rows and place that together are.

A wrong table makes wrong facts of all its figures, so that nothing is taken where two tables of the form may be meant,
nor what stands under a title of its own that the form does not know.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import takewhile
from typing import Final

from dq.ingest.cells import is_figure
from dq.ingest.code_parts import FIRST_DIGITS
from dq.ingest.header_search import HEADER_ROWS, FoundTable, best_header, found_at
from dq.ingest.headers import FURNITURE, Header, undated
from dq.ingest.row_shapes import header_again, is_numbering
from dq.ingest.stream import Line
from dq.ingest.units import column_unit, is_form_number, is_unit_line
from dq.templates import Table, Template, normalise_label, split_unit

_DISTINCT_COLUMNS: Final = 4
"""Columns of figures that a header must have to be known by itself."""
_DISTINCT_WORDS: Final = 40
_MAX_TRIES: Final = 200
"""Lines that may be headers and are looked into; a report has some dozens, and time must stay bounded."""
_ABOVE: Final = 3
"""Lines right above a header that may belong to it."""
_SIDES: Final = frozenset(("收入", "支出"))
_LEAST_KNOWN: Final = 4
_MOSTLY_KNOWN: Final = 0.8
"""Rows, and the share of them, that the form must list in a table known by its rows."""
_LOOKED_AT: Final = 60
_LEADING_CODE: Final = re.compile(r"\d{3,7}")
_TITLE_LENGTHS: Final = range(5, 41)
_NO_TITLE: Final = re.compile(
    r"^第[一二三四五六七八九十]+部分|^[-–—第]?\s*\d{1,4}\s*[-–—页]?$|^(?:注|说明|备注)\s*[:：]|[。；;]$"
    r"|\d{4}年(?:度)?(?:部门|单位)?(?:决算|预算)(?:公开)?(?:报告|说明|报表)?$"
)
"""What may stand between two tables and is no title of the lower one."""
_CAPTION: Final = re.compile("如下|下表|下属|所属|上年|上一年|往年")
"""Words of a short sentence that says what the table below it shows, or whose or which year's it is."""
_YEAR: Final = re.compile(r"(\d{4})年", re.ASCII)


def untitled_tables(
    template: Template, lines: Sequence[Line], titled: Sequence[FoundTable], *, in_force: bool, year: int | None = None
) -> tuple[list[FoundTable], int | None]:
    """Tables of a template whose title is lost, in the order in which they were made sure of; the first line that was
    not looked at any more, where too many looked like headers.

    Known are headers that no other table of the form can have (four columns of figures at least); then those that stand
    where the form prints the table, among others that are known, with rows that are this table's.
    Parameters: `titled` the tables that were found by their titles; `in_force` whether the template is that of the
    report's year: the order of tables of another one says nothing; `year` that year.
    """
    search = _Search(template, lines, list(titled), year)
    for accepts in (search.is_distinct, search.is_in_place) if in_force else (search.is_distinct,):
        for headers in search.candidates():
            if accepts(headers):
                search.take(headers)
    return search.found[len(titled) :], search.ended_at


class _Search:
    """What was found of a document's tables so far."""

    def __init__(self, template: Template, lines: Sequence[Line], found: list[FoundTable], year: int | None) -> None:
        self._order = [table.name for table in template.tables]
        self._tables = template.tables
        self._lines = lines
        self._year = year
        self._at = {id(line): index for index, line in enumerate(lines)}
        self.found = found
        self.ended_at: int | None = None

    def _unfound(self) -> list[Table]:
        names = {each.header.table.name for each in self.found}
        # (What stands for another table is known by a title only: so few words are in its header.)
        return [table for table in self._tables if table.name not in names and table.stands_for is None]

    def candidates(self) -> Iterator[list[Header]]:
        """Whole headers of tables not found yet, those that begin at one line together."""
        words = _words_of(self._unfound())
        tried = 0
        for index, line in enumerate(self._lines):
            if not _may_be_header(line, words) or self._is_known(index):
                continue
            tried += 1
            if tried > _MAX_TRIES:
                self.ended_at = index
                return
            printed = _words_in(self._lines[index : index + HEADER_ROWS])
            shapes = (shape for table in self._unfound() for shape in table.shapes if _may_be_whole(shape, printed))
            headers = (best_header(shape, self._lines, index) for shape in shapes)
            whole = [header for header in headers if header is not None and header.score == 1.0]
            # What one table prints as the form has it, another that only sometimes does is not meant by.
            own = {header.table.name for header in whole if header.table in self._tables}
            if whole:
                yield [header for header in whole if not own or header.table.name in own]

    def _is_known(self, index: int) -> bool:
        """True for a line of a found table's header, and for that of the nearest table above, printed again."""
        nearest: FoundTable | None = None
        for each in self.found:
            if each.first <= index < each.body:
                return True
            if each.first < index and (nearest is None or each.first > nearest.first):
                nearest = each
        return nearest is not None and header_again(nearest.header, self._lines, index) is not None

    def take(self, headers: Sequence[Header]) -> None:
        """Add the table that these headers are shapes of."""
        begin = _unit_above(self._lines, self._index(headers[0]))
        first, *rivals = (found_at("", begin, header, self._lines) for header in headers)
        self.found.append(replace(first, rivals=tuple(rivals)))

    def _index(self, header: Header) -> int:
        return self._at[id(header.rows[0])]

    def is_distinct(self, headers: Sequence[Header]) -> bool:
        """True where one table alone has such a header, its columns are many, and no title says that it is another."""
        is_one = len({header.table.name for header in headers}) == 1 and _is_wide(headers[0].table)
        return is_one and not self._has_title(self._index(headers[0]))

    def is_in_place(self, headers: list[Header]) -> bool:
        """True where the rows below are those of one table alone that the form prints here; `headers` are left those
        of its shapes that the rows fit.

        Of tables that look the same the form's first one must be meant: where it is printed elsewhere than in the
        form's order, the next one would be taken for it.
        """
        index = self._index(headers[0])
        if self._has_title(index):
            return False
        fitting = [header for header in headers if self._are_its_rows(header)]
        alike = list(dict.fromkeys(self._order.index(header.table.name) for header in fitting))
        before = [self._place(each) for each in self.found if each.first < index]
        after = [self._place(each) for each in self.found if each.first > index]
        here = [place for place in alike if max(before, default=-1) < place < min(after, default=len(self._order))]
        if not (before or after) or len(here) != 1 or here[0] != min(alike):
            return False
        headers[:] = (header for header in fitting if self._order.index(header.table.name) == here[0])
        return True

    def _place(self, found: FoundTable) -> int:
        return self._order.index(found.header.table.name)

    def _has_title(self, index: int) -> bool:
        """True where a short text right above the header may be the title of a table that the form does not know."""
        for at in range(index - 1, -1, -1):
            line = self._lines[at]
            text = "".join(line.cells)
            is_of_header = len(line.filled) > 1 and not any(map(is_figure, line.cells))
            if not line.filled or is_of_header or is_unit_line(text) or is_form_number(text):
                continue
            sole = normalise_label(line.sole_text or "")
            return len(sole) in _TITLE_LENGTHS and (not _NO_TITLE.search(sole) or self._is_caption(sole))
        return False

    def _is_caption(self, text: str) -> bool:
        """True for a sentence that names another year than the report's, or otherwise announces a table of its own."""
        years = {int(found) for found in _YEAR.findall(text)}
        return bool(years - {self._year}) or _CAPTION.search(text) is not None

    def _are_its_rows(self, header: Header) -> bool:
        """True where the rows below a header are such as its table has: named by its code list, or listed by the form.
        A table without any figure has no fact that could be wrong.
        """
        begin = self._at[id(header.rows[-1])] + 1
        behind = takewhile(lambda line: len(line.cells) > 1, self._lines[begin : begin + _LOOKED_AT])
        rows = [line for line in behind if not is_numbering(line) and any(map(is_figure, line.cells))]
        match header.table.layout:
            case "codes":
                codes = [code for line in rows for code in _codes_in(header, line)]
                first = FIRST_DIGITS.get(header.table.code_list or "", ())
                return all(code.startswith(first) for code in codes) and bool(codes or not rows)
            case "items":
                labels = list(_labels_in(header, rows))
                roles = [role for role in labels if role is not None]
                return "total" in roles and len(roles) >= max(_LEAST_KNOWN, _MOSTLY_KNOWN * len(labels))
            case _:
                return False


def _words_of(tables: Iterable[Table]) -> frozenset[str]:
    """All that the headers of these tables may print."""
    words = set(FURNITURE)
    for table in tables:
        for shape in table.shapes:
            for block in shape.blocks:
                words.update(block.labels, block.codes)
                words.update(part for each in block.measures for path in each.headers for part in path)
            if shape.layout == "columns":
                words.update(label for item in shape.items for label in item.labels)
    return frozenset(words)


def _words_in(lines: Iterable[Line]) -> frozenset[str]:
    """What cells of header rows print, without units, with years and without them."""
    words = {column_unit(normalise_label(line.cells[at]))[0] for line in lines for at in line.filled}
    return frozenset(words.union(map(undated, words)))


def _may_be_whole(shape: Table, printed: frozenset[str]) -> bool:
    """False where rows that print these words lack a column of the shape: most lines are told so at little cost."""
    if shape.layout == "columns":
        return all(item.is_optional or not printed.isdisjoint(item.labels) for item in shape.items)
    return all(
        not printed.isdisjoint(block.labels)
        and all(each.is_optional or any(path[-1] in printed for path in each.headers) for each in block.measures)
        for block in shape.blocks
    )


def _may_be_header(line: Line, words: frozenset[str]) -> bool:
    """True for a line of several cells whose words all belong to headers."""
    return len(line.filled) > 1 and all(
        undated(column_unit(normalise_label(line.cells[at]))[0]) in words for at in line.filled[:_DISTINCT_WORDS]
    )


def _is_wide(table: Table) -> bool:
    if table.layout == "columns":
        return len(table.items) >= _DISTINCT_COLUMNS
    return sum(len(block.measures) for block in table.blocks) >= _DISTINCT_COLUMNS


def _codes_in(header: Header, line: Line) -> Iterator[str]:
    """The first part of each code that a row prints, before its label, behind it or in one cell with it."""
    for block in header.blocks:
        if block.label is None:
            continue
        places = (*range(block.begin, block.label + 1), *sorted(block.codes_behind))
        texts = (line.cells[at] for at in places if at < len(line.cells) and at not in block.numbers)
        code = next((found[0] for text in texts if (found := _LEADING_CODE.match(text))), None)
        if code is not None:
            yield code


def _labels_in(header: Header, rows: Iterable[Line]) -> Iterator[str | None]:
    """For each label that rows print the role of the item that it names, None for one that the form does not list."""
    for block in header.blocks:
        known = {
            label: item.role for item in header.table.items if item.side == block.block.side for label in item.labels
        }
        for line in rows:
            if block.label is not None and block.label in line.filled:
                yield known.get(split_unit(normalise_label(line.cells[block.label]))[0])


def _unit_above(lines: Sequence[Line], index: int) -> int:
    """The first of the lines right above a header without a heading that state its unit or the number of its form, or
    name what stands below on the left and on the right.
    """
    begin = index
    for at in range(index - 1, max(-1, index - 1 - _ABOVE), -1):
        text = "".join(lines[at].cells)
        sides = {normalise_label(lines[at].cells[cell]) for cell in lines[at].filled}
        if not (is_unit_line(text) or is_form_number(text) or (sides and sides <= _SIDES)):
            break
        begin = at
    return begin
