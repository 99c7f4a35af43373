"""Every golden case says today what it said when it was written. A new kind of block is a new producer here."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

import pytest

from dq.diagnostics import Diagnostic, render_all
from dq.diagnostics.codes import PAGES
from dq.diagnostics.forms import as_json, as_sarif
from dq.semantics import check_text
from tests.golden.cases import Case, Producer, cases, update, with_newline
from tests.golden.verdicts import verdicts
from tests.semantics.forms import SCHEMA

FOLDER = Path(__file__).parent


def diagnostics(language: str) -> Producer:
    """What is said of a case's rules, against the two small forms of tests/semantics/forms.py."""

    def produce(case: Case) -> str:
        result = check_text(case.block("dq") or "", "rules.dq", SCHEMA)
        return render_all(result.diagnostics, result.sources, language)

    return produce


def form(write: Callable[[Sequence[Diagnostic]], str]) -> Producer:
    """The same for programs."""

    def produce(case: Case) -> str:
        return write(check_text(case.block("dq") or "", "rules.dq", SCHEMA).diagnostics)

    return produce


PRODUCERS: dict[str, Producer] = {
    "json": form(lambda said: as_json(said, "en")),
    "sarif": form(lambda said: as_sarif(said, "1.0", {page.code: page.title for page in PAGES}, "en")),
    "diagnostics": diagnostics("zh"),
    "diagnostics en": diagnostics("en"),
    "verdicts": verdicts,
}
FILES = sorted(FOLDER.rglob("*.md"))


@pytest.mark.parametrize("case", [case for file in FILES for case in cases(file)], ids=lambda case: case.title)
def test_case_says_what_it_said(case, pytestconfig):
    if pytestconfig.getoption("update_golden"):
        update(case.file, PRODUCERS)
        return
    for info, body in case.blocks:
        if info in PRODUCERS:
            assert with_newline(PRODUCERS[info](case)) == body


def test_titles_are_unique_within_a_file():
    for file in FILES:
        titles = [case.title for case in cases(file)]
        assert len(titles) == len(set(titles)), file
