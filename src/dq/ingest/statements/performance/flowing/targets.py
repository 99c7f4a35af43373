"""The targets of a project: what was to be reached, what was, and how far."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Final

from dq.ingest.statements.model import Said, Statement
from dq.ingest.statements.performance.flowing.calculation import calculation, formula
from dq.ingest.statements.performance.flowing.classes import carried, classes
from dq.ingest.statements.performance.flowing.figures import NUMBER, RELATION, Goal, goal, quantities
from dq.ingest.statements.performance.flowing.parts import Sheet
from dq.ingest.statements.performance.flowing.text import Part
from dq.ingest.statements.performance.vocabulary import vocabulary
from dq.types import DoubtReason

_MET: Final = re.compile(r"[是否]")
_COMPLETION: Final = re.compile(rf"\s?({NUMBER})\s?%")
_ROW: Final = re.compile(
    rf"(?P<relation>{RELATION})(?P<target>{NUMBER})\s?(?P<unit>%|(?:[^\W\d]|[、/]){{0,8}}?|㎡|m2)\s?(?P<met>[是否])"
    rf"\s?(?P<actual>{NUMBER})\s?%?\s(?P<completion>{NUMBER})(?P<percent>%?)"
)
_COUNTS: Final = (
    ("targets_set", r"设置绩效目标数量(?:\(个\))?:?\s?", r""),
    ("targets_met", r"(?:完成目标|目标完成)数量(?:\(个\))?:?\s?", r""),
    ("met_rate", r"目标完成率(?:\([^()]*\))?:?\s?", r"\s?%"),
    ("quality", r"目标完成(?:质量|程度)(?:\([^()]*\))?:?\s?", r"\s?%"),
)


def told_targets(sheet: Sheet, part: Part) -> Iterator[Statement]:
    """The targets of a form of 2017: name, words with the target's value, 是 or 否, completion (calculation).

    Example: "数量目标 物流示范企业 2017 年不低于 5 家 是 120%(6/5)".
    """
    flow = sheet.flow
    at, one, two = part.begin, None, None
    while (met := _next_met(sheet, at, part.end)) is not None:
        above = classes(sheet, at, met)
        one, two = carried(above, one, two)
        aim = goal(flow, above.end, met) or _bare(sheet, above.end, met)
        label = flow.printed[above.end : aim.begin if aim else met].replace(" ", "") or None
        figures: dict[str, Said | None] = {"met": flow.said(met, met + 1)}
        if aim is not None and aim.value is not None:
            doubt = DoubtReason.COLUMN_SHIFT if aim.rest else None
            figures["target"] = aim.value.said(flow, "", doubt)
        degree = _COMPLETION.match(flow.text, met + 1, part.end)
        stop = met + 1
        worked: list[Statement] = []
        if degree is not None:
            stop = degree.end()
            figures["completion"] = flow.said(degree.start(1), degree.end(1), "%")
            stated = formula(sheet, stop, part.end) if flow.text[stop : stop + 1] == "(" else None
            if stated is not None:
                stop = stated.end
                worked = [calculation(sheet, label, stated, figures["completion"], met, "=%")]
        attributes = {"level1": one, "level2": two, "relation": aim.relation if aim else None}
        yield sheet.row("project_target", above.end, label, figures, attributes, named=met)
        yield from worked
        at = stop


def listed_targets(sheet: Sheet, part: Part) -> Iterator[Statement]:
    """The targets of a form of 2018: name, relation, value, unit, 是 or 否, actual value, completion.

    Example: "数量目标 接洽客商人数 大于等于 100 人 是 141 141.00%".
    """
    flow = sheet.flow
    at, one, two = part.begin, None, None
    for found in _ROW.finditer(flow.text, part.begin, part.end):
        above = classes(sheet, at, found.start())
        one, two = carried(above, one, two)
        at = found.end()
        label = flow.printed[above.end : found.start()].replace(" ", "") or None
        unit = found["unit"]
        figures = {
            "target": flow.said(found.start("target"), found.end("target"), unit),
            "met": flow.said(found.start("met"), found.end("met")),
            "actual": flow.said(found.start("actual"), found.end("actual"), unit),
            "completion": flow.said(found.start("completion"), found.end("completion"), "%"),
        }
        relation = vocabulary().relation(found["relation"])
        attributes = {"level1": one, "level2": two, "relation": relation}
        yield sheet.row("project_target", above.end, label, figures, attributes, named=found.start())


def _bare(sheet: Sheet, begin: int, end: int) -> Goal | None:
    """A value alone as a word of its own at the end of the text, without a word that binds it."""
    found = quantities(sheet.flow, begin, end)
    if found and found[-1].stop == end and sheet.flow.is_start(found[-1].begin):
        return Goal(found[-1].begin, found[-1], None, ())
    return None


def stated_counts(sheet: Sheet, part: Part) -> Mapping[str, Said | None]:
    """How many targets were set and met, the share met and the mean completion: columns of `project`."""
    said: dict[str, Said | None] = {}
    at = part.label
    for name, label, sign in _COUNTS:
        found = re.compile(rf"{label}({NUMBER}){sign}").search(sheet.flow.text, at, part.end)
        if found is not None:
            said[name] = sheet.flow.said(found.start(1), found.end(1), "%" if sign else "个")
            at = found.end()
    return said


def _next_met(sheet: Sheet, at: int, end: int) -> int | None:
    """Where the next 是 or 否 stands as a word of its own, or before a figure."""
    for found in _MET.finditer(sheet.flow.text, at, end):
        after = found.end()
        if sheet.flow.is_start(found.start()) and (
            sheet.flow.is_start(after) or _COMPLETION.match(sheet.flow.text, after, end)
        ):
            return found.start()
    return None
