"""A form split into its parts by the labels that every form of its kind prints, in their order."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Final

from dq.ingest.statements.model import Said, Statement
from dq.ingest.statements.performance.flowing.mixing import is_mixed
from dq.ingest.statements.performance.flowing.text import Flow, Part
from dq.ingest.statements.performance.vocabulary import goal_name, vocabulary
from dq.types import DoubtReason

_PARTS: Final[Mapping[str, tuple[tuple[str, str], ...]]] = {
    "regular_2017": (
        ("targets", r"目标完成程度\(完成值/目标值\)|绩效目标完成情况"),
        ("counts", r"期初设置绩效目标数量"),
        ("subject", r"部门预算功能科目"),
        ("funds", r"项目总体资金情况"),
        ("approval", r"项目当年度预算批复资金使用情况"),
        ("expenditure", r"具体支出内容"),
        ("common", r"(?:绩效自)?评?共性指标体系"),
        ("own", r"(?:绩效自)?评?个性指标体系"),
        ("total", r"总(?:权重|分值)[、,和]?评价总分"),
        ("grade", r"评价等级"),
    ),
    "simple_2017": (
        ("funds", r"当年预算以前年度结余结转"),
        ("simple", r"得分\(F\)|评分标准\(不得更改\)"),
        ("total", r"总(?:权重|分值)[、,和]?评价总分"),
        ("grade", r"评价等级"),
    ),
    "special": (
        ("targets", r"目标值完成比例|参考标准"),
        ("outcome", r"(?:年度)?绩效目标总体完成情况"),
        ("funds", r"项目资金安排和使用情况|项目安排资金|资金来源|预算安排"),
        ("expenditure", r"具体支出内容"),
        ("own", r"\(绩效目标值\)权重得分|评分标准"),
        ("total", r"总(?:权重|分值)[、,和]?评价总分"),
        ("grade", r"评价等级"),
    ),
    "operating": (
        ("funds", r"预算金额"),
        ("outcome", r"目标完成情况"),
        ("spending", r"资金使用管理情况"),
        ("problems", r"存在主要问题"),
    ),
    "regular_2018": (
        ("funds", r"资金性质"),
        ("targets", r"目标完成程度\(完成值/目标值\)|绩效目标完成情况"),
        ("counts", r"设置绩效目标数量"),
        ("common", r"(?:绩效自)?评?共性指标体系"),
        ("own", r"(?:绩效自)?评?个性指标体系"),
        ("total", r"总(?:权重|分值)[、,和]?评价总分"),
        ("grade", r"评价等级"),
    ),
}


_ROWS: Final = frozenset({"project_target", "project_indicator", "project_calculation"})
"""Tables whose rows have names of the department's own."""


@dataclass(frozen=True, slots=True)
class Sheet:
    """One form as its readers see it.

    Parameters: `flow` its text; `number` from 1 in the order of the document; `kind` as in `project.form_kind`;
    `parts` by name; `aligned` where words stand under each other, so that lines of one cell may have others between;
    `mixed` where they do (`is_mixed`).
    """

    flow: Flow
    number: int
    kind: str
    parts: Mapping[str, Part]
    aligned: bool = False
    mixed: bool = False

    def row(
        self,
        table: str,
        at: int,
        label: str | None,
        figures: Mapping[str, Said | None],
        attributes: Mapping[str, str | None] | None = None,
        role: str = "item",
        *,
        named: int | None = None,
    ) -> Statement:
        """A row of a table of performance forms that begins at a character; figures that are None are left out.

        Parameters: `named` where the name ends that the form's own words give the row, from `at` on. In aligned text a
        name over several lines has other rows' words between: then no one can tell whose figures they are.
        """
        line, _ = self.flow.spot(at)
        broken = self.aligned and named is not None and self.flow.line(at) != self.flow.line(named)
        if broken or (self.mixed and table in _ROWS and role == "item"):
            figures = doubted(figures)
        told = {"form": str(self.number), "form_kind": self.kind, **(attributes or {})}
        if vocabulary().is_astray(told.get("level1"), told.get("level2")):
            told["level1"] = None
        return Statement(
            table,
            line.number,
            label,
            {name: said for name, said in figures.items() if said is not None},
            told,
            item=goal_name(table, label),
            role=role,
            page=line.page,
        )


def doubted(figures: Mapping[str, Said | None]) -> dict[str, Said | None]:
    """The figures of a row which may be another row's.

    Example: `doubted({"score": Said("5", 7, 0)})["score"].doubt` → `DoubtReason.ROW_SHIFT`.
    """
    return {
        name: None if said is None else replace(said, doubt=said.doubt or DoubtReason.ROW_SHIFT)
        for name, said in figures.items()
    }


def sheet_of(flow: Flow, number: int, kind: str, *, aligned: bool = False) -> Sheet:
    """The form with its parts; a part whose label the form does not print is not there.

    Parameters: `aligned` as in `Sheet`.
    Example: `sheet_of(flow, 2, "simple_2017").parts["grade"].begin`.
    """
    found: list[tuple[str, int, int]] = []
    at = 0
    for name, label in _PARTS.get(kind, ()):
        match = re.compile(label).search(flow.text, at)
        if match is not None:
            found.append((name, match.start(), match.end()))
            at = match.end()
    ends = [*(start for _, start, _ in found[1:]), len(flow.text)]
    parts = {name: Part(start, stop, end) for (name, start, stop), end in zip(found, ends, strict=False)}
    mixed = is_mixed(flow, kind, parts)
    # Forms of special funds are told row by row.
    return Sheet(flow, number, kind, parts, aligned or mixed, mixed and kind != "special")
