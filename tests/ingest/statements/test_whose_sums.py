"""Whose sum a sentence names: that of the body, of the item that is spoken of, or of another body."""

from __future__ import annotations

import pytest

from tests.ingest.statements.test_narrative import said

HOST, RUN, THREE = "公务接待费", "公务用车运行维护费", "三公经费"
FUNDS_IN = "政府性基金预算财政拨款收入"


@pytest.mark.parametrize(
    ("section", "lines", "items"),
    [
        ("three_public", "公务接待费。支出总额3万元。", [HOST]),
        ("three_public", "公务接待费。支出总额：3万元。", [HOST]),
        ("three_public", "（三）公务接待费\n支出合计3万元，比上年减少1万元。", [HOST, HOST]),
        ("three_public", "本年度公务接待费情况：支出3万元。", [HOST]),
        ("three_public", "公务接待费方面，全年支出合计3万元。", [HOST]),
        ("three_public", "支出总额9万元，其中：公务接待费3万元。", [THREE, HOST]),
        ("three_public", "支出总计90万元，其中三公经费9万元。", [THREE]),
        ("three_public", "本单位支出总计90万元，其中三公经费9万元。", ["支出总计", THREE]),
        ("three_public", "公务接待费3万元，公务用车运行维护费6万元，支出总额9万元。", [HOST, RUN]),
        ("three_public", "公务接待费3万元。\n支出年初预算9万元。", [HOST]),
        ("three_public", "信息化建设。支出总额12万元，收入总额12万元。", []),
        ("operating", "2031年度，总支出40万元。", ["机关运行经费"]),
        ("procurement", "采购支出总额30万元，其中：货物10万元。", ["政府采购", "政府采购货物"]),
        ("general", "1.教育支出（类）普通教育（款）小学教育（项）。支出合计80万元。", ["小学教育"]),
        ("general", "小学教育（2050202）支出总额80万元。", ["小学教育"]),
        ("general", "河道清淤项目。支出总额50万元。", []),
        ("general", "2031年度支出合计48万元。", []),
        ("funds", "收入总额20万元，支出总计18万元，收入合计15万元。", [FUNDS_IN]),
        ("funds", "收入总计、支出总计分别为20万元、18万元。", []),
        ("income", "1.事业收入。收入合计8万元。", ["事业收入"]),
        ("income", "1.事业收入8万元。收入合计50万元。", ["事业收入", "本年收入合计"]),
        ("expenditure", "支出总额50万元。", ["支出总计"]),
        ("general", "201（类）03（款）01（项）行政运行。总支出30万元。", ["行政运行"]),
        ("basic", "办公费5万元，印刷费2万元，合计7万元。", ["办公费", "印刷费"]),
        ("three_public", "三公经费预算9万元，合计支出8万元。", [THREE, THREE]),
    ],
)
def test_a_sum_that_names_no_body_is_that_of_the_item_spoken_of(section: str, lines: str, items: list[str]) -> None:
    assert [item for item, _, _ in said(section, *lines.split("\n"))] == items


@pytest.mark.parametrize(
    ("section", "sentence", "read"),
    [
        ("totals", "所属市文化馆收入总计3万元，支出总计3万元，各增长5%。", []),
        ("totals", "其中：局机关收入50万元，支出45万元；下属单位市文化馆收入3万元，支出3万元。", []),
        ("totals", "局本级2031年度收入总计50万元，支出总计50万元；县文化馆收入总计3万元，支出总计3万元。", []),
        ("totals", "县文化馆：收入总计3万元，支出总计3万元。本站收入总计60万元，支出总计60万元。", ["60万元"] * 2),
        ("totals", "所属县文化馆收入总计3万元，支出总计3万元，县某某站收入总计60万元。", ["60万元"]),
        ("totals", "收入总计53万元，其中县文化馆收入3万元；支出总计53万元。", ["53万元"] * 2),
        ("totals", "所属事业单位3个。收入总计53万元，支出总计53万元。", ["53万元"] * 2),
        ("totals", "本站下设县文化馆。收入总计53万元。", ["53万元"]),
        ("totals", "（2）县文化馆。收入总计3万元，支出总计3万元。", []),
        ("totals", "（1）局机关。收入总计50万元，支出总计50万元。", []),
        ("income", "全系统收入合计90万元，财政拨款收入80万元。", []),
        ("three_public", "三公经费9万元，其中：局机关5万元，公务接待费2万元；县文化馆4万元。", ["9万元"]),
        ("expenditure", "项目支出20万元，其中县文化馆5万元；基本支出33万元。", ["20万元", "33万元"]),
        ("income", "下属事业单位收入合计3万元，其中：财政拨款收入2万元，占66.67%。", []),
        ("three_public", "局机关公务接待费1万元、所属单位公务接待费2万元，公务接待费合计3万元。", ["3万元"]),
        ("procurement", "信息中心政府采购支出5万元，其中：货物3万元。", []),
        ("procurement", "政府采购合同总额40万元，政府采购支出30万元。", ["30万元"]),
        ("procurement", "政府采购合同总额40万元，货物支出占政府采购支出的5%。", ["40万元", "5%"]),
        ("vehicles", "县文化馆共有车辆2辆，其中：其他用车2辆。", []),
        ("vehicles", "所属各单位共有车辆2辆，其中：其他用车2辆。", ["2辆"] * 2),
    ],
)
def test_what_follows_another_body_s_name_is_none_of_what_the_report_spent(
    section: str, sentence: str, read: list[str]
) -> None:
    assert [printed for _, _, printed in said(section, sentence)] == read


def test_a_sentence_on_the_line_below_goes_on_about_the_item_whose_budget_it_tells() -> None:
    lines = "1.教育支出（类）普通教育（款）小学教育（项）5万元。", "年初预算为4万元，支出决算为6万元。"
    assert [(column, printed) for _, column, printed in said("general", *lines)] == [
        ("amount", "5万元"),
        ("budget", "4万元"),
        ("amount", "6万元"),
    ]


@pytest.mark.parametrize(
    ("sentence", "budgets"),
    [
        ("小学教育（项）支出50万元，新建桥梁，预算30万元。", []),
        ("小学教育（项）支出50万元，维修校舍，项目预算为30万元，完成预算的80%。", []),
        ("小学教育（项）支出50万元，较上年增长，预算30万元。", ["30万元"]),
        ("小学教育（项）支出50万元，维修校舍，年初预算30万元。", ["30万元"]),
        ("小学教育（项）支出50万元，预算30万元。", ["30万元"]),
    ],
)
def test_a_bare_budget_behind_works_told_between_is_not_the_item_s(sentence: str, budgets: list[str]) -> None:
    assert [printed for _, column, printed in said("general", sentence) if column != "amount"] == budgets
