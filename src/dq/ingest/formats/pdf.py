"""PDF with a text layer: ruled tables by their rulings, other tables by the gaps between their words."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from importlib.util import find_spec
from itertools import chain
from typing import TYPE_CHECKING, Final, assert_never

from dq.diagnostics import Text
from dq.ingest import complaints, refusals
from dq.ingest.apart import read_apart
from dq.ingest.cells import is_figure
from dq.ingest.continued import rows_of_pages
from dq.ingest.decoding import MAX_BYTES
from dq.ingest.package import RefusedError
from dq.ingest.page_layout import Block, Box, Glyph, Plain, Ruled, TextLine, aligned, page_blocks, text_lines
from dq.ingest.stream import Line, Shape, Stream
from dq.ingest.turned import Turn, turn_of, turned, turned_table

if TYPE_CHECKING:
    from pdfplumber.page import Page

    from dq.ingest.seen_letters import DrawnPage

PRIORITY = 50
_MAGIC: Final = b"%PDF-"
_HEADER_WITHIN: Final = 1024
"""The signature may stand anywhere in the first kilobyte."""
_MAX_PAGES: Final = 600
_MAX_GLYPHS: Final = 60_000
"""Of one page; the fullest pages of reports have some thousands."""
_MAX_RULINGS: Final = 20_000
_UNKNOWN_LETTER: Final = re.compile(r"\(cid:\d+\)")
_CHARACTER: Final = 2.5
"""Points that count as a character in aligned text: the width of a small digit, so that words never push others."""
_FARTHEST: Final = 14_400
"""Points: the largest page that programs have to know (ISO 32000-1, annex C); nobody sees what is printed beyond."""
_WIDE_PICTURE: Final = 0.4
"""Share of a page that a picture must cover for the page to count as scanned."""


def accepts(_name: str, data: bytes) -> bool:
    """True for the signature of a PDF."""
    return _MAGIC in data[:_HEADER_WITHIN]


def read(name: str, data: bytes) -> Stream:
    """One `Line` a printed row, numbered from 1 on each page.

    Example: a row 合计 | 1.00 of a ruled table on page 3 is `Line(number, ("合计", "1.00"), page=3)`.
    """
    if len(data) > MAX_BYTES:
        return Stream((), (complaints.too_large(name, len(data), MAX_BYTES),))
    if find_spec("pdfplumber") is None:
        return Stream((), (refusals.reader_missing(name, "PDF", "pdf"),))
    return read_apart(__name__, name, data)


def read_here(name: str, data: bytes) -> Stream:
    """As `read`, in this process and without bounds of time and memory."""
    try:
        return _read_pages(name, _told(name, _pages(data)))
    except RefusedError as refused:
        return Stream((), (refused.diagnostic,))


@dataclass(frozen=True, slots=True)
class _Printed:
    """What the package finds on a page. `unknown` counts letters that its fonts do not tell; `hides` where it
    holds letters that nobody sees.
    """

    glyphs: Sequence[Glyph] = ()
    tables: Sequence[Sequence[Sequence[Box | None]]] = ()
    unknown: int = 0
    hides: bool = False
    is_picture: bool = False
    is_too_full: bool = False


def _told(name: str, pages: Iterator[_Printed]) -> Iterator[_Printed]:
    """The pages, with whatever the package raises on broken objects turned into a refusal."""
    from pdfminer.pdfdocument import PDFPasswordIncorrect

    while True:
        try:
            page = next(pages, None)
        except MemoryError:
            raise
        except Exception as error:
            cause = error.args[0] if error.args and isinstance(error.args[0], Exception) else error
            if isinstance(cause, MemoryError):  # which the package takes for a damaged file
                raise cause from error
            if isinstance(cause, PDFPasswordIncorrect):
                raise RefusedError(refusals.encrypted(name, "PDF")) from error
            raise RefusedError(refusals.damaged(name, "PDF", type(cause).__name__)) from error
        if page is None:
            return
        yield page


def _pages(data: bytes) -> Iterator[_Printed]:
    """The pages one by one, each forgotten after use."""
    import logging

    from pdfminer.pdfpage import PDFPage

    from dq.ingest.seen_letters import DrawnPage
    from dq.ingest.unending import opened

    for package in ("pdfminer", "pdfplumber"):
        logging.getLogger(package).setLevel(logging.CRITICAL + 1)  # they log what they repair, page by page
    with opened(data) as pdf:
        for number, each in enumerate(PDFPage.create_pages(pdf.doc), 1):
            page = DrawnPage(pdf, each, page_number=number)
            yield _printed(page)
            page.close()


def _printed(page: DrawnPage) -> _Printed:
    if len(page.chars) > _MAX_GLYPHS or len(page.edges) > _MAX_RULINGS:
        return _Printed(is_too_full=True)
    from dq.ingest.seen_letters import seen

    glyphs: list[Glyph] = []
    unknown, turns = 0, Counter[Turn]()
    shown = seen(page)
    # Letters printed twice to look bold are one.
    for each in shown.dedupe_chars(tolerance=1, extra_attrs=()).chars:
        box = Box(each["x0"], each["top"], each["x1"], each["bottom"])
        if not all(-_FARTHEST <= at <= _FARTHEST for at in (box.left, box.top, box.right, box.bottom)):
            continue
        damaged = _UNKNOWN_LETTER.fullmatch(each["text"]) is not None
        unknown += damaged
        turns[turn_of(each["matrix"])] += 1
        glyphs.append(Glyph("\ufffd" if damaged else each["text"], box))
    area = float(page.width) * float(page.height)
    covered = max((float(each["width"]) * float(each["height"]) for each in page.images), default=0.0)
    hides = shown is not page
    tables = _tables(page) if glyphs else []
    turn = max(turns, key=lambda each: turns[each], default=Turn.NONE)
    if turn is not Turn.NONE:
        paper = Box(*page.bbox)
        glyphs = [Glyph(glyph.text, turned(glyph.box, turn, paper)) for glyph in glyphs]
        tables = [turned_table(rows, turn, paper) for rows in tables]
    return _Printed(glyphs, tables, unknown, hides, covered > _WIDE_PICTURE * area)


def _tables(page: Page) -> list[list[list[Box | None]]]:
    """For each ruled table its rows of cells, None where a cell reaches over from the left or from above."""
    return [
        [[None if cell is None else Box(*cell) for cell in row.cells] for row in table.rows]
        for table in page.find_tables()
        if len(table.rows) > 1 or len(table.cells) > 1
    ]


def _read_pages(name: str, pages: Iterator[_Printed]) -> Stream:
    blocks: dict[int, list[Block]] = {}
    texts: dict[int, list[TextLine]] = {}
    pictures: list[int] = []
    hiding: list[int] = []
    number = unknown = 0
    for number, page in enumerate(pages, 1):
        if number > _MAX_PAGES:
            raise RefusedError(refusals.too_many(name, Text("页数", "pages"), _MAX_PAGES))
        if page.is_too_full:
            raise RefusedError(refusals.too_many(name, Text("一页上的文字", "glyphs on one page"), _MAX_GLYPHS))
        unknown += page.unknown
        hiding += [number] if page.hides else []
        if page.glyphs:
            blocks[number] = page_blocks(page.glyphs, page.tables)
            texts[number] = list(text_lines(page.glyphs))
        elif page.is_picture:
            pictures.append(number)
    said = [refusals.unseen_letters(name, hiding)] if hiding else []
    if not any(texts.values()):
        refusal = refusals.no_text_layer(name, number) if pictures else complaints.empty(name)
        return Stream((), (refusal, *said))
    said += [refusals.pages_without_text(name, pictures)] if pictures else []
    said += [refusals.letters_unknown(name, unknown)] if unknown else []
    if _is_unruled(blocks):
        return Stream(tuple(_aligned(texts)), tuple(said), Shape.ALIGNED, by_page=True)
    lines: list[Line] = []
    for page_number, rows in zip(blocks, rows_of_pages(list(blocks.values())), strict=True):
        lines += [Line(at, cells, page_number) for at, cells in enumerate(rows, 1)]
    return Stream(tuple(lines), tuple(said), by_page=True)


def _is_unruled(pages: Mapping[int, Sequence[Block]]) -> bool:
    """True where most of the lines that have figures in columns stand outside of ruled tables."""
    within = outside = 0
    for block in chain.from_iterable(pages.values()):
        match block:
            case Plain():
                outside += block.line.has_columns
            case Ruled():
                within += sum(any(map(is_figure, row)) for row in block.rows)
            case _:
                assert_never(block)
    return outside > within


def _aligned(pages: Mapping[int, Sequence[TextLine]]) -> Iterator[Line]:
    """A document without rulings as a text that keeps its layout; columns are found in it as in any such text."""
    for page, texts in pages.items():
        for number, text in enumerate(texts, 1):
            printed, start, edges = aligned(text, _CHARACTER)
            yield Line(number, (printed,), page, ((number, start),), edges=edges)
        yield Line(len(texts) + 1, ("",), page, ((len(texts) + 1, 0),))
