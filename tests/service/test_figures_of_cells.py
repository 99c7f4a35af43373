"""In no sentence of the sample does a cell stand beside a figure that it does not print."""

from __future__ import annotations

import re
from decimal import Decimal

import pytest

from dq.application.rulebooks import read_rules
from dq.archive import Archive
from dq.engine import check
from dq.report.sinks.text.view import View
from dq.templates import default_schema
from dq.types import Verdict, unit_named

FIGURE = r'(?: of (?:"[^"]*"|row \d+) \([^)]*\))? ([\N{MINUS SIGN}-]?[\d,]+(?:\.\d+)?)'


@pytest.fixture(scope="module")
def told(checkout):
    """Each violated outcome with figures."""
    folder = checkout / "rules" / "performance"
    rules = read_rules([folder / "funds.dq", folder / "targets.dq"])
    opened = Archive.open(checkout / "datasets" / "sample", rules.schema)
    run = check(rules.book, opened.archive.inspect().sound, rules.schema, evidence="violated", language="zh")
    return [each for each in run.outcomes if each.verdict is Verdict.VIOLATED and each.difference is not None]


def beside(sentence, name):
    """The figure right behind a cell's name."""
    return [
        Decimal(each.replace(",", "").replace("\N{MINUS SIGN}", "-"))
        for each in re.findall(re.escape(name) + FIGURE, sentence)
    ]


def base(figure, unit):
    return figure * unit_named(unit or "").factor


def disagreements(outcome, sentence, named):
    """How many figures stood beside cells, and those that their cell does not print."""
    seen, wrong = 0, []
    for cell in outcome.operands:
        namesakes = [each for each in outcome.operands if named(each) == named(cell) and each.value is not None]
        for figure in beside(sentence, named(cell)):
            seen += 1
            if base(figure, outcome.unit) not in [base(each.value, each.unit) for each in namesakes]:
                wrong.append((outcome.rule, named(cell), figure))
    return seen, wrong


def column(view, cell):
    return view.column(cell.table, cell.column)


def test_the_runs_own_sentences_name_cells_by_their_figures(told):
    view, seen = View("zh", default_schema()), 0
    for outcome in told:
        count, wrong = disagreements(
            outcome,
            outcome.message,
            lambda cell: column(view, cell),
        )
        assert not wrong
        seen += count
    assert seen >= 5


def test_sentences_in_the_other_language_name_cells_by_their_figures(told):
    view, seen = View("en", default_schema()), 0
    for outcome in told:
        count, wrong = disagreements(
            outcome,
            outcome.told_in("en").message,
            lambda cell: column(view, cell),
        )
        assert not wrong
        seen += count
    assert seen >= 5
