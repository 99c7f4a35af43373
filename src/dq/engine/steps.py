"""A check step by step: what the engine says of each part of it on each row.

There is no second semantics: every part is put to the engine as a test of its own. A value e is asked as `e <= 0` and
`e >= 0`, whose left sides are its value and whose allowances are how far the true value may lie below and above it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import TYPE_CHECKING, Any, Final, assert_never

from dq.engine.facts import Facts, Row
from dq.engine.fetching import fetch
from dq.engine.figures import WIDE, Scale
from dq.engine.operands import readings, shown
from dq.engine.outcomes import Book, told_verdict
from dq.engine.rows import REPORT
from dq.engine.run import Options, Task
from dq.engine.statement import SIGNS, Statement
from dq.engine.verdicts import VIOLATED
from dq.outcome.model import Operand, Outcome
from dq.semantics import checked
from dq.semantics.checked import Condition, Expectation, Expr, Tolerance, ToleranceKind
from dq.types import Reason, Verdict

if TYPE_CHECKING:
    from dq.archive import Store
    from dq.semantics.checked import CheckedRule, RuleBook
    from dq.templates.model import Schema

Place = tuple[str, int | None]
"""A report and the number of a row in it, None for the report as a whole."""

_CUT: Final = Tolerance(ToleranceKind.TRUNCATION)


@dataclass(frozen=True, slots=True)
class Step:
    """A part of a check with what it came to.

    Parameters: `depth` 0 for the check itself; `text` the part as a formula; `value` and the ends `low` and `high` of
    its interval in `unit`, an end None where there is no bound, `value` None where it has no figure; `told` what it
    reads instead, for people; `verdict` of a condition, None of a value; `reason` why it could not be told;
    `difference` and `allowance` of a comparison of figures; `operands` the printed cells that it read.
    """

    depth: int
    text: str
    value: Decimal | None = None
    low: Decimal | None = None
    high: Decimal | None = None
    unit: str | None = None
    told: str | None = None
    verdict: Verdict | None = None
    reason: Reason | None = None
    difference: Decimal | None = None
    allowance: Decimal | None = None
    operands: tuple[Operand, ...] = ()


@dataclass(frozen=True, slots=True)
class _Part:
    """A part of a check: `taken` the branches (case, value) that must be taken for it to count."""

    node: Condition | Expr
    depth: int
    tolerance: Tolerance
    taken: tuple[tuple[checked.Case, Expr], ...] = ()

    def tests(self) -> tuple[Condition, ...]:
        """What the engine is asked about it."""
        if not isinstance(self.node, Expr):
            return (self.node,)
        if not self.node.type.is_numeric:
            return ()
        zero = checked.Literal(Decimal(0), self.node.type, "0")
        ends = (checked.Comparison.LE, checked.Comparison.GE)
        return tuple(checked.Compare(sign, self.node, zero, self.tolerance) for sign in ends)


@dataclass(frozen=True, slots=True)
class _Asked:
    """An expectation in parts, each with the numbers of its tests; the first part is the check itself."""

    each: str | None
    parts: tuple[tuple[_Part, range], ...]


def steps(
    rule: CheckedRule, outcomes: tuple[Outcome, ...], book: RuleBook, store: Store, schema: Schema, language: str
) -> tuple[tuple[Step, ...], ...]:
    """For each outcome of the rule, the parts of its check, inner parts before the outer ones that are made of them.

    Parameters: `outcomes` all that a run with `holds` found of this rule in their reports, in its order.
    Example: `steps(rule, run.outcomes, book, store, schema, "en")[0][-1].verdict` is that of the first outcome.
    """
    asked, expectations = _asked(rule)
    alone = Book.of((replace(rule, needs=(), expectations=expectations),))
    reports = tuple(dict.fromkeys(each.report for each in outcomes))
    task = Task(alone, store, schema, Options(reports, language=language, holds=True), book.bodies)
    found: dict[Place, list[tuple[Step, ...]]] = {}
    for records in task.portions(task.records()):
        bench, _, results, _ = task.judge(records)
        facts = fetch(bench.store, [record.report for record in records], schema.tables, bench.elsewhere)
        by_place: dict[Place, dict[int, Mapping[str, Any]]] = {}
        for result in results.iter_rows(named=True):
            place = records[result[REPORT]].report, result["n"]
            by_place.setdefault(place, {})[result["test"]] = result
        for (report, n), answers in by_place.items():
            told = _Telling(facts[report], n, answers, language)
            found[report, n] = [told.steps(each) for each in asked if each.parts[0][1].start in answers]
    waiting = {place: iter(each) for place, each in found.items()}
    return tuple(next(waiting.get(_place(each), iter(())), ()) for each in outcomes)


def _place(outcome: Outcome) -> Place:
    n = None if outcome.row is None else outcome.row["n"]
    return outcome.report, n if isinstance(n, int) else None


def _asked(rule: CheckedRule) -> tuple[list[_Asked], tuple[Expectation, ...]]:
    """The parts of every expectation, and the expectations that ask the engine about them."""
    expectations: list[Expectation] = []
    asked = []
    for expectation in rule.expectations:
        numbered: list[tuple[_Part, range]] = []
        for part in _of_condition(expectation.check, 0):
            start = len(expectations)
            # What is missing violates the whole check, not a part of it.
            strict = expectation.missing_violates and not numbered
            tests = part.tests()
            expectations += [replace(expectation, check=test, missing_violates=strict) for test in tests]
            numbered.append((part, range(start, len(expectations))))
        asked.append(_Asked(expectation.each, tuple(numbered)))
    return asked, tuple(expectations)


def _of_condition(node: Condition, depth: int) -> Iterator[_Part]:
    """The condition, then its parts from left to right."""
    yield _Part(node, depth, Tolerance())
    match node:
        case checked.Compare(_, left, right, tolerance):
            kept = _CUT if tolerance.kind is ToleranceKind.TRUNCATION else Tolerance()
            yield from _of_value(left, depth + 1, kept)
            yield from _of_value(right, depth + 1, kept)
        case checked.StartsWith(left, right):
            yield from _of_value(left, depth + 1, Tolerance())
            yield from _of_value(right, depth + 1, Tolerance())
        case checked.And(left, right) | checked.Or(left, right) | checked.Implies(left, right):
            yield from _of_condition(left, depth + 1)
            yield from _of_condition(right, depth + 1)
        case checked.Not(operand):
            yield from _of_condition(operand, depth + 1)
        case checked.StateTest(operand) | checked.Among(operand) | checked.Matches(operand):
            yield from _of_value(operand, depth + 1, Tolerance())
        case checked.Exists():
            return
        case _:
            assert_never(node)


def _of_value(node: Expr, depth: int, tolerance: Tolerance) -> Iterator[_Part]:
    if isinstance(node, checked.Literal):
        return
    yield _Part(node, depth, tolerance)
    match node:
        case checked.Negate(operand) | checked.MonthOf(operand):
            yield from _of_value(operand, depth + 1, tolerance)
        case checked.Arithmetic():
            for addend in _addends(node):
                yield from _of_value(addend, depth + 1, tolerance)
        case checked.Call(_, arguments):
            for argument in arguments:
                yield from _of_value(argument, depth + 1, tolerance)
        case checked.Case(branches, otherwise):
            for guard, _ in branches:
                yield from _of_condition(guard, depth + 1)
            for value in (*(value for _, value in branches), otherwise):
                for part in _of_value(value, depth + 1, tolerance):
                    yield replace(part, taken=((node, value), *part.taken))
        case checked.Field() | checked.Inner() | checked.ReportField() | checked.Pick() | checked.Reduce():
            return
        case _:
            assert_never(node)


def _addends(node: checked.Arithmetic) -> tuple[Expr, ...]:
    """Both sides of × and ÷; of a chain of + and − every addend: nobody reckons it in pairs."""
    left = node.left
    if isinstance(left, checked.Arithmetic) and _adds(node) and _adds(left):
        return (*_addends(left), node.right)
    return left, node.right


def _adds(node: Expr) -> bool:
    return isinstance(node, checked.Arithmetic) and node.operator in (checked.Operator.ADD, checked.Operator.SUBTRACT)


@dataclass(frozen=True, slots=True)
class _Telling:
    """Tells the parts of a check on one row. Parameters: `answers` of the engine by the number of the test."""

    facts: Facts
    n: int | None
    answers: Mapping[int, Mapping[str, Any]]
    language: str

    def steps(self, asked: _Asked) -> tuple[Step, ...]:
        """The parts that count here, the check itself last."""
        row = None if self.n is None or asked.each is None else self.facts.row(asked.each, self.n)
        told = []
        for part, tests in asked.parts:
            if all(self.facts.taken(case, row) in (None, value) for case, value in part.taken):
                answers = [self.answers[test] for test in tests if test in self.answers]
                told.append(self._step(part, answers, row))
        return tuple(_inner_first(told))

    def _step(self, part: _Part, answers: list[Mapping[str, Any]], row: Row | None) -> Step:
        node = part.node
        step = Step(part.depth, formula(node))
        # Any other condition reads what its parts read, which is told with them.
        if isinstance(node, Expr | checked.Exists):
            step = replace(step, operands=shown(readings(node, self.facts, row), self.facts.report["document"]))
        if isinstance(node, Expr):
            return self._value(step, node, answers, row)
        return _condition(step, node, answers[0]) if answers else step

    def _value(self, step: Step, node: Expr, answers: list[Mapping[str, Any]], row: Row | None) -> Step:
        """A value with its interval, or what is read in its place; without answers where no figure is printed."""
        verdict = answers[0]["verdict"] if answers else None
        scale = Scale.parse(answers[0]["unit"]) if answers else Scale()
        if verdict is None or verdict > VIOLATED:
            if verdict is None and not step.operands and (exact := self.facts.number(node, row)) is not None:
                # Made of the report's year and constants: no cell is read, so the engine was not asked.
                return replace(step, value=exact, low=exact, high=exact)
            told = Statement(self.facts, row, scale, self.language).value(node)
            return replace(step, told=told, reason=None if verdict is None else told_verdict(verdict)[1])
        below, above = answers
        value = _figure(below, "left", scale)
        down, up = _figure(below, "allowance", scale), _figure(above, "allowance", scale)
        low = None if value is None or down is None else value - down
        high = None if value is None or up is None else value + up
        return replace(step, value=value, low=low, high=high, unit=scale.unit)


def _condition(step: Step, node: Condition, answer: Mapping[str, Any]) -> Step:
    verdict, reason = told_verdict(answer["verdict"])
    step = replace(step, verdict=verdict, reason=reason)
    if not isinstance(node, checked.Compare):
        return step
    scale = Scale.parse(answer["unit"])
    left, right, allowance = (_figure(answer, name, scale) for name in ("left", "right", "allowance"))
    difference = None if left is None or right is None else WIDE.subtract(left, right)
    return replace(step, difference=difference, allowance=allowance, unit=scale.unit)


def _figure(answer: Mapping[str, Any], name: str, scale: Scale) -> Decimal | None:
    return None if answer[name] is None else scale.figure(answer[name], scaled=answer["scaled"])


def _inner_first(told: list[Step]) -> Iterator[Step]:
    """Parts listed outer before inner, as a reckoning has them: what a part is made of before the part."""
    open_: list[Step] = []
    for step in told:
        while open_ and open_[-1].depth >= step.depth:
            yield open_.pop()
        open_.append(step)
    while open_:
        yield open_.pop()


def formula(node: Condition | Expr) -> str:
    """A part of a check as a formula; columns of the row at hand by their names, conditions by their words.

    Example: `formula(Negate(field, field.type))` → `"-amount"`.
    """
    return _value_formula(node) if isinstance(node, Expr) else _condition_formula(node)


def _value_formula(node: Expr) -> str:
    match node:
        case checked.Literal() | checked.Pick() | checked.Reduce():
            return node.text
        case checked.Field(_, column) | checked.Inner(_, column):
            return column
        case checked.ReportField(name):
            return f"report.{name}"
        case checked.Negate(operand):
            return f"-{_bracketed(operand)}"
        case checked.Arithmetic(operator, left, right):
            first = formula(left) if _adds(node) and _adds(left) else _bracketed(left)
            return f"{first} {operator.value} {_bracketed(right)}"
        case checked.Call(function, arguments, _, step):
            listed = [formula(each) for each in arguments] + ([] if step is None else [f"{step:f}"])
            return f"{function}({', '.join(listed)})"
        case checked.MonthOf(operand):
            return formula(operand)
        case checked.Case():
            return "case … else …"
        case _:
            assert_never(node)


def _condition_formula(node: Condition) -> str:
    match node:
        case checked.Compare(comparison, left, right):
            return f"{formula(left)} {SIGNS[comparison]} {formula(right)}"
        case checked.And():
            return "… and …"
        case checked.Or():
            return "… or …"
        case checked.Implies():
            return "if … then …"
        case checked.Not(operand):
            return f"not {formula(operand)}"
        case checked.StateTest(operand, state):
            return f"{formula(operand)} is {state.value}"
        case checked.Exists(source):
            return f"exists({source.table} …)"
        case checked.Among(operand, choices, listed_as):
            return f"{formula(operand)} in {listed_as or '(' + ', '.join(each.text for each in choices) + ')'}"
        case checked.Matches(operand, pattern):
            return f"{formula(operand)} matches {pattern}"
        case checked.StartsWith(operand, prefix):
            return f"{formula(operand)} starts with {formula(prefix)}"
        case _:
            assert_never(node)


def _bracketed(node: Expr) -> str:
    text = formula(node)
    return f"({text})" if isinstance(node, checked.Arithmetic) else text
