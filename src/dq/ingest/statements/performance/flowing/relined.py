"""The table of a form in running text, row by row again: its words as the cells of the rows that they were.

Lines say little there: a cell's text may be broken over several, or each cell have a line of its own. What tells a row
is its header: the values that it names stand side by side, in its order, and what stands before them is the row's name,
with its classes before it and the reason of the row above.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

from dq.ingest.cells import read_cell
from dq.ingest.statements.performance.flowing.figures import CELL, NUMBER, RELATION, quantities
from dq.ingest.statements.performance.flowing.fund_rows import fund_row
from dq.ingest.statements.performance.flowing.heads import (
    LABELS,
    MARKS,
    NAMES,
    TEXTS,
    Header,
    header_at,
)
from dq.ingest.statements.performance.flowing.text import Flow
from dq.ingest.statements.performance.flowing.words import BLANK, Span, Words
from dq.ingest.statements.performance.vocabulary import vocabulary
from dq.ingest.stream import Line

_MOST: Final = 6
"""Words of which a label is put together."""
_FAR: Final = 40
"""Words before a row's values: its reason, classes and name."""
_FEW: Final = 2
_COUNTED: Final = re.compile(r"[^\W\d_]{1,3}")
"""What may be a unit that is not known, in a column of units."""
_LABEL: Final = re.compile(
    r"(?:编码|代码|名称|类型|类别|性质|属性|时间|日期|期限|年度|单位|部门|负责人|联系人|电话|[:：])$"
)
"""How labels end."""
_GOALS: Final = ("target", "actual")
_AIM: Final = re.compile(rf"(?:{RELATION})\s*\d")
_CUT: Final = re.compile(r"[.,]?\d[\d.,]*$")
"""A figure, or part of one."""
_DIGITS: Final = re.compile(r"\d+")
_STROKE: Final = re.compile(r"[-—–/]+")
_PURE: Final = re.compile(rf"{NUMBER}%?")


@dataclass(frozen=True, slots=True)
class Relined:
    """The rows of a form as lines of cells; `doubted` the numbers of those that may have other rows' words."""

    lines: tuple[Line, ...]
    doubted: frozenset[int]


def relined(flow: Flow, *, broken: bool = True) -> Relined:
    """The rows of a form in running text.

    Parameters: `broken` False where a line holds the words of one row only, as in aligned text.
    Example: of the lines "清淤", "长度", "≥18公里 17公里 20 18.9" one row 清淤长度, ≥18公里, 17公里, 20, 18.9.
    """
    return _Reader(flow, broken=broken).read()


class _Reader:
    def __init__(self, flow: Flow, *, broken: bool) -> None:
        self._flow = flow
        self._words = Words(flow, broken=broken)
        self._header: Header | None = None
        self._headers: dict[int, Header | None] = {}
        self._known: dict[tuple[int, tuple[str, ...]], list[int] | None] = {}
        self._lines: list[Line] = []
        self._joined: set[int] = set()
        """Numbers of rows whose names were put together."""
        self._doubted: set[int] = set()
        self._strays: set[int] = set()
        """Which lines are no rows though they stand among these: names may go on in them."""
        self._is_mixed = False
        """Whether words stand where no cell of the rows around them has any: lines of neighbouring cells follow each
        other there, and no one can tell whose they are.
        """
        self._may_explain = False
        """Whether the row above may have a reason behind its marks."""
        self._is_lost = False
        """Whether a header is broken so that part of it looks like one of fewer columns."""
        self._is_told = True
        """Whether that reason would be told from the rest of the row's name."""

    def read(self) -> Relined:
        at = 0
        while at < len(self._words):
            at = self._next(at)
        doubted = self._doubted | (self._joined if self._is_mixed else set())
        beside = {at + way for at in self._strays for way in (-1, 0, 1)}
        doubted |= {line.number for at, line in enumerate(self._lines) if at in beside}
        return Relined(tuple(self._lines), frozenset(doubted))

    def _next(self, at: int) -> int:
        """Where what begins with this word ends, which is kept."""
        header = self._header_at(at)
        if header is not None:
            self._header, self._may_explain, self._is_lost = header, False, False
            self._keep(header.cells)
            return header.end
        end = None
        if self._header is not None and not BLANK.fullmatch(self._words.text(at)):
            end = self._fund(at) if self._header.is_money else self._row(at)
        kept = len(self._lines)
        end = end or self._plain(at)
        self._doubted |= {line.number for line in self._lines[kept:]} if self._is_lost else set()
        return end

    def _header_at(self, at: int) -> Header | None:
        if at not in self._headers:
            self._headers[at] = header_at(self._words, at)
        return self._headers[at]

    def _values_at(self, at: int) -> list[int] | None:
        # Rows far apart are looked for from each word between them.
        key = (at, self._header.values if self._header else ())
        if key not in self._known:
            self._known[key] = self._values(at)
        return self._known[key]

    def _keep(self, cells: Sequence[Span | None], *, placed: bool = True) -> int:
        """Keep a row; its number. Below a header the cells of one that is not `placed` stand under no column of it."""
        has_figures = any(cell is not None and CELL.fullmatch(self._words.of(cell)) for cell in cells)
        if not placed and has_figures and self._header is not None:
            cells = [*[None] * len(self._header.names), *cells]
        flow = self._flow
        first = next(cell for cell in cells if cell is not None)
        number = flow.line(first[0])
        spots = [(number, None) if cell is None else (flow.line(cell[0]), flow.spot(cell[0])[1]) for cell in cells]
        texts = tuple("" if cell is None else flow.printed[cell[0] : cell[1]].strip() for cell in cells)
        self._lines.append(Line(number, texts, flow.spot(first[0])[0].page, tuple(spots)))
        return number

    def _plain(self, at: int) -> int:
        """Keep a line as it stands; a label that has it alone, with its value below it."""
        end = self._words.line_end(at)
        known = vocabulary()
        label = self._words.label(at)
        if label > at + 1 and self._words.is_figure(label) and self._words.line_end(label) == label + 1:
            self._keep([self._words.span(at, label), self._words.spans[label]], placed=False)
            return label + 1
        if end == at + 1 and end < len(self._words) and self._words.line_end(end) == end + 1:
            name, value = self._words.text(at), self._words.text(end)
            is_label = known.field(name) is not None or known.column(name) is not None
            if is_label and known.field(value) is None and known.column(value) is None and known.part(value) is None:
                field = known.field(name)
                is_name = field is not None and (field.name == "project_name" or field.measure == "body")
                stop = self._value_end(end) if is_name else end + 1
                self._keep([self._words.spans[at], self._words.span(end, stop)], placed=False)
                return stop
        is_text = self._is_text_row(at, end) or BLANK.fullmatch(self._words.text(at)) is not None
        if self._header is not None and not self._header.is_money and not is_text:
            self._strays.add(len(self._lines))
        self._is_lost |= self._header is None and self._words.is_header_part(at, end)
        self._keep(self._words.spans[at:end], placed=False)
        return end

    def _is_text_row(self, at: int, end: int) -> bool:
        """Whether a line is a row that has texts between its marks (指标解释), and each of these marks."""
        columns = self._header.values if self._header else ()
        figures = sum(self._words.is_figure(word) for word in range(at, end))
        return "criterion" in columns and figures == sum(name in MARKS for name in columns)

    def _value_end(self, at: int) -> int:
        """Where a value ends that is broken over lines of one word each, before the next label."""
        end = at + 1
        while end < at + _MOST and self._words.goes_on(end) and self._words.line_end(end) == end + 1:
            if _LABEL.search(self._words.text(end)):
                break
            end += 1
        return end

    def _fund(self, at: int) -> int | None:
        """Keep a source of money with its sums behind it."""
        header = self._header
        row = None if header is None else fund_row(self._words, header, at)
        if header is None or row is None:
            return None
        name = self._words.span(at, row.label)
        if row.columns is None:
            self._doubted.add(self._keep([name, *self._words.spans[row.label : row.end]], placed=False))
        else:
            placed = {column: self._words.spans[word] for column, word in row.columns.items()}
            own = next((at for at, each in enumerate(header.names) if each in NAMES), 0)
            self._keep([name if at == own else placed.get(each or "") for at, each in enumerate(header.names)])
        return row.end

    def _row(self, at: int) -> int | None:
        """Keep the row whose name, or the reason above it, begins here; None where no row follows."""
        total = self._total(at)
        if total is not None:
            label = self._words.label(at)
            number = self._keep([self._words.span(at, label), *self._words.spans[label:total]], placed=False)
            if total < len(self._words) and _PURE.fullmatch(self._words.text(total)):
                self._doubted.add(number)
            self._header = None
            return total
        if self._header is None or "criterion" in self._header.values:
            return None
        worded = self._worded(at)
        if worded is not None:
            return self._named(at, worded[0] - 1, worded)
        for word in range(at, min(at + _FAR, len(self._words))):
            ends = self._values_at(word) if word > at else None
            if ends is not None:
                return self._named(at, word, ends)
            if word > at and (self._total(word) is not None or self._header_at(word) is not None):
                self._stray(at, word)
                return word
        return None

    def _stray(self, at: int, end: int) -> None:
        """Words that no row takes: the reason of the last one, or what shows that rows are mixed."""
        if at >= end:
            return
        is_reason = self._explains() or (self._may_explain and self._is_told)
        if not is_reason:
            self._strays.add(len(self._lines) - 1)
        self._is_mixed |= not self._may_explain

    def _explains(self) -> bool:
        """Whether any row may have a reason behind its marks, and it would stand there."""
        has_reasons = self._header is not None and bool({*TEXTS} & {*self._header.names})
        return has_reasons and self._words.is_in_order()

    def _total(self, at: int) -> int | None:
        """Where the row of the total that begins here ends."""
        end = self._words.label(at)
        if not self._words.is_figure(end):
            return None
        field = vocabulary().field(self._words.of(self._words.span(at, end)))
        if field is None or field.name != "total":
            return None
        stop = end
        while stop < len(self._words) and stop < end + _FEW and _PURE.fullmatch(self._words.text(stop)):
            stop += 1
        return stop if stop > end else None

    def _values(self, at: int) -> list[int] | None:
        """Where each of the values ends that a row has under its header, the first one beginning here."""
        ends = self._ends(self._header.values, at) if self._header else None
        # A figure behind the last one is of this row, too: then some value was broken, or is of no column.
        return None if not ends or self._value("target", ends[-1]) else ends

    def _ends(self, names: Sequence[str], at: int) -> list[int] | None:
        """Where the values of some columns end, each as short as those behind it let it be."""
        if not names:
            return []
        for end in self._value(names[0], at):
            behind = self._ends(names[1:], end)
            if behind is not None:
                return [end, *behind]
        return None

    def _worded(self, at: int) -> list[int] | None:
        """Where each of the values ends in a row whose goals are words: 2021年底前. Of one that is broken over lines
        they must be alike.
        """
        header, line = self._header, self._words.line_end(at)
        if header is None or not self._words.is_line_start(at) or set(header.values) <= {*_GOALS}:
            return None
        _, begin, _ = self._classes(at, min(at + _MOST, len(self._words)))
        ends = [begin + 2 + each for each in range(len(header.values))]
        if begin == at or ends[-1] > len(self._words):
            return None
        goals = [self._words.text(end - 1) for name, end in zip(header.values, ends, strict=True) if name in _GOALS]
        if all(CELL.fullmatch(goal) for goal in goals):
            return None
        if ends[-1] > line:
            behind: list[int] = []
            is_clear = len({_DIGITS.sub("", goal) for goal in goals}) == 1 and self._words.is_line_start(ends[-1])
        else:
            behind = list(range(ends[-1], line))
            is_clear = len(behind) <= 1
        fits = all(
            name in _GOALS or self._value(name, end - 1) == [end] for name, end in zip(header.values, ends, strict=True)
        )
        return ends if fits and is_clear and not any(map(self._words.is_figure, behind)) else None

    def _value(self, name: str, at: int) -> list[int]:
        """Where a column's value that begins here may end."""
        if at >= len(self._words):
            return []
        known, text = vocabulary(), self._words.text(at)
        if name not in ("target", "actual", "reference"):
            fits = {
                "relation": known.binds(text),
                "unit": known.is_unit(text) or _COUNTED.fullmatch(text) is not None,
            }.get(name, name in (*MARKS, "completion") and _PURE.fullmatch(text) is not None)
            return [at + 1] * fits
        found: list[int] = []
        for end in range(at + 1, min(at + 1 + _FEW, len(self._words)) + 1):
            own = quantities(self._flow, *self._words.span(at, end))
            if len(own) != 1 or own[0].stop != self._words.spans[end - 1][1]:
                continue
            ahead = self._flow.text[self._words.spans[at][0] : own[0].begin].strip()
            is_joined = end > at + 1 and own[0].begin < self._words.spans[at][1]
            if is_joined and not (own[0].unit == "%" or known.is_unit(own[0].unit)):
                continue
            if not ahead or known.binds(ahead):
                found.insert(0, end)  # A unit goes on as long as it is one.
        return found

    def _named(self, at: int, first: int, ends: Sequence[int]) -> int | None:
        """Keep the row whose values begin with a word, those before it its classes and its name; None where they are
        not told apart.
        """
        header = self._header
        if header is None or "indicator" not in header.names:
            return None
        classes, begin, before = self._classes(at, first)
        is_open = begin == at and self._may_explain and self._words.is_broken(at, first)
        at_lines = all(self._words.is_line_start(word) for word in range(begin + 1, first + 1))
        texts = [self._words.text(word) for word in range(begin, first)]
        if not texts or (len(texts) > 1 and not at_lines) or any(map(CELL.fullmatch, texts)):
            return None
        name = self._words.span(begin, first)
        levels = self._levels(classes)
        if _AIM.search(self._words.of(name)):
            return None  # A target: it, or a value behind it, is broken within its figure.
        is_class = vocabulary().level(self._words.of(name)) and "level2" not in levels
        if is_class or vocabulary().is_unit(self._words.of(name)):
            return None  # A class or a unit where the name should be: the name was lost.
        self._stray(at, before)
        placed = {**levels, "indicator": name}
        placed |= {
            each: self._words.span(*pair) for each, pair in zip(header.values, pairwise([first, *ends]), strict=True)
        }
        number = self._keep([placed.get(each or "") for each in header.names])
        end = ends[-1] if self._words.is_line_start(ends[-1]) else self._words.line_end(ends[-1])
        if is_open:
            self._doubted.add(number)
        elif self._words.is_broken(at, end) and not (begin > at and self._words.is_in_order()):
            self._joined.add(number)
        self._may_explain = bool({*TEXTS} & set(header.names)) and (end > ends[-1] or self._lacks(placed))
        self._is_told = end > ends[-1] or self._words.is_line_start(first)
        return end

    def _lacks(self, placed: Mapping[str, Span]) -> bool:
        """Whether a row has less than its full mark, or does not tell."""
        marks = [read_cell(self._words.of(placed[each])).value for each in MARKS if each in placed]
        return len(marks) < _FEW or marks[0] != marks[-1]

    def _classes(self, at: int, first: int) -> tuple[list[Span], int, int]:
        """The last classes before a row's name, where the name begins, and where what stands before them ends."""
        found: list[Span] = []
        begin = before = word = at
        while word < first:
            end = self._words.label(word)
            span = self._words.span(word, end)
            if end < first and vocabulary().level(self._words.of(span)):
                if word > begin or not found:
                    found, before = [], word
                found.append(span)
                begin = end
            word = end
        return found[-_FEW:], begin, before

    def _levels(self, classes: Sequence[Span]) -> dict[str, Span]:
        """The classes by column."""
        if len(classes) == 1:
            levels = vocabulary().level(self._words.of(classes[0]))
            has_second = self._header is not None and "level2" in self._header.names
            return {"level1" if levels == {1} or not has_second else "level2": classes[0]}
        return dict(zip(LABELS, classes, strict=False))
