"""ingest(render(report)) = report, in every form: the same facts, and no undoubted difference."""

from __future__ import annotations

from functools import lru_cache

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from dq.application.rendering import stored_report
from dq.application.sources import Sources
from dq.application.stores import known_reports, open_store
from dq.application.synthesis import Request, synthesise
from dq.ingest import read_document
from dq.synthesis.rendering import forms
from dq.templates import default_schema
from tests.conftest import require_or_skip
from tests.properties.invented_report import invented_report
from tests.properties.round_trip import RUNNING, TEMPLATES, check, needs_packages

SEEDS = st.integers(0, 2**32)
CHEAP = tuple(form for form in forms() if form != "pdf")
SHARE = 4
"""One example for so many that the profile runs: each writes and reads a whole report."""
FEW = settings(max_examples=settings.default.max_examples // SHARE, suppress_health_check=list(HealthCheck))


@lru_cache
def real_reports(folder):
    """Every published report that can be read from text with cells."""
    files = sorted((*folder.glob("*/*.tab.txt"), *folder.glob("fujian*/*.txt")))
    reports = [read_document(file).report for file in files]
    found = tuple(each for each in reports if each)
    if not found:
        require_or_skip("no published report is read")
    return found


@pytest.mark.parametrize("form", forms())
def test_a_real_report_without_noise(form, shared_documents):
    needs_packages(form)
    for report in real_reports(shared_documents)[: 2 if form == "pdf" else None]:
        check(report, form, None)


@pytest.mark.slow
@pytest.mark.parametrize("form", CHEAP)
@given(seed=SEEDS, number=st.integers(0, 99))
@settings(FEW)
def test_a_real_report_with_noise(form, shared_documents, seed, number):
    needs_packages(form)
    reports = real_reports(shared_documents)
    check(reports[number % len(reports)], form, seed)


@pytest.mark.slow
def test_a_real_report_as_pdf(shared_documents):
    needs_packages("pdf")
    for at, report in enumerate(real_reports(shared_documents)):
        check(report, "pdf", at)


@pytest.fixture(scope="session")
def generated_reports(tmp_path_factory):
    """Invented reports whose figures add up as real ones do."""
    root = tmp_path_factory.mktemp("generated") / "archive"
    made = synthesise(Request(6, 11, ("final_accounts_2018", "final_accounts_2024"), "2018-2020"), root)
    assert made.diagnostics == ()
    store = open_store(Sources((), root, (), 0), default_schema()).store
    return [stored_report(store, report, default_schema()) for report in known_reports(store)]


@pytest.mark.slow
@pytest.mark.parametrize("form", CHEAP)
@given(seed=SEEDS, number=st.integers(0, 99))
@settings(FEW, max_examples=FEW.max_examples // 2)
def test_a_generated_report(form, generated_reports, seed, number):
    needs_packages(form)
    check(generated_reports[number % len(generated_reports)], form, seed)


@pytest.mark.parametrize("form", [form for form in CHEAP if form not in RUNNING])
@pytest.mark.parametrize("template", ["final_accounts_2018", "final_accounts_2024"])
@given(seed=SEEDS)
@settings(FEW)
def test_an_invented_report(form, template, seed):
    """Any figures, blanks and codes: what cells say does not depend on sums."""
    needs_packages(form)
    check(invented_report(TEMPLATES[template], seed), form, seed)
