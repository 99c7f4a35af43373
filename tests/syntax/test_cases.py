"""The form of tests of rules: *_test.dq files."""

from __future__ import annotations

import pytest

from dq.syntax import comments, parse, tree

ENGLISH = """test "name" {
  form final_accounts_2018  year 2018
  from "base" from sample "report" prior "before"
  given summary unit 万元 {
    | 项目 | 决算数 |
    | 合计 # | 1,234.50 |
  }
  change summary["a"/"b"].amount to "1.00"
  remove procurement
  expect SM101, SM102["201"].amount violated hint truncated difference "0.01"
  expect nothing else violated, undecided
}"""
CHINESE = """测试 “name” ｛
  表式 final_accounts_2018 ； 年度 2018
  套用 “base” 套用 样本 “report” 上年 “before”
  给定 summary 单位 万元 ｛
    | 项目 | 决算数 |
    | 合计 # | 1,234.50 |
  ｝
  改动 summary［“a”／“b”］．amount 改为 “1.00”
  删去 procurement
  预期 SM101，SM102［“201”］．amount violated 提示 truncated 差额 “0.01”
  预期 此外没有 violated， undecided
｝"""


def declared(text):
    result = parse(text, "a_test.dq")
    assert not result.diagnostics, result.diagnostics
    return [placed.declaration for placed in result.tree.declarations]


def test_what_stands_between_strokes_is_untouched():
    (test,) = declared(ENGLISH)
    (given,) = (line for line in test.lines if isinstance(line, tree.Given))
    assert [row.text for row in given.rows] == ["| 项目 | 决算数 |", "| 合计 # | 1,234.50 |"]
    assert comments(ENGLISH) == ()


def test_a_fixture_has_the_lines_of_a_test():
    assert isinstance(declared(ENGLISH.replace("test", "fixture", 1))[0], tree.Fixture)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ('test "a" { expext A holds }', "DQ-L001"),
        ('tset "a" { }', "DQ-L015"),
        ('test "a" { given summary { | 项目 | }', "DQ-L004"),
    ],
)
def test_a_fault_costs_its_own_test_only(text, code):
    result = parse(f'{text}\ntest "b" {{ }}', "a_test.dq")
    assert [each.code for each in result.diagnostics] == [code]
    assert [placed.declaration.name.text for placed in result.tree.declarations] == ["b"]
