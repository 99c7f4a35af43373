"""Performance forms are found where they stand, in order, whatever the document's shape."""

from __future__ import annotations

import time

import pytest

from dq.ingest.statements.forms import Form, forms_of
from dq.ingest.statements.parts import parts
from dq.ingest.stream import Line, Shape, Stream

SPECIAL = """部门专项绩效自评表
项目基本情况|项目名称|河道清淤|立项依据|
|项目起止时间|计划时间|开始：2019年1月
||参考标准|绩效目标值
项目安排资金|本年度情况
评价等级|√优秀（S≥90） □良好（90>S≥75） □合格（75>S≥60） □不合格（60<S）"""
OPERATING = """部门名称：|某局|专项名称：|业务费
预算金额|12|实际到位|实际支出
||金额|占预算金额比例
目标完成情况|完成
存在主要问题|无
相关意见建议|无
审核人：|填报人：|填表日期：|2020年3月1日"""
SIMPLE = """四、项目简易自评表
项目名称 路灯维护
项目承担单位 某局
项目绩效目标批
复文件
资金
当年预算 以前年度结余结转 合计
收入支出比 58%
总权重、评价总分 （S） 100 92
评价等级 ▉优秀（S≧90） □良好（90﹥S≧75）
□合格（75﹥S≧60） □不合格（60﹥S）"""
NATIONAL = """项目支出绩效自评表
（2021年度）
项目名称|公园养护
年初预算数|全年预算数|全年执行数
总分|100|93.5"""


def stream(text: str, shape: Shape = Shape.CELLS) -> Stream:
    lines = tuple(Line(number, tuple(text.split("|"))) for number, text in enumerate(text.split("\n"), 1))
    return Stream(lines, shape=shape)


def found(text: str) -> list[Form]:
    return list(forms_of(stream(text)))


def said(text: str, form: Form) -> str:
    assert form.report is not None
    return "\n".join(text.split("\n")[form.report[0] : form.report[1]]).strip()


def test_forms_of_several_kinds_are_numbered_in_order_and_know_their_reports() -> None:
    text = f"""六、预算绩效情况说明
（一）共对3个项目开展自评，涉及资金30万元。
2019年河道清淤专项绩效自评综述：自评得分90分。
{SPECIAL}
某局业务费绩效自评综述：自评得分95分。
{OPERATING}
（2）2019 年度路灯维护项目
一、项目总体情况
路灯维护。
{SIMPLE}
七、其他重要事项说明"""
    forms = found(text)
    assert [(form.number, form.kind) for form in forms] == [(1, "special"), (2, "operating"), (3, "simple_2017")]
    assert said(text, forms[0]) == "2019年河道清淤专项绩效自评综述：自评得分90分。"
    assert said(text, forms[1]).startswith("某局业务费")
    assert said(text, forms[2]).startswith("（2）")
    assert text.split("\n")[forms[2].end] == "七、其他重要事项说明"


def test_reports_that_follow_their_forms_belong_to_the_form_before() -> None:
    text = f"附件\n{SPECIAL}\n甲项目绩效自评综述：得分90分。\n{SPECIAL}\n乙项目绩效自评综述：得分80分。"
    first, second = found(text)
    assert said(text, first).startswith("甲")
    assert said(text, second).startswith("乙")


def test_a_form_without_a_report_has_none_though_others_have() -> None:
    text = f"甲项目绩效自评综述：得分90分。\n{SPECIAL}\n{SPECIAL}"
    first, second = found(text)
    assert first.report is not None
    assert second.report is None


def test_a_report_between_two_forms_is_that_of_the_form_whose_project_it_names() -> None:
    other = SPECIAL.replace("河道清淤", "河道清淤设备")
    text = (
        f"附件\n{OPERATING}\n2019年河道清淤专项绩效自评综述：90分。\n{SPECIAL}\n业务费绩效自评综述：95分。\n{OPERATING}"
    )
    first, second, third = found(text)
    assert first.report is None
    assert said(text, second).startswith("2019年河道清淤")
    assert said(text, third).startswith("业务费")
    text = f"{SPECIAL}\n河道清淤绩效自评综述：90分。\n河道清淤设备绩效自评综述：80分。\n{other}"
    assert [said(text, form)[-4:] for form in found(text)] == ["90分。", "80分。"]


def test_a_report_that_names_neither_form_beside_it_is_the_report_of_none() -> None:
    text = f"{SPECIAL}\n绩效自评综述：得分90分。\n{OPERATING}\n七、其他重要事项说明"
    assert [form.report for form in found(text)] == [None, None]
    (between,) = parts(stream(text), found(text))
    assert (between.form, between.first) == (None, found(text)[0].end)


@pytest.mark.parametrize(
    ("names", "reports"),
    [
        (
            ["水库除险加固专项资金", "茶园改造提升专项资金"],
            ["水库专项自评综述", "茶园专项自评综述：与水库除险加固并行"],
        ),
        (["农村教育", "智慧课堂建设"], ["教育专项自评综述", "农村教育装备专项自评综述"]),
        (["河道清淤", "业务费"], ["河道清淤自评综述", "某局运转经费自评综述：与河道清淤无关"]),
        (
            ["某类业务费", "堤防修缮工程"],
            ["（1）2019年度自评综述", "（2）2019年度自评综述\n一、项目概况\n除业务费外另列"],
        ),
    ],
)
def test_what_a_report_says_of_other_projects_gives_it_to_none_of_them(names: list[str], reports: list[str]) -> None:
    blocks = [SPECIAL.replace("河道清淤", name) for name in names]
    text = "\n".join(f"{report}\n{block}" for report, block in zip(reports, blocks, strict=True))
    assert [said(text, form) for form in found(text)] == reports
    text = f"附件\n{blocks[0]}\n{reports[0]}\n一、项目概况\n{names[1]}另列。\n{blocks[1]}\n{reports[1]}"
    assert [said(text, form)[:5] for form in found(text)] == [report[:5] for report in reports]


def test_a_report_that_names_its_form_goes_before_one_that_stands_as_usual() -> None:
    other = SPECIAL.replace("河道清淤", "堤防修缮")
    text = f"专项自评综述：河道清淤另报。\n{SPECIAL}\n河道清淤自评综述\n{other}\n七、其他重要事项"
    first, second = found(text)
    assert said(text, first) == "河道清淤自评综述"
    assert second.report is None


@pytest.mark.parametrize(
    "heading", ["附件2：项目支出绩效自评表", "（二）2021年度项目绩效自评表", "3.专项绩效自评表（一）"]
)
def test_a_heading_may_bear_a_number_and_a_year(heading: str) -> None:
    assert len(found(heading + "\n" + NATIONAL.partition("\n")[2])) == 1


def test_a_form_of_unknown_kind_ends_with_its_total() -> None:
    form = found(NATIONAL + "\n其他说明")[0]
    assert (form.kind, form.end) == ("other", 5)


@pytest.mark.parametrize(
    "text",
    [
        "目录\n五、项目绩效自评表\n六、附件\n第一部分 概况\n一、职责",
        "我局按要求填报部门专项绩效自评表，共3个项目。\n项目名称见附件。",
        "部门名称：某局\n收入决算表\n项目|金额",
        "",
    ],
)
def test_contents_sentences_and_other_tables_are_no_forms(text: str) -> None:
    assert found(text) == []


def test_lines_of_words_and_aligned_pages_are_read_alike() -> None:
    flowing = SPECIAL.replace("|", "\n")
    aligned = "\n".join("    ".join(line.split("|")) for line in SPECIAL.split("\n"))
    assert [form.kind for form in forms_of(stream(flowing, Shape.FLOWING))] == ["special"]
    assert [form.kind for form in forms_of(stream(aligned, Shape.ALIGNED))] == ["special"]


@pytest.mark.parametrize(
    "lines", [["部门专项绩效自评表", "项目名称"], ["部门名称 专项名称 预算金额 实际到位"], ["甲自评综述"]]
)
def test_many_beginnings_take_no_longer_than_their_number(lines: list[str]) -> None:
    text = "\n".join(lines * (20_000 // len(lines)))
    started = time.process_time()
    forms_of(stream(text))
    assert time.process_time() - started < 5
