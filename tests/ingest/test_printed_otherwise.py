"""What other departments print otherwise: marks behind titles, codes in brackets, captions, page feet in headers."""

from __future__ import annotations

import pytest

from dq.ingest import read_bytes
from dq.ingest.identity import identify
from dq.ingest.stream import Line
from tests.ingest.test_untitled import BASIC, GENERAL, LEAD, STATE, STATISTICS, SUMMARY, UNIT

TITLES = ("收入支出决算总表", "一般公共预算财政拨款支出决算表", "国有资本经营预算财政拨款支出决算表")
NOTE = "注：本表反映本年度的情况。\n"


def report(text, name="report.txt"):
    return read_bytes(name, (LEAD + text).encode()).report


def flat(text):
    return "\n".join(" ".join(filter(None, line.split("\t"))) for line in text.split("\n"))


def told(rows, *columns):
    return {(row["code"] or row["label"]): tuple(row[f"{column}__printed"] for column in columns) for row in rows}


@pytest.mark.parametrize("way", [str, flat])
@pytest.mark.parametrize(
    "mark",
    [
        "（公开01表）",
        "（决算1表）",
        "（财决公开01表）",
        "（附件1）",
        " 决算01表",
        "（表1）",
        "（单位：元）",
        "（公开01表）（单位：元）",
    ],
)
def test_a_title_may_be_followed_by_its_number_on_the_form_and_its_unit(mark, way):
    tables = zip(TITLES, (SUMMARY, GENERAL, STATE), strict=True)
    read = report(way("".join(f"某县测试局2022年度{title}{mark}\n{UNIT}{table}\n" for title, table in tables)))
    assert [table["table"] for table in read.tables] == ["summary", "general_expenditure", "state_capital"]
    assert told(read.rows["state_capital"], "total")["223"] == ("3.00",)


@pytest.mark.parametrize("way", [str, flat])
def test_the_unit_in_a_title_is_that_of_its_table(way):
    read = report(way(f"{TITLES[0]}（单位：元）\n{SUMMARY}\n{TITLES[1]}（单位：元）\n{GENERAL}"))
    assert {table["unit"] for table in read.tables} == {"元"}


@pytest.mark.parametrize("way", [str, flat])
@pytest.mark.parametrize("glue", ["[{}]{}", "【{}】{}", "（{}）{}", "{}-{}", "{}{}", "[{}] {}"])
def test_a_code_is_parted_from_its_label_by_brackets_or_a_dash(glue, way):
    rows = [
        ("201", "一般公共服务支出", "8.00\t5.00\t3.00"),
        ("20103", "政府办公厅（室）及相关机构事务", "8.00\t5.00\t3.00"),
    ]
    body = "".join(f"{glue.format(code, label)}\t{figures}\n" for code, label, figures in rows)
    head = "科目编码及名称\t本年支出合计\t基本支出\t项目支出\n合计\t8.00\t5.00\t3.00\n"
    read = report(way(f"{TITLES[1]}\n{UNIT}{head}{body}\n{TITLES[0]}\n{UNIT}{SUMMARY}"))
    found = [(row["code"], row["label"], row["basic__printed"]) for row in read.rows["general_expenditure"]]
    assert found == [
        (None, "合计", "5.00"),
        ("201", "一般公共服务支出", "5.00"),
        ("20103", "政府办公厅（室）及相关机构事务", "5.00"),
    ]


def test_a_whole_figure_in_brackets_is_no_code():
    rows = "科目编码 科目名称 本年支出合计 基本支出 项目支出\n合计 800 500 300\n201 一般公共服务支出 800 500 (300)\n"
    last = report(flat(f"{TITLES[1]}\n{UNIT}{rows}{TITLES[0]}\n{UNIT}{SUMMARY}")).rows["general_expenditure"][-1]
    assert (last["code"], last["basic__printed"], last["project"]) == ("201", "500", None)


@pytest.mark.parametrize(
    "before", ["<caption>{}</caption>", "<caption><b>{}</b></caption><thead>", "<tr><p>{}</p></tr>"]
)
def test_the_caption_of_a_table_stands_above_it(before):
    def page(title, table):
        rows = "".join(
            f"<tr>{''.join(f'<td>{cell}</td>' for cell in line.split(chr(9)))}</tr>" for line in table.splitlines()
        )
        return f"<table>{before.format(title)}{rows}</table>"

    # Two tables of one header, which nothing but their titles tells apart.
    bodies = page(TITLES[0], SUMMARY) + page(TITLES[2], STATE) + page(TITLES[1], GENERAL.replace("小计", "合计"))
    lead = "".join(f"<p>{line}</p>" for line in LEAD.split())
    read = read_bytes("report.html", f"<html><body>{lead}{bodies}</body></html>".encode()).report
    assert [table["table"] for table in read.tables] == ["summary", "state_capital", "general_expenditure"]
    assert told(read.rows["state_capital"], "total")["223"] == ("3.00",)


def test_text_between_the_rows_of_a_web_page_is_none_of_its_cells():
    page = "<html><body><p>某县测试局2022年度决算</p><table><tr><td>一</td>x<td>二</td></tr>y</table></body></html>"
    assert read_bytes("page.html", page.encode()).report is None


@pytest.mark.parametrize("foot", ["— 6 —", "- 6 -", "6", "第 6 页"])
@pytest.mark.parametrize("at", [1, 2, 3])
def test_a_page_may_end_within_a_header(foot, at):
    lines = STATISTICS.splitlines()
    table = flat("\n".join([*lines[:at], foot, *lines[at:]]))
    read = report(f"财政拨款“三公”经费支出决算表\n{flat(UNIT)}{table}\n{NOTE}{TITLES[0]}\n{flat(UNIT + SUMMARY)}")
    whole = report(
        f"财政拨款“三公”经费支出决算表\n{flat(UNIT + STATISTICS)}\n{NOTE}{TITLES[0]}\n{flat(UNIT + SUMMARY)}"
    )
    columns = ("budget__printed", "amount__printed", "amount__doubt")
    assert [[row[each] for each in columns] for row in read.rows["statistics"]] == [
        [row[each] for each in columns] for row in whole.rows["statistics"]
    ]


def test_a_page_may_end_within_a_header_printed_again():
    lines = flat(SUMMARY).splitlines()
    table = "\n".join([*lines[:4], lines[0], "— 4 —", *lines[1:2], *lines[4:]])
    found = report(f"{TITLES[0]}\n{flat(UNIT)}{table}\n{TITLES[1]}\n{flat(UNIT + GENERAL)}").rows["summary"]
    whole = report(f"{TITLES[0]}\n{flat(UNIT + SUMMARY)}\n{TITLES[1]}\n{flat(UNIT + GENERAL)}").rows["summary"]
    columns = ("path", "amount__printed", "amount__doubt")
    assert [[row[each] for each in columns] for row in found] == [[row[each] for each in columns] for row in whole]


def test_a_page_with_nothing_but_the_last_row_and_a_total_over_two_columns():
    head, total = "\n".join(BASIC.splitlines()[:2]), "人员经费合计\t\t4.00\t公用经费合计\t\t3.00"
    rows = ["301\t工资福利支出\t4.00\t302\t商品和服务支出\t3.00", "30101\t基本工资\t4.00\t30201\t办公费\t1.00"]
    pages = "\n".join([head, *rows, head, "\t\t\t30202\t印刷费\t2.00", total])
    found = report(f"一般公共预算财政拨款基本支出决算表\n{UNIT}{pages}\n{TITLES[0]}\n{UNIT}{SUMMARY}").rows[
        "general_basic"
    ]
    assert told(found, "total") == {
        "301": ("4.00",),
        "30101": ("4.00",),
        "人员经费合计": ("4.00",),
        "302": ("3.00",),
        "30201": ("1.00",),
        "30202": ("2.00",),
        "公用经费合计": ("3.00",),
    }
    assert {row["total__doubt"] for row in found} == {None}


LABELS = ("行政运行", "一般行政管理事务", "其他政府办公厅（室）及相关机构事务支出", "机关服务", "政务公开审批")


def aligned(width):
    """Rows that stand in line where a Chinese letter takes `width` places; two figures, or one alone."""
    rows = [("合计", "60.00", "30.00", "30.00"), ("201 一般公共服务支出", "60.00", "30.00", "30.00")]
    figures = [("10.00", "10.00", ""), ("15.00", "5.00", "10.00"), ("10.00", "", "10.00"), ("10.00", "", "10.00")]
    figures.append(("15.00", "15.00", ""))
    rows += [(f"20103{at:02d} {label}", *each) for at, (label, each) in enumerate(zip(LABELS, figures, strict=True), 1)]
    lines = []
    for label, *cells in rows:
        taken = len(label) + (width - 1) * sum(sign > "\u3000" for sign in label)
        lines.append(label + " " * (60 - taken) + "".join(f"{cell:>12}" for cell in cells).rstrip())
    return "\n".join(lines)


@pytest.mark.parametrize("width", [1, 2])
def test_a_lone_figure_stands_in_its_column_whichever_way_letters_were_counted(width):
    head = "科目编码   科目名称          本年支出合计    基本支出    项目支出\n"
    head = f"   {TITLES[1]}\n   部门：某县测试局        单位：万元\n{head}"
    found = report(f"{head}{aligned(width)}\n\n{TITLES[0]}\n{flat(UNIT + SUMMARY)}").rows["general_expenditure"]
    read = {row["code"]: (row["basic__printed"], row["project__printed"]) for row in found}
    undoubted = {row["code"]: read[row["code"]] for row in found if not (row["basic__doubt"] or row["project__doubt"])}
    right = {"2010301": ("10.00", ""), "2010303": ("", "10.00"), "2010304": ("", "10.00"), "2010305": ("15.00", "")}
    assert {code: undoubted[code] for code in right if code in undoubted} == {
        code: each for code, each in right.items() if code in undoubted
    }
    assert len(right.keys() & undoubted.keys()) >= 3


@pytest.mark.parametrize(
    ("title", "body"),
    [
        ("某县测试部门\n2022年度部门决算", "某县测试部门"),
        ("某县测试部门2022年度部门决算", "某县测试部门"),
        ("某县测试单位\n2022年度单位决算", "某县测试单位"),
        ("2022年度\n某县财政部门决算", "某县财政部门"),
        ("某县测试局2022年度（部门）决算", "某县测试局"),
        ("某县测试局2022年收支决算总体情况说明", "某县测试局"),
        ("某县测试局2022年财政决算公开", "某县测试局"),
        ("2022年某县财政决算公开", "某县财政"),
        ("附件1\n2022年度\n某县测试局\n部门决算", "某县测试局"),
        ("附件12 2022年度某县测试局部门决算", "某县测试局"),
        ("某县测试局关于2022年度部门决算的公开说明", "某县测试局"),
        ("关于公布某县测试局2022年度部门决算的通知", "某县测试局"),
        ("2022年度部门决算\n（某县测试局）", "某县测试局"),
        ("发布机构：某县财政局\n来源：某县政府 浏览量：3\n某县测试局2022年度部门决算", "某县测试局"),
        ("首页 > 政务公开 > 财政预决算\n某县测试局2022年度部门决算", "某县测试局"),
        ("某财〔2023〕5号\n打印 关闭\n某县测试局2022年度部门决算", "某县测试局"),
    ],
)
def test_the_name_of_a_body_is_what_remains_of_a_title(title, body):
    lines = [Line(at, (text,)) for at, text in enumerate(title.split("\n"), 1)]
    assert identify(lines).department == body


@pytest.mark.parametrize("way", [str, flat])
def test_what_stands_below_of_which_is_a_part_of_the_row_above_it(way):
    rows = [
        "收入\t\t支出\t",
        "项目\t金额\t项目\t金额",
        "一、一般公共预算财政拨款收入\t8.00\t一、一般公共服务支出\t6.00",
        "五、事业收入\t1.00\t二、教育支出\t2.00",
        "其中：教育收费\t0.60\t其中：义务教育\t1.50",
        "科研收入\t0.40\t三、技术引进支出\t0.00",
        "八、其他收入\t0.00\t\t",
        "本年收入合计\t9.00\t本年支出合计\t8.00",
    ]
    text = "\n".join(rows)
    found = report(way(f"{TITLES[0]}\n{UNIT}{text}\n{TITLES[1]}\n{UNIT}{GENERAL}")).rows["summary"]
    roles = {row["item"]: (row["role"], row["path"]) for row in found}
    assert roles["教育收费"] == ("of_which", "本年收入合计/事业收入/教育收费")
    assert roles["科研收入"][0] == "item"  # may be a source of its own: doubted
    if way is str:  # running text does not show which side it is on
        assert roles["义务教育"] == ("of_which", "本年支出合计/教育支出/义务教育")
    assert roles["技术引进支出"][0] == "item"


@pytest.mark.parametrize("number", ["2.", "2、", "（二）", "二、", ""])
def test_what_follows_of_which_by_a_number_is_no_part_of_it(number):
    rows = [
        "收入\t\t支出\t",
        "项目\t金额\t项目\t金额",
        "1.一般公共预算财政拨款收入\t8.00\t一、一般公共服务支出\t11.00",
        "其中：专项补助\t1.00\t\t",
        f"{number}捐赠收入\t3.00\t\t",
        "本年收入合计\t11.00\t本年支出合计\t11.00",
    ]
    text = "\n".join(rows)
    found = report(f"{TITLES[0]}\n{UNIT}{text}\n{TITLES[1]}\n{UNIT}{GENERAL}").rows["summary"]
    rows_of = {row["item"]: row for row in found}
    assert rows_of["专项补助"]["role"] == "of_which"
    assert (rows_of["捐赠收入"]["role"], rows_of["捐赠收入"]["amount__doubt"]) == ("item", "unknown_row")
