"""Purposes and reasons copied from another item, and documents cited with two signs."""

from __future__ import annotations

import pytest

from tests.ingest.statements.invented import mentions

PENSION = "1、社会保障和就业支出（类）养老支出（款）基本养老保险缴费（项）。主要用于：基本养老保险缴费支出。"
ANNUITY = "2、社会保障和就业支出（类）养老支出（款）职业年金缴费（项）。"
NOTICE = "根据《某市校舍维修资金管理办法》（甲教财〔2019〕12号）执行。"


@pytest.mark.parametrize(
    ("text", "words"),
    [
        (f"{PENSION}\n{ANNUITY}主要用于：基本养老保险缴费支出。", ["基本养老保险缴费支出"]),
        (
            (
                "（一）农田建设（2130153）8万元，增长2%，主要原因是农田建设任务增加。\n"
                "（二）防汛（2130314）9万元，增长3%，主要原因是农田建设任务增加。"
            ),
            ["农田建设任务增加"],
        ),
        (
            (
                "“农林水支出（类）水利（款）防汛（项）”9万元，主要用于防汛。主要原因是：防汛经费增加。\n"
                "“农林水支出（类）水利（款）抗旱（项）”7万元，主要用于防汛。主要原因是：防汛经费增加。"
            ),
            ["防汛经费增加"],
        ),
    ],
)
def test_what_was_copied_from_another_item_is_told_once_an_item(text, words):
    assert [said for _, said, _ in mentions(text + "\n", "borrowed")] == words


@pytest.mark.parametrize(
    "text",
    [
        f"{PENSION}\n{ANNUITY}主要用于：职业年金缴费支出。",
        "（一）抚恤（2080801）8万元，用于死亡抚恤和伤残抚恤。\n（二）伤残抚恤支出（2080802）9万元，用于死亡抚恤和伤残抚恤。",
        "（一）事业单位医疗（2101102）8万元，用于行政事业单位医疗。\n（二）行政单位医疗（2101101）9万元，用于行政事业单位医疗。",
        f"{PENSION}\n{ANNUITY}主要用于：基本养老保险缴费和职业年金缴费支出。",
        f"{PENSION}\n{ANNUITY}主要用于：单位人员支出。\n3、住房保障支出（类）住房改革支出（款）住房公积金（项）。主要用于：单位人员支出。",
        f"{PENSION}\n2、社会保障和就业支出（类）养老支出（款）一般行政管理事务（项）。主要用于：基本养老保险缴费支出。",
        f"{PENSION}\n2、社会保障和就业支出（类）养老支出（款）其他养老支出（项）。主要用于：基本养老保险缴费支出。",
        "1、教育支出（类）XX（款）XX（项）。主要用于：XXXX。\n2、教育支出（类）普通教育（款）学前教育（项）。主要用于：XXXX。",
        f"{PENSION}\n二、社会保险情况\n主要用于：基本养老保险缴费支出。",
        "1、农林水支出（类）水利（款）防汛（项）。主要用于：防汛支出。\n2、农林水支出（类）水利（款）防汛抗旱（项）。主要用于：防汛支出。",
    ],
)
def test_what_is_an_items_own_or_is_said_of_all_is_left_alone(text):
    assert mentions(text + "\n", "borrowed") == []


@pytest.mark.parametrize("sign", ["甲教综〔2019〕12号", "甲教财〔2018〕12号"])
def test_the_rarer_of_two_signs_of_one_document_is_told(sign):
    other = NOTICE.replace("甲教财〔2019〕12号", sign)
    assert mentions(f"{NOTICE}\n{other}\n{NOTICE}\n{other}\n{NOTICE}\n", "sign") == [(2, sign, "no")]


@pytest.mark.parametrize(
    "other",
    [
        NOTICE,
        NOTICE.replace("12号", "30号"),
        NOTICE.replace("2019〕12号", "2021〕7号"),
        NOTICE.replace("甲教财〔2019〕", "乙财发〔2020〕"),
        NOTICE.replace("校舍", "操场").replace("甲教财", "甲教综"),
        NOTICE.replace("（甲教财〔2019〕12号）", ""),
        NOTICE.replace("甲教财", "教财"),
        NOTICE.replace("甲教财", "某市教育局甲教财"),
    ],
)
def test_what_may_have_been_issued_again_is_another_document(other):
    assert mentions(f"{NOTICE}\n{other}\n", "sign") == []


@pytest.mark.parametrize("title", ["关于下达校舍维修资金的函", "关于做好校舍维修的通知"])
def test_what_is_issued_every_year_may_have_one_number_twice(title):
    notice = NOTICE.replace("某市校舍维修资金管理办法", title)
    assert mentions(f"{notice}\n{notice.replace('2019', '2018')}\n", "sign") == []
