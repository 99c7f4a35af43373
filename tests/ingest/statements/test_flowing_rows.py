"""Forms that are printed all over the country, and those of budgets, where running text has lost their cells."""

from __future__ import annotations

import re

import pytest

from dq.ingest import read_bytes
from dq.ingest.formats import tab_text
from dq.ingest.statements.forms import forms_of
from dq.ingest.statements.performance.cells.reading import read_form
from dq.ingest.statements.performance.flowing import forms_in_text
from dq.ingest.stream import Shape, Stream
from tests.ingest.formats.writers import INVENTED

NATIONAL = """2031年度项目支出绩效自评表
项目名称 渠道清淤
主管部门 某某县水务局 实施单位 某某县灌区管理所
项目资金（万元） 年初预算数 全年预算数 全年执行数 分值 执行率 得分
年度资金总额 65.00 60.00 54.00 10 90.00% 9
其中：当年财政拨款 60.00 55.00 50.00 - 90.91% -
上年结转资金 5.00 5.00 4.00 - 80.00% -
年度总体目标 预期目标 实际完成情况
绩效指标 一级指标 二级指标 三级指标 年度指标值 实际完成值 分值 得分 偏差原因分析及改进措施
产出指标 数量指标 清淤长度 ≥18公里 17公里 20 18.9 雨季停工
质量指标 验收合格率 100% 100% 20 20
效益指标 社会效益指标 受益农户数 ≥900户 950户 40 40
满意度指标 服务对象满意度指标 农户满意度 ≥90% 93% 10 10
总分 100 97.9
"""
BUDGET = """2031年度项目支出绩效目标表
项目名称 渠道清淤
项目资金（万元） 年度资金总额 65.00
其中：财政拨款 60.00
其他资金 5.00
绩效指标 一级指标 二级指标 三级指标 指标值
产出指标 数量指标 清淤长度 ≥18公里
满意度指标 服务对象满意度指标 农户满意度 ≥90%
"""
Row = tuple[str, str | None, dict[str, str]]


def rows(text: str, unit: str = "元") -> list[Row]:
    """Table, label and figures of each row, with their units, a doubted one with a question mark."""
    lines = tab_text.read("a.txt", text.encode()).lines
    stream = Stream(lines, shape=Shape.FLOWING)
    return [
        (each.table, each.label, {name: f"{one.printed}{one.unit}{'?' if one.doubt else ''}" for name, one in figures})
        for each in forms_in_text(stream, forms_of(stream), unit)
        if (figures := each.figures.items())
    ]


def of_row(text: str, label: str) -> dict[str, str] | None:
    return next((figures for _, name, figures in rows(text) if name == label), None)


def test_the_national_form_says_funds_and_marks() -> None:
    assert rows(NATIONAL) == [
        ("project", "渠道清淤", {"score": "97.9分", "body": "某某县灌区管理所"}),
        (
            "project_fund",
            "年度资金总额",
            {"budget": "65.00万元", "full_year_budget": "60.00万元", "spent": "54.00万元", "execution_rate": "90.00%"},
        ),
        ("project_indicator", "预算执行率", {"full_mark": "10分", "score": "9分"}),
        (
            "project_fund",
            "其中：当年财政拨款",
            {"budget": "60.00万元", "full_year_budget": "55.00万元", "spent": "50.00万元", "execution_rate": "90.91%"},
        ),
        (
            "project_fund",
            "上年结转资金",
            {"budget": "5.00万元", "full_year_budget": "5.00万元", "spent": "4.00万元", "execution_rate": "80.00%"},
        ),
        (
            "project_indicator",
            "清淤长度",
            {"target": "18公里", "actual": "17公里", "full_mark": "20分", "score": "18.9分"},
        ),
        ("project_indicator", "验收合格率", {"target": "100%", "actual": "100%", "full_mark": "20分", "score": "20分"}),
        (
            "project_indicator",
            "受益农户数",
            {"target": "900户", "actual": "950户", "full_mark": "40分", "score": "40分"},
        ),
        ("project_indicator", "农户满意度", {"target": "90%", "actual": "93%", "full_mark": "10分", "score": "10分"}),
        ("project_indicator", "总分", {"full_mark": "100分", "score": "97.9分"}),
    ]


def test_a_form_of_the_budget_says_funds_and_targets() -> None:
    assert rows(BUDGET) == [
        ("project_fund", "年度资金总额", {"budget": "65.00万元"}),
        ("project_fund", "其中：财政拨款", {"budget": "60.00万元"}),
        ("project_fund", "其他资金", {"budget": "5.00万元"}),
        ("project_target", "清淤长度", {"target": "18公里"}),
        ("project_target", "农户满意度", {"target": "90%"}),
    ]


@pytest.mark.parametrize(
    ("line", "without"),
    [
        ("年度资金总额 65.00 60.00 54.00 10 90.00% 9", "年度资金总额 60.00 54.00 10 90.00% 9"),
        ("其中：当年财政拨款 60.00 55.00 50.00 - 90.91% -", "其中：当年财政拨款 60.00 55.00"),
        ("其中：当年财政拨款 60.00 55.00 50.00 - 90.91% -", "其中：当年财政拨款 60.00 55.00 49.00"),
        ("质量指标 验收合格率 100% 100% 20 20", "质量指标 验收合格率 100% 20 20"),
        ("质量指标 验收合格率 100% 100% 20 20", "质量指标 验收合格率 100% 100% 20"),
        ("质量指标 验收合格率 100% 100% 20 20", "质量指标 验收合格率 较高 100% 100% 20 20"),
    ],
)
def test_a_row_that_lost_a_cell_gives_no_fact(line: str, without: str) -> None:
    assert line in NATIONAL
    label = next(word for word in without.split() if not word.endswith("指标"))
    assert of_row(NATIONAL, label) is not None
    assert of_row(NATIONAL.replace(line, without), label) is None


def test_sums_without_a_rate_are_told_where_the_sources_add_up_to_the_total() -> None:
    text = NATIONAL.replace(" - 90.91% -", "").replace(" - 80.00% -", "")
    assert of_row(text, "其中：当年财政拨款") == {
        "budget": "60.00万元",
        "full_year_budget": "55.00万元",
        "spent": "50.00万元",
    }
    assert of_row(text.replace("5.00 4.00", "5.00 4.10"), "上年结转资金") is None


def test_a_unit_below_its_figure_is_its_own_and_a_label_there_is_none() -> None:
    text = NATIONAL.replace("≥900户 950户", "≥900\n户 950户")
    assert of_row(text, "受益农户数") == {"target": "900户", "actual": "950户", "full_mark": "40分", "score": "40分"}


IN_ORDER = (
    NATIONAL.replace(" 偏差原因分析及改进措施", "\n偏差原因分析\n及改进措施")
    .replace("服务对象满意度指标 农户满意度", "\n服务对象满\n意度指标\n农户满意度")
    .replace("雨季停工", "\n雨季停工12天，\n补做3处")
)
"""Labels are whole below each other: what stands behind a row's marks is its reason."""


def test_reasons_over_lines_doubt_no_row_where_the_text_goes_cell_by_cell() -> None:
    assert [figures for _, _, figures in rows(IN_ORDER) if "?" in "".join(figures.values())] == []
    beside = IN_ORDER.replace("\n服务对象满", " 服务对象满")
    assert of_row(beside, "清淤长度") == {
        "target": "18公里?",
        "actual": "17公里?",
        "full_mark": "20分?",
        "score": "18.9分?",
    }


def test_a_name_below_the_reason_of_a_full_mark_is_doubted() -> None:
    row = "质量指标 验收合格率 100% 100% 20 20"
    text = NATIONAL.replace(row, f"{row} 尾款待付 返修率 ≤5% 3% 20 20").replace("40 40", "40 40 已验收")
    found = {name: "?" in figures["score"] for _, name, figures in rows("\n".join(text.split())) if "target" in figures}
    assert found == {
        "清淤长度": False,
        "验收合格率": False,
        "尾款待付返修率": True,
        "受益农户数": False,
        "农户满意度": False,
    }


@pytest.mark.parametrize(
    "broken",
    ["受益农\n户数 ≥900户 950户 40 40", "受益农户数 ≥900户 950户 40 40\n（户）", "受益农 ≥900户 950户 40 40\n户数"],
)
def test_a_name_beside_a_line_that_is_no_row_is_doubted(broken: str) -> None:
    text = NATIONAL.replace("受益农户数 ≥900户 950户 40 40", broken)
    (figures,) = [figures for table, _, figures in rows(text) if figures.get("full_mark", "").startswith("40分")]
    assert set(figures.values()) == {"900户?", "950户?", "40分?"}
    assert of_row(text, "清淤长度") == of_row(NATIONAL, "清淤长度")


def test_a_class_where_the_name_should_be_is_none() -> None:
    text = BUDGET.replace("服务对象满意度指标 农户满意度", "满意度指标")
    assert [label for _, label, _ in rows(text)][-1] == "清淤长度"


SIGNS = """部门预算项目支出绩效自评表（2031年度）
项目名称 渠道清淤
预算执行情况（10分） 年度预算数（万元） 年初预算 调整后预算数 预算执行数 预算执行率 权重 得分 原因
总额 65.00 60.00 54.00 90.00% 10 9 雨季停工
其他资金 / /
绩效指标（90分） 一级指标 二级指标 三级指标 指标性质 指标值 度量单位 完成值 权重 得分 未完成原因分析
产出指标 数量指标 清淤长度 ≥ 18 公里 17 20 18.9 雨季停工
数量指标 每米造价 ≤ 350 元/米 340 10 10
时效指标 完成及时性 定性 按期 按期 10 10
合计 100 97.9
"""


def test_a_form_with_columns_for_sign_and_unit_is_read() -> None:
    found = {label: figures for table, label, figures in rows(SIGNS) if table != "project"}
    assert found == {
        "总额": {
            "budget": "65.00万元",
            "full_year_budget": "60.00万元",
            "spent": "54.00万元",
            "execution_rate": "90.00%",
        },
        "预算执行率": {"weight": "10分", "score": "9分"},
        "清淤长度": {"target": "18公里", "actual": "17公里", "weight": "20分", "score": "18.9分"},
        "每米造价": {"target": "350元/米?", "actual": "340元/米?", "weight": "10分?", "score": "10分?"},
        "合计": {"weight": "100分?", "score": "97.9分?"},
    }


def test_a_class_that_each_row_repeats_is_no_name() -> None:
    again = "数量指标 清淤次数 ≥2次 2次 10 10\n质量指标"
    assert of_row(NATIONAL.replace("质量指标", again), "清淤次数") == {
        "target": "2次",
        "actual": "2次",
        "full_mark": "10分",
        "score": "10分",
    }


def test_weights_of_groups_and_units_that_a_row_shares_are_read() -> None:
    text = NATIONAL.replace("产出指标 数量指标 清淤长度 ≥18公里 17公里", "产出指标(40分) 数量指标 清淤长度 ≥18公里 17")
    text = text.replace("验收合格率 100% 100%", "验收合格率 ≥98百分比 99")
    assert of_row(text, "产出指标") == {"weight": "40分"}
    assert of_row(text, "清淤长度") == {"target": "18公里", "actual": "17公里", "full_mark": "20分", "score": "18.9分"}
    assert of_row(text, "验收合格率") == {"target": "98%", "actual": "99%", "full_mark": "20分", "score": "20分"}


def test_remarks_rates_of_targets_and_marks_of_the_total_alone_leave_rows_whole() -> None:
    text = """2031年度项目支出绩效自评表
项目名称 法律援助
项目资金（万元） 年初预算 调整后预算 实际执行 执行率 得分 备注
合计 96 90 85.5 95% 9.5
财政资金 96 90 85.5 95%
上年结转 3 2 1
指标类别 指标名称 权重 目标值 完成值 完成率 得分
产出指标（90分） 办结件数 90 600件 588件 98% 88.2
"""
    money = {"budget": "96万元", "full_year_budget": "90万元", "spent": "85.5万元", "execution_rate": "95%"}
    target = {"target": "600件", "actual": "588件", "completion": "98%"}
    assert rows(text) == [
        ("project_fund", "合计", money),
        ("project_indicator", "预算执行率", {"score": "9.5分"}),
        ("project_fund", "财政资金", money),
        ("project_indicator", "产出指标", {"weight": "90分"}),
        ("project_indicator", "办结件数", {**target, "weight": "90分", "score": "88.2分"}),
    ]


def test_what_the_rows_of_money_are_may_stand_behind_the_heading_of_their_part() -> None:
    assert rows(NATIONAL.replace("项目资金（万元） 年初", "预算情况（万元） 项目 年初")) == rows(NATIONAL)


def one_a_line(text: str, width: int) -> str:
    """Each word on a line of its own, those longer than the width broken, as cells of a page come out."""
    title, *rest = text.splitlines()
    words = [word for line in rest for word in line.split()]
    parts = [
        word[at : at + (len(word) if word[0] in "≥-0123456789" else width)]
        for word in words
        for at in range(0, 1 if word[0] in "≥-0123456789" else len(word), width)
    ]
    return "\n".join([title, *parts])


@pytest.mark.parametrize("width", [30, 6, 5])
def test_rows_whose_cells_have_a_line_each_are_put_together(width: int) -> None:
    whole = [row for row in rows(NATIONAL) if row[0] != "project"]
    assert [row for row in rows(one_a_line(NATIONAL, width)) if row[0] != "project"] == whole


@pytest.mark.parametrize(
    ("line", "broken"),
    [
        ("受益农户数 ≥900户", "受益农户\n≥900户"),
        ("受益农户数 ≥900户", "受益农户数不少于9\n00户"),
    ],
)
def test_lines_of_neighbouring_cells_are_not_put_together(line: str, broken: str) -> None:
    text = NATIONAL.replace(line, broken).replace("950户 40 40", "950户 40 40\n数")
    for label in ("受益农户", "数农户满意度"):
        assert all(each.endswith("?") for each in (of_row(text, label) or {}).values())


@pytest.mark.parametrize(
    ("form", "line", "broken"),
    [
        (NATIONAL, "总分 100 97.9", "总分 100\n97.9"),
        (NATIONAL, "总分 100 97.9", "总分 100 97.\n9"),
        (NATIONAL, "清淤长度 ≥18公里 17公里 20 18.9 雨季停工", "清淤长度\n≥18公里\n17公里\n20\n17.9\n5\n雨季停工"),
        (BUDGET, "其中：财政拨款 60.00", "其中：财政拨款 60\n.00"),
    ],
)
def test_a_figure_that_is_broken_over_lines_is_read_by_nobody(form: str, line: str, broken: str) -> None:
    whole = {(table, *each) for table, _, figures in rows(form) for each in figures.items()}
    read = {(table, *each) for table, _, figures in rows(form.replace(line, broken)) for each in figures.items()}
    assert [each for each in read - whole if not each[-1].endswith("?")] == []


def test_satisfaction_with_its_weight_is_a_group_of_its_own() -> None:
    text = NATIONAL.replace("效益指标 社会", "效益指标（40分） 社会").replace(
        "满意度指标 服务", "满意度指标（10分） 服务"
    )
    assert [of_row(text, name) for name in ("效益指标", "满意度指标")] == [{"weight": "40分"}, {"weight": "10分"}]
    text = text.replace("≥900户 950户", "≥90\n0户 950户")
    assert [of_row(text, name) for name in ("效益指标", "满意度指标")] == [{"weight": "40分?"}, {"weight": "10分?"}]


def test_a_total_is_doubted_where_a_broken_figure_may_have_cost_a_part() -> None:
    assert of_row(NATIONAL.replace("90.00% 9", "90.0\n0% 9"), "总分") == {"full_mark": "100分?", "score": "97.9分?"}


def test_targets_of_a_budget_whose_cells_are_broken_are_put_together() -> None:
    broken = BUDGET.replace("清淤长度 ", "清淤\n长度\n").replace("服务对象满意度指标 ", "\n服务对象满\n意度指标\n")
    targets = [row for row in rows(BUDGET) if row[0] == "project_target"]
    assert [row for row in rows(broken) if row[0] == "project_target"] == targets
    assert [figures for _, _, figures in targets] == [{"target": "18公里"}, {"target": "90%"}]


def test_sums_stand_beside_their_labels() -> None:
    text = """2031年度项目支出绩效自评表
项目名称 渠道清淤
预算执行 年初预算金额 560,000 调整后预算金额 540,000
（元） 实际支出金额 529,200 预算执行率 98%
一级指标 二级指标 三级指标 指标值 完成值 权重（%） 得分
产出指标 数量指标 清淤长度 ≥18公里 18公里 100 100
"""
    assert rows(text) == [
        ("project_indicator", "清淤长度", {"target": "18公里", "actual": "18公里", "weight": "100%", "score": "100分"}),
        ("project", "渠道清淤", {"execution_rate": "98%"}),
        ("project_fund", None, {"budget": "560,000元", "full_year_budget": "540,000元", "spent": "529,200元"}),
    ]


def test_a_sum_alone_is_not_the_year_s_where_the_whole_project_has_sums_too() -> None:
    text = BUDGET.replace("年度资金总额 65.00", "实施期资金总额 95.00\n年度资金总额 65.00")
    assert {name for table, name, _ in rows(text) if table == "project_fund"} == set()


def test_what_money_is_spent_on_is_no_part_of_other_money() -> None:
    text = NATIONAL.replace("上年结转资金", "其他资金").replace(
        "年度总体目标", "基本支出 5.00 5.00 4.00 - 80.00% -\n年度总体目标"
    )
    lines = tab_text.read("a.txt", text.replace(" ", "\t").encode()).lines
    form = forms_of(Stream(lines))[0]
    found = read_form(form, lines[form.first : form.end], unit="万元")
    sources = {each.label: each.attributes["source"] for each in found if each.table == "project_fund"}
    assert (sources["其他资金"], sources["基本支出"]) == ("other", None)


def test_strokes_behind_the_sums_of_a_source_take_the_place_of_its_rate_and_marks() -> None:
    text = NATIONAL.replace("绩效指标", "清淤26公里 清淤25公里\n绩效指标", 1)
    text = text.replace("年度总体目标", "其他资金 0.00 0.00 0.00 - -\n年度总体目标", 1)
    assert of_row(text, "其他资金") == {"budget": "0.00万元", "full_year_budget": "0.00万元", "spent": "0.00万元"}


FULL_MARK = """2031年度项目绩效自评表
项目名称\t渠道清淤
预算执行情况（万元）（15分）\t\t预算数\t执行数\t执行率\t得分
\t年度资金总额\t80.00\t60.00\t75%\t11.25
"""


def test_the_full_mark_of_the_execution_stands_in_the_heading_of_the_funds() -> None:
    text = "\n".join(" ".join(line.split()) for line in FULL_MARK.splitlines())
    assert of_row(text, "预算执行率") == {"full_mark": "15分", "score": "11.25分"}
    lines = tab_text.read("a.txt", FULL_MARK.encode()).lines
    (form,) = forms_of(Stream(lines))
    marks = next(each for each in read_form(form, lines, unit="元") if each.label == "预算执行率").figures
    assert {name: f"{each.printed}{each.unit}" for name, each in marks.items()} == {
        "full_mark": "15分",
        "score": "11.25分",
    }


def test_rows_of_running_text_that_nobody_read_are_said() -> None:
    def said(text: str) -> list[str]:
        return [each.headline.en for each in read_bytes("a.txt", text.encode()).diagnostics if each.code == "DQ-I140"]

    report = " ".join(INVENTED.split("\t")) + "\n" + NATIONAL
    assert said(report) == []
    assert said(report.replace("总分 100", "测算 5.10 6.20\n总分 100")) == [
        "performance form 1 has 1 rows with figures that were not read: lines 36"
    ]


@pytest.mark.parametrize(
    ("whole", "cut"),
    [
        # within an actual value, so that its head would be the target and its tail the actual value
        (
            "效益指标 社会效益指标 受益农户数 ≥900户 950户 40 40",
            "效益指标 社会效益指标\n受益农户数\n≥900户\n95\n0户\n40\n40",
        ),
        # within a sum, so that the rate would be a mark
        ("上年结转资金 5.00 5.00 4.00 - 80.00% -", "上年结转资金 5.00 5.0\n0\n4.00\n- 80.00\n%\n-"),
        # within two sums, so that the decimals of one would be the name of a source
        (
            "其中：当年财政拨款 60.00 55.00 50.00 - 90.91% -",
            "其中：当年\n财政拨款\n60\n.00\n55.00 5\n0.00\n- 90.91%\n-",
        ),
        # so that what comes before it would be the end of a source's name
        (
            "其中：当年财政拨款 60.00 55.00 50.00 - 90.91% -",
            "其中：当年\n财政拨款\n1,06\n0.00 55.00 50.00 - 90.91% -",
        ),
        # of several cells in one row, each of which goes on in the line below
        ("年度资金总额 65.00 60.00 54.00 10 90.00% 9", "年度资金总额 65.0 60.0 54.0 10 90.00% 9\n0 0 0"),
        ("年度资金总额 65.00 60.00 54.00 10 90.00% 9", "年度资金总 65 60 54 10 90.00 9\n额 0 1 2 %"),
        ("年度资金总额 65.00 60.00 54.00 10 90.00% 9", "年度资金总额 65. 60. 54. 10 90.00% 9\n00 00 00"),
    ],
)
def test_a_figure_that_is_broken_within_its_digits_is_no_other_figure(whole: str, cut: str) -> None:
    assert whole in NATIONAL
    told = {(table, name, figure) for table, _, figures in rows(NATIONAL) for name, figure in figures.items()}
    broken = rows(NATIONAL.replace(whole, cut))
    sure = {
        (table, name, figure) for table, _, figures in broken for name, figure in figures.items() if figure[-1] != "?"
    }
    assert sure <= told


def test_a_source_in_the_line_below_a_row_is_no_end_of_its_name() -> None:
    text = BUDGET.replace("（万元）", "").replace("其中：财政拨款", "（万元） 财政拨款")
    assert of_row(text, "财政拨款") == {"budget": "60.00万元"}
    assert of_row(text, "其他资金") == {"budget": "5.00万元"}


@pytest.mark.parametrize("broken", ["（元 年初预算数", "（ 年初预算数 元）", "（万 年初预算数 元）"])
def test_the_unit_of_the_money_may_be_broken_over_lines(broken: str) -> None:
    name, header, *rest = broken.split()
    text = NATIONAL.replace("项目资金（万元） 年初预算数", f"项目资金{name} {header}")
    text = text.replace("得分\n", f"得分\n{rest[0] if rest else '）'}\n", 1)
    unit = "万元" if "万" in broken else "元"
    assert of_row(text, "上年结转资金") == {
        "budget": f"5.00{unit}",
        "full_year_budget": f"5.00{unit}",
        "spent": f"4.00{unit}",
        "execution_rate": "80.00%",
    }


def test_the_name_of_who_carries_a_project_out_may_be_broken_over_lines() -> None:
    text = NATIONAL.replace("某某县灌区管理所", "某某县灌区管理所、某某县渠首管理站")
    broken = one_a_line(text, 5)
    assert of_row(broken.replace("实施单位", "实施单位\n（盖章）"), "渠道清淤") == of_row(broken, "渠道清淤")
    assert of_row(broken, "渠道清淤") == {"body": "某某县灌区管理所、某某县渠首管理站", "score": "97.9分"}


def test_the_full_mark_may_stand_behind_the_name_of_the_indicator() -> None:
    text = NATIONAL.replace("实际完成值 分值 得分", "实际完成值 得分").replace("100 97.9", "97.9")
    text = re.sub(r"(\S+) (\S+ \S+) (\d+) (?=\d+(?:\.9 雨季停工)?\n)", r"\1（\3分） \2 ", text)
    found = of_row(text, "清淤长度（20分）")
    assert found == {"target": "18公里", "actual": "17公里", "full_mark": "20分", "score": "18.9分"}
    assert of_row(text, "农户满意度（10分）") == {
        "target": "90%",
        "actual": "93%",
        "full_mark": "10分",
        "score": "10分",
    }


def test_of_totals_with_more_figures_than_marks_nothing_is_sure() -> None:
    broken = NATIONAL.replace("总分 100 97.9", "总分\n100\n100 97.9")
    assert of_row(broken, "总分") == {"full_mark": "100分?", "score": "100分?"}


def test_rows_below_a_header_that_is_broken_are_doubted() -> None:
    form = (
        "2031年度部门整体支出绩效自评表\n部门名称：某站\n一级指标\n分值 二级指标 分值 三级指标\n分值\n评分标准\n得分\n"
        "投入 20\n预算配置 20 人员控制率\n10\n小于编\n制数得\n满分 10\n"
    )
    assert all(figure[-1] == "?" for _, _, figures in rows(form) for figure in figures.values())


def test_of_two_totals_one_below_the_other_the_place_of_a_part_tells_nothing() -> None:
    form = NATIONAL.replace(
        NATIONAL[NATIONAL.index("项目资金") : NATIONAL.index("年度总体")],
        "项目资金（万元）\n预算数： 65.00\n执行数：\n54.00\n其他资金： 5.00\n其他资金：\n4.00\n",
    )
    parts = [figures for table, label, figures in rows(form) if table == "project_fund" and label == "其他资金："]
    assert all(figure[-1] == "?" for figures in parts for figure in figures.values())


def test_indicators_that_nobody_filled_in_break_no_row_beside_them() -> None:
    filled = "质量指标 验收合格率 100% 100% 20 20\n"
    assert rows(NATIONAL.replace(filled, f"指标2：\n……\n{filled}指标2：\n")) == rows(NATIONAL)


def test_a_sum_whose_label_was_lost_leaves_open_what_the_parts_below_are_of() -> None:
    form = NATIONAL.replace(
        NATIONAL[NATIONAL.index("项目资金") : NATIONAL.index("年度总体")],
        "项目资金（万元）\n全年预算数 60.00\n全年执行数（B\n）\n54.00 执行率（B/A） 90.00%\n其他资金 54.00\n",
    )
    assert not [each for each in rows(form) if each[1] == "其他资金"]


def test_totals_and_groups_are_doubted_where_a_row_of_indicators_was_lost() -> None:
    row = "质量指标 验收合格率 100% 100% 20 20\n"
    cut = "时效指标\n修完\n时间\n2031年\n底前 2031\n年9月\n20 20\n"
    assert of_row(NATIONAL.replace(row, cut), "总分") == {"full_mark": "100分?", "score": "97.9分?"}
    assert of_row(NATIONAL, "总分") == {"full_mark": "100分", "score": "97.9分"}
    assert of_row(NATIONAL.replace("总分 100", "总 分 100"), "总分") == {"full_mark": "100分", "score": "97.9分"}
