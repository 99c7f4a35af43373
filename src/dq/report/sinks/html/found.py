"""What a page tells of a finding: its figures, its cells and the rule behind it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from dq.engine.statement import with_difference
from dq.outcome.model import Operand, Outcome
from dq.report.findings import Finding
from dq.report.sinks.html.places import cell_id, line_id, place_words
from dq.report.sinks.text.details import doubt_words
from dq.report.sinks.text.view import View, row_name
from dq.types import Hint

_OPERANDS: Final = 200
"""Most cells listed of one outcome; all are counted."""
_SEEN: Final = 12
"""Most cells in view of one outcome."""
_OTHERS: Final = 40
"""Most further outcomes listed of one cause; all are counted."""
_SIDES: Final = 2
_LONG: Final = 160
"""A statement of more characters is folded: the message and the figures say it shorter. A cell's text is cut."""


@dataclass(frozen=True, slots=True)
class ShownOperand:
    """A cell as the page lists it. `cell` and `line` are the anchors of the drawn cell and of its line of the source,
    None where the page does not have them.
    """

    side: str
    table: str
    row: str
    column: str
    printed: str
    is_number: bool
    place: str
    doubt: str
    correction: str
    cell: str | None
    line: str | None


@dataclass(frozen=True, slots=True)
class ShownOutcome:
    """An outcome as the page tells it. `figures` pairs of a word and a figure: the sides, difference, allowance; `seen`
    of the operands are in view, the others folded.
    """

    rule: str
    title: str
    row: str
    message: str
    statement: str
    is_long: bool
    figures: tuple[tuple[str, str], ...]
    hint: str
    operands: tuple[ShownOperand, ...]
    seen: int
    hidden: int
    ties: str


@dataclass(frozen=True, slots=True)
class ShownFinding:
    """A finding as the page tells it.

    Parameters: `level` the severity's name, `severity` its word; `first` its most telling outcome, `others` further
    ones of the cause, of which `hidden` are counted only; `blocked` outcomes not judged because of it; `suspects` the
    cells or tables that all of its outcomes read; `explanation` empty where the message has it.
    """

    number: int
    level: str
    severity: str
    first: ShownOutcome
    others: tuple[ShownOutcome, ...]
    hidden: int
    total: int
    blocked: int
    suspects: str
    basis: str
    explanation: str
    check: str

    @property
    def gap(self) -> str:
        """The difference, empty where the sides are no figures."""
        return self.first.figures[2][1] if len(self.first.figures) > _SIDES else ""

    @property
    def place(self) -> str:
        """Where its first figure is printed."""
        return self.first.operands[0].place if self.first.operands else ""


class Anchors:
    """Which cells and lines the page has, so that nothing points nowhere. Parameters: the ids of both."""

    def __init__(self, cells: Iterable[str], lines: Iterable[str]) -> None:
        self._known = frozenset(cells) | frozenset(lines)

    def of(self, anchor: str) -> str | None:
        """The anchor where the page has it."""
        return anchor if anchor in self._known else None


def marked_cells(found: Iterable[Finding], report: str) -> dict[str, list[int]]:
    """The numbers of the findings that read each cell of a report, by the cell's anchor.

    Parameters: `found` in the order in which they are numbered, from 1.
    """
    marks: dict[str, list[int]] = {}
    for number, finding in enumerate(found, start=1):
        for operand in own_operands((finding,), report):
            readers = marks.setdefault(cell_id(operand.table, operand.row.get("n"), operand.column), [])
            if number not in readers:
                readers.append(number)
    return marks


def own_operands(found: Iterable[Finding], report: str) -> list[Operand]:
    """The cells that findings read in a report itself, not in that of the year before."""
    return [
        operand
        for finding in found
        for outcome in finding.outcomes
        for operand in outcome.operands
        if operand.report is None or operand.report == report
    ]


def shown_findings(
    found: Sequence[Finding], blocked: Counter[str], anchors: Anchors, view: View, start: int = 1
) -> tuple[ShownFinding, ...]:
    """The findings of one report, numbered from `start`.

    Parameters: `blocked` outcomes that were not judged, by rule; `view` that of the report.
    """
    return tuple(_finding(number, each, blocked, anchors, view) for number, each in enumerate(found, start))


def _finding(number: int, finding: Finding, blocked: Counter[str], anchors: Anchors, view: View) -> ShownFinding:
    first = finding.outcomes[0]
    rule = view.rules.get(first.rule)
    explanation = rule.explanation.in_language(view.language) if rule is not None and rule.explanation else ""
    needing = view.needing(outcome.rule for outcome in finding.outcomes)
    return ShownFinding(
        number=number,
        level=finding.severity.value,
        severity=view.severity(finding.severity)[0],
        first=_outcome(first, anchors, view),
        others=tuple(_outcome(each, anchors, view) for each in finding.outcomes[1 : _OTHERS + 1]),
        hidden=max(0, len(finding.outcomes) - 1 - _OTHERS),
        total=len(finding.outcomes),
        blocked=sum(blocked[each] for each in needing),
        suspects=_suspects(finding, view),
        basis=rule.basis.in_language(view.language) if rule is not None else "",
        explanation="" if explanation in first.message else explanation,
        check=rule.check_text if rule is not None else "",
    )


def _suspects(finding: Finding, view: View) -> str:
    if len(finding.outcomes) == 1:
        return ""
    if finding.cells:
        return view.say("；", "; ").join(view.cell(cell) for cell in finding.cells[:3])
    return view.listed(tuple(view.table(name) for name in finding.tables))


def _outcome(outcome: Outcome, anchors: Anchors, view: View) -> ShownOutcome:
    read = sorted(outcome.operands, key=lambda each: _rank(each, outcome, view))
    operands = tuple(_operand(each, anchors, view) for each in read[:_OPERANDS])
    statement = _statement(outcome, view) if outcome.statement != outcome.message else ""
    ties = [f"{each.cell or ''}|{each.line or ''}|{each.side}" for each in operands if each.cell or each.line]
    return ShownOutcome(
        rule=outcome.rule,
        title=outcome.rule_title,
        row=row_name(outcome.row),
        message=outcome.message,
        statement=statement,
        is_long=len(statement) > _LONG,
        figures=_figures(outcome, view),
        hint=_hint(outcome.hint, view),
        operands=operands,
        seen=min(len(view.looked_up(outcome)) or _SEEN, _SEEN),
        hidden=max(0, len(outcome.operands) - _OPERANDS),
        ties=" ".join(tie.replace(" ", "") for tie in ties),
    )


def _rank(operand: Operand, outcome: Outcome, view: View) -> tuple[bool, bool]:
    """Of a comparison of figures these come first, then rows that were counted, then what need not be looked up."""
    is_words = operand.value is None and bool(operand.printed)
    is_looked_up = view.is_looked_up(operand, outcome)
    return not is_looked_up, is_looked_up and outcome.difference is not None and is_words


def _statement(outcome: Outcome, view: View) -> str:
    """The check with its figures, without the difference that stands below it."""
    if outcome.difference is None or outcome.allowance is None:
        return outcome.statement
    return outcome.statement.removesuffix(with_difference("", outcome.difference, outcome.allowance, view.language))


def _figures(outcome: Outcome, view: View) -> tuple[tuple[str, str], ...]:
    left, right = view.say("左边", "left side"), view.say("右边", "right side")
    if outcome.difference is None:
        if outcome.left_text is None and outcome.right_text is None:
            return ()
        return (left, view.side(outcome.left_text, outcome)), (right, view.side(outcome.right_text, outcome))
    unit = f" {view.unit(outcome.unit)}".rstrip()
    sides = (left, grouped(outcome.left) + unit), (right, grouped(outcome.right) + unit)
    if not outcome.difference:  # sides that should differ, and do not
        return sides
    return (
        *sides,
        (view.say("差额", "difference"), grouped(outcome.difference) + unit),
        (view.say("允许误差", "allowance"), f"±{grouped(outcome.allowance or Decimal(0))}{unit}"),
    )


def grouped(value: Decimal | None) -> str:
    """A figure with thousands apart and a true minus; a dash for none.

    Example: `grouped(Decimal("-16592.05"))` → `"−16,592.05"`.
    """
    return "—" if value is None else f"{value:,f}".replace("-", "\N{MINUS SIGN}")


def _hint(hint: Hint | None, view: View) -> str:
    match hint:
        case Hint.TRUNCATED:
            return view.say("只有截尾才能解释这个差额", "only truncation would explain the difference")
        case Hint.INTEGER_ROUNDING:
            return view.say("可能按整数填列", "perhaps entered as integers")
        case None:
            return ""


def _operand(operand: Operand, anchors: Anchors, view: View) -> ShownOperand:
    sides = {"left": view.say("左", "left"), "right": view.say("右", "right")}
    elsewhere = operand.report is not None
    place = place_words(operand.source, view)
    if operand.report is not None:
        place = view.say("上年报告 ", "report of the year before, ") + place
    return ShownOperand(
        side=sides.get(operand.role, view.say("另", "also")),
        table=view.table(operand.table),
        # A row of words is named by what its cell prints: told once.
        row="" if operand.printed and row_name(operand.row) == operand.printed else row_name(operand.row),
        column=view.column(operand.table, operand.column),
        printed=_short(view.printed(operand)),
        is_number=operand.value is not None,
        place=place,
        doubt=doubt_words(operand.doubt).in_language(view.language) if operand.doubt else "",
        correction=_correction(operand, view),
        cell=None if elsewhere else anchors.of(cell_id(operand.table, operand.row.get("n"), operand.column)),
        line=None if elsewhere else anchors.of(line_id(operand.source.page, operand.source.line)),
    )


def _short(text: str) -> str:
    return text if len(text) <= _LONG else f"{text[:_LONG]} …"


def _correction(operand: Operand, view: View) -> str:
    corrected = operand.corrected
    if corrected is None:
        return ""
    value = grouped(operand.value) if operand.value is not None else view.say("（空）", "(blank)")
    return view.say(
        f"更正为 {value}（{corrected.author}：{corrected.reason}）",
        f"corrected to {value} ({corrected.author}: {corrected.reason})",
    )
