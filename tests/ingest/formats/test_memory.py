"""No document costs more than 500 MB, however it is made: each is read in a process of its own that tells its peak."""

from __future__ import annotations

import subprocess
import sys

import pytest

from tests.fuzz.packing import parts_of
from tests.fuzz.targets import docx, xlsx
from tests.ingest.formats.test_hostile import bomb_pdf, zipped

resource = pytest.importorskip("resource")
MOST = 500_000
"""Kilobytes, of the reading process or of one that it starts."""
MEGA = 2**20
READ = """
import resource, sys
from pathlib import Path
from dq.ingest import read_document
result = read_document(Path(sys.argv[1]))
# Not RUSAGE_SELF: a process starts with the peak of the one that started it, here a large test run.
own = next(int(line.split()[1]) for line in open("/proc/self/status") if line.startswith("VmHWM"))
peak = max(own, resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss)
print(result.report is None, result.diagnostics[0].code, peak)
"""


def packed(target, part, content):
    """A small report's package with one part in place of its own."""
    parts = parts_of(next(iter(target.seeds().values())))
    assert part in parts
    return zipped({**parts, part: content})


def sheet(rows):
    return packed(xlsx, "xl/worksheets/sheet1.xml", b"<worksheet><sheetData>" + rows + b"</sheetData></worksheet>")


HOSTILE = {
    "newlines.txt": (lambda: b"a\n" * (15 * MEGA), "DQ-I207"),
    "tabs.txt": (lambda: b"\t" * (30 * MEGA) + b"a", "DQ-I207"),
    "rows.txt": (lambda: b"a\t\n" * (10 * MEGA), "DQ-I207"),
    "gaps.txt": (lambda: b"a      b\n" * (3 * MEGA), "DQ-I207"),
    "line.txt": (lambda: "决".encode() * (10 * MEGA), "DQ-I207"),
    "utf16.txt": (lambda: ("决\n" * (7 * MEGA)).encode("utf-16"), "DQ-I207"),
    "commas.csv": (lambda: b"a,b,c\n" * 9 + b"," * (30 * MEGA), "DQ-I207"),
    "records.csv": (lambda: b"a,b,c\n" * (5 * MEGA), "DQ-I207"),
    "paragraphs.html": (lambda: b"<html>" + b"<p>a" * (7 * MEGA), "DQ-I207"),
    "cells.html": (lambda: b"<html><table><tr>" + b"<td>" * (7 * MEGA), "DQ-I207"),
    "text.html": (lambda: b"<html>" + b"a" * (30 * MEGA), "DQ-I207"),
    "paragraph.docx": (lambda: packed(docx, "word/document.xml", b"<w><p><t>" + b"a" * (60 * MEGA)), "DQ-I207"),
    "breaks.docx": (lambda: packed(docx, "word/document.xml", b"<w><p>" + b"<br/>" * (10 * MEGA)), "DQ-I207"),
    "text.xlsx": (lambda: packed(xlsx, "xl/sharedStrings.xml", b"<sst><si><t>" + b"a" * (60 * MEGA)), "DQ-I207"),
    "styles.xlsx": (lambda: packed(xlsx, "xl/styles.xml", b"<s><cellXfs>" + b"<xf/>" * (10 * MEGA)), "DQ-I207"),
    "cell.xlsx": (lambda: sheet(b"<c t='str'><v>" + b"a" * (60 * MEGA) + b"</v></c>"), "DQ-I207"),
    "attribute.xlsx": (lambda: sheet(b"<c a='" + b"a" * (100 * MEGA) + b"'/>"), "DQ-I206"),
    "repeated.xlsx": (
        lambda: zipped(
            {
                **parts_of(next(iter(xlsx.seeds().values()))),
                "xl/sharedStrings.xml": b"<sst><si><t>" + b"a" * MEGA + b"</t></si></sst>",
                "xl/worksheets/sheet1.xml": b"<s>" + b"<c t='s'><v>0</v></c>" * 2000 + b"</s>",
            }
        ),
        "DQ-I207",
    ),
    "unpacked.pdf": (bomb_pdf, "DQ-I205 DQ-I213"),
    "nested.xlsx": (lambda: packed(xlsx, "xl/styles.xml", zipped({"a.zip": b"0" * (80 * MEGA)})), "DQ-I205"),
}


@pytest.mark.slow
@pytest.mark.parametrize("name", HOSTILE)
def test_a_document_made_to_cost_memory(name, tmp_path):
    make, code = HOSTILE[name]
    path = tmp_path / name
    path.write_bytes(make())
    done = subprocess.run([sys.executable, "-c", READ, path], capture_output=True, text=True, timeout=300, check=True)
    refused, found, peak = done.stdout.split()
    assert refused == "True"
    assert found in code.split()  # of time and memory, either may run out first
    assert int(peak) < MOST
