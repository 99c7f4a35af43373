"""What the narratives and forms of invented reports say fits last year's report and the report's own tables."""

from __future__ import annotations

from decimal import Decimal

import pytest

from dq.synthesis.generation.plan import as_report_tables, plan, portions
from dq.synthesis.rendering import Noise, amounts
from dq.synthesis.rendering.project_forms import drawn
from dq.synthesis.rendering.sayings import sayings
from dq.templates import load_catalogue


@pytest.fixture(scope="module")
def report():
    template = next(each for each in load_catalogue() if each.name == "final_accounts_2024")
    ((_, frames),) = portions(plan(1, 3, [template], [2024]))
    (made,) = as_report_tables(frames)
    return made


def test_changes_are_those_against_last_year_s_report(report):
    before = {key: amount * 2 for key, amount in amounts(report).items() if amount}
    compared = [each for seed in range(5) for each in sayings(report, Noise(seed), before) if each.change_word]
    assert len(compared) > 20
    for each in compared:
        assert each.change_word == "down"
        assert each.figures["change"] == -each.figures["amount"]
        assert each.figures["rate"] == Decimal("-50.00")


def test_what_last_year_s_report_does_not_have_is_new_and_what_is_the_same_is_flat(report):
    assert {each.change_word for each in sayings(report, Noise(1), {})} == {"new", None}
    assert {each.change_word for each in sayings(report, Noise(1), amounts(report))} == {"flat", None}


def test_projects_spend_no_more_than_their_item_of_expenditure(report):
    rows = {row["code"]: row for row in report.rows["expenditure"] if row["code"]}
    projects = [each for seed in range(20) for each in drawn(report, Noise(seed))]
    assert projects
    for each in projects:
        row = rows[each.place.code]
        assert row["label"] == each.place.name
        assert 0 < each.funds[0].spent * 10_000 <= row["project"]
