"""What would keep the PDF package at work for ever: objects that refer to each other in a circle, and widths of
billions of letters.

Imported by the PDF reader alone, in its process: the package it needs takes long to load.
"""

from __future__ import annotations

import io
from collections.abc import Callable, Iterable
from typing import Final, TypeVar

import pdfplumber.pdf
from pdfminer import pdffont
from pdfminer.pdfdocument import PDFDocument
from pdfminer.pdfparser import PDFSyntaxError
from pdfminer.pdftypes import PDFObjRef, resolve1
from pdfplumber.pdf import PDF

_T = TypeVar("_T")
_LAST_LETTER: Final = 0xFFFF
"""The largest number of a letter in a font (ISO 32000-1, annex C)."""


class UnendingError(PDFSyntaxError):
    """What the package would follow, or count, for ever."""


class _Document(PDFDocument):
    """Follows a reference to what is no other one."""

    def getobj(self, objid: int) -> object:
        """What stands under a number.

        Errors: `UnendingError` for one that is, at the end of its references, nothing but a reference to itself.
        """
        met = {objid}
        found = super().getobj(objid)
        while isinstance(found, PDFObjRef):
            if found.objid in met:
                raise UnendingError(objid)
            met.add(found.objid)
            found = super().getobj(found.objid)
        return found


def _bounded(widths: Callable[[Iterable[object]], _T]) -> Callable[[Iterable[object]], _T]:
    def of(told: Iterable[object]) -> _T:
        numbers = [resolve1(each) for each in told]
        if any(isinstance(each, int | float) and abs(each) > _LAST_LETTER for each in numbers):
            raise UnendingError(_LAST_LETTER)
        return widths(numbers)

    return of


def opened(data: bytes) -> PDF:
    """A PDF, to be closed behind its use.

    Errors: `UnendingError` here or later; whatever the package raises on broken objects.
    Example: `with opened(data) as pdf:`.
    """
    return PDF.open(io.BytesIO(data))


# The package cannot be told which documents to make, nor how many letters a font may have.
pdfplumber.pdf.PDFDocument = _Document  # type: ignore[attr-defined] # it imports the class for itself
pdffont.get_widths = _bounded(pdffont.get_widths)  # type: ignore[assignment] # the names of parameters differ
pdffont.get_widths2 = _bounded(pdffont.get_widths2)  # type: ignore[assignment] # as above
