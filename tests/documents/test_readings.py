"""Nothing printed within a real table is dropped without a word."""

from __future__ import annotations

import os
import random
import re
from functools import cache
from itertools import product

import pytest

from dq.ingest import read_bytes
from dq.ingest.formats import format_of
from dq.templates import load_catalogue
from dq.types import CellState
from tests.reading import read_once

FORMS = ("tab.txt", "flat.txt", "layout.txt", "pdf")
FIGURES = {
    "fujian-2018/000_6af2a6315bf8f1d0.txt": (870, 543),
    "fujian-2018/004_592f9adbc2a2d7fa.txt": (1503, 1203),
    **{f"shanghai-2024/official-template-2024.{form}.txt": (80, 0) for form in ("tab", "flat", "layout")},
    **{f"shanghai-2024/planning-bureau-2024.{form}": (445, 308) for form in FORMS},
    **{f"shanghai-2024/social-work-2024.{form}": (321, 205) for form in FORMS},
    **{f"shanghai-budget-2023-2025/wanli-2023.{form}": (1183, 638) for form in FORMS},
    **{f"shanghai-budget-2023-2025/wanli-2024.{form}": (1415, 875) for form in FORMS},
    **{f"shanghai-budget-2023-2025/wanli-2025.{form}": (1414, 875) for form in FORMS},
    "jiangsu-budget-2017-2019/party-office-2017.flat.txt": (296, 187),
    "jiangsu-budget-2017-2019/party-office-2017.tab.txt": (313, 187),
    "jiangsu-budget-2017-2019/party-office-2018.flat.txt": (289, 178),
    "jiangsu-budget-2017-2019/party-office-2018.tab.txt": (289, 178),
    "jiangsu-budget-2017-2019/party-office-2019.flat.txt": (295, 181),
    "jiangsu-budget-2017-2019/party-office-2019.tab.txt": (310, 181),
}
"""Figures printed within the tables' lines, and facts among them. All others are codes, labels, numbers of rows, or
repeat facts in a title (party-office 2017 and 2019 with TABs).
"""
INSERTED = "7654321.09"
FAR = os.environ.get("DQ_HYPOTHESIS") == "fuzz"
CHANGED, EACH = 40, 1 if FAR else 10
"""So many documents are changed in each way; one of so many is read with all forms, the others with their own and the
one nearest to it.
"""


@pytest.fixture(scope="module")
def read(shared_documents):
    """Reads a document of the shared folder, once."""
    return cache(lambda place: read_once(shared_documents / place).report)


@pytest.mark.parametrize("place", FIGURES)
def test_figures_are_facts_or_understood(read, place):
    report = read(place)
    reading = report.reading
    assert (sum(table.figures for table in reading.tables), reading.facts) == FIGURES[place]
    assert (reading.unread, sum(table.misplaced for table in reading.tables)) == (0, 0)
    assert sum(text.misplaced for text in reading.texts) == 0
    stored = [
        value
        for rows in report.rows.values()
        for row in rows
        for name, value in row.items()
        if name.endswith("__state")
    ]
    assert reading.facts == sum(CellState(state).is_printed_figure for state in stored)
    assert sum(sum(table.cells.values()) for table in reading.tables) == len(stored)


@pytest.mark.parametrize("place", [place for place in FIGURES if not place.endswith("pdf")])
def test_the_lines_print_as_many_figures_as_are_accounted_for(shared_documents, read, place):
    path = shared_documents / place
    reading = read(place).reading
    lines = format_of(path.name, path.read_bytes()).read(path.name, path.read_bytes()).lines
    for table in reading.tables:
        ends = [(line.page, line.number) for line in lines]
        first, last = ends.index((table.first.page, table.first.line)), ends.index((table.last.page, table.last.line))
        printed = "\n".join("\t".join(line.cells) for line in lines[first : last + 1])
        assert len(re.findall(r"\d(?:[\d.,]*\d)?", printed)) == table.figures, table.table


@pytest.mark.parametrize("place", [place for place in FIGURES if "official" not in place])
def test_all_tables_are_found_as_the_list_of_contents_promises(read, place):
    reading = read(place).reading
    assert (reading.missing, reading.unanswered) == ((), ())
    assert [table.table for table in reading.tables if table.in_contents is False] == []
    assert reading.form.confidence == 1.0
    # The national forms print most of the same tables: they fit well, but none as well as the form itself.
    assert all(other.confidence < reading.form.confidence for other in reading.others)
    # (That of 2024 knows one table more of theirs: official spending beside running costs.)
    assert all(other.confidence < 0.8 for other in reading.others if "national" not in other.template)


@pytest.mark.slow
@pytest.mark.hypothesis  # `make fuzz` reads all of them with all forms
@pytest.mark.parametrize(
    ("place", "how"),
    [
        *product(["shanghai-2024/social-work-2024.tab.txt"], ["cell", "line"]),
        *product(["shanghai-2024/social-work-2024.flat.txt"], ["word", "line"]),
        *product(["shanghai-2024/social-work-2024.layout.txt"], ["word", "line"]),
    ],
)
def test_a_figure_that_is_slipped_in_is_never_lost_silently(shared_documents, read, place, how):
    """Wherever it stands, it is a fact, unread with its text, or its whole table is said to be missing."""
    path = shared_documents / place
    reading = read(place).reading
    tables = reading.tables
    # What stands behind the last table is not about figures in tables.
    lines = path.read_text(encoding="utf-8").split("\n")[: max(table.last.line for table in tables) + 3]
    # One figure more should make no other form fit: most are read with their own and the one that is nearest to it.
    catalogue = load_catalogue()
    near = [template for template in catalogue if template.name in _nearest(reading)]
    chance = random.Random(3)  # noqa: S311 - a choice of places that comes again
    for number in range(CHANGED):
        table = chance.choice(tables)
        at = chance.randint(table.first.line, table.last.line - 1)
        changed = _slipped_in(lines, at, how, chance)
        forms = near if number % EACH else catalogue
        report = read_bytes(path.name, "\n".join(changed).encode(), templates=forms).report
        again = next((each for each in report.reading.tables if each.table == table.table), None)
        if again is None:
            assert table.table in report.reading.missing
            continue
        unread = [each.printed for each in again.unread_figures]
        facts = [text for row in report.rows[table.table] for text in row.values() if isinstance(text, str)]
        assert any(INSERTED in text for text in (*unread, *facts)), (table.table, changed[at])


def _nearest(reading):
    """The names of the form chosen and of the one that fits best beside it."""
    return reading.form.template, reading.others[0].template


def _slipped_in(lines: list[str], at: int, how: str, chance: random.Random) -> list[str]:
    """The lines with a figure in line `at` or as a line of its own."""
    if how == "line":
        return [*lines[:at], INSERTED, *lines[at:]]
    cells = lines[at].split("\t" if how == "cell" else " ")
    cells.insert(chance.randrange(len(cells) + 1), INSERTED)
    return [*lines[:at], ("\t" if how == "cell" else " ").join(cells), *lines[at + 1 :]]
