"""Real reports against keys that were made without the reader: which figure stands on which line, row and column.

The keys were written down table by table from the documents (lines and cells of each column given by hand).
"""

from __future__ import annotations

import csv
import re
from decimal import Decimal
from pathlib import Path

import pytest

from dq.ingest import read_bytes
from dq.templates import normalise_label
from dq.types import CellState
from tests.reading import read_once

KEYS = Path(__file__).parent / "keys"
DOCUMENTS = {
    "fujian-2018-000": ("fujian-2018", "000_6af2a6315bf8f1d0.txt"),
    "shanghai-2024-planning-bureau": ("shanghai-2024", "planning-bureau-2024.tab.txt"),
    "shanghai-2024-social-work": ("shanghai-2024", "social-work-2024.tab.txt"),
}


@pytest.fixture(scope="module")
def reports(shared_documents):
    """The real reports, each read once."""
    results = {name: read_once(shared_documents.joinpath(*place)) for name, place in DOCUMENTS.items()}
    assert all(result.report is not None for result in results.values())
    return {name: result.report for name, result in results.items()}


def figures(report):
    """Every printed figure: (table, line, cell) → (column, code, label, printed, row)."""
    found = {}
    for table, rows in report.rows.items():
        for row in rows:
            for name, state in row.items():
                if name.endswith("__state") and state in (CellState.FIGURE, CellState.ZERO):
                    column = name.removesuffix("__state")
                    place = table, row[f"{column}__line"], row[f"{column}__cell"]
                    assert place not in found
                    found[place] = column, row["code"], row["label"], row[f"{column}__printed"], row
    return found


def key(name):
    with (KEYS / f"{name}.tsv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file, delimiter="\t"))


@pytest.mark.parametrize("name", DOCUMENTS)
def test_every_figure_of_the_key_and_no_other_is_read_where_it_stands(reports, name):
    wanted = {
        (row["table"], int(row["line"]), int(row["cell"])): (
            row["column"],
            row["code"] or None,
            normalise_label(row["label"]) or None,
            row["printed"],
        )
        for row in key(name)
    }
    got = {
        place: (column, code, normalise_label(label or "") or None, printed)
        for place, (column, code, label, printed, _) in figures(reports[name]).items()
    }
    assert got == wanted


def test_the_key_itself_counts_every_number_between_the_headings(shared_documents):
    """Counted without any notion of tables: cells with a decimal point, and whole numbers of the statistics table."""
    lines = (shared_documents / "fujian-2018" / DOCUMENTS["fujian-2018-000"][1]).read_text(encoding="utf-8").split("\n")
    headings = [
        at for at, line in enumerate(lines) if re.fullmatch(r"(?:[一二三四五六七八九十]、.*表|第三部分 [^\t]*)", line)
    ]
    first, statistics, procurement, last = headings[0], headings[8], headings[9], headings[10]
    money = sum(len(re.findall(r"(?<=\t)[\d,]+\.\d\d(?=\t|$)", line)) for line in lines[first:last])
    counts = sum(
        len(re.findall(r"(?<=\t)\d+(?=\t|$)", line)) for line in lines[statistics:procurement] if "栏" not in line
    )
    assert money + counts == len(key("fujian-2018-000")) == 543


@pytest.mark.parametrize("name", DOCUMENTS)
def test_the_printed_text_stands_on_the_line_it_names(reports, shared_documents, name):
    lines = shared_documents.joinpath(*DOCUMENTS[name]).read_bytes().split(b"\n")
    for (_, line, cell), (column, _, _, printed, row) in figures(reports[name]).items():
        assert lines[line - 1].decode().split("\t")[cell].strip() == printed
        assert row["line"] == line
        decimals = len(printed.partition(".")[2])
        factor = Decimal(10_000) if row[f"{column}__unit"] == "万元" else Decimal(1)
        assert row[column] == Decimal(printed.replace(",", "")) * factor
        assert row[f"{column}__decimals"] == decimals
        half = Decimal("0.5").scaleb(-decimals) * factor
        assert row[f"{column}__radius"] == (half if factor > 1 else 0)


@pytest.mark.parametrize("name", DOCUMENTS)
def test_no_reading_of_a_real_report_is_doubted(reports, name):
    doubts = [
        (table, row["line"], column)
        for table, rows in reports[name].rows.items()
        for row in rows
        for column, value in row.items()
        if column.endswith("__doubt") and value is not None
    ]
    assert doubts == []


@pytest.mark.parametrize("text", ["77.77", "0.00", "", "新增"])
def test_a_changed_cell_changes_its_own_fact_only(reports, shared_documents, text):
    """Whatever a cell says, no other cell is read differently: figures never decide where columns stand."""
    name = "fujian-2018-000"
    lines = shared_documents.joinpath(*DOCUMENTS[name]).read_text(encoding="utf-8").split("\n")
    before = figures(reports[name])
    for place in sorted(before)[7::60]:
        _, line, cell = place
        cells = lines[line - 1].split("\t")
        cells[cell] = text
        changed = [*lines[: line - 1], "\t".join(cells), *lines[line:]]
        after = figures(read_bytes("changed.txt", "\n".join(changed).encode()).report)
        wanted = {at: fact[:4] for at, fact in before.items() if at != place}
        if text[:1].isdecimal():
            wanted[place] = (*before[place][:3], text)
        assert {at: fact[:4] for at, fact in after.items()} == wanted
