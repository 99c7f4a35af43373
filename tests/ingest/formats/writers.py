"""Reports written out anew: TAB-separated text as a workbook, a Word document, a page, comma-separated text, a PDF.

A block of lines with TABs is a table. Where the text leaves cells empty behind a header's cell, the cell is merged.
"""

from __future__ import annotations

import csv
import html
import io
import re
from collections.abc import Iterator
from itertools import groupby, pairwise
from typing import Any

INVENTED = """某市测试局
2018 年度部门决算
目录

支出决算表
编制单位：\t\t金额单位：万元
支出功能分类科目编码\t科目名称\t本年支出合计\t基本支出\t项目支出\t上缴上级支出\t经营支出\t对附属单位补助支出
\t合计\t1,334.60\t1,100.10\t234.50\t\t\t
201\t一般公共服务支出\t1,334.60\t1,100.10\t234.50\t\t\t
20103\t政府办公厅（室）及相关机构事务\t1,334.60\t1,100.10\t234.50\t\t\t
2010301\t行政运行\t1,100.10\t1,100.10\t\t\t\t
2010399\t其他支出\t234.50\t\t234.50\t\t—\t
注：本表反映部门本年度各项支出情况。

收入支出决算总表
单位：万元
收入\t\t支出\t
项目\t决算数\t项目(按功能分类)\t决算数
一、财政拨款\t1,334.60\t一、一般公共服务支出\t1,334.60
二、上级补助收入\t\t二、外交支出\t
本年收入合计\t1,334.60\t本年支出合计\t1,334.60
"""


def blocks(text: str) -> Iterator[tuple[bool, list[list[str]]]]:
    """Runs of lines of a text: whether it is a table, and its rows of cells, all as long as the longest."""
    lines = text.rstrip("\n").split("\n")
    for is_table, run in groupby(lines, key=lambda line: "\t" in line):
        rows = [[cell.strip() for cell in line.split("\t")] for line in run]
        width = max(map(len, rows))
        yield is_table, [[*row, *[""] * (width - len(row))] for row in rows]


def spans(row: list[str]) -> Iterator[tuple[int, int]]:
    """(position, width) of a header row's cells, each merged with the empty ones behind it."""
    starts = [at for at, cell in enumerate(row) if cell]
    for at, end in pairwise([*starts, len(row)]):
        yield at, end - at


def is_header(row: list[str]) -> bool:
    """True for a row without digits."""
    return not any(each.isdigit() for cell in row for each in cell)


def number(text: str) -> float | None:
    """A printed figure's value, or None for other texts and for codes."""
    plain = text.replace(",", "")
    whole, point, fraction = plain.partition(".")
    return float(plain) if point and whole.lstrip("-").isdigit() and fraction.isdigit() else None


def xlsx(text: str) -> bytes:
    """A workbook: figures as numbers with a format, codes as texts, titles and header cells merged."""
    import openpyxl

    book = openpyxl.Workbook()
    sheet = book.active
    row_number = 0
    for is_table, rows in blocks(text):
        if row_number > 60 and any(row[0].endswith("决算表") for row in rows):
            sheet = book.create_sheet()
            row_number = 0
        for row in rows:
            row_number += 1
            for at, cell in enumerate(row, 1):
                value = number(cell)
                placed = sheet.cell(row_number, at, cell if value is None else value)
                if value is not None:
                    placed.number_format = "#,##0." + "0" * len(cell.partition(".")[2])
            if is_table and is_header(row) and row_number % 2:
                for at, width in spans(row):
                    if width > 1 and at:
                        sheet.merge_cells(
                            start_row=row_number, end_row=row_number, start_column=at + 1, end_column=at + width
                        )
    return saved(book)


def saved(book: Any) -> bytes:
    """What `save` of a workbook or a Word document writes."""
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def xls(text: str) -> bytes:
    """The same as an old workbook."""
    import xlwt

    book = xlwt.Workbook(encoding="utf-8")
    sheet = book.add_sheet("Sheet1")
    row_number = 0
    for _, rows in blocks(text):
        for row in rows:
            for at, cell in enumerate(row):
                value = number(cell)
                if value is not None:
                    places = "0" * len(cell.partition(".")[2])
                    sheet.write(row_number, at, value, xlwt.easyxf(num_format_str=f"#,##0.{places}"))
                else:
                    sheet.write(row_number, at, cell)  # cells of a table are there even where they are empty
            row_number += 1
    return saved(book)


def docx(text: str) -> bytes:
    """A Word document with tables; header cells are merged."""
    import docx as package

    document = package.Document()
    for is_table, rows in blocks(text):
        if not is_table:
            for (line,) in rows:
                document.add_paragraph(line)
            continue
        table = document.add_table(len(rows), len(rows[0]))
        for row, cells in zip(rows, (each.cells for each in table.rows), strict=True):
            for at, cell in enumerate(row):
                if cell:
                    cells[at].text = cell
            if is_header(row):
                for at, width in spans(row):
                    if width > 1:
                        cells[at].merge(cells[at + width - 1])
    return saved(document)


def web_page(text: str) -> bytes:
    """A page with tables; header cells have spans."""
    parts = ["<!DOCTYPE html>\n<html><head><title>报告</title><style>td{}</style></head><body>\n"]
    for is_table, rows in blocks(text):
        if not is_table:
            parts += [f"<p>{html.escape(line)}&nbsp;</p>\n" for (line,) in rows]
            continue
        parts.append("<table border=1>\n")
        for row in rows:
            cells = spans(row) if is_header(row) and row[0] else ((at, 1) for at in range(len(row)))
            shown = (f"<td colspan='{width}'>\n{html.escape(row[at])}<br></td>" for at, width in cells)
            parts.append(f"<tr>{''.join(shown)}</tr>\n")
        parts.append("</table>\n")
    return "".join([*parts, "</body></html>"]).encode()


def comma_separated(text: str, *, padded: bool) -> bytes:
    """Comma-separated text; `padded` as spreadsheets do, every line as long as the longest."""
    rows = [row for _, block in blocks(text) for row in block]
    width = max(map(len, rows)) if padded else 0
    file = io.StringIO()
    csv.writer(file).writerows([*row, *[""] * (width - len(row))] for row in rows)
    return file.getvalue().encode("gb18030" if padded else "utf-8")


def pdf(text: str, *, ruled: bool = True, password: str | None = None) -> bytes:
    """A PDF; tables with rulings or without."""
    from reportlab.lib.pagesizes import A3, landscape
    from reportlab.pdfbase import pdfmetrics
    from reportlab.pdfbase.cidfonts import UnicodeCIDFont
    from reportlab.pdfgen.canvas import Canvas

    pdfmetrics.registerFont(UnicodeCIDFont("STSong-Light"))
    file = io.BytesIO()
    # A blank line within a table is a page break of the document that the text was taken from.
    pieces = list(blocks(re.sub(r"(\t[^\n]*\n)\n+(?=[^\n]*\t)", r"\1", text)))
    least, tall = landscape(A3)
    size = max([least, *(columns(rows)[-1] + 40 for is_table, rows in pieces if is_table)]), tall
    canvas = Canvas(file, pagesize=size, encrypt=password)
    height = 20
    y = tall - 60
    for is_table, rows in pieces:
        x = columns(rows) if is_table else [40.0]
        for row in rows:
            if y < 60:
                canvas.showPage()
                y = tall - 60
            canvas.setFont("STSong-Light", 9)
            for at, cell in enumerate(row):
                if cell:
                    canvas.drawString(x[at] + 3, y + 6, cell)
            if is_table and ruled:
                # A header cell is open to the empty ones behind it, as merged cells are.
                inner = [at for at, _ in spans(row)] if is_header(row) else range(len(row))
                for at in {0, len(row), *inner}:
                    canvas.line(x[at], y, x[at], y + height)
                canvas.line(x[0], y, x[-1], y)
                canvas.line(x[0], y + height, x[-1], y + height)
            y -= height
    canvas.save()
    return file.getvalue()


def columns(rows: list[list[str]]) -> list[float]:
    """Where columns begin, and where the last one ends, in points."""
    found = [40.0]
    for column in zip(*rows, strict=True):
        widths = [sum(9 if each > "\x7f" else 5 for each in cell) for cell in column]
        found.append(found[-1] + max(40, *widths) + 24)
    return found


WRITERS = {
    "xlsx": xlsx,
    "xls": xls,
    "docx": docx,
    "html": web_page,
    "csv": lambda text: comma_separated(text, padded=False),
    "padded.csv": lambda text: comma_separated(text, padded=True),
    "pdf": pdf,
    "unruled.pdf": lambda text: pdf(text, ruled=False),
}
"""One writer a format, by the ending of the document's name."""
