"""Runs tests: all their reports in one store, one pass of the engine, then each expectation held to its outcomes."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any, Final

import polars as pl

from dq.archive import MemoryStore, ReportTables
from dq.authoring.testing.judging import Verdict, concerned, gravest, is_met, loud
from dq.authoring.testing.model import Expected, Failure, Lender, Report, Result, RuleTest
from dq.engine import check
from dq.engine.judging import judge
from dq.outcome.model import Outcome
from dq.semantics.bodies import Bodies, Membership
from dq.semantics.lists import FIRST, LAST

if TYPE_CHECKING:
    from dq.semantics.checked import RuleBook
    from dq.templates.model import Schema

_STATEMENTS: Final = 3
"""Statements shown of one expectation that was not met."""


def stacked(tests: Sequence[RuleTest], schema: Schema, lender: Lender) -> MemoryStore:
    """All reports of the tests in one store: `report_id(place)` each, its body's own."""
    reports: list[ReportTables] = []
    for place, test in enumerate(tests):
        reports.append(_stored(report_id(place), f"test {place}", test.file, test.report, lender))
        if test.before is not None:
            before = Report(test.before.template, test.report.year - 1, test.before.grids)
            reports.append(_stored(f"{report_id(place)}-prior", f"test {place}", test.file, before, lender))
        for number, each in enumerate(test.units):
            unit = Report(each.template, test.report.year, each.grids)
            reports.append(_stored(f"{report_id(place)}-unit-{number}", _unit(place, number), test.file, unit, lender))
    return MemoryStore(reports, schema)


def related(tests: Sequence[RuleTest]) -> Bodies:
    """How the bodies of the tests are related: as `stacked` names them."""
    pairs = ((place, number) for place, test in enumerate(tests) for number, _ in enumerate(test.units))
    return Bodies(
        units=tuple(Membership(f"test {place}", _unit(place, number), FIRST, LAST) for place, number in pairs)
    )


def _unit(place: int, number: int) -> str:
    return f"test {place} unit {number}"


def report_id(place: int) -> str:
    """The id of the report of a test by its place. Example: `report_id(0)` → `"test-00000"`."""
    return f"test-{place:05d}"


def _stored(report: str, body: str, file: str, given: Report, lender: Lender) -> ReportTables:
    rows = {name: lender.rows(report, grid) for name, grid in given.grids.items()}
    about: dict[str, Any] = {
        "report": report,
        "department": body,
        "year": given.year,
        "kind": given.template.kind,
        "version": 1,
        "template": given.template.name,
        "document": file,
        "sha256": hashlib.sha256(report.encode()).hexdigest(),
        "engine_version": "",
    }
    tables = [
        {"report": report, "table": name, "unit": grid.unit, "rows": len(grid.rows), "state": "filled"}
        for name, grid in given.grids.items()
    ]
    return ReportTables(about, tables, rows)


def verdicts_of(judged: pl.DataFrame, watched: Iterable[tuple[str, str]]) -> dict[str, dict[str, list[Verdict]]]:
    """Verdicts by report and rule, of the pairs (report, rule) that are watched only."""
    pairs = pl.DataFrame(list(watched), schema={"report": pl.String(), "rule": pl.String()}, orient="row")
    found: dict[str, dict[str, list[Verdict]]] = {}
    wanted = judged.join(pairs, on=["report", "rule"], how="semi").sort("report", "rule", "n", "column")
    for report, rule, column, n, code in wanted.select("report", "rule", "column", "n", "verdict").iter_rows():
        found.setdefault(report, {}).setdefault(rule, []).append(Verdict(n, column, code))
    return found


def verdict_names(judged: pl.DataFrame) -> dict[str, set[str]]:
    """The verdicts that each rule has had. Parameters: `judged` columns of `dq.engine.judging.JUDGED`."""
    found: dict[str, set[str]] = {}
    for rule, code in judged.select("rule", "verdict").unique().iter_rows():
        found.setdefault(rule, set()).add(Verdict(None, None, code).name)
    return found


def run_tests(
    tests: Sequence[RuleTest], book: RuleBook, schema: Schema, lender: Lender, language: str
) -> tuple[list[Result], pl.DataFrame]:
    """The result of every test, in order, and all verdicts (columns of `dq.engine.judging.JUDGED`).

    Parameters: `book` the rules under test with those that they need; `language` of statements.
    """
    store = stacked(tests, schema, lender)
    book = replace(book, bodies=related(tests))
    judged = judge(book, store, schema)
    watched = [
        (report_id(place), rule)
        for place, test in enumerate(tests)
        for rule in (test.rules | test.pack if test.quiet else test.rules)
    ]
    found = verdicts_of(judged, watched)
    unmet: dict[int, list[Expected]] = {}
    detailed: set[int] = set()
    for place, test in enumerate(tests):
        verdicts = found.get(report_id(place), {})
        unmet[place] = [each for each in test.expected if not is_met(each, verdicts)]
        if unmet[place] or any(each.hint or each.difference is not None for each in test.expected):
            detailed.add(place)
    told = _told(detailed, book, store, schema, language)
    results = []
    for place, test in enumerate(tests):
        verdicts, outcomes = found.get(report_id(place), {}), told.get(report_id(place), ())
        failures = [_failure(each, verdicts, outcomes) for each in unmet[place]]
        failures += [
            _other(each, outcomes) for each in test.expected if each not in unmet[place] and _differs(each, outcomes)
        ]
        failures += [
            Failure(f"nothing else {name}", f"{rule} {name}", test.span) for rule, name in loud(test, verdicts)
        ]
        results.append(Result(test, tuple(failures)))
    return results, judged


def _told(
    places: Iterable[int], book: RuleBook, store: MemoryStore, schema: Schema, language: str
) -> dict[str, list[Outcome]]:
    """All outcomes in words, of the tests that need them."""
    wanted = [report_id(place) for place in sorted(places)]
    found: dict[str, list[Outcome]] = {}
    if wanted:
        run = check(book, store, schema, reports=wanted, evidence="all", language=language, holds=True)
        for outcome in run.outcomes:
            found.setdefault(outcome.report, []).append(outcome)
    return found


def _spoken(expected: Expected, outcomes: Iterable[Outcome]) -> list[Outcome]:
    """The outcomes in words that an expectation speaks of."""
    subject = expected.subject
    return [
        each
        for each in outcomes
        if each.rule == subject.rule
        and (subject.n is None or (each.row is not None and each.row["n"] == subject.n))
        and (subject.column is None or any(operand.column == subject.column for operand in each.operands))
    ]


def _differs(expected: Expected, outcomes: Iterable[Outcome]) -> bool:
    """Whether no outcome of the expected verdict has the hint and the difference that are expected."""
    if expected.hint is None and expected.difference is None:
        return False
    return not any(
        each.verdict.value == expected.verdict
        and (expected.hint is None or each.hint is expected.hint)
        and (expected.difference is None or each.difference == expected.difference)
        for each in _spoken(expected, outcomes)
    )


def _asked(expected: Expected) -> str:
    words = [expected.subject.text, expected.verdict]
    if expected.reason is not None:
        words.append(expected.reason.label)
    if expected.hint is not None:
        words.append(f"hint {expected.hint.value}")
    if expected.difference is not None:
        words.append(f"difference {expected.difference}")
    return " ".join(words)


def _failure(expected: Expected, verdicts: Mapping[str, Sequence[Verdict]], outcomes: Iterable[Outcome]) -> Failure:
    found = concerned(expected.subject, verdicts)
    actual = gravest(found)
    reasons = sorted({each.reason.label for each in found if each.reason is not None}) if actual == "undecided" else []
    shown = [each.statement for each in _spoken(expected, outcomes) if each.verdict.value == actual]
    return Failure(_asked(expected), " ".join((actual, *reasons)), expected.subject.span, tuple(shown[:_STATEMENTS]))


def _other(expected: Expected, outcomes: Iterable[Outcome]) -> Failure:
    found = [each for each in _spoken(expected, outcomes) if each.verdict.value == expected.verdict]
    words = [
        " ".join(
            (
                expected.verdict,
                *(() if each.hint is None else (f"hint {each.hint.value}",)),
                *(() if each.difference is None else (f"difference {each.difference:f}",)),
            )
        )
        for each in found[:_STATEMENTS]
    ]
    statements = tuple(each.statement for each in found[:_STATEMENTS])
    return Failure(_asked(expected), "; ".join(words), expected.subject.span, statements)
