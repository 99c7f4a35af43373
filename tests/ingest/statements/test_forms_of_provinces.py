"""Self-evaluation forms as other provinces print them, invented throughout: names of columns, pairs of label and value,
one column of classes, units of ten thousands.
"""

from __future__ import annotations

from dataclasses import replace

import pytest

from dq.ingest.statements.performance.cells import read_forms
from dq.ingest.statements.reading import read_forms as read_statement_forms
from tests.ingest.statements.cell_forms import FORMS
from tests.ingest.statements.invented import context
from tests.ingest.statements.test_forms_cells import of_row, said

SCHOOL = """2022年度项目支出绩效自评情况表
单位：万元
项目名称\t课桌椅更新\t项目类别\t经常性
主管部门\t某某区教育局\t实施单位\t某某小学
预算数\t300.00\t执行数\t285.00
执行率\t95.00%\t自评得分\t96.5
自评等级\t优\t\t
一级指标\t二级指标\t三级指标\t目标值\t完成值\t权重\t得分
产出\t数量\t购置课桌椅\t1200套\t1180套\t20\t19.67
"""
FLOOD = """2023年度项目绩效自评表
项目名称：\t防汛物资购置\t\t\t\t单位（万元）\t
资金来源\t年初预算\t全年预算\t实际支出\t预算执行率\t分值\t得分
资金总额\t60\t60\t58.8\t98%\t10\t9.8
指标类型\t指标名称\t年初指标值\t完成指标值\t分值\t得分\t偏差说明
数量指标\t购置冲锋舟（艘）\t4\t3\t30\t22.5\t
质量指标\t验收合格率（%）\t100\t100\t30\t30\t
合计\t\t\t\t100\t62.3\t
"""
STAGE = """项 目 支 出 绩 效 自 评 表
项 目 名 称\t文化惠民演出\t\t\t\t\t
项目预算执行情况（10分）\t年度资金总额\t年初预算数\t调整后预算数\t全年执行数\t执行率\t得分
\t合计\t80\t76.5\t72\t94.12%\t9.41
\t其中：财政拨款\t80\t76.5\t72\t94.12%\t
一级指标\t二级指标\t三级指标\t指标值\t实际完成值\t分值\t得分
效益指标\t社会效益指标\t观众人次（万人次）\t≥3\t2.8\t30\t28
总分\t\t\t\t\t100\t97.41
"""
LIBRARY = """中央对地方专项转移支付绩效目标自评表
（2020年度）
转移支付（项目）名称\t\t公共文化补助\t\t\t\t\t\t
资金情况（万元）\t\t\t全年预算数（A）\t全年执行数（B）\t\t预算执行率（B/A）\t\t
\t年度资金总额：\t\t1,000.00\t900.00\t\t90%\t\t
\t其中：中央补助\t\t600.00\t560.00\t\t93.33%\t\t
绩效指标\t一级指标\t二级指标\t三级指标\t年度指标值\t全年实际完成值\t未完成原因和改进措施\t\t
\t产出指标\t数量指标\t新增图书（册）\t20000\t21500\t\t\t
"""

BUS = """2031年度项目支出绩效目标表
项目名称\t公交站台更新\t\t\t
项目资金（万元）\t年度资金总额\t36.50\t\t
\t其中：财政拨款\t30.00\t\t
\t其他资金\t65000元\t\t
绩效指标\t一级指标\t二级指标\t三级指标\t指标值
\t产出指标\t数量指标\t更新站台\t≥18座
\t\t成本指标\t每座造价\t≤2万元
\t满意度指标\t服务对象满意度指标\t乘客满意度\t≥90%
部门整体支出绩效评价情况说明
\t年度资金总额\t99.00\t\t
"""
WHOLE = """2031年度部门整体支出绩效自评表
部门（单位）名称\t某某县审批局\t\t\t\t\t\t
年度预算申请（万元）\t\t年初预算数\t全年预算数\t全年执行数\t分值\t执行率\t得分
\t年度资金总额\t420\t590\t584.98\t10\t99.15%\t9.9
绩效指标\t一级指标\t二级指标\t三级指标\t年度指标值\t实际完成值\t分值\t得分
\t产出指标\t数量指标\t办结事项\t5万件\t5.6万件\t90\t89
总分\t\t\t\t\t\t100\t98.9
"""
ROADS = """2031年度项目支出绩效自评表
项目名称\t道路养护\t\t\t
预算执行情况（万元）\t预算数：\t56\t执行数：\t53
\t其中：财政拨款\t50\t其中：财政拨款\t47
\t其他资金\t6\t其他资金\t6
"""

PUMPS = """2031年度项目支出绩效自评表
项目名称\t泵站检修
年初预算数\t40.00\t调整预算数\t60.00\t实际到位数\t58.00\t执行数\t57.00\t执行率\t95%
"""

HYDRANTS = """2031年度项目支出绩效自评表
项目名称\t消火栓更新\t项目属性\t特定目标类
预算单位\t某某县救援队\t金额单位\t元
预算执行\t年初预算金额\t560,000\t调整后预算金额\t540,000
\t实际支出金额\t529,200\t预算执行率\t98%
"""


@pytest.mark.parametrize(
    ("form", "table", "label", "figures"),
    [
        (
            HYDRANTS,
            "project_fund",
            None,
            {"budget": "560,000元", "full_year_budget": "540,000元", "spent": "529,200元"},
        ),
        (
            SCHOOL,
            "project",
            "课桌椅更新",
            {"execution_rate": "95.00%", "score": "96.5分", "grade": "优", "body": "某某小学"},
        ),
        (SCHOOL, "project_fund", None, {"budget": "300.00万元", "spent": "285.00万元"}),
        (
            SCHOOL,
            "project_indicator",
            "购置课桌椅",
            {"target": "1200套", "actual": "1180套", "weight": "20", "score": "19.67分"},
        ),
        (
            FLOOD,
            "project_indicator",
            "购置冲锋舟（艘）",
            {"target": "4艘", "actual": "3艘", "full_mark": "30分", "score": "22.5分"},
        ),
        (
            STAGE,
            "project_fund",
            "其中：财政拨款",
            {"budget": "80万元", "full_year_budget": "76.5万元", "spent": "72万元", "execution_rate": "94.12%"},
        ),
        (
            STAGE,
            "project_indicator",
            "观众人次（万人次）",
            {"target": "3万人次", "actual": "2.8万人次", "full_mark": "30分", "score": "28分"},
        ),
        (
            LIBRARY,
            "project_fund",
            "其中：中央补助",
            {"full_year_budget": "600.00万元", "spent": "560.00万元", "execution_rate": "93.33%"},
        ),
        (LIBRARY, "project_target", "新增图书（册）", {"target": "20000册", "actual": "21500册"}),
        (BUS, "project_fund", "年度资金总额", {"budget": "36.50万元"}),
        (BUS, "project_fund", "其中：财政拨款", {"budget": "30.00万元"}),
        (BUS, "project_fund", "其他资金", {"budget": "65000元"}),
        (BUS, "project_target", "更新站台", {"target": "18座"}),
        (
            WHOLE,
            "project_fund",
            "年度资金总额",
            {"budget": "420万元", "full_year_budget": "590万元", "spent": "584.98万元", "execution_rate": "99.15%"},
        ),
        (
            PUMPS,
            "project_fund",
            None,
            {"budget": "40.00万元", "full_year_budget": "60.00万元", "received": "58.00万元", "spent": "57.00万元"},
        ),
        (PUMPS, "project", "泵站检修", {"execution_rate": "95%"}),
        (PUMPS.replace("调整预算数", "核增后盘子"), "project", "泵站检修", {"execution_rate": "95%?"}),
        (PUMPS.replace("年初", "分值\t10\t年初"), "project", "泵站检修", {"execution_rate": "95%"}),
        (ROADS, "project_fund", None, {"budget": "56万元", "spent": "53万元"}),
        (ROADS, "project_fund", "其中：财政拨款", {"budget": "50万元", "spent": "47万元"}),
        (ROADS, "project_fund", "其他资金", {"budget": "6万元", "spent": "6万元"}),
    ],
)
def test_a_row_is_read(form: str, table: str, label: str | None, figures: dict[str, str]) -> None:
    assert of_row(form, table, label) == figures


@pytest.mark.parametrize(
    ("heading", "kind"),
    [
        ("2031年度部门整体支出绩效自评表", "department"),
        ("部门（单位）整体绩效自评表", "department"),
        ("部门整体支出及项目绩效自评表", "other"),
        ("项目支出绩效自评表", "other"),
    ],
)
def test_a_whole_department_s_form_is_a_kind_of_its_own(heading: str, kind: str) -> None:
    form = WHOLE.replace("2031年度部门整体支出绩效自评表", heading)
    assert {each.attributes["form_kind"] for each in said(form)} == {kind}


def test_a_form_of_the_budget_ends_where_something_else_begins() -> None:
    rows = [each for each in said(BUS) if each.table == "project_fund"]
    assert [each.attributes["source"] for each in rows] == ["total", "fiscal", "other"]
    assert {each.attributes["form_kind"] for each in said(BUS)} == {"plan"}


@pytest.mark.parametrize(
    ("cells", "body"),
    [
        ("实施单位\t某某小学", "某某小学"),
        ("实施单位\t某某小学\t负责人\t张三", "某某小学"),
        ("实施单位\t\t负责人\t张三", None),
        ("实施单位\t负责人\t张三", None),
        ("实施单位\t\t张三", None),
        ("实施单位\t联系电话\t12345678", ""),
    ],
)
def test_the_body_of_a_project_stands_right_beside_its_label(cells: str, body: str | None) -> None:
    form = SCHOOL.replace("实施单位\t某某小学", cells)
    figures = next(each for each in said(form) if each.table == "project").figures
    assert (figures["body"].printed if "body" in figures else None) == body


@pytest.mark.parametrize("form", [BUS, ROADS])
def test_money_has_the_unit_that_the_form_states_and_not_that_of_the_report(form: str) -> None:
    report = replace(context(form), unit="元")
    money = [figure for each in read_forms(report) if each.table == "project_fund" for figure in each.figures.values()]
    assert {figure.unit for figure in money if figure.printed != "65000"} == {"万元"}


def test_the_project_s_own_total_is_not_that_of_the_year() -> None:
    of_source = {
        each.attributes["source"]: {name: figure.printed for name, figure in each.figures.items()}
        for each in said(FORMS["plan"])
        if each.table == "project_fund"
    }
    assert of_source == {
        "total": {"arranged": "765000.00", "budget": "365000.00"},
        "fiscal": {"arranged": "700000.00"},
        "current": {"budget": "300000.00"},
        "carried": {"budget": "65000.00"},
    }
    assert of_row(FORMS["plan"], "project_target", "更新站台") == {"target": "18.00座"}


def test_a_class_alone_is_of_the_second_level() -> None:
    rows = [each.attributes for each in said(FLOOD) if each.table == "project_indicator"]
    classes = [(each.get("level1"), each["level2"]) for each in rows if each.get("level2")]
    assert classes == [(None, "数量指标"), (None, "质量指标")]


def test_a_class_of_the_second_level_is_none_of_the_first_where_both_have_columns() -> None:
    form = """部门专项绩效自评表
项目名称\t青年赛事\t立项依据\t某发〔2031〕5号
目标分类（一级）\t分类细化（二级）\t绩效目标内容（三级）\t参考标准\t绩效目标值\t实际完成值\t目标值完成比例
效益\t经济效益目标\t带动消费（万元）\t100\t120\t132\t110%
社会效益目标\t扩大赛事影响\t多家媒体报道\t各级媒体报道\t各级媒体报道\t多家媒体刊发报道\t完成
"""
    (row,) = [each for each in said(form) if each.table == "project_target" and each.label == "扩大赛事影响"]
    assert (row.attributes["level1"], row.attributes["level2"]) == ("效益", "社会效益目标")


@pytest.mark.parametrize("bound", ["95%以上", "≥95%", "不低于 95%", "95以内"])
def test_a_figure_to_compare_with_is_no_name(bound: str) -> None:
    form = f"""2022年度项目支出绩效自评情况表
项目名称\t课桌椅更新\t项目类别\t经常性
一级指标\t二级指标\t三级指标\t目标值\t完成值\t未完成原因
产出指标\t数量指标\t购置课桌椅（套）\t1200\t1180\t市场缺货
满意度指标\t服务对象满意度指标\t{bound}\t90%以上\t回访样本偏少
\t\t师生满意率\t{bound}\t90%以上\t回访样本偏少
"""
    assert [each.label for each in said(form) if each.table == "project_target"] == ["购置课桌椅（套）", "师生满意率"]


GREEN = """2031年度项目绩效目标申报表
项目名称\t绿地养护\t项目类别\t经常性项目
计划开始日期\t2031-01-01\t计划完成日期\t2031-12-31
项目资金（元）\t项目资金总额\t18,600
绩效指标\t一级指标\t二级指标\t三级指标\t指标目标值
\t产出指标\t成本指标\t每平方米成本\t≤21.5元/平方米
"""


def test_dates_of_a_plan_and_units_for_each_are_read() -> None:
    read = list(read_forms(context(GREEN)))
    project = next(each for each in read if each.table == "project")
    assert {name: each.printed for name, each in project.figures.items()} == {
        "planned_start": "2031-01-01",
        "planned_finish": "2031-12-31",
    }
    target = next(each for each in read if each.table == "project_target").figures["target"]
    assert (target.printed, target.unit) == ("21.5", "元/平方米")


def test_a_target_in_words_is_told_from_a_figure() -> None:
    words = GREEN + "\t\t时效指标\t养护周期\t按期完成\n"
    told = {
        each.label: each.attributes.get("target_kind")
        for each in read_statement_forms(context(words))
        if each.table == "project_target"
    }
    assert told == {"每平方米成本": "figure", "养护周期": "words"}


POWER = """2031年度项目绩效自评表
项目名称\t电网改造\t\t\t
经费开支\t资金来源\t{planned}\t实际到位\t实际使用
\t合计\t96.00\t90.00\t84.60
\t中央财政\t40.00\t40.00\t36.20
产出指标\t三级指标\t目标值\t完成值\t得分
\t改造台区\t≥{target}\t22{unit}\t9
"""


def test_a_heading_beside_a_table_moves_no_column() -> None:
    known = POWER.format(planned="预算数", target="20台", unit="台")
    assert of_row(known, "project_fund", "中央财政") == {
        "budget": "40.00万元",
        "received": "40.00万元",
        "spent": "36.20万元",
    }
    # What an unknown column holds is not told, and whether its neighbours moved neither.
    unknown = POWER.format(planned="报批数", target="20台", unit="台")
    assert of_row(unknown, "project_fund", "中央财政") == {"received": "40.00万元?", "spent": "36.20万元?"}


@pytest.mark.parametrize(
    ("target", "unit", "figures"),
    [
        ("20幢次", "幢次", {"target": "20幢次", "actual": "22幢次"}),
        ("20年内", "年内", {"target": "≥20年内", "actual": "22年内"}),
        ("20幢次", "处址", {"target": "≥20幢次", "actual": "22处址"}),
    ],
)
def test_what_two_figures_of_a_row_end_with_is_their_unit(target: str, unit: str, figures: dict[str, str]) -> None:
    form = POWER.format(planned="预算数", target=target, unit=unit)
    assert of_row(form, "project_indicator", "改造台区") == {**figures, "score": "9分"}


WELL = """2031年度部门预算项目支出绩效自评表
项目名称\t机井维修\t\t\t\t\t
预算执行情况（10分）\t年度预算（万元）\t年初预算\t调整后预算数\t预算执行数\t预算执行率\t权重\t得分
\t总额\t60.00\t72.00\t71.00\t98.61%\t10\t9.86
\t其中：财政资金\t50.00\t62.00\t61.00\t98.39%\t/\t/
\t财政专户管理资金\t4.00\t4.00\t4.00\t100.00%\t/\t/
\t单位资金\t6.00\t6.00\t6.00\t100.00%\t/\t/
\t其他资金\t0.00\t0.00\t0.00\t0.00%\t/\t/
绩效指标（90分）\t一级指标\t二级指标\t三级指标\t指标值\t完成值\t权重\t得分
\t产出指标\t质量指标\t机井完好率\t≥95百分比\t97\t45\t45
"""


def test_names_of_sources_under_a_header_of_its_own_are_read() -> None:
    funds = {
        each.label: (each.attributes["source"], each.figures["budget"].printed)
        for each in read_statement_forms(context(WELL))
        if each.table == "project_fund"
    }
    assert funds == {
        "总额": ("total", "60.00"),
        "其中：财政资金": ("fiscal", "50.00"),
        "财政专户管理资金": ("account", "4.00"),
        "单位资金": ("unit", "6.00"),
        "其他资金": ("other", "0.00"),
    }
    assert of_row(WELL, "project_indicator", "机井完好率") == {
        "target": "95%",
        "actual": "97%",
        "weight": "45",
        "score": "45分",
    }
