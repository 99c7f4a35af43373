"""Results become outcomes: figures in the printed unit, statement, message, operands, causes."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal
from functools import cache, cached_property
from typing import Any

from dq.engine.blocking import BLOCKED
from dq.engine.causes import causes
from dq.engine.deciding import deciding, has_figures, shown_comparison, shows
from dq.engine.decimals import month_text
from dq.engine.facts import Cell, Facts, Row
from dq.engine.figures import WIDE, Scale
from dq.engine.interchanged import Differences
from dq.engine.message import Message
from dq.engine.naming import Called, Naming
from dq.engine.operands import Reading, identity, readings, shown
from dq.engine.statement import SIGNS, Statement, with_difference
from dq.engine.verdicts import ERROR, HOLDS, ROUNDING, UNDECIDED, VIOLATED
from dq.outcome.model import Outcome, ReportRecord, Translation
from dq.semantics.checked import CheckedRule, Compare, Condition, Expectation, Or
from dq.templates.model import Schema
from dq.types import Hint, Reason, Severity, ValueType, Verdict

Result = Mapping[str, Any]
"""One row of RESULTS."""

_VERDICTS = {HOLDS: Verdict.HOLDS, ROUNDING: Verdict.ROUNDING, VIOLATED: Verdict.VIOLATED, ERROR: Verdict.ERROR}


@dataclass(frozen=True, slots=True)
class Book:
    """The rules by the numbers of their expectations."""

    rules: tuple[CheckedRule, ...]
    expectations: tuple[Expectation, ...]
    owners: tuple[int, ...]
    """Place in `rules` of the rule that each expectation is of."""

    @staticmethod
    def of(rules: tuple[CheckedRule, ...]) -> Book:
        """All expectations of the rules, numbered in their order."""
        pairs = [(place, each) for place, rule in enumerate(rules) for each in rule.expectations]
        return Book(rules, tuple(each for _, each in pairs), tuple(place for place, _ in pairs))

    def rule(self, test: int) -> CheckedRule:
        """The rule of expectation number `test`."""
        return self.rules[self.owners[test]]


@dataclass(frozen=True, slots=True)
class _Read:
    """What one outcome rests on.

    Parameters: `facts` and `row` the report's rows and its own, None where not fetched; `decided` the parts of the
    check that decide; `part` the one whose figures are shown.
    """

    facts: Facts | None
    row: Row | None
    decided: Condition
    part: Condition | None


@dataclass
class ReportOutcomes:
    """Builds the outcomes of one report.

    Parameters: `facts` its printed rows, None where none of its outcomes needs evidence; `identities` names the
    rows of each table by n; `proven` the verdicts that come with operands; `called` as of `Naming`, for all reports.
    """

    book: Book
    schema: Schema
    record: ReportRecord
    facts: Facts | None
    identities: Mapping[str, Mapping[int, Row]]
    proven: frozenset[Verdict]
    language: str
    called: Called = field(default_factory=dict)
    read: dict[tuple[int, int | None], list[Reading]] = field(default_factory=dict)
    bad: set[str] = field(default_factory=set)
    spots: dict[tuple[Any, ...], Cell] = field(default_factory=dict)

    def build(self, results: Sequence[Result], held: Sequence[Result]) -> Iterator[tuple[int, Outcome]]:
        """Outcomes with the numbers of their expectations.

        Parameters: `results` those wanted; `held` all of the report that hold or nearly do (they settle causes).
        """
        causing = self._causes(results, held)
        self.bad = {self.book.rule(r["test"]).id for r in results if r["verdict"] in (VIOLATED, BLOCKED)}
        for result in results:
            outcome = self._outcome(result)
            cause = causing.get((result["test"], result["n"]))
            yield result["test"], outcome if cause is None else replace(outcome, cause=cause)

    def _outcome(self, result: Result) -> Outcome:
        test, n = result["test"], result["n"]
        rule, expectation = self.book.rule(test), self.book.expectations[test]
        verdict, reason = told_verdict(result["verdict"])
        read = self._read(verdict, expectation, n)
        scale = _scale_of(read.part, Scale.parse(result["unit"]))
        row = None if n is None or expectation.each is None else self.identities[expectation.each].get(n)
        left, right, allowance = (_figure(result[name], result, scale) for name in ("left", "right", "allowance"))
        texts = result["left_text"], result["right_text"]
        if _is_of_dates(expectation) and left is not None and right is not None:
            # Months are compared by their number, which says nothing to people.
            texts = month_text(left), month_text(right)
            left = right = allowance = None
        outcome = Outcome(
            rule=rule.id,
            rule_title=rule.title.in_language(self.language),
            severity=rule.severity,
            report=self.record.report,
            row=None
            if row is None or expectation.each is None
            else identity(expectation.each, row, expectation.column),
            verdict=verdict,
            reason=reason,
            left=left,
            right=right,
            difference=None if left is None or right is None else WIDE.subtract(left, right),
            allowance=allowance,
            left_text=texts[0],
            right_text=texts[1],
            unit=scale.unit if left is not None else None,
        )
        return self._with_words(outcome, rule, test, n, (read, scale))

    def _read(self, verdict: Verdict, expectation: Expectation, n: int | None) -> _Read:
        """What an outcome rests on, where its verdict is to be proven and its row was fetched."""
        check = expectation.check
        facts = self.facts if verdict in self.proven else None
        row = None if facts is None or n is None or expectation.each is None else facts.row(expectation.each, n)
        if facts is None or (expectation.each is not None and row is None):
            return _Read(None, None, check, check)
        return _Read(facts, row, deciding(check, facts, row), shown_comparison(check, facts, row))

    def _with_words(
        self, outcome: Outcome, rule: CheckedRule, test: int, n: int | None, told: tuple[_Read, Scale]
    ) -> Outcome:
        """With statement and message; with operands where its verdict is to be proven."""
        expectation = self.book.expectations[test]
        read, scale = told
        facts = read.facts
        hinted = None
        if facts is not None and outcome.verdict is Verdict.VIOLATED:
            from dq.engine.hints import hint  # only what is violated asks for one

            hinted = hint(expectation.check, facts, read.row)
        found = [] if facts is None else self._readings(test, n)
        operands = shown(found, self.record.document, {} if facts is None else facts.corrected)
        own, other = (
            self._words(outcome, rule, expectation, read, scale, language)
            for language in (("en", "zh") if self.language == "en" else ("zh", "en"))
        )
        return replace(
            outcome,
            hint=hinted,
            severity=_at_most(outcome.severity, hinted),
            statement=own.statement,
            message=own.message,
            translation=other,
            operands=operands,
            reading_doubt=any(operand.doubt is not None for operand in operands),
        )

    def _words(
        self,
        outcome: Outcome,
        rule: CheckedRule,
        expectation: Expectation,
        read: _Read,
        scale: Scale,
        language: str,
    ) -> Translation:
        """What it says in one language."""
        facts, row, decided, part = read.facts, read.row, read.decided, read.part
        is_whole = part is expectation.check
        is_shown = is_whole or shows(decided, part)
        one = part if is_shown and isinstance(part, Compare) and (is_whole or _is_choice(decided)) else None
        missing = frozenset(self.record.tables_missing)
        blocking = tuple(need for need in rule.needs if need in self.bad)
        names = Naming(self.schema, facts, row, scale, language, self.record.template, self.called)
        message = Message(rule, expectation, names, missing, blocking, one).of(outcome)
        if facts is None:
            statement = _bare_statement(outcome, rule, expectation)
        elif outcome.verdict is Verdict.VIOLATED and not has_figures(decided):
            statement = message  # flags and patterns of the rule say less
        else:
            statement = Statement(facts, row, scale, language).condition(decided)
        # Sides that should differ and do not are off by nothing.
        is_off = outcome.difference or outcome.verdict is not Verdict.VIOLATED
        if is_shown and is_off and outcome.difference is not None and outcome.allowance is not None:
            statement = with_difference(statement, outcome.difference, outcome.allowance, language)
        return Translation(language, rule.title.in_language(language), statement, message)

    def _readings(self, test: int, n: int | None) -> list[Reading]:
        """The cells that an outcome read; none where the report's rows were not fetched."""
        found = self.read.get((test, n))
        if found is None:
            expectation = self.book.expectations[test]
            if self.facts is None:
                return []
            row = None if n is None or expectation.each is None else self.facts.row(expectation.each, n)
            found = self.read[test, n] = readings(expectation.check, self.facts, row)
        return found

    def _causes(self, results: Sequence[Result], held: Sequence[Result]) -> dict[tuple[int, int | None], str]:
        """Causes of the violated outcomes, and of those that they block."""
        wrong = {(each["test"], each["n"]): each for each in results if each["verdict"] == VIOLATED}
        if not wrong:
            return {}
        violated: dict[tuple[int, int | None], frozenset[Cell]] = {}
        values: dict[Cell, Decimal] = {}
        for key in wrong:
            cells = {self._cell(each): each.row[each.column] for each in self._readings(*key)}
            violated[key] = frozenset(cells)
            values |= {cell: value for cell, value in cells.items() if isinstance(value, Decimal)}
        gaps = {key: gap for key, each in wrong.items() if (gap := _gap(each)) is not None}
        read = frozenset[Cell]().union(*violated.values())
        found = causes(violated, cache(lambda: self._held(read, held)), self._tables, Differences(gaps, values))
        return {**found, **self._blocked(found, results)}

    def _held(self, cells: frozenset[Cell], held: Sequence[Result]) -> dict[Cell, int]:
        """How many outcomes that hold have read each of these cells."""
        tables = {table for table, _, _ in cells}
        counts: dict[Cell, int] = {}
        for each in held:
            if tables.isdisjoint(self.book.expectations[each["test"]].tables):
                continue
            for cell in map(self._cell, self._readings(each["test"], each["n"])):
                if cell in cells:
                    counts[cell] = counts.get(cell, 0) + 1
        return counts

    def _cell(self, reading: Reading) -> Cell:
        """The cell that was read; of several that one printed figure of a sentence fills the first."""
        spot = None if reading.table in self._tables else reading.spot
        return reading.cell if spot is None else self.spots.setdefault(spot, reading.cell)

    @cached_property
    def _tables(self) -> frozenset[str]:
        """The tables that are printed as such."""
        template = self.schema.templates.get(self.record.template)
        return frozenset() if template is None else frozenset(table.name for table in template.tables)

    def _blocked(
        self, found: Mapping[tuple[int, int | None], str], results: Sequence[Result]
    ) -> dict[tuple[int, int | None], str]:
        """A blocked outcome has the cause of what blocks it, directly or through others, where that is one cause."""
        by_rule: dict[str, set[str]] = {}
        for (test, _), cause in found.items():
            by_rule.setdefault(self.book.rule(test).id, set()).add(cause)
        by_id = {rule.id: rule for rule in self.book.rules}
        blocked = {}
        for each in results:
            if each["verdict"] == BLOCKED:
                reached = _all_needed(self.book.rule(each["test"]), by_id)
                blamed = {cause for rule in reached for cause in by_rule.get(rule, ())}
                if len(blamed) == 1:
                    blocked[each["test"], each["n"]] = blamed.pop()
        return blocked


def _all_needed(rule: CheckedRule, by_id: Mapping[str, CheckedRule]) -> set[str]:
    """Ids of the rules that a rule needs, directly or not."""
    found: set[str] = set()
    waiting = list(rule.needs)
    while waiting:
        need = waiting.pop()
        if need not in found and need in by_id:
            found.add(need)
            waiting.extend(by_id[need].needs)
    return found


def _at_most(severity: Severity, hinted: Hint | None) -> Severity:
    """What whole units would explain is at most a warning."""
    if hinted is Hint.INTEGER_ROUNDING and severity is Severity.ERROR:
        return Severity.WARNING
    return severity


def told_verdict(code: int) -> tuple[Verdict, Reason | None]:
    """The verdict that a small integer of `dq.engine.verdicts` stands for, and why it is undecided."""
    return (_VERDICTS[code], None) if code < UNDECIDED else (Verdict.UNDECIDED, Reason(code - UNDECIDED))


def _is_choice(decided: Condition) -> bool:
    """Whether one comparison decides, or any of several: the first one is told, the others stand in the statement."""
    match decided:
        case Or(left, right):
            return _is_choice(left) and _is_choice(right)
        case Compare(_, left):
            return left.type is not ValueType.DATE  # months are compared by their number
        case _:
            return False


def _scale_of(part: Condition | None, scale: Scale) -> Scale:
    """The unit of a comparison's figures: rates that are only computed are in %, too."""
    is_of_rates = isinstance(part, Compare) and part.left.type is ValueType.PERCENT
    return Scale("%") if is_of_rates and scale.unit is None else scale


def _is_of_dates(expectation: Expectation) -> bool:
    return isinstance(expectation.check, Compare) and expectation.check.left.type is ValueType.DATE


def _figure(value: Decimal | None, result: Result, scale: Scale) -> Decimal | None:
    return None if value is None else scale.figure(value, scaled=result["scaled"])


def _gap(result: Result) -> tuple[Decimal, Decimal] | None:
    """How far both sides are apart, and the allowance, in base units."""
    left, right, allowance = (result[name] for name in ("left", "right", "allowance"))
    if left is None or right is None or allowance is None:
        return None
    exact = (each.scaleb(-result["scaled"], WIDE) for each in (WIDE.subtract(left, right).copy_abs(), allowance))
    return next(exact), next(exact)


def _bare_statement(outcome: Outcome, rule: CheckedRule, expectation: Expectation) -> str:
    """Where no rows were fetched: both sides of a comparison, else the rule as written."""
    if outcome.left is None or outcome.right is None or not isinstance(expectation.check, Compare):
        return rule.check_text
    return f"{outcome.left:,f} {SIGNS[expectation.check.comparison]} {outcome.right:,f}"
