"""Runs and outcomes as JSON: the machine-readable contract (docs/reference/outcomes.md). Names here are stable."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict
from decimal import Decimal
from typing import Any, Final

from dq.outcome.model import Operand, Outcome, ReportRecord, RunRecord, Translation
from dq.types import Verdict

SCHEMA_VERSION: Final = 1
"""Raised where a field is renamed or dropped, never where one is added."""

_OUTCOMES: Final = "outcomes"
_NOTHING: Final[dict[str, Any]] = {
    "schema_version": SCHEMA_VERSION,
    "run": None,
    "reports": [],
    "counts": {**{verdict.value: 0 for verdict in Verdict}, "not_applicable": 0},
    _OUTCOMES: [],
    "errors": [],
}
_ROW: Final = ("table", "n", "code", "label", "path", "column")


def decimal_text(value: Decimal | None) -> str | None:
    """A figure as a decimal string without exponent; None stays None. Example: `Decimal("1E+2")` → `"100"`."""
    if value is None:
        return None
    text = format(value, "f")
    return text[1:] if text.startswith("-") and not value else text


def outcome_json(outcome: Outcome) -> dict[str, Any]:
    """One outcome as plain data. Figures are decimal strings in the printed unit."""
    return {
        "rule": outcome.rule,
        "rule_title": outcome.rule_title,
        "severity": outcome.severity.value,
        "report": outcome.report,
        "row": None if outcome.row is None else {name: outcome.row.get(name) for name in _ROW},
        "verdict": outcome.verdict.value,
        "reason": None if outcome.reason is None else outcome.reason.label,
        "hint": None if outcome.hint is None else outcome.hint.value,
        "cause": outcome.cause,
        "reading_doubt": outcome.reading_doubt,
        "left": decimal_text(outcome.left),
        "right": decimal_text(outcome.right),
        "difference": decimal_text(outcome.difference),
        "allowance": decimal_text(outcome.allowance),
        "left_text": outcome.left_text,
        "right_text": outcome.right_text,
        "unit": outcome.unit,
        "statement": outcome.statement,
        "message": outcome.message,
        "translation": _translation_json(outcome.translation),
        "operands": [_operand_json(operand) for operand in outcome.operands],
        "waiver": None if outcome.waiver is None else {**asdict(outcome.waiver), "years": list(outcome.waiver.years)},
    }


def _translation_json(told: Translation | None) -> dict[str, str] | None:
    if told is None:
        return None
    # `asdict` copies whatever it finds: of hundreds of thousands of outcomes that took a third of their JSON.
    names = ("language", "rule_title", "statement", "message")
    return {name: getattr(told, name) for name in names}


def run_json(run: RunRecord, *, everything: bool = False) -> dict[str, Any]:
    """The run as plain data.

    Parameters: `everything` lists outcomes that hold, too. Everything outside "run" is the same for the same archive
    and rules. Example: `run_json(run)["counts"]["violated"]`.
    """
    return {**_frame(run), _OUTCOMES: [outcome_json(outcome) for outcome in _listed(run, everything=everything)]}


def document_lines(
    run: RunRecord | None, *, everything: bool = False, refused: Sequence[Mapping[str, object]] = ()
) -> Iterator[str]:
    """The run as one JSON document without ASCII escapes, line by line: one outcome is held at a time. See `run_json`.

    Parameters: `run` None where nothing could be checked: programs still get their document; `refused` what was not
    accepted (code, place, message), listed under that name.
    """
    yield "{"
    for name, value in (_NOTHING if run is None else _frame(run)).items():
        if name == _OUTCOMES and run is not None:
            yield from _array_lines(name, map(outcome_json, _listed(run, everything=everything)))
        else:
            yield from _member_lines(name, value, ",")
    yield from _member_lines("refused", [dict(each) for each in refused], "")
    yield "}"


def _frame(run: RunRecord) -> dict[str, Any]:
    """All of the run but its outcomes, whose place is kept."""
    return {
        "schema_version": SCHEMA_VERSION,
        "run": {
            "id": run.id,
            "started": run.started,
            "finished": run.finished,
            "engine_version": run.engine_version,
            "rules_fingerprint": run.rules_fingerprint,
            "archive_fingerprint": run.archive_fingerprint,
        },
        "reports": [_report_json(report) for report in run.reports],
        "counts": dict(run.counts),
        _OUTCOMES: [],
        "errors": [{"rule": error.rule, "report": error.report, "message": error.message} for error in run.errors],
    }


def _member_lines(name: str, value: object, comma: str) -> Iterator[str]:
    """The lines of one member of the document, as an encoder that indents by one would write them."""
    lines = json.dumps({name: value}, ensure_ascii=False, indent=1).split("\n")[1:-1]
    yield from lines[:-1]
    yield lines[-1] + comma


def _array_lines(name: str, values: Iterable[object]) -> Iterator[str]:
    """The same of a list, a member at a time."""
    before = f' "{name}": ['
    empty = True
    for value in values:
        yield before if empty else before + ","
        empty = False
        *lines, before = (f"  {line}" for line in json.dumps(value, ensure_ascii=False, indent=1).split("\n"))
        yield from lines
    if empty:
        yield f"{before}],"
        return
    yield from (before, " ],")


def outcome_lines(run: RunRecord, *, everything: bool = False) -> Iterator[str]:
    """One JSON line an outcome; see `outcome_json`."""
    for outcome in _listed(run, everything=everything):
        yield json.dumps(outcome_json(outcome), ensure_ascii=False)


def _listed(run: RunRecord, *, everything: bool) -> Iterator[Outcome]:
    return (outcome for outcome in run.outcomes if everything or outcome.verdict is not Verdict.HOLDS)


def _report_json(report: ReportRecord) -> dict[str, Any]:
    return {
        "report": report.report,
        "department": report.department,
        "year": report.year,
        "kind": report.kind,
        "version": report.version,
        "code": report.code,
        "level": report.level,
        "region": report.region,
        "source": {"document": report.document, "sha256": report.sha256},
        "template": report.template,
        "tables_found": list(report.tables_found),
        "tables_missing": list(report.tables_missing),
        "corrected": report.corrected,
    }


def _operand_json(operand: Operand) -> dict[str, Any]:
    return {
        "table": operand.table,
        "row": operand.row,
        "column": operand.column,
        "value": decimal_text(operand.value),
        "unit": operand.unit,
        "printed": operand.printed,
        "state": operand.state,
        "role": operand.role,
        "doubt": operand.doubt,
        "corrected": None if operand.corrected is None else asdict(operand.corrected),
        "report": operand.report,
        "source": {
            "document": operand.source.document,
            "page": operand.source.page,
            "line": operand.source.line,
            "column": operand.source.column,
            "sheet": operand.source.sheet,
            "cell": operand.source.cell,
        },
    }
