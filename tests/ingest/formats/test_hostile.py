"""Containers that are broken, hidden, bombs or traps: refused with the reason, in bounded time and memory."""

from __future__ import annotations

import io
import stat
import time
import zipfile
import zlib
from functools import cache

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dq.diagnostics import Level
from dq.ingest import apart, read_bytes
from dq.ingest.formats import docx as docx_format
from dq.ingest.formats import html as html_format
from dq.ingest.formats import pdf as pdf_format
from dq.ingest.formats import xls as xls_format
from dq.ingest.formats import xlsx as xlsx_format
from tests.ingest.formats.test_same_facts import needs
from tests.ingest.formats.writers import INVENTED, docx, pdf, saved, xls, xlsx

WORKBOOK = "xl/workbook.xml"
SHEET = "xl/worksheets/sheet1.xml"
DOCUMENT = "word/document.xml"


def refused(name, data, *, seconds=60.0):
    """The code of the error that refuses a document; it must come soon and be told in both languages."""
    started = time.perf_counter()
    result = read_bytes(name, data)
    assert time.perf_counter() - started < seconds
    assert result.report is None
    first = result.diagnostics[0]
    assert (first.level, first.span.file) == (Level.ERROR, name)
    assert first.headline.zh != first.headline.en
    assert first.help is not None
    return first.code


def zipped(parts, *, method=zipfile.ZIP_DEFLATED):
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", method) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return file.getvalue()


def changed(data, part, change):
    """A package with one part changed."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    parts[part] = change(parts.get(part, b""))
    return zipped(parts)


@pytest.fixture(scope="module")
def workbook():
    needs("openpyxl")
    return xlsx(INVENTED)


@pytest.fixture(scope="module")
def word():
    needs("docx")
    return docx(INVENTED)


# --- PDF ---


def test_an_encrypted_pdf():
    needs("pdfplumber", "reportlab")
    assert refused("a.pdf", pdf(INVENTED, password="secret")) == "DQ-I202"  # noqa: S106


def test_a_scanned_pdf():
    needs("pdfplumber", "reportlab")
    assert refused("scan.pdf", scanned(3)) == "DQ-I203"


def scanned(pages, *, text_on=()):
    from PIL import Image
    from reportlab.lib.utils import ImageReader
    from reportlab.pdfgen.canvas import Canvas

    file = io.BytesIO()
    canvas = Canvas(file)
    picture = ImageReader(Image.new("L", (60, 80), 200))
    for page in range(1, pages + 1):
        canvas.drawImage(picture, 0, 0, 590, 840)
        if page in text_on:
            canvas.drawString(72, 700, "text")
        canvas.showPage()
    canvas.save()
    return file.getvalue()


def test_pages_that_are_pictures_are_named():
    needs("pdfplumber", "reportlab")
    stream = pdf_format.read("a.pdf", scanned(3, text_on=(2,)))
    assert [(each.code, each.notes[0].en) for each in stream.diagnostics] == [("DQ-I204", "pages: 1, 3")]


def test_a_pdf_that_is_cut_off_or_no_pdf_at_all():
    needs("pdfplumber", "reportlab")
    whole = pdf(INVENTED)
    assert refused("a.pdf", b"%PDF-1.7 ...") == "DQ-I205"
    assert refused("a.pdf", whole[:300]) == "DQ-I205"
    for share in (0.3, 0.6, 0.9):  # what can be repaired may be read, the rest is refused
        result = read_bytes("a.pdf", whole[: int(len(whole) * share)])
        assert result.report is not None or result.diagnostics


def test_a_pdf_whose_objects_refer_to_each_other_in_a_circle():
    needs("pdfplumber")
    page = b"4 0 obj<</Type/Page/Parent 2 0 R/Resources<</Font 3 0 R>>/MediaBox[0 0 9 9]>>endobj\n"
    tree = b"1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Kids[4 0 R]/Count 1>>endobj\n"
    for circle in (b"3 0 obj\n3 0 R\nendobj\n", b"3 0 obj 5 0 R endobj\n5 0 obj 6 0 R endobj\n6 0 obj 3 0 R endobj\n"):
        data = b"%PDF-1.4\n" + tree + page + circle + b"trailer<</Root 1 0 R>>"
        assert refused("a.pdf", data, seconds=30) == "DQ-I205"


def test_a_pdf_with_widths_of_billions_of_letters():
    needs("pdfplumber")
    printed, counted = b"18 26 462 27 28 238", b"18 999999999999 238"
    data = pdf(INVENTED)
    assert printed in data
    assert refused("a.pdf", data.replace(printed, counted), seconds=30) == "DQ-I205"


def test_a_pdf_that_unpacks_to_gigabytes_is_stopped():
    needs("pdfplumber")
    assert refused("bomb.pdf", bomb_pdf(), seconds=60) in ("DQ-I213", "DQ-I205")


@cache
def bomb_pdf():
    """A page of 1,500 MB of blanks: a megabyte is packed once, so that it stands behind itself as often as wanted."""
    packer = zlib.compressobj(9)
    blanks = b" " * 2**20
    head, again = (packer.compress(blanks) + packer.flush(zlib.Z_FULL_FLUSH) for _ in range(2))
    checksum = 1
    for _ in range(1500):
        checksum = zlib.adler32(blanks, checksum)
    packed = head + again * 1499 + packer.flush()[:-4] + checksum.to_bytes(4, "big")
    length = b"%d" % len(packed)
    return (
        b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj\n"
        b"3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 600 800]/Contents 4 0 R>>endobj\n"
        b"4 0 obj<</Filter/FlateDecode/Length "
        + length
        + b">>stream\n"
        + packed
        + b"\nendstream endobj\ntrailer<</Root 1 0 R>>\n"
    )


def test_memory_that_is_at_an_end_is_no_damage_of_the_pdf(monkeypatch):
    """The package tells it as an error of the file, which it was called then."""

    def pages(data):
        raise ValueError(MemoryError())
        yield

    monkeypatch.setattr(pdf_format, "_pages", pages)
    with pytest.raises(MemoryError):
        pdf_format.read_here("a.pdf", b"%PDF-1.4")


def test_a_reader_that_takes_too_long_is_stopped(monkeypatch):
    needs("pdfplumber", "reportlab")
    stream = apart.read_apart("dq.ingest.formats.pdf", "slow.pdf", pdf(INVENTED), seconds=0)
    assert [each.code for each in stream.diagnostics] == ["DQ-I213"]
    with pytest.raises(RuntimeError, match="no_such"):
        apart.read_apart("dq.ingest.formats.no_such", "a", b"")


@pytest.mark.parametrize("reader", [pdf_format, xls_format])
def test_a_missing_package_is_named(reader, monkeypatch):
    monkeypatch.setattr(reader, "find_spec", lambda _name: None)
    data = b"%PDF-1.4" if reader is pdf_format else b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "Workbook".encode("utf-16-le")
    assert refused("a", data) == "DQ-I201"


def test_too_many_pages(monkeypatch):
    needs("pdfplumber", "reportlab")
    monkeypatch.setattr(pdf_format, "_MAX_PAGES", 2)
    stream = pdf_format.read_here("long.pdf", scanned(3))
    assert [each.code for each in stream.diagnostics] == ["DQ-I207"]


# --- packages ---


def test_packages_that_are_cut_off(workbook, word):
    for name, data in (("a.xlsx", workbook), ("a.docx", word)):
        assert refused(name, data[: len(data) // 2]) == "DQ-I205"
        assert refused(name, data[:60]) == "DQ-I205"
    assert refused("a.zip", b"PK\x03\x04....") == "DQ-I205"


def test_a_zip_bomb(workbook, word):
    huge = b"<worksheet><sheetData>" + b" " * (140 * 2**20)
    assert refused("bomb.xlsx", changed(workbook, SHEET, lambda _: huge)) == "DQ-I206"
    assert refused("bomb.docx", changed(word, DOCUMENT, lambda _: b"<w>" + huge)) == "DQ-I206"
    many = zipped({WORKBOOK: b"<workbook/>", **{f"xl/{at}.xml": b"<x/>" for at in range(6000)}})
    assert refused("many.xlsx", many) == "DQ-I207"


def test_a_package_whose_sizes_are_lies(workbook):
    data = bytearray(changed(workbook, SHEET, lambda _: b"<worksheet>" + b" " * (150 * 2**20)))
    at = data.rfind(b"PK\x01\x02", 0, data.rfind(SHEET.encode()))
    data[at + 24 : at + 28] = (100).to_bytes(4, "little")
    assert refused("liar.xlsx", bytes(data)) in ("DQ-I205", "DQ-I206")


@pytest.mark.parametrize("entry", ["../evil.xml", "/etc/passwd", "a/../../b", "..\\evil", "C:\\evil"])
def test_names_that_point_outside(workbook, word, entry):
    assert refused("a.xlsx", changed(workbook, entry, lambda _: b"x")) == "DQ-I208"
    assert refused("a.docx", changed(word, entry, lambda _: b"x")) == "DQ-I208"


def test_links_in_packages():
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        link = zipfile.ZipInfo(WORKBOOK)
        link.external_attr = (stat.S_IFLNK | 0o777) << 16
        archive.writestr(link, "/etc/passwd")
    assert refused("link.xlsx", file.getvalue()) == "DQ-I208"


ENTITIES = b'<?xml version="1.0"?><!DOCTYPE d [<!ENTITY a SYSTEM "file:///etc/passwd"><!ENTITY b "&a;&a;">]><d>&b;</d>'


def test_entities_and_document_types(workbook, word):
    assert refused("a.xlsx", changed(workbook, SHEET, lambda _: ENTITIES)) == "DQ-I209"
    assert refused("a.xlsx", changed(workbook, "xl/styles.xml", lambda _: ENTITIES)) == "DQ-I209"
    assert refused("a.docx", changed(word, DOCUMENT, lambda _: ENTITIES)) == "DQ-I209"


def relation(kind):
    own = f"<Relationship Id='x1' TargetMode='External' Type='relationships/{kind}' Target='elsewhere.xlsx'/>"
    return f"<Relationships>{own}</Relationships>".encode()


def test_content_that_lies_elsewhere(workbook, word):
    linked = changed(workbook, "xl/externalLinks/externalLink1.xml", lambda _: b"<externalLink/>")
    rels = "xl/externalLinks/_rels/externalLink1.xml.rels"
    assert refused("a.xlsx", changed(linked, rels, lambda _: relation("externalLinkPath"))) == "DQ-I209"
    rels = "word/_rels/document.xml.rels"
    assert refused("a.docx", changed(word, rels, lambda _: relation("image"))) == "DQ-I209"
    assert read_bytes("a.docx", changed(word, rels, lambda _: relation("hyperlink"))).report is not None
    chunk = changed(word, DOCUMENT, lambda text: text.replace(b"<w:body>", b"<w:body><w:altChunk r:id='x'/>"))
    assert refused("a.docx", chunk) == "DQ-I209"


def test_elements_nested_deeply(workbook, word):
    deep = b"<a>" * 5000
    assert refused("a.xlsx", changed(workbook, SHEET, lambda _: deep)) == "DQ-I212"
    assert refused("a.docx", changed(word, DOCUMENT, lambda _: deep)) == "DQ-I212"
    page = b"<html><body>" + b"<div>" * 5000 + "支出决算表".encode()
    assert refused("a.html", page) == "DQ-I212"


@pytest.mark.parametrize(
    ("run", "text", "codes"),
    [
        ("<w:rPr><w:vanish/></w:rPr><w:t>5</w:t><w:br/>", "支出1.00", ["DQ-I211"]),
        ("<w:rPr><w:specVanish/></w:rPr><w:t>5</w:t>", "支出1.00", ["DQ-I211"]),
        ('<w:rPr><w:strike/><w:vanish w:val="0"/></w:rPr><w:t>5</w:t>', "支出1.00", ["DQ-I211"]),
        ('<w:rPr><w:vanish w:val="0"/></w:rPr><w:t>5</w:t>', "支出51.00", []),
        ("<w:rPr><w:rPrChange><w:rPr><w:vanish/></w:rPr></w:rPrChange></w:rPr><w:t>5</w:t>", "支出51.00", []),
        ("<w:rPr><w:webHidden/></w:rPr><w:t>5</w:t>", "支出51.00", []),  # not shown in a browser, but printed
        ("<w:noBreakHyphen/>", "支出-1.00", []),
        ('<w:rPr><w:vertAlign w:val="superscript"/></w:rPr><w:t>5</w:t>', "支出⁵1.00", []),
    ],
)
def test_text_of_word_that_is_hidden_and_a_hyphen_that_is_an_element(run, text, codes):
    mark = "<w:pPr><w:rPr><w:vanish/></w:rPr></w:pPr>"  # only the paragraph's end is hidden
    body = f"<w:p>{mark}<w:r><w:t>支出</w:t></w:r><w:r>{run}</w:r><w:r><w:t>1.00</w:t></w:r></w:p>"
    stream = docx_format.read("a.docx", zipped({DOCUMENT: f'<w:document xmlns:w="w">{body}</w:document>'}))
    assert [line.cells for line in stream.lines] == [(text,)]
    assert [each.code for each in stream.diagnostics] == codes


@pytest.mark.parametrize(
    ("properties", "rows", "codes"),
    [
        ("<w:cantSplit/><w:del/>", 0, ["DQ-I211"]),
        ("<w:hidden/>", 0, ["DQ-I211"]),
        ('<w:hidden w:val="0"/><w:ins/>', 1, []),
        ("<w:trPrChange><w:trPr><w:hidden/></w:trPr></w:trPrChange>", 1, []),
    ],
)
def test_rows_of_word_that_are_hidden_or_deleted(properties, rows, codes):
    row = "<w:tr><w:trPr>{}</w:trPr><w:tc><w:p><w:r><w:t>支出</w:t></w:r></w:p></w:tc></w:tr>"
    table = f'<w:document xmlns:w="w"><w:tbl>{row.format("")}{row.format(properties)}</w:tbl></w:document>'
    stream = docx_format.read("a.docx", zipped({DOCUMENT: table}))
    assert [line.cells for line in stream.lines] == [("支出",)] * (1 + rows)
    assert [each.code for each in stream.diagnostics] == codes


@pytest.mark.parametrize(
    ("page", "cells", "codes"),
    [
        ("<p>支出<s>1.00</s>2.00", [("支出2.00",)], ["DQ-I211"]),
        ("<table><tr><td>支出<td><DEL>1.00</DEL>2.00", [("支出", "2.00"), ("",)], ["DQ-I211"]),
        ("<table><tr><td><s>1.00<td>2.00", [("", "2.00"), ("",)], ["DQ-I211"]),
        ("<p></s>支出<del></del>2.00", [("支出2.00",)], []),
        ("<p>支出<u style='text-decoration:underline LINE-through'>1.00</u>2.00", [("支出2.00",)], ["DQ-I211"]),
        ("<table><tr><td style='visibility:hidden'>支出<td>1", [("", "1"), ("",)], ["DQ-I211"]),
        ("<table><tr style='display: none'><td>甲<tr><td hidden>支出<td>1", [("1",), ("",)], ["DQ-I211"]),
        ("<div hidden>甲<div>乙</div><table><td>丙</table></div>支出", [("支出",)], ["DQ-I211"]),
        ("<table hidden><td>甲<td>乙</table><p style='font-size:0'>丙<p>支出", [("支出",)], ["DQ-I211"]),
        ("<p class='x hidden' style='font-size:0.9em' aria-hidden=true>支出<br hidden>", [("支出",)], []),
        ("<p><ruby>支<rp>(<rt>zhi<rp>)</ruby>出", [("支出",)], []),
        ("<table><tr><td>合计<td>12<sup>1</sup><td>3<sup>[2]", [("合计", "12¹", "3[²]"), ("",)], []),
        ("<table><tr><td rowspan=0>支出<td>1<tr><td>2", [("支出", "1"), ("", "2"), ("",)], []),
        ("<table><thead><tr><th rowspan=0>支出</thead><tr><td>合计", [("支出",), ("合计",), ("",)], []),
    ],
)
def test_text_of_a_page_that_is_hidden_struck_or_raised_and_cells_that_reach_down_to_the_end(page, cells, codes):
    stream = html_format.read("a.html", f"<html><body>{page}".encode())
    assert [line.cells for line in stream.lines] == cells
    assert [each.code for each in stream.diagnostics] == codes


@pytest.mark.parametrize("page", ["<p hidden><" + "a" * 20_000, ("<p style='" + "text-decoration:" * 500 + "'>") * 80])
def test_tags_of_a_page_that_never_end_cost_no_more_than_others(page):
    started = time.process_time()
    html_format.read("a.html", f"<html>{page}".encode())
    assert time.process_time() - started < 0.5


def test_the_mark_of_a_note_raised_behind_a_figure_of_a_workbook(workbook):
    texts = (
        "<sst><si><r><t>12</t></r><r><rPr><vertAlign val='superscript'/></rPr><t>1</t></r></si><si><t>5</t></si></sst>"
    )
    cells = "<worksheet><sheetData><row><c t='s'><v>0</v></c><c t='s'><v>1</v></c></row></sheetData></worksheet>"
    marked = changed(workbook, "xl/sharedStrings.xml", lambda _: texts.encode())
    stream = xlsx_format.read("a.xlsx", changed(marked, SHEET, lambda _: cells.encode()))
    assert stream.lines[0].cells == ("12¹", "5")


@pytest.mark.parametrize(("gap", "numbers"), [("", [1, 2, 3, 4]), ("\n", [2, 3, 4, 4])])
def test_rows_of_a_page_that_is_one_line_of_its_file(gap, numbers):
    page = f"<html><body>{gap}<p>支出{gap}<table><tr><td>甲<td>1{gap}<tr><td>乙<td>2</table>"
    assert [line.number for line in html_format.read("a.html", page.encode()).lines] == numbers


def test_what_a_cell_of_word_spanned_before_a_change():
    before = '<w:tcPrChange><w:tcPr><w:gridSpan w:val="3"/></w:tcPr></w:tcPrChange>'
    cell = "<w:tc>{}<w:p><w:r><w:t>{}</w:t></w:r></w:p></w:tc>"
    row = cell.format(f"<w:tcPr>{before}</w:tcPr>", "支出") + cell.format("", "1.00")
    table = f'<w:document xmlns:w="w"><w:tbl><w:tr>{row}</w:tr></w:tbl></w:document>'
    (line,) = docx_format.read("a.docx", zipped({DOCUMENT: table})).lines
    assert line.cells == ("支出", "1.00")


def hidden_parts(name):
    """A workbook with a hidden row (2) and column (B), the title merged over both columns."""
    rows = [["支出", None, "甲"], ["乙", "1.00", "2.00"], ["丙", "3.00", "4.00"]]
    file = io.BytesIO()
    if name.endswith("xlsx"):
        needs("openpyxl")
        import openpyxl

        book = openpyxl.Workbook()
        for row in rows:
            book.active.append(row)
        book.active.title = "S"
        book.active.merge_cells("A1:B1")
        book.active.row_dimensions[2].hidden = book.active.column_dimensions["B"].hidden = True
    else:
        needs("xlrd", "xlwt")
        import xlwt

        book = xlwt.Workbook()
        sheet = book.add_sheet("S")
        for at, row in enumerate(rows):
            for column, value in enumerate(row):
                sheet.write(at, column, value or "")
        sheet.row(1).hidden = sheet.col(1).hidden = True
    book.save(file)
    return file.getvalue()


@pytest.mark.parametrize(("name", "form"), [("a.xlsx", xlsx_format), ("a.xls", xls_format)])
def test_rows_and_columns_that_are_hidden(name, form):
    stream = form.read(name, hidden_parts(name))
    assert [(line.number, line.cells) for line in stream.lines][:-1] == [
        (1, ("支出", "", "甲")),
        (3, ("丙", "", "4.00")),
    ]
    (told,) = stream.diagnostics
    assert (told.code, told.notes[0].en) == ("DQ-I211", "where: S!A2、S!B3")


def test_packages_of_other_kinds():
    old = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 504
    assert refused("a.zip", zipped({"readme.txt": "x"})) == "DQ-I210"
    assert refused("a.ods", zipped({"content.xml": "x"})) == "DQ-I210"
    assert refused("a.xlsb", zipped({"xl/workbook.bin": "x"})) == "DQ-I210"
    assert refused("a.doc", old + "WordDocument".encode("utf-16-le")) == "DQ-I210"
    assert refused("a.xlsx", old + "EncryptedPackage".encode("utf-16-le")) == "DQ-I202"


def test_documents_that_are_no_report(workbook, word):
    needs("openpyxl", "docx", "reportlab", "pdfplumber")
    import docx as package
    import openpyxl

    book = openpyxl.Workbook()
    assert refused("empty.xlsx", saved(book)) == "DQ-I002"
    book.active["A1"] = "会议纪要"
    assert refused("minutes.xlsx", saved(book)) == "DQ-I006"
    assert refused("empty.docx", saved(package.Document())) == "DQ-I002"
    assert refused("empty.html", b"<html><body></body></html>") == "DQ-I002"
    assert refused("page.html", "<html><body><p>会议纪要</p></body></html>".encode()) == "DQ-I006"
    assert refused("minutes.pdf", pdf("会议纪要\n")) == "DQ-I006"


# --- workbooks ---


def test_ten_million_cells(workbook):
    needs("openpyxl")
    row = b"<row>" + b"<c><v>1</v></c>" * 10_000 + b"</row>"
    sheet = b"<worksheet><sheetData>" + row * 800 + b"</sheetData></worksheet>"
    assert refused("cells.xlsx", changed(workbook, SHEET, lambda _: sheet), seconds=20) == "DQ-I207"


def test_two_cells_a_million_rows_apart_cost_nothing(workbook):
    sheet = b"""<worksheet><sheetData><row r="1"><c r="A1" t="str"><v>a</v></c></row>
        <row r="1048576"><c r="XFD1048576" t="str"><v>b</v></c></row></sheetData></worksheet>"""
    assert refused("wide.xlsx", changed(workbook, SHEET, lambda _: sheet), seconds=1) == "DQ-I006"


def test_rows_times_columns_are_bounded(workbook):
    rows = b"".join(b'<row r="%d"><c r="A%d" t="str"><v>a</v></c></row>' % (at, at) for at in range(1, 200))
    last = b'<row r="999"><c r="XFD999" t="str"><v>b</v></c></row>'
    sheet = b"<worksheet><sheetData>" + rows + last + b"</sheetData></worksheet>"
    assert refused("wide.xlsx", changed(workbook, SHEET, lambda _: sheet)) == "DQ-I207"


def test_old_workbooks_of_too_many_cells(monkeypatch):
    needs("xlrd", "xlwt")
    monkeypatch.setattr(xls_format, "MAX_CELLS", 40)
    stream = xls_format.read_here("cells.xls", xls(INVENTED))
    assert [each.code for each in stream.diagnostics] == ["DQ-I207"]


def test_old_workbooks_that_are_broken():
    needs("xlrd", "xlwt")
    data = xls(INVENTED)
    assert refused("a.xls", data[: len(data) // 2]) == "DQ-I205"
    start = data.index(b"\x09\x08\x10\x00")  # the stream's first record; an encrypted one follows it with FILEPASS
    locked = data[: start + 20] + b"\x2f\x00\x06\x00\x00\x00\x59\xb3\x0a\x9a" + data[start + 30 :]
    assert refused("locked.xls", locked) == "DQ-I202"


# --- pages ---


@pytest.mark.parametrize(
    "piece",
    [
        *(
            b"<",
            b"<!--",
            b"<!",
            b"<a ",
            b'<a b="',
            b"<a b='c'",
            b"<table>",
            b"<td>",
            b"</div>",
            b"<br>",
            b"<script>",
            b"&",
        ),
        *(b"<![CDATA[", b"<td colspan=200 rowspan=5000>", b"<tr><td rowspan=5000>"),
    ],
)
def test_hostile_repetition_in_pages_stays_bounded(piece):
    data = b"<html><table><tr>" + piece * (1_000_000 // len(piece))
    started = time.perf_counter()
    result = read_bytes("a.html", data)
    assert time.perf_counter() - started < 60
    assert result.report is None


def test_blanks_before_a_text_are_not_looked_through_for_each_piece_of_it():
    data = b"<html><body><p>" + b" <b></b><br>" * 25_000 + "某<b></b>".encode() * 25_000
    started = time.process_time()
    (line,) = html_format.read("a.html", data).lines
    assert time.process_time() - started < 5  # 11 seconds as it was, a fifth of one now
    assert line.cells == ("某" * 25_000,)


# --- whatever comes ---


@pytest.mark.parametrize("reader", [docx_format, xlsx_format, html_format])
@given(data=st.data())
def test_no_change_of_bytes_makes_a_reader_fail(reader, data, workbook, word):
    whole = {docx_format: word, xlsx_format: workbook, html_format: INVENTED.encode()}[reader]
    at = data.draw(st.integers(0, len(whole) - 1))
    instead = data.draw(st.binary(max_size=30))
    stream = reader.read("any", whole[:at] + instead + whole[at + len(instead) :])
    assert stream.lines or stream.diagnostics


TAGS = "<table> <tr> <td> <td/colspan=3> <td/rowspan='2'> </td> </tr> </table> <p> </p> <br/> < &lt; <div > <!-- -->"


@given(st.lists(st.sampled_from([*TAGS.split(), "1.00", "合计"])))
def test_no_order_of_tags_makes_the_page_reader_fail(pieces):
    stream = html_format.read("any", ("<html>" + "".join(pieces)).encode())
    assert stream.lines or stream.diagnostics


@given(st.data())
def test_no_change_of_bytes_makes_the_pdf_reader_fail(data):
    needs("pdfplumber", "reportlab")
    whole = pdf("收入支出决算总表\n项目\t决算数\n一、财政拨款\t1.00\n")
    at = data.draw(st.integers(0, len(whole) - 1))
    instead = data.draw(st.binary(max_size=30))
    stream = pdf_format.read_here("any", whole[:at] + instead + whole[at + len(instead) :])
    assert stream.lines or stream.diagnostics
