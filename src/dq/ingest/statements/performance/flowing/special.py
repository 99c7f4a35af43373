"""The form of special funds (部门专项绩效自评表): its targets, its money, how it was scored."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Final

from dq.ingest.statements.model import Said, Statement
from dq.ingest.statements.performance.flowing.classes import carried, classes
from dq.ingest.statements.performance.flowing.figures import CELL, cell, quantities
from dq.ingest.statements.performance.flowing.funds import money_unit
from dq.ingest.statements.performance.flowing.parts import Sheet, doubted
from dq.ingest.statements.performance.flowing.text import Part
from dq.ingest.statements.performance.vocabulary import vocabulary
from dq.types import DoubtReason

_GOALS: Final = ("reference", "target", "actual", "completion")
_GOAL_LABELS: Final = {
    "reference": re.compile("参考标准"),
    "target": re.compile("绩效目标值"),
    "actual": re.compile("实际完成值"),
    "completion": re.compile("目标值完成比例"),
}
_HEADERS: Final = (
    ("arranged", re.compile("项目安排资金"), None),
    ("budget", re.compile("预算安排"), None),
    ("received", re.compile("实际到位"), ("arrival_rate", re.compile("到位率"))),
    ("spent", re.compile("实际支出(?!情况)"), ("spending_rate", re.compile("支出实现率"))),
    ("balance", re.compile("结余"), None),
)
_HEADER_BEFORE: Final = 30
_OF_DATE: Final = re.compile(r"\s?[年月日号]")
_SOURCES: Final = re.compile(
    r"(?P<name>合计|财政资金小计|①中央财政资金|②省(?:级)?财政资金|③(?:地方|市|县(?:\(区\))?)(?:级)?财政资金|其他资金小计|①(?:……|\.{3,}))"
)
_ROLES: Final = {"total": "total", "fiscal": "item", "other": "item"}
_DATE: Final = re.compile(r"(?:19|20)\d\d年\d{1,2}月(?:\d{1,2}日)?")
_PERIODS: Final = (("planned", re.compile("计划时间")), ("actual", re.compile("实际时间")))
_ENDS: Final = (("start", re.compile(r"开始:?")), ("finish", re.compile(r"(?:完成|结束):?")))
_OVERALL: Final = re.compile(
    r"总体完成情况(?P<overall>[^:]{1,40}?)未完成(?:目标)?的?原因(?P<unmet_reason>.{1,400}?)(?=项目评价方法|评价方法)"
)


def special_targets(sheet: Sheet, part: Part) -> Iterator[Statement]:
    """The targets: name with its unit, then reference, target, actual value, completion.

    A run of figures and dashes is a row's where it has just these four: of fewer no one can tell which is left out.
    """
    if not _in_order(sheet, part):
        return
    flow = sheet.flow
    at, one, two = part.begin, None, None
    runs = list(_runs(sheet, part.begin, part.end))
    mixed = sheet.aligned or _is_mixed(sheet, part.begin, runs)
    for number, run in enumerate(runs):
        above = classes(sheet, at, run[0][0])
        one, two = carried(above, one, two)
        at = run[-1][1]
        label = flow.printed[above.end : run[0][0]].replace(" ", "")
        if len(run) != len(_GOALS) or not label.strip("-—–"):
            continue
        after = runs[number + 1][0][0] if number + 1 < len(runs) else part.end
        unit = _unit(sheet, label, at, after)
        figures = {
            name: cell(flow, place, "%" if name == "completion" else unit or "")
            for name, place in zip(_GOALS, run, strict=True)
        }
        if all(said is None or not said.printed.strip("-—–") for said in figures.values()):
            continue
        if (unit is None or mixed) and not _stands_alone(sheet, above.end, run, after):
            figures = doubted(figures)
        yield sheet.row("project_target", above.end, label, figures, {"level1": one, "level2": two})


def _is_mixed(sheet: Sheet, begin: int, runs: Sequence[Sequence[tuple[int, int]]]) -> bool:
    """Whether figures stand within the brackets of a name: lines of cells side by side follow each other."""
    starts = [begin, *(run[-1][1] for run in runs)]
    names = (sheet.flow.text[start : run[0][0]] for start, run in zip(starts, runs, strict=False))
    return any(name.count("(") != name.count(")") for name in names)


def _stands_alone(sheet: Sheet, begin: int, run: Sequence[tuple[int, int]], after: int) -> bool:
    """Whether the row's name stands on the line of its figures, and nothing on lines between it and the next row's."""
    flow = sheet.flow
    line = flow.line(run[0][0])
    behind = run[-1][1]
    next_word = behind + (flow.text[behind : behind + 1] == " ")
    return flow.line(begin) == line and (next_word >= after or flow.line(next_word) == flow.line(after))


def _unit(sheet: Sheet, label: str, begin: int, end: int) -> str | None:
    """The unit in the name's brackets, "" for none; None where it may stand in the text behind the row's figures, since
    lines of the name may follow them.
    """
    if label.count("(") + label.count("（") != label.count(")") + label.count("）"):
        return None
    return vocabulary().unit_of(label) or (None if vocabulary().unit_of(sheet.flow.text[begin:end]) else "")


def special_funds(sheet: Sheet, part: Part) -> Iterator[Statement]:
    """The money by source, under the columns that the header names; documents' numbers and dates stand between them. A
    row with fewer figures is left out: the text does not tell which cells are blank. Then the total is doubted, for it
    cannot be held against its parts; but a row of nothing adds nothing to it.
    """
    flow = sheet.flow
    found = [each for each in _SOURCES.finditer(flow.text, part.begin, part.end) if flow.is_start(each.start())]
    if not found:
        return
    columns = _columns(sheet, part, found[0].start())
    amounts = [name for name in columns if not name.endswith("_rate")]
    unit = money_unit(sheet, part)
    read: list[tuple[re.Match[str], str, str, dict[str, Said | None]]] = []
    is_whole = True
    for number, source in enumerate(found):
        kind = vocabulary().source(source["name"]) or "other_part"
        role = _ROLES.get(kind, "of_which")
        end = found[number + 1].start() if number + 1 < len(found) else part.end
        places = [
            each
            for each in flow.words(source.end(), end)
            if CELL.fullmatch(flow.text, *each) and not _OF_DATE.match(flow.text, each[1])
        ]
        is_nothing = all(flow.text[slice(*each)].strip("0.") == "" for each in places)
        if len(places) == len(columns) and _rates_stand(sheet, columns, places):
            names = columns
        elif len(places) == len(amounts) and is_nothing:
            names = amounts  # of nothing there is no rate, and each amount is 0
        else:
            is_whole = is_whole and (is_nothing or role != "item")
            continue
        figures = {
            name: cell(flow, place, "%" if name.endswith("_rate") else unit)
            for name, place in zip(names, places, strict=True)
        }
        read.append((source, kind, role, figures))
    for source, kind, role, figures in read:
        certain = figures if is_whole or role != "total" else doubted(figures)
        yield sheet.row("project_fund", source.start(), source["name"], certain, {"source": kind}, role)


def _columns(sheet: Sheet, part: Part, end: int) -> list[str]:
    """The columns of money that the header names, in the order that the form prescribes, each with its rate where the
    header names that. Words of a header that is broken over lines may stand before the part's own label.
    """
    text, begin = sheet.flow.text, max(0, part.label - _HEADER_BEFORE)
    found = [
        [name, *([rate[0]] if rate and rate[1].search(text, begin, end) else [])]
        for name, label, rate in _HEADERS
        if label.search(text, begin, end) is not None
    ]
    return [name for names in found for name in names]


def special_project(sheet: Sheet) -> Mapping[str, Said | None]:
    """Planned and actual dates, the number of targets, how they were met as a whole and why not.

    Targets told in words are not read here: another number than that of those read is doubted.
    """
    flow = sheet.flow
    figures: dict[str, Said | None] = {}
    figures |= _dates(sheet)
    stated = re.search(r"绩效目标设置数量(?:\(个\))?:?\s?", flow.text)
    if stated is not None:
        found = quantities(flow, stated.end(), min(len(flow.text), stated.end() + 8))
        if found and found[0].begin == stated.end():
            part = sheet.parts.get("targets")
            read = 0 if part is None else sum(1 for _ in special_targets(sheet, part))
            is_other = flow.text[found[0].begin : found[0].end] != str(read)
            figures["targets_set"] = found[0].said(flow, "个", DoubtReason.ROW_SHIFT if is_other else None)
    words = _OVERALL.search(flow.text)
    if words is not None:
        figures |= {name: flow.said(*words.span(name)) for name in ("overall", "unmet_reason")}
    return figures


def _dates(sheet: Sheet) -> Mapping[str, Said | None]:
    """The dates behind 计划时间 and 实际时间: behind 开始 and 完成, where each stands once for each period.

    Where lines mix both periods (计划 开始 实际 开始, then 计划 完成 实际 完成) their order still tells them apart.
    """
    flow = sheet.flow
    labels = [(found.start(), name) for name, label in _PERIODS if (found := label.search(flow.text)) is not None]
    if not labels:
        return {}
    begin = labels[0][0]
    end = flow.text.find("功能科目", begin)
    said: dict[str, Said | None] = {}
    for role, word in _ENDS:
        places = [
            found.span()
            for each in word.finditer(flow.text, begin, len(flow.text) if end < 0 else end)
            if (found := _DATE.match(flow.text, each.end())) is not None
        ]
        if len(places) == len(labels):
            said |= {f"{name}_{role}": flow.said(*place) for (_, name), place in zip(labels, places, strict=True)}
    return said


def _in_order(sheet: Sheet, part: Part) -> bool:
    """Whether the header names the four columns in the order in which they are read."""
    header = [label.search(sheet.flow.text, part.label, part.end) for label in _GOAL_LABELS.values()]
    starts = [each.start() for each in header if each is not None]
    return len(starts) == len(_GOALS) and starts == sorted(starts)


def _runs(sheet: Sheet, begin: int, end: int) -> Iterator[list[tuple[int, int]]]:
    """Runs of words that are figures or dashes."""
    run: list[tuple[int, int]] = []
    for word in sheet.flow.words(begin, end):
        if CELL.fullmatch(sheet.flow.text, *word):
            run.append(word)
        elif run:
            yield run
            run = []
    if run:
        yield run


def _rates_stand(sheet: Sheet, columns: Sequence[str], places: Sequence[tuple[int, int]]) -> bool:
    """Whether percentages stand where the rates do and nowhere else; a rate of 0 may lack its sign."""
    for name, (begin, end) in zip(columns, places, strict=True):
        text = sheet.flow.text[begin:end]
        rate = name.endswith("_rate")
        if text.endswith("%") != rate and not (rate and text.strip("0.") == ""):
            return False
    return True
