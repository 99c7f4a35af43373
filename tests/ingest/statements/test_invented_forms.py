"""Invented performance forms of several provinces' wordings against the figures that their authors meant.

Each file of `forms` was written, with its key, before the reader saw it: [figure|table.measure|unit] marks a figure
that is a fact. Figures without a mark say nothing of money, targets or marks; words as targets are left out. In
health-2018 two rates of the whole project stand below the funds, where nobody reads them yet: their marks end with `?`.
"""

from __future__ import annotations

import re
from pathlib import Path
from unicodedata import normalize

import pytest

from tests.ingest.statements.test_forms_cells import said

FILES = sorted((Path(__file__).parent / "forms").glob("*.txt"))
MARK = re.compile(r"\[([^|\]]*)\|(\w+\.\w+)\|([^|\]?]*)(\??)\]")
FIGURE = re.compile(r"[\d.,]+")
GRADES = {"health-2018": "优", "water-2023": "良"}
Facts = set[tuple[int, str, str, str]]


def keyed(text: str) -> tuple[str, Facts]:
    """The text without marks; line, figure, table with measure and unit of each mark."""
    facts = {
        (number, normalize("NFKC", mark[1]), mark[2], mark[3])
        for number, line in enumerate(text.splitlines(), 1)
        for mark in MARK.finditer(line)
        if not mark[4]
    }
    return MARK.sub(lambda mark: mark[1], text), facts


def read(text: str) -> Facts:
    """The same, as read: what is not doubted."""
    return {
        (figure.line, figure.printed, f"{each.table}.{name}", figure.unit)
        for each in said(text)
        for name, figure in each.figures.items()
        if each.table != "project" and figure.doubt is None and FIGURE.fullmatch(figure.printed)
    }


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_a_form_is_read_as_it_was_meant(file: Path) -> None:
    text, facts = keyed(file.read_text(encoding="utf-8"))
    assert len(facts) > 15
    assert read(text) == facts
    (project,) = [each for each in said(text) if each.table == "project"]
    grade = project.figures.get("grade")
    assert (None if grade is None else grade.printed) == GRADES.get(file.stem)
