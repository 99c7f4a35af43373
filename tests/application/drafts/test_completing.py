"""What an editor offers at a place of a rule text."""

from __future__ import annotations

import pytest

from dq.application.drafts.completing import Kind, complete
from dq.application.drafts.draft import Draft
from dq.application.drafts.lexicon import lexicon
from dq.semantics.files import read_texts
from dq.syntax import expected

RULES = {"FA101": "本年收入合计", "FA220": "逐级汇总"}


@pytest.fixture
def offered(tmp_path):
    """Completions at the stroke in a text, with what they replace."""

    def ask(written):
        at = written.index("¦")
        draft = Draft(tmp_path, "a.dq", written.replace("¦", ""))
        found = complete(draft, at, read_texts([tmp_path], {draft.path: draft.text}), RULES)
        return {each.text: each for each in found.options}, draft.text[found.start : at]

    return ask


@pytest.mark.parametrize(
    ("written", "some", "none"),
    [
        ("¦", ["rule", "规则", "define"], ["check"]),
        ('rule A "a" { ¦', ["check", "校验", "severity"], ["rule", "where"]),
        ('rule A "a" { severity ¦', ["error", "警告"], ["check", "sum("]),
        ('rule A "a" { explain ¦', ["en", "英文"], ["check", "sum("]),
        ('rule A "a" ¦', ["en", "英文", "from"], ["check", "rule"]),
        ('rule A "a" { needs FA101, ¦', ["FA220"], ["summary"]),
        ('rule A "a" { for each ¦', ["expenditure", "支出决算表"], ["sum(", "check"]),
        ('rule A "a" { for each expenditure as r check r.¦', ["total", "基本支出", "code"], ["amount", "summary"]),
        ('规则 A "a" { 对每个 支出决算表 记作 r 校验 下级(r).¦', ["total", "基本支出"], ["summary"]),
        ('rule A "a" { for each expenditure as r, column as c in (total, ¦', ["basic", "基本支出"], ["code", "sum("]),
        ('rule A "a" { for each expenditure as r, column as c in (total) check r.¦', ["c", "total"], ["r"]),
        ('rule A "a" { check summary["¦', ["本年收入合计", "支出总计"], ["summary"]),
        ('rule A "a" { check summary["收入总计"/"¦', ["财政拨款收入"], ["summary"]),
        ('rule A "a" { check summary["本年收入合计"].¦', ["amount", "决算数"], ["total"]),
        ('rule A "a" { check summary["本年收入合计"].amount ¦', ["is", "between", "severity"], ["summary", "rule"]),
        ('rule A "a" { check 1 = sum(summary.amount where ¦', ["side", "role", "amount"], ["check"]),
        ('rule A "a" { check 1 = sum(summary.amount where side = "¦', ["income", "expenditure"], ["amount"]),
        ('rule A "a" { check exists summary where role = "¦', ["item", "total"], ["amount"]),
        ('rule A "a" { applies report.¦', ["kind", "年度"], ["amount"]),
        ('rule A "a" { applies report.kind = "¦', ["final_accounts", "budget"], ["summary"]),
        ('rule A "a" { check 1 is ¦', ["present", "有数"], ["sum("]),
        ('rule A "a" { check expenditure[¦', ["code", "total"], ["check"]),
        ('rule A "a" { check "201" in codelist("¦', ["function_classes"], ["summary"]),
        ('define twice(x) = x * 2\nrule A "a" { check ¦', ["twice", "summary", "sum(", "exists"], ["severity"]),
        ('rule A "a" { check = = ¦', ["summary", "check"], []),
        ("import “¦", ["a.dq"], ["summary"]),
    ],
)
def test_what_is_offered(offered, written, some, none):
    options, _ = offered(written)
    assert [each for each in some if each not in options] == []
    assert [each for each in none if each in options] == []


def test_only_the_word_being_written_is_replaced(offered):
    options, replaced = offered('rule A "a" { check summary["本年收¦')
    assert replaced == "本年收"
    assert options["本年收入合计"].kind is Kind.ITEM
    assert offered('rule A "a" { sev¦')[1] == "sev"
    assert offered('rule A "a" { for each expenditure as r check r.¦')[1] == ""


def test_nothing_is_offered_in_free_text_or_for_a_new_name(offered):
    assert offered('rule A "¦')[0] == {}
    assert offered('rule A "a" { for each expenditure as ¦')[0] == {}


def test_every_offer_of_a_word_can_follow(offered):
    before = 'rule A "a" { check summary["收入总计"].amount '
    options, _ = offered(f"{before}¦")
    assert options
    assert [each for each in options if not expected(f"{before}{each} ")] == []


def test_the_words_of_the_language_are_those_of_the_grammar():
    words = lexicon()
    assert {"rule", "规则", "define"} <= set(words.declarations)
    assert {"for", "each", "对每个", "where", "校验"} <= set(words.keywords)
    assert {"sum", "求和"} <= set(words.functions)
    assert {"summary", "收入支出决算总表"} <= set(words.tables)
    assert {"error", "截尾"} <= set(words.words)
