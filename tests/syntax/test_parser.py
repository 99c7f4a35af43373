from __future__ import annotations

import pytest

from dq.syntax import DEEPEST, parse, tree
from dq.syntax.parser import LARGEST_FILE, MOST_RULES


def rule(text):
    result = parse(text, "a.dq")
    assert not result.diagnostics, result.diagnostics
    return result.tree.rules[0].rule


def check(expression):
    clause = next(each for each in rule(f'rule A "a" {{ check {expression} }}').clauses if isinstance(each, tree.Check))
    return clause.condition


def shape(node):
    """The tree without places, for comparing what two spellings mean."""
    if isinstance(node, tree.RelationSign):
        return node.relation
    if isinstance(node, tree.Node):
        fields = [name for name in node.__dataclass_fields__ if name not in {"start", "end", "quoted"}]
        return (type(node).__name__, *(shape(getattr(node, name)) for name in fields))
    return tuple(shape(each) for each in node) if isinstance(node, tuple) else node


def codes(text):
    return [each.code for each in parse(text, "a.dq").diagnostics]


@pytest.mark.parametrize(
    ("loose", "bracketed"),
    [
        ("a or b and c", "a or (b and c)"),
        ("not a = 1 and b", "(not (a = 1)) and b"),
        ("a implies b implies c", "a implies (b implies c)"),
        ("a - b - c = 0", "(a - b) - c = 0"),
        ("a + 2 × b = 0", "a + (2 × b) = 0"),
        ("-a + b = 0", "(-a) + b = 0"),
        ("x between 1 and 2 and y", "(x between 1 and 2) and y"),
        ("exists T where a and b or c", "exists T where ((a and b) or c)"),
        ("a + b.c missing as zero = 0", "a + (b.c missing as zero) = 0"),
        ("a = 1 or b is not blank", "(a = 1) or (b is not blank)"),
    ],
)
def test_precedence(loose, bracketed):
    assert shape(check(loose)) == shape(check(bracketed))


@pytest.mark.parametrize(
    ("chinese", "english"),
    [
        ("a ＝ ５万元", "a = ５万元"),
        ("a ≠ b 并且 c ≥ d", "a != b and c >= d"),
        ("a 《＝ b 或者 c 》 d", "a <= b or c > d"),
        ("a＋b－c×２ ＝ ０", "a+b-c*２ = ０"),
        ("不 存在 T 其中 a 是 有数", "not exists T where a is 有数"),
        ("a 不是 空白", "a is not 空白"),
        ("a 介于 1 与 2", "a between 1 and 2"),
        ("a 属于 （1， 2）", "a in (1, 2)"),
        ("a 开头是 “2”", 'a starts with "2"'),
        ("a.b 缺失记零 ＝ 0 则应 c", "a.b missing as zero = 0 implies c"),
        ("表［“甲”／“乙”］．列 ＝ 0", '表["甲"/"乙"].列 = 0'),
    ],
)
def test_chinese_spellings_mean_the_same(chinese, english):
    assert shape(check(chinese)) == shape(check(english))


@pytest.mark.parametrize("name", ["非税收入", "或有负债", "order", "note", "inner", "isolated", "不动产", "是否"])
def test_keywords_match_only_as_whole_words(name):
    condition = check(f"{name} = 1")
    assert isinstance(condition, tree.Comparison)
    assert shape(condition.operands[0]) == ("Name", name)


@pytest.mark.parametrize("name", ["where", "check", "or", "基本支出（人员）", "a b", "#"])
def test_anything_is_a_name_in_brackets(name):
    condition = check(f"r.【{name}】 = 1")
    assert isinstance(condition.operands[0], tree.Member)
    assert condition.operands[0].name.text == name


@pytest.mark.parametrize(
    ("written", "text"),
    [
        ('"a“b”c"', "a“b”c"),
        ("“他说“好的””", "他说“好的”"),
        ('“a"b”', 'a"b'),
        ("「甲「乙」丙」", "甲「乙」丙"),
        ('"  ，。（）＝ # "', "  ，。（）＝ # "),
        ('""', ""),
    ],
)
def test_a_text_closes_with_its_openers_partner_and_is_untouched(written, text):
    assert check(f"a = {written}").operands[1].text == text


@pytest.mark.parametrize("figure", ["1%", "5万元", "14085.13", "3人次", "0.01万元"])
def test_a_figure_with_its_unit_is_one_token(figure):
    node = check(f"a = {figure}").operands[1]
    assert isinstance(node, tree.Number)
    assert node.text == figure


def test_places_count_within_the_rule():
    text = '# 说明\nrule A "a" { check a = 1 }\nrule B "b" { check (a + b) = 1 }\n'
    second = parse(text, "a.dq").tree.rules[1]
    condition = second.rule.clauses[0].condition
    assert text[second.base + condition.start : second.base + condition.end] == "(a + b) = 1"
    left = condition.operands[0]
    assert text[second.base + left.start : second.base + left.end] == "(a + b)"


def test_comments_are_kept_with_their_places():
    text = '# one\nrule A "# no" { check 【#】 = "＃" } ＃ two  \n'
    found = parse(text, "a.dq").tree.comments
    assert [each.text for each in found] == ["# one", "＃ two"]
    assert [text[each.start] for each in found] == ["#", "＃"]


def test_clauses_in_any_order_and_semicolons():
    read = rule('rule A "a" { needs B, C; check a = 1 tolerance 0.01万元； severity info for each T as r where r.x }')
    assert [type(each).__name__ for each in read.clauses] == ["Needs", "Check", "SeverityClause", "ForEach"]


def test_an_error_costs_its_own_rule_only():
    text = 'rule A "a" { check = }\nrule B "b" { check a = 1 }\nrule C "c { check a = 1 }\nrule D "d" { check a = 1 }'
    result = parse(text, "a.dq")
    assert [each.rule.id.text for each in result.tree.rules] == ["B", "D"]
    assert [(each.code, each.span.line) for each in result.diagnostics] == [("DQ-L001", 1), ("DQ-L002", 3)]


def test_windows_line_ends_and_byte_order_mark():
    assert not codes('\ufeffrule A "a" {\r\n  check a = 1\r\n}\r\n')


@pytest.mark.parametrize(
    "deep",
    [
        "(" * 20_000 + "a" + ")" * 20_000 + " = 1",
        "-" * 5_000 + "a = 1",
        "not " * 5_000 + "a = 1",
        "+".join("a" * 5_000) + " = 1",
        " and ".join(["a"] * 5_000),
        " implies ".join(["a"] * 5_000),
        "abs(" * 5_000 + "a" + ")" * 5_000 + " = 1",
        "a" + ".b" * 5_000 + " = 1",
    ],
)
def test_depth_is_bounded_without_recursion(deep):
    found = codes(f'rule A "a" {{ check {deep} }}')
    assert found in ([], ["DQ-L008"])  # brackets alone leave no trace in the tree


def test_the_deepest_that_is_allowed():
    assert not codes(f'rule A "a" {{ check {"not " * (DEEPEST - 2)}a = 1 }}')


def test_size_is_bounded():
    assert codes("#" * (LARGEST_FILE + 1)) == ["DQ-L009"]
    assert codes("rule A {}\n" * (MOST_RULES + 1)) == ["DQ-L009"]
