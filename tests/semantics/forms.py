"""Two small forms to check rules against: what differs between them is what the checks must notice."""

from __future__ import annotations

from dq.templates import build_schema
from dq.templates.model import Block, Item, Measure, Table, Template
from dq.types import ValueType


def measure(name: str, title: str, kind: ValueType = ValueType.MONEY) -> Measure:
    return Measure(name, kind, ((title,),), title, name)


def item(path: str, side: str, role: str, *, code: str | None = None, unit: str | None = None) -> Item:
    keys = tuple(path.split("/"))
    return Item(keys[-1], keys, (keys[-1],), side, role, code, unit)


def summary(*extra: Item) -> Table:
    amount = (measure("amount", "金额"),)
    return Table(
        name="summary",
        title="收支总表",
        title_en="Summary",
        titles=("收支总表",),
        layout="items",
        mandatory=True,
        blocks=(Block("income", ("项目",), (), amount), Block("expenditure", ("项目",), (), amount)),
        items=(
            item("本年收入合计", "income", "total"),
            item("事业收入", "income", "item"),
            item("教育支出", "expenditure", "item", code="205"),
            item("本年支出合计", "expenditure", "total"),
            item("年初结转", "income", "balance"),
            item("年初结转/项目结转", "income", "part"),
            item("年末结转", "expenditure", "balance"),
            item("年末结转/项目结转", "expenditure", "part"),
            *extra,
        ),
    )


def by_code(name: str, title: str, *measures: Measure) -> Table:
    block = Block("expenditure", ("科目名称",), ("科目编码",), measures)
    return Table(name, title, name.title(), (title,), "codes", mandatory=True, blocks=(block,), code_list="function")


STATISTICS = Table(
    name="statistics",
    title="统计表",
    title_en="Statistics",
    titles=("统计表",),
    layout="items",
    mandatory=False,
    blocks=(Block("statistic", ("项目",), (), (measure("amount", "统计数", ValueType.QUANTITY),)),),
    items=(item("接待费", "statistic", "item"), item("车辆数", "statistic", "total", unit="辆")),
)

EXPENDITURE = by_code(
    "expenditure", "支出表", measure("total", "合计"), measure("basic", "基本支出"), measure("project", "项目支出")
)
INCOME = by_code("income", "收入表", measure("total", "合计"), measure("fiscal", "财政拨款"))

OLD = Template(
    "old", "final_accounts", "旧表式", "Old form", 2015, 2018,
    (summary(item("财政拨款", "income", "item")), EXPENDITURE, INCOME, STATISTICS),
)  # fmt: skip
NEW = Template(
    "new", "final_accounts", "新表式", "New form", 2019, 2030,
    (
        summary(item("上年/财政拨款", "income", "item"), item("一般预算拨款", "income", "item")),
        EXPENDITURE,
        INCOME,
        by_code("capital", "资本表", measure("total", "合计"), measure("basic", "基本支出")),
    ),
)  # fmt: skip

SCHEMA = build_schema((OLD, NEW))
