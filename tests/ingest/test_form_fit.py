"""What a form demands beyond its cells: notes below empty tables, decimals, and that it fits at all."""

from __future__ import annotations

from decimal import Decimal

import pytest

from dq.application.facts import list_facts
from dq.archive import MemoryStore
from dq.ingest import read_bytes
from dq.templates import build_schema, load_catalogue, read_template
from dq.templates.shared import Shared
from tests.ingest.forms import EXPENDITURE, FUNDS, SUMMARY, document, read

ROW = "合计\t\t5.00\t5.00\n"
NONE = "注：本部门无政府性基金预算财政拨款收入和支出。"


def table_of(name, *tables):
    return next(table for table in read(*tables).report.tables if table["table"] == name)


@pytest.mark.parametrize(
    ("below", "note"),
    [
        ("说明：本部门没有政府性基金收入，故本表无数据。\n", "empty"),
        ("注:本单位2024年无政府性基金预算，故本表为空表。\n", "empty"),
        ("备注： 本 表 为 空\n", "empty"),
        (f"{NONE}\n", "none"),
        ("注：本部门无相关收支项目\n", "none"),
        ("1\n\n说明：某市测试局本年度没有政府性基金预算财政拨款收入和支出，故\n本表无数据。\n", "empty"),
        ("无政府性基金预算财政拨款收入支出的，仍保留该表格式，并在本表下方作下述说明：\n", None),
        ("注：本表反映政府性基金收支情况。\n本单位没有使用政府性基金安排的支出，故本表无数据。\n", "empty"),
        ("注：本表反映政府性基金收支情况。\n\n本部门没有政府性基金收入\n和支出。\n", "none"),
        ("2022年度未安排政府性基金支出，此表\n为空表。\n", "empty"),
        ("某市测试局没有政府性基金收入和支出。\n", "none"),
        ("12\n\n本部门没有政府性基金收入和支出。\n", "none"),
        ("第三部分 情况说明\n本部门没有政府性基金收入和支出。\n", None),
        ("没有数据的，应公开空表。\n", None),
        ("（此表无内容）\n", "empty"),
        ("（空表）\n", "empty"),
        ("本表无发生额。\n", "empty"),
        ("注：不涉及政府性基金，表格为空。\n", "empty"),
        ("无。\n", "none"),
        ("注：本表空白处表示没有数。\n", None),
        ("注：本表为空的栏目不填。\n", None),
        ("注：如本表为空则不填。\n", None),
        ("注：空表按规定公开。\n", None),
        ("注：本表反映政府性基金预算财政拨款收入、支出及结转和结余情况。\n", None),
        ("注：各项金额不保留小数。\n", None),
        ("\n" * 20 + f"{NONE}\n", None),
        ("", None),
    ],
)
def test_a_note_below_an_empty_table_is_classed(below, note):
    table = table_of("funds", EXPENDITURE + ROW, FUNDS + below)
    assert (table["state"], table["note"]) == ("empty", note)


def test_a_note_belongs_to_the_table_above_it():
    found = {table["table"]: table["note"] for table in read(EXPENDITURE + ROW, f"{FUNDS}{NONE}\n").report.tables}
    assert found == {"expenditure": None, "funds": "none"}
    assert table_of("expenditure", EXPENDITURE + ROW, FUNDS + "\n", DETAIL_WITH_NOTE)["note"] is None


DETAIL_WITH_NOTE = f"一般公共预算财政拨款支出决算明细表\n单位：万元\n经济分类科目编码\t科目名称\t合计\n{NONE}\n"


def test_a_hostile_note_costs_no_time():
    assert table_of("funds", EXPENDITURE + ROW, FUNDS + "注：" + "无" * 9_000 + "\n")["note"] is None


def test_a_table_of_its_form_fits_wholly_and_one_of_strange_rows_is_told():
    sound = read(EXPENDITURE + ROW)
    assert [table["confidence"] for table in sound.report.tables] == [1.0]
    assert not [each for each in sound.diagnostics if each.code.startswith("DQ-I06")]
    known = "一、财政拨款\t5.00\t一、一般公共服务支出\t5.00\n"
    strange = "".join(f"{name}甲\t5.00\t{name}乙\t5.00\n" for name in ("某", "别", "另"))
    told = read(EXPENDITURE + ROW, SUMMARY + known + strange)
    (said,) = [each for each in told.diagnostics if each.code == "DQ-I060"]
    assert "25%" in said.headline.zh
    assert "rows that it does not list (6): 某甲" in said.notes[0].en
    assert next(table["confidence"] for table in told.report.tables if table["table"] == "summary") == 0.25


def test_a_form_is_never_forced_upon_a_document():
    known = "一、财政拨款\t5.00\t一、一般公共服务支出\t5.00\n"
    told = read(SUMMARY + known + "".join(f"某{name}甲\t5.00\t某{name}乙\t5.00\n" for name in "一二三四"))
    assert told.report is None
    (said,) = [each for each in told.diagnostics if each.code == "DQ-I061"]
    assert "收入支出决算总表 20%" in said.notes[0].zh


def test_a_budget_is_not_read_by_the_form_of_another_place(shared_documents):
    path = shared_documents / "shanghai-budget-2023-2025" / "wanli-2023.flat.txt"
    jiangsu = [template for template in load_catalogue() if template.name == "budget_jiangsu"]
    told = read_bytes(path.name, path.read_bytes(), templates=jiangsu)
    assert (told.report, "DQ-I061" in {each.code for each in told.diagnostics}) == (None, True)


FORM = """
name = "invented"
kind = "final_accounts"
years = [2000, 2099]
title = { zh = "虚构表式", en = "Invented form" }

[[table]]
name = "expenditure"
title = { zh = "支出决算表", en = "Expenditure" }
layout = "codes"
code_list = "function"
note_when_empty = true

[[table.block]]
labels = ["科目名称"]
codes = ["支出功能分类科目编码"]
columns.total = { zh = "本年支出合计", en = "Total", headers = ["本年支出合计"], least_precision = 2 }
columns.basic = { zh = "基本支出", en = "Basic", headers = ["基本支出"] }
columns.count = { zh = "项目支出", en = "Count", headers = ["项目支出"], type = "count", least_precision = 2 }
"""


def test_a_figure_printed_with_fewer_decimals_than_its_column_has_is_as_exact_as_the_form():
    reading = read_template(FORM, "invented.toml", Shared())
    assert reading.diagnostics == ()
    assert reading.template.tables[0].note_when_empty
    text = document(EXPENDITURE + "201\t甲\t460\t460\t460\n202\t乙\t460.0\t1\n203\t丙\t460.125\t1\n204\t丁\t0\t\n")
    told = read_bytes("a.txt", text.encode(), templates=[reading.template])
    rows = told.report.rows["expenditure"]
    assert [row["total__radius"] / 10_000 for row in rows] == [
        Decimal(each) for each in ("0.005", "0.005", "0.0005", "0.005")
    ]
    assert [row["total__decimals"] for row in rows] == [0, 1, 3, 0]
    assert (rows[0]["basic__radius"] / 10_000, rows[0]["count__radius"]) == (Decimal("0.5"), 0)
    schema = build_schema([reading.template])
    facts = {
        (each["row"]["n"], each["column"]): each for each in list_facts(MemoryStore([told.report], schema), schema)
    }
    assert [facts[n, "total"]["decimals_from"] for n in range(4)] == ["template", "template", "printed", "template"]
    assert [facts[0, name]["decimals_from"] for name in ("basic", "count")] == ["printed", "printed"]
    assert facts[3, "basic"]["decimals_from"] is None


@pytest.mark.parametrize("value", ["-1", "5", "true", '"2"', "1.5"])
def test_decimals_that_no_form_has_are_refused(value):
    reading = read_template(FORM.replace("least_precision = 2", f"least_precision = {value}", 1), "x.toml", Shared())
    assert [each.code for each in reading.diagnostics] == ["DQ-I103"]
