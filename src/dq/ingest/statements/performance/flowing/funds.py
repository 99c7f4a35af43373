"""The money of a project: rows of figures under sources, or sources' rows under measures."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Final

from dq.ingest.statements.model import Said, Statement
from dq.ingest.statements.performance.flowing.figures import NUMBER, cell, row_cells
from dq.ingest.statements.performance.flowing.parts import Sheet
from dq.ingest.statements.performance.flowing.text import Flow, Part

MONEY: Final = "万元"
_STATED: Final = re.compile(
    r"单位:\s?([亿万千]?元)|\(([亿万千]?)(?:(?:年初|当年|全年|调整|计划)?预算[^()\d]{0,60}?)?([亿万千]?元)\)"
)
"""A bracket may be broken: its first signs stand in the header's first line, and the rest below the other columns."""

_SOURCES: Final = (
    ("资金合计", "total", "total"),
    ("财政资金小计", "fiscal", "item"),
    ("①省以上财政资金", "province", "of_which"),
    ("②市财政资金", "city", "of_which"),
    ("③县区财政资金", "county", "of_which"),
    ("其他资金小计", "other", "item"),
    ("①银行贷款", "loan", "of_which"),
    ("②自筹资金", "raised", "of_which"),
    ("③其他", "other_part", "of_which"),
)
"""The columns of the form of 2017, which numbers them 1=2+6, 2=3+4+5, 3 … 9."""

_NUMBERED: Final = re.compile(r"1=2\+6\s?2=3\+4\+5\s?3\s?4\s?5\s?6=7\+8\+9\s?7\s?8\s?9")
_OVERALL: Final = (
    ("budget", re.compile(r"概算或当年预算数")),
    ("received", re.compile(r"累计到位数")),
    ("spent", re.compile(r"累计支出数")),
)
_APPROVED: Final = ("budget", "allotted", "applied", "approved", "spent", "execution_rate", "use_rate", "balance")
_CIRCLED: Final = re.compile(r"⑥=⑤/①\s?⑦=⑤/④\s?⑧=④-⑤")

_COLUMNS: Final = (
    ("budget", r"计划数"),
    ("received", r"到位数"),
    ("spent", r"支出数"),
    ("balance", r"结余数"),
)
_ROWS: Final = (
    ("本级财政资金", "own", "item"),
    ("当年预算", "current", "of_which"),
    ("以前年度结余结转", "carried", "of_which"),
    ("当年追加", "added", "of_which"),
    ("其他来源资金", "other", "item"),
    ("合计", "total", "total"),
)
"""The rows of the form of 2018."""

_SIMPLE: Final = (
    ("当年预算", "current"),
    ("以前年度结余结转", "carried"),
    ("本年追加", "added"),
    ("其他来源", "other"),
    ("合计", "total"),
)
_SIMPLE_ROWS: Final = (
    ("received", re.compile(r"收入(?!支出比)")),
    ("spent", re.compile(r"支出(?!比)")),
    ("balance", re.compile(r"结余")),
    ("spending_rate", re.compile(r"收入支出比")),
)
_RATE: Final = rf"(?:\([^()]*\))?:?\s?({NUMBER})\s?%"


def overall_funds(sheet: Sheet, part: Part) -> Iterator[Statement]:
    """The funds of a form of 2017: nine sources, with their plan, what arrived and what was spent."""
    text = sheet.flow.text
    header = _NUMBERED.search(text, part.begin, part.end)
    if header is None:
        return
    unit = money_unit(sheet, part)
    figures: dict[str, dict[str, Said | None]] = {source: {} for _, source, _ in _SOURCES}
    at = header.end()
    for measure, pattern in _OVERALL:
        found = pattern.search(text, at, part.end)
        if found is None:
            continue
        at = found.end()
        cells = row_cells(sheet.flow, at, part.end, len(_SOURCES))
        for (_, source, _), place in zip(_SOURCES, cells or (), strict=False):
            figures[source][measure] = cell(sheet.flow, place, unit)
    for label, source, role in _SOURCES:
        if any(figures[source].values()):
            yield _fund(sheet, header.start(), label, source, role, figures[source])


def approved_funds(sheet: Sheet, part: Part) -> Iterator[Statement]:
    """What was approved of the year's budget in a form of 2017, and what was spent of it."""
    header = _CIRCLED.search(sheet.flow.text, part.begin, part.end)
    cells = None if header is None else row_cells(sheet.flow, header.end(), part.end, len(_APPROVED))
    if header is None or cells is None:
        return
    unit = money_unit(sheet, part)
    figures = {
        name: cell(sheet.flow, place, "%" if name.endswith("_rate") else unit)
        for name, place in zip(_APPROVED, cells, strict=True)
    }
    figures.pop("execution_rate")  # these two are the project's (`stated_rates`)
    figures.pop("use_rate")
    yield _fund(sheet, cells[0][0], "当年度部门预算批复数", "current", "item", figures)


def approved_rates(sheet: Sheet, part: Part) -> dict[str, Said | None]:
    """The two rates beside what was approved, columns of `project`."""
    header = _CIRCLED.search(sheet.flow.text, part.begin, part.end)
    cells = None if header is None else row_cells(sheet.flow, header.end(), part.end, len(_APPROVED))
    places = dict(zip(_APPROVED, cells or (), strict=False))
    return {name: cell(sheet.flow, places[name], "%") for name in ("execution_rate", "use_rate") if name in places}


def cost_rate(sheet: Sheet, part: Part) -> dict[str, Said | None]:
    """成本控制率 below the funds of a form of 2017, a column of `project`."""
    return {"cost_rate": _rate(sheet, "成本控制率", part.begin, part.end)}


def listed_funds(sheet: Sheet, part: Part) -> Iterator[Statement]:
    """The funds of a form of 2018: one row for each source under 计划数, 到位数, 支出数, 结余数 in any order."""
    text = sheet.flow.text
    first = re.compile(_ROWS[0][0]).search(text, part.begin, part.end)
    if first is None:
        return
    header = [
        (found.start(), name) for name, label in _COLUMNS if (found := _find(label, text, part.begin, first.start()))
    ]
    columns = [name for _, name in sorted(header)]
    unit = money_unit(sheet, part)
    at = first.start()
    for label, source, role in _ROWS:
        found = re.compile(rf"{label}(?:\({MONEY}\))?").search(text, at, part.end)
        if found is None:
            continue
        at = found.end()
        cells = row_cells(sheet.flow, at, part.end, len(columns))
        figures = {name: cell(sheet.flow, place, unit) for name, place in zip(columns, cells or (), strict=False)}
        if source == "carried":
            figures["use_rate"] = _rate(sheet, "结余结转资金使用率", at, part.end)
        if any(figures.values()):
            yield _fund(sheet, found.start(), label, source, role, figures)


def listed_rates(sheet: Sheet, part: Part) -> dict[str, Said | None]:
    """预算执行率 and 资金使用率 below the funds of a form of 2018, columns of `project`."""
    return {
        "execution_rate": _rate(sheet, "预算执行率", part.begin, part.end),
        "use_rate": _rate(sheet, "(?<!结转)资金使用率", part.begin, part.end),
    }


def simple_funds(sheet: Sheet, part: Part) -> Iterator[Statement]:
    """The funds of a simple form: five sources, with 收入, 支出, 结余 and 收入支出比."""
    text = sheet.flow.text
    columns: list[tuple[str, str]] = []
    at = part.label
    for label, source in _SIMPLE:
        found = _find(label, text, at, part.end)
        if found is None:
            return
        columns.append((label, source))
        at = found.end()
    figures: dict[str, dict[str, Said | None]] = {source: {} for _, source in columns}
    for measure, pattern in _SIMPLE_ROWS:
        found = pattern.search(text, at, part.end)
        if found is None:
            continue
        at = found.end()
        cells = row_cells(sheet.flow, at, part.end, len(columns))
        unit = "%" if measure == "spending_rate" else MONEY
        for (_, source), place in zip(columns, cells or (), strict=False):
            figures[source][measure] = cell(sheet.flow, place, unit)
    for label, source in columns:
        if any(figures[source].values()):
            role = "total" if source == "total" else "item"
            yield _fund(sheet, part.label, label, source, role, figures[source])


def _fund(sheet: Sheet, at: int, label: str, source: str, role: str, figures: Mapping[str, Said | None]) -> Statement:
    return sheet.row("project_fund", at, label, figures, {"source": source}, role)


def _find(label: str, text: str, begin: int, end: int) -> re.Match[str] | None:
    return re.compile(label).search(text, begin, end)


def _rate(sheet: Sheet, label: str, begin: int, end: int) -> Said | None:
    found = _find(label + _RATE, sheet.flow.text, begin, end)
    return None if found is None else sheet.flow.said(found.start(1), found.end(1), "%")


def money_unit(sheet: Sheet, part: Part) -> str:
    """The money unit that the part states, or the form before it; the forms prescribe 万元."""
    found = _STATED.search(sheet.flow.text, part.label, part.end) or _STATED.search(sheet.flow.text, 0, part.label)
    return MONEY if found is None else _unit(found)


def stated_first(flow: Flow, unit: str) -> str:
    """The money unit that a form states first, however lines were broken in it; else the one given.

    Example: of the lines "项目资金（元", "）年初预算数" it is 元.
    """
    found = _STATED.search(flow.text)
    return unit if found is None else _unit(found)


def _unit(stated: re.Match[str]) -> str:
    return stated[1] or f"{stated[2]}{stated[3]}"
