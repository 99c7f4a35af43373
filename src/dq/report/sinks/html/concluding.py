"""What a report or an archive comes to, in one line. Nothing undecided reads as a pass."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from dq.report.sinks.text.view import View, counted
from dq.types import Verdict


@dataclass(frozen=True, slots=True)
class Conclusion:
    """The line. Parameters: `level` how it looks: "bad", "warn" or "good"."""

    level: str
    text: str


def of_report(causes: int, doubted: int, counts: Mapping[str, int], view: View) -> Conclusion:
    """What one report comes to.

    Parameters: `causes` found beyond doubt, `doubted` those whose reading is doubted; `counts` outcomes by verdict
    name, without "holds" where it is not known how many hold.
    """
    if causes:
        return Conclusion("bad", view.say(f"发现 {causes} 个问题", counted(causes, "finding")))
    if doubted:
        return Conclusion("warn", _doubted(view))
    undecided = counts.get(Verdict.UNDECIDED.value, 0)
    waived = counts.get(Verdict.VIOLATED.value, 0)
    if waived:
        text = view.say(f"除已豁免的 {waived} 项外，没有不成立的", f"Nothing is violated but {waived} waived")
        return Conclusion("warn", text)
    told = counts.get(Verdict.HOLDS.value, 0) + counts.get(Verdict.ROUNDING.value, 0)
    if not told and not undecided:
        return Conclusion("warn", view.say("没有一项核对能得出结论", "No check came to a conclusion"))
    if undecided:
        text = view.say(
            f"没有查出不成立的；有 {undecided} 项无法判断，不算通过",
            f"Nothing is violated; {counted(undecided, 'check')} undecided, which is no pass",
        )
        return Conclusion("warn", text)
    return Conclusion("good", view.say("没有发现问题", "Nothing found"))


def of_archive(reports: int, found: int, doubted: int, counts: Mapping[str, int], view: View) -> Conclusion:
    """What an archive comes to. Parameters: `found` reports with findings, `doubted` with doubted ones."""
    if not reports:
        return Conclusion("warn", view.say("没有可检查的报告", "There was no report to check"))
    if found:
        return Conclusion("bad", view.say(f"{found:,} 份报告发现问题", f"{found:,} {_reports(found)} with findings"))
    return of_report(0, doubted, counts, view)


def _reports(number: int) -> str:
    return "report" if number == 1 else "reports"


def _doubted(view: View) -> str:
    return view.say(
        "没有确定的问题；有读数需要先核对", "Nothing certain was found; some readings are to be checked first"
    )
