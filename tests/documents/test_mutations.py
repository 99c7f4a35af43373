"""Never silence and a wrong fact: a cell, row, code or label of a real document that is lost, merged or moved, or a
digit too many or too few, is doubted, named by a diagnostic with its line, or found by a check.

What no reading can tell is left out: two figures of one column that change rows, neither printed anywhere else nor
under different totals, make a document that someone may as well have published.
"""

from __future__ import annotations

import os
import random
import time

import pytest

from tests.documents.harm import Document, silent
from tests.documents.mutations import IN_CELLS, IN_LINES, IN_TEXT

TABLES = "shanghai-2024/social-work-2024.tab.txt"
FAR = os.environ.get("DQ_HYPOTHESIS") == "fuzz"
NEAR = (
    (TABLES, IN_CELLS, False),
    (TABLES, IN_LINES, True),
    ("shanghai-2024/social-work-2024.flat.txt", IN_TEXT, False),
)
FURTHER = (
    ("fujian-2018/000_6af2a6315bf8f1d0.txt", IN_CELLS, False),
    ("shanghai-2024/planning-bureau-2024.tab.txt", IN_CELLS, False),
    ("shanghai-2024/planning-bureau-2024.layout.txt", IN_TEXT, False),
    ("shanghai-2024/social-work-2024.layout.txt", IN_TEXT, False),
    ("fujian-2018/004_592f9adbc2a2d7fa.txt", IN_TEXT, False),
    ("shanghai-budget-2023-2025/wanli-2024.tab.txt", IN_CELLS, False),
)
DOCUMENTS = [(each,) for each in (*NEAR, *FURTHER)] if FAR else [NEAR]
SECONDS = int(os.environ.get("DQ_FUZZ_SECONDS", "120")) if FAR else 0
"""How long each document is harmed anew, once at least."""
FORMS = 100 if FAR else 2
"""Forms that a harmed document is read with: all, or its own and the one that is nearest to it."""


@pytest.mark.hypothesis  # `make fuzz` makes more of them, of more documents
@pytest.mark.parametrize("documents", DOCUMENTS, ids=lambda documents: documents[0][0])
def test_harm_is_told(shared_documents, documents):
    chance = random.Random(1)  # noqa: S311 -- a sample, no secret
    whole = [(Document(shared_documents / at, FORMS, by_line=by_line), kinds) for at, kinds, by_line in documents]
    ends = time.monotonic() + SECONDS
    while True:
        harmed = [(document, list(document.cases(kinds, 1, chance))) for document, kinds in whole]
        for (_, cases), (_, kinds) in zip(harmed, whole, strict=True):
            assert len({case.kind for case in cases}) > 0.8 * len(kinds)  # some do not apply to every form
        assert silent(harmed, any_figure=FAR) == []
        if time.monotonic() >= ends:
            break
