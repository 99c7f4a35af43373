"""A report as printed, with what a run found on its cells."""

from __future__ import annotations

from dq.application.indexing import IndexRows
from dq.application.report_pages import ReportPage, held_reports, report_page
from dq.report.sinks.html.places import cell_id


def report_of(town, body):
    return next(each.report for each in held_reports(town.archive).reports if each.department == body)


def test_findings_stand_on_the_cells_they_read(made_town):
    report = report_of(made_town, "青山区公园管理处")
    page = report_page(made_town.archive, report, run=made_town.second)
    assert isinstance(page, ReportPage)
    rows = {row.fingerprint: row for row in IndexRows(made_town.archive, made_town.second)}
    assert {key for keys in page.keys for key in keys} == {
        key for key, row in rows.items() if row.report == report and row.verdict == "violated"
    }
    for key, row in rows.items():
        if row.report == report and row.verdict == "violated":
            operand = row.evidence["operands"][0]
            assert key in page.findings_on(operand["table"], operand["row"]["n"], operand["column"])
    drawn = [cell for table in page.tables for line in table.lines for half in line.halves for cell in half.cells]
    assert {cell.anchor for cell in drawn if cell.findings} == set(page.marks)
    assert (page.total, page.waived, len(page.findings), len(page.keys[0])) == (1, 0, 1, 2)
    assert any(line.anchor for stretch in page.source for line in stretch.lines)


def test_findings_are_told_in_the_language_asked_for(made_town):
    report = report_of(made_town, "青山区公园管理处")
    rules = {row.rule: row for row in IndexRows(made_town.archive, made_town.second)}
    said = {}
    for language in ("zh", "en"):
        page = report_page(made_town.archive, report, run=made_town.second, language=language)
        assert isinstance(page, ReportPage)
        told = [each.first for each in page.findings]
        assert [each.title for each in told] == [rules[each.rule].title.in_language(language) for each in told]
        said[language] = [each.message for each in told]
    assert "should" in said["en"][0]
    assert "应" in said["zh"][0]


def test_cells_are_as_printed(made_town):
    page = report_page(made_town.archive, report_of(made_town, "绿水区图书馆"))
    assert isinstance(page, ReportPage)
    assert (page.run, page.findings, page.marks) == (None, (), {})
    (table,) = [table for table in page.printed.tables if table.name == "income"]
    total = next(table.rows).cells["total"]
    assert (total.text, f"{total.value:.2f}", total.unit, total.line) == ("309.00", "309.00", "万元", 19)
    assert page.findings_on("income", 0, "total") == ()
    assert cell_id("income", 0, "total") == "c-income-0-total"


def test_a_report_that_the_run_did_not_check_has_no_findings(made_town):
    page = report_page(made_town.archive, report_of(made_town, "绿水区图书馆"), run=made_town.first)
    assert isinstance(page, ReportPage)
    assert (page.run, page.total) == (None, 0)


def test_what_is_not_there_is_told(made_town, tmp_path):
    assert [each.code for each in report_page(made_town.archive, "none")] == ["DQ-C006"]
    report = report_of(made_town, "绿水区图书馆")
    assert [each.code for each in report_page(made_town.archive, report, run="none")] == ["DQ-N022"]
    assert [each.code for each in report_page(tmp_path, report)] == ["DQ-A001"]
    assert held_reports(tmp_path).reports == ()


def test_a_damaged_file_costs_its_reports_and_no_others(town):
    damaged, sound = (report_of(town, body) for body in ("青山区公园管理处", "绿水区图书馆"))
    for part in (town.archive / "tables" / "income").rglob("*.parquet"):
        if damaged.encode() in part.read_bytes():
            part.write_bytes(b"PAR1")
    assert [each.code for each in report_page(town.archive, damaged)] == ["DQ-A003"]
    assert isinstance(report_page(town.archive, sound), ReportPage)
