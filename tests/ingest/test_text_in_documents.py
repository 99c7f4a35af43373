"""Documents of Word and pages that hold the text of a report as paragraphs, its tables without cells."""

from __future__ import annotations

import io

import pytest

from dq.ingest import read_bytes
from dq.ingest.formats import format_of
from tests.ingest.test_own_lists import PROJECTS, SUMMARY, TITLE, UNITS
from tests.properties.round_trip import needs_packages

TEXT = f"{TITLE}{SUMMARY}\n{UNITS}\n{PROJECTS}"


def page(text):
    return f"<html><body>{''.join(f'<p>{line}</p>' for line in text.split(chr(10)))}</body></html>".encode()


def typed(text):
    lines = text.replace("表", "<b>表</b>", 1).replace("\n", "\r\n")
    return f"<html><body><p>公开</p><pre class='plain'>{lines}</pre></body></html>".encode()


def paragraphs(text):
    needs_packages("docx")
    import docx

    document = docx.Document()
    for line in text.split("\n"):
        document.add_paragraph(line)
    file = io.BytesIO()
    document.save(file)
    return file.getvalue()


def facts(result):
    assert result.report is not None, result.diagnostics
    return {
        (table, row["path"], name, row[name], row[f"{name.removesuffix('__printed')}__doubt"])
        for table, rows in result.report.rows.items()
        for row in rows
        for name in row
        if name.endswith("__printed")
    }


@pytest.mark.parametrize(
    ("name", "write"), [("report.html", page), ("report.html", typed), ("report.docx", paragraphs)]
)
@pytest.mark.parametrize("gap", [" ", "      "])
def test_tables_without_cells_are_read_as_the_text_that_they_are(name, write, gap):
    text = TEXT.replace(" ", gap)
    read = facts(read_bytes(name, write(text)))
    assert read == facts(read_bytes("report.txt", text.encode()))
    assert len(read) > 30
    assert read_bytes(name, write("某省测试厅2023年工作总结\n一切正常。")).diagnostics[0].code == "DQ-I006"


def test_typed_text_keeps_its_lines_and_spaces():
    content = b"<html><body><p>a\n b</p>\n<pre>\n  c   d\n\ne &amp; f<br>g\n</pre><p>h   i</p></body></html>"
    lines = [(line.number, line.cells[0]) for line in format_of("page.html", content).read("page.html", content).lines]
    assert lines == [(1, "a b"), (4, "  c   d"), (6, "e & f"), (6, "g"), (7, "h i")]
