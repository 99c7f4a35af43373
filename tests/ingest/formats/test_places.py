"""Where diagnostics see what is wrong: a line, a page's line, or a workbook's sheet and cell."""

from __future__ import annotations

from pathlib import Path

from dq.application.reading import read_all
from dq.diagnostics.render import render
from dq.ingest import read_bytes
from dq.ingest.stream import Line, Stream
from tests.ingest.formats.writers import INVENTED, xlsx

BROKEN = INVENTED.replace("2010399\t其他支出\t234.50", "2010399\t其他支出\t23..50").replace("金额单位：万元", "")


def test_a_workbooks_diagnostics_name_sheet_and_cell():
    said = read_bytes("book.xlsx", xlsx(BROKEN)).diagnostics
    (unreadable,) = [each for each in said if each.code == "DQ-I046"]
    (without_unit,) = [each for each in said if each.code == "DQ-I012"]
    lines = BROKEN.split("\n")
    row = next(at for at, line in enumerate(lines, 1) if "23..50" in line)
    header = next(at for at, line in enumerate(lines, 1) if line.startswith("支出功能分类科目编码"))
    sheet = unreadable.span.cell.partition("!")[0]
    assert (unreadable.span.file, unreadable.span.cell) == ("book.xlsx", f"{sheet}!C{row}")
    assert without_unit.span.cell == f"{sheet}!A{header}"
    assert f"--> book.xlsx {sheet}!C{row}\n" in render(unreadable, {"book.xlsx": "\n" * 99}, "en")


def test_a_texts_diagnostics_name_the_line():
    said = read_bytes("report.txt", BROKEN.encode()).diagnostics
    spans = {each.span for each in said if each.code in ("DQ-I046", "DQ-I012")}
    assert {(span.file, span.cell) for span in spans} == {("report.txt", None)}
    assert all(span.line for span in spans)


def test_a_page_is_named_with_the_path_as_it_was_given(tmp_path: Path):
    said = Stream((), by_page=True).place("report.pdf", Line(12, ("合计",), page=3))
    assert (said.file, said.line, said.cell) == ("report.pdf#page=3", 12, None)
    book = tmp_path / "book.xlsx"
    book.write_bytes(xlsx(BROKEN))
    (read,) = read_all([book])
    assert {each.span.file for each in read.diagnostics} == {str(book)}
