"""What a finding says, in the language of who reads it: a run keeps its sentences in its own."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from decimal import Decimal
from typing import Any, Final

from dq.application.indexing import comparison_of
from dq.diagnostics import Text
from dq.engine.message import SHOULD
from dq.outcome import Outcome
from dq.outcome.serial import outcome_json
from dq.report.sinks.html.found import grouped
from dq.report.sinks.text.view import View, row_name
from dq.semantics.checked import CheckedRule
from dq.templates import default_schema
from dq.types import Reason, Verdict, unit_named

_REASONS: Final = {reason.label: reason for reason in Reason}
_ROLES: Final = ("left", "right")
_SHOULD: Final = {each.value: words for each, words in SHOULD.items()}


def told_in(evidence: Mapping[str, Any]) -> str:
    """The language in which the run told its outcomes; empty where the run does not say.

    Parameters: `evidence` of a finding. Example: `told_in({"language": "en", "outcome": {}})` → `"en"`.
    """
    language: str = evidence.get("language", "")
    return language


def message(evidence: Mapping[str, Any], language: str) -> str:
    """The finding in one sentence: the run's own in its language, in the other one made of what it kept.

    Nothing is read or evaluated for it: the rule's title, the cells, the figures and the reason stand in the evidence.
    Where the run's language is not known, its own sentence stands in both.
    Parameters: `evidence` of a finding; `language` "zh" or "en".
    Example: `message(row.evidence, "en")` → `'Does not comply with "income adds up": …'`.
    """
    outcome = evidence["outcome"]
    if told_in(evidence) in ("", language):
        own: str = outcome["message"]
        return own
    should = _SHOULD.get(evidence.get("comparison", ""))
    return _Wording(View(language, default_schema()), should).of(outcome, evidence["title"][language])


def retold(
    outcomes: Iterable[Outcome], rules: Mapping[str, CheckedRule], told_in: str, language: str
) -> Iterator[Outcome]:
    """Outcomes with title and sentence in another language than the run's, as `message` makes them.

    Parameters: `rules` of the run by id: what one of no rule there said stays; `told_in` the run's language, empty
    where it is not known. Example: `retold(run.outcomes, rules, "zh", "en")`.
    """
    for each in outcomes:
        rule = rules.get(each.rule)
        if rule is None or told_in in ("", language):
            yield each
            continue
        titles = {name: rule.title.in_language(name) for name in ("zh", "en")}
        told = {"language": told_in, "title": titles, "comparison": comparison_of(rule), "outcome": outcome_json(each)}
        yield replace(each, rule_title=titles[language], message=message(told, language))


class _Wording:
    """Speaks of one outcome.

    Parameters: `view` names tables and columns in one language; `should` what the left side should be to the right one,
    None where it is not known.
    """

    def __init__(self, view: View, should: Text | None) -> None:
        self._view = view
        self._should = "" if should is None else should.in_language(view.language)
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
        """Both sides with their figures, how they should compare and how far they are apart, as far as it is known."""
        names = [self._side(outcome, role) for role in _ROLES]
        if outcome["difference"] is None:
            texts = [outcome[f"{role}_text"] for role in _ROLES]
            sides = [f"{name} “{text}”" for name, text in zip(names, texts, strict=True) if text]
            return self._related(sides)
        unit = f" {outcome['unit']}" if outcome["unit"] else ""
        sides = [f"{name} {grouped(Decimal(outcome[role]))}{unit}" for name, role in zip(names, _ROLES, strict=True)]
        off, allowed = (grouped(abs(Decimal(outcome[name] or 0))) for name in ("difference", "allowance"))
        # Of sides that should differ, or nobody knows how they should compare, how far they are apart is no fault.
        if not self._should or self._should == _SHOULD["!="].in_language(self._view.language):
            return self._related(sides)
        return self._related(sides) + self._say(
            f"，相差 {off}，容差 {allowed}", f", off by {off} (allowance {allowed})"
        )

    def _related(self, sides: list[str]) -> str:
        if not self._should or len(sides) != len(_ROLES):
            return self._say("，", ", ").join(sides)
        left, right = sides
        return self._say(f"{left}，{self._should}{right}", f"{left} {self._should} {right}")

    def _side(self, outcome: Mapping[str, Any], role: str) -> str:
        """What a side is called: by its cell, where it is one and nothing was made of its figure."""
        cells = [each for each in outcome["operands"] if each["role"] == role]
        if len(cells) != 1 or not _is_whole(cells[0], outcome, role):
            return self._say("左边", "left side") if role == "left" else self._say("右边", "right side")
        (cell,) = cells
        name = self._cell(cell["table"], cell["row"]) + f" {self._view.column(cell['table'], cell['column'])}"
        return self._say(f"上年{name}", f"last year's {name}") if cell["report"] else name

    def _place(self, row: Mapping[str, Any] | None) -> str:
        return "" if row is None else self._cell(row["table"], row)

    def _cell(self, table: str, row: Mapping[str, Any]) -> str:
        name = row_name(row)
        title = self._view.table(table)
        return title + (self._say(f"“{name}”", f' "{name}"') if name else "")


def _is_whole(cell: Mapping[str, Any], outcome: Mapping[str, Any], role: str) -> bool:
    """True where the side is what the cell prints: the same figure in its unit, or the same text."""
    if outcome["difference"] is None:
        return cell["printed"] is not None and cell["printed"] == outcome[f"{role}_text"]
    return cell["value"] is not None and _base(cell["value"], cell["unit"]) == _base(outcome[role], outcome["unit"])


def _base(figure: str, unit: str | None) -> Decimal:
    """A figure of a unit in that unit's base: 元 of 万元."""
    return Decimal(figure) * unit_named(unit or "").factor
