"""Never silence and a wrong fact: a cell, row, code or label of a real document that is lost, merged or moved is
doubted, named by a diagnostic with its line, or found by a check.

What no reading can tell is not among the mutations: two figures of one column that change rows, neither printed
anywhere else nor under different totals, make a document that someone may as well have published.
"""

from __future__ import annotations

import os
import random

import pytest

from tests.documents.mutations import IN_CELLS, IN_TEXT, Document, silent

TABLES = (
    "fujian-2018/000_6af2a6315bf8f1d0.txt",
    "shanghai-2024/planning-bureau-2024.tab.txt",
    "shanghai-2024/social-work-2024.tab.txt",
)
TEXTS = (
    "shanghai-2024/social-work-2024.flat.txt",
    "shanghai-2024/planning-bureau-2024.layout.txt",
    "shanghai-2024/social-work-2024.layout.txt",
)
LONG = "fujian-2018/004_592f9adbc2a2d7fa.txt"
FAR = os.environ.get("DQ_HYPOTHESIS") == "fuzz"
EACH = 40 if FAR else 6
FORMS = 100 if FAR else 2
"""Forms that a harmed document is read with: all, or its own and the one that is nearest to it."""


@pytest.mark.slow
@pytest.mark.hypothesis  # `make fuzz` makes more of them
@pytest.mark.parametrize("place", [*TABLES, *TEXTS, LONG])
def test_harm_is_told(shared_documents, place):
    document = Document(shared_documents / place, FORMS)
    chance = random.Random(place)  # noqa: S311 -- a sample, no secret
    kinds = IN_CELLS if place in TABLES else IN_TEXT
    cases = list(document.cases(kinds, EACH if place != LONG else EACH // 3, chance))
    assert len({case.kind for case in cases}) > len(kinds) // 2  # some do not apply to every form
    assert silent(document, cases) == []
