"""The narrative of an invented report says what its tables print."""

import re
from decimal import Decimal

import pytest

from dq.synthesis.generation.plan import as_report_tables, plan, portions
from dq.synthesis.rendering import Noise
from dq.synthesis.rendering.sayings import Saying, sayings
from dq.synthesis.rendering.wording import narrative
from dq.templates import load_catalogue


@pytest.fixture(scope="module")
def made():
    wanted = plan(6, 31, load_catalogue(), range(2018, 2021))
    return [each for _, frames in portions(wanted) for each in as_report_tables(frames)]


@pytest.fixture(scope="module")
def report(made):
    return next(each for each in made if each.report["kind"] == "final_accounts")


@pytest.mark.parametrize("seed", range(6))
def test_every_figure_is_in_a_sentence_with_its_item(report, seed):
    noise = Noise(seed)
    said = sayings(report, noise)
    text = "\n".join(each.text for each in narrative(said, 2024, noise)).replace(",", "").replace(" ", "")
    for each in said:
        assert re.search(rf"{re.escape(each.name)}[^。；]*?{each.figures['amount']:.2f}{each.unit}", text)
        assert all(f"{abs(value)}" in text for value in each.figures.values())


def test_a_change_is_that_of_its_amount(report):
    changed = [each for seed in range(6) for each in sayings(report, Noise(seed)) if "rate" in each.figures]
    assert changed
    for each in changed:
        prior = each.figures["amount"] - each.figures["change"]
        assert abs(each.figures["change"] * 100 / prior - each.figures["rate"]) <= 0.005
        assert each.change_word == ("up" if each.figures["change"] > 0 else "down")


def test_budgets_have_no_such_narrative(made):
    assert all(sayings(each, Noise(1)) == () for each in made if each.report["kind"] == "budget")


def test_a_statement_without_noise():
    said = Saying("income", "本年收入合计", "本年收入合计", "万元", {"amount": Decimal(12)})
    first, second = narrative([said], 2024, Noise())
    assert (first.text, second.text) == ("一、收入决算情况说明", "本年收入合计12.00万元。")
