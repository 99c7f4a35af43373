"""Whatever the text is, it is formatted or refused, linted or refused; nothing is raised."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from dq.authoring.formatting import formatted
from dq.authoring.linting import lint_texts
from dq.authoring.mending import mended
from dq.diagnostics import SourceText, render_all
from dq.diagnostics.forms import as_json, as_sarif
from dq.semantics.files import RuleTexts
from tests.authoring.invented import rule_files
from tests.semantics.forms import SCHEMA
from tests.syntax.test_any_text import WORDS


def survives(text):
    result = formatted(text, "any.dq")
    assert (result.text is None) == bool(result.diagnostics)
    linted = lint_texts(RuleTexts((("any.dq", text),)), SCHEMA)
    assert "\x1b" not in render_all(linted.diagnostics, linted.sources)
    as_json(linted.diagnostics)
    as_sarif(linted.diagnostics, "1", {})
    mended(SourceText("any.dq", text), [each.fix for each in linted.diagnostics if each.fix is not None])


@given(st.lists(st.sampled_from(WORDS), max_size=60).map(" ".join))
def test_any_words(text):
    survives(text)


@given(st.lists(st.sampled_from(WORDS), max_size=30).map(" ".join))
def test_any_check(text):
    survives(f'rule A "a" {{ for each income as r check {text} }}')


@given(rule_files())
def test_any_declarations(text):
    survives(text)
