"""The language's reference is true: every example runs, every keyword and function stands in its tables."""

from __future__ import annotations

import re

import pytest

from dq.functions import functions
from dq.semantics import check_text
from dq.templates import default_schema
from scripts.write_language_reference import page

_FENCE = re.compile(r"^```(?P<info>dq(?:-error DQ-L\d+)?)\n(?P<body>.*?)^```$", re.MULTILINE | re.DOTALL)


@pytest.fixture(scope="module")
def reference(checkout):
    return (checkout / "docs" / "reference" / "language.md").read_text(encoding="utf-8")


def test_every_example_is_as_it_says(reference):
    examples = list(_FENCE.finditer(reference))
    assert len(examples) > 10
    for example in examples:
        _dq, _, code = example["info"].partition(" ")
        result = check_text(example["body"], "example.dq", default_schema())
        assert [each.code for each in result.diagnostics] == ([code] if code else []), example["body"]
        assert bool(result.book.rules) == (code in ("", "DQ-L218"))


@pytest.mark.parametrize("page", ["docs/tutorial/first-check.md", "README.md"])
def test_rules_shown_elsewhere_load_as_they_stand(checkout, page):
    examples = list(_FENCE.finditer((checkout / page).read_text(encoding="utf-8")))
    assert examples
    for example in examples:
        result = check_text(example["body"], "example.dq", default_schema())
        assert not result.diagnostics, example["body"]
        assert result.book.rules


def test_generated_parts_are_those_of_grammar_and_functions(reference):
    assert page(reference) == reference
    assert all(f"<!-- generated: {part} -->" in reference for part in ("keywords", "functions", "grammar"))


def test_every_function_has_an_example_that_loads():
    for function in functions():
        result = check_text(f'rule A "a" {{ {function.example} }}', "example.dq", default_schema())
        assert not result.diagnostics, function.name
