"""Tables of another body or year beside the report's own: left out and told, or doubted; never taken for its own."""

from __future__ import annotations

import re

import pytest

from dq.archive.reading import plain_reading, reading_of
from dq.ingest import read_bytes
from dq.ingest.bodies import Likeness, likeness_of
from dq.types import DoubtReason
from tests.ingest.test_untitled import LEAD, TABLES, UNIT

TITLES = {
    "summary": "收入支出决算总表",
    "income": "收入决算表",
    "general_expenditure": "一般公共预算财政拨款支出决算表",
    "general_basic": "一般公共预算财政拨款基本支出决算表",
    "funds": "政府性基金预算财政拨款收入支出决算表",
    "state_capital": "国有资本经营预算财政拨款支出决算表",
}
NOBODYS = "\t\t\t金额单位：万元\n"
THEIRS = "编制单位：某县测试局机关幼儿园\t\t\t金额单位：万元\n"
OTHER = re.sub(r"(\d)\.00", r"\g<1>7.77", TABLES["income"])
LAYOUTS = pytest.mark.parametrize("layout", ["tab", "flat"])


def own(*names, unit=UNIT):
    return "".join(f"{TITLES[name]}\n{unit}{TABLES[name]}\n" for name in names)


BEFORE, BEHIND = own("summary"), own("general_expenditure", "general_basic", "funds", "state_capital")


def read(text, layout):
    text = LEAD + text
    if layout == "flat":
        text = "\n".join(" ".join(filter(None, line.split("\t"))) for line in text.split("\n"))
    return read_bytes("report.txt", text.encode())


def strangers(result):
    """The figures of the other's table that are stored, each with its doubt."""
    return [
        (row[column], row[column.replace("__printed", "__doubt")])
        for rows in result.report.rows.values()
        for row in rows
        for column in row
        if column.endswith("__printed") and "7.77" in (row[column] or "")
    ]


def told(result):
    return [each.headline.zh for each in result.diagnostics if each.code == "DQ-I062"]


@LAYOUTS
@pytest.mark.parametrize(
    "title",
    [
        f"某县测试局机关幼儿园2022年度收入决算表\n{NOBODYS}",
        f"附件：某县测试局机关幼儿园收入决算表\n{NOBODYS}",
        f"某县另一局收入决算表\n{NOBODYS}",
        f"本溪市另一局收入决算表\n{NOBODYS}",
        f"附件2\n某县测试局机关幼儿园2022年度单位决算公开报表\n收入决算表\n{NOBODYS}",
        f"附件2\n某县测试局机关幼儿园2022年度单位决算公开报表\n收入决算表\n{THEIRS}",
    ],
)
def test_a_table_of_another_body_is_left_out_and_told(title, layout):
    result = read(f"{BEFORE}{title}{OTHER}\n{BEHIND}", layout)
    assert strangers(result) == []
    assert len(told(result)) >= 1
    assert "未读入" in told(result)[0]
    assert "income" in result.report.reading.missing
    assert {each.is_read for each in result.report.reading.apart} == {False}


@LAYOUTS
@pytest.mark.parametrize("title", ["某县另一局2022年度收入决算表", "2021年度收入决算表", "（2021年度）\n收入决算表"])
@pytest.mark.parametrize("is_first", [True, False])
def test_the_reports_own_table_is_read_whatever_stands_before_or_behind_it(title, is_first, layout):
    tables = [own("income"), f"{title}\n{NOBODYS}{OTHER}\n"]
    result = read(BEFORE + "".join(reversed(tables) if is_first else tables) + BEHIND, layout)
    assert strangers(result) == []
    assert [row["total__printed"] for row in result.report.rows["income"]] == ["9.00", "9.00"]
    assert len(told(result)) == 1


@LAYOUTS
@pytest.mark.parametrize("title", ["2021年度收入决算表\n", "（2021年度）\n收入决算表\n", "收入决算表\n（2021年度）\n"])
def test_a_table_that_only_its_year_parts_from_the_report_is_read_and_doubted(title, layout):
    result = read(f"{BEFORE}{title}{UNIT}{OTHER}\n{BEHIND}", layout)
    doubts = [doubt for _, doubt in strangers(result)]
    assert None not in doubts
    assert DoubtReason.ANOTHER_YEAR in doubts
    assert told(result) == ["“收入决算表”标明属于 2021 年度，整张存疑"]
    reading = result.report.reading
    assert [(each.body, each.year, each.is_read) for each in reading.apart] == [(None, 2021, True)]
    assert reading_of(plain_reading(reading)) == reading


@LAYOUTS
@pytest.mark.parametrize(
    ("title", "body"),
    [
        (f"收入决算表\n公开02表\n{THEIRS}", "某县测试局机关幼儿园"),
        (f"某县测试局机关幼儿园\n收入决算表\n{NOBODYS}", "某县测试局机关幼儿园"),
        (f"某县测试局\n某县测试局机关幼儿园\n收入决算表\n{NOBODYS}", "某县测试局机关幼儿园"),
        ("收入决算表\n编制单位：某县侧试局\t\t\t金额单位：万元\n", "某县侧试局"),
        ("收入决算表\n编制单位：某县测试局本部\t\t\t金额单位：万元\n", "某县测试局本部"),
        ("收入决算表\n编制单位：某县核算中心\t主管部门：某县测试局\t金额单位：万元\n", "某县核算中心"),
        ("收入决算表\n编制单位：某县核算中心\t填报人：王某\t联系电话科室：财务科\n", "某县核算中心"),
        (f"某县检验测试局2022年度收入决算表\n{NOBODYS}", "某县检验测试局"),
    ],
)
def test_a_table_that_may_be_the_reports_own_by_a_slip_is_read_and_doubted(title, body, layout):
    result = read(f"{BEFORE}{title}{OTHER}\n{BEHIND}", layout)
    doubts = [doubt for _, doubt in strangers(result)]
    assert None not in doubts
    assert DoubtReason.ANOTHER_BODY in doubts
    assert [(each.body, each.year, each.is_read) for each in result.report.reading.apart] == [(body, None, True)]


@LAYOUTS
def test_a_misprint_at_a_table_that_is_doubted_is_told_to_rules(layout):
    result = read(f"{BEFORE}收入决算表\n编制单位：某县侧试局\t\t\t金额单位：万元\n{OTHER}\n{BEHIND}", layout)
    mentions = result.report.statements["mention"]
    assert [row["agrees"] for row in mentions if row["words__printed"] == "某县侧试局"] == ["no"]


@LAYOUTS
@pytest.mark.parametrize("is_first", [True, False])
def test_a_line_that_names_another_body_leaves_a_table_out_beside_the_reports_own(is_first, layout):
    tables = [own("income"), f"收入决算表\n{THEIRS}{OTHER}\n"]
    result = read(BEFORE + "".join(reversed(tables) if is_first else tables) + BEHIND, layout)
    assert strangers(result) == []
    assert [each.is_read for each in result.report.reading.apart] == [False]


@LAYOUTS
@pytest.mark.parametrize(
    "lines",
    [
        f"某县另一局\n收入决算表\n{UNIT}",
        f"某县第一中学\n某县第二中学\n收入决算表\n{NOBODYS}",
        f"某县测试局本级\n某县第一中学\n某县教师进修学校\n收入决算表\n{NOBODYS}",
        "收入决算表\n编制单位：某县测试局\t主管部门：某县人民政府\t金额单位：万元\n",
        "收入决算表\n主管部门：某县人民政府\t编制单位：某县测试局\t金额单位：万元\n",
        "收入决算表\n编制单位：某县测试局\t填报人：王某\t联系电话科室：财务科\n",
    ],
)
def test_names_around_a_title_that_are_not_the_makers_take_nothing_away(lines, layout):
    result = read(f"{BEFORE}{lines}{TABLES['income']}\n{BEHIND}", layout)
    assert told(result) == []
    assert [(row["total__printed"], row["total__doubt"]) for row in result.report.rows["income"]] == [
        ("9.00", None)
    ] * 2


@LAYOUTS
@pytest.mark.parametrize(
    "unit", ["编制单位：某县原测试局\t金额单位：万元\n", "部门：[101]某县测试局（本级）\t单位：万元\n"]
)
def test_a_body_that_all_tables_name_is_the_reports_own_by_another_name(unit, layout):
    result = read(own(*TITLES, unit=unit), layout)
    assert list(filter(None, result.report.rows)) == list(TITLES)
    assert told(result) == []


@LAYOUTS
@pytest.mark.parametrize("lead", ["", "某县测试局机关幼儿园2022年度单位决算\n第二部分 部门决算表\n"])
def test_what_a_list_of_contents_names_says_nothing_of_the_tables_behind_it(lead, layout):
    contents = "".join(f"{title}\n" for title in TITLES.values())
    result = read(f"{contents}某县测试局机关幼儿园2022年度收入决算表\n{lead}{own(*TITLES)}", layout)
    assert told(result) == []
    assert len(result.report.rows["income"]) == 2


def test_running_text_ends_a_table_at_the_title_of_one_that_nobody_knows():
    strange = f"某县测试局机关幼儿园收支明细表\n（幼儿园）\n{OTHER}\n"
    result = read(own("summary", "general_expenditure") + strange + own("funds", "state_capital"), "flat")
    assert strangers(result) == []
    assert len(result.report.rows["general_expenditure"]) == 2


SAME, UNSURE, OTHERS = Likeness.SAME, Likeness.UNSURE, Likeness.OTHER


@pytest.mark.parametrize(
    ("one", "other", "likeness"),
    [
        ("某市教育局", "教育局", SAME),
        ("某市教育局", "市教育局", SAME),
        ("某市教育局", "某省某市教育局", SAME),
        ("某市教育局", "某市教育局（本级）", SAME),
        ("中共某市委员会办公室", "某市委办公室", SAME),
        ("某市经济和信息化局", "某市经信局", SAME),
        ("某县人力资源和社会保障局", "某县人社局", SAME),
        ("某县卫生健康局", "某县卫健局", SAME),
        ("某县发展和改革委员会", "某县发改委", SAME),
        ("某县住房和城乡建设局", "某县住建局", SAME),
        ("某县人民政府办公室", "某县政府办", SAME),
        ("某县工业和信息化局", "某县工信局", SAME),
        ("某县妇女联合会", "某县妇联", SAME),
        ("某县市场监督管理局", "某县市场监管局", SAME),
        ("国家税务总局某县税务局", "某县税务局", SAME),
        ("某县医院", "某县中医院", UNSURE),
        ("某市公安局", "某市森林公安局", UNSURE),
        ("某市公安局", "某市公安交通管理局", UNSURE),
        ("某县教育局", "某县教育体育局", UNSURE),
        ("某市法院", "某市中级人民法院", UNSURE),
        ("某县农业农村局", "某县农业农村局本部", UNSURE),
        ("某市", "某市教育局", UNSURE),
        ("某市教育局", "某市教育局机关幼儿园", OTHERS),
        ("某市公安局", "某市公安局交通警察支队", OTHERS),
        ("某市教育局", "某市财政局", OTHERS),
        ("某市教育局", "某区教育局", OTHERS),
        ("某市教育局", "某市某区教育局", OTHERS),
        ("某市生态环境局", "某市东区生态环境局", OTHERS),
        ("某县卫生院", "某县某镇卫生院", OTHERS),
        ("某县第一中学", "某县第二十一中学", OTHERS),
        ("某县人民医院", "某县第二人民医院", OTHERS),
    ],
)
def test_names_of_one_body(one, other, likeness):
    assert likeness_of(one, other) is likeness
    assert likeness_of(other, one) is likeness


@LAYOUTS
def test_a_body_called_a_department_is_itself_before_the_label_of_the_unit(layout):
    unit = "编制单位：某县测试部门 金额单位：万元\n"
    lead = LEAD.replace("某县测试局\n2022年度部门决算", "2022年度某县测试部门决算")
    text = lead + (BEFORE + BEHIND).replace("某县测试局", "某县测试部门") + own("income", unit=unit)
    if layout == "flat":
        text = "\n".join(" ".join(filter(None, line.split("\t"))) for line in text.split("\n"))
    result = read_bytes("report.txt", text.encode())
    assert (result.report.report["department"], result.report.reading.apart) == ("某县测试部门", ())
