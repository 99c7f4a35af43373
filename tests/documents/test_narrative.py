"""The statutory sections of real reports against keys made by hand: their figures are read, and rightly.

Real figures: 746 of 748 rows of the keys, and all of 932 facts.
"""

from __future__ import annotations

import csv
import re
import tomllib
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from dq.types import unit_named
from tests.reading import read_once

KEYS = Path(__file__).parent / "keys"
REGIONS = tomllib.loads((KEYS / "text-regions.toml").read_text(encoding="utf-8"))
NAMES = [name for name in REGIONS if name.startswith("narrative-")]
REPORTS_ON_PROJECTS = "6.2"
UNCOUNTED = ("none", "year", "month", "day")
COLUMNS = {"prior": "prior_executed", "base_year": "year"}
SAME = {
    # label of the key → what the reader calls the same thing
    "本年收入": "本年收入合计",
    "本年支出": "本年支出合计",
    "用事业基金弥补收支差额": "使用非财政拨款结余",
    "食品创意设计国际论坛": "第二届中国食品创意设计国际论坛暨交流对接活动专项",
    "泳装专馆系列活动": "第二十届中国(晋江)国际鞋业暨第三届国际体育产业博览会泳装专馆系列活动费用专项",
    "接待人数": "公务接待人次",
    "接待人次": "公务接待人次",
    "接待批次": "公务接待批次",
    "外宾接待批次": "外事接待批次",
    "外宾接待人次": "外事接待人次",
    "外宾接待": "外事接待费",
    "国内公务接待": "国内接待费",
    "团组": "因公出国(境)团组数",
    "人次": "因公出国(境)人次",
    "公务用车购置": "公务用车购置数",
    "车辆": "车辆数合计",
    "购置车辆": "购置车辆数合计",
    "部(省)级及以上领导用车": "副部(省)级及以上领导用车",
    "部级领导干部用车": "副部(省)级及以上领导用车",
    "购置部级领导干部用车": "购置副部(省)级及以上领导用车",
    "购置设备": "购置单价100万元以上设备(不含车辆)",
    "通用设备": "单价50万元以上通用设备",
    "专用设备": "单价100万元以上专用设备",
    "设备": "单价100万元以上设备(不含车辆)",
    "平均得分": "平均",
    "规划建筑面积": "本工程规划建筑面积",
    "主楼层数": "地上主楼",
    "裙房层数": "裙房",
    "地下层数": "地下",
    "开展编报的预算单位": "预算单位",
    "一般执法执勤用车": "执法执勤用车",
    "海峡杯工业设计大赛": "2018年福建省海峡杯工业设计(晋江)大赛专项",
}
PLAIN = str.maketrans("（）％", "()%", '“”" ')


class Fact(NamedTuple):
    quantity: str
    value: Decimal
    unit: str
    names: tuple[str, ...]
    is_own: bool
    """Whether the reader of the sections made it: claims of projects and performance have another, with own tests."""


@cache
def facts(path: Path) -> dict[tuple[int, int], list[Fact]]:
    """What was read, by line and character."""
    report = read_once(path).report
    assert report is not None
    found: dict[tuple[int, int], list[Fact]] = {}
    for table in ("narrative", "claim"):
        for row in report.statements.get(table, []):
            for column in [name.removesuffix("__printed") for name in row if name.endswith("__printed")]:
                found.setdefault((row[f"{column}__line"], row[f"{column}__cell"]), []).append(fact(table, row, column))
    return found


def fact(table: str, row: dict[str, Any], column: str) -> Fact:
    quantity = row["quantity"] if table == "claim" else COLUMNS.get(column, column)
    names = (row["item"], row["label"], *(row["path"] or "").split("/")[-1:], row["path"])
    is_own = row["section"] != "project" and not (table == "claim" and row["section"] == "performance")
    plain = tuple(each.translate(PLAIN) for each in names if each)
    return Fact(quantity, row[column], row[f"{column}__unit"], plain, is_own)


def key_rows(name: str) -> list[dict[str, str]]:
    with (KEYS / f"{name}.tsv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE))
    return [row for row in rows if row["section"] != REPORTS_ON_PROJECTS]


def is_right(row: dict[str, str], fact: Fact) -> bool:
    value = Decimal(row["value"] or 0) * unit_named(row["unit"]).factor
    if row["quantity"] != fact.quantity or value != fact.value or row["unit"].translate(PLAIN) != fact.unit:
        return False
    return fact.quantity == "year" or names_it(row["item"].translate(PLAIN), fact)


def names_it(item: str, fact: Fact) -> bool:
    item = re.sub(r"^\d{4}年", "", item)
    limit = f"{item}(不含车辆)" if fact.quantity == "threshold" else item
    if {item, SAME.get(item, item), limit} & set(fact.names):
        return True
    # The key shortens the names of projects.
    return fact.quantity == "amount" and any(each.startswith(item) and each.endswith("专项") for each in fact.names)


@pytest.mark.parametrize("name", NAMES)
def test_the_figures_of_the_statutory_sections_are_read(name: str, shared_documents: Path) -> None:
    found = facts(shared_documents / REGIONS[name]["document"])
    rows = [row for row in key_rows(name) if row["quantity"] not in UNCOUNTED]
    right = [row for row in rows if any(is_right(row, each) for each in found.get(place(row), []))]
    missed = [(row["line"], row["figure"], row["item"], row["quantity"]) for row in rows if row not in right]
    assert len(right) >= 0.97 * len(rows), missed


@pytest.mark.parametrize("name", NAMES)
def test_what_is_read_of_the_statutory_sections_is_right(name: str, shared_documents: Path) -> None:
    keyed = {place(row): row for row in key_rows(name)}
    lines = {line for line, _ in keyed}
    read = [
        (at, each)
        for at, several in facts(shared_documents / REGIONS[name]["document"]).items()
        for each in several
        if each.is_own and (at[0] in lines or any(first <= at[0] <= last for first, last in REGIONS[name]["lines"]))
    ]
    wrong = [(at, each) for at, each in read if at not in keyed or not is_right(keyed[at], each)]
    assert len(wrong) <= 0.01 * len(read), wrong


def place(row: dict[str, str]) -> tuple[int, int]:
    return int(row["line"]), int(row["char"])


OTHER_FORMS = [
    *((name, suffix) for name in ("social-work-2024", "planning-bureau-2024") for suffix in ("flat.txt", "layout.txt")),
    ("social-work-2024", "pdf"),
    pytest.param("planning-bureau-2024", "pdf", marks=pytest.mark.slow),
]


@pytest.mark.parametrize(("name", "suffix"), OTHER_FORMS)
def test_the_same_is_read_of_other_forms_of_a_document(name: str, suffix: str, shared_documents: Path) -> None:
    folder = shared_documents / "shanghai-2024"
    found = [
        sorted(each for several in facts(folder / f"{name}.{form}").values() for each in several if each.is_own)
        for form in ("tab.txt", suffix)
    ]
    assert found[0] == found[1] != []
