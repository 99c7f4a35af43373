"""PDF: objects and page contents that are not compressed, so that changes reach them."""

from __future__ import annotations

import io
import re

from dq.ingest.formats import pdf as reader
from tests.fuzz.properties import in_this_process, reading

TOKEN = re.compile(rb"\s+|[<>\[\]()/]|[^\s<>\[\]()/]+")
WORDS = (
    *b"obj endobj stream endstream xref trailer startxref << >> [ ] ( ) /Kids /Parent /Contents /Length".split(),
    *b"/Filter /FlateDecode /ASCIIHexDecode /Encrypt /Type /Page /Pages /Font /Widths /ToUnicode /MediaBox".split(),
    *b"BT ET Tj TJ Tf Tm Td re l m S f cm q Q Do BI ID EI 0 1 -1 99999999999 0.0001 1e9 null 1\x00 R".split(),
    b"3 0 R",
    b"<< /Type /Page /Parent 2 0 R >>",
    b"\x00",
    b"\xff",
)
NEEDS = ("pdfplumber", "reportlab")


def seeds() -> dict[str, bytes]:
    """A ruled table and one without rulings."""
    return {"ruled.pdf": _drawn(ruled=True), "unruled.pdf": _drawn(ruled=False)}


def _drawn(*, ruled: bool) -> bytes:
    from reportlab.pdfbase import pdfmetrics
    from reportlab.pdfbase.cidfonts import UnicodeCIDFont
    from reportlab.pdfgen.canvas import Canvas

    pdfmetrics.registerFont(UnicodeCIDFont("STSong-Light"))
    file = io.BytesIO()
    canvas = Canvas(file, pagesize=(420, 300), pageCompression=0, invariant=1)
    canvas.setFont("STSong-Light", 9)
    canvas.drawString(40, 270, "某市测试局 2018 年度部门决算")
    canvas.drawString(40, 250, "收入支出决算总表")
    canvas.drawString(40, 235, "单位：万元")
    table = ("项目", "决算数", "项目(按功能分类)", "决算数"), ("一、财政拨款", "1.50", "一、一般公共服务支出", "1.50")
    for at, row in enumerate((*table, ("本年收入合计", "1.50", "本年支出合计", "1.50"))):
        for column, cell in enumerate(row):
            canvas.drawString(44 + 90 * column, 214 - 20 * at, cell)
    if ruled:
        canvas.grid([40 + 90 * column for column in range(5)], [228 - 20 * at for at in range(4)])
    canvas.showPage()
    canvas.save()
    return file.getvalue()


def one(data: bytes) -> None:
    """Read it, in this process."""
    with in_this_process(reader):
        reading("fuzz.pdf", data if b"%PDF-" in data[:1024] else b"%PDF-1.4\n" + data)
