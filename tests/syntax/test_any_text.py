"""Rule text may come from anyone: whatever it is, it is read or refused, and nothing is raised."""

from __future__ import annotations

from hypothesis import example, given
from hypothesis import strategies as st

from dq.diagnostics import render_all
from dq.semantics import check_text
from tests.semantics.forms import SCHEMA

RULE_TEXT = (
    'rule 规则 A B { } "a" “乙” title basis explain severity error applies for each 逐行 as r where column c in ( ) , '
    "check tolerance exact 0.01万元 5% 14,085.13 needs and or not implies between is blank starts with exists missing "
    "as zero = == != <= 《 》 + - × / [ ] . summary income expenditure total amount code children parent roots sum "
    'count max abs report year "本年收入合计" "项目结转" 【x】 # \n ; 其中 校验 -- —— “ " 【 \x1b \ud800 \u202e'
)
WORDS = RULE_TEXT.split(" ")


def survives(text):
    result = check_text(text, "any.dq", SCHEMA)
    for language in ("zh", "en"):
        shown = render_all(result.diagnostics, result.sources, language)
        assert "\x1b" not in shown
        assert "\u202e" not in shown
    for each in result.diagnostics:
        assert 0 <= each.span.line <= text.count("\n") + 1


@given(st.text(max_size=200))
@example("rule")
@example('rule A "a" {')
@example('rule A "a" { check sum(')
def test_any_text(text):
    survives(text)


@given(st.lists(st.sampled_from(WORDS), max_size=60).map(" ".join))
def test_any_words(text):
    survives(text)


@given(st.lists(st.sampled_from(WORDS), max_size=30).map(" ".join))
def test_any_check(text):
    survives(f'rule A "a" {{ for each income as r check {text} }}')


@given(st.lists(st.sampled_from(WORDS), max_size=12).map(" ".join), st.lists(st.sampled_from(WORDS), max_size=12))
def test_any_condition_of_an_aggregate(where, over):
    survives(f'rule A "a" {{ for each income as r check sum({" ".join(over) or "income.total"} where {where}) = 0 }}')
