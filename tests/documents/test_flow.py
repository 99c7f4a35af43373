"""Real reports in running and aligned text: every figure of the key, and the same facts as in the form with TABs."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from dq.templates import normalise_label
from dq.types import CellState
from tests.reading import cells, read_once

KEYS = Path(__file__).parent / "keys"
FLAT = ("fujian-2018", "004_592f9adbc2a2d7fa.txt")
REPORTS = ("planning-bureau-2024", "social-work-2024", "official-template-2024")
FIGURES = (CellState.FIGURE, CellState.ZERO)


@pytest.fixture(scope="module")
def flat(shared_documents):
    """The report whose ten tables are flattened, read once."""
    return read_once(shared_documents.joinpath(*FLAT))


@pytest.fixture(scope="module")
def lines(shared_documents):
    """Its lines."""
    return shared_documents.joinpath(*FLAT).read_text(encoding="utf-8").split("\n")


def test_the_flattened_report_is_read_but_for_one_row_of_its_forms(flat):
    assert [(each.code, each.span.line) for each in flat.diagnostics] == [("DQ-I140", 14544)]
    assert "有 1 行" in flat.diagnostics[0].headline.zh
    assert flat.report.report["report"] == "final_accounts-2018-福州市商务局"
    assert flat.report.report["template"] == "final_accounts_2018"
    assert len(flat.report.tables) == 10
    assert {table["state"] for table in flat.report.tables} == {"filled"}


def test_every_figure_of_the_key_and_no_other_stands_where_it_does(flat, lines):
    with (KEYS / "fujian-2018-004.tsv").open(encoding="utf-8", newline="") as file:
        key = list(csv.DictReader(file, delimiter="\t"))
    wanted = {
        (row["table"], int(row["line"]), int(row["cell"])): (
            row["column"],
            row["code"] or None,
            normalise_label(row["label"]),
            row["printed"],
        )
        for row in key
    }
    got = {}
    for (table, _, _, column), (state, printed, code, label, _, line, place, _) in cells(flat.report).items():
        if state in FIGURES:
            assert lines[line - 1][place : place + len(printed)] == printed
            got[table, line, place] = column, code, label, printed
    assert got == wanted
    assert len(wanted) == 1203


def test_no_cell_of_it_is_doubted(flat):
    assert [place for place, cell in cells(flat.report).items() if cell[-1] is not None] == []


@pytest.mark.parametrize("form", ["flat", "layout"])
@pytest.mark.parametrize("name", REPORTS)
def test_every_form_of_a_report_gives_the_same_facts(shared_documents, name, form):
    folder = shared_documents / "shanghai-2024"
    wanted = read_once(folder / f"{name}.tab.txt").report
    result = read_once(folder / f"{name}.{form}.txt")
    assert result.diagnostics == ()
    facts = {place: cell[:4] for place, cell in cells(result.report).items()}
    assert facts == {place: cell[:4] for place, cell in cells(wanted).items()}
    assert result.report.report["report"] == wanted.report["report"]


@pytest.mark.parametrize("form", ["flat", "layout"])
@pytest.mark.parametrize("name", REPORTS)
def test_no_cell_of_any_form_is_doubted(shared_documents, name, form):
    read = cells(read_once(shared_documents / "shanghai-2024" / f"{name}.{form}.txt").report)
    assert {place for place, cell in read.items() if cell[-1] is not None} == set()
