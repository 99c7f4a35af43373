"""Text with one cell of a table a line, as PDF tools without layout and copied pages give it."""

from __future__ import annotations

from dq.ingest import read_bytes

LEAD = ("某县测试局", "2022年度部门决算", "第二部分", "一、收入支出决算总表", "")
SUMMARY = (
    "收入支出决算总表",
    "公开01表",
    "部门：某县测试局",
    "金额单位：万元",
    *("收入", "支出", "项目", "行次", "决算数", "项目", "行次", "决算数", "栏次", "1", "栏次", "2"),
    *("一、一般公共预算财政拨款收入", "1", "9.00", "一、一般公共服务支出", "31", "7.00"),
    *("二、政府性基金预算财政拨款收入", "2", "0.00", "二、外交支出", "32", "0.00"),
    *("3", "三、国防支出", "33", "0.00"),
    *("本年收入合计", "4", "9.00", "本年支出合计", "34", "7.00"),
    *("年初结转和结余", "5", "1.00", "年末结转和结余", "35", "3.00"),
    *("总计", "6", "10.00", "总计", "36", "10.00"),
)
FUNDS = (
    "政府性基金预算财政拨款收入支出决算表",
    "公开08表",
    "金额单位：万元",
    *("项目", "年初结转和结余", "本年收入", "本年支出", "年末结转和结余"),
    *("科目编码", "科目名称", "小计", "基本支出", "项目支出", "栏次", "1", "2", "3", "4", "5", "6"),
    *("合计", "1.00", "5.00", "4.00", "0.00", "4.00", "2.00"),
    *("212", "城乡社区支出", "1.00", "5.00", "4.00", "0.00", "4.00", "2.00"),
    *("212", "08", "土地出让收入安排的支出", "1.00", "5.00", "4.00", "0.00", "4.00", "2.00"),
    "注：本表反映政府性基金收支。",
)
COLUMNS = ("opening", "income", "total", "basic", "project", "closing")


def report(*cells):
    return read_bytes("invented.flat.txt", "\n\n".join((*LEAD, *cells)).encode()).report


def rows(*cells):
    return report(*cells).rows


def test_rows_are_put_together_and_every_figure_keeps_its_own_line():
    text = (*LEAD, *SUMMARY, *FUNDS)
    found = rows(*SUMMARY, *FUNDS)
    amounts = {(row["side"], row["label"]): row for row in found["summary"] if row["amount__printed"]}
    assert {key: row["amount__printed"] for key, row in amounts.items()} == {
        ("income", "一、一般公共预算财政拨款收入"): "9.00",
        ("income", "二、政府性基金预算财政拨款收入"): "0.00",
        ("income", "本年收入合计"): "9.00",
        ("income", "年初结转和结余"): "1.00",
        ("income", "总计"): "10.00",
        ("expenditure", "一、一般公共服务支出"): "7.00",
        ("expenditure", "二、外交支出"): "0.00",
        ("expenditure", "三、国防支出"): "0.00",
        ("expenditure", "本年支出合计"): "7.00",
        ("expenditure", "年末结转和结余"): "3.00",
        ("expenditure", "总计"): "10.00",
    }
    closing = amounts["expenditure", "年末结转和结余"]
    assert closing["amount__line"] == 1 + 2 * text.index("3.00")
    read = {row["code"] or row["label"]: [row[f"{name}__printed"] for name in COLUMNS] for row in found["funds"]}
    assert read == {code: ["1.00", "5.00", "4.00", "0.00", "4.00", "2.00"] for code in ("合计", "212", "21208")}
    assert {row[f"{name}__doubt"] for row in found["funds"] for name in COLUMNS} == {None}


def test_the_note_below_a_table_without_figures_is_its_own():
    empty = FUNDS[: FUNDS.index("合计") + 1]
    note = "注：本单位没有政府性基金收入，也没有使用政府性基金安排的支出，故本表无数据。"
    said = report(*SUMMARY, *empty, note).statements["mention"]
    assert [row["words__printed"] for row in said if row["mention"] == "note"] == [
        note.replace("：", ":").replace("，", ",")
    ]


def test_columns_in_another_order_than_the_form_s_are_doubted():
    turned = [*FUNDS]
    basic, project = turned.index("基本支出"), turned.index("项目支出")
    turned[basic], turned[project] = turned[project], turned[basic]
    found = rows(*SUMMARY, *turned)["funds"]
    assert all(row[f"{name}__doubt"] for row in found for name in ("basic", "project"))
