"""Performance forms in running text, invented: other departments, other line breaks, other ticks."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

import pytest

from dq.ingest.formats import aligned_text, flat_text
from dq.ingest.statements import Statement
from dq.ingest.statements.forms import forms_of
from dq.ingest.statements.parts import parts
from dq.ingest.statements.performance.flowing import forms_in_text
from dq.ingest.statements.projects.rows import project_statements
from dq.types import DoubtReason

GRADES: Final = "评价等级 □优秀（S≧90） ☑良好（90﹥S≧75） □合格（75﹥S≧60） □不合格（60﹥S）"

REGULAR_2017: Final = f"""四、项目常规自评表
单位负责人 某人 职务 处长
单位性质 行政机关■ 企业□
单位地址 某路 12 号
项目负责人 某人
期初绩效目标批复文号：某财〔2017〕3 号 绩效目标完成情况
目标分类（类） 分类细化（种） 绩效目标内容（个） 绩效目标值 目标是否完成（是/否） 目标完成程度（完成值/目标值）
投入
时效目标 目标完成率 2017 年 100% 否 50%(1/2)
成本目标 预算执行率
2017 年不低于

90%
是

111.11%

（200/(200*90%））
产出
数量目标 新增步道

公里数
不少于 12.5
公里
是 120%（15/12.5）
质量目标 验收情况 全部合格 是 100%
期初设置绩效目标数量（个） 2 完成目标数量（个） 1
目标完成率（完成目标数量/期初设置绩效目标数量） 50%
目标完成质量（目标完成程度算术平均数） 95%
部门预算功能科目 代码：2120501 名称：城乡社区环境卫生
项目总体资金情况 单位：万元、%
资金合计 财政资金小计 其他资金小计
1=2+6 2=3+4+5 3 4 5 6=7+8+9 7 8 9
概算或当年预算数
200 150 50 100 0 50 20 30 0

17
截至年末累计到位数
200 150 50 100 0 50 20 30 0
截至年末累计支出数
180 140 40 100 0 40 20 20
成本控制率（截至年末累计支出数/概算或当年预算数） 90%
项目当年度预算批复资金使用情况 单位：万元、%
① ② ③ ④ ⑤ ⑥=⑤/① ⑦=⑤/④ ⑧=④-⑤
200 190 190 190 180 90% 94.74% 10
序号 具体支出内容 金额
1 步道 2016 年二期 120.5
2 保洁 59.5
3
……
项目本年度支出合计 180
其中：当年度本级财政资金支出小计（即：当年预算对应的实际支出资金） 140
四.绩效自评共性指标体系（60%）
一级指标 二级指标 三级指标 评分标准 权重 得分
投入（共性指标 20%）
时效情况 目标完成率
本指标 6 分。目标完成率 A=目标实际完成数量/期初目标编制数量,得分为 6×A。
6% 3.00
项目管理 项目管理制度健全性
项目单位独立或会同其他单位制定管理制度得 2 分，否则不得分。
2% -
五.绩效自评个性指标体系(40%)
产出与效益（自编个性指标）
产出数量
新增步道公里数
本指标 5 分。实际完成值优于预设值 15 公里 （期初绩效目标值：12.5 公里 ）得满分，未完成预设值时按比例得分。
5% 5.00
产出质量
本指标 分。实际完成值优于预设值 （期初绩效目标值： ）得满分，未完成预设值时按比例得分。
/
总权重、评价总分 （S） 100% 81.00
{GRADES}"""

SIMPLE_2017: Final = f"""四、项目简易自评表
项目名称 河道保洁 9.5 公里
项目承担单位 某局
当年预算 以前年度结余结转 本年追加 其他来源 合计
收入 30 5 0 0 35
支出 30 - 0 0 30
结余 0 5 0 0 5
收入支出比 100% 0 0 0 85.71%
得分（F）
投
入
成本指标 预算执行率 2017 年不低于 95% 100% 105.26% 本指标 30 分，得分 F 为分值 E×完成比例 D，最高不超过分值 E。
30 30.00
产
出
数量
指标
保洁河道

2017 年不
低于 9 公里
9.5 公里 105.56%
本指标 40分，得分 F为分值 E×完成
比例 D，最高不超过分值 E。
40 40
社会效益指标 覆盖面 2017 年 5
区 7县
完成 100%
本指标 30分，得分 F为分值 E×完成比例 D，最高不超过分值 E。
30 30
总权重、评价总分 （S） 100 100.00
{GRADES}"""

REGULAR_2018: Final = f"""六、项目常规自评表
单位性质 行政机关■ 企业□
单位地址 某路 12 号 邮政编码 350000
项目负责人 某人
序号 资金性质 计划数(万元) 到位数(万元) 支出数(万元) 结余数(万元)
1 本级财政资金 1,200.50 1,100.00 900.00 200.00
1-1 其中：当年预算 1,000.50 900.00 700.00 200.00
1-2
以前年度

结余结转
200.00 200.00 200.00 0.00
1-3 当年追加 0.00 0.00 0.00 0.00
2 其他来源资金 0.00 0.00 0.00 0.00
合 计(万 元) 1,200.50 1,100.00 900.00 200.00
预算执行率(当年预算支出数/当年预算计划数) 69.97%
资金使用率(当年预算支出数/当年预算到位数) 77.78%
结余结转资金使用率(以前年度结余结转支出数/以前年度结余结转计划数) 100.00%
绩效目标完成情况
目标分类(类) 分类细化(种) 绩效目标内容(个) 方向 目标值 计量单位 完成状态(是/否) 完成值 目标完成程度(完成值/目标值)
投入 时效目标 目标完成率 等于 100 % 否 66.67 66.67%
产出 数量目标 救助
流浪动物
大于等于 1,500 只 是 1,620 108.00%
效益 可持续影响效益 投诉率 小于等于 5 % 是 2.5 200.00%
设置绩效目标数量(个) 3 目标完成数量(个) 2
目标完成率(完成目标数量/设置绩效目标数量) 66.67%
目标完成程度(目标完成程度算术平均数) 124.89%
四.绩效自评共性指标体系(50%)-本类指标名称和评分标准不得更改
评分标准(绩效目标值) 分值 得分 得分计算过程 指标未得满分原因
投入 时效情况 目标完成率
本指标 5 分。目标完成率 A=目标实际完成数量/目标编制数量,得分为 5×A。
5 3.33
( 2÷3 ) × 5 =
3.33
一个目标未达
支出情况 预算执行率
本指标 5分。预算执行率 B=当年预算支出数/当年预算计划数×100%，得分为 5×B。
5 3.5 ( 700÷1000.5 × 100% ) × 5 = 3.50
过程管理 绩效管理 目标编制数量
每编制 1 个绩效目标得 0.5 分，本项最高 5 分。
5 1.5
3 × 0.5 = 1.5 (最高得 5分)
五.绩效自评个性指标体系(50%)
方向 计量单位 计划值 目标值 完成值 分值 得分
产出 数量指标
救助流浪动物 正向指标 只 1,500 1,620 25 25
质量指标 0
效益 可持续影响效益 投诉率 反向
指标
% 5 2.5 25 20
调整指标 外部监督检查情况
项目单位被列为检查对象，检查内容包含本项目得 2分，1 个问题扣 1分，扣完为止。
2 1.00
总分值、评价总分 (S) 102 79.33
{GRADES}"""

SPECIAL: Final = """部门专项绩效自评表
项目名称 数字 档案 立项依据 某政办〔2018〕9号
项目起止时间 计划时间 开始：2019年3月 实际时间 开始：2019年4月
完成：2019年11月 完成：2020年1月
部门预算功能科目 2012604档案馆
绩效目标批复文号 某财〔2019〕1号 本项目绩效目标设置数量（个） 3
目标分类（一级） 分类细化（二级） 绩效目标内容（三级） 参考标准 绩效目标值 实际完成值 目标值完成比例
投入 时效目标 完成时间（个月） 10 9 10 90%
产出 数量目标 数字化卷数（卷） 8,000 9,000 9,450 105%
质量目标 —— —— —— —— ——
社会效益目标 查阅提速 1天内 半天内 半天 100%
服务对象满意度目标 满意度 80% 90% -95% 105.6%
年度绩效目标总体完成情况 完成 未完成目标的原因 无 项目评价方法 比较法√
项目安排资金 本年度情况
预算安排 实际到位 实际支出 本年度结余金额（万元）③=①-②
金额（万元） 预算批复下达文号 金额（万元）① 到位率（%） 资金拨付文号及时间 金额（万元）② 支出实现率（%）
合 计 60 50 45 90.00% 40.5 90.00% 4.5
①中央财政资金 0
③地方财政资金 60 50 某财〔2019〕1号 45 90.00% 某财指〔2019〕8号2019年2月1日 40.5 90.00% 4.5
序号 具体支出内容 金额(万元)
1 扫描外包 40
2 耗材 0.5
合计 40.5
一级指标 二级指标 三级指标 评分标准(绩效目标值) 权重 得分
投入 (40%) 时效情况 完成时间 晚于计划月份1个月以内扣1分，晚1个月以上不得分 40% 36
产出与效益 (60%) 产出数量 数字化卷数 达到绩效目标值的得满分，每低100卷扣1分，扣完为止。 60% 58.5
总权重、评价总分（S） 100% 94.50
评价等级 ☑ 优秀（S≥90） □ 良好（90>S≥75） □ 合格（75>S≥60） □ 不合格（60<S）"""

OPERATING: Final = """经常性专项业务费绩效自评表
部门名称： 某局 专项名称： 业务费 单位：万元
预算金额 80 实际到位 实际支出 结余
金额 占预算金额比例 金额 占预算金额比例 金额 占预算金额比例
80 100.00% 62.5 78.13% 17.5 21.88%
目标完成情况 完成。
资金使用管理情况 1、管理规范。2、培训经费支付12.5万元。3、维修费50万。4、差旅费3万元，其中市外1万元。
存在主要问题 无
相关意见建议 无
填表日期：2019年4月1日"""


def read(text: str, layout: str = "flat") -> list[Statement]:
    reader = {"flat": flat_text, "aligned": aligned_text}[layout]
    stream = reader.read("form.txt", text.encode())
    return list(forms_in_text(stream, forms_of(stream)))


def of(rows: list[Statement], table: str) -> dict[str | None, Mapping[str, str]]:
    """Figures with their units by the row's label, doubted ones with a question mark."""
    return {
        row.label: {name: f"{said.printed}{said.unit}{'?' if said.doubt else ''}" for name, said in row.figures.items()}
        for row in rows
        if row.table == table
    }


def test_a_regular_form_of_2017() -> None:
    rows = read(REGULAR_2017)
    assert of(rows, "project")[None] == {
        "targets_set": "2个",
        "targets_met": "1个",
        "met_rate": "50%",
        "quality": "95%",
        "execution_rate": "90%",
        "use_rate": "94.74%",
        "cost_rate": "90%",
        "score": "81.00分",
        "grade": "良好",
        "excellent_from": "90分",
        "good_from": "75分",
        "pass_from": "60分",
    }
    assert rows[0].code == "2120501"
    assert of(rows, "project_target") == {
        "目标完成率": {"met": "否", "target": "100%", "completion": "50%"},
        "预算执行率": {"met": "是", "target": "90%", "completion": "111.11%"},
        "新增步道公里数": {"met": "是", "target": "12.5公里", "completion": "120%"},
        "验收情况全部合格": {"met": "是", "completion": "100%"},
    }
    assert of(rows, "project_calculation")["预算执行率"] == {"a": "200", "b": "200", "c": "90%", "result": "111.11%"}
    expressions = [row.attributes["expression"] for row in rows if row.table == "project_calculation"]
    assert expressions == ["a/b=%", "a/(b*c%)=%", "a/b=%"]


def test_a_row_of_funds_with_a_blank_cell_is_left_out_and_a_page_number_does_not_count() -> None:
    funds = of(read(REGULAR_2017), "project_fund")
    assert funds["资金合计"] == {"budget": "200万元", "received": "200万元"}
    assert funds["③其他"] == {"budget": "0万元", "received": "0万元"}
    assert funds["当年度部门预算批复数"] == {
        "budget": "200万元",
        "allotted": "190万元",
        "applied": "190万元",
        "approved": "190万元",
        "spent": "180万元",
        "balance": "10万元",
    }


def test_expenditure_and_scores_of_a_regular_form_of_2017() -> None:
    rows = read(REGULAR_2017)
    assert of(rows, "project_expenditure") == {
        "步道2016年二期": {"amount": "120.5万元"},
        "保洁": {"amount": "59.5万元"},
        "项目本年度支出合计": {"amount": "180万元"},
        "当年度本级财政资金支出小计": {"amount": "140万元"},
    }
    assert of(rows, "project_indicator") == {
        "共性指标体系": {"weight": "60%"},
        "投入": {"weight": "20%"},
        "目标完成率": {"weight": "6%", "score": "3.00分"},
        "项目管理制度健全性": {"weight": "2%", "score": "-分"},
        "个性指标体系": {"weight": "40%"},
        "新增步道公里数": {
            "weight": "5%",
            "score": "5.00分",
            "criterion_mark": "5分",
            "actual": "15公里",
            "target": "12.5公里",
        },
        "评价总分": {"weight": "100%", "score": "81.00分"},
    }


def test_a_simple_form() -> None:
    rows = read(SIMPLE_2017)
    assert rows[0].label == "河道保洁9.5公里"
    assert of(rows, "project_fund")["以前年度结余结转"] == {
        "received": "5万元",
        "spent": "-万元",
        "balance": "5万元",
        "spending_rate": "0%",
    }
    marks = {"criterion_mark": "40分", "full_mark": "40分", "score": "40分"}
    indicators = of(rows, "project_indicator")
    assert indicators["预算执行率"]["actual"] == "100%"
    assert indicators["保洁河道"] == {**marks, "target": "9公里", "actual": "9.5公里", "completion": "105.56%"}
    assert "target" not in indicators["覆盖面"], "5 districts and 7 counties are one target, not a target and a value"


def test_the_body_is_blank_where_the_next_label_follows() -> None:
    text = SIMPLE_2017.replace("项目承担单位 某局", "项目承担单位 某局 项目绩效目标批复文件 某财〔2017〕3号")
    assert read(text)[0].figures["body"].printed == "某局"
    assert read(text.replace("单位 某局 项目", "单位\n项目"))[0].figures["body"].printed == ""
    assert "body" not in read(text.replace(" ", " " * 8), "aligned")[0].figures


def test_a_form_of_2018() -> None:
    rows = read(REGULAR_2018)
    funds = of(rows, "project_fund")
    assert funds["本级财政资金"]["budget"] == "1,200.50万元"
    assert funds["以前年度结余结转"] == {
        "budget": "200.00万元",
        "received": "200.00万元",
        "spent": "200.00万元",
        "balance": "0.00万元",
        "use_rate": "100.00%",
    }
    assert of(rows, "project_target") == {
        "目标完成率": {"target": "100%", "met": "否", "actual": "66.67%", "completion": "66.67%"},
        "救助流浪动物": {"target": "1,500只", "met": "是", "actual": "1,620只", "completion": "108.00%"},
        "投诉率": {"target": "5%", "met": "是", "actual": "2.5%", "completion": "200.00%"},
    }
    cut = REGULAR_2018.replace("投诉率 反向", "服务对象满意度 投诉群众\n满意度\n按年度口径统计 反向")
    assert "投诉群众满意度按年度口径统计" in of(read(cut), "project_indicator")
    assert of(rows, "project_indicator")["投诉率"] == {
        "target": "5%",
        "actual": "2.5%",
        "full_mark": "25分",
        "score": "20分",
    }
    assert of(rows, "project_indicator")["外部监督检查情况"] == {"full_mark": "2分", "score": "1.00分"}
    assert of(rows, "project_indicator")["评价总分"] == {"full_mark": "102分", "score": "79.33分"}
    assert [
        (row.label, row.attributes["expression"], row.figures["result"].printed)
        for row in rows
        if row.table == "project_calculation"
    ] == [("目标完成率", "a/b*c", "3.33"), ("预算执行率", "a/b*c%*d", "3.50"), ("目标编制数量", "a*b", "1.5")]


def test_a_form_of_special_funds() -> None:
    rows = read(SPECIAL)
    assert (rows[0].label, rows[0].code) == ("数字档案", "2012604")
    project = of(rows, "project")["数字档案"]
    assert project["planned_start"] == "2019年3月"
    assert project["actual_finish"] == "2020年1月"
    assert project["overall"] == "完成"
    assert project["grade"] == "优秀"
    assert of(rows, "project_target") == {
        "完成时间（个月）": {"reference": "10个月", "target": "9个月", "actual": "10个月", "completion": "90%"},
        "数字化卷数（卷）": {"reference": "8,000卷", "target": "9,000卷", "actual": "9,450卷", "completion": "105%"},
        "满意度": {"reference": "80%", "target": "90%", "actual": "-95%", "completion": "105.6%"},
    }
    funds = of(rows, "project_fund")
    assert set(funds) == {"合计", "③地方财政资金"}, "a row with one figure does not say which"
    assert funds["③地方财政资金"]["spending_rate"] == "90.00%"
    assert of(rows, "project_expenditure")["合计"] == {"amount": "40.5万元"}
    indicators = of(rows, "project_indicator")
    assert indicators["完成时间"] == {"weight": "40%", "score": "36分"}
    assert indicators["数字化卷数"] == {"weight": "60%", "score": "58.5分", "step": "100卷", "deduction": "1分"}


def test_a_form_of_operating_funds() -> None:
    rows = read(OPERATING)
    assert of(rows, "project_fund")[None] == {
        "budget": "80万元",
        "received": "80万元",
        "arrival_rate": "100.00%",
        "spent": "62.5万元",
        "spending_rate": "78.13%",
        "balance": "17.5万元",
        "balance_rate": "21.88%",
    }
    assert of(rows, "project_expenditure") == {"培训经费": {"amount": "12.5万元"}, "维修费": {"amount": "50万元"}}


@pytest.mark.parametrize(
    ("printed", "read_as"),
    [
        ("2017 年不低于 3 场、每场 80 人 是 100%", {"met": "是", "target": "3场?", "completion": "100%"}),
        ("2017 年 1:9 是 100%", {"met": "是", "completion": "100%"}),
        ("2017 年 12 月底前 是 100%", {"met": "是", "completion": "100%"}),
        ("2017 年不低于 95 是 105.26%(20\n00/1900)", {"met": "是", "target": "95", "completion": "105.26%"}),
    ],
)
def test_a_target_that_is_no_plain_value_is_doubted_or_left_out(printed: str, read_as: Mapping[str, str]) -> None:
    rows = read(REGULAR_2017.replace("2017 年 100% 否 50%(1/2)", printed))
    assert of(rows, "project_target")["目标完成率"] == read_as


def test_a_figure_broken_at_its_decimal_point_is_one_figure() -> None:
    rows = read(REGULAR_2017.replace("（200/(200*90%））", "（200/(200*0\n.9））"))
    assert of(rows, "project_calculation")["预算执行率"]["c"] == "0.9"


def test_each_figure_knows_its_line_and_character() -> None:
    lines = REGULAR_2018.split("\n")
    for row in read(REGULAR_2018):
        for name, said in row.figures.items():
            if name not in {"grade", "met"}:
                assert said.place is not None
                assert lines[said.line - 1].startswith(said.printed, said.place), (name, said)


def test_in_aligned_text_a_name_over_several_lines_doubts_its_row() -> None:
    broken = REGULAR_2018.replace("产出 数量目标 救助\n流浪动物\n大", "产出 数量目标 救助流浪\n动物  大")
    aligned = broken.replace(" ", "     ")
    rows = [row for row in read(aligned, "aligned") if row.table == "project_target"]
    doubts = {row.label: row.figures["actual"].doubt for row in rows}
    assert doubts["救助流浪动物"] is DoubtReason.ROW_SHIFT
    assert doubts["投诉率"] is None


@pytest.mark.parametrize("form", [REGULAR_2017, SIMPLE_2017, REGULAR_2018, SPECIAL, OPERATING])
def test_a_form_cut_off_anywhere_or_without_a_line_is_read_as_far_as_it_goes(form: str) -> None:
    lines = form.split("\n")
    for at in range(1, len(lines)):
        read("\n".join(lines[:at]))
        read("\n".join([*lines[:at], *lines[at + 1 :]]))


MIXED: Final = (
    SPECIAL.replace(
        "产出 数量目标 数字化卷数（卷） 8,000 9,000 9,450 105%",
        "产出 数量目标 馆藏档案数字 8,000 9,000 9,450 105%\n化卷数（卷）",
    )
    .replace("服务对象满意度目标 满意度 80%", "服务对象满意度目 群众满意度（\n80%")
    .replace("105.6%", "105.6%\n标 抽样）")
)
"""Lines of cells side by side: a name's end stands behind its row's figures."""


def test_where_lines_of_cells_are_mixed_rows_whose_name_is_not_sure_are_doubted() -> None:
    doubts = {
        row.label: {said.doubt for said in row.figures.values()} for row in read(MIXED) if row.table == "project_target"
    }
    assert doubts == {
        "完成时间（个月）": {None},
        "馆藏档案数字": {DoubtReason.ROW_SHIFT},
        "服务对象满意度目群众满意度（": {DoubtReason.ROW_SHIFT},
    }


def test_a_grade_is_read_where_its_label_stands_amid_the_grades() -> None:
    rows = read(
        SPECIAL.replace("评价等级 ☑ 优秀（S≥90） □ 良好（90>S≥75） □", "☑ 优秀（S≥90） □ 良好（90>S≥7\n评价等级\n5） □")
    )
    assert rows[0].figures["grade"].printed == "优秀"
    assert "good_from" not in rows[0].figures


def test_money_of_special_funds_is_read_under_the_columns_that_the_header_names() -> None:
    without = SPECIAL.replace("项目安排资金 本年度情况\n", "项目资金安排和使用情况\n").replace(
        "合 计 60 50 45 90.00% 40.5 90.00% 4.5", "合 计 50 45 90.00% 40.5 90.00% 4.5"
    )
    funds = of(read(without.replace("①中央财政资金 0\n", "①中央财政资金 0 0 0 0\n")), "project_fund")
    assert funds["合计"]["budget"] == "50万元"
    assert funds["①中央财政资金"] == {"budget": "0万元", "received": "0万元", "spent": "0万元", "balance": "0万元"}
    assert "③地方财政资金" not in funds, "seven figures under six columns"


def test_a_sum_of_special_funds_with_a_part_left_out_is_doubted() -> None:
    parts = "财政资金小计 50 40 35 90.00% 30.5 90.00% 4.5\n其他资金小计 10 10 10 100% 10 100% 0\n①..... 0 0\n"
    whole = SPECIAL.replace("①中央财政资金 0\n", parts)

    funds = of(read(whole), "project_fund")
    assert (funds["合计"]["arranged"], funds["其他资金小计"]["arranged"]) == ("60万元", "10万元")
    broken = of(read(whole.replace("100% 10 100% 0", "100% 10 0")), "project_fund")
    assert "其他资金小计" not in broken
    nothing = of(read(whole.replace("其他资金小计 10 10 10 100% 10 100% 0", "其他资金小计 0")), "project_fund")
    assert nothing["合计"]["arranged"] == "60万元"
    assert (broken["合计"]["arranged"], broken["财政资金小计"]["arranged"]) == ("60万元?", "50万元")


def test_items_of_expenditure_without_a_number_are_doubted() -> None:
    """They were taken for the name of the last one, and the items added up to less than their total."""
    unnumbered = SPECIAL.replace("2 耗材 0.5\n", "2 耗材 0.25\n大屏\n租金 0.15\n邮资 0.1\n")
    amounts = {name: each["amount"] for name, each in of(read(unnumbered), "project_expenditure").items()}
    assert amounts == {
        "扫描外包": "40万元",
        "耗材": "0.25万元?",
        "大屏租金": "0.15万元?",
        "邮资": "0.1万元?",
        "合计": "40.5万元",
    }


def test_of_several_weights_in_a_cell_the_one_that_is_read_is_doubted() -> None:
    indicators = of(read(SPECIAL.replace("扣完为止。 60% 58.5", "扣完为止。 30% 30% 30 28.5")), "project_indicator")
    assert (indicators["完成时间"]["weight"], indicators["数字化卷数"]["weight"]) == ("40%", "30%?")
    beside_a_target = SPECIAL.replace("扣完为止。 60%", "扣完为止。 95% 60%")
    assert of(read(beside_a_target), "project_indicator")["数字化卷数"]["weight"] == "60%"


def test_a_class_that_cannot_stand_under_the_group_before_it_has_none() -> None:
    text = SPECIAL.replace("产出与效益 (60%) 产出数量", "产出数量").replace("时效情况 完成时间", "业务管理 制度健全性")
    levels = [
        each.attributes["level1"] for each in read(text) if each.table == "project_indicator" and each.role == "item"
    ]
    assert levels == [None, None]


def test_a_number_of_targets_other_than_those_read_is_doubted() -> None:
    def told(text: str) -> str:
        return next(row["targets_set"] for row in of(read(text), "project").values() if "targets_set" in row)

    assert told(SPECIAL.replace("设置数量（个） 3", "设置数量（个） 4")) == "4个?"
    read_rows = len(of(read(SPECIAL), "project_target"))
    assert told(SPECIAL.replace("设置数量（个） 3", f"设置数量（个） {read_rows}")) == f"{read_rows}个"


def test_scores_amid_their_way_of_scoring_show_mixed_lines_and_doubt_all_named_rows() -> None:
    mixed = REGULAR_2018.replace(
        "目标实际完成数量/目标编制数量,得分为 5×A。\n5 3.33\n",
        "目标\n实际完成数量/目标编 5 3.33\n制数量,得分为 5×A。\n",
    )
    rows = read(mixed)
    doubts = {
        row.table: {said.doubt for each in rows if each.table == row.table for said in each.figures.values()}
        for row in rows
        if row.role == "item"
    }
    assert doubts["project_target"] == {DoubtReason.ROW_SHIFT}
    assert doubts["project_fund"] == {None}
    assert {None} == {said.doubt for row in rows if row.role == "total" for said in row.figures.values()}


def test_the_outline_within_a_form_is_read_as_what_the_report_on_the_project_says() -> None:
    outline = "项目概况\n2018 年度救助流浪动物 1620 只，发放补助共计 12.5 万元。\n项目类型 常年发展性项目■\n"
    text = REGULAR_2018.replace("序号 资金性质", f"{outline}序号 资金性质")
    stream = flat_text.read("form.txt", text.encode())
    found = project_statements(stream, parts(stream, forms_of(stream)))
    claims = [row for row in found if row.table == "claim"]
    said = [
        (row.attributes["form"], row.attributes["quantity"], *(figure.printed for figure in row.figures.values()))
        for row in claims
    ]
    assert said == [("1", "count", "1620", "2018"), ("1", "amount", "12.5", "2018")]
    assert {figure.line for row in claims for figure in row.figures.values()} == {6}


def test_dates_among_the_figures_of_a_source_are_none_of_them() -> None:
    text = """部门专项绩效自评表
项目名称 山塘加固 立项依据 某发〔2018〕6号
项目起止时间 计划时间 开始：2018年1月 完成：2018年9月
项目资金安排和使用情况 项目安排资金 本年度情况
预算安排 实际到位 实际支出 本年度结余金额（万元）
金额（万元） 预算批复下达文号 金额（万元） 到位率（%） 资金拨付文号及时间 金额（万元） 支出实现率（%）
合 计 70 70 70 100% 63 90% 7
②省财政资金 70 70
某水计
〔2018〕4
号
70 100%
2018 年
6 月
63 90% 7
财政资金实际支出情况 序号 具体支出内容 金额(万元)
1 工程款 63
合计 63
评价等级 ☑优秀（S≥90） □良好（90>S≥75） □合格（75>S≥60） □不合格（60<S）
"""
    stream = flat_text.read("a.txt", text.encode())
    funds = [each for each in forms_in_text(stream, forms_of(stream)) if each.table == "project_fund"]
    assert [{name: said.printed for name, said in each.figures.items()} for each in funds] == [
        {
            "arranged": "70",
            "budget": "70",
            "received": "70",
            "arrival_rate": "100",
            "spent": "63",
            "spending_rate": "90",
            "balance": "7",
        }
    ] * 2
