"""The steps by which a check came to its verdict, as lines: each part with its value, its interval and its place."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal
from typing import TYPE_CHECKING

from dq.diagnostics.layout import Line, Piece, Style, line, pad
from dq.outcome.model import Operand, Outcome
from dq.report.sinks.text.view import View, place

if TYPE_CHECKING:
    from dq.engine.steps import Step

_WIDEST = 44
"""Columns that a formula takes before its value; a longer one pushes its own value to the right."""


def steps_shown(outcomes: Sequence[Outcome], steps: Sequence[Sequence[Step]], view: View) -> Iterator[Line]:
    """Each outcome with the figures put in, then the parts of its check, the check itself last."""
    if not outcomes:
        yield line(view.say("规则在这里没有结论（不适用）", "the rule has no outcome here (it does not apply)"))
    for outcome, parts in zip(outcomes, steps, strict=True):
        row = "" if outcome.row is None else f"  {outcome.row.get('path') or outcome.row.get('n')}"
        verdict = view.verdict(outcome.verdict)
        reason = "" if outcome.reason is None else view.say("：", ": ") + view.reason(outcome.reason)
        documents = ", ".join(dict.fromkeys(each.source.document for each in outcome.operands))
        head = Piece(f"{outcome.report}{row}  ", Style.STRONG)
        yield line(head, f"{verdict}{reason}  ", Piece(documents, Style.PLACE), hang=4)
        yield line(outcome.statement, indent=2, hang=4)
        for step in parts:
            yield _step(step, view)


def _step(step: Step, view: View) -> Line:
    indent = 4 + 2 * max(step.depth - 1, 0)
    is_value = step.verdict is None
    text = step.text if step.difference is None else view.say("左 − 右", "left − right")
    found = _value(step, view) if is_value else _verdict(step, view)
    places = Piece(_places(step.operands, view), Style.PLACE)
    return line(f"{pad(text, _WIDEST - indent)}  {found}  ", places, indent=indent, hang=indent + 4)


def _value(step: Step, view: View) -> str:
    if step.value is None and step.told is None:
        return view.say("→ 没有印出的数", "→ nothing is printed")
    if step.value is None:
        reason = "" if step.reason is None else f" ({view.reason(step.reason)})"
        return f"= {step.told}{reason}"
    unit = "" if step.unit is None else f" {step.unit}"
    return f"= {step.value:,f}{unit}  {_interval(step, step.value, view)}"


def _interval(step: Step, value: Decimal, view: View) -> str:
    """± where many figures add up to an interval of equal halves, else its ends."""
    if step.low is None or step.high is None:
        low = "−∞" if step.low is None else f"{step.low:,f}"
        high = "∞" if step.high is None else f"{step.high:,f}"
        return f"[{low}, {high}]"
    if step.low == step.high:
        return view.say("准确数", "exact")
    number = sum(each.value is not None for each in step.operands)
    if number > 1:
        figures = view.say(f"（{number} 个数）", f" ({number} figures)")
        if value - step.low == step.high - value:
            return f"± {step.high - value:,f}{figures}"
        return f"[{step.low:,f}, {step.high:,f}]{figures}"
    return f"[{step.low:,f}, {step.high:,f}]"


def _verdict(step: Step, view: View) -> str:
    told = "" if step.verdict is None else view.verdict(step.verdict)
    reason = "" if step.reason is None else f" ({view.reason(step.reason)})"
    if step.difference is None:
        return f"→ {told}{reason}"
    allowed = (
        "" if step.allowance is None else view.say(f"，容差 {step.allowance:,f}", f", allowance {step.allowance:,f}")
    )
    return f"= {step.difference:,f}{allowed} → {told}{reason}"


def _places(operands: Sequence[Operand], view: View) -> str:
    """Where the figures stand: the line, or the first and the last; in full where they do not stand on one page."""
    if not operands:
        return ""
    first = operands[0]
    lines = sorted(each.source.line for each in operands if each.source.line is not None)
    inside = {(each.source.document, each.source.page, each.source.sheet) for each in operands}
    if len(inside) > 1 or len(lines) < len(operands) or first.source.sheet is not None or first.report is not None:
        return " … ".join(dict.fromkeys((place(first), place(operands[-1]))))
    page = "" if first.source.page is None else view.say(f"第 {first.source.page} 页", f"page {first.source.page} ")
    if lines[0] == lines[-1]:
        return page + view.say(f"第 {lines[0]} 行", f"line {lines[0]}")
    return page + view.say(f"第 {lines[0]}–{lines[-1]} 行", f"lines {lines[0]}–{lines[-1]}")
