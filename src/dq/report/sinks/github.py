"""Sink `github`: annotations of a GitHub workflow, shown beside the lines of the documents."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Final

from dq.diagnostics import Text
from dq.outcome.model import Operand, RunRecord
from dq.report.evidence import one_line, sentence, suspects_first, text_line
from dq.report.findings import Finding, open_questions, worst_findings
from dq.report.protocol import Material
from dq.report.sinks.text.view import View, place
from dq.report.streams import StreamSink
from dq.types import Severity, Verdict

_MOST: Final = 50
"""A job shows no more of one kind."""
_LEVELS: Final = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.INFO: "notice"}


def lines(material: Material) -> Iterator[str]:
    """Run errors, findings (worst first, the waived ones last), what is undecided, and the counts, a command each."""
    run = material.run()
    view = View(material.language, material.schema)
    yield from _failures(run, view)
    standing, waived = worst_findings(run.outcomes, _MOST)
    for worst, level in ((standing, "warning"), (waived, "notice")):
        yield from (_finding(each, view) for each in worst.shown)
        if worst.findings > _MOST:
            more = worst.findings - _MOST
            text = view.say(f"另有 {more} 个原因未列出", f"{more} more causes are not shown")
            yield _command(level, text, {"title": "dq"})
    yield from _undecided(run, view)
    counts = " · ".join(f"{view.verdict(verdict)} {run.counts.get(verdict.value, 0)}" for verdict in Verdict)
    if waived.outcomes:
        counts += view.say(f"（不成立的当中已豁免 {waived.outcomes}）", f" (of the violated {waived.outcomes} waived)")
    yield _command("notice", counts, {"title": view.say("dq 核对结果", "dq results")})


def _failures(run: RunRecord, view: View) -> Iterator[str]:
    title = view.say("没有完成检查", "the check is incomplete")
    for error in run.errors[:_MOST]:
        where = " ".join(part for part in (error.rule, error.report) if part)
        yield _command("error", f"{where}: {error.message}", {"title": title})
    if run.mandatory_missing:
        text = view.say(
            "必备的表缺失，有错误级规则无法判断", "a mandatory table is missing, a rule is undecided for it"
        )
        yield _command("error", text, {"title": title})
    if not run.reports:
        yield _command("warning", view.say("没有可检查的报告", "there was no report to check"), {"title": title})


def _finding(finding: Finding, view: View) -> str:
    first = finding.outcomes[0]
    doubted = finding.reading_doubt
    title = f"{first.rule} {first.rule_title}"
    if doubted:
        title = view.say("先核对读数：", "check the reading first: ") + title
    shown = suspects_first(finding, view, _MOST)
    places = ", ".join(dict.fromkeys(place(operand) for operand in shown[:4]))
    others = len(finding.outcomes) - 1
    text = f"{sentence(first)} ({', '.join(part for part in (finding.report, places) if part)})"
    if others:
        text += view.say(f"；同一原因另有 {others} 项不成立", f"; {others} more violated for the same cause")
    level = "warning" if doubted else _LEVELS[finding.severity]
    if finding.waiver is not None:
        level, title, text = "notice", view.say("已豁免：", "waived: ") + title, f"{view.waiver(finding.waiver)} {text}"
    return _command(level, text, {**_where(shown), "title": title})


def _undecided(run: RunRecord, view: View) -> Iterator[str]:
    for question in open_questions(run.outcomes):
        rules = view.listed(tuple(rule if number == 1 else f"{rule} ×{number}" for rule, number in question.rules))
        title = view.say("无法判断，不算通过", "undecided, not a pass")
        text = f"{view.reason(question.reason)} ×{question.outcomes}: {rules}"
        if question.waiver is not None:
            text = f"{view.waiver(question.waiver)} {text}"
        yield _command("warning" if question.waiver is None else "notice", text, {"title": title})


def _where(operands: Iterable[Operand]) -> dict[str, str]:
    """File and line of the first cell that stands in a document with lines, else the file alone."""
    known = tuple(operands)
    for operand in known:
        line = text_line(operand.source)
        if line is not None:
            return {"file": operand.source.document, "line": str(line)}
    return {"file": known[0].source.document} if known else {}


def _command(level: str, text: str, properties: dict[str, str]) -> str:
    told = ",".join(f"{name}={_escaped(value, more=True)}" for name, value in properties.items())
    return f"::{level} {told}::{_escaped(text)}"


def _escaped(text: str, *, more: bool = False) -> str:
    """The text with what would end it or begin another command put in percents."""
    plain = one_line(text).replace("%", "%25")
    return plain.replace(":", "%3A").replace(",", "%2C") if more else plain


SINK: Final = StreamSink(
    "github", Text("GitHub 工作流批注", "annotations of a GitHub workflow"), "annotations.txt", lines
)
