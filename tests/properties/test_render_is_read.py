"""ingest(render(report)) = report, in every form: the same facts, and no undoubted difference."""

from __future__ import annotations

from functools import lru_cache

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from dq.synthesis.generation.plan import as_report_tables, plan, portions
from dq.synthesis.rendering import forms
from tests.conftest import require_or_skip
from tests.properties.invented_report import invented_report
from tests.properties.round_trip import RUNNING, TEMPLATES, check, needs_packages
from tests.reading import read_once

SEEDS = st.integers(0, 2**32)
CHEAP = tuple(form for form in forms() if form != "pdf")
DEAR = ("docx", "pdf")
"""Forms that take half a second and more to write."""


def examples(form: str) -> settings:
    """Few examples, since each writes and reads a whole report; `make fuzz` tries twenty times as many."""
    share = {"pdf": 50, "docx": 25}.get(form, 12)
    return settings(max_examples=settings.default.max_examples // share, suppress_health_check=list(HealthCheck))


@lru_cache
def real_reports(folder):
    """Every published report that can be read from text with cells."""
    files = sorted((*folder.glob("*/*.tab.txt"), *folder.glob("fujian*/*.txt")))
    reports = [read_once(file).report for file in files]
    found = tuple(each for each in reports if each)
    if not found:
        require_or_skip("no published report is read")
    return found


@lru_cache
def generated_reports():
    """Invented reports of every template whose figures add up as real ones do."""
    plans = [plan(4, 11, [template], range(2016, 2026)) for template in TEMPLATES.values()]
    found = [[each for _, frames in portions(wanted) for each in as_report_tables(frames)] for wanted in plans]
    return [report for together in zip(*found, strict=True) for report in together]


@pytest.mark.parametrize("form", forms())
def test_a_real_report_without_noise(form, shared_documents):
    needs_packages(form)
    for report in real_reports(shared_documents)[:: 6 if form in DEAR else 1]:
        check(report, form, None)


@pytest.mark.parametrize("form", forms())
def test_a_generated_report_of_every_template(form):
    needs_packages(form)
    for seed, report in enumerate(generated_reports()[: 4 if form in DEAR else 12]):
        check(report, form, seed)


@pytest.mark.hypothesis
@pytest.mark.parametrize("form", forms())
def test_a_real_report_with_noise(form, shared_documents):
    needs_packages(form)
    reports = real_reports(shared_documents)

    @given(seed=SEEDS)
    @examples(form)
    def holds(seed):
        check(reports[seed % len(reports)], form, seed)

    holds()


@pytest.mark.hypothesis
@pytest.mark.parametrize("form", forms())
def test_a_generated_report_with_noise(form):
    needs_packages(form)
    reports = generated_reports()

    @given(seed=SEEDS)
    @examples(form)
    def holds(seed):
        check(reports[seed % len(reports)], form, seed)

    holds()


@pytest.mark.hypothesis
@pytest.mark.parametrize("form", [form for form in CHEAP if form not in RUNNING])
def test_an_invented_report(form):
    """Any figures, blanks and codes: what cells say does not depend on sums."""
    needs_packages(form)
    templates = list(TEMPLATES.values())

    @given(seed=SEEDS)
    @examples(form)
    def holds(seed):
        check(invented_report(templates[seed % len(templates)], seed), form, seed)

    holds()


NATIONAL = TEMPLATES["final_accounts_national"]
VARIANTS = [(table.name, at) for table in NATIONAL.tables for at, _ in enumerate(table.variants)]


@pytest.mark.parametrize(("table", "at"), VARIANTS)
def test_a_table_in_another_shape(table, at):
    printed = NATIONAL.printing([NATIONAL.table(table).variants[at]])
    check(invented_report(printed, at), "tab", at, printed)


def test_a_report_is_written_in_the_shape_that_has_its_columns():
    """What is stored does not say in which shape it was printed; none of its columns and rows may be lost."""
    for table, at in VARIANTS[1::4]:
        check(invented_report(NATIONAL.printing([NATIONAL.table(table).variants[at]]), at), "tab", at)
