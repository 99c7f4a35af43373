"""The last lines of a screen: what it comes to. Nothing undecided reads as a pass."""

from __future__ import annotations

from collections.abc import Iterator

from dq.diagnostics.layout import Line, Piece, Style, line
from dq.outcome.model import RunRecord
from dq.report.findings import Worst
from dq.report.sinks.text.view import View, counted, violations_by_severity
from dq.types import Verdict


def conclusion(run: RunRecord, sure: Worst, doubted: Worst, waived: Worst, view: View) -> Iterator[Line]:
    """What the run comes to, and what it leaves open.

    Parameters: `sure` the findings that stand, `doubted` those whose reading is to be checked first, `waived`
    those that are known and borne.
    """
    yield line()
    if not run.reports:
        yield line(Piece(view.say("没有可检查的报告。", "There was no report to check."), Style.WARNING))
        return
    yield line(_verdict(run, sure, doubted, waived, view), *_asides(run, view))
    if run.mandatory_missing:
        text = view.say(
            "必备的表缺失，有错误级规则无法判断（退出码 3）。",
            "A mandatory table is missing, so a rule of severity error is undecided (exit code 3).",
        )
        yield line(Piece(text, Style.WARNING))


def _verdict(run: RunRecord, sure: Worst, doubted: Worst, waived: Worst, view: View) -> Piece:
    if sure.findings:
        return Piece(_violated(run, sure, view), Style.STRONG)
    if doubted.findings:
        text = view.say(
            "只有读数可疑之处不成立，请先核对读数。", "Only doubted readings are violated: check them first."
        )
        return Piece(text, Style.WARNING)
    if waived.findings:
        number = waived.outcomes
        text = view.say(f"不成立的 {number} 项都已豁免。", f"All of the {counted(number, 'violation')} are waived.")
        return Piece(text, Style.WARNING)
    told = run.counts.get(Verdict.HOLDS.value, 0) + run.counts.get(Verdict.ROUNDING.value, 0)
    if not told:
        return Piece(view.say("没有一项检查能得出结论。", "No check came to a conclusion."), Style.WARNING)
    text = view.say(
        f"没有发现问题：能判断的 {told} 项全部成立。",
        f"Nothing found: {counted(told, 'check')} could be told, all hold.",
    )
    return Piece(text, Style.WARNING if run.counts.get(Verdict.UNDECIDED.value) else Style.GOOD)


def _violated(run: RunRecord, sure: Worst, view: View) -> str:
    severities = violations_by_severity(run.outcomes)
    words = view.say("，", ", ").join(
        view.say(f"{number} 项{view.severity(severity)[0]}级", f"{number} {view.severity(severity)[0]}")
        for severity, number in severities.items()
        if number
    )
    causes, violations = counted(sure.findings, "cause"), counted(sum(severities.values()), "violation")
    return view.say(f"结论：{sure.findings} 个原因，{words}不成立。", f"{causes}, {violations} ({words}).")


def _asides(run: RunRecord, view: View) -> Iterator[str]:
    undecided = run.counts.get(Verdict.UNDECIDED.value, 0)
    if undecided:
        yield view.say(f"另有 {undecided} 项无法判断。", f" {undecided} undecided.")
    rounding = run.counts.get(Verdict.ROUNDING.value, 0)
    if rounding:
        within = f" {counted(rounding, 'difference')} within rounding."
        yield view.say(f"有 {rounding} 处差在四舍五入之内，不算问题。", within)
