"""Every code of the rule language has a page; its example has the fault, its remedy has not."""

from __future__ import annotations

import re

import pytest

from dq.diagnostics import Level
from dq.diagnostics.codes import PAGES, page_of
from dq.diagnostics.codes.writing import index, markdown
from dq.diagnostics.remedies import help_of
from dq.semantics import check_text
from dq.templates import default_schema


def test_codes_in_use_are_the_codes_with_pages(checkout):
    rooms = [checkout / "src" / "dq" / room for room in ("syntax", "semantics")]
    text = "".join(file.read_text(encoding="utf-8") for room in rooms for file in room.rglob("*.py"))
    assert sorted(set(re.findall(r"DQ-L\d{3}", text))) == [page.code for page in PAGES]


@pytest.mark.parametrize("page", [page for page in PAGES if page.faulty], ids=lambda page: page.code)
def test_example_and_remedy(page):
    faulty = check_text(page.faulty, "example.dq", default_schema())
    assert {each.code for each in faulty.diagnostics} == {page.code}
    assert bool(faulty.book.rules) == all(each.level is Level.WARNING for each in faulty.diagnostics)
    mended = check_text(page.mended, "example.dq", default_schema())
    assert not mended.diagnostics
    assert mended.book.rules


@pytest.mark.parametrize("page", [page for page in PAGES if page.faulty], ids=lambda page: page.code)
def test_a_certain_fix_mends(page):
    faulty = check_text(page.faulty, "example.dq", default_schema())
    for diagnostic in faulty.diagnostics:
        if diagnostic.fix is not None:
            lines = page.faulty.split("\n")
            span = diagnostic.fix.span
            line = lines[span.line - 1]
            lines[span.line - 1] = line[: span.column - 1] + diagnostic.fix.replacement + line[span.end_column - 1 :]
            assert not check_text("\n".join(lines), "example.dq", default_schema()).diagnostics


@pytest.mark.parametrize("page", [page for page in PAGES if page.faulty], ids=lambda page: page.code)
def test_every_fault_has_a_place_and_says_what_to_do(page):
    for diagnostic in check_text(page.faulty, "example.dq", default_schema()).diagnostics:
        assert diagnostic.span.line > 0
        assert diagnostic.fix is not None or help_of(diagnostic) is not None


def test_pages_in_the_reference_are_those_of_the_codes(checkout):
    folder = checkout / "docs" / "reference" / "diagnostics"
    for page in PAGES:
        assert (folder / f"{page.code}.md").read_text(encoding="utf-8") == markdown(page)
    assert (folder / "README.md").read_text(encoding="utf-8") == index()
    language = {file.stem for file in folder.glob("DQ-L*.md")}
    assert language == {page.code for page in PAGES}


def test_a_page_is_found_by_its_code():
    assert page_of("DQ-L005") is not None
    assert page_of("DQ-L999") is None
