"""Tables of Markdown, as tools that turn documents into text for machines write them."""

from __future__ import annotations

import pytest

from dq.ingest import read_bytes
from dq.ingest.text_shape import is_barred
from tests.ingest.forms import EXPENDITURE, FUNDS, document

CELLS = document(
    EXPENDITURE + "201\t一般公共服务支出\t8.00\t5.00\t3.00\t\t\t\n\t合计\t8.00\t5.00\t3.00\t\t\t\n",
    FUNDS + "\t合计\t0.00\t5.00\t5.00\t0.00\t5.00\t0.00\n",
)


def barred(text, cell="| {} |", heading="## {}"):
    """The same with bars between cells: a row of dashes below the first row of each table."""
    lines = []
    for line in text.split("\n"):
        begins = "\t" in line and not (lines and lines[-1].startswith("|"))
        lines.append(cell.format(line.replace("\t", " | ")) if "\t" in line else heading.format(line) if line else "")
        lines += ["|" + "---|" * (line.count("\t") + 1)] * begins
    return "\n".join(lines)


def facts(result):
    return {
        (table, row["path"], name): (row[name], row[f"{name}__doubt"])
        for table, rows in result.report.rows.items()
        for row in rows
        for name in ("total", "basic", "project", "opening", "income", "closing")
        if row.get(f"{name}__state") is not None
    }


@pytest.mark.parametrize(("cell", "heading"), [("| {} |", "## {}"), ("|{}|", "**{}**"), ("> | {} |", "{}")])
def test_bars_part_cells_as_tabs_do(cell, heading):
    read = read_bytes("report.md", barred(CELLS, cell, heading).encode())
    assert facts(read) == facts(read_bytes("report.txt", CELLS.encode()))
    assert facts(read)["expenditure", "201", "project"][1] is None
    assert read.diagnostics == ()


def test_a_fact_s_place_is_its_cell_between_the_bars():
    read = read_bytes("report.md", barred(CELLS).encode())
    row = next(row for row in read.report.rows["expenditure"] if row["code"] == "201")
    line = barred(CELLS).split("\n")[row["basic__line"] - 1]
    assert line.split("|")[1:-1][row["basic__cell"]].strip() == "5.00"


def test_bars_without_a_row_of_dashes_are_words():
    assert read_bytes("report.md", barred(CELLS).replace("---", "").encode()).report is None


@pytest.mark.parametrize(
    "stray",
    [
        ("|---|",),
        ("| 注 |", "|---|---|"),
        ("注", "|---|"),
        ("| 注 | 注 |", "|---|---|"),
    ],
)
def test_a_row_of_dashes_leaves_a_text_with_tabs_as_it_is(stray):
    lines = CELLS.split("\n")
    read = read_bytes("report.txt", "\n".join((*lines, *stray, "")).encode())
    assert facts(read) == facts(read_bytes("report.txt", CELLS.encode()))
    assert facts(read)


@pytest.mark.parametrize("stray", [("|---|",), ("| 注 |", "|---|---|"), ("注", "|---|")])
def test_a_row_of_dashes_without_a_header_of_as_many_cells_is_no_table(stray):
    assert not is_barred("\n".join(stray))
    assert is_barred("| 项目 | 合计 |\n|---|---|")
