"""Documents of Word and pages that hold the text of a report as paragraphs, its tables without cells."""

from __future__ import annotations

import io

import pytest

from dq.ingest import read_bytes
from tests.ingest.test_own_lists import PROJECTS, SUMMARY, TITLE, UNITS
from tests.properties.round_trip import needs_packages

TEXT = f"{TITLE}{SUMMARY}\n{UNITS}\n{PROJECTS}"


def page(text):
    return f"<html><body>{''.join(f'<p>{line}</p>' for line in text.split(chr(10)))}</body></html>".encode()


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


@pytest.mark.parametrize(("name", "write"), [("report.html", page), ("report.docx", paragraphs)])
@pytest.mark.parametrize("gap", [" ", "      "])
def test_tables_without_cells_are_read_as_the_text_that_they_are(name, write, gap):
    text = TEXT.replace(" ", gap)
    read = facts(read_bytes(name, write(text)))
    assert read == facts(read_bytes("report.txt", text.encode()))
    assert len(read) > 30
    assert read_bytes(name, write("某省测试厅2023年工作总结\n一切正常。")).diagnostics[0].code == "DQ-I006"
