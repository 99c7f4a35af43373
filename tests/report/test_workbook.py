"""Working papers: what is on the sheets, and that spreadsheets reckon the same as the engine."""

from __future__ import annotations

import dataclasses
from decimal import Decimal
from pathlib import Path

import pytest
from openpyxl import load_workbook

from dq.archive import Archive
from dq.engine import check
from dq.outcome import Operand, Outcome, Source
from dq.report import Material, find_sink
from dq.report.sinks.xlsx.book import Book
from dq.report.sinks.xlsx.recalculation import side_formula, side_terms
from dq.report.sinks.xlsx.tables import Places
from dq.semantics import load_rules
from dq.templates import default_schema
from dq.types import Severity, Verdict
from tests.report.builders import HOSTILE, report, write_archive, write_rules
from tests.spreadsheet import recalculated


@pytest.fixture(scope="module")
def book(tmp_path_factory):
    return load_rules([write_rules(tmp_path_factory.mktemp("rules"))], default_schema()).book


def material_of(archive: Archive, book, **more) -> Material:
    run = check(book, archive, default_schema(), evidence="all", holds=True)
    return Material(lambda: run, book, default_schema(), Path("a"), store=archive, **{"everything": True, **more})


@pytest.fixture(scope="module")
def single(book, tmp_path_factory) -> Material:
    """One report with a wrong total, hostile words and a figure of the year before nowhere."""
    archive = Archive.create(tmp_path_factory.mktemp("one") / "archive", default_schema(), keep_documents=False).archive
    rows = (("30.00", "10.00", "20.00"), ("12.01", "5.00", "7.00"), ("49.00", "15.00", "27.00"))
    assert archive.append([report(HOSTILE, 2018, rows, "42.00")]).stored
    return material_of(archive, book, command=("dq", "report", "a b.txt"))


@pytest.fixture(scope="module")
def papers(single, tmp_path_factory) -> Path:
    return find_sink("xlsx").write(single, tmp_path_factory.mktemp("papers")).paths[0]


@pytest.fixture(scope="module")
def workbook(papers):
    return load_workbook(papers)


def values(sheet) -> list[tuple]:
    return list(sheet.iter_rows(values_only=True))


def test_the_cover_says_what_was_done_and_leaves_room_to_sign(single, workbook):
    told = {row[0]: row[1] for row in values(workbook["封面"]) if row[0]}
    run = single.run()
    assert (told["运行"], told["规则指纹"], told["数据指纹"]) == (
        run.id,
        run.rules_fingerprint,
        run.archive_fingerprint,
    )
    assert told["重做的命令"] == "dq report 'a b.txt'"
    assert (told["不成立"], told["成立"], told["无法判断"]) == tuple(
        run.counts[name] for name in ("violated", "holds", "undecided")
    )
    assert {"编制", "复核", "批准"} <= set(told)
    assert run.reports[0].sha256 in {cell for row in values(workbook["封面"]) for cell in row}


def test_findings_are_filtered_frozen_and_lead_to_their_cells(single, workbook):
    sheet = workbook["发现"]
    assert sheet.auto_filter.ref == f"A1:V{len(single.run().outcomes) + 1}"
    assert sheet.freeze_panes == "E2"
    assert "复核" in values(sheet)[0]
    assert [row[2] for row in values(sheet)[1:3]] == ["不成立", "不成立"], "the findings come first"
    figures = [cell for row in sheet.iter_rows(2, 3, 9, 10) for cell in row]
    assert all(cell.number_format.startswith("#,##0") for cell in figures), (
        "thousands apart, as the sentences have them"
    )
    links = [cell for row in sheet.iter_rows() for cell in row if cell.hyperlink is not None]
    assert links
    for cell in links:
        name, _, place = cell.hyperlink.location.rpartition("!")
        printed = str(workbook[name.strip("'")][place].value)
        assert cell.value.rpartition(": ")[2].startswith((printed, f"{float(printed):.2f}"))


def test_tables_stand_as_printed_and_disputed_cells_say_why(workbook):
    sheet = workbook["支出决算表"]
    rows = [row for row in values(sheet) if row[0] in ("20", "21", "22")]
    assert [row[3:6] for row in rows] == [(30, 10, 20), (12.01, 5, 7), (49, 15, 27)]
    assert rows[1][2].startswith("<script>")
    total = next(cell for row in sheet.iter_rows() for cell in row if cell.value == 49)
    assert total.number_format == "0.00"
    assert "TT102" in total.comment.text
    addend = next(cell for row in sheet.iter_rows() for cell in row if cell.value == 30)
    assert addend.fill.fgColor.rgb != total.fill.fgColor.rgb, "a suspect and what was added up look different"
    sound = next(cell for row in sheet.iter_rows() for cell in row if cell.value == 7)
    assert sound.comment is None


def first_check(sheet) -> int:
    """The column (1-based) where the checks beside a table begin."""
    return [cell.value for cell in sheet[4]].index("规则") + 1


def test_no_text_of_a_document_is_a_formula(workbook):
    formulas = [cell for sheet in workbook for row in sheet.iter_rows() for cell in row if cell.data_type == "f"]
    assert {cell.parent.title for cell in formulas} == {"重算", "支出决算表"}
    beside = first_check(workbook["支出决算表"])
    assert all(cell.parent.title == "重算" or cell.column > beside for cell in formulas)


def test_libreoffice_reckons_what_the_engine_reckoned(single, papers, tmp_path):
    reckoned = recalculated(papers, tmp_path)
    told = [row for row in values(reckoned["重算"])[2:] if row[0]]
    assert {row[12] for row in told} == {"是"}
    expected = [each for each in single.run().outcomes if each.left is not None]
    found = sorted((row[0], Decimal(str(row[4])), Decimal(str(row[5])), Decimal(str(row[6]))) for row in told)
    assert found == sorted((each.rule, each.left, each.right, each.left - each.right) for each in expected)
    start = first_check(reckoned["支出决算表"]) - 1
    beside = [row[start : start + 9] for row in values(reckoned["支出决算表"])[4:] if row[start]]
    sides = sorted((row[0], *(Decimal(str(each)) for each in row[3:6])) for row in beside)
    assert sides == found, "all checks of this workbook are about this table"


def test_checks_stand_beside_their_table_and_lead_to_it_and_to_the_list_of_all(workbook):
    sheet, listed = workbook["支出决算表"], workbook["重算"]
    start = first_check(sheet)
    rows = [row for row in sheet.iter_rows(min_row=5) if row[start - 1].value]
    assert rows
    assert sheet.cell(3, start).value.startswith("重算：")
    for row in rows:
        rule, about = row[start - 1], row[start + 1]
        above = listed[rule.hyperlink.location.rpartition("!")[2]]
        assert above.value == rule.value
        assert above.hyperlink.location == f"'支出决算表'!{rule.coordinate}"
        assert about.hyperlink.location == f"'支出决算表'!{about.value}"
        assert about.value in row[start + 2].value, "the figure itself is in the formula"
        assert listed.cell(above.row, 5).value == f"='支出决算表'!{row[start + 2].coordinate}"
    total = next(cell for row in sheet.iter_rows() for cell in row if cell.value == 49)
    assert f"重算: 支出决算表!{rows[-1][start + 2].column_letter}" in total.comment.text


def test_paper_shows_a_table_as_printed(workbook):
    sheet = workbook["支出决算表"]
    last = sheet.cell(4, first_check(sheet) - 2).column_letter
    assert sheet.print_area == f"'支出决算表'!$A$1:${last}$7"


def test_an_archive_has_findings_only_and_says_so(book, tmp_path):
    archive = Archive.open(write_archive(tmp_path / "archive"), default_schema()).archive
    path = find_sink("xlsx").write(material_of(archive, book, language="en"), tmp_path / "out").paths[0]
    workbook = load_workbook(path)
    assert workbook.sheetnames == ["Cover", "Findings", "Waivers"]
    assert any("Name one (--report ID)" in str(cell) for row in values(workbook["Cover"]) for cell in row)


def test_a_long_list_ends_and_says_so(single, tmp_path, monkeypatch):
    monkeypatch.setattr("dq.report.sinks.xlsx.sink._ROWS", 3)
    monkeypatch.setattr("dq.report.sinks.xlsx.papers._LINKS", 1)
    workbook = load_workbook(find_sink("xlsx").write(single, tmp_path).paths[0])
    assert len(values(workbook["发现"])) == 4
    assert any("只列前 3 项" in str(cell) for row in values(workbook["封面"]) for cell in row)
    assert values(workbook["发现"])[1][14].endswith("，另有 2 格"), "nor do cells without a column go missing"


def test_names_of_sheets_are_legal_and_differ(tmp_path):
    titles = ["a/b[c]", "A/B[C]", "history", "'", "x" * 40, "x" * 41, "收入\n决算"]
    with Book(tmp_path / "a.xlsx", "") as book:
        names = [book.sheet(title).name for title in titles]
    assert names == ["abc", "ABC 2", "history 2", "-", "x" * 31, "x" * 29 + " 2", "收入 决算"]
    assert load_workbook(tmp_path / "a.xlsx").sheetnames == names


def test_a_failed_report_leaves_nothing_behind(single, tmp_path):
    broken = dataclasses.replace(single, run=lambda: dataclasses.replace(single.run(), outcomes=None))
    with pytest.raises(TypeError):
        find_sink("xlsx").write(broken, tmp_path)
    assert list(tmp_path.iterdir()) == []


def operand(n: int, value: str | None, role: str, unit: str = "万元", **more) -> Operand:
    decimal = None if value is None else Decimal(value)
    return Operand("t", {"n": n}, "c", decimal, unit, value, "figure", role, Source("d", None, n, 1), **more)


def outcome(left: str, right: str, *operands: Operand) -> Outcome:
    sides = {"left": Decimal(left), "right": Decimal(right)}
    return Outcome("R", "", Severity.ERROR, "r", None, Verdict.HOLDS, unit="万元", operands=operands, **sides)


PLACES = Places(numbers={("t", n, "c"): ("表 1", n, 2) for n in range(1, 9)})


@pytest.mark.parametrize(
    ("right", "operands", "formula"),
    [
        ("3.50", [operand(1, "1.00", "right"), operand(2, "2.50", "right")], "=ROUND(SUM('表 1'!C2:C3),2)"),
        ("3.5", [operand(1, "1", "right"), operand(3, "2.5", "right")], "=ROUND(SUM('表 1'!C2,'表 1'!C4),1)"),
        ("1.5", [operand(1, "4", "right"), operand(2, "2.5", "right")], "=ROUND(SUM('表 1'!C2)-SUM('表 1'!C3),1)"),
        ("2", [operand(1, "20000", "right", "元")], "=ROUND(SUM('表 1'!C2)*0.0001,0)"),
        ("7", [operand(1, "7", "right", report="last year")], "=ROUND(SUM(7),0)"),
        ("7", [operand(99, "7", "right")], "=ROUND(SUM(7),0)"),
        ("1", [operand(1, "1", "right"), operand(2, None, "right")], "=ROUND(SUM('表 1'!C2),0)"),
        ("-360", [], "=-360"),
    ],
)
def test_a_side_becomes_a_formula(right, operands, formula):
    told = outcome("0", right, *operands)
    terms = side_terms(told, "right", Decimal(right))
    assert terms is not None
    assert side_formula(terms, Decimal(right), PLACES) == formula


@pytest.mark.parametrize(
    ("right", "operands"),
    [
        ("12", [operand(1, "3", "right"), operand(2, "4", "right")]),  # a product
        ("0", [operand(1, "3", "right"), operand(2, "3", "right")]),  # either may be taken from the other
        ("1", [operand(1, "1", "right", None)]),  # a number of rows
        ("3", [operand(n, "1", "right") for n in range(1, 9)]),  # too many to try
    ],
)
def test_a_side_that_is_no_plain_sum_is_left_to_the_engine(right, operands):
    assert side_terms(outcome("0", right, *operands), "right", Decimal(right)) is None


def test_a_formula_longer_than_spreadsheets_take_is_left_out():
    many = [operand(n, "1", "right") for n in range(1000, 2000, 2)]
    places = Places(numbers={("t", n, "c"): ("表", n, 2) for n in range(1000, 2000)})
    terms = side_terms(outcome("0", "500", *many), "right", Decimal(500))
    assert terms is not None
    assert side_formula(terms, Decimal(500), places) is None
