"""Sentences which say that last year's figures were changed since: invented throughout."""

from __future__ import annotations

import pytest

from tests.ingest.statements.invented import mentions


@pytest.mark.parametrize(
    ("sentence", "words"),
    [
        ("因会计差错更正，经批准调整年初结转和结余3.20万元。", "调整年初结转和结余"),
        ("根据审计意见，调增年初财政拨款结转和结余3.20万元。", "调增年初财政拨款结转和结余"),
        ("年初结转和结余与上年年末数不一致，系更正差错所致。", "年初结转和结余与上年年末数不一致"),
        ("本年年初数已按合并后口径调整。", "年初数已按合并后口径调整"),
        ("2021年3月，原甲乡农机站并入本单位。", "2021年3月，原甲乡农机站并入本单位"),
    ],
)
def test_what_was_changed_since_is_told_once(sentence: str, words: str) -> None:
    found = mentions(f"{sentence}\n{sentence}", "restated")
    assert [each[1].replace("，", ",") for each in found] == [words.replace("，", ",")]


@pytest.mark.parametrize(
    "sentence",
    [
        "年初结转和结余20.00万元，年中调整预算3.00万元。",
        "主要原因是年初结转和结余资金调整预算。",
        "年初预算数调整后完成100%。",
        "未调整年初结转和结余。",
        "年初结转和结余未发生调整。",
        "支出决算大于年初数的主要原因是工资标准调整。",
        "决算数与年初数不一致，系年中追加项目所致。",
        "年初结转资金按规定调整用于抗旱。",
        "2021年，我局将三个专项合并为一个专项管理。",
        "2021年专项资金划入我局账户。",
        "纳入2021年决算编制范围的单位包括：局机关、县农机中心(由农技站与种子站合并成立)。",
        "2016年3月，原甲乡农机站并入本单位。",
        "2021年，甲乡与乙乡的农机服务职责并入县农机局。",
        "年初结转和结余：指以前年度尚未完成、结转到本年按有关规定继续使用的资金。",
    ],
)
def test_other_sentences_say_no_such_thing(sentence: str) -> None:
    assert mentions(sentence, "restated") == []
