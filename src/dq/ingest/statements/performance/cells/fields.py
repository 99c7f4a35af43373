"""Labels with their values beside them: what a form says of the project as a whole."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from dataclasses import field as factory
from itertools import pairwise
from typing import Final

from dq.ingest.statements.model import Said, Statement
from dq.ingest.statements.performance.cells.methods import Methods
from dq.ingest.statements.performance.cells.sheet import Sheet
from dq.ingest.statements.performance.cells.tokens import Kind, Token
from dq.ingest.statements.performance.cells.values import dates, figure, quantity, said, spending
from dq.ingest.statements.performance.vocabulary import Field, vocabulary
from dq.ingest.stream import Line
from dq.templates import normalise_label
from dq.types import DoubtReason

_CODE: Final = re.compile(r"(?<!\d)(?:\d{7}|\d{5}|\d{3})(?!\d)", re.ASCII)
_AROUND_CODE: Final = " \t-—–()（）【】[]、.．:：；;。,，"
_MEASURED: Final = frozenset({"met_rate", "quality", "cost_rate", "execution_rate", "use_rate", "carried_rate"})
_COUNTS: Final = frozenset({"targets_set", "targets_met"})
_WORDS: Final = frozenset({"overall", "unmet_reason"})
_FUNDS: Final = "project_fund"
_FAR_LEFT: Final = 10_000
"""By how much the place of a total is moved below which another stands."""
_RATE: Final = "execution_rate"
_PLAIN_FIGURES: Final = _MEASURED | {"fund_budget", "fund_full_year_budget", "fund_received", "fund_spent", "own_score"}
"""Labels that head columns elsewhere: here a figure stands beside them, and nothing else behind it."""
_OTHER_LABEL: Final = re.compile(
    r"(?:负责人|联系人|经办人|电话|方式|类别|类型|性质|属性|时间|日期|期限|年度|编码|代码|名称|[:：])\s*$"
)
"""How labels end that may stand in the place of a body's name that the form leaves blank."""
_SEAL: Final = re.compile(r"^[(（](?:盖章|公章|签章)[)）]\s*")
"""The rest of a label that was broken before it: 实施单位（盖章）."""
_AT_LEAST: Final = r"(?:≥|≧|>=|\\geq?|\$\\geq?\$)"
_ABOVE: Final = rf"(?:\$?[>＞﹥]\$?|{_AT_LEAST})"
_BAND: Final = re.compile(
    rf"(优秀|良好|合格|优|良|中)\s*[（(]\s*(?:\d+(?:\.\d+)?\s*{_ABOVE}\s*)?S\s*{_AT_LEAST}\s*(\d+(?:\.\d+)?)"
)
_FROM: Final = {"优": "excellent_from", "良": "good_from", "合": "pass_from", "中": "pass_from"}
"""Which limit a grade's own is, by the grade's first character."""


@dataclass(frozen=True, slots=True)
class Pair:
    """A label and its value; the value is None where the form leaves it blank."""

    field: Field
    label: Token
    value: Token | None


def pairs(tokens: Sequence[Token]) -> tuple[Pair, ...]:
    """The labels of a row with the values beside them.

    Example: a row (绩效目标批复文号, …, 目标设置数量（个）, 8) → basis with its text, targets_set with 8.
    """
    known = vocabulary()
    found: list[Pair] = []
    for at, token in enumerate(tokens):
        each = known.field(token.text) if not token.kind.is_figure else None
        if each is None:
            continue
        behind = tokens[at + 1] if at + 1 < len(tokens) else None
        value = None if behind is None or _is_label(behind) else behind
        beyond = tokens[at + 2] if value is not None and at + 2 < len(tokens) else None
        if each.name in _PLAIN_FIGURES and (value is None or not value.kind.is_figure or _is_value(beyond)):
            continue
        found.append(Pair(each, token, value))
    return tuple(found)


def _is_value(token: Token | None) -> bool:
    return token is not None and not _is_label(token)


def _unread(tokens: Sequence[Token], found: Sequence[Pair]) -> Iterator[Token]:
    """The words of a row that have a figure beside them, and are no label that is known and name no mark."""
    read = {pair.label.at for pair in found}
    for label, value in pairwise(tokens):
        column = vocabulary().column(label.text)
        is_sum = not label.kind.is_figure and (column is None or column.type == "amount")
        if label.at not in read and is_sum and value.kind is Kind.NUMBER:
            yield label


def _is_label(token: Token) -> bool:
    """Whether a cell is a label, alone or with its value behind a colon (单位：万元)."""
    head = re.split("[:：]", token.text, maxsplit=1)[0]
    return not token.kind.is_figure and bool(head) and vocabulary().field(head) is not None


@dataclass(frozen=True, slots=True)
class Project:
    """What is gathered of a form's row in table `project`, what its texts say was spent, the rates of funds carried
    over.
    """

    sheet: Sheet
    figures: dict[str, Said] = factory(default_factory=dict)
    names: dict[str, str] = factory(default_factory=dict)
    spent: list[Statement] = factory(default_factory=list)
    periods: dict[str, int] = factory(default_factory=dict)
    carried: dict[str, Said] = factory(default_factory=dict)
    funds: dict[str, Said] = factory(default_factory=dict)
    methods: Methods = factory(default_factory=Methods)
    fund_labels: dict[int, str] = factory(default_factory=dict)
    """The measure by the position of its label, for the sources that stand below."""
    fund_parts: list[Statement] = factory(default_factory=list)
    """The sources that stand below them."""
    unread: list[Token] = factory(default_factory=list)
    """Labels of sums beside these that are not known: a rate may be of one of them."""

    def take(self, line: Line, tokens: Sequence[Token], found: Sequence[Pair]) -> None:
        """Keep what a row of labels and values says; what an earlier row said stays."""
        unit = self.sheet.in_unit(tokens).unit
        if tokens and tokens[0].kind is Kind.NUMBER:
            self.fund_labels.clear()  # A sum whose label was lost: what parts below it are of is not told.
        totals = sum(pair.field.table == _FUNDS for pair in found)
        if totals:
            # One total below another, before any part of them: what a part is of, its place does not tell.
            is_open = totals == 1 and len({at % _FAR_LEFT for at in self.fund_labels}) == 1 and not self.fund_parts
            above = list(self.fund_labels.items()) if is_open else []
            self.fund_parts.clear()
            self.fund_labels.clear()
            self.fund_labels.update((at - _FAR_LEFT, name) for at, name in above)
        if any(pair.field.table == _FUNDS or pair.field.name == _RATE for pair in found):
            self.unread.extend(_unread(tokens, found))
        for pair in found:
            if pair.value is not None:
                self._take(line, pair, pair.value, unit)
            elif pair.field.name == "carrier" and pair.label is not tokens[-1]:
                self.figures.setdefault("body", said(line, pair.label, "", ""))
            if pair.field.table == _FUNDS and pair.field.measure is not None:
                self.fund_labels[pair.label.at] = pair.field.measure
        if not found and self.periods:
            self._more_dates(line, tokens)

    def statements(self) -> Iterator[Statement]:
        """The form's row, and one for each thing that its texts name with an amount."""
        methods = self.methods.said()
        if methods is not None:
            self.figures["methods"] = methods
        if self.unread and self.funds and _RATE in self.figures:
            self.figures[_RATE] = replace(self.figures[_RATE], doubt=DoubtReason.UNKNOWN_COLUMN)
        yield self.sheet.row(
            "project", self.sheet.lines[0], self.names.get("project_name"), self.figures, code=self.names.get("code")
        )
        if self.funds:
            yield self.sheet.row(_FUNDS, self.sheet.lines[0], None, self.funds, {"source": "total"}, "total")
        yield from self.spent

    def grade(self, line: Line) -> None:
        """Keep the grade that a row ticks, and from which scores on each grade is given."""
        text = "\t".join(line.cells)
        found = vocabulary().ticked(text)
        if found is not None and "grade" not in self.figures:
            grade, at = found
            self.figures["grade"] = said(line, _token(line, text.count("\t", 0, at)), grade, "")
        for each in _BAND.finditer(text):
            token = _token(line, text.count("\t", 0, each.start()))
            self.figures.setdefault(_FROM[each[1][0]], said(line, token, each[2], "分"))

    def _take(self, line: Line, pair: Pair, value: Token, unit: str) -> None:
        field = pair.field
        match field.name:
            case "project_name":
                self.names.setdefault(field.name, value.text)
            case "function":
                self._function(line, value)
            case "planned" | "actual" | "planned_start" | "planned_finish":
                period, _, end = field.name.partition("_")
                self.periods.update({} if end else {period: value.at})
                self._dates(line, period, value, end)
            case name if name in _COUNTS:
                number = quantity(value.text)
                if number is not None:
                    self.figures.setdefault(name, said(line, value, number.figure, number.unit or "个"))
            case "carried_rate":
                self.carried["use_rate"] = figure(line, value, "%")
            case name if name in _MEASURED:
                self.figures.setdefault(name, figure(line, value, "%"))
            case _ if field.table == _FUNDS and field.measure is not None and value.kind is Kind.NUMBER:
                self.funds.setdefault(field.measure, figure(line, value, vocabulary().unit_of(pair.label.text) or unit))
            case "own_score" if value.kind is Kind.NUMBER:
                self.figures.setdefault("score", figure(line, value, "分"))
            case "grade" if value.text in vocabulary().words["grades"]:
                self.figures.setdefault("grade", said(line, value, value.text, ""))
            case name if name in _WORDS:
                self.figures.setdefault(name, said(line, value, value.text, ""))
            case "carrier" if value.at == pair.label.at + 1 and not _OTHER_LABEL.search(value.text):
                self.figures.setdefault("body", said(line, value, _SEAL.sub("", value.text), ""))
            case "spending_text":
                for thing, amount, printed in spending(value.text):
                    money = {"amount": said(line, value, amount, "万元" if printed == "万" else printed)}
                    self.spent.append(self.sheet.row("project_expenditure", line, thing, money))
            case _:
                pass

    def _function(self, line: Line, value: Token) -> None:
        """Keep the functional code, and its name where nothing but the name follows it: among further digits
        (213农林水支出03水利14防汛) nobody can tell which is the code.
        """
        codes = _CODE.findall(value.text)
        rest = _CODE.sub("", value.text).strip(_AROUND_CODE)
        if len(codes) != 1 or re.search(r"\d", rest):
            return
        self.names.setdefault("code", codes[0])
        if value.text.strip(_AROUND_CODE).startswith(codes[0]):
            self.figures.setdefault("function", said(line, value, normalise_label(rest), ""))

    def _dates(self, line: Line, period: str, value: Token, end: str = "") -> None:
        """Keep the dates of a cell. Parameters: `end` of the period that its label names ("start", "finish")."""
        found = dates(value.text)
        for each in found if not end or len(found) == 1 else ():
            if end or each.role:
                self.figures.setdefault(f"{period}_{end or each.role}", said(line, value, each.printed, ""))

    def _more_dates(self, line: Line, tokens: Sequence[Token]) -> None:
        """Dates in the row below: those of both periods in order, or of the one that they stand below."""
        dated = [token for token in tokens if any(each.role for each in dates(token.text))]
        if not dated or len(dated) < len(tokens):
            return
        if len(dated) == len(self.periods):
            for period, token in zip(self.periods, dated, strict=True):
                self._dates(line, period, token)
        elif len(dated) == 1:
            for period in [name for name, at in self.periods.items() if at == dated[0].at]:
                self._dates(line, period, dated[0])


def _token(line: Line, at: int) -> Token:
    return Token(at, line.cells[at], Kind.TEXT)
