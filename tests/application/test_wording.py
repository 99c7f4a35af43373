"""A finding is told in either language, as its run kept it in both."""

from __future__ import annotations

import pytest

from dq.application.wording import message, statement, told_in

ENGLISH = {"language": "en", "rule_title": "the total", "statement": "1 = 2; difference 1", "message": "own words"}


def evidence(translation):
    outcome = {"rule_title": "合计", "statement": "1 = 2；差额 1", "message": "原话", **translation}
    return {"title": {"zh": "合计", "en": "the total"}, "language": "zh", "outcome": outcome}


def test_sentence_and_figures_stand_in_the_language_of_who_reads():
    kept = evidence({"translation": ENGLISH})
    assert (message(kept, "zh"), statement(kept, "zh")) == ("原话", "1 = 2；差额 1")
    assert (message(kept, "en"), statement(kept, "en")) == ("own words", "1 = 2; difference 1")
    assert [told_in(kept, language) for language in ("zh", "en")] == ["zh", "en"]


@pytest.mark.parametrize("before", [{}, {"translation": None}])
def test_where_a_run_kept_one_language_only_its_own_words_stand_in_both(before):
    kept = evidence(before)
    assert [message(kept, language) for language in ("zh", "en")] == ["原话", "原话"]
    assert [told_in(kept, language) for language in ("zh", "en")] == ["zh", "zh"]
    assert told_in({"outcome": {}}, "en") == ""
