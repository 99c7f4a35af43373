"""Forms without labels of their own in running text, row by row: those that are printed all over the country, with
年初预算数 全年预算数 全年执行数 … over their funds, 一级指标 二级指标 三级指标 … over their rows, and those of budgets.

Only a line that has a word for each column of the header is a row: of one that was broken, or that lost a blank cell,
no one can tell which figure stands under which heading. A row beside a line that is none may lack a part of its name,
and is doubted.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import takewhile
from typing import Final, NamedTuple

from dq.ingest.statements.forms import PLAN
from dq.ingest.statements.model import Said, Statement
from dq.ingest.statements.performance.flowing.figures import CELL, NUMBER, RELATION, Quantity, cell, quantities
from dq.ingest.statements.performance.flowing.parts import Sheet, doubted
from dq.ingest.statements.performance.flowing.words import BLANK
from dq.ingest.statements.performance.vocabulary import SHARE_NAME, plain_label, vocabulary
from dq.types import unit_named

_MONEY: Final[tuple[str, ...]] = ("budget", "full_year_budget", "spent")
_MARKS: Final[tuple[str, ...]] = ("full_mark", "weight", "score")
_GOALS: Final[tuple[str, ...]] = ("target", "actual")
_LEVELS: Final = ("level1", "level2", "indicator")
_KNOWN: Final = frozenset(
    (*_MONEY, *_MARKS, *_GOALS, *_LEVELS, "execution_rate", "completion", "reason", "relation", "unit")
)
_FEW: Final = 2
_SECOND: Final = 2
"""The level of classes that stand under others."""
_LABELS: Final = 3
"""Words of a row among which its source's name is looked for."""
_PURE: Final = re.compile(NUMBER)
_INNER_UNIT: Final = re.compile(r"\(([^\d\s()]{1,6})\)")
_OF_YEAR: Final = ("current", "carried")
"""Sources of the year by their names."""
_OF_BOTH: Final = re.compile(r"年度(?:资金申请|申请资金)|(?:中期|实施期|周期)\S{0,4}(?:总额|总资金|总预算|合计|总计)")
EXECUTION: Final = "预算执行率"
"""What the mark behind the sums of the total is for."""
_SENTENCE: Final = re.compile(r"[,，。;；]")
_DASH: Final = re.compile(r"[-—–/]+")
_SPACED: Final = re.compile(r"[合总小][计分]")
"""Labels whose two signs stand apart: 合 计, 总 分."""
_BOUND: Final = re.compile(RELATION)
_WEIGHED: Final = re.compile(r"([一-鿿]{2,14})\((\d{1,3}(?:\.\d+)?)([分%])\)")
_FULL_MARK: Final = re.compile(r"\((\d{1,3}(?:\.\d+)?)分\)")

Span = tuple[int, int]
"""Where a word begins and ends in the form's text."""


class _Row(NamedTuple):
    """A line: its words, and whether it was read as a row, heading or label."""

    words: list[Span]
    is_read: bool


@dataclass(frozen=True, slots=True)
class _Header:
    """The columns of a header, in print order."""

    columns: tuple[str, ...]

    @property
    def is_money(self) -> bool:
        return not set(self.columns) & set(_LEVELS)


class Rows:
    """The rows of a form. Parameters: `sheet` the form, `unit` of money where it states none itself."""

    def __init__(self, sheet: Sheet, unit: str) -> None:
        self._sheet, self._unit = sheet, unit
        self._flow = sheet.flow
        self._header: _Header | None = None
        self._level1: str | None = None
        self._level2: str | None = None
        self._group: Statement | None = None
        """The weight of a group whose name was just read."""
        self._full: Said | None = None
        """The full mark of the execution that the heading of the funds prints, until it is told."""
        self.name: str | None = None
        self.score: Said | None = None
        self._is_split = _OF_BOTH.search(self._flow.text) is not None
        """Whether sums of the whole project stand beside those of the year: only names tell whose a part is."""

    def statements(self) -> list[Statement]:
        """Its funds, targets and scores.

        Example: of the line 年度资金总额 60 60 54 10 90% 9 one row of `project_fund` and one of `project_indicator`.
        """
        found: list[tuple[int, Statement]] = []
        lines: list[bool] = []
        for words in self._lines():
            said, is_read = self._read(words)
            found += [(len(lines), each) for each in said]
            lines.append(is_read)
        return [self._settled(each, lines, at) for at, each in found]

    def _settled(self, each: Statement, lines: Sequence[bool], at: int) -> Statement:
        # The name of a source that is known is whole.
        is_known = each.role == "total" or each.attributes.get("source") or each.label == EXECUTION
        is_whole = all(lines[max(0, at - 1) : at + 2]) or is_known
        return each if is_whole else replace(each, figures=_only(doubted(each.figures)))

    def _lines(self) -> Iterator[list[Span]]:
        line: list[Span] = []
        for word in self._flow.words(0, len(self._flow.text)):
            if line and self._flow.is_line_start(word[0]):
                yield line
                line = []
            line.append(word)
        if line:
            yield line

    def _text(self, word: Span) -> str:
        return self._flow.text[word[0] : word[1]]

    def _read(self, words: list[Span]) -> tuple[list[Statement], bool]:
        """The statements of a line, and whether it was understood."""
        known = vocabulary()
        spaced = self._flow.text[words[0][0] : words[min(1, len(words) - 1)][1]]
        if len(words) > 1 and _SPACED.fullmatch(spaced):
            words = [(words[0][0], words[1][1]), *words[2:]]
        texts = [self._text(word) for word in words]
        self._state_unit(texts)
        if len(texts) == 1 and BLANK.fullmatch(texts[0]):
            return [], True
        if known.field(texts[0]) is not None and known.field(texts[0]) == known.field("项目名称"):
            is_whole = len(words) > 1 and not _SENTENCE.search(texts[1])
            self.name = self.name or (self._flow.printed[words[1][0] : words[1][1]] if is_whole else None)
            return [], True
        header = self._header_of(texts)
        if header is not None:
            self._header, self._level1, self._level2 = header, None, None
            self._full = self._full_mark(words[0])
            return [], True
        field = known.field(texts[0])
        if field is not None and field.name == "total" and self._header is not None and not self._header.is_money:
            return self._total(words)
        if self._header is None or (self._header.is_money and not self._is_sum(words)):
            return self._planned(words)
        return self._funds(words) if self._header.is_money else self._indicator(words)

    def _full_mark(self, heading: Span) -> Said | None:
        """The full mark of a part in its heading, for a table without a column for it: 预算执行情况（20分）."""
        columns = self._header.columns if self._header else ()
        found = _FULL_MARK.search(self._flow.text, *heading)
        if (
            found is None
            or not {"full_mark", "weight"}.isdisjoint(columns)
            or vocabulary().part(self._text(heading)) is None
        ):
            return None
        return self._flow.said(*found.span(1), "分")

    def _is_sum(self, words: Sequence[Span]) -> bool:
        return len(words) > 1 and any(CELL.fullmatch(self._text(word)) for word in words)

    def _planned(self, words: list[Span]) -> tuple[list[Statement], bool]:
        """A source of money in a form of the budget, with its sum and nothing else behind it."""
        known = vocabulary()
        *ahead, label, value = [None, *words] if len(words) > 1 else [None, None, None]
        found = None if value is None else self._quantity(value)
        source = None if label is None else known.source(self._text(label))
        if self._is_split and source not in _OF_YEAR:
            return [], False
        if found is None or label is None or source is None or len(ahead) > _FEW or self._sheet.kind != PLAN:
            return [], known.part(self._text(words[0])) is not None
        if found.unit and unit_named(found.unit).dimension != "money":
            return [], False
        shown = {"budget": found.said(self._flow, known.unit_of(self._text(label)) or self._unit)}
        role = "total" if source == "total" else "item"
        name = self._flow.printed[label[0] : label[1]]
        return [self._sheet.row("project_fund", label[0], name, shown, {"source": source}, role)], True

    def _state_unit(self, texts: Sequence[str]) -> None:
        known = vocabulary()
        for at, text in enumerate(texts):
            is_first = at <= (known.part(texts[0]) is not None)
            is_heading = known.part(text) is not None or "单位" in text or (is_first and text.endswith("元)"))
            unit = known.unit_of(text) if is_heading else ""
            if unit and unit_named(unit).dimension == "money":
                self._unit = unit

    @staticmethod
    def _header_of(texts: Sequence[str]) -> _Header | None:
        """The header that a line is: all of its words name columns, but for a part's heading and what all its rows are
        before them, and a remark or a broken reason behind.
        """
        known = vocabulary()
        named = [None if (found := known.column(text)) is None else found.name for text in texts]
        if known.part(texts[0]) is not None or named[0] is None:
            named = named[2:] if named[1:2] == [None] and texts[1].endswith(("元)", "项目")) else named[1:]
        if named[:1] == ["source"]:
            named = named[1:]  # The name of what stands below it needs no column.
        columns = tuple(name for name in takewhile(lambda name: name in _KNOWN, named) if name is not None)
        rest = named[len(columns) :]
        if len(set(columns)) < len(columns) or len(rest) > 1 or not {None, "remark"}.issuperset(rest):
            return None
        names = set(columns)
        is_funds = len(names & set(_MONEY)) >= _FEW and not names & set(_LEVELS)
        is_rows = "indicator" in names and "target" in names
        return _Header(columns) if is_funds or is_rows else None

    def _funds(self, words: list[Span]) -> tuple[list[Statement], bool]:
        """A source of money with its sums, and what the degree of execution was scored with."""
        known, columns = vocabulary(), self._header.columns if self._header else ()
        at = next((at for at, word in enumerate(words[:_LABELS]) if known.source(self._text(word))), 0)
        if self._is_figure(words[at]):
            return [], False
        cells, behind = words[at + 1 : at + 1 + len(columns)], words[at + 1 + len(columns) :]
        if columns[len(cells) - 1 : len(cells)] == ("execution_rate",) and self._rate(cells[-1]) is not None:
            # Marks stand in the row of the total alone; the sign of the rate tells that nothing else is left out.
            columns = tuple(name for at, name in enumerate(columns) if at < len(cells) or name not in _MARKS)
        told = [word for word in words[at + 1 :] if not _DASH.fullmatch(self._text(word))]
        if not told:
            return [], True  # A source that gives nothing.
        bare = tuple(name for name in columns if name in _MONEY)
        if len(told) == len(bare) and told == words[at + 1 : at + 1 + len(told)] and cells[len(told) :]:
            columns, cells = bare, told  # Strokes stand for the rate and the marks, of which one cell may be blank.
        if len(cells) < len(columns) or not all(CELL.fullmatch(self._text(word)) for word in cells):
            return [], False
        if any(CELL.fullmatch(self._text(word)) for word in behind):
            return [], False
        placed = dict(zip(columns, cells, strict=True))
        sums = {name: self._figure(placed[name], self._unit) for name in _MONEY if name in placed}
        rate = placed.get("execution_rate")
        shown = {**sums, "execution_rate": None if rate is None else self._rate(rate)}
        label = self._flow.printed[words[at][0] : words[at][1]]
        source = known.source(self._text(words[at]))
        found = [
            self._sheet.row(
                "project_fund",
                words[at][0],
                label,
                shown,
                {"source": source},
                "total" if source == "total" else "item",
            )
        ]
        return [*found, *self._execution(words[at][0], placed)], True

    def _execution(self, begin: int, placed: dict[str, Span]) -> list[Statement]:
        """The marks of the execution, its full mark from the heading of the funds where that prints it."""
        marks = {name: self._figure(placed[name], "分") for name in _MARKS if name in placed}
        if not any(marks.values()):
            return []
        full, self._full = {} if self._full is None else {"full_mark": self._full}, None
        return [self._sheet.row("project_indicator", begin, EXECUTION, {**full, **marks})]

    def _indicator(self, words: list[Span]) -> tuple[list[Statement], bool]:
        """An indicator with its target, actual value and mark."""
        columns = [name for name in (self._header.columns if self._header else ()) if name not in (*_LEVELS, "reason")]
        rest = self._without_classes(words)
        heading = [self._group] if self._group is not None else []
        self._group = None
        if not rest:
            return heading, True
        name, cells, behind = rest[0], rest[1 : 1 + len(columns)], rest[1 + len(columns) :]
        text = self._text(name)
        # A class where the name should be: the name was lost.
        is_name = CELL.fullmatch(text) is None and self._quantity(name) is None and not vocabulary().level(text)
        if not is_name or len(cells) < len(columns) or (behind and self._is_figure(behind[0])):
            return heading, False
        placed = dict(zip(columns, cells, strict=True))
        goals = {each: self._quantity(placed[each]) for each in _GOALS if each in placed}
        marks = [placed[each] for each in _MARKS if each in placed]
        if any(_PURE.fullmatch(self._text(word)) is None for word in marks) or not self._are_words(placed):
            return heading, False
        if not marks and (behind or not all(goals.values())) and not self._is_told(goals, behind):
            return heading, False
        return [*heading, self._row_of(name, placed, goals)], True

    def _are_words(self, placed: dict[str, Span]) -> bool:
        """True where the columns of a target's sign and unit, if there are any, hold these and nothing else."""
        known = vocabulary()
        sign, unit = (self._text(placed[each]) if each in placed else None for each in ("relation", "unit"))
        return (sign is None or known.binds(sign)) and (unit is None or known.is_unit(unit))

    def _is_told(self, goals: dict[str, Quantity | None], behind: Sequence[Span]) -> bool:
        """True for a row without marks whose values are all figures, with words alone behind them."""
        return all(goals.values()) and not any(self._is_figure(word) for word in behind)

    def _row_of(self, name: Span, placed: dict[str, Span], goals: dict[str, Quantity | None]) -> Statement:
        label = self._flow.printed[name[0] : name[1]]
        label_unit = self._text(placed["unit"]) if "unit" in placed else vocabulary().unit_of(label)
        label_unit = label_unit or _shared(label, goals.values())
        figures: dict[str, Said | None] = {
            each: None if found is None else found.said(self._flow, label_unit) for each, found in goals.items()
        }
        figures |= {each: self._figure(placed[each], "分") for each in _MARKS if each in placed}
        figures |= {each: self._rate(placed[each]) for each in ("completion",) if each in placed}
        table = "project_indicator" if any(each in placed for each in _MARKS) else "project_target"
        target = goals.get("target")
        bound = None if target is None else self._flow.text[placed["target"][0] : target.begin].strip()
        bound = self._text(placed["relation"]) if "relation" in placed else bound
        attributes = {
            "level1": self._level1,
            "level2": self._level2,
            "relation": vocabulary().relation(bound) if bound else None,
        }
        return self._sheet.row(table, name[0], label, figures, attributes)

    def _without_classes(self, words: list[Span]) -> list[Span]:
        """The words of a row without the classes before it, which are kept."""
        known = vocabulary()
        for at, word in enumerate(words):
            text = self._text(word)
            levels = known.level(text)
            if known.part(text) is not None and at == 0:
                continue
            following = known.level(self._text(words[at + 1])) if at + 1 < len(words) else frozenset()
            may_be_first = not levels or (1 in levels and _WEIGHED.fullmatch(text) is not None)
            is_first = may_be_first and at == 0 and _SECOND in following
            if levels == {1} or is_first or (levels and self._level1 is None):
                self._level1, self._level2 = self._weighed(word), None
            elif levels and (text != self._level2 or self._is_name(words[at + 1 : at + 2])) and at < _LABELS:
                self._level2 = text
            else:
                return words[at:]
        return []

    def _weighed(self, word: Span) -> str:
        """The name of a group; the weight in brackets behind it (产出指标(50分)) is a row of its own."""
        found = _WEIGHED.fullmatch(self._flow.text, *word)
        if found is None:
            return self._text(word)
        unit = "分" if found[3] == "分" else "%"
        weight = {"weight": self._flow.said(*found.span(2), unit)}
        level = {"level1": found[1]}
        self._group = self._sheet.row("project_indicator", word[0], found[1], weight, level, "heading")
        return found[1]

    def _is_name(self, words: Sequence[Span]) -> bool:
        """True for a word that is no figure and binds none, as what stands behind a class that each row repeats."""
        text = self._text(words[0]) if words else ""
        is_figure = CELL.fullmatch(text) is not None or vocabulary().binds(text)
        return bool(text) and not is_figure and self._quantity(words[0]) is None

    def _total(self, words: list[Span]) -> tuple[list[Statement], bool]:
        """The total of the marks and of the scores."""
        cells = [word for word in words[1:] if _PURE.fullmatch(self._text(word))]
        marks = [name for name in (self._header.columns if self._header else ()) if name in _MARKS]
        if len(cells) != len(words) - 1 or len(cells) != len(marks) or not marks:
            return [], False
        shown = {name: self._figure(word, "分") for name, word in zip(marks, cells, strict=True)}
        self.score = shown.get("score") or self.score
        return [self._sheet.row("project_indicator", words[0][0], self._text(words[0]), shown, role="total")], True

    def _figure(self, word: Span, unit: str) -> Said | None:
        return None if _DASH.fullmatch(self._text(word)) else cell(self._flow, word, unit)

    def _rate(self, word: Span) -> Said | None:
        """A rate with its sign: without it, it may be a share of one."""
        return cell(self._flow, word, "%") if self._text(word).endswith("%") else None

    def _is_figure(self, word: Span) -> bool:
        return CELL.fullmatch(self._text(word)) is not None and not _DASH.fullmatch(self._text(word))

    def _quantity(self, word: Span) -> Quantity | None:
        """The quantity that a word is, with what binds it and its unit; None for others."""
        found = quantities(self._flow, *word)
        if len(found) != 1:
            return None
        own = found[0]
        inner = _INNER_UNIT.fullmatch(self._flow.text, own.end, word[1])
        if inner is not None and vocabulary().is_unit(inner[1]):
            own = Quantity(own.begin, own.end, inner[1], word[1])
        ahead = self._flow.text[word[0] : own.begin].strip()
        return own if own.stop == word[1] and (not ahead or _BOUND.fullmatch(ahead)) else None


def _shared(label: str, goals: Iterable[Quantity | None]) -> str:
    """The only unit that a row's values print, which holds for those without: ≥50 个, 52; per cent only of shares."""
    units = {each.unit for each in goals if each is not None and each.unit}
    only = next(iter(units)) if len(units) == 1 else ""
    return only if only != "%" or SHARE_NAME.search(plain_label(label)) else ""


def _only(figures: dict[str, Said | None]) -> dict[str, Said]:
    return {name: each for name, each in figures.items() if each is not None}
