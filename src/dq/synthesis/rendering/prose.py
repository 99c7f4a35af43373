"""Texts around the tables, invented: what a report says of itself, and of the figures that its tables print."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final

from dq.archive import ReportTables
from dq.synthesis.rendering.noise import Noise
from dq.types import CellState

_KINDS: Final = {"final_accounts": "决算", "budget": "预算"}
_DIGITS: Final = str.maketrans("0123456789", "〇一二三四五六七八九")
_DUTIES: Final = (
    "本机构负责本地区有关事务的日常管理，组织落实各项年度任务，并向社会公开工作进展。",
    "承办上级交办的专项工作，协调各单位共同推进，汇总情况并提出改进建议。",
    "指导所属单位做好服务，受理公众来信来访，按时答复办理结果。",
    "维护业务信息系统，整理历年档案，为有关方面提供查询。",
)
_REASONS: Final = ("人员变动", "项目进度调整", "任务量变化", "厉行节约", "政策标准调整")
_NOTES: Final = (
    "注：本表数字按账面数填列，个别合计数因四舍五入略有出入。",
    "注：本表由财务人员汇总编制，空格表示没有数字。",
    "说明：本表口径与上年一致。",
)
_OF_EMPTY: Final = {
    "empty": ("说明：本年度没有此项收支，本表无数字。", "注：本表为空表。", "注：本单位没有相关收支，故本表无数据。"),
    "none": ("说明：本单位没有此项收支。", "注：本年度无此类项目支出。"),
}
"""What a note says of a table's being empty, by the class that is stored of it."""
_FEW: Final = 6


def kind_word(report: ReportTables) -> str:
    """决算 or 预算."""
    return _KINDS.get(str(report.report["kind"]), "决算")


def year_text(year: int, noise: Noise) -> str:
    """The year as the title prints it: 2018年度, or in Chinese numerals."""
    return f"{str(year).translate(_DIGITS) if noise.chance('chinese year', 0.15) else year}年度"


def title_lines(report: ReportTables, noise: Noise) -> list[str]:
    """The title on the cover, on one line or several. A body whose name ends in 部门 is not called so twice."""
    body, year = str(report.report["department"]), year_text(int(report.report["year"]), noise)
    what = kind_word(report) if body.endswith(("部门", "单位")) else f"部门{kind_word(report)}"
    if noise.chance("one title line", 0.4):
        return [f"{body}{year}{what}"]
    return [body, year, what] if noise.chance("three title lines", 0.5) else [body, f"{year}{what}"]


def duties(noise: Noise) -> Iterator[str]:
    """Paragraphs on what the body does."""
    for at in range(noise.count("duties", 1, len(_DUTIES))):
        yield f"{_DUTIES[at]}"


def statements(report: ReportTables, noise: Noise) -> Iterator[str]:
    """Sentences that repeat figures of the first table, as the narrative of a report does."""
    for table in report.tables[:1]:
        unit = table["unit"]
        for row in report.rows.get(table["table"], [])[: _FEW * 4]:
            printed = _first_figure(row)
            if printed and row["item"] and noise.count(f"said/{row['n']}", 0, 3):
                reason = noise.pick(f"reason/{row['n']}", _REASONS)
                yield f"本年度{row['item']}为 {printed} {unit}，与上年相比的变化主要由于{reason}。"


def notes_of(table: dict[str, Any], noise: Noise) -> tuple[str, ...]:
    """The lines below a table: what it says of its being empty, and now and then more."""
    found = []
    if noise.chance(f"{table['table']}/note", 0.6):
        found.append(noise.pick(f"{table['table']}/which note", _NOTES))
    if table.get("note"):
        found.append(noise.pick(f"{table['table']}/said to be empty", _OF_EMPTY[table["note"]]))
    return tuple(found)


def _first_figure(row: dict[str, Any]) -> str | None:
    for name, state in row.items():
        if name.endswith("__state") and state == CellState.FIGURE and row["role"] in ("item", "total"):
            return str(row[f"{name.removesuffix('__state')}__printed"])
    return None
