"""A report gives the same facts in whichever format it is published."""

from __future__ import annotations

from importlib.util import find_spec

import pytest

from dq.ingest import read_bytes
from tests.conftest import require_or_skip
from tests.ingest.formats.writers import INVENTED, WRITERS, saved
from tests.reading import read_once

PACKAGES = {"pdf": ("pdfplumber", "reportlab"), "xls": ("xlrd", "xlwt"), "xlsx": ("openpyxl",), "docx": ("docx",)}
REAL = ("planning-bureau-2024", "social-work-2024")
WITH_PROSE = (
    "fujian-2018/000_6af2a6315bf8f1d0.txt",
    "shanghai-budget-2023-2025/wanli-2025.tab.txt",
    "jiangsu-budget-2017-2019/party-office-2017.tab.txt",
)


def needs(*packages: str) -> None:
    """Skip where a reader's extra, or what writes its test documents, is not installed."""
    for package in packages:
        if find_spec(package) is None:
            require_or_skip(f"{package} is not installed")


def facts(report):
    """(table, side, path, column) → what is stored of it, without where it stands."""
    found = {}
    for table, rows in report.rows.items():
        for row in rows:
            for name in [each.removesuffix("__state") for each in row if each.endswith("__state")]:
                place = table, row["side"], row["path"], name
                assert place not in found
                kept = "", "__state", "__decimals", "__unit", "__radius", "__doubt"
                stored = tuple(row[name + suffix] for suffix in kept)
                found[place] = (
                    (row["code"], row["item"], row["parent"], row[f"{name}__printed"].replace(",", "")),
                    stored,
                )
    return found


def tables(report):
    return [(each["table"], each["unit"], each["rows"], each["state"]) for each in report.tables]


@pytest.mark.parametrize("ending", WRITERS)
def test_an_invented_report(ending):
    needs(*PACKAGES.get(ending.rpartition(".")[2], ()))
    told = read_bytes("report.txt", INVENTED.encode())
    result = read_bytes(f"report.{ending}", WRITERS[ending](INVENTED))
    assert [each.code for each in result.diagnostics] == [each.code for each in told.diagnostics]
    same = facts(told.report)
    for place, fact in facts(result.report).items():
        # In a table without rulings some columns are left to doubt, never to error unsaid.
        assert fact == same[place] or (ending == "unruled.pdf" and fact[1][-1] == "column_shift")
    assert len(facts(result.report)) == 36
    assert tables(result.report) == tables(told.report)
    assert result.report.report["report"] == told.report.report["report"]


@pytest.mark.parametrize("name", REAL)
@pytest.mark.parametrize("ending", WRITERS)
def test_a_real_report_written_out_anew(shared_documents, name, ending):
    needs(*PACKAGES.get(ending.rpartition(".")[2], ()))
    document = shared_documents / "shanghai-2024" / f"{name}.tab.txt"
    text, told = document.read_text(encoding="utf-8"), read_once(document).report
    result = read_bytes(f"report.{ending}", WRITERS[ending](text))
    assert result.diagnostics == ()
    same, found = facts(told), facts(result.report)
    if ending == "unruled.pdf":
        # Blanks of a doubted row are doubted with it.
        doubted = [fact[1][-1] for fact in found.values() if fact[1][-1] is not None]
        assert set(doubted) <= {"column_shift"}
        assert len(doubted) <= 0.03 * len(found)
        same, found = ({place: (row, fact[:-1]) for place, (row, fact) in each.items()} for each in (same, found))
    assert found == same
    assert tables(result.report) == tables(told)


@pytest.mark.parametrize("place", WITH_PROSE)
@pytest.mark.parametrize("ending", [each for each in WRITERS if not each.endswith("pdf")])
def test_a_report_with_prose_between_its_tables(shared_documents, place, ending):
    """Sentences, chapters and notes stand in the grid's first column there: none of them is a row."""
    needs(*PACKAGES.get(ending.rpartition(".")[2], ()))
    text, told = (shared_documents / place).read_text(encoding="utf-8"), read_once(shared_documents / place).report
    result = read_bytes(f"report.{ending}", WRITERS[ending](text))
    assert facts(result.report) == facts(told)
    assert tables(result.report) == tables(told)


def test_the_only_row_of_a_form_may_lack_its_cells(shared_documents):
    """A row that nobody ever touched has no cells in a workbook, and is blank all the same."""
    needs("openpyxl")
    document = shared_documents / "shanghai-2024" / "social-work-2024.tab.txt"
    text, told = document.read_text(encoding="utf-8"), read_once(document).report
    book = sparse_workbook([line.split("\t") for line in text.split("\n")])
    assert facts(read_bytes("report.xlsx", book).report) == facts(told)


def sparse_workbook(rows):
    """A workbook that has the cells with a text only."""
    import openpyxl

    book = openpyxl.Workbook()
    for number, row in enumerate(rows, 1):
        for at, cell in enumerate(row, 1):
            if cell:
                book.active.cell(number, at, cell)
    return saved(book)


@pytest.mark.parametrize("name", REAL)
def test_a_real_pdf(shared_documents, name):
    needs("pdfplumber")
    result = read_once(shared_documents / "shanghai-2024" / f"{name}.pdf")
    told = read_once(shared_documents / "shanghai-2024" / f"{name}.tab.txt").report
    assert result.diagnostics == ()
    assert facts(result.report) == facts(told)
    assert tables(result.report) == tables(told)
    assert result.report.report["report"] == told.report["report"]
    pages = {row["page"] for rows in result.report.rows.values() for row in rows}
    assert min(pages) > 1
    assert len(pages) >= len(result.report.rows)
