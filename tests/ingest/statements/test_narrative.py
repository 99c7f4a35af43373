"""Sentences of the statutory sections, in wordings of several regions and years: what each figure is read as."""

from __future__ import annotations

from decimal import Decimal

import pytest

from dq.ingest.bodies import Body
from dq.ingest.formats import tab_text
from dq.ingest.identity import Identity
from dq.ingest.statements import Context, Statement, statement_rows
from dq.ingest.statements.narrative import read_narrative
from dq.ingest.stream import Stream
from dq.templates import load_catalogue

TEMPLATES = {template.name: template for template in load_catalogue()}
HEADINGS = {
    "totals": "一、收入支出决算总体情况说明",
    "income": "二、收入决算情况说明",
    "expenditure": "三、支出决算情况说明",
    "fiscal": "四、财政拨款收入支出决算总体情况说明",
    "general": "五、一般公共预算财政拨款支出决算情况说明",
    "basic": "六、一般公共预算财政拨款基本支出决算情况说明",
    "three_public": "七、财政拨款“三公”经费支出决算情况说明",
    "funds": "八、政府性基金预算财政拨款收入支出决算情况说明",
    "performance": "十、预算绩效情况说明",
    "operating": "十一、机关运行经费支出情况说明",
    "procurement": "十二、政府采购支出情况说明",
    "vehicles": "十三、国有资产占用情况说明",
}


def read(stream: Stream, template: str, rows: dict[str, list[dict[str, str | None]]] | None = None) -> list[Statement]:
    context = Context(
        stream, TEMPLATES[template], Identity("某县某某站", 2031), Body(None, None, None, None), (), rows or {}, "万元"
    )
    return list(read_narrative(context))


def said(section: str, *lines: str, template: str = "final_accounts_2024") -> list[tuple[str, str, str]]:
    """(item, quantity, signed figure with unit) of all that is read, years left out."""
    text = "\n".join((HEADINGS[section], *lines))
    found = []
    for each in read(tab_text.read("a.txt", text.encode()), template):
        assert each.attributes["section"] == section
        for column, figure in each.figures.items():
            quantity = each.attributes["quantity"] if each.table == "claim" else column
            if column not in ("year", "base_year"):
                found.append((each.item, quantity, f"{'-' * figure.negative}{figure.printed}{figure.unit}"))
    return found


def words(section: str, *lines: str) -> dict[str, str | None]:
    """The attributes of the only statement."""
    [only] = read(tab_text.read("a.txt", "\n".join((HEADINGS[section], *lines)).encode()), "final_accounts_2024")
    return {name: word for name, word in only.attributes.items() if name != "section"}


ABROAD, CARS, HOST = "因公出国(境)费", "公务用车购置及运行维护费", "公务接待费"
GENERAL = "一般公共预算财政拨款支出"


@pytest.mark.parametrize(
    ("section", "sentence", "found"),
    [
        (
            "totals",
            "某局2031年度收、支总计均为1,234.56万元。与2030年度相比，收、支总计各减少34.5万元，下降2.72%。",
            [
                ("收入支出总计", "amount", "1,234.56万元"),
                ("收入支出总计", "change", "-34.5万元"),
                ("收入支出总计", "rate", "-2.72%"),
            ],
        ),
        (
            "totals",
            "（一）2031年支出20万元，同比增加5万元，同比增长33.33%，具体情况如下：",
            [
                ("本年支出合计", "amount", "20万元"),
                ("本年支出合计", "change", "5万元"),
                ("本年支出合计", "rate", "33.33%"),
            ],
        ),
        (
            "income",
            "本年收入合计9万元，其中：财政拨款收入8万元，占88.89%；其他收入1万元，占11.11%。",
            [
                ("本年收入合计", "amount", "9万元"),
                ("财政拨款收入", "amount", "8万元"),
                ("财政拨款收入", "share", "88.89%"),
                ("其他收入", "amount", "1万元"),
                ("其他收入", "share", "11.11%"),
            ],
        ),
        (
            "general",
            "一般公共预算财政拨款支出8万元，占本年支出合计的80%，较2030年减少2万元，降低20%。",
            [
                (GENERAL, "amount", "8万元"),
                (GENERAL, "share", "80%"),
                (GENERAL, "change", "-2万元"),
                (GENERAL, "rate", "-20%"),
            ],
        ),
        (
            "general",
            "（三）某某事务（2011301）7.5万元，较30年决算数减少2万元，下降21.05%，同时比30年减少某某专项支出3万元。",
            [
                ("某某事务", "amount", "7.5万元"),
                ("某某事务", "change", "-2万元"),
                ("某某事务", "rate", "-21.05%"),
                ("某某专项支出", "change", "-3万元"),
            ],
        ),
        (
            "general",
            "1.教育支出（类）普通教育（款）小学教育（项）。年初预算为5万元，支出决算为4万元，完成年初预算的80%。",
            [("小学教育", "budget", "5万元"), ("小学教育", "amount", "4万元"), ("小学教育", "completion", "80%")],
        ),
        (
            "general",
            "主要用于以下方面：教育（类）支出4万元，占40.00%；卫生健康支出（类）6万元，占60.00%。",
            [
                ("教育支出", "amount", "4万元"),
                ("教育支出", "share", "40.00%"),
                ("卫生健康支出", "amount", "6万元"),
                ("卫生健康支出", "share", "60.00%"),
            ],
        ),
        (
            "general",
            (
                "2.卫生健康支出（类）行政事业单位医疗（款）行政单位医疗（项）。主要用于：医疗。全年预算为2.2万元，支出决算为2.1万元，"
                "完成全年预算数的95.45%。"
            ),
            [
                ("行政单位医疗", "full_year_budget", "2.2万元"),
                ("行政单位医疗", "amount", "2.1万元"),
                ("行政单位医疗", "completion", "95.45%"),
            ],
        ),
        (
            "three_public",
            "“三公”经费财政拨款支出预算为20万元，支出决算为15万元，完成预算的75%，比上年增加（减少）1万元，增长（下降）7.14%。",
            [
                ("三公经费", "budget", "20万元"),
                ("三公经费", "amount", "15万元"),
                ("三公经费", "completion", "75%"),
                ("三公经费", "change", "1万元"),
                ("三公经费", "rate", "7.14%"),
            ],
        ),
        (
            "three_public",
            "三公经费支出15万元，比上年减少3万元，下降（增长）16.67%。",
            [("三公经费", "amount", "15万元"), ("三公经费", "change", "-3万元"), ("三公经费", "rate", "-16.67%")],
        ),
        (
            "three_public",
            "1.因公出国（境）费支出0.5万元。全年使用财政拨款安排因公出国（境）团组1个，累计3人次。",
            [
                (ABROAD, "amount", "0.5万元"),
                ("因公出国(境)团组数", "count", "1个"),
                ("因公出国(境)人次", "count", "3人次"),
            ],
        ),
        (
            "three_public",
            "2.公务用车购置及运行费12万元，其中：公务用车购置费0万元，购置公务用车0辆；公务用车运行费12万元，公务用车保有量6辆。",
            [
                (CARS, "amount", "12万元"),
                ("公务用车购置费", "amount", "0万元"),
                ("公务用车购置数", "count", "0辆"),
                ("公务用车运行维护费", "amount", "12万元"),
                ("公务用车保有量", "count", "6辆"),
            ],
        ),
        (
            "three_public",
            "3.公务接待费2万元，国内公务接待18批次（其中外事接待2批次），160人次（其中外事接待9人次），陪同12人。",
            [
                (HOST, "amount", "2万元"),
                ("国内公务接待批次", "count", "18批次"),
                ("外事接待批次", "count", "2批次"),
                ("国内公务接待人次", "count", "160人次"),
                ("外事接待人次", "count", "9人次"),
            ],
        ),
        (
            "three_public",
            "（三）公务接待费。预算5万元，决算4万元，比2030年3.2万元增加0.8万元，增长25%。国内公务接待20批次150人次。",
            [
                (HOST, "budget", "5万元"),
                (HOST, "amount", "4万元"),
                (HOST, "prior", "3.2万元"),
                (HOST, "change", "0.8万元"),
                (HOST, "rate", "25%"),
                ("国内公务接待批次", "count", "20批次"),
                ("国内公务接待人次", "count", "150人次"),
            ],
        ),
        (
            "totals",
            "收入总计9万元，支出总计9万元，收支较上年同期减少1万元，下降10%。",
            [
                ("收入总计", "amount", "9万元"),
                ("支出总计", "amount", "9万元"),
                ("收入支出总计", "change", "-1万元"),
                ("收入支出总计", "rate", "-10%"),
            ],
        ),
        (
            "general",
            "3、教育支出5.2万元，完成年初预算5万元的104%。与2030年决算数4万元相比，增加1.2万元，增长30%。",
            [
                ("教育支出", "amount", "5.2万元"),
                ("教育支出", "budget", "5万元"),
                ("教育支出", "completion", "104%"),
                ("教育支出", "prior", "4万元"),
                ("教育支出", "change", "1.2万元"),
                ("教育支出", "rate", "30%"),
            ],
        ),
        (
            "operating",
            "机关运行经费支出80万元，比年初预算数减少20万元，降低20%；比2030年增加10万元，增长14.29%。",
            [
                ("机关运行经费", "amount", "80万元"),
                ("机关运行经费", "difference", "-20万元"),
                ("机关运行经费", "change", "10万元"),
                ("机关运行经费", "rate", "14.29%"),
                ("机关运行经费", "difference", "-20%"),
            ],
        ),
        (
            "procurement",
            (
                "政府采购支出总额30万元，其中：政府采购货物支出10万元、政府采购工程支出0万元、政府采购服务支出20万元。"
                "授予中小企业合同金额25万元，占政府采购支出总额的83.33%，其中：授予小微企业合同金额20万元，占80%；"
                "货物采购授予中小企业合同金额占货物支出金额的90%。"
            ),
            [
                ("政府采购", "amount", "30万元"),
                ("政府采购货物", "amount", "10万元"),
                ("政府采购工程", "amount", "0万元"),
                ("政府采购服务", "amount", "20万元"),
                ("授予中小企业合同", "amount", "25万元"),
                ("授予中小企业合同", "share", "83.33%"),
                ("授予小微企业合同", "amount", "20万元"),
                ("授予小微企业合同", "share", "80%"),
                ("货物采购授予中小企业合同", "share", "90%"),
            ],
        ),
        (
            "vehicles",
            "截至2031年12月31日，本部门共有车辆3辆，其中，主要负责人用车1辆、其他用车2辆；单位价值50万元（含）以上通用设备4台（套）。",
            [
                ("车辆数合计", "count", "3辆"),
                ("主要领导干部用车", "count", "1辆"),
                ("其他用车", "count", "2辆"),
                ("单价50万元以上通用设备", "count", "4台"),
                ("通用设备", "threshold", "50万元"),
            ],
        ),
        (
            "performance",
            (
                "共对2030年12个项目开展绩效自评，涉及资金900万元；对2031年8个清单项目实施绩效监控，"
                "分别是绿化专项，涉及财政拨款资金30万元，道路专项，涉及财政拨款资金20万元，涉及财政拨款资金50万元。"
            ),
            [
                ("绩效自评项目", "count", "12个"),
                ("绩效自评项目", "amount", "900万元"),
                ("绿化专项", "amount", "30万元"),
                ("道路专项", "amount", "20万元"),
                ("绩效监控项目", "count", "8个"),
                ("绩效监控项目", "amount", "50万元"),
            ],
        ),
    ],
)
def test_each_figure_is_read_with_item_quantity_and_sign(
    section: str, sentence: str, found: list[tuple[str, str, str]]
) -> None:
    assert sorted(said(section, sentence)) == sorted(found)


@pytest.mark.parametrize(
    ("section", "sentence"),
    [
        ("general", "主要原因是追加某工程经费100万元，购置设备20万元。"),
        ("general", "根据某财〔2030〕15号文件，第3批人员于2030年到位。"),
        ("general", "节约项目支出5万元。"),
        ("three_public", "公务用车购置费和公务用车运行费分别下降100%。"),
        ("three_public", "公务用车购置费和公务用车运行费共5万元。"),
        ("totals", "该项目共安排资金5万元。"),
        ("operating", "其他事项涉及面积500平方米。"),
        ("income", "收入下降了不少，第12次会议研究。"),
    ],
)
def test_a_figure_whose_meaning_is_not_plain_gives_no_fact(section: str, sentence: str) -> None:
    assert said(section, sentence) == []


def test_a_continuation_behind_parts_of_a_whole_is_not_guessed() -> None:
    found = said("procurement", "政府采购支出总额3万元，其中：货物类1万元、服务类2万元。比上年增加1万元。")
    assert [each for each in found if each[1] == "change"] == []


def test_a_change_behind_two_parts_is_not_guessed() -> None:
    found = said("income", "收入合计10万元，其中：事业收入9万元，其他收入1万元，较上年增加3万元，增长42.86%。")
    assert [each[1] for each in found] == ["amount"] * 3


def test_entries_of_a_list_within_a_sentence_have_their_own_subjects() -> None:
    found = said("three_public", "1、因公出国（境）费5万元，与上年持平；2、公务接待费4万元，较上年减少1万元。")
    assert found == [(ABROAD, "amount", "5万元"), (HOST, "amount", "4万元"), (HOST, "change", "-1万元")]


def test_a_reason_may_name_another_item_with_its_own_comparison() -> None:
    found = said("totals", "收入支出总计9万元，比上年增加2万元。主要原因：项目支出增加，较上一年度增加3万元。")
    assert ("项目支出", "change", "3万元") in found
    assert ("收入支出总计", "change", "2万元") in found


@pytest.mark.parametrize(
    ("sentence", "found"),
    [
        (
            "机关运行经费5万元，比上年增加1万元，增长25%。主要原因是人员增加。",
            {"change_word": "up", "rate_word": "up", "reason": "given"},
        ),
        ("机关运行经费5万元，比上年减少1万元，主要原因是：。", {"change_word": "down", "reason": "empty"}),
        ("机关运行经费5万元，与上年持平。", {"change_word": "flat"}),
        ("机关运行经费5万元，较上年无变化。", {"change_word": "flat"}),
        ("机关运行经费5万元，较上年增加5万元（上年无此项支出）。", {"change_word": "new"}),
        (
            "机关运行经费5万元，比上年减少1万元，主要原因是机关运行经费增加。",
            {"change_word": "down", "reason": "given", "reason_word": "up"},
        ),
        (
            "机关运行经费5万元，比上年减少1万元，主要原因是水电经费减少。",
            {"change_word": "down", "reason": "given"},
        ),
        ("机关运行经费5万元，比上年增加1万元，新增项目。", {"change_word": "up"}),
        *(
            (f"机关运行经费5万元，比{year}增加1万元。", {"change_word": "up", "base": "restated"})
            for year in ("上年（调整后）", "上年度（可比口径）的4万元")
        ),
        ("机关运行经费调整后预算为6万元，决算数为5万元，比上年增加1万元。", {"change_word": "up"}),
        *(
            (f"机关运行经费年初预算6万元，决算数5万元，完成{of}预算的83.33%。", {"completion_base": base})
            for of, base in (
                *(("年初", "initial"), ("2031年年初", "initial"), ("调整后", "full_year"), ("当年", "full_year")),
                *(("追加后", "other"), ("下达", "other"), ("批复", "other")),
            )
        ),
        ("机关运行经费年初预算6万元，决算数5万元，完成2031年预算的83.33%。", {}),
        (
            "机关运行经费年初预算为6万元，决算数为5万元，决算数小于预算数的主要原因是压缩开支。",
            {"against": "below", "reason": "given"},
        ),
        ("机关运行经费年初预算为6万元，决算数为6万元，决算数与年初预算数持平。", {"against": "equal"}),
        (
            "机关运行经费全年预算为6万元，决算数为6万元，完成全年预算的100%。决算数大于（小于）预算数的原因是XX。",
            {"completion_base": "full_year", "against": "both", "reason": "empty"},
        ),
    ],
)
def test_the_words_that_go_with_the_figures(sentence: str, found: dict[str, str]) -> None:
    assert words("operating", sentence) == found


def test_a_year_in_a_reason_is_not_that_of_what_a_semicolon_parts_from_it() -> None:
    text = "公务用车购置费0万元，主要原因是2030年没有购车计划；公务接待费3万元。"
    found = read(tab_text.read("a.txt", f"{HEADINGS['three_public']}\n{text}".encode()), "final_accounts_2024")
    assert [[each.item, "year" in each.figures] for each in found] == [["公务用车购置费", False], [HOST, False]]


def test_years_are_the_statement_s_own_or_those_it_compares_with() -> None:
    stream = tab_text.read(
        "a.txt", f"{HEADINGS['operating']}\n2031年度机关运行经费支出5万元，比2030年增加1万元。".encode()
    )
    [only] = read(stream, "final_accounts_2024")
    assert {name: each.printed for name, each in only.figures.items()} == {
        "year": "2031",
        "amount": "5",
        "base_year": "2030",
        "change": "1",
    }


@pytest.mark.parametrize(
    ("line", "found"),
    [
        (
            (
                "1. “教育支出（类）普通教育（款）小学教育（项）”5万元，主要用于教学。2030年当年预算执行数为4万元，"
                "2031年预算安排5万元，比2030年预算执行数增加25%。"
            ),
            [
                ("小学教育", "amount", "5万元"),
                ("小学教育", "prior", "4万元"),
                ("小学教育", "budget", "5万元"),
                ("小学教育", "rate", "25%"),
            ],
        ),
        (
            "2031年，某街道办事处收入预算10万元，其中：财政拨款收入9万元，比2030年预算减少1万元；事业收入1万元。",
            [
                ("收入总计", "amount", "10万元"),
                ("财政拨款收入", "amount", "9万元"),
                ("财政拨款收入", "change", "-1万元"),
                ("事业收入", "amount", "1万元"),
            ],
        ),
        (
            "财政拨款预算支出9万元，其中政府性基金预算财政拨款支出预算2万元，与上年预算数相同。",
            [("财政拨款支出", "amount", "9万元"), ("政府性基金预算财政拨款支出", "amount", "2万元")],
        ),
    ],
)
def test_budgets_speak_of_planned_amounts(line: str, found: list[tuple[str, str, str]]) -> None:
    text = f"2031年部门预算编制说明\n{line}"
    statements = read(tab_text.read("a.txt", text.encode()), "budget_shanghai")
    got = [
        (each.item, column, f"{'-' * figure.negative}{figure.printed}{figure.unit}")
        for each in statements
        for column, figure in each.figures.items()
        if column not in ("year", "base_year")
    ]
    assert sorted(got) == sorted(found)


def test_items_are_tied_to_the_rows_of_the_report_by_code_and_by_name() -> None:
    rows: list[dict[str, str | None]] = [
        {"code": "201", "item": "一般公共服务支出", "path": "201"},
        {"code": "20113", "item": "商贸事务", "path": "201/20113"},
        {"code": "2011301", "item": "行政运行", "path": "201/20113/2011301"},
        {"code": "2011308", "item": "招商引资", "path": "201/20113/2011308"},
        {"code": "20104", "item": "发展与改革事务", "path": "201/20104"},
        {"code": "2010401", "item": "行政运行", "path": "201/20104/2010401"},
    ]
    lines = (
        "（一）商贸事务行政运行3万元。",
        "（二）行政运行（2010401）4万元。",
        "（三）行政运行5万元。",
        "（四）一般公共服务支出（类）商贸事务（款）行政运行（项）。支出决算为6万元。",
        "（五）一般公共服务（类）商贸事务（款）行政运行（项）。支出决算为7万元。",
        "（六）招商引资。主要用于外出洽谈。年初预算为8万元。",
        "（七）招商引资支出9万元。",
    )
    text = "\n".join((HEADINGS["general"], *lines))
    found = read(tab_text.read("a.txt", text.encode()), "final_accounts_2024", {"expenditure": rows})
    assert [(each.item, each.code, each.path) for each in found] == [
        ("行政运行", "2011301", "201/20113/2011301"),
        ("行政运行", "2010401", "201/20104/2010401"),
        ("行政运行", None, None),
        ("行政运行", "2011301", "一般公共服务支出/商贸事务/行政运行"),
        ("行政运行", "2011301", "一般公共服务/商贸事务/行政运行"),
        ("招商引资", "2011308", "201/20113/2011308"),
        ("招商引资", "2011308", "201/20113/2011308"),
    ]


def test_the_section_on_evaluated_projects_is_none_of_their_reports() -> None:
    lines = (
        "目录",
        "一、收入支出决算总体情况说明",
        "十三、项目绩效评价情况说明",
        "一、收入支出决算总体情况说明",
        "收入总计5万元。",
    )
    statements = read(tab_text.read("a.txt", "\n".join(lines).encode()), "final_accounts_2024")
    assert [each.item for each in statements] == ["收入总计"]


def test_an_economic_class_is_not_the_whole_that_its_name_ends_with() -> None:
    lines = (
        "2031年部门预算编制说明",
        "五、一般公共预算支出情况说明",
        "1.基本支出预算25万元，占一般公共预算支出的100%，同比减少2万元，下降7.41%。其中：",
        "工资福利支出预算20万元，占基本支出预算80%，同比减少2万元，下降9.09%。",
    )
    statements = read(tab_text.read("a.txt", "\n".join(lines).encode()), "budget_shanghai")
    assert "支出总计" not in {each.item for each in statements}


def test_reports_on_projects_terms_and_tables_of_contents_are_no_sections() -> None:
    lines = (
        "目录",
        "一、收入支出决算总体情况说明 12",
        "六、预算绩效情况说明",
        "（二）项目绩效自评结果",
        "一、机关运行经费情况",
        "机关运行经费支出5万元。",
        "七、其他重要事项说明",
        "（一）机关运行经费",
        "机关运行经费支出7万元。",
        "第四部分 名词解释",
        "一、机关运行经费：指5万元以下的公用经费。",
    )
    found = read(tab_text.read("a.txt", "\n".join(lines).encode()), "final_accounts_2018")
    assert [each.figures["amount"].printed for each in found] == ["7"]


def test_rows_hold_values_in_the_base_unit_with_their_sign_and_place() -> None:
    text = f"{HEADINGS['operating']}\n 机关运行经费 1,200.5 万元，比上年减少 3 万元。"
    [row] = statement_rows("r", read(tab_text.read("a.txt", text.encode()), "final_accounts_2024"))["narrative"]
    assert (row["amount"], row["change"]) == (Decimal(12_005_000), Decimal(-30_000))
    assert (row["amount__line"], row["amount__cell"], row["change__cell"]) == (2, 8, 25)


def test_text_that_is_cut_anywhere_is_read_without_complaint() -> None:
    sentence = (
        "2031年“三公”经费支出1,5.0万元（其中：外事接待2批次、9人次），占3%；比上年增加（减少）1.5万元，"
        "原因是：单价50万元（含）以上。"
    )
    for at in range(len(sentence)):
        for part in (sentence[at:], sentence[:at], f"{sentence[at:]}{sentence[:at]}", sentence[:at] + "(" * at):
            found = said("three_public", part)
            assert all(figure for _, _, figure in found)


def test_a_sentence_without_end_is_read_figure_by_figure() -> None:
    lines = ("机关运行经费5万元，" * 100,) * 50
    assert len(said("operating", *lines)) == 5000
