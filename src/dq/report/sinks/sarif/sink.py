"""Sink `sarif`: SARIF 2.1.0, the exchange format of checkers: rules, results with places, what was not decided.

One result a cause; what is not violated is one result a report, rule and verdict. Kinds after the standard: a violation
is `fail`, one whose reading is doubted `review`, `undecided` is `open`, `rounding` `informational`, what holds `pass`.
What is waived is the same with an accepted suppression, which viewers and gates leave out of what fails.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final
from urllib.parse import quote

from dq.diagnostics import Text
from dq.outcome import chosen, decimal_text
from dq.outcome.identity import COMPARED, Body, bodies, fingerprint, named
from dq.outcome.model import Operand, Outcome, RunRecord
from dq.report.evidence import cells, one_line, sentence, suspects_first, text_line
from dq.report.findings import Finding, by_report, findings
from dq.report.protocol import Material
from dq.report.sinks.html.original import figure_span
from dq.report.sinks.sarif.tool import LEVELS, language_tag, tool, translation
from dq.report.sinks.text.view import View
from dq.report.streams import StreamSink
from dq.types import Verdict

_SCHEMA: Final = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
_RELATED: Final = 100
_KINDS: Final = {
    Verdict.HOLDS: "pass",
    Verdict.ROUNDING: "informational",
    Verdict.UNDECIDED: "open",
    Verdict.ERROR: "open",
    Verdict.VIOLATED: "fail",
}


@dataclass(slots=True)
class _Log:
    """What results point to.

    Parameters: `rules` id → index; `artifacts` report id → index and document; `bodies` of the run's reports; `source`
    lines of the report's document.
    """

    view: View
    rules: Mapping[str, int]
    artifacts: Mapping[str, tuple[int, str]]
    bodies: Mapping[str, Body]
    source: Sequence[str] = ()


def lines(material: Material) -> Iterator[str]:
    """The log: a line a part, a line a result."""
    run = material.run()
    view = View(material.language, material.schema, forms={each.report: each.template for each in run.reports})
    rules = {rule.id: number for number, rule in enumerate(material.rules.rules)}
    artifacts = {report.report: (number, report.document) for number, report in enumerate(run.reports)}
    yield f'{{"$schema": {_json(_SCHEMA)},'
    yield '"version": "2.1.0",'
    yield '"runs": [{'
    for name, value in _head(run, material, view).items():
        yield f"{_json(name)}: {_json(value)},"
    yield '"results": ['
    before = ""
    for result in _results(run, material, _Log(view, rules, artifacts, bodies(run.reports))):
        if before:
            yield before + ","
        before = _json(result)
    yield from (before, "]}]}")


def _head(run: RunRecord, material: Material, view: View) -> dict[str, Any]:
    """All of the run but its results."""
    return {
        "tool": tool(material.rules.rules, run.engine_version, material.language),
        "language": language_tag(material.language),
        "translations": [translation(material.rules.rules, "zh" if material.language == "en" else "en")],
        "columnKind": "unicodeCodePoints",
        "invocations": [_invocation(run, view)],
        "artifacts": [
            {
                "location": {"uri": _uri(report.document)},
                "description": {"text": one_line(f"{report.department} {report.year}")},
                "roles": ["analysisTarget"],
                "hashes": {"sha-256": report.sha256},
                "properties": {"report": report.report, "template": report.template},
            }
            for report in run.reports
        ],
        "properties": {
            "run": run.id,
            "counts": dict(run.counts),
            "rules_fingerprint": run.rules_fingerprint,
            "archive_fingerprint": run.archive_fingerprint,
        },
    }


def _invocation(run: RunRecord, view: View) -> dict[str, Any]:
    """Whether the check is complete, and what kept it from being so."""
    notifications: list[dict[str, Any]] = [
        {
            "level": "error",
            "message": {"text": one_line(f"{error.report or ''} {error.message}")},
            **({"associatedRule": {"id": error.rule}} if error.rule else {}),
        }
        for error in run.errors
    ]
    if run.mandatory_missing:
        text = view.say(
            "必备的表缺失，有错误级规则无法判断", "a mandatory table is missing, a rule is undecided for it"
        )
        notifications.append({"level": "error", "message": {"text": text}})
    if not run.reports:
        text = view.say("没有可检查的报告", "there was no report to check")
        notifications.append({"level": "warning", "message": {"text": text}})
    times = {"startTimeUtc": run.started, "endTimeUtc": run.finished}
    return {
        "executionSuccessful": not run.errors and not run.mandatory_missing,
        **{name: time.replace("+00:00", "Z") for name, time in times.items() if time},
        "toolExecutionNotifications": notifications,
    }


def _results(run: RunRecord, material: Material, log: _Log) -> Iterator[dict[str, Any]]:
    hashes = {report.report: report.sha256 for report in run.reports}
    for report, outcomes in by_report(run.outcomes, everything=material.everything):
        prints = {id(each): fingerprint(told) for told, each in named(log.bodies, chosen(outcomes, *COMPARED))}
        log.source = material.text(hashes.get(report, "")) or ()
        for finding in findings(outcomes):
            yield _of_finding(finding, log) | _fingerprint(finding.outcomes[0], prints)
        groups: dict[tuple[Any, ...], list[Outcome]] = {}
        for outcome in outcomes:
            if outcome.verdict is not Verdict.VIOLATED:
                key = outcome.rule, outcome.verdict, outcome.reason, outcome.waiver
                groups.setdefault(key, []).append(outcome)
        for group in groups.values():
            yield _of_group(report, group, log) | _fingerprint(group[0], prints)


def _of_finding(finding: Finding, log: _Log) -> dict[str, Any]:
    first = finding.outcomes[0]
    doubted = finding.reading_doubt
    others = Counter(outcome.rule for outcome in finding.outcomes[1:])
    text = sentence(first)
    if others:
        rules = log.view.listed(tuple(rule if n == 1 else f"{rule} ×{n}" for rule, n in sorted(others.items())))
        text += log.view.say(f" 同一原因另有：{rules}", f" Of the same cause: {rules}")
    if doubted:
        text = log.view.say("先核对读数。", "Check the reading first. ") + text
    return {
        **_named(first.rule, log),
        "kind": "review" if doubted else "fail",
        "level": "none" if doubted else LEVELS[finding.severity],
        "message": {"text": text},
        "suppressions": _suppressions(first, log),
        **_places(finding.report, suspects_first(finding, log.view, _RELATED), log),
        "occurrenceCount": len(finding.outcomes),
        "properties": {
            **_properties(first),
            "severity": finding.severity.value,
            "cause": finding.cause,
            "hint": first.hint.value if first.hint else None,
            "outcomes": [{"rule": outcome.rule, "row": outcome.row} for outcome in finding.outcomes],
        },
    }


def _of_group(report: str, group: Sequence[Outcome], log: _Log) -> dict[str, Any]:
    """Outcomes of one rule, report and verdict that accuse nobody."""
    first = group[0]
    word = log.view.verdict(first.verdict)
    if first.verdict is Verdict.UNDECIDED:
        word += log.view.say("（不算通过）：", " (not a pass): ") + log.view.reason(first.reason)
    return {
        **_named(first.rule, log),
        "kind": _KINDS[first.verdict],
        "level": "none",
        "message": {"text": f"{word}{log.view.say('。', '. ')}{sentence(first)}"},
        "suppressions": _suppressions(first, log),
        **_places(report, cells(group, log.view, _RELATED), log),
        "occurrenceCount": len(group),
        "properties": _properties(first),
    }


def _named(rule: str, log: _Log) -> dict[str, Any]:
    return {"ruleId": rule, **({"ruleIndex": log.rules[rule]} if rule in log.rules else {})}


def _suppressions(outcome: Outcome, log: _Log) -> list[dict[str, Any]]:
    """The waiver. An empty list says that there is none: all results of a run have the list or none has (§3.27.23)."""
    waiver = outcome.waiver
    if waiver is None:
        return []
    about = {"rule": waiver.rule, "reason": waiver.reason, "approver": waiver.approver, "expires": waiver.expires}
    told = one_line(log.view.waiver(waiver))
    return [{"kind": "external", "status": "accepted", "justification": told, "properties": about}]


def _properties(outcome: Outcome) -> dict[str, Any]:
    return {
        "report": outcome.report,
        "verdict": outcome.verdict.value,
        "reason": outcome.reason.label if outcome.reason else None,
        "row": outcome.row,
        "left": decimal_text(outcome.left),
        "right": decimal_text(outcome.right),
        "difference": decimal_text(outcome.difference),
        "allowance": decimal_text(outcome.allowance),
        "unit": outcome.unit,
    }


def _places(report: str, operands: Sequence[Operand], log: _Log) -> dict[str, Any]:
    """The first cell is where the result is, the others are related to it; without any, the document as a whole."""
    if not operands:
        number, document = log.artifacts.get(report, (-1, ""))
        if number < 0:
            return {}
        return {"locations": [{"physicalLocation": {"artifactLocation": {"uri": _uri(document), "index": number}}}]}
    first, *others = (_location(report, operand, log) for operand in operands)
    related = [{"id": number, **each} for number, each in enumerate(others, start=1)]
    return {"locations": [first], **({"relatedLocations": related} if related else {})}


def _location(report: str, operand: Operand, log: _Log) -> dict[str, Any]:
    source = operand.source
    number, document = log.artifacts.get(operand.report or report, (-1, ""))
    known = {"index": number} if document == source.document else {}
    region = _region(operand, () if operand.report else log.source)
    row = str(operand.row.get("path") or operand.row.get("label") or operand.row.get("n") or "")
    printed = log.view.printed(operand)
    return {
        "physicalLocation": {
            "artifactLocation": {"uri": _uri(source.document), **known},
            **({"region": region} if region else {}),
        },
        "logicalLocations": [
            {"fullyQualifiedName": f"{operand.table}/{row}/{operand.column}", "kind": "cell"},
        ],
        "message": {"text": one_line(f"{log.view.of(operand.report or report).cell(operand)}: {printed}")},
        "properties": {
            "role": operand.role,
            "value": decimal_text(operand.value),
            "unit": operand.unit,
            "state": operand.state,
            "doubt": operand.doubt,
            "page": source.page,
            "line": source.line,
            "column": source.column,
            "sheet": source.sheet,
            "cell": source.cell,
        },
    }


def _region(operand: Operand, lines: Sequence[str]) -> dict[str, Any]:
    """The characters of the figure, where they are known, else its line; nothing of documents without lines."""
    number = text_line(operand.source)
    if number is None:
        return {}
    span = figure_span(lines[number - 1], operand) if 0 < number <= len(lines) else None
    if span is None:
        return {"startLine": number}
    begin, end = (at + 1 for at in span)
    return {"startLine": number, "startColumn": begin, "endColumn": end, "snippet": {"text": operand.printed}}


def _fingerprint(outcome: Outcome, prints: Mapping[int, str]) -> dict[str, Any]:
    """The name that the first outcome has in every run; nothing of what nobody follows from run to run."""
    told = prints.get(id(outcome))
    return {} if told is None else {"partialFingerprints": {"dq/v2": told}}


def _uri(document: str) -> str:
    return quote(document.encode("utf-8", errors="replace"), safe="")


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False)


SINK: Final = StreamSink(
    "sarif",
    Text("SARIF 2.1.0（代码扫描等工具读）", "SARIF 2.1.0, for viewers and code scanning"),
    "outcomes.sarif",
    lines,
)
