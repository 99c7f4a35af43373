"""The shipped rules' own tests: all pass, every rule is tried, and they notice most wrong versions of the rules."""

from __future__ import annotations

from functools import cache

import pytest

from dq.application.testing import run
from dq.resources import rules_folder
from dq.semantics import check_each, load_rules
from dq.semantics.checked import RuleBook
from dq.templates import default_schema


@cache
def shipped() -> RuleBook:
    """All shipped rules, loaded once a worker; a file with an error would be left out."""
    loaded = load_rules([rules_folder()], default_schema())
    assert not loaded.diagnostics, loaded.diagnostics
    return loaded.book


@pytest.mark.slow
def test_the_rules_pass_their_own_tests_which_notice_wrong_rules():
    """At least 90 % is asked of the rules; what is reached is kept."""
    tested = run([rules_folder()], language="en", mutation=True)
    assert not tested.diagnostics, tested.diagnostics
    assert [(each.case.name, each.failures) for each in tested.failed] == []
    lacking = {rule for rule, verdicts in tested.verdicts.items() if not {"holds", "violated"} <= verdicts}
    assert lacking == set()
    assert tested.mutation is not None
    assert tested.mutation.percent >= 94


def test_every_rule_is_titled_and_explained_in_both_languages():
    rules = shipped().rules
    for words in ("title", "explanation"):
        texts = {rule.id: getattr(rule, words) for rule in rules}
        assert [each for each, text in texts.items() if not text.zh or text.en in ("", text.zh)] == [], words


def test_every_rule_is_itself_again_as_a_text_of_its_own():
    """What Great Expectations stores of a rule is all that it takes to compile it, its needs beside it."""
    schema = default_schema()
    book = shipped()
    alone = check_each({rule.id: rule.whole for rule in book.rules}, schema)
    assert alone.diagnostics == ()
    assert [(each.id, each.fingerprint) for each in alone.book.rules] == [
        (each.id, each.fingerprint) for each in book.rules
    ]
    assert any(rule.used for rule in book.rules)
