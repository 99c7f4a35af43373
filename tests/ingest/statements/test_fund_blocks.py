"""Sums beside labels in forms of the budget: whose total they are parts of, or not told; invented throughout."""

from __future__ import annotations

import pytest

from dq.ingest.statements.performance.cells import read_forms
from tests.ingest.statements.invented import context

HEAD = "2031年度项目支出绩效目标表\n项目名称\t渠道整治\n主管部门\t某局\t实施单位\t某站\n"
TAIL = "绩效指标\t一级指标\t二级指标\t三级指标\t指标值\n\t产出指标\t数量指标\t清淤长度\t≥18公里\n"


def sums(funds: str) -> set[tuple[str | None, str, str, bool]]:
    """Source, measure, figure with its unit and whether it is doubted, of each sum that is read."""
    return all_sums(HEAD + funds + TAIL)


def all_sums(form: str) -> set[tuple[str | None, str, str, bool]]:
    """The sums of a whole form."""
    return {
        (each.attributes["source"], name, f"{figure.printed}{figure.unit}", figure.doubt is not None)
        for each in read_forms(context(form))
        if each.table == "project_fund"
        for name, figure in each.figures.items()
    }


BOTH = {
    ("total", "arranged", "500万元", False),
    ("fiscal", "arranged", "400万元", False),
    ("other", "arranged", "100万元", False),
    ("total", "budget", "200万元", False),
    ("fiscal", "budget", "180万元", False),
    ("other", "budget", "20万元", False),
}
PROJECT_FIRST = (
    "项目资金（万元）\t{0}\t500\t年度资金总额\t200\n"
    "\t其中：财政拨款\t400\t其中：财政拨款\t180\n\t其他资金\t100\t其他资金\t20\n"
)
YEAR_FIRST = (
    "项目资金（万元）\t年度资金总额\t200\t{0}\t500\n"
    "\t其中：财政拨款\t180\t其中：财政拨款\t400\n\t其他资金\t20\t其他资金\t100\n"
)
PROJECT_ABOVE = (
    "项目资金（万元）\t{0}\t500\n\t其中：财政拨款\t400\n\t其他资金\t100\n"
    "\t年度资金总额\t200\n\t其中：财政拨款\t180\n\t其他资金\t20\n"
)
YEAR_ABOVE = (
    "项目资金（万元）\t年度资金总额\t200\n\t其中：财政拨款\t180\n\t其他资金\t20\n"
    "\t{0}\t500\n\t其中：财政拨款\t400\n\t其他资金\t100\n"
)


@pytest.mark.parametrize("funds", [PROJECT_FIRST, YEAR_FIRST, PROJECT_ABOVE, YEAR_ABOVE])
@pytest.mark.parametrize("label", ["中期资金总额", "实施期资金总额", "项目资金总额"])
def test_totals_of_the_project_and_of_the_year_have_parts_of_their_own(funds: str, label: str) -> None:
    assert sums(funds.format(label)) == BOTH


@pytest.mark.parametrize(
    "funds",
    [
        "项目资金总额\t500\t上年已下达\t300\t本年申请\t200\n其他资金\t100\t其他资金\t80\t其他资金\t20\n",
        "项目资金总额\t500\t资金总额\t200\n其中：财政拨款\t400\t其中：财政拨款\t180\n",
        "其中：财政拨款\t400\t其中：财政拨款\t180\n",
    ],
)
def test_sums_that_nothing_parts_are_not_told(funds: str) -> None:
    assert sums(funds) == set()


def test_a_total_printed_again_begins_no_block_of_the_same_measure() -> None:
    first = "年度资金总额\t200\n其中：财政拨款\t180\n其他资金\t20\n"
    again = "年度资金总额\t300\n其中：财政拨款\t250\n其他资金\t50\n"
    assert sums(first + again) == sums(first)


def test_the_unit_of_a_total_s_label_is_that_of_its_parts() -> None:
    assert sums("年度资金总额（元）\t2000000\n其中：财政拨款\t1800000\n其他资金\t20万元\n") == {
        ("total", "budget", "2000000元", False),
        ("fiscal", "budget", "1800000元", False),
        ("other", "budget", "20万元", False),
    }


def test_parts_of_a_total_whose_figure_alone_states_a_unit_are_doubted() -> None:
    found = sums("年度资金总额\t2000000元\n其中：财政拨款\t1800000\n")
    assert {source: doubted for source, _, _, doubted in found} == {"total": False, "fiscal": True}


OF_A_BODY = """2031年度部门整体支出绩效自评表
年度预算申请（万元）\t年初预算数\t全年预算数\t全年执行数\t分值\t执行率\t得分
年度资金总额\t500\t520\t510\t10\t98.08%\t9.8
按支出性质分\t其中：基本支出\t300\t310\t310
项目支出\t200\t{}\t200
"""


@pytest.mark.parametrize(("spent_less", "is_doubted"), [("210", False), ("201", True)])
def test_parts_of_what_money_is_spent_on_are_certain_where_they_make_up_the_total(
    spent_less: str, is_doubted: bool
) -> None:
    parts = {each for each in all_sums(OF_A_BODY.format(spent_less) + TAIL) if each[0] is None}
    assert len(parts) == 6
    assert any(doubt for *_, doubt in parts) is is_doubted


def test_a_rate_that_moved_under_the_marks_is_none_of_them() -> None:
    lost = OF_A_BODY.format("210").replace("310\n", "310\t100%\n").replace("200\n", "200\t95%\n") + TAIL
    assert (None, "execution_rate", "95%", False) in all_sums(lost)
    marks = [each for each in read_forms(context(lost)) if each.table == "project_indicator" and each.line > 3]
    assert not marks


def test_goals_in_words_below_the_sums_tell_nothing_of_their_columns() -> None:
    funds = (
        "项目资金（万元）\t\t年初预算数\t全年预算数\t全年执行数\t分值\t执行率\t得分\n"
        "\t年度资金总额\t50\t40\t30\t10\t75%\t7.5\n"
        "\t其中：本年财政拨款\t50\t40\t30\t\t\t\n"
        "年度总体目标\t预期目标\t\t\t实际完成情况\t\t\t\n\t完成清淤。\t\t\t已完成清淤。\t\t\t\n"
    )
    form = (HEAD + funds + TAIL).replace("目标表", "自评表")
    assert {each for each in all_sums(form) if each[0] != "total"} == {
        ("current", "budget", "50万元", False),
        ("current", "full_year_budget", "40万元", False),
        ("current", "spent", "30万元", False),
    }


def test_a_blank_sum_moves_no_other_one_where_cells_keep_their_places() -> None:
    form = (
        "2031年度项目支出绩效自评表\n项目名称\t渠道整治\n"
        "项目资金（万元）\t\t年初预算数\t全年预算数\t全年执行数\t分值\t执行率\t得分\n"
        "\t年度资金总额\t\t80.00\t76.00\t10\t95.00%\t9.50\n"
        "\t其中：当年财政拨款\t\t80.00\t76.00\t—\t95.00%\t—\n\t其他资金\t\t\t\t—\t\t—\n"
    )
    assert all_sums(form) == {
        (source, name, figure, False)
        for source in ("total", "current")
        for name, figure in (("full_year_budget", "80.00万元"), ("spent", "76.00万元"), ("execution_rate", "95.00%"))
    }
