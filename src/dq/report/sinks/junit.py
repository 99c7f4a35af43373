"""Sink `junit`: rules as test cases, for the test reports of build servers. Only what holds passes."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final
from xml.sax.saxutils import escape, quoteattr

from dq.diagnostics import Text
from dq.outcome.model import Outcome, ReportRecord, RunRecord
from dq.report.evidence import cells, sentence
from dq.report.findings import by_report
from dq.report.protocol import Material
from dq.report.sinks.text.view import View, place, row_name
from dq.report.streams import StreamSink
from dq.types import Severity, Verdict

_TOLD: Final = 50
_PLACES: Final = 6
_NOT_XML: Final = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


@dataclass(frozen=True, slots=True)
class Case:
    """A test case. Parameters: `result` "failure", "error", "skipped" or "" for a pass; `body` all that is told."""

    suite: str
    name: str
    result: str = ""
    kind: str = ""
    message: str = ""
    body: str = ""


def lines(material: Material) -> Iterator[str]:
    """A suite for the run itself, then one for each report, each with a case for each rule that had an outcome.

    Outcomes that hold are not at hand unless they are asked for: a rule that holds wherever it applies passes as a case
    of the report, where there is only one, else of the run.
    """
    run = material.run()
    rules = {rule.id: rule for rule in material.rules.rules}
    view = View(material.language, material.schema, rules)
    reports = {report.report: report for report in run.reports}
    held = () if material.everything else tuple(_held(run, view))
    alone = len(reports) == 1
    yield '<?xml version="1.0" encoding="UTF-8"?>'
    yield '<testsuites name="dq">'
    yield from _suite("dq", [*_of_run(run, view), *(() if alone else held)], _counts(run))
    passed = held if alone else ()
    for report, outcomes in by_report(run.outcomes, everything=material.everything):
        cases = [*_cases(report, outcomes, material, view), *passed]
        passed = ()
        yield from _suite(_title(report, reports.get(report)), cases, {})
    if passed:
        yield from _suite(_title(run.reports[0].report, run.reports[0]), passed, {})
    yield "</testsuites>"


def _of_run(run: RunRecord, view: View) -> Iterator[Case]:
    """What keeps the whole run from being trusted; a passing case where nothing does."""
    errors = [f"{error.rule or ''} {error.report or ''}: {error.message}".strip() for error in run.errors]
    if run.mandatory_missing:
        text = "必备的表缺失，有错误级规则无法判断", "a mandatory table is missing, a rule is undecided for it"
        errors.append(view.say(*text))
    name = view.say("检查完成", "the check is complete")
    if errors:
        yield Case("dq", name, "error", "run", errors[0], "\n".join(errors[:_TOLD]))
    elif not run.reports:
        yield Case("dq", name, "skipped", "empty", view.say("没有可检查的报告", "there was no report to check"))
    else:
        yield Case("dq", name)


def _held(run: RunRecord, view: View) -> Iterator[Case]:
    suite = run.reports[0].report if len(run.reports) == 1 else "dq"
    for rule, counts in run.matrix.items():
        if counts.get(Verdict.HOLDS.value) and sum(counts.values()) == counts[Verdict.HOLDS.value]:
            body = f"{view.verdict(Verdict.HOLDS)} {counts[Verdict.HOLDS.value]}"
            yield Case(suite, f"{rule} {view.rule_title(rule)}".strip(), body=body)


def _cases(report: str, outcomes: Sequence[Outcome], material: Material, view: View) -> Iterator[Case]:
    by_rule: dict[str, list[Outcome]] = {}
    for outcome in outcomes:
        by_rule.setdefault(outcome.rule, []).append(outcome)
    for rule, group in by_rule.items():
        ordered = sorted(group, key=lambda outcome: _rank(outcome, material), reverse=True)
        yield _case(report, rule, ordered, material, view)


def _case(report: str, rule: str, ordered: Sequence[Outcome], material: Material, view: View) -> Case:
    """Parameters: `ordered` the outcomes of the rule in the report, the one that settles the result first."""
    first = ordered[0]
    result, kind = _result(first, material)
    if result == "" and first.verdict is Verdict.HOLDS and not material.everything:
        ordered = ordered[:0]
    body = "\n".join(_told(outcome, view) for outcome in ordered[:_TOLD])
    if len(ordered) > _TOLD:
        body += f"\n… {len(ordered) - _TOLD}"
    message = "" if result == "" else f"{view.verdict(first.verdict)}{_why(first, view)}: {sentence(first)}"
    return Case(report, f"{rule} {first.rule_title}", result, kind, message, body)


def _rank(outcome: Outcome, material: Material) -> int:
    """The larger settles the case's result."""
    result, _ = _result(outcome, material)
    telling = 0 if outcome.verdict is Verdict.HOLDS else 1 if outcome.waiver is not None else 2
    return ("", "skipped", "failure", "error").index(result) * 3 + telling


def _result(outcome: Outcome, material: Material) -> tuple[str, str]:
    """Element and type: skipped is neither a failure nor a pass."""
    if outcome.waiver is not None:
        return "skipped", "waived"
    match outcome.verdict:
        case Verdict.HOLDS:
            return "", ""
        case Verdict.ROUNDING:
            return "", outcome.verdict.value
        case Verdict.UNDECIDED:
            result = "failure" if material.fail_on_undecided else "skipped"
            return result, f"undecided: {outcome.reason.label}" if outcome.reason else "undecided"
        case Verdict.ERROR:
            return "error", outcome.verdict.value
        case Verdict.VIOLATED:
            if outcome.reading_doubt:
                return "skipped", "reading_doubt"
            least = material.fail_on
            fails = least != "never" and outcome.severity.rank >= Severity(least).rank
            return "failure" if fails else "skipped", outcome.severity.value


def _why(outcome: Outcome, view: View) -> str:
    if outcome.waiver is not None:
        return view.say("，", ", ") + view.waiver(outcome.waiver)
    if outcome.verdict is Verdict.UNDECIDED:
        return view.say("，", ", ") + view.reason(outcome.reason)
    if outcome.reading_doubt:
        return view.say("，先核对读数", ", check the reading first")
    return ""


def _told(outcome: Outcome, view: View) -> str:
    places = ", ".join(dict.fromkeys(place(operand) for operand in cells([outcome], view, _PLACES)))
    waiver = "" if outcome.waiver is None else view.waiver(outcome.waiver)
    parts = (view.verdict(outcome.verdict), waiver, row_name(outcome.row), sentence(outcome), places)
    return " · ".join(part for part in parts if part)


def _title(report: str, record: ReportRecord | None) -> str:
    return report if record is None else f"{record.department} {record.year} {report}"


def _counts(run: RunRecord) -> dict[str, str]:
    return {
        **{name: str(number) for name, number in run.counts.items()},
        "run": run.id,
        "rules_fingerprint": run.rules_fingerprint,
        "archive_fingerprint": run.archive_fingerprint,
    }


def _suite(name: str, cases: Sequence[Case], properties: dict[str, str]) -> Iterator[str]:
    numbers = {result: sum(case.result == result for case in cases) for result in ("failure", "error", "skipped")}
    yield (
        f'<testsuite name={_attribute(name)} tests="{len(cases)}" failures="{numbers["failure"]}" '
        f'errors="{numbers["error"]}" skipped="{numbers["skipped"]}">'
    )
    if properties:
        yield "<properties>"
        yield from (f"<property name={_attribute(key)} value={_attribute(properties[key])}/>" for key in properties)
        yield "</properties>"
    for case in cases:
        yield f'<testcase classname={_attribute(case.suite)} name={_attribute(case.name)} time="0">'
        if case.result:
            told = f"type={_attribute(case.kind)} message={_attribute(case.message)}"
            yield f"<{case.result} {told}>{_text(case.body)}</{case.result}>"
        elif case.body:
            yield f"<system-out>{_text(case.body)}</system-out>"
        yield "</testcase>"
    yield "</testsuite>"


def _attribute(text: str) -> str:
    return quoteattr(_NOT_XML.sub("\ufffd", text))


def _text(text: str) -> str:
    return escape(_NOT_XML.sub("\ufffd", text))


SINK: Final = StreamSink(
    "junit", Text("构建服务器的测试报告（JUnit XML）", "a test report of build servers (JUnit XML)"), "junit.xml", lines
)
