"""PDF with a text layer: tables with rulings or, now and then, without; long tables go on over pages."""

from __future__ import annotations

import io
from collections.abc import Iterator, Sequence
from html import escape
from typing import TYPE_CHECKING, Any, Final, assert_never

from dq.synthesis.rendering.cells import caption_rows, page_foot
from dq.synthesis.rendering.noise import Noise
from dq.synthesis.rendering.pieces import Break, Grid, Kind, Publication, Role, Text

if TYPE_CHECKING:
    from reportlab.lib.styles import ParagraphStyle
    from reportlab.platypus import Flowable

SUFFIX = ".pdf"
_FONT: Final = "STSong-Light"
"""A font that every reader of PDF brings along for Chinese, so that no file of letters is needed."""
_SIZE: Final = 8
_ROOM: Final = 8
"""Points beside a text in its cell."""
_MARGIN: Final = 40
_LABEL: Final = (90, 190)
_WIDEST: Final = 1108
"""Points between the margins of the largest page."""


def write(publication: Publication, noise: Noise) -> bytes:
    """The report on pages as large as its widest table needs."""
    from reportlab.lib.pagesizes import A3, A4, landscape
    from reportlab.pdfbase import pdfmetrics
    from reportlab.pdfbase.cidfonts import UnicodeCIDFont
    from reportlab.platypus import SimpleDocTemplate

    pdfmetrics.registerFont(UnicodeCIDFont(_FONT))
    widest = max((sum(_widths(each, noise)) for each in publication if isinstance(each, Grid)), default=0)
    sizes = (A4, landscape(A4), landscape(A3))
    size = next((each for each in sizes if widest <= each[0] - 2 * _MARGIN), sizes[-1])
    buffer = io.BytesIO()
    document = SimpleDocTemplate(
        buffer, pagesize=size, leftMargin=_MARGIN, rightMargin=_MARGIN, invariant=1, title="", allowSplitting=1
    )

    def foot(canvas: Any, _document: Any) -> None:  # noqa: ANN401 - the package has no types
        text = page_foot(canvas.getPageNumber(), noise)
        if text is not None:
            canvas.setFont(_FONT, _SIZE)
            canvas.drawCentredString(size[0] / 2, _MARGIN / 2, text)

    document.build(list(_flowables(publication, noise)), onFirstPage=foot, onLaterPages=foot)
    return buffer.getvalue()


def _flowables(publication: Publication, noise: Noise) -> Iterator[Flowable]:
    from reportlab.platypus import PageBreak, Paragraph

    styles = {Role.TITLE: _style(20), Role.ENTRY: _style(10), Role.HEADING: _style(14), Role.PARAGRAPH: _style(10)}
    is_ruled = not noise.chance("pdf/no rulings", 0.2)
    for piece in publication:
        match piece:
            case Text(text, role):
                yield Paragraph(escape(text), styles[role])
            case Break():
                yield PageBreak()
            case Grid():
                yield Paragraph(escape(piece.title), styles[Role.HEADING])
                for row in caption_rows(piece, noise):
                    yield Paragraph(escape("　".join(filter(None, row))), styles[Role.ENTRY])
                yield _table(piece, noise, is_ruled=is_ruled)
                yield from (Paragraph(escape(note), styles[Role.ENTRY]) for note in piece.notes)
            case _:
                assert_never(piece)


def _style(size: int) -> ParagraphStyle:
    from reportlab.lib.styles import ParagraphStyle

    return ParagraphStyle(f"text {size}", fontName=_FONT, fontSize=size, leading=size * 1.5, wordWrap="CJK")


def _table(grid: Grid, noise: Noise, *, is_ruled: bool) -> Flowable:
    from reportlab.platypus import Paragraph, Table, TableStyle

    style = _style(_SIZE)
    rows: list[Sequence[Any]] = [
        [Paragraph(escape(cell), style) if cell else "" for cell in row] for row in grid.header_rows()
    ]
    rows += [
        [
            Paragraph(escape(cell), style) if kind is Kind.LABEL and cell else cell
            for kind, cell in zip(grid.kinds, row, strict=True)
        ]
        for row in grid.rows
    ]
    commands: list[tuple[Any, ...]] = [("FONT", (0, 0), (-1, -1), _FONT, _SIZE), ("VALIGN", (0, 0), (-1, -1), "MIDDLE")]
    commands += [
        ("ALIGN", (at, grid.depth), (at, -1), "RIGHT") for at, kind in enumerate(grid.kinds) if kind is Kind.FIGURE
    ]
    commands += [
        ("SPAN", (span.column, span.row), (span.column + span.columns - 1, span.row + span.rows - 1))
        for span in grid.header
        if span.rows * span.columns > 1
    ]
    if is_ruled:
        from reportlab.lib.colors import black

        commands.append(("GRID", (0, 0), (-1, -1), 0.5, black))
    table = Table(rows, colWidths=_widths(grid, noise), repeatRows=grid.depth if grid.repeats else 0)
    table.setStyle(TableStyle(commands))
    return table


def _widths(grid: Grid, noise: Noise) -> list[float]:
    """Points for each column: figures and codes whole, labels in what is left, wrapped where that is little."""
    widths: list[float] = []
    for at, kind in enumerate(grid.kinds):
        longest = max((len(row[at].encode("gb18030")) for row in grid.rows), default=1) * _SIZE / 2
        least, most = _LABEL
        narrow = noise.count(f"{grid.name}/pdf label", least, most)
        widths.append(min(longest, narrow) + 2 * _ROOM if kind is Kind.LABEL else max(longest, 3 * _SIZE) + 2 * _ROOM)
    scale = _WIDEST / max(sum(widths), _WIDEST)
    return [max(width * scale, 2 * _SIZE) for width in widths]
