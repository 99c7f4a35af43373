"""Letters of a PDF as people see them: what is not drawn is left out and told, what is turned is read."""

from __future__ import annotations

import io

import pytest

from dq.ingest.formats import pdf as pdf_format
from tests.ingest.formats.test_same_facts import needs

TITLE = "支出决算表"
PAPER = (400, 300)


def drawn(draw, change=bytes):
    """The lines of a page, and the codes of what is said of it."""
    needs("reportlab")
    from reportlab.pdfbase import pdfmetrics
    from reportlab.pdfbase.cidfonts import UnicodeCIDFont
    from reportlab.pdfgen.canvas import Canvas

    pdfmetrics.registerFont(UnicodeCIDFont("STSong-Light"))
    file = io.BytesIO()
    canvas = Canvas(file, pagesize=PAPER)
    canvas.setFont("STSong-Light", 10)
    draw(canvas)
    canvas.showPage()
    canvas.save()
    stream = pdf_format.read_here("a.pdf", change(file.getvalue()))
    return [line.cells for line in stream.lines if line.filled], [each.code for each in stream.diagnostics]


def undrawn(canvas, mode=3):
    text = canvas.beginText(50, 200)
    text.setTextRenderMode(mode)
    text.textOut("12.00")
    canvas.drawText(text)


def white(canvas, *, ground=None, ink=False):
    if ground is not None:
        canvas.setFillColorRGB(*ground)
        canvas.rect(40, 190, 100, 30, fill=1)
    if ink:
        canvas.setFillColorCMYK(0, 0, 0, 0)
    else:
        canvas.setFillColorRGB(1, 1, 1)
    canvas.drawString(50, 200, "12.00")


def outlined(canvas, grey):
    canvas.setFillGray(1)
    canvas.setStrokeGray(grey)
    undrawn(canvas, mode=2)


def on_thick_line(canvas):
    canvas.setLineWidth(20)
    canvas.line(40, 204, 140, 204)
    white(canvas)


def on_gradient(canvas):
    from reportlab.lib.colors import black, blue

    canvas.linearGradient(40, 190, 40, 220, [blue, black])
    white(canvas)


def tiny(canvas):
    canvas.setFont("STSong-Light", 0.1)
    canvas.drawString(50, 200, "12.00")


def scan(canvas):
    from PIL import Image
    from reportlab.lib.utils import ImageReader

    canvas.drawImage(ImageReader(Image.new("RGB", (4, 3), (9, 9, 9))), 0, 0, *PAPER)
    undrawn(canvas)


@pytest.mark.parametrize(
    ("draw", "is_seen"),
    [
        (undrawn, False),
        (white, False),
        (lambda canvas: white(canvas, ink=True), False),
        (lambda canvas: white(canvas, ground=(1, 1, 1)), False),
        (lambda canvas: white(canvas, ground=(0, 0, 1)), True),
        (lambda canvas: outlined(canvas, 0), True),
        (lambda canvas: outlined(canvas, 1), False),
        (on_thick_line, True),
        (on_gradient, True),
        (tiny, False),
        (lambda canvas: canvas.drawString(50, -40, "12.00"), False),
        (lambda canvas: canvas.drawString(450, 100, "12.00"), False),
        (scan, False),
        (lambda canvas: canvas.drawString(50, 200, "12.00"), True),
    ],
)
def test_letters_that_nobody_sees(draw, is_seen):
    lines, codes = drawn(lambda canvas: (canvas.drawString(50, 250, TITLE), draw(canvas)))
    assert lines == [(TITLE,), *([("12.00",)] if is_seen else [])]
    assert codes == ([] if is_seen else ["DQ-I211"])


def test_a_page_without_any_letter_that_is_seen():
    assert drawn(undrawn) == ([], ["DQ-I002", "DQ-I211"])


def test_paper_that_is_turned_and_cut_or_told_by_other_corners():
    def cut(canvas):
        canvas.setPageRotation(270)
        canvas.setCropBox((0, 150, 400, 300))
        canvas.drawString(50, 250, TITLE)

    assert drawn(cut)[1] == []
    plain = [(TITLE,)], []
    corners = (b" 0 0 400 300 ", b" 400 300 0 0 ")
    assert drawn(lambda canvas: canvas.drawString(50, 250, TITLE), lambda data: data.replace(*corners)) == plain


def test_a_digit_raised_behind_a_figure_is_the_mark_of_a_note():
    def noted(canvas):
        canvas.drawString(50, 200, "123")
        canvas.setFont("STSong-Light", 6)
        canvas.drawString(64, 204, "1")

    assert drawn(noted)[0] == [("123¹",)]


@pytest.mark.parametrize(("corner", "angle"), [((PAPER[0], 0), 90), ((0, PAPER[1]), -90)])
@pytest.mark.parametrize("is_ruled", [True, False])
def test_tables_of_turned_pages(corner, angle, is_ruled):
    rows = [("项目", "合计", "基本支出"), ("教育支出", "12.00", "5.00")]

    def turned(canvas):
        canvas.translate(*corner)
        canvas.rotate(angle)
        canvas.setFont("STSong-Light", 10)
        for down, row in enumerate(rows):
            for across, cell in enumerate(row):
                canvas.drawString(33 + 80 * across, 203 - 20 * down, cell)
        if is_ruled:
            canvas.grid([30, 110, 190, 270], [180, 200, 220])

    lines, codes = drawn(turned)
    assert [tuple(" ".join(line).split()) for line in lines] == rows
    assert codes == []
