"""How a project was scored: indicators with their weight or full mark and their score, groups, the total."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Final

from dq.ingest.statements.model import Said, Statement
from dq.ingest.statements.performance.criteria import read_criterion
from dq.ingest.statements.performance.flowing.calculation import printed_calculation
from dq.ingest.statements.performance.flowing.classes import carried, classes
from dq.ingest.statements.performance.flowing.figures import NUMBER, Quantity, cell, goal, quantities
from dq.ingest.statements.performance.flowing.mixing import AS_CRITERION, SENTENCE_ENDS
from dq.ingest.statements.performance.flowing.parts import Sheet, doubted
from dq.ingest.statements.performance.flowing.text import Part
from dq.ingest.statements.performance.vocabulary import any_of, vocabulary
from dq.types import DoubtReason

_SCORE: Final = rf"(?:{NUMBER}|[-—–]+)"
_WEIGHTED: Final = re.compile(rf"(?P<first>{NUMBER})\s?%\s?(?P<score>{_SCORE})|(?P<none>/)")
_MARKED: Final = re.compile(rf"(?P<first>{NUMBER})\s?(?P<score>{_SCORE})|(?P<none>/)")
_PERCENT: Final = re.compile(r"% ")
_FURTHER: Final = re.compile(r" \d")
_OPEN: Final = frozenset("0123456789+-×÷*/=<>≥≤,，(%")
"""Signs behind which a figure belongs to what stands before it."""

_LONG: Final = 12
"""Characters from which on a word is a sentence, no name."""

_CRITERION: Final = re.compile(
    r"本指标|本项|(?:期初)?每?编制[^。]{0,40}得|项目[^。]{0,90}?得\s?\d[\d.]*\s?分|资金管理[^。]{0,60}?得\s?\d[\d.]*\s?分"
    r"|业务部门对|主管部门[^。]{0,60}?得\s?\d[\d.]*\s?分"
)
_FIXED: Final = re.compile(
    r"(?:预算)?绩效管理组织保障|组织管理-预算绩效管理领导小组|组织管理-评价工作组|组织管理-第三方机构|目标编制数量|目标个性化程度"
    r"|目标全面程度|目标完成(?:质量|程度|率)|预算执行监控情况|(?:项目|财务)?管理制度健全性|(?:(?:项目|财务)管理)?制度执行有效性"
    r"|财政、审计及上级业务主管部门检查情况|业务部门自查情况|外部监督检查情况|结余结转资金使用率|预算执行率|资金使用率"
)
"""Names that the forms print and that may not be changed."""

_GROUP: Final = re.compile(
    rf"(?P<name>{any_of(sorted(vocabulary().levels[0]))})\((?:[^\W\d]{{2,8}}\s?)?(?P<weight>{NUMBER})\s?%\)"
)
_SYSTEM: Final = re.compile(rf"(?P<name>(?:共性|个性)指标体系)\(\s?(?P<weight>{NUMBER})\s?%\)")
_FULL: Final = re.compile(rf"本(?:指标|项)\s?(?P<mark>{NUMBER})\s?分")
_ACTUAL: Final = re.compile(
    r"实际完成值[^\W\d]{0,4}预设值\s?(?P<actual>[^()]{0,40})\((?:期初)?绩效目标值:?(?P<goal>.{0,120}?)\)得满分"
)
_DIRECTED: Final = re.compile(
    rf"(?P<direction>[正反负]向)(?:指标)?(?P<unit>%|(?:[^\W\d]|[、/]){{0,8}}|㎡|m2)\s?(?P<target>{NUMBER})\s?%?\s(?P<actual>{NUMBER})\s?%?"
    rf"\s(?P<mark>{NUMBER})\s?(?P<score>{_SCORE})"
)
_TOTAL: Final = re.compile(rf"评价总分\s?(?:\(S\))?:?\s?(?P<first>{NUMBER})(?P<sign>%?)\s(?P<score>{NUMBER})")


@dataclass(frozen=True, slots=True)
class Pair:
    """A weight or full mark and the score beside it: where they stand; a stroke in their place has neither.

    Parameters: `is_one_of_several` where more figures stand beside them: a cell with several weights was broken up.
    """

    begin: int
    end: int
    first: tuple[int, int] | None
    score: tuple[int, int] | None
    is_one_of_several: bool = False


def groups(sheet: Sheet, begin: int, end: int) -> Iterator[Statement]:
    """The systems (共性指标体系 64%) and groups (投入 18%) with their weights."""
    for pattern in (_SYSTEM, _GROUP):
        for found in pattern.finditer(sheet.flow.text, begin, end):
            name = found["name"]
            if pattern is _GROUP and not sheet.flow.is_start(found.start()):
                continue
            said = sheet.flow.said(found.start("weight"), found.end("weight"), "%")
            level = None if pattern is _SYSTEM else name
            yield sheet.row("project_indicator", found.start(), name, {"weight": said}, {"level1": level}, "heading")


def scored(sheet: Sheet, part: Part, *, weighted: bool) -> Iterator[Statement]:
    """Indicators whose way of scoring is printed before their weight (or full mark) and score."""
    at, one, two = part.begin, None, None
    before: str | None = None
    for pair in _pairs(sheet, part, weighted=weighted):
        name = _fixed(sheet, at, pair.begin)
        way = _criterion(sheet, name.end() if name else at, pair.begin)
        above = classes(sheet, at, name.start() if name else way, named=name is not None)
        one, two = carried(above, one, two)
        own = sheet.flow.printed[above.end : way].replace(" ", "") or None
        label = name[0] if name else own or before
        before = label
        at = pair.end
        if pair.first is None:
            continue
        figures = _marks(sheet, pair, weighted=weighted)
        if weighted:
            figures |= _stated(sheet, way, pair.begin)
        criterion = sheet.flow.printed[way : pair.begin].strip() or None
        side, limits = _limits(sheet, way, pair.begin, label)
        attributes = {"level1": one, "level2": two, "criterion": criterion, "full_side": side}
        figures |= limits
        begin = name.start() if name else above.end if own else way
        yield sheet.row("project_indicator", begin, label, figures, attributes, named=None if name else pair.begin)
        yield from printed_calculation(sheet, pair.end, part.end, label)


def freely_scored(sheet: Sheet, part: Part) -> Iterator[Statement]:
    """Indicators of a form of special funds, whose ways of scoring the department words itself: class, name, way of
    scoring, weight, score.
    """
    at, one, two = part.begin, None, None
    for pair in _pairs(sheet, part, weighted=True, free=True):
        above = classes(sheet, at, pair.begin)
        one, two = carried(above, one, two)
        way = _after_name(sheet, above.end, pair.begin)
        at = pair.end
        if pair.first is None:
            continue
        label = sheet.flow.printed[above.end : way].replace(" ", "") or None
        criterion = sheet.flow.printed[way : pair.begin].strip() or None
        side, limits = _limits(sheet, way, pair.begin, label)
        attributes = {"level1": one, "level2": two, "criterion": criterion, "full_side": side}
        figures = _marks(sheet, pair, weighted=True) | limits
        yield sheet.row("project_indicator", above.end, label, figures, attributes, named=pair.begin)


def directed(sheet: Sheet, part: Part, names: Collection[str]) -> Iterator[Statement]:
    """Indicators of a form of 2018 with direction, unit, planned and actual value, full mark and score.

    Parameters: `names` of the form's targets; an indicator of one is called so, without its remark.
    """
    flow = sheet.flow
    at, one, two = part.begin, None, None
    for found in _DIRECTED.finditer(flow.text, part.begin, part.end):
        above = classes(sheet, at, found.start())
        one, two = carried(above, one, two)
        at = found.end()
        unit = found["unit"]
        label = flow.printed[above.end : found.start()].replace(" ", "") or None
        label = next((name for name in names if label is not None and name in label), label)
        figures: dict[str, Said | None] = {
            "target": flow.said(found.start("target"), found.end("target"), unit),
            "actual": flow.said(found.start("actual"), found.end("actual"), unit),
            "full_mark": flow.said(found.start("mark"), found.end("mark"), "分"),
            "score": flow.said(found.start("score"), found.end("score"), "分"),
        }
        direction = "up" if found["direction"] == "正向" else "down"
        attributes = {"level1": one, "level2": two, "direction": direction}
        yield sheet.row("project_indicator", above.end, label, figures, attributes, named=found.start())
    rest = Part(at, at, part.end)
    yield from scored(sheet, rest, weighted=False)


def simple(sheet: Sheet, part: Part) -> Iterator[Statement]:
    """The indicators of a simple form: name, words with the target's value, actual value, completion, way of scoring,
    full mark, score.
    """
    flow = sheet.flow
    at, one, two = part.begin, None, None
    for way in AS_CRITERION.finditer(flow.text, part.begin, part.end):
        above = classes(sheet, at, way.start())
        one, two = carried(above, one, two)
        at = way.end()
        marks = _MARKED.match(flow.text, at + (flow.text[at : at + 1] == " "), part.end)
        figures: dict[str, Said | None] = {}
        if way["mark"]:
            figures["criterion_mark"] = flow.said(way.start("mark"), way.end("mark"), "分")
        if marks is not None:
            at = marks.end()
            figures |= _marks(sheet, _pair(marks), weighted=False)
        values, begin, relation = _values(sheet, above.end, way.start())
        figures |= values
        label = flow.printed[above.end : begin].replace(" ", "") or None
        if not figures:
            continue
        attributes = {
            "level1": one,
            "level2": two,
            "relation": relation,
            "criterion": flow.printed[way.start() : way.end()],
        }
        yield sheet.row("project_indicator", above.end, label, figures, attributes, named=way.start())


def total(sheet: Sheet, part: Part) -> tuple[list[Statement], Said | None]:
    """总权重、评价总分 as a row, and the total score."""
    found = _TOTAL.search(sheet.flow.text, part.label, part.end)
    if found is None:
        return [], None
    score = sheet.flow.said(found.start("score"), found.end("score"), "分")
    weight = sheet.flow.said(found.start("first"), found.end("first"), found["sign"] or "分")
    name = "weight" if found["sign"] else "full_mark"
    return [sheet.row("project_indicator", part.label, "评价总分", {name: weight, "score": score}, role="total")], score


def _pairs(sheet: Sheet, part: Part, *, weighted: bool, free: bool = False) -> Iterator[Pair]:
    """Where a weight (or full mark) and a score follow the way of scoring as words of their own.

    Parameters: `free` True where the way of scoring may end without a full stop.
    """
    flow = sheet.flow
    pattern = _WEIGHTED if weighted else _MARKED
    at = part.begin
    while (found := pattern.search(flow.text, at, part.end)) is not None:
        at = found.end() if found["none"] else found.start("score")
        if not (flow.is_start(found.start()) and (found["none"] or flow.is_start(found.start("score")))):
            continue
        last = flow.text[found.start() - 1 : found.start()]
        ends = last in SENTENCE_ENDS or (free and last not in _OPEN)
        if not ends or not flow.is_start(found.end() + (flow.text[found.end() : found.end() + 1] == " ")):
            continue
        is_one_of_several = _PERCENT.search(flow.text, found.start() - 2, found.start()) is not None and (
            _FURTHER.match(flow.text, found.end()) is not None
        )
        yield replace(_pair(found), is_one_of_several=is_one_of_several)
        at = found.end()


def _pair(found: re.Match[str]) -> Pair:
    if found["none"]:
        return Pair(found.start(), found.end(), None, None)
    return Pair(found.start(), found.end(), found.span("first"), found.span("score"))


def _marks(sheet: Sheet, pair: Pair, *, weighted: bool) -> dict[str, Said | None]:
    if pair.first is None or pair.score is None:
        return {}
    first = sheet.flow.said(*pair.first, "%" if weighted else "分")
    marks = {"weight" if weighted else "full_mark": first, "score": cell(sheet.flow, pair.score, "分")}
    return doubted(marks) if pair.is_one_of_several else marks


def _criterion(sheet: Sheet, begin: int, end: int) -> int:
    """Where the way of scoring begins, the last one before the pair."""
    found = [
        each.start() for each in _CRITERION.finditer(sheet.flow.text, begin, end) if sheet.flow.is_start(each.start())
    ]
    return found[0] if found else end


def _limits(sheet: Sheet, begin: int, end: int, label: str | None) -> tuple[str | None, dict[str, Said | None]]:
    """What the way of scoring between two places says in figures."""
    found = read_criterion(sheet.flow.text[begin:end], label or "")
    flow = sheet.flow
    said = {each.measure: flow.said(begin + each.start, begin + each.end, each.unit) for each in found.thresholds}
    return found.side, {**said}


def _after_name(sheet: Sheet, begin: int, end: int) -> int:
    """Where the way of scoring begins behind a name of at least one word: at a sentence, or a word on points."""
    for at, stop in sheet.flow.words(begin, end)[1:]:
        if stop - at >= _LONG or "分" in sheet.flow.text[at:stop]:
            return at
    return end


def _fixed(sheet: Sheet, begin: int, end: int) -> re.Match[str] | None:
    """The first name that the form prescribes and that begins a word."""
    return next(
        (each for each in _FIXED.finditer(sheet.flow.text, begin, end) if sheet.flow.is_start(each.start())), None
    )


def _stated(sheet: Sheet, begin: int, end: int) -> dict[str, Said | None]:
    """Full mark, actual value and target that the way of scoring of an indicator of one's own repeats."""
    text = sheet.flow.text
    values = _ACTUAL.search(text, begin, end)
    if values is None:
        return {}
    said: dict[str, Said | None] = {}
    full = _FULL.search(text, begin, values.start())
    if full is not None:
        said["criterion_mark"] = sheet.flow.said(full.start("mark"), full.end("mark"), "分")
    for name, span in (("actual", values.span("actual")), ("target", values.span("goal"))):
        found = quantities(sheet.flow, *span)
        if found:
            said[name] = found[0].said(sheet.flow, "", DoubtReason.COLUMN_SHIFT if len(found) > 1 else None)
    return said


def _values(sheet: Sheet, begin: int, end: int) -> tuple[dict[str, Said | None], int, str | None]:
    """Target, actual value and completion before the way of scoring; where their words begin; what binds the target."""
    flow = sheet.flow
    aim = goal(flow, begin, end)
    if aim is not None and aim.value is not None:
        found: Sequence[Quantity] = (aim.value, *aim.rest)
        start, relation = aim.begin, aim.relation
    else:
        found = [each for each in quantities(flow, begin, end) if flow.is_start(each.begin)]
        start, relation = (found[0].begin if found else end), None
    match found:
        case [target, actual, degree] if _are_three(sheet, target, actual, degree):
            values: dict[str, Said | None] = {
                "target": target.said(flow),
                "actual": actual.said(flow, target.unit),
                "completion": degree.said(flow, "%"),
            }
            return values, start, relation
        case [degree] if aim is None and degree.unit == "%" and degree.stop == end:
            return {"completion": degree.said(flow, "", DoubtReason.COLUMN_SHIFT)}, start, relation
        case [target, degree] if aim is not None and degree.unit == "%" != target.unit:
            return {"target": target.said(flow), "completion": degree.said(flow)}, start, relation
    return {}, start, relation


def _are_three(sheet: Sheet, target: Quantity, actual: Quantity, degree: Quantity) -> bool:
    """Whether three quantities are target, actual value and completion: side by side, or of one unit."""
    text = sheet.flow.text
    side_by_side = not text[target.stop : actual.begin].strip()
    one_unit = actual.unit == target.unit != ""
    units_agree = one_unit or (side_by_side and target.unit.startswith(actual.unit))
    return degree.unit in ("%", "") and units_agree and not text[actual.stop : degree.begin].strip()
