"""Which letters of a page people see: a PDF may hold others, drawn in no colour, in white, in no size, beside the page.

Imported by the PDF reader alone, in its process: the package it needs takes long to load.
"""

from __future__ import annotations

from math import inf
from typing import TYPE_CHECKING, Any, Final

from pdfminer.pdfinterp import PDFPageInterpreter
from pdfplumber.page import Page, PDFPageAggregatorWithMarkedContent

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pdfminer.layout import LTPage
    from pdfminer.pdfcolor import PDFColorSpace
    from pdfminer.pdfdevice import PDFTextSeq
    from pdfminer.pdfinterp import PDFGraphicState, PDFTextState

_NEITHER_FILLED_NOR_STROKED: Final = (3, 7)
"""Modes of text rendering (ISO 32000-1, 9.3.6): a text layer over a scan is drawn so."""
_STROKED: Final = (1, 2, 5, 6)
"""Modes in which a letter has an outline, which may be seen where its inside is not."""
_UNDRAWN: Final = "undrawn"
_OUTLINED: Final = "outlined"
_LEAST: Final = 0.5
"""Points: a letter smaller than that in both directions is a dot."""
_WHITE: Final = 0.99
_ADDED_LIGHT: Final = frozenset(("DeviceGray", "CalGray", "DeviceRGB", "CalRGB", "ICCBased"))
_INKS: Final = frozenset(("DeviceCMYK", "ICCBased"))
_CYAN_TO_BLACK: Final = 4

_Box = tuple[float, float, float, float]


class _Device(PDFPageAggregatorWithMarkedContent):
    """Tags the letters that are placed but not drawn, and those with an outline."""

    is_shaded = False

    def render_string(
        self, textstate: PDFTextState, seq: PDFTextSeq, ncs: PDFColorSpace, graphicstate: PDFGraphicState
    ) -> None:
        """Place the letters of a text."""
        tag = self.cur_tag
        if textstate.render in _NEITHER_FILLED_NOR_STROKED:
            self.cur_tag = _UNDRAWN
        elif textstate.render in _STROKED and not _is_white(graphicstate.scolor):
            self.cur_tag = _OUTLINED
        super().render_string(textstate, seq, ncs, graphicstate)
        self.cur_tag = tag


class _Interpreter(PDFPageInterpreter):
    device: _Device

    def do_sh(self, name: object) -> None:
        """Tell that something of the page is painted with a gradient: where, the package does not find out."""
        self.device.is_shaded = True
        super().do_sh(name)


class DrawnPage(Page):
    """A page whose letters tell whether they are drawn. `is_shaded` once its layout is known."""

    is_shaded = False

    @property
    def layout(self) -> LTPage:
        """What the page holds, found at the first use."""
        if not hasattr(self, "_layout"):
            device = _Device(self.pdf.rsrcmgr, pageno=self.page_number, laparams=self.pdf.laparams)
            _Interpreter(self.pdf.rsrcmgr, device).process_page(self.page_obj)
            self.is_shaded = device.is_shaded
            self._layout: LTPage = device.get_result()
        return self._layout


def seen(page: DrawnPage) -> Page:
    """The page with the letters alone that people see; the same one where these are all.

    Example: `len(seen(page).chars) < len(page.chars)` where a scan has a text layer.
    """
    grounds = [_box(each) for each in page.images]
    grounds += [_box(each) for each in (*page.rects, *page.curves) if each["fill"] and not _is_filled_white(each)]
    # Some programs fill the cells of a table's head with lines as thick as its rows are high.
    grounds += [_box(each, each["linewidth"] / 2) for each in page.lines if not _is_white(each["stroking_color"])]
    if page.is_shaded:
        grounds.append(page.bbox)
    paper = _paper(page)
    unseen = {id(each) for each in page.chars if not _is_seen(each, paper, grounds)}
    return page.filter(lambda each: id(each) not in unseen) if unseen else page


def _paper(page: Page) -> _Box:
    """The part of a page that is shown: all that there is where the package misplaces it, as it does where a box begins
    with another corner than the lower left one; the whole page where it is turned, of which it misplaces the part.
    """
    left, bottom, right, top = page.page_obj.mediabox
    if left > right or bottom > top:
        return -inf, -inf, inf, inf
    return page.bbox if page.rotation else page.cropbox


def _box(drawn: dict[str, Any], around: float = 0) -> _Box:
    return drawn["x0"] - around, drawn["top"] - around, drawn["x1"] + around, drawn["bottom"] + around


def _is_seen(letter: dict[str, Any], paper: _Box, grounds: Sequence[_Box]) -> bool:
    """Parameters: `grounds` what is drawn in other colours than white."""
    if letter["tag"] == _UNDRAWN or max(letter["width"], letter["height"]) < _LEAST or not _stands_on(letter, paper):
        return False
    is_dark = letter["tag"] == _OUTLINED or not _is_filled_white(letter)
    return is_dark or any(_stands_on(letter, ground) for ground in grounds)


def _stands_on(letter: dict[str, Any], ground: _Box) -> bool:
    left, top, right, bottom = ground
    across, down = (letter["x0"] + letter["x1"]) / 2, (letter["top"] + letter["bottom"]) / 2
    return bool(left <= across <= right and top <= down <= bottom)


def _is_filled_white(drawn: dict[str, Any]) -> bool:
    return _is_white(drawn["non_stroking_color"], drawn.get("ncs"))


def _is_white(colour: object, space: str | None = None) -> bool:
    if isinstance(colour, int | float):
        colour = (colour,)
    if not isinstance(colour, tuple) or not all(isinstance(each, int | float) for each in colour):
        return False
    if len(colour) == _CYAN_TO_BLACK:
        return (space is None or space in _INKS) and max(colour) <= 1 - _WHITE
    return bool(colour) and (space is None or space in _ADDED_LIGHT) and min(colour) >= _WHITE
