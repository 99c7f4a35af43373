"""Every lint speaks of its faulty example and not of the mended one; its page is the one in the reference."""

from __future__ import annotations

from pathlib import Path

import pytest

from dq.authoring import lints as folder
from dq.authoring.linting import Tally, lint_texts, lints
from dq.authoring.linting.pages import pages
from dq.semantics.files import RuleTexts
from dq.templates import default_schema

LINTS = lints()


def said(text, tallies=None):
    """(name or code, diagnostic) of everything that is found, nothing being refused."""
    linted = lint_texts(RuleTexts((("a.dq", text),)), default_schema(), None if tallies is None else lambda _: tallies)
    assert not linted.errors
    names = {lint.code: lint.name for lint in LINTS}
    return [(names.get(each.code, each.code), each) for each in linted.findings]


def names(text, tallies=None):
    return [name for name, _ in said(text, tallies)]


def mended(text, finding):
    lines = text.split("\n")
    span = finding.fix.span
    assert span.line == span.end_line
    line = lines[span.line - 1]
    lines[span.line - 1] = line[: span.column - 1] + finding.fix.replacement + line[span.end_column - 1 :]
    return "\n".join(lines)


@pytest.mark.parametrize("lint", LINTS, ids=lambda lint: lint.name)
def test_a_lint_speaks_of_its_faulty_example_only(lint):
    faulty, good = None, None
    if lint.tallies is not None:
        faulty, good = {"AA101": Tally(lint.tallies, 9)}, {"AA101": Tally({"holds": 8, "violated": 1}, 9)}
    assert lint.name in names(lint.faulty, faulty)
    assert lint.name not in names(lint.mended, good)


@pytest.mark.parametrize("lint", LINTS, ids=lambda lint: lint.name)
def test_a_certain_fix_mends_the_example(lint):
    for name, finding in said(lint.faulty):
        if finding.fix is not None:
            assert name not in names(mended(lint.faulty, finding))


def test_a_lint_is_named_after_its_module_and_has_a_code_of_its_own():
    modules = {file.stem for file in Path(next(iter(folder.__path__))).glob("[a-z]*.py")}
    assert {lint.name.replace("-", "_") for lint in LINTS} == modules
    assert len({lint.code for lint in LINTS}) == len(LINTS)


def test_the_pages_of_the_reference_are_those_of_the_lints(checkout):
    reference = checkout / "docs" / "reference"
    for path, text in pages().items():
        assert (reference / path).read_text(encoding="utf-8") == text, path
    assert {f"lints/{file.name}" for file in (reference / "lints").glob("*.md")} == {
        path for path in pages() if path.startswith("lints/")
    }


@pytest.mark.parametrize(
    ("where", "told"),
    [
        ('r.label is present and r.label = "甲"', False),
        ('r.label = "甲" and r.label is present', False),
        ('r.label is absent and r.label = "甲"', True),
        ("r.label is present and r.label is blank", True),
        ('r.label = "甲" and r.label = "乙"', True),
    ],
)
def test_a_text_that_is_printed_is_present(where, told):
    rule = f'rule AA101 "甲" {{ for each summary as r where {where} check r.amount >= 0 }}'
    assert ("never-true" in names(rule)) == told


def test_a_count_of_at_least_zero_may_ask_whether_a_table_is_there():
    rule = 'rule AA101 "甲" {{ check count(expenditure) >= 0{} }}'
    assert "cannot-be-violated" in names(rule.format(""))
    assert "cannot-be-violated" not in names(rule.format(" missing as violation"))


@pytest.mark.parametrize(("said", "told"), [("{词}", False), ("词", True)])
def test_a_parameter_may_stand_in_a_title_alone(said, told):
    text = f"""template 空的(表, 词) {{
  title     "{said}"
  check     exists 表
}}
rule AA101 "甲" from 空的(summary, "乙")
"""
    assert ("unused-parameter" in names(text)) == told
