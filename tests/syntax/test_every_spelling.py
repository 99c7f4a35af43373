# ruff: noqa: E501, ISC004 - rules stand here as people write them
"""Every construct can be written on a Chinese keyboard, and the words of the language are only whole words."""

from __future__ import annotations

import pytest

from dq.semantics import check_text
from dq.syntax import keywords, parse, parser
from dq.templates import default_schema
from tests.syntax.test_cases import CHINESE, ENGLISH
from tests.syntax.test_parser import shape

PAIRS = [
    (
        'import "a.dq"\ndefine f(x) = x ÷ 2\ntemplate t(c) { check income["合计"].c >= 0 }\nrule A "a" from t(total)',
        "引用 “a.dq”\n定义 f（x） ＝ x ÷ ２\n规则模板 t（c） ｛ 校验 income［“合计”］．c ≥ ０ ｝\n规则 A “a” 套用 t（total）",
    ),
    (
        'rule A "a" en "b" { basis "c" explain "d" message "e {r.total}" meta k "v" severity info since 2015 until 2018 '
        "applies report.year > 2014 for each income as r where r.level = 1, column as c in (total, fiscal) "
        "check r.c >= 0 missing as violation tolerance truncation needs B }",
        "规则 A “a” 英文 “b” ｛ 依据 “c” 说明 “d” 提示语 “e ｛r.total｝” 附注 k “v” 级别 info 起始年度 ２０１５ 截止年度 ２０１８ "
        "适用 report．year 》 ２０１４ 逐行 income 记作 r 其中 r．level ＝ １，各列 记作 c 属于 （total，fiscal） "
        "校验 r．c ≥ ０ 缺失为违反 容差 truncation 需先 B ｝",
    ),
    (
        'rule A "a" { check x = case { a > 1 and not b in (1, 2) => "甲"; c matches "乙+" or exists t where d is not blank => "丙"; '
        'else => "丁" } }',
        "规则 A “a” ｛ 校验 x ＝ 分情形 ｛ a 》 １ 并且 不 b 属于 （１，２） ＝》 “甲”； c 形如 “乙+” 或者 存在 t 其中 d 不是 blank → "
        "“丙”； 其余 ⇒ “丁” ｝ ｝",
    ),
    (
        'rule A "a" { check a between 1 and 2 implies b starts with "2" and c missing as zero = d / e × 3 }',
        "规则 A “a” ｛ 校验 a 介于 １ 与 ２ 则应 b 开头是 “2” 并且 c 缺失记零 ＝ d ／ e ＊ ３ ｝",
    ),
    (
        'rule A "a" { check a = 1 and b != 2 or c < 3 and d <= 4 and e >= 5 and f > 6 and g <= 7 implies h >= 8 or i >= 9 }',
        "规则 A “a” ｛ 校验 a 等于 1 且 b 不等于 2 或 c 小于 3 和 d 小于等于 4 且 e 大于等于 5 且 f 大于 6 且 g 不大于 7 "
        "则 h 不小于 8 或 i 不低于 9 ｝",
    ),
    ('rule A "a" { title en "b" check a implies b <= 1 }', "规则 A “a” ｛ 标题 en “b” 校验 a 那么 b 不超过 1 ｝"),
    (ENGLISH + '\nfixture "f" { }', CHINESE + "\n样表 “f” ｛ ｝"),
]


@pytest.mark.parametrize(("english", "chinese"), PAIRS)
def test_both_spellings_give_one_tree(english, chinese):
    one, other = parse(english, "a.dq"), parse(chinese, "b.dq")
    assert not one.diagnostics, one.diagnostics
    assert not other.diagnostics, other.diagnostics
    trees = [[_plain(shape(placed.declaration)) for placed in each.tree.declarations] for each in (one, other)]
    assert trees[0] == trees[1]


def _plain(node):
    """A shape with half-width signs in its texts."""
    if isinstance(node, tuple):
        return tuple(_plain(each) for each in node)
    return node.translate(str.maketrans("０１２３４５６７８９｛｝", "0123456789{}")) if type(node) is str else node


def test_every_keyword_has_both_spellings_and_is_tried_here():
    written = " ".join(text for pair in PAIRS for text in pair)
    for name, spellings in keywords(parser()).items():
        assert len(spellings) > 1, name
        assert any(each in written for each in spellings if not each.isascii()), name
        assert spellings[0] in written, name


@pytest.mark.parametrize(
    "name",
    [
        "大于号",
        "等于零",
        "和谐",
        "且慢",
        "或有负债",
        "则例",
        "来源",
        "自筹",
        "模板费",
        "casework",
        "elsewhere",
        "since_then",
        "matchless",
        "分情形表",
        "其余支出",
    ],
)
def test_words_of_the_language_are_whole_words(name):
    assert not parse(f'define {name}x = 1\nrule A "a" {{ check {name} = 1 }}', "a.dq").diagnostics


TRAPS = [
    ("check summary[“收入总计”].amount -- 1元 = 0", []),  # a minus before a sign, no comment
    ("check summary[“收入总计”].amount > 0 ＃ 校验", []),
    ("check count(income where label = “a＃b{c}，（”) = 0", []),  # a text is left as it is
    ("check summary[“收入总计”].amount >= 14085.13元", []),
    ("check summary[“收入总计”].amount == 0", ["DQ-L005"]),
    ("check summary[“收入总计”].amount >= 14,085.13元", ["DQ-L006"]),
    ("check summary[“收入总计”].amount % 2 = 0", ["DQ-L012"]),
    ("check summary[“收入总计”].amount => 0", ["DQ-L012"]),
    ("check summary[“收入总计].amount >= 0", ["DQ-L002"]),
    ("check months(2018年1月, date(“2018年12月”)) = 11", []),
    ("check income[“合计”].total >= 5万元 and 1% < 2%", []),
    ("校验：income[“合计”].total >= 5万元", ["DQ-L003"]),
    ("依据: “表” 校验 1 = 1", ["DQ-L003"]),
    ("check income[‘合计’].total >= 5万元", ["DQ-L002"]),
    ("check income['合计'].total >= 5万元", ["DQ-L002"]),
    ("校验 如果 income[“合计”].total > 0 那么 income[“合计”].fiscal > 0", ["DQ-L011"]),
    ("校验 若 income[“合计”].total > 0 则 income[“合计”].fiscal > 0", ["DQ-L011"]),
    ("check income[201].total >= 5万元", ["DQ-L306"]),
    ("check 上年收入决算表[“合计”].total >= 5万元", ["DQ-L201"]),
    ("check income[“合计”].total × (1 + 5%) >= 5万元", ["DQ-L304"]),
]


@pytest.mark.parametrize(("clause", "codes"), TRAPS)
def test_lexical_traps(clause, codes):
    result = check_text(
        f"rule A “a” {{ {clause} }}" if "＃" not in clause[-6:] else f"rule A “a” {{ {clause}\n}}",
        "a.dq",
        default_schema(),
    )
    assert [each.code for each in result.diagnostics] == codes


@pytest.mark.parametrize(
    ("rule", "column", "cause", "remedy"),
    [
        ("规则 101 “a” ｛ 校验 1 = 1 ｝", 4, "规则 后面先写编号", "编号以字母开头"),
        ("规则 A-1 “a” ｛ 校验 1 = 1 ｝", 5, "编号里有 -", "【…】"),
        ('规则 A "收支"总计"相等" ｛ 校验 1 = 1 ｝', 10, "里面的引号", "“ ”"),
        ("规则 A “a” ｛ 起始年度 “2024” 校验 1 = 1 ｝", 17, "这里不应当是 “2024”", "这里应当是：数"),
        ("规则 A “a” ｛ 校验 |1 - 2| ≤ 1 ｝", 15, "绝对值", "绝对值（…）"),
        ("规则 A “a” ｛ 校验 收入支出决算总表（公开01表）［“收入总计”］.amount > 0 ｝", 15, "只写表名", 'T["…"]'),
        ("规则 A “a” ｛ 校验 SUM（summary.amount） > 0 ｝", 15, "没有名为 SUM", "sum"),
    ],
)
def test_mistakes_of_chinese_auditors_have_place_cause_and_remedy(rule, column, cause, remedy):
    (told,) = check_text(rule, "a.dq", default_schema()).diagnostics
    assert told.help is not None
    assert (told.span.line, told.span.column, cause in told.headline.zh, remedy in told.help.zh) == (
        1,
        column,
        True,
        True,
    )


@pytest.mark.parametrize(
    ("wrong", "right"),
    [
        ("规则 A “a” ｛ 依据：“表” 校验：summary［“收入总计”］.amount 大于 0 ｝", "依据 “表” 校验："),
        ("规则 A ‘a’ ｛ 校验 summary［“收入总计”］.amount 大于 0 ｝", "规则 A “a”"),
        ("规则 A “a” ｛ 校验 如果 summary［“收入总计”］.amount 大于 0 那么 1 = 1 ｝", "校验 summary"),
        ("規則 A “a” ｛ 校验 1 = 1 ｝", "规则 A"),
        ("规则 A “a” ｛ 級別 错误 校验 1 = 1 ｝", "级别 错误"),
        ("ｒｕｌｅ A “a” ｛ 校验 1 = 1 ｝", "rule A"),
        ("rule A “a” ｛ CHECK 1 = 1 ｝", "check 1"),
        ("规则 A “a” ｛ 校验 1 大於等於 1 ｝", "1 大于等于 1"),
        ("规则 A “a” ｛ 校验 1 应等于 1 ｝", "1 等于 1"),
        ("规则 A “a” ｛ 依据 “表”。\n 校验 1 = 1 ｝", "“表”\n"),
        ("规则 A “a” ｛ 校验 1 = 1，\n｝", "1 = 1\n"),
        ("规则 A “a” ｛ 校验 summary〔“收入总计”］.amount > 0 ｝", "summary［“收入"),
        ("规则 A “a” ｛ 校验 summary［『收入总计』］.amount > 0 ｝", "［“收入总计”］"),
        ("规则 A “a” ｛ 校验 summary［”收入总计”］.amount > 0 ｝", "［“收入总计”］"),
        ("规则 A “a” ｛ 校验 summary［“收入总计”］.决算数（万元） > 0 ｝", "决算数 > 0"),
        ("规则 A “a” ｛ 校验 1 = 2 ± 1 ｝", "2 容差  1"),
        ("规则 A “a” ｛ 校验 2 – 1 = 1 ｝", "2 － 1"),
        ("规则 A “a” ｛ 校验 1 = 1 ＆ 2 = 2 ｝", "1 and 2"),
        ("规则 A “a” ｛ 校验 2 =＞ 1 ｝", "2 >= 1"),
        ("规则 A “a” ｛ 校验 2\u200b > 1 ｝", "2 > 1"),
    ],
)
def test_habits_of_a_chinese_keyboard_have_a_certain_fix(wrong, right):
    (told,) = check_text(wrong, "a.dq", default_schema()).diagnostics
    assert told.fix is not None
    assert told.fix.span.line == 1
    start, end = told.fix.span.column - 1, told.fix.span.end_column - 1
    assert right in wrong[:start] + told.fix.replacement + wrong[end:]
