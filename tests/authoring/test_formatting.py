"""The canonical form: the same tree, the same remarks, always the same look."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

import pytest
from hypothesis import HealthCheck, assume, example, given, settings

import dq.syntax
from dq.authoring.formatting import format as formatting
from dq.authoring.formatting import formatted
from dq.authoring.formatting.format import meaning
from dq.resources import rules_folder
from tests.authoring.invented import rule_files

SHIPPED = sorted(rules_folder().rglob("*.dq"), key=str)
parse = lru_cache(maxsize=16)(dq.syntax.parse)


@pytest.fixture(scope="module", autouse=True)
def parsed_once():
    """The formatter reads a text, and what it wrote of it, for every promise anew: here the tree of a text is kept."""
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(formatting, "parse", parse)
        yield


@lru_cache(maxsize=8)
def canonical(text, spelled=None):
    """The canonical form; asked for again and again of one text, by more than one promise."""
    result = formatted(text, "any.dq", spelled)
    assert result.text is not None, result.diagnostics
    return result.text


def keeps_its_promises(text):
    before = parse(text, "any.dq").tree
    for spelled in (None, "zh", "en"):
        written = canonical(text, spelled)
        after = parse(written, "any.dq")
        assert not after.diagnostics
        assert meaning(after.tree) == meaning(before)
        assert canonical(written, spelled) == written
        assert not any(line != line.rstrip() for line in written.split("\n"))
    assert canonical(canonical(text, "zh"), "en") == canonical(text, "en")


@settings(suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much], max_examples=60)
@given(rule_files())
@example("rule A {check x(template, 1)=1}")
@example("rule A {check f(" + ", ".join(["非税收入非税收入"] * 8) + ", template, rule)=1}")
@example('rule A "a" { check a = 1; # why\n needs B ;\n# own\n; }')
@example("rule A { check 1，\x0b2 = 1 }")
@example("# only a remark")
@example("rule A {\x0b\n\x0brule = 1}")
def test_same_tree_same_remarks_and_nothing_left_to_do(text):
    assume(not parse(text, "any.dq").diagnostics)
    keeps_its_promises(text)


def test_most_invented_files_can_be_read():
    read = []

    @settings(database=None, max_examples=60, suppress_health_check=list(HealthCheck), deadline=None)
    @given(rule_files())
    def count(text):
        read.append(not parse(text, "any.dq").diagnostics)

    count()
    assert sum(read) > len(read) / 2


@pytest.mark.parametrize("path", SHIPPED, ids=lambda path: path.name)
def test_shipped_rules_keep_their_meaning_and_are_canonical(path):
    text = path.read_text(encoding="utf-8")
    keeps_its_promises(text)
    assert canonical(text) == text


ENGLISH = """rule A "甲" en "a" {
  severity  warning
  applies   report.kind = "final_accounts" and report.region is absent
  for each  expenditure as r where r.total is not blank
  check     sum(children(r).total) = r.total tolerance exact
}

template same(t, 舍入) {
  check     t["合计"].total >= 0 tolerance 舍入
}

test "t" {
  expect A undecided missing
  expect A violated hint truncated
  expect nothing else error, not_applicable
}
"""
CHINESE = """规则 A "甲" 英文 "a" ｛
  级别      警告
  适用      报告.种类 = "final_accounts" 并且 报告.地区 是 缺失
  对每个    expenditure 记作 r 其中 r.total 不是 空白
  校验      求和（下级（r）.total） = r.total 容差 精确
｝

规则模板 same（t，舍入） ｛
  校验      t［"合计"］.total ≥ 0 容差 舍入
｝

测试 "t" ｛
  预期 A 无法判断 缺失
  预期 A 违反 提示 截尾
  预期 此外没有 出错，不适用
｝
"""


def test_every_word_of_the_language_is_respelled_and_no_name_is():
    assert canonical(ENGLISH, "zh") == CHINESE
    assert canonical(CHINESE, "en") == ENGLISH
    assert canonical("rule A {check 【sum】(a.b) = x.sum}", "zh").count("sum") == 2


def test_both_spellings_of_a_word_say_the_same():
    assert meaning(parse(ENGLISH, "any.dq").tree) == meaning(parse(CHINESE, "any.dq").tree)


CASES = Path(__file__).parent / "formatting.md"


def cases():
    """Pairs (title, text as written, canonical text) of the Markdown file: two blocks a section."""
    for section in CASES.read_text(encoding="utf-8").split("\n## ")[1:]:
        blocks = [block.split("\n", 1)[1] for block in section.split("```")[1::2]]
        yield pytest.param(*blocks, id=section.split("\n", 1)[0])


@pytest.mark.parametrize(("written", "expected"), list(cases()))
def test_the_form_is_this(written, expected):
    assert canonical(written) == expected
    assert canonical(expected) == expected


@pytest.mark.parametrize("opener", ["(", "sum(a where ", "a[", "not (", "-(", "case { else => (1 + "])
def test_nesting_is_refused_before_it_is_too_deep_to_be_formatted(opener):
    closer = {"a[": "]", "c": ") }"}.get(opener if opener == "a[" else opener[0], ")")
    for depth in (30, 60, 63, 64, 65, 80, 500, 5_000):
        text = f"rule A {{ check {opener * depth}1{closer * depth} = 1 }}"
        result = formatted(text, "any.dq")
        if result.text is None:
            assert {each.code for each in result.diagnostics} == {"DQ-L008"}, depth
        else:
            assert canonical(result.text) == result.text
        assert result.text is None or depth < 65
