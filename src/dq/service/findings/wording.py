"""What a finding says, in the language of who reads it: a run keeps its sentences in its own."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Any, Final

from dq.report.sinks.html.found import grouped
from dq.report.sinks.text.view import View, row_name
from dq.templates import default_schema
from dq.types import Reason, Verdict

_REASONS: Final = {reason.label: reason for reason in Reason}


def told_in(evidence: Mapping[str, Any]) -> str:
    """The language in which the run told its outcomes: that of the rule's title there.

    Parameters: `evidence` of a finding.
    """
    title = evidence["title"]
    return "en" if evidence["outcome"]["rule_title"] == title["en"] != title["zh"] else "zh"


def message(evidence: Mapping[str, Any], language: str) -> str:
    """The finding in one sentence: the run's own in its language, in the other one made of what it kept.

    Nothing is read or evaluated for it: the rule's title, the cells, the figures and the reason stand in the evidence.
    Parameters: `evidence` of a finding; `language` "zh" or "en".
    Example: `message(row.evidence, "en")` → `'Does not comply with "income adds up": …'`.
    """
    outcome = evidence["outcome"]
    if language == told_in(evidence):
        own: str = outcome["message"]
        return own
    return _Wording(View(language, default_schema())).of(outcome, evidence["title"][language])


class _Wording:
    """Speaks of one outcome. Parameters: `view` names tables and columns in one language."""

    def __init__(self, view: View) -> None:
        self._view = view
        self._say = view.say

    def of(self, outcome: Mapping[str, Any], title: str) -> str:
        match Verdict(outcome["verdict"]):
            case Verdict.UNDECIDED:
                why = self._view.reason(_REASONS.get(outcome["reason"] or ""))
                return self._say(f"“{title}”无法判断：{why}。", f'"{title}" cannot be told: {why}.')
            case Verdict.ERROR:
                return self._say("有数字超出可以计算的范围，未作判断。", "A figure is too large to be evaluated.")
            case _:
                place = self._place(outcome["row"])
                said = self._compared(outcome)
                return self._say(
                    f"{place}不符合“{title}”{'：' if said else ''}{said}。",
                    f'{place}{" does" if place else "Does"} not comply with "{title}"{": " if said else ""}{said}.',
                )

    def _compared(self, outcome: Mapping[str, Any]) -> str:
        """Both sides with their figures, and how far they are apart; nothing where there are none."""
        names = [self._side(outcome, role) for role in ("left", "right")]
        if outcome["difference"] is None:
            texts = [outcome["left_text"], outcome["right_text"]]
            return ", ".join(f"{name} “{text}”" for name, text in zip(names, texts, strict=True) if text)
        unit = f" {outcome['unit']}" if outcome["unit"] else ""
        sides = [
            f"{name} {grouped(Decimal(outcome[role]))}{unit}"
            for name, role in zip(names, ("left", "right"), strict=True)
        ]
        off, allowed = (grouped(abs(Decimal(outcome[name] or 0))) for name in ("difference", "allowance"))
        return self._say(
            f"{sides[0]}，{sides[1]}，相差 {off}，容差 {allowed}",
            f"{sides[0]}, {sides[1]}, off by {off} (allowance {allowed})",
        )

    def _side(self, outcome: Mapping[str, Any], role: str) -> str:
        """What a side is called: by its cell, where it is one."""
        cells = [each for each in outcome["operands"] if each["role"] == role]
        if len(cells) != 1:
            return self._say("左边", "left side") if role == "left" else self._say("右边", "right side")
        (cell,) = cells
        return self._cell(cell["table"], cell["row"]) + f" {self._view.column(cell['table'], cell['column'])}"

    def _place(self, row: Mapping[str, Any] | None) -> str:
        return "" if row is None else self._cell(row["table"], row)

    def _cell(self, table: str, row: Mapping[str, Any]) -> str:
        name = row_name(row)
        title = self._view.table(table)
        return title + (self._say(f"“{name}”", f' "{name}"') if name else "")
