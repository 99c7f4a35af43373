"""What the text of a run needs beside the record: language, names for tables and columns, bases of rules."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from decimal import Decimal
from typing import Final

from dq.diagnostics.layout import Style
from dq.outcome import chosen
from dq.outcome.model import Operand, Outcome, ReportRecord, Waiver
from dq.semantics.checked import CheckedRule
from dq.templates.model import Schema
from dq.types import Reason, Severity, ValueType, Verdict, unit_named


@dataclass(frozen=True, slots=True)
class Bounds:
    """How much is shown before "and N more"; None shows everything."""

    full_findings: int | None = 4
    short_findings: int | None = 8
    reports: int | None = 4
    names: int | None = 12
    sources: int | None = 3
    statement_lines: int | None = 3


SCREEN: Final = Bounds()
"""About one screen."""
EVERYTHING: Final = Bounds(None, None, None, None, None, None)
"""`--all`."""


@dataclass(frozen=True, slots=True)
class View:
    """How a run is told.

    Parameters: `language` "zh" or "en"; `schema` and `rules` (by rule id) give names and bases, a name they do not
    know is shown as it is; `bounds` how much is told; `forms` the template of
    each report, `own_form` that of the report told of; `warnings` whether readings of documents were incomplete.
    """

    language: str
    schema: Schema
    rules: Mapping[str, CheckedRule] = field(default_factory=dict)
    bounds: Bounds = SCREEN
    forms: Mapping[str, str] = field(default_factory=dict)
    own_form: str = ""

    def of(self, report: str) -> View:
        """The view of one report: its tables have the titles of its form."""
        return replace(self, own_form=self.forms.get(report, ""))

    def say(self, zh: str, en: str) -> str:
        """The sentence in the view's language."""
        return en if self.language == "en" else zh

    def table(self, name: str, template: str | None = None) -> str:
        """The table's title, in the words of the form `template` where one is given."""
        form = self.schema.templates.get(template or self.own_form)
        table = (form.table(name) if form else None) or self.schema.tables.get(name)
        return name if table is None else self.say(table.title, table.title_en)

    def column(self, table: str, name: str) -> str:
        """The column's title."""
        known = self.schema.tables.get(table)
        column = None if known is None else known.columns.get(name)
        return name if column is None else self.say(column.title, column.title_en)

    def unit(self, name: str | None) -> str:
        """A unit as people of the language write it; nothing for none. Example: `view.unit("万元")` → `"CNY 10k"`."""
        return "" if name is None else self.say(name, unit_named(name).alias)

    def printed(self, operand: Operand) -> str:
        """What its cell prints, or that nothing stands there; in words where it was read as one of a few."""
        return self.word(operand.table, operand.column, operand.printed or "") or self.say("（空）", "(blank)")

    def word(self, table: str, name: str, text: str) -> str:
        """What a column of words has; what that means where it is one of a few that no document prints.

        Example: `view.word("project_fund", "source", "fiscal")` → `"财政资金小计"`.
        """
        known = self.schema.tables.get(table)
        column = None if known is None else known.columns.get(name)
        if column is None or not column.is_attribute or not (text.isascii() and text.isidentifier()):
            return text  # those words are names; what is printed is mostly Chinese
        # A column of the same name in another table holds the same words: said of one of them only.
        alike = (each.columns[name].words for each in self.schema.tables.values() if name in each.columns)
        meant = column.words.get(text) or next((words[text] for words in alike if text in words), None)
        return self.say(*meant) if meant else text

    def side(self, text: str | None, outcome: Outcome) -> str:
        """A side of a comparison of words, as the columns that it reads have them; a dash for none."""
        meant = (self.word(each.table, each.column, text or "") for each in outcome.operands)
        return next((each for each in meant if each != text), text) or "—"

    def looked_up(self, outcome: Outcome) -> tuple[Operand, ...]:
        """The cells that a person looks up."""
        return tuple(each for each in outcome.operands if self.is_looked_up(each, outcome))

    def is_looked_up(self, operand: Operand, outcome: Outcome) -> bool:
        """Whether a person looks it up: of a comparison of figures not the words that say which figure it is."""
        known = self.schema.tables.get(operand.table)
        column = None if known is None else known.columns.get(operand.column)
        tells_which = column is not None and column.is_attribute and column.type is not ValueType.DATE
        return outcome.difference is None or bool(operand.doubt) or not tells_which

    def form(self, report: ReportRecord) -> str:
        """What kind of report it is, in words."""
        return self.template(report.template) if report.template in self.schema.templates else report.kind

    def template(self, name: str) -> str:
        """The title of a family of forms."""
        template = self.schema.templates.get(name)
        return name if template is None else self.say(template.title, template.title_en)

    def needing(self, rules: Iterable[str]) -> frozenset[str]:
        """Ids of the rules that need one of `rules`, directly or through others."""
        found = frozenset(rules)
        reached = frozenset[str]()
        while found - reached:
            reached |= found
            found = frozenset(rule.id for rule in self.rules.values() if not reached.isdisjoint(rule.needs))
        return reached - frozenset(rules)

    def rule_title(self, rule: str) -> str:
        """The rule's title, or nothing for a rule that is not known."""
        known = self.rules.get(rule)
        return "" if known is None else known.title.in_language(self.language)

    def cell(self, operand: Operand) -> str:
        """The operand's place in words: table, row, column."""
        parts = (self.table(operand.table), row_name(operand.row), self.column(operand.table, operand.column))
        return " · ".join(part for part in parts if part)

    def listed(self, names: tuple[str, ...]) -> str:
        """Names joined, cut after `bounds.names` with the number of those left out."""
        shown = names[: self.bounds.names]
        text = self.say("、", ", ").join(shown)
        hidden = len(names) - len(shown)
        return text + self.say(f" 等 {len(names)} 个", f" and {hidden} more") if hidden else text

    def severity(self, severity: Severity) -> tuple[str, Style]:
        """The severity's word and colour."""
        match severity:
            case Severity.ERROR:
                return self.say("错误", "error"), Style.ERROR
            case Severity.WARNING:
                return self.say("警告", "warning"), Style.WARNING
            case Severity.INFO:
                return self.say("提示", "info"), Style.INFO

    def reason(self, reason: Reason | None) -> str:
        """Why something could not be told, in words."""
        if reason is None:
            return self.say("原因不明", "no reason given")
        zh, en = _REASONS[reason]
        return self.say(zh, en)

    def verdict(self, verdict: Verdict) -> str:
        """The verdict's word."""
        zh, en = _VERDICTS[verdict]
        return self.say(zh, en)

    def waiver(self, waiver: Waiver) -> str:
        """That something is waived by which waiver, why, by whom and until when."""
        return self.say(
            f"已豁免（{waiver.rule}）：{waiver.reason}（批准人 {waiver.approver}，有效期至 {waiver.expires}）",
            f"waived ({waiver.rule}): {waiver.reason} (approved by {waiver.approver}, until {waiver.expires})",
        )


_REASONS: Final = {
    Reason.MISSING: ("缺少所需的表或行", "a table or row it needs is missing"),
    Reason.AMBIGUOUS: ("同名的行不止一行", "more than one row has the name"),
    Reason.NO_PRIOR: ("没有上年的报告", "there is no report of the year before"),
    Reason.UNITS: ("计量单位对不上", "the units do not agree"),
    Reason.UNREADABLE: ("单元格读不成数字", "a cell cannot be read as a figure"),
    Reason.ZERO_DIVISOR: ("除数为零", "the divisor is zero"),
    Reason.BLOCKED: ("前提规则不成立，故不再判断", "a rule it needs is violated"),
}
_VERDICTS: Final = {
    Verdict.HOLDS: ("成立", "holds"),
    Verdict.ROUNDING: ("四舍五入之差", "rounding"),
    Verdict.VIOLATED: ("不成立", "violated"),
    Verdict.UNDECIDED: ("无法判断", "undecided"),
    Verdict.ERROR: ("运行出错", "run error"),
}


def row_name(row: Mapping[str, str | int | None] | None) -> str:
    """How a person finds the row in print: its label, else its path, else its code.

    Example: `row_name({"label": "支出总计", "n": 32})` → `"支出总计"`.
    """
    if row is None:
        return ""
    code = str(row.get("code") or "")
    label = str(row.get("label") or row.get("path") or "")
    return f"{code} {label}".strip()


def figure(value: Decimal | None) -> str:
    """A figure as text without exponent; a blank for None.

    Example: `figure(Decimal("1E+2"))` → `"100"`.
    """
    return "" if value is None else f"{value:f}"


def counted(number: int, noun: str) -> str:
    """A number of things in English.

    Example: `counted(1, "cause")` → `"1 cause"`; `counted(2, "cause")` → `"2 causes"`.
    """
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"


def place(operand: Operand) -> str:
    """file:line of a printed cell, with the page where the format has pages; of a workbook sheet and cell.

    Example: `"report.txt:64"`, `"book.xlsx 决算表!C8"`.
    """
    source = operand.source
    if source.sheet is not None:
        return f"{source.document} {source.sheet}!{source.cell or source.line}"
    page = f":p{source.page}" if source.page is not None else ""
    number = f":{source.line}" if source.line is not None else ""
    return f"{source.document}{page}{number}"


def brief_place(operand: Operand, view: View) -> str:
    """The printed line by its number where only one report is told of, else as `place` has it.

    Example: `"第 64 行"`; of several reports `"report.txt:64"`.
    """
    source = operand.source
    if len(view.forms) > 1 or source.line is None or source.page is not None or source.sheet is not None:
        return place(operand)
    return view.say(f"第 {source.line} 行", f"line {source.line}")


def violations_by_severity(outcomes: Iterable[Outcome]) -> dict[Severity, int]:
    """Violated outcomes counted by severity, gravest first, without those that are doubted in reading or waived."""
    counted = dict.fromkeys((Severity.ERROR, Severity.WARNING, Severity.INFO), 0)
    for outcome in chosen(outcomes, Verdict.VIOLATED):
        if not outcome.reading_doubt and outcome.waiver is None:
            counted[outcome.severity] += 1
    return counted
