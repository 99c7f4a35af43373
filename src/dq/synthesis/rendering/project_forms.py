"""Performance forms of invented projects: what they say, and how they are printed as one large table each."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import ROUND_DOWN, Decimal
from typing import Final

from dq.archive import ReportTables
from dq.synthesis.rendering.noise import Noise
from dq.synthesis.rendering.pieces import Grid, Kind

TITLE: Final = "部门专项绩效自评表"
_WIDTH: Final = 11
_MOST: Final = 2
"""Forms of one report."""
_CENT: Final = Decimal("0.01")
_HUNDRED: Final = Decimal(100)
_WAN: Final = Decimal(10_000)
_ITEM_DIGITS: Final = 7
_PART: Final = 33
"""Percent of an item's money that one of three sources has at most."""
_NAMES: Final = ("公共设施维护", "信息系统运行", "业务培训", "便民服务点建设", "档案整理", "宣传活动", "安全检查")
_SOURCES: Final = (("中央财政资金", "central"), ("省财政资金", "province"), ("地方财政资金", "local"))
_TARGETS: Final = (
    ("投入", "时效目标", "完成时间（个月）", 12),
    ("投入", "成本目标", "项目经费（万元）", 500),
    ("产出", "数量目标", "服务次数（次）", 80),
    ("产出", "质量目标", "验收合格率（%）", 95),
    ("效益", "社会效益目标", "受益人数（人）", 1200),
    ("满意度", "服务对象满意度目标", "服务对象满意度（%）", 85),
)
_INDICATORS: Final = (
    ("投入", "时效情况", "完成及时性", 10),
    ("投入", "资金落实", "成本控制率", 10),
    ("过程", "业务管理", "管理制度健全性", 15),
    ("过程", "资金使用管理", "资金使用合规性", 15),
    ("产出与效益", "产出数量", "服务次数", 30),
    ("产出与效益", "服务对象满意度", "服务对象满意度", 20),
)
_LEAST: Final = ((90, "优秀"), (75, "良好"), (60, "合格"), (0, "不合格"))
GRADES: Final = tuple(grade for _, grade in _LEAST)
"""What a form can tick."""
_BANDS: Final = (
    ("优秀", "（S≥90）"),
    ("良好", "（90＞S≥75）"),
    ("合格", "（75＞S≥60）"),
    ("不合格", "（S＜60）"),
)


@dataclass(frozen=True, slots=True)
class Place:
    """An item of a department's expenditure: its code, its name, and what went to projects there, in 万元."""

    code: str
    name: str
    spent: Decimal


@dataclass(frozen=True, slots=True)
class Fund:
    """Money of one source in 万元, with the stated rates in percent; a rate without a base is None."""

    label: str
    source: str
    budget: Decimal
    received: Decimal
    spent: Decimal

    @property
    def balance(self) -> Decimal:
        """What was received and not spent."""
        return self.received - self.spent

    @property
    def arrival(self) -> Decimal | None:
        """Received, in percent of the budget, as printed."""
        return (self.received * _HUNDRED / self.budget).quantize(_CENT) if self.budget else None

    @property
    def spending(self) -> Decimal | None:
        """Spent, in percent of what was received, as printed."""
        return (self.spent * _HUNDRED / self.received).quantize(_CENT) if self.received else None


@dataclass(frozen=True, slots=True)
class Project:
    """What one form says.

    Parameters: `place` the item of expenditure that pays; `funds` the total first; `targets` (label, target, actual);
    `scores` one for each indicator; `items` what the money was spent on; `ticked` the grade that the form ticks where
    it is not that of the score.
    """

    name: str
    place: Place
    year: int
    funds: tuple[Fund, ...]
    targets: tuple[tuple[str, Decimal | int, Decimal | int], ...]
    scores: tuple[Decimal, ...]
    items: tuple[tuple[str, Decimal], ...]
    ticked: str | None = None

    @property
    def indicators(self) -> tuple[tuple[str, int, Decimal], ...]:
        """Label, weight and score of each indicator."""
        named = zip(_INDICATORS, self.scores, strict=True)
        return tuple((label, weight, score) for (_, _, label, weight), score in named)

    @property
    def score(self) -> Decimal:
        """The total score."""
        return sum(self.scores, Decimal(0))

    @property
    def grade(self) -> str:
        """The grade that belongs to the score, by the form's own bands."""
        return next(grade for least, grade in _LEAST if self.score >= least)


def drawn(report: ReportTables, noise: Noise) -> tuple[Project, ...]:
    """The projects whose forms follow a report's narrative; none for budgets.

    Example: `drawn(report, Noise(1))[0].grade` → `"良好"`.
    """
    if report.report["kind"] != "final_accounts":
        return ()
    places = _places(report)
    year, most = int(report.report["year"]), min(_MOST, len(places))
    return tuple(draw_project(at, year, places[at], noise) for at in range(noise.count("projects", 0, most)))


def _places(report: ReportTables) -> list[Place]:
    """Where the department's money for projects went: the items of its expenditure, the largest sums first."""
    found = [
        Place(str(row["code"]), str(row["label"]), (row["project"] / _WAN).quantize(_CENT, ROUND_DOWN))
        for row in report.rows.get("expenditure", ())
        if row["code"] and len(row["code"]) == _ITEM_DIGITS and row.get("project") and row["project"] >= _WAN
    ]
    return sorted(found, key=lambda place: (-place.spent, place.code))


def draw_project(number: int, year: int, place: Place, noise: Noise) -> Project:
    """A project whose form holds throughout, and that spent no more than its item of expenditure.

    Example: `draw_project(0, 2018, Place("2010302", "一般行政管理事务", Decimal(50)), Noise(1)).funds[0].source` →
    `"total"`.
    """
    question = f"project/{number}"
    parts = [_fund(label, source, f"{question}/{source}", place.spent, noise) for label, source in _SOURCES]
    fiscal = _sum("财政资金小计", "fiscal", parts)
    funds = (_sum("合计", "total", [fiscal]), fiscal, *parts)
    reached: dict[str, tuple[Decimal | int, Decimal | int]] = {
        label: (usual, usual * noise.count(f"{question}/{label}", 50, 160) // 100) for _, _, label, usual in _TARGETS
    }
    # The year and the money are told elsewhere in the form, too.
    reached |= {"完成时间（个月）": (12, 12), "项目经费（万元）": (funds[0].budget, funds[0].spent)}
    targets = tuple((label, *values) for label, values in reached.items())
    scores = tuple(
        Decimal(noise.count(f"{question}/score/{label}", mark * 6, mark * 10)) / 10 for _, _, label, mark in _INDICATORS
    )
    first = (funds[0].spent * Decimal("0.4")).quantize(_CENT)
    items = (("设备购置", first), ("劳务支出", funds[0].spent - first))
    name = f"{noise.pick(f'{question}/name', _NAMES)}专项经费"
    return Project(name, place, year, funds, targets, scores, items)


def _fund(label: str, source: str, question: str, most: Decimal, noise: Noise) -> Fund:
    if source != "local" and not noise.chance(f"{question}/there", 0.4):
        return Fund(label, source, Decimal(0), Decimal(0), Decimal(0))
    budget = (most * noise.count(f"{question}/budget", 5, _PART) / 100).quantize(_CENT, ROUND_DOWN)
    received = (budget * noise.count(f"{question}/received", 40, 100) / 100).quantize(_CENT)
    spent = (received * noise.count(f"{question}/spent", 30, 100) / 100).quantize(_CENT)
    return Fund(label, source, budget, received, spent)


def _sum(label: str, source: str, parts: list[Fund]) -> Fund:
    budget, received, spent = (
        sum((getattr(each, name) for each in parts), Decimal(0)) for name in ("budget", "received", "spent")
    )
    return Fund(label, source, budget, received, spent)


def form_grid(project: Project, noise: Noise) -> Grid:
    """The form as one table without a header of its own.

    Example: `form_grid(project, Noise(1)).rows[0][1]` → `"项目名称"`.
    """
    rows = tuple((*row, *[""] * (_WIDTH - len(row))) for row in _rows(project, noise))
    return Grid("", TITLE, "", "", "", (), 0, (Kind.LABEL,) * _WIDTH, rows)


def _rows(project: Project, noise: Noise) -> Iterator[tuple[str, ...]]:
    year = project.year
    span = f"开始：{year}年1月 完成：{year}年12月"
    yield "项目基本情况", "项目名称", "", project.name, "", "立项依据", "年度工作计划"
    yield "", "项目起止时间", "", "计划时间", "", span, "", "实际时间", "", span
    yield "", "部门预算功能科目", "", f"{project.place.code}{project.place.name}"
    yield from _target_rows(project)
    yield from _fund_rows(project)
    yield from _item_rows(project)
    yield from _score_rows(project, noise)


def _target_rows(project: Project) -> Iterator[tuple[str, ...]]:
    yield "年度绩效目标", "绩效目标批复文号", "", "无", "", "本项目绩效目标设置数量（个）", "", "", f"{len(_TARGETS)}"
    header = ("目标分类（一级）", "分类细化（二级）", "绩效目标内容（三级）", "", "参考标准", "绩效目标值")
    yield "", *header, "", "实际完成值", "", "目标值完成比例"
    above = ""
    for (level1, level2, label, _), (_, target, actual) in zip(_TARGETS, project.targets, strict=True):
        rate = f"{(Decimal(actual) * _HUNDRED / target).quantize(_CENT)}%"
        shown = level1 if level1 != above else ""
        yield "", shown, level2, label, "", f"{target}", f"{target}", "", f"{actual}", "", rate
        above = level1


def _fund_rows(project: Project) -> Iterator[tuple[str, ...]]:
    yield (
        *("项目资金安排和使用情况", "资金来源", "预算安排", "", "实际到位", "", "", "实际支出", ""),
        "本年度结余金额（万元）",
    )
    yield (
        *("", "", "金额（万元）", "预算批复下达文号", "金额（万元）", "到位率（%）", "资金拨付文号及时间"),
        *("金额（万元）", "支出实现率（%）", ""),
    )
    for fund in project.funds:
        mark = "①②③"[[source for _, source in _SOURCES].index(fund.source)] if fund in project.funds[2:] else ""
        yield (
            *("", f"{mark}{fund.label}", f"{fund.budget}", "", f"{fund.received}", _percent(fund.arrival), ""),
            *(f"{fund.spent}", _percent(fund.spending), f"{fund.balance}"),
        )


def _percent(rate: Decimal | None) -> str:
    return "" if rate is None else f"{rate}%"


def _item_rows(project: Project) -> Iterator[tuple[str, ...]]:
    yield "财政资金实际支出情况", "序号", "具体支出内容", "", "", "", "", "金额（万元）"
    for at, (label, amount) in enumerate(project.items, 1):
        yield "", f"{at}", label, "", "", "", "", f"{amount}"
    yield "", "合计", "", "", "", "", "", f"{project.funds[0].spent}"


def _score_rows(project: Project, noise: Noise) -> Iterator[tuple[str, ...]]:
    yield (
        *("绩效自评指标体系", "一级指标（目标分类）", "二级指标（分类细化）", "三级指标（绩效目标内容）"),
        *("评分标准（绩效目标值）", "权重", "得分"),
    )
    above = ""
    for (level1, level2, label, mark), score in zip(_INDICATORS, project.scores, strict=True):
        group = sum(each[3] for each in _INDICATORS if each[0] == level1)
        shown = f"{level1}（{group}%）" if level1 != above else ""
        yield "", shown, level2, label, "达到目标值的得满分，未达到的酌情扣分", f"{mark}%", f"{score}"
        above = level1
    yield "", "总权重、评价总分（S）", "", "", "", "100%", f"{project.score}"
    tick, box = noise.pick("form/tick", ("√", "☑", "■")), "□"
    marks = " ".join(
        f"{tick if grade == (project.ticked or project.grade) else box}{grade}{band}" for grade, band in _BANDS
    )
    yield "", "评价等级", "", marks
