"""What rules mean: the checked form that the planner reads."""

from __future__ import annotations

from decimal import Decimal

import pytest

from dq.semantics import check_text
from dq.semantics.checked import (
    Among,
    And,
    Arithmetic,
    Call,
    Compare,
    Comparison,
    Exists,
    Field,
    Implies,
    Inner,
    Literal,
    Negate,
    Not,
    Operator,
    Pick,
    Reduce,
    Reducer,
    ReportField,
    Source,
    StartsWith,
    StateName,
    StateTest,
    Tolerance,
    ToleranceKind,
)
from dq.templates import default_schema
from dq.types import Severity, ValueType
from tests.semantics.forms import SCHEMA

MONEY, COUNT, TEXT, CODE, NUMBER = (
    ValueType.MONEY, ValueType.COUNT, ValueType.TEXT, ValueType.CODE, ValueType.NUMBER,
)  # fmt: skip
EXACT = Tolerance(ToleranceKind.EXACT)
BOTH = frozenset({"old", "new"})


def load(text):
    result = check_text(text, "rules.dq", SCHEMA)
    assert not result.diagnostics, result.diagnostics
    return result.book.rules


def expectations(body):
    return load(f'rule A "甲" {{ {body} }}')[0].expectations


def condition(check, each="for each income as r"):
    return expectations(f"{each} check {check}")[0].check


def value(written, each="for each income as r"):
    """The checked value of something that compares with zero."""
    return condition(f"{written} = 0", each).left


def text(column, written, table):
    return Compare(Comparison.EQ, Inner(table, column, TEXT), Literal(written, TEXT, written), EXACT)


def test_a_total_and_its_parts():
    (found,) = expectations(
        'applies report.kind = "final_accounts" and report.year >= 2015 '
        'check summary["本年收入合计"].amount = sum(summary.amount where side = "income" and role = "item")'
    )
    assert found.check == Compare(
        Comparison.EQ,
        Pick(
            Source("summary", (), text("path", "本年收入合计", "summary")),
            "amount",
            MONEY,
            'summary["本年收入合计"].amount',
        ),
        Reduce(
            Reducer.SUM,
            Source("summary", (), And(text("side", "income", "summary"), text("role", "item", "summary"))),
            Inner("summary", "amount", MONEY),
            MONEY,
            'sum(summary.amount where side = "income" and role = "item")',
        ),
        Tolerance(),
    )
    assert found.applies == And(
        Compare(Comparison.EQ, ReportField("kind", TEXT), Literal("final_accounts", TEXT, "final_accounts"), EXACT),
        Compare(Comparison.GE, ReportField("year", NUMBER), Literal(Decimal(2015), NUMBER, "2015"), EXACT),
    )
    assert (found.each, found.where, found.column) == (None, None, None)
    assert (found.tables, found.templates) == (("summary",), BOTH)


def test_a_column_list_makes_one_expectation_each():
    children = Source("expenditure", (("parent", Field("expenditure", "n", COUNT)),))
    found = expectations(
        "for each expenditure as parent where exists children(parent), column as c in (total, 基本支出) "
        "check parent.c = sum(children(parent).c)"
    )
    assert [each.column for each in found] == ["total", "basic"]
    for each, column in zip(found, ("total", "basic"), strict=True):
        assert each.where == Exists(children)
        assert each.each == "expenditure"
        assert each.check == Compare(
            Comparison.EQ,
            Field("expenditure", column, MONEY),
            Reduce(Reducer.SUM, children, Inner("expenditure", column, MONEY), MONEY, "sum(children(parent).c)"),
            Tolerance(),
        )


def test_templates_are_judged_column_by_column():
    found = expectations('for each column as c in (total, basic, project) check 2 × 支出表["合计"].c >= 0')
    assert [each.templates for each in found] == [BOTH] * 3
    old = expectations('for each statistics as r check r.amount >= 0 and summary["财政拨款"].amount >= 0')
    assert old[0].templates == {"old"}
    new = expectations('for each capital as r check r.total >= summary["一般预算拨款"].amount')
    assert new[0].templates == {"new"}


def test_a_keyed_look_up():
    (found,) = expectations(
        "for each summary as line where line.function_code is present "
        "check line.amount = expenditure[code = line.function_code].total"
    )
    code = Field("summary", "function_code", CODE)
    assert found.where == StateTest(code, StateName.PRESENT)
    assert found.check.right == Pick(
        Source("expenditure", (("code", code),)), "total", MONEY, "expenditure[code = line.function_code].total"
    )
    assert found.tables == ("summary", "expenditure")


def test_keys_and_local_conditions_are_taken_apart():
    found = value("sum(expenditure.basic where r.code = code and total > 0 and level = 3 and item = r.item)")
    assert found.source.keys == (("code", Field("income", "code", CODE)), ("item", Field("income", "item", TEXT)))
    assert found.source.filter == And(
        Compare(Comparison.GT, Inner("expenditure", "total", MONEY), Literal(Decimal(0), NUMBER, "0"), EXACT),
        Compare(Comparison.EQ, Inner("expenditure", "level", COUNT), Literal(Decimal(3), NUMBER, "3"), EXACT),
    )


@pytest.mark.parametrize(
    ("written", "keys"),
    [("parent", ("n", "parent")), ("above", ("n", "above")), ("below", ("n", "below"))],
)
def test_relations_are_key_equalities(written, keys):
    found = value(f"{written}(r).total")
    assert found == Pick(
        Source("income", ((keys[0], Field("income", keys[1], COUNT)),)), "total", MONEY, f"{written}(r).total"
    )


def test_roots_have_no_parent():
    absent = StateTest(Inner("income", "parent", COUNT), StateName.ABSENT)
    assert value("sum(roots(income).total)").source == Source("income", (), absent)
    both = value('sum(roots(income).total where role = "item")').source
    assert both.filter == And(absent, text("role", "item", "income"))


def test_relation_and_filter_together():
    found = value('sum(children(r).total where role = "item")').source
    assert found == Source("income", (("parent", Field("income", "n", COUNT)),), text("role", "item", "income"))


def test_a_sum_of_a_linear_expression():
    found = value("sum(income.total - 2 × income.fiscal)")
    assert found.element == Arithmetic(
        Operator.SUBTRACT,
        Inner("income", "total", MONEY),
        Arithmetic(Operator.MULTIPLY, Literal(Decimal(2), NUMBER, "2"), Inner("income", "fiscal", MONEY), MONEY),
        MONEY,
    )


def test_count_min_max():
    counted = condition("count(income where code = r.code) = 1")
    assert counted.left == Reduce(
        Reducer.COUNT,
        Source("income", (("code", Field("income", "code", CODE)),)),
        None,
        COUNT,
        "count(income where code = r.code)",
    )
    assert value("min(income.total)").reducer is Reducer.MIN
    assert value("max(children(r).total)").reducer is Reducer.MAX


def test_labels():
    path = value('summary["一、 年初结转"/"其中：项目 结转"].amount').source.filter
    assert path == Compare(
        Comparison.EQ,
        Inner("summary", "path", TEXT),
        Literal("年初结转/项目结转", TEXT, "一、 年初结转/其中：项目 结转"),
        EXACT,
    )
    either = value('summary["财政拨款"].amount').source.filter
    assert isinstance(either, Among)
    assert [choice.value for choice in either.choices] == ["上年/财政拨款", "财政拨款"]
    by_code = value('expenditure["合 计"].total').source.filter
    assert by_code == Compare(Comparison.EQ, Inner("expenditure", "item", TEXT), Literal("合计", TEXT, "合 计"), EXACT)


def test_the_unit_of_a_row_gives_the_type():
    assert value('statistics["车辆数"].amount').type is COUNT
    assert value('statistics["接待费"].amount').type is MONEY
    assert value("r.amount", "for each statistics as r").type is ValueType.QUANTITY


@pytest.mark.parametrize(
    ("written", "figure", "type_"),
    [
        ("5万元", Decimal(50000), MONEY),
        ("0.01万元", Decimal(100), MONEY),
        ("１.５亿元", Decimal(150_000_000), MONEY),
        ("-3元", Decimal(-3), MONEY),
        ("0", Decimal(0), NUMBER),
    ],
)
def test_literals_are_in_the_base_unit(written, figure, type_):
    found = condition(f"r.total >= {written}").right
    assert (found.value, found.type) == (figure, type_)


def test_arithmetic():
    total, fiscal = Field("income", "total", MONEY), Field("income", "fiscal", MONEY)
    assert value("r.total + r.fiscal") == Arithmetic(Operator.ADD, total, fiscal, MONEY)
    assert value("-r.total") == Negate(total, MONEY)
    assert value("+r.total") == total
    percent = value("r.total × 5%")
    assert percent == Arithmetic(Operator.MULTIPLY, total, Literal(Decimal("0.05"), NUMBER, "5%"), MONEY)
    assert value("abs(r.total - r.fiscal)") == Call(
        "abs", (Arithmetic(Operator.SUBTRACT, total, fiscal, MONEY),), MONEY
    )
    assert value("精确值(r.total)") == Call("exactly", (total,), MONEY)


def test_missing_as_zero():
    found = value("r.fiscal missing as zero")
    assert found == Field("income", "fiscal", MONEY, optional=True)
    (optional,) = expectations('check summary["一般预算拨款"].amount missing as zero = statistics["接待费"].amount')
    assert optional.templates == {"old"}
    assert optional.check.left.optional
    assert optional.tables == ("summary", "statistics")


def test_conditions():
    total = Field("income", "total", MONEY)
    assert condition("r.total is not blank") == Not(StateTest(total, StateName.BLANK))
    found = condition("r.total between 0 and 5元")
    assert [type(found), found.left.comparison, found.right.comparison] == [And, Comparison.GE, Comparison.LE]
    among = condition('r.code not in ("201", "205")')
    assert among == Not(
        Among(Field("income", "code", CODE), (Literal("201", TEXT, "201"), Literal("205", TEXT, "205")))
    )
    starts = condition('r.code starts with "201" implies r.total > 0')
    assert isinstance(starts, Implies)
    assert starts.left == StartsWith(Field("income", "code", CODE), Literal("201", TEXT, "201"))
    assert condition("not exists income where code = r.code") == Not(
        Exists(Source("income", (("code", Field("income", "code", CODE)),)))
    )


@pytest.mark.parametrize(
    ("written", "tolerance"),
    [
        ("", Tolerance()),
        ("tolerance rounding", Tolerance()),
        ("tolerance exact", EXACT),
        ("tolerance 0.01万元", Tolerance(ToleranceKind.ABSOLUTE, Decimal(100))),
        ("容差 5元", Tolerance(ToleranceKind.ABSOLUTE, Decimal(5))),
    ],
)
def test_a_tolerance_holds_for_the_whole_check_and_nothing_else(written, tolerance):
    (found,) = expectations(f"for each income as r where r.total > 0 check r.total = 1元 or r.fiscal = 2元 {written}")
    assert (found.check.left.tolerance, found.check.right.tolerance) == (tolerance, tolerance)
    assert found.where.tolerance == EXACT


def test_what_people_read():
    (rule,) = load(
        'rule A "甲" {\n  title en "a" # remark\n  basis "据"\n  explain "说" explain en "says"\n  severity warning\n'
        '  check summary["本年收入合计"].amount\n    >= 0 # why\n}\n'
    )
    assert (rule.id, rule.title.zh, rule.title.en, rule.basis.zh) == ("A", "甲", "a", "据")
    assert rule.explanation is not None
    assert (rule.explanation.zh, rule.explanation.en, rule.severity) == ("说", "says", Severity.WARNING)
    assert rule.check_text == 'summary["本年收入合计"].amount >= 0'
    assert rule.source.startswith("rule A")
    assert rule.source.endswith("}")
    assert (rule.pack, rule.span.line, rule.span.end_line) == ("rules", 1, 8)


def test_what_is_left_out():
    (rule,) = load('rule A "甲" { check summary["本年收入合计"].amount >= 0 }')
    assert (rule.title.en, rule.basis.zh, rule.explanation, rule.severity, rule.needs) == (
        "甲",
        "",
        None,
        Severity.ERROR,
        (),
    )


def test_a_fingerprint_is_of_the_rule_not_of_its_layout():
    one = load('rule A "甲" { check summary["本年收入合计"].amount >= 0 }')[0]
    same = load('# 一\nrule A "甲" {\n  # 二\n  check summary["本年收入合计"].amount >= 0\n}')[0]
    other = load('rule A "甲" { check summary["本年收入合计"].amount > 0 }')[0]
    assert one.fingerprint == same.fingerprint != other.fingerprint


def test_an_item_is_compared_as_the_form_has_it():
    (found,) = expectations('for each summary as r where r.item = "一、本年收入 合计" check r.amount >= 0')
    assert found.where.right == Literal("本年收入合计", TEXT, "一、本年收入 合计")


def test_a_word_of_few_may_be_written_in_chinese():
    text = 'applies report.kind = "决算" for each summary as r where r.side = "收入" and r.role in ("合计", "组成部分")'
    (found,) = expectations(f"{text} check r.amount >= 0")
    assert found.applies.right == Literal("final_accounts", TEXT, "决算")
    assert found.where.left.right == Literal("income", TEXT, "收入")
    assert [each.value for each in found.where.right.choices] == ["total", "part"]


@pytest.mark.parametrize(
    ("written", "held"),
    [("三公经费", "three_public"), ("“三公”经费", "three_public"), ("three_public", "three_public"), ("三公", None)],
)
def test_the_words_of_statements_are_known(written, held):
    rule = f'rule A "甲" {{ for each narrative as s where s.section = 「{written}」 check s.amount >= 0 }}'
    result = check_text(rule, "test.dq", default_schema())
    assert [each.code for each in result.diagnostics] == ([] if held else ["DQ-L215"])
    assert [rule.expectations[0].where.right.value for rule in result.book.rules] == ([held] if held else [])


@pytest.mark.parametrize(
    ("picked", "codes"),
    [
        ('project_fund[form = p.form and source = "total"]', []),
        ("project_fund[form = p.form]", []),
        ("project_indicator[n > 3]", ["DQ-L218"]),
    ],
)
def test_a_statement_is_named_by_what_it_is_about(picked, codes):
    rule = f'rule A "甲" {{ for each project as p check {picked}.label = "合计" }}'
    result = check_text(rule, "test.dq", default_schema())
    assert [each.code for each in result.diagnostics] == codes


def test_quantities_divide_to_a_ratio_and_stand_beside_one():
    check = "t.completion = t.actual / t.target and t.actual = t.target / t.reference"
    rule = f'rule A "甲" {{ for each project_target as t check {check} }}'
    assert not check_text(rule, "test.dq", default_schema()).diagnostics
