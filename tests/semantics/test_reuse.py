"""Definitions, templates and imports: put in where they are used, bounded, and spoken of at their own place."""

from __future__ import annotations

import pytest

from dq.semantics import check_text, load_rules
from dq.semantics.checked import Arithmetic, Compare
from tests.semantics.forms import SCHEMA


def loaded(text):
    result = check_text(text, "a.dq", SCHEMA)
    assert not result.diagnostics, result.diagnostics
    return {rule.id: rule for rule in result.book.rules}


def codes(text):
    return [each.code for each in check_text(text, "a.dq", SCHEMA).diagnostics]


def check_of(rule):
    return rule.expectations[0].check


RULE = 'rule A "a" {{ for each expenditure as r check {} }}\n'


@pytest.mark.parametrize(
    ("check", "arguments", "shown"),
    [
        ("t[row].c = more", 'income, total, "合计", 5万元', 'income["合计"].total = 5万元'),
        ("more = t[row].c", 'income, total, "合计", 1元 + 2元', '(1元 + 2元) = income["合计"].total'),
        ("sum(roots(t).c) >= more - more", "income, fiscal, 1, 2元", "sum(roots(income).fiscal) >= 2元 - 2元"),
    ],
)
def test_the_check_of_a_template_is_shown_with_what_the_rule_gives_it(check, arguments, shown):
    text = f'template same(t, c, row, more) {{ check {check} }}\nrule A "a" from same({arguments})'
    assert loaded(text)["A"].check_text == shown


def test_a_check_that_is_all_argument_is_shown_as_it_is():
    [rule] = loaded('template any(which) { check which }\nrule A "a" from any(count(income) > 0)').values()
    assert rule.check_text == "count(income) > 0"


@pytest.mark.parametrize(
    ("definition", "used", "plain"),
    [
        ("define f(x) = x - 1元", "f(r.total) >= 0", "r.total - 1元 >= 0"),
        ("定义 限额 ＝ 5万元", "r.total <= 限额", "r.total <= 5万元"),
        ("define f(x) = -x", "f(r.total - r.basic) = 0", "-(r.total - r.basic) = 0"),
        ("define f(r) = r.total - r.basic", "f(r) = r.project", "r.total - r.basic = r.project"),
        ("define same(a, b) = a = b", "same(r.total, r.basic)", "r.total = r.basic"),
        ("define g(x) = x + 1元\ndefine f(x) = g(g(x))", "f(r.total) = 0", "r.total + 1元 + 1元 = 0"),
        (
            "define of(c) = sum(income.total where code = c)",
            "r.total = of(r.code)",
            "r.total = sum(income.total where code = r.code)",
        ),
    ],
)
def test_a_definition_means_what_it_is_put_in_for(definition, used, plain):
    with_it = check_of(loaded(f"{definition}\n{RULE.format(used)}")["A"])
    without = check_of(loaded(RULE.format(plain))["A"])
    assert _shape(with_it) == _shape(without)


def _shape(node):
    if isinstance(node, tuple):
        return tuple(_shape(each) for each in node)
    fields = getattr(node, "__dataclass_fields__", None)
    if fields is None:
        return node
    return (type(node).__name__, *(_shape(getattr(node, name)) for name in fields if name != "text"))


def test_parameters_do_not_leak_into_column_names():
    found = check_of(loaded("define f(total) = total - 1元\n" + RULE.format("r.total = f(r.basic)"))["A"])
    assert isinstance(found, Compare)
    assert found.left.column == "total"
    assert isinstance(found.right, Arithmetic)
    assert found.right.left.column == "basic"


TEMPLATE = """
template total_of(t, c, label) {
  title 英文 "{t}.{c} = {label}"
  severity warning
  check t["合计"].c = summary[label].amount
}
"""


def test_a_template_makes_many_rules():
    rules = loaded(
        TEMPLATE
        + 'rule A "甲" from total_of(income, total, "本年收入合计")\n'
        + "规则 B “乙” 套用 total_of（expenditure， 合计， “本年支出合计”） ｛ 级别 错误 需先 A ｝"
        + '规则 C "丙" 英文 "c" 套用 total_of(income, total, "本年收入合计")\n'
    )
    assert (rules["A"].title.zh, rules["A"].title.en) == ("甲", "income.total = 本年收入合计")
    assert rules["C"].title.en == "c"  # instead of the template's, though that is spelled otherwise
    assert (rules["A"].severity, rules["B"].severity) == ("warning", "error")
    assert rules["B"].needs == ("A",)
    assert check_of(rules["B"]).left.source.table == "expenditure"


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("define f(x) = f(x)\n" + RULE.format("f(r.total) = 0"), "DQ-L113"),
        ("define f = g\ndefine g = f\n" + RULE.format("r.total = f"), "DQ-L113"),
        ("define f(x, x) = x\n", "DQ-L112"),
        ("define sum(x) = x\n", "DQ-L112"),
        ("define summary = 1元\n", "DQ-L112"),
        ("define f(x) = x\n" + RULE.format("f(r.total, 1) = 0"), "DQ-L115"),
        (TEMPLATE + 'rule A "a" from total_of(income, total)', "DQ-L115"),
        (TEMPLATE + 'rule A "a" from total(income, total, "x")', "DQ-L116"),
        (TEMPLATE + 'rule A "a" from total_of(income, "total", "本年收入合计")', "DQ-L117"),
        ('import "b.dq"', "DQ-L118"),
    ],
)
def test_what_is_refused(text, code):
    assert codes(text) == [code]


def test_expansion_is_bounded():
    doubling = "".join(f"define f{n + 1}(x) = f{n}(x) + f{n}(x)\n" for n in range(40))
    text = f"define f0(x) = x\n{doubling}" + RULE.format("f40(r.total) = 0")
    assert codes(text) == ["DQ-L114"]
    nested = "define d(x) = x + x\n" + RULE.format("d(" * 30 + "r.total" + ")" * 30 + " = 0")
    assert codes(nested) == ["DQ-L114"]


def test_what_a_file_grows_to_is_bounded(monkeypatch):
    monkeypatch.setattr("dq.semantics.book.MOST_PARTS", 2_000)
    many = "define many(x) = " + " + ".join(["x"] * 40) + "\n"
    rule = 'rule {} "{}" {{ for each income as r{} check many(r.total) = 0 }}\n'
    names = [f"Z{n}" for n in range(20)]
    assert codes(many + "".join(rule.format(each, each, "") for each in names)) == ["DQ-L114"]
    assert codes(many + "".join(rule.format(each, each, "") for each in names[:5])) == []
    choices = ", column as c in (total, fiscal), column as d in (total, fiscal)"
    chosen = "".join(rule.format(each, each, choices).replace("r.total", "r.c + r.d") for each in names[:5])
    assert codes(many + chosen) == ["DQ-L114"]
    plain = "".join(f'rule P{n} "P{n}" {{ for each income as r check r.total + r.total = 0 }}\n' for n in range(300))
    assert codes(plain) == []


def test_no_depth_of_definitions_or_messages_is_too_much():
    chain = "define f0 = 1元\n" + "".join(f"define f{n + 1} = f{n}\n" for n in range(3_000))
    assert codes(chain + RULE.format("r.total = f3000")) == ["DQ-L114"]
    deep = "(" * 5_000 + "1" + ")" * 5_000
    assert not codes(f'rule A "a" {{ message "{{{deep}}}" for each income as r check r.total >= 0 }}')
    signs = "-" * 5_000 + "1"
    assert codes(f'rule A "a" {{ message "{{{signs}}}" for each income as r check r.total >= 0 }}') == ["DQ-L008"]


def test_an_alias_does_not_hide_a_definition():
    assert codes("define r = 1元\n" + RULE.format("r.total >= 0")) == ["DQ-L112"]


def test_imports_that_no_path_can_mean(tmp_path):
    rules = tmp_path / "a.dq"
    for path, code in (("\0.dq", "DQ-L010"), ("x" * 290 + ".dq", "DQ-L118"), ("loop.dq", "DQ-L118")):
        rules.write_text(f'import "{path}"\n' + RULE.format("r.total >= 0"), encoding="utf-8")
        (tmp_path / "loop.dq").unlink(missing_ok=True)
        (tmp_path / "loop.dq").symlink_to(tmp_path / "loop.dq")
        assert code in [each.code for each in load_rules([rules], SCHEMA).diagnostics]


def test_reference_lists_are_read_within_bounds(tmp_path):
    (tmp_path / "reference").mkdir()
    rules = tmp_path / "a.dq"
    rules.write_text(RULE.format('r.code in codelist("own", report.year)'), encoding="utf-8")
    own = tmp_path / "reference" / "own.csv"
    own.write_text("code,name,first_year,last_year\n201,甲,2010,\n202,乙,,2012\n", encoding="utf-8")
    result = load_rules([rules], SCHEMA)
    assert not result.diagnostics
    assert len(result.book.rules) == 1
    for text in ("name\n甲\n", "code,first_year\n201,soon\n", "code\n" + "x" * 200_000, "\xff"):
        own.write_text(text, encoding="latin-1" if text == "\xff" else "utf-8")
        assert "DQ-L010" in [each.code for each in load_rules([rules], SCHEMA).diagnostics]


def test_a_fault_in_a_definition_is_told_once_and_at_its_place():
    text = "define f(r) = r.nothing\n" + RULE.format("f(r) = 0") + RULE.format("f(r) = 1元").replace("A", "B")
    (told,) = check_text(text, "a.dq", SCHEMA).diagnostics
    assert (told.code, told.span.line, told.span.column) == ("DQ-L202", 1, 17)


def test_imports_lend_definitions_within_the_folder(tmp_path):
    (tmp_path / "rules" / "parts").mkdir(parents=True)
    (tmp_path / "outside.dq").write_text("define f(x) = x\n", encoding="utf-8")
    common = tmp_path / "rules" / "parts" / "common.dq"
    common.write_text("define inner = 1元\ndefine f(x) = x - inner\n", encoding="utf-8")
    main = tmp_path / "rules" / "a.dq"
    main.write_text('import "parts/common.dq"\n' + RULE.format("f(r.total) >= 0"), encoding="utf-8")
    result = load_rules([tmp_path / "rules"], SCHEMA)
    assert not result.diagnostics
    assert [rule.id for rule in result.book.rules] == ["A"]
    assert load_rules([main], SCHEMA).book.rules == result.book.rules
    before = result.book.rules[0].fingerprint
    common.write_text("define inner = 2元\ndefine f(x) = x - inner\n", encoding="utf-8")
    assert load_rules([main], SCHEMA).book.rules[0].fingerprint != before
    for path in ("../outside.dq", str(tmp_path / "outside.dq"), "nowhere.dq", "a.dq"):
        main.write_text(f'import "{path}"\n' + RULE.format("r.total >= 0"), encoding="utf-8")
        assert [each.code for each in load_rules([tmp_path / "rules"], SCHEMA).diagnostics] == ["DQ-L118"]
    (tmp_path / "rules" / "link.dq").symlink_to(tmp_path / "outside.dq")
    main.write_text('import "link.dq"\n' + RULE.format("r.total >= 0"), encoding="utf-8")
    assert "DQ-L118" in [each.code for each in load_rules([main], SCHEMA).diagnostics]


def test_rules_in_force_for_some_years():
    (rule,) = loaded('rule A "a" { since 2016 until 2018 check summary["本年收入合计"].amount > 0 }').values()
    assert (rule.since, rule.until) == (2016, 2018)
    assert rule.expectations[0].applies is not None


def test_metadata_is_open():
    (rule,) = loaded(
        'rule A "a" { meta owner "审计一处" 附注 标签 “收支” check summary["本年收入合计"].amount > 0 }'
    ).values()
    assert rule.metadata == (("owner", "审计一处"), ("标签", "收支"))
    assert codes('rule A "a" { meta k "1" meta k "2" check summary["本年收入合计"].amount > 0 }') == ["DQ-L102"]


def test_several_lists_of_columns():
    text = (
        'rule A "a" { for each expenditure as r, column as c in (total, basic), column as d in (project) '
        "check r.c >= r.d }"
    )
    (rule,) = loaded(text).values()
    assert [each.column for each in rule.expectations] == ["total,project", "basic,project"]
