"""The narrative of an invented report, in any of its wordings, is read as what it says."""

from decimal import Decimal
from functools import cache

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from dq.ingest import read_bytes
from dq.synthesis.generation.plan import as_report_tables, plan, portions
from dq.synthesis.rendering import Noise, form_named, render
from dq.synthesis.rendering.sayings import sayings
from dq.templates import load_catalogue
from dq.types import unit_named
from tests.properties.round_trip import TEMPLATES, needs_packages

COLUMNS = ("amount", "change", "rate", "share")
FORMS = ("tab", "flat", "docx", "html")


@cache
def reports():
    wanted = plan(12, 31, load_catalogue(), range(2018, 2025))
    made = [each for _, frames in portions(wanted) for each in as_report_tables(frames)]
    return [each for each in made if each.report["kind"] == "final_accounts"]


def said(report, noise):
    """(section, code or item, column) → the value in the base unit; and the words of changes."""
    found = {}
    for each in sayings(report, noise):
        for column, value in each.figures.items():
            factor = unit_named(each.unit).factor if column in ("amount", "change") else Decimal(1)
            found[each.section, each.code or each.item, column] = value * factor
        if each.change_word is not None:
            found[each.section, each.code or each.item, "change_word"] = each.change_word
    return found


def read(report, form, noise):
    document = render(report, TEMPLATES[report.report["template"]], form, noise)
    result = read_bytes(f"report{form_named(form).SUFFIX}", document)
    assert result.report is not None, result.diagnostics
    found = {}
    for row in result.report.statements.get("narrative", []):
        key = row["section"], row["code"] or row["item"]
        for column in COLUMNS:
            if row.get(column) is not None:
                place = *key, column
                assert found.setdefault(place, row[column]) == row[column], place
        if row.get("change_word") is not None:
            found[*key, "change_word"] = row["change_word"]
    return found


@pytest.mark.hypothesis
@pytest.mark.parametrize("form", FORMS)
def test_what_sentences_say_is_read(form):
    needs_packages(form)

    @settings(max_examples=settings.default.max_examples // 10)
    @given(seed=st.integers(0, 100_000))
    @example(seed=3)
    def holds(seed):
        report = reports()[seed % len(reports())]
        noise = Noise(seed)
        assert read(report, form, noise) == said(report, noise)

    holds()
