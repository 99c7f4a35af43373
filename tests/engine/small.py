"""Small reports written as printed, checked by rules written as text."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from dq.archive import MemoryStore, ReportTables
from dq.engine import trial
from dq.engine.run import Options, run
from dq.outcome.model import Outcome, RunRecord
from dq.semantics import check_text
from dq.types import CellState, ValueType
from tests.naive.invented import KEYS, MEASURES, TEMPLATES, UNITS, schema

SCHEMA = schema()
_UNITS = {ValueType.PERCENT: "%", ValueType.COUNT: ""}


def printed(text: str | None, unit: str, *, measured: bool = True) -> tuple[Any, ...]:
    """State, value, radius and decimals of a cell: "" blank, "-" dash, "?" unreadable, None no such cell."""
    match text:
        case None:
            return None, None, None, None
        case "":
            return CellState.BLANK, None, None, None
        case "-":
            return CellState.DASH, None, None, None
        case "?":
            return CellState.UNREADABLE, None, None, None
    try:
        value = Decimal(text)
    except ArithmeticError:
        return CellState.TEXT, None, None, None
    decimals = max(0, -int(value.as_tuple().exponent))
    factor = UNITS.get(unit, Decimal(1))
    radius = Decimal(5).scaleb(-decimals - 1) * factor if measured else Decimal(0)
    return (CellState.FIGURE if value else CellState.ZERO), value * factor, radius, decimals


def report(name: str = "body/2018", template: str = "wide", unit: str = "万元", **tables: Any) -> ReportTables:
    """A report; each table a list of rows: keys as they are, measures as printed. None: the table is not found."""
    about = {
        "report": name, "department": name.partition("/")[0], "year": 2018, "kind": "final_accounts", "version": 1,
        "template": template, "document": f"{name}.txt", "sha256": name.encode().hex().ljust(64, "0"),
        "engine_version": "0",
    }  # fmt: skip
    found = {table: tables.get(table, []) for table in TEMPLATES[template] if tables.get(table, []) is not None}
    return ReportTables(
        about,
        [{"report": name, "table": table, "unit": unit, "rows": len(rows)} for table, rows in found.items()],
        {table: [_row(name, table, n, row, unit) for n, row in enumerate(rows)] for table, rows in found.items()},
    )


def _row(name: str, table: str, n: int, given: dict[str, Any], unit: str) -> dict[str, Any]:
    row: dict[str, Any] = {
        "report": name,
        "n": n,
        "line": 10 + n,
        **{key: given.get(key) for key in KEYS if key != "n"},
    }
    row["path"] = row["path"] or row["item"] or str(n)
    for column, type_ in MEASURES[table].items():
        text = given.get(column, "")
        own = _UNITS.get(type_, unit)
        state, value, radius, decimals = printed(text, own, measured=type_.is_measured)
        row |= {
            column: value, f"{column}__state": state and state.value, f"{column}__radius": radius,
            f"{column}__printed": text, f"{column}__decimals": decimals, f"{column}__unit": own,
            f"{column}__line": 10 + n, f"{column}__cell": 1,
        }  # fmt: skip
    return row


def check(rules: str, *reports: ReportTables, **options: Any) -> RunRecord:
    """The rules on the reports, what holds told as well."""
    result = check_text(rules, "test.dq", SCHEMA)
    assert not result.diagnostics, result.diagnostics
    return run(result.book, MemoryStore(reports, SCHEMA), SCHEMA, Options(**{"holds": True, **options}))


def verdicts(rules: str, *reports: ReportTables) -> list[str]:
    """The verdicts in order, undecided ones with their reason: "undecided missing"."""
    return [_word(outcome) for outcome in check(rules, *reports).outcomes]


def _word(outcome: Outcome) -> str:
    return outcome.verdict.value if outcome.reason is None else f"{outcome.verdict.value} {outcome.reason.label}"


def once(check_text_: str, *reports: ReportTables) -> list[str]:
    """The verdicts of one check, once a report."""
    return verdicts(f'rule T001 "t" {{ basis "b" severity error check {check_text_} }}', *reports)


def each(rest: str, *reports: ReportTables) -> list[str]:
    """The verdicts of one rule over rows."""
    return verdicts(f'rule T001 "t" {{ basis "b" severity error {rest} }}', *reports)


def breaking(monkeypatch: Any, *reports: str, rule: str = "T002") -> None:
    """Evaluating the rule raises an error wherever one of these reports is among those evaluated."""
    evaluate = trial.evaluate

    def failing(plan: Any, portion: Any, *rest: Any) -> Any:
        rules = {test.expectation.rule for base in plan.bases for test in base.tests}
        if rule in rules and set(reports) & set(portion.reports["report"]):
            raise ValueError("no")
        return evaluate(plan, portion, *rest)

    monkeypatch.setattr(trial, "evaluate", failing)
