"""What published reports print as whole documents, by line."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

import pytest

from tests.reading import read_once

COUNTY = "fujian-2018/000_6af2a6315bf8f1d0.txt"
CITY = "fujian-2018/004_592f9adbc2a2d7fa.txt"
BUREAU = "shanghai-2024/planning-bureau-2024"
SOCIAL = "shanghai-2024/social-work-2024"
BUDGET = "shanghai-budget-2023-2025/wanli-"


@cache
def rows(path: Path, table: str) -> list[dict[str, Any]]:
    found = read_once(path).report
    assert found is not None
    return list(found.statements.get(table, []))


def lines(path: Path, mention: str, **wanted: str) -> list[int]:
    return [
        row["line"]
        for row in rows(path, "mention")
        if row["mention"] == mention and all(row[name] == value for name, value in wanted.items())
    ]


@pytest.mark.parametrize(
    ("document", "mention", "wanted", "found"),
    [
        (COUNTY, "title", {"agrees": "no"}, [525]),
        (COUNTY, "duplicate", {}, [630, 638, 692, 867]),
        (COUNTY, "repetition", {}, [1284, 1360]),
        (COUNTY, "level", {"agrees": "no"}, []),
        (CITY, "level", {"agrees": "no"}, [29898, 29953]),
        (CITY, "body", {"agrees": "no"}, []),
        (f"{BUREAU}.tab.txt", "body", {"agrees": "no"}, [99, 483]),
        (f"{BUREAU}.flat.txt", "body", {"agrees": "no"}, [101, 535]),
        (f"{BUREAU}.tab.txt", "alternative", {}, [467]),
        (f"{BUREAU}.tab.txt", "unit", {}, [367, 486]),
        (f"{SOCIAL}.tab.txt", "instruction", {}, [269, 281]),
        (f"{SOCIAL}.tab.txt", "body", {"agrees": "no"}, []),
        (f"{BUDGET}2023.tab.txt", "numbering", {}, [51, 53, 55, 61, 524, 525, 527]),
        (f"{BUDGET}2024.tab.txt", "level", {"agrees": "no"}, [55, 60, 62, 64]),
        (f"{BUDGET}2024.tab.txt", "note", {"agrees": "no"}, [531]),
        (f"{BUDGET}2025.tab.txt", "note", {"agrees": "no"}, []),
    ],
)
def test_mentions(shared_documents, document, mention, wanted, found):
    assert lines(shared_documents / document, mention, **wanted) == found


def test_the_body_is_left_blank_above_each_table(shared_documents):
    blank = [row["table"] for row in rows(shared_documents / COUNTY, "mention") if row["words__printed"] == ""]
    assert len(blank) == len(set(blank)) == 10


def test_years_of_titles_agree_everywhere(shared_documents):
    for document in (COUNTY, CITY, f"{BUREAU}.pdf", f"{SOCIAL}.layout.txt", f"{BUDGET}2025.tab.txt"):
        found = [row for row in rows(shared_documents / document, "mention") if row["mention"] == "year"]
        assert found, document
        assert all(row["agrees"] == "yes" for row in found), document


@pytest.mark.parametrize(
    ("document", "wrong"),
    [
        (COUNTY, []),
        (CITY, [7409, 8883, 8885, 8907, 17600, 21558, 27242, 29143]),
        *((f"{BUREAU}.{layout}", []) for layout in ("tab.txt", "flat.txt", "layout.txt", "pdf")),
        *((f"{BUDGET}{year}.tab.txt", []) for year in (2023, 2024, 2025)),
    ],
)
def test_numbers_that_are_not_as_expected(shared_documents, document, wrong):
    found = [
        row["line"]
        for row in rows(shared_documents / document, "heading")
        if row["ordinal__printed"] == "" or (row.get("expected") is not None and row["ordinal"] != row["expected"])
    ]
    assert found == wrong


@pytest.mark.parametrize("document", [COUNTY, f"{BUREAU}.tab.txt", f"{SOCIAL}.pdf", f"{BUDGET}2023.layout.txt"])
def test_contents_and_body_have_the_same_headings(shared_documents, document):
    found = rows(shared_documents / document, "heading")
    assert {row["place"] for row in found} == {"contents", "body"}
    assert [row["label"] for row in found if row.get("twin") == "no"] == []
