"""Which lines speak of performance, of which project, and what the rows made of them hold."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from dq.ingest.statements.forms import forms_of
from dq.ingest.statements.model import Statement
from dq.ingest.statements.parts import parts
from dq.ingest.statements.projects.rows import project_statements
from dq.ingest.stream import Line, Shape, Stream

FORM = """部门专项绩效自评表
项目名称|湿地保护|立项依据|
项目起止时间|计划时间
评价等级|√优秀（S≥90） □良好（90>S≥75） □合格（75>S≥60） □不合格（60<S）"""
REPORT = f"""五、“三公”经费情况说明
公务接待费5万元。
六、预算绩效情况说明
（一）绩效管理工作开展情况
共对 2031 年 2 个项目开展绩效自评，涉及财政拨款资金 160 万元。
（二）项目绩效自评结果
2031 年湿地保护专项绩效自评综述：湿地保护自评得分为 94.6
分，自评等次为优秀。项目全年预算数为 100 万元，执行数为 56.6 万元，完成预算的 56.6%。
主要产出和效果：产值 14.5 亿元，比 2030 年增加 3.2 亿元，增长 28.32%；出口 2.5 亿美元。
发现的主要问题：缺少 3 名人员。
{FORM}
绿道建设绩效自评综述：项目绩效评价得 80 分，良好。
{FORM}
七、其他重要事项说明
机关运行经费 7 万元。"""


def stream(text: str) -> Stream:
    lines = tuple(
        Line(number, tuple(line.split("|")), spots=() if "|" in line else ((number, 0),))
        for number, line in enumerate(text.split("\n"), 1)
    )
    return Stream(lines, shape=Shape.CELLS)


def statements(text: str) -> list[Statement]:
    lines = stream(text)
    return project_statements(lines, parts(lines, forms_of(lines)))


def rows(text: str = REPORT, table: str = "claim") -> list[Statement]:
    return [row for row in statements(text) if row.table == table]


def test_the_section_and_each_report_are_parts_of_their_own() -> None:
    assert [(part.section, part.form) for part in parts(stream(REPORT), forms_of(stream(REPORT)))] == [
        ("performance", None),
        ("project", "1"),
        ("project", "2"),
    ]


def test_nothing_outside_these_parts_is_read() -> None:
    lines = {said.line for row in rows() for said in row.figures.values()}
    text = REPORT.split("\n")
    assert not any("接待" in text[line - 1] or "运行经费" in text[line - 1] for line in lines)


def test_each_claim_knows_its_section_form_quantity_and_place() -> None:
    found = {(row.attributes["form"], row.attributes["quantity"]): row for row in rows()}
    score = found["1", "total_score"]
    said = score.figures["score"]
    assert (said.printed, said.unit, said.line) == ("94.6", "分", 7)
    assert REPORT.split("\n")[6].startswith("94.6", said.place or 0)
    assert score.item == found["2", "total_score"].item == "自评总分"
    assert found["1", "grade"].figures["grade"].printed == "优秀"
    assert found["2", "grade"].figures["grade"].printed == "良好"
    assert found[None, "count"].attributes["section"] == "performance"


def test_money_that_is_no_yuan_is_a_quantity_of_another_kind() -> None:
    measures = {said.unit: name for row in rows() for name, said in row.figures.items()}
    assert (measures["亿元"], measures["亿美元"]) == ("amount", "value")


def test_what_has_the_shape_of_the_narrative_is_a_row_of_it() -> None:
    spending, growth = rows(table="narrative")
    assert {name: said.printed for name, said in spending.figures.items()} == {
        "full_year_budget": "100",
        "amount": "56.6",
        "completion": "56.6",
    }
    assert {name: said.printed for name, said in growth.figures.items()} == {
        "amount": "14.5",
        "change": "3.2",
        "rate": "28.32",
        "base_year": "2030",
    }
    assert (growth.attributes["change_word"], growth.attributes["rate_word"]) == ("up", "up")
    assert {row.attributes["form"] for row in (spending, growth)} == {"1"}


def test_problems_are_told_from_results() -> None:
    assert not any(said.printed == "3" for row in rows() for said in row.figures.values())


def test_a_list_of_contents_is_no_section() -> None:
    contents = "目录\n九、政府采购情况\n十、预算绩效管理情况\n十一、其他重要事项\n第三部分 名词解释"
    assert rows(contents) == []


def test_a_section_ends_with_the_next_heading() -> None:
    text = "四、绩效目标设置情况\n编报绩效目标的项目50个，涉及资金5634.81万元。\n五、国有资产情况\n共有车辆7辆。"
    assert [said.printed for row in rows(text) for said in row.figures.values()] == ["50", "5634.81"]


def test_a_description_of_a_project_is_read_to_its_end() -> None:
    text = "项目经费情况说明\n一、项目概况\n面积4000.6平方米。\n二、预算安排\n用款计划158.05万元。\n第四部分 名词解释"
    found = rows(text)
    assert [row.attributes["quantity"] for row in found] == ["measure", "amount"]
    assert {row.attributes["section"] for row in found} == {"project"}


def test_an_entry_of_the_contents_does_not_take_what_follows_them() -> None:
    contents = "六、其他情况\n七、项目经费情况说明\n八、绩效目标\n主要职能\n下属5家单位，收入164.86万元。\n一、统筹。"
    assert rows(contents) == []


def test_a_description_ends_with_the_next_table() -> None:
    text = "项目经费情况说明\n一、项目概况\n面积40平方米。\n财政项目支出绩效目标填报表\n项目资金总额 4,100.00 元"
    assert [said.printed for row in rows(text) for said in row.figures.values()] == ["40"]


def test_a_report_is_found_though_a_line_ends_within_its_title() -> None:
    found = rows(f"六、预算绩效情况\n湿地保护专项绩效自评综\n述：自评得分为 94 分。\n{FORM}")
    assert [row.attributes["form"] for row in found] == ["1"]


def test_commas_of_either_width_part_clauses() -> None:
    text = "六、预算绩效情况\n项目评价得 94 分,优秀。共培训 5 人,300 户受益,资金 1,200 元。\n七、其他"
    found = [said.printed for row in rows(text) for said in row.figures.values()]
    assert sorted(found) == ["1,200", "300", "5", "94", "优秀"]


def test_a_section_of_lower_rank_ends_with_the_next_of_its_rank() -> None:
    text = (
        "十、其他重要事项\n（三）车辆情况\n车辆7辆。\n（四）预算绩效管理情况\n自评项目50个。\n（五）其他说明\n共3人。"
    )
    assert [said.printed for row in rows(text) for said in row.figures.values()] == ["50"]


@pytest.mark.parametrize(
    "change",
    [
        lambda line: [line[:17], line[17:]],
        lambda line: [f"    {line}"],
        lambda line: [line, "", "— 12 —", ""],
        lambda line: [line.translate({ord("，"): ",", ord("："): ":", ord("（"): "(", ord("）"): ")"})],
        lambda line: [line.replace(" ", "")],
    ],
    ids=["wrapped", "indented", "paged", "half-width", "unspaced"],
)
def test_the_layout_of_the_text_does_not_matter(change: Callable[[str], list[str]]) -> None:
    def changed(line: str) -> list[str]:
        return [line] if "|" in line or line in FORM or len(line) < 18 else change(line)

    text = "\n".join(part for line in REPORT.split("\n") for part in changed(line))
    assert [summary(row) for row in rows(text)] == [summary(row) for row in rows()]


def summary(row: Statement) -> tuple[str | None, str | None, list[str]]:
    return row.attributes["form"], row.attributes["quantity"], [said.printed for said in row.figures.values()]
