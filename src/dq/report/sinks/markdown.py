"""Sink `markdown`: a page for pull requests, issues and job summaries; bounded, the worst first."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import islice
from typing import Final

from dq.diagnostics import Text
from dq.outcome.model import Operand, RunRecord
from dq.report.evidence import one_line, sentence, suspects_first, tells_difference
from dq.report.findings import Finding, Worst, open_questions, worst_findings
from dq.report.protocol import Material
from dq.report.sinks.text.view import View, figure, place
from dq.report.streams import StreamSink
from dq.types import Verdict

_FINDINGS: Final = 100
_OPERANDS: Final = 12
_REPORTS: Final = 100
_SPECIAL: Final = re.compile(r"([\\`*_{}\[\]<>#|~!&@$^])")
_LEADING: Final = re.compile(r"^(\d*)([-+=.)])")
"""What makes a list, a heading or a rule of a line that begins with it."""
_LINKED: Final = re.compile(r"(?i)(?<=http)(s?):|(?<=www)\.|(?<=ftp):")


def lines(material: Material) -> Iterator[str]:
    """The page, line by line."""
    run = material.run()
    rules = {rule.id: rule for rule in material.rules.rules}
    view = View(material.language, material.schema, rules, forms={each.report: each.template for each in run.reports})
    worst, waived = worst_findings(run.outcomes, _FINDINGS)
    yield "# " + view.say("核对结果", "Results of the check")
    yield ""
    yield from _counts(run, view)
    if waived.outcomes:
        number = waived.outcomes
        yield from ("", view.say(f"不成立的当中已豁免 {number} 项。", f"Of the violated {number} are waived."))
    yield from _failures(run, view)
    sure = tuple(each for each in worst.shown if not each.reading_doubt)
    doubted = tuple(each for each in worst.shown if each.reading_doubt)
    yield from _section(view.say("发现的问题", "Findings"), sure, view)
    yield from _section(view.say("先核对读数", "Check the reading first"), doubted, view, len(sure) + 1)
    yield from _more(worst, view)
    yield from _section(view.say("已豁免", "Waived"), waived.shown, view, worst.findings + 1)
    yield from _more(waived, view)
    yield from _undecided(run, view)
    yield from _provenance(run, view)


def escaped(text: str) -> str:
    """The text as Markdown shows it: no mark-up, no HTML, no link, no mention; on one line."""
    return _LINKED.sub(_unlinked, _LEADING.sub(r"\1\\\2", _SPECIAL.sub(r"\\\1", one_line(text))))


def _unlinked(match: re.Match[str]) -> str:
    return match[0].replace(":", "&#58;").replace(".", "&#46;")


def _counts(run: RunRecord, view: View) -> Iterator[str]:
    yield (
        "| " + " | ".join(view.verdict(verdict) for verdict in Verdict) + view.say(" | 不适用 |", " | not applicable |")
    )
    yield "| ---: " * (len(Verdict) + 1) + "|"
    numbers = [*(verdict.value for verdict in Verdict), "not_applicable"]
    yield "| " + " | ".join(str(run.counts.get(name, 0)) for name in numbers) + " |"


def _failures(run: RunRecord, view: View) -> Iterator[str]:
    told = [f"{error.rule or ''} {error.report or ''}: {error.message}".strip() for error in run.errors[:_FINDINGS]]
    more = len(run.errors) - len(told)
    if more > 0:
        told.append(view.say(f"另有 {more} 项未列出", f"{more} more"))
    if run.mandatory_missing:
        text = "必备的表缺失，有错误级规则无法判断", "a mandatory table is missing, a rule is undecided for it"
        told.append(view.say(*text))
    if not run.reports:
        told.append(view.say("没有可检查的报告", "there was no report to check"))
    if told:
        yield from ("", "## " + view.say("没有完成的检查", "What could not be checked"), "")
        yield from (f"- {escaped(each)}" for each in told)


def _section(title: str, found: tuple[Finding, ...], view: View, start: int = 1) -> Iterator[str]:
    if not found:
        return
    yield from ("", f"## {title}")
    for number, finding in enumerate(found, start):
        yield from _finding(number, finding, view.of(finding.report))


def _more(found: Worst, view: View) -> Iterator[str]:
    more = found.findings - _FINDINGS
    if more > 0:
        yield from ("", view.say(f"另有 {more} 个原因未列出。", f"{more} more causes."))


def _finding(number: int, finding: Finding, view: View) -> Iterator[str]:
    first = finding.outcomes[0]
    word, _ = view.severity(finding.severity)
    yield from ("", f"### {number}. {word} · {escaped(first.rule)} {escaped(first.rule_title)}", "")
    if finding.waiver is not None:
        yield f"**{escaped(view.waiver(finding.waiver))}**  "
    yield escaped(sentence(first)) + "  "
    if not tells_difference(first):
        off = escaped(f"{figure(first.difference)} {view.unit(first.unit)}".rstrip())
        allowed = figure(first.allowance) or "0"
        yield view.say(f"差 {off}，允许 ±{allowed}", f"difference {off}, allowance ±{allowed}") + "  "
    yield view.say("报告 ", "Report ") + escaped(finding.report) + "  "
    rule = view.rules.get(first.rule)
    if rule is not None and rule.basis.zh:
        yield view.say("依据：", "Basis: ") + escaped(rule.basis.in_language(view.language)) + "  "
    others = len(finding.outcomes) - 1
    if others:
        yield view.say(f"同一原因另有 {others} 项不成立", f"{others} more violated for the same cause") + "  "
    shown = suspects_first(finding, view, _OPERANDS)
    if shown:
        headings = view.say("| 单元格 | 印出的数 | 位置 |", "| cell | printed | place |")
        yield from ("", headings, "| --- | ---: | --- |", *(_operand(each, view) for each in shown))


def _operand(operand: Operand, view: View) -> str:
    return f"| {escaped(view.cell(operand))} | {escaped(view.printed(operand))} | {escaped(place(operand))} |"


def _undecided(run: RunRecord, view: View) -> Iterator[str]:
    questions = open_questions(run.outcomes)
    if questions:
        yield from ("", "## " + view.say("无法判断（不算通过）", "Undecided (not a pass)"), "")
    for question in questions:
        rules = tuple(rule if number == 1 else f"{rule} ×{number}" for rule, number in question.rules)
        yield f"- {view.reason(question.reason)} ×{question.outcomes}: {escaped(view.listed(rules))}"


def _provenance(run: RunRecord, view: View) -> Iterator[str]:
    yield from ("", "## " + view.say("检查了什么", "What was checked"), "")
    yield view.say(
        f"规则 {len(run.rules)} 条，报告 {len(run.reports)} 份。",
        f"{len(run.rules)} rules, {len(run.reports)} reports.",
    )
    yield ""
    for report in islice(run.reports, _REPORTS):
        name = escaped(f"{report.department} {report.year}")
        yield f"- {name} · {escaped(report.report)} · {escaped(report.document)} · sha256 {report.sha256}"
    if len(run.reports) > _REPORTS:
        yield f"- … {len(run.reports) - _REPORTS}"
    yield ""
    prints = view.say("规则 {}，数据 {}，程序 dq {}，运行 {}", "rules {}, data {}, program dq {}, run {}")
    yield escaped(prints.format(run.rules_fingerprint, run.archive_fingerprint, run.engine_version, run.id))


SINK: Final = StreamSink("markdown", Text("Markdown 摘要", "a summary in Markdown"), "report.md", lines)
