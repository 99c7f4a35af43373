"""What people at a Chinese keyboard write out of habit is told with what the language says; a certain fix mends it."""

from __future__ import annotations

import pytest

from dq.authoring.mending import mended
from dq.diagnostics import SourceText
from dq.semantics import check_text
from dq.templates import default_schema

ROW = "收入支出决算总表［“收入总计”］．决算数"


def told(text):
    return check_text(text, "a.dq", default_schema())


def rule(inside):
    return f"规则 A “甲” ｛ {inside} ｝"


@pytest.mark.parametrize(
    ("wrong", "right"),
    [
        ("规则 A：“甲” ｛ 校验 1 = 1 ｝", "规则 A “甲” ｛ 校验 1 = 1 ｝"),
        ("规则 A 甲 ｛ 校验 1 = 1 ｝", "规则 A “甲” ｛ 校验 1 = 1 ｝"),
        ("规则 A ‘甲’ ｛ 校验 1 = 1 ｝", "规则 A “甲” ｛ 校验 1 = 1 ｝"),
        (rule("依据：“表” 校验 1 = 1"), rule("依据 “表” 校验 1 = 1")),
        (rule("依据 表 校验 1 = 1"), rule("依据 “表” 校验 1 = 1")),
        (rule("级别 “警告” 校验 1 = 1"), rule("级别 警告 校验 1 = 1")),
        (rule("严重程度 警告 校验 1 = 1"), rule("级别 警告 校验 1 = 1")),
        (rule("检查 1 = 1"), rule("校验 1 = 1")),
        (rule("适用 年度 ＝ 2018 校验 1 = 1"), rule("适用 报告.年度 ＝ 2018 校验 1 = 1")),
        (rule("逐行 支出决算表 为 r 校验 r．基本支出 ＝ 0"), rule("逐行 支出决算表 记作 r 校验 r．基本支出 ＝ 0")),
        (rule("逐行 支出决算表 记作 r 校验 r的基本支出 ＝ 0"), rule("逐行 支出决算表 记作 r 校验 r．基本支出 ＝ 0")),
        (rule("逐行 支出决算表 记作 r 校验 r。基本支出 ＝ 0"), rule("逐行 支出决算表 记作 r 校验 r．基本支出 ＝ 0")),
        (rule("校验 2万元 属于 （1万元、2万元）"), rule("校验 2万元 属于 （1万元，2万元）")),
        (rule("校验 《收入支出决算总表》［“收入总计”］．决算数 ＝ 0"), rule(f"校验 {ROW} ＝ 0")),
        (rule("校验 收入支出决算总表［收入总计］．决算数 ＝ 0"), rule(f"校验 {ROW} ＝ 0")),
        (rule(f"校验 {ROW} ＝＝ 0"), rule(f"校验 {ROW} ＝ 0")),
        (rule(f"校验 {ROW} 为 0"), rule(f"校验 {ROW} ＝ 0")),
        (rule(f"校验 {ROW} 为 空白"), rule(f"校验 {ROW} 是 空白")),
        (rule(f"校验 {ROW} 不为空"), rule(f"校验 {ROW} 是 有数")),
        (rule(f"校验 {ROW} 至少 1元"), rule(f"校验 {ROW} ≥ 1元")),
        (rule(f"校验 {ROW} 超过 1元"), rule(f"校验 {ROW} ＞ 1元")),
        (rule(f"校验 {ROW} x 2 ＞ 1元"), rule(f"校验 {ROW} × 2 ＞ 1元")),
        (rule(f"校验 {ROW} 除以 2 ＞ 1元"), rule(f"校验 {ROW} ÷ 2 ＞ 1元")),
        (rule(f"校验 {ROW} 介于 1元 到 2元"), rule(f"校验 {ROW} 介于 1元 与 2元")),
        (rule(f"校验 {ROW} ＝ 0 误差 1元"), rule(f"校验 {ROW} ＝ 0 容差 1元")),
        (rule(f"校验 如果 {ROW} ＞ 0 那么 1 = 1"), rule(f"校验 {ROW} ＞ 0 则应 1 = 1")),
    ],
)  # fmt: skip
def test_a_certain_fix_mends_it(wrong, right):
    (said,) = told(wrong).diagnostics
    assert said.fix is not None
    text, number = mended(SourceText("a.dq", wrong), [said.fix])
    assert number == 1
    (after,) = told(text).book.rules
    (meant,) = told(right).book.rules
    assert [each.check for each in after.expectations] == [each.check for each in meant.expectations]
    assert (after.basis, after.severity, after.title) == (meant.basis, meant.severity, meant.title)


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ("规则 “甲” ｛ 校验 1 = 1 ｝", "例如 规则 FA101"),
        (rule("校验 求和（收入决算表．本年收入合计） 其中 级次 ＝ 1 ＝ 0"), "求和（T．列 其中 …）"),
        (rule(f"校验 {ROW} ＞ 0，{ROW} ＞ 1元"), "并且"),
        (rule("校验 合计（收入决算表．本年收入合计） ＞ 0"), "求和"),
        (rule(f"校验 {ROW} ＞ 一万元"), "1万元"),
        (rule("校验 上年收入支出决算总表［“收入总计”］．决算数 ＞ 0"), "上年（收入支出决算总表…）"),
        (rule("校验 收入决算表［201］．本年收入合计 ＞ 0"), '[code = "201"]'),
        (rule(f"校验 {ROW} × （1 ＋ 5%） ＞ 0"), "100%"),
        (rule(f"校验 {ROW} ** 2 ＞ 0"), "x × x"),
        (rule(f"校验 {ROW} ＊＊ 2 ＞ 0"), "x × x"),
        (rule(f"校验 {ROW} ≈ 0"), "容差"),
        (rule(f"校验 {ROW} 约等于 0"), "容差"),
        (rule("校验 \ue123 ＝ 0"), "【…】"),
    ],
)
def test_what_to_write_is_said(wrong, words):
    (said,) = told(wrong).diagnostics
    assert said.help is not None
    assert said.fix is None
    assert words in said.help.zh
