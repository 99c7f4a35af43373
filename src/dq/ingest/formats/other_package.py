"""Packages and compound files that no other format takes: refused, each by its name and with what to do."""

from __future__ import annotations

from typing import Final

from dq.ingest import refusals
from dq.ingest.package import MAGIC, RefusedError, open_package
from dq.ingest.stream import Stream

PRIORITY = 10
_COMPOUND: Final = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ENCRYPTED: Final = "EncryptedPackage".encode("utf-16-le")
_WORD: Final = "WordDocument".encode("utf-16-le")
_EMPTY_ZIP: Final = b"PK\x05\x06"


def accepts(_name: str, data: bytes) -> bool:
    """True for any zip or compound file."""
    return data.startswith((MAGIC, _EMPTY_ZIP, _COMPOUND))


def read(name: str, data: bytes) -> Stream:
    """Never any line: why the document is refused.

    Example: `read("old.doc", data).diagnostics[0].code` → `"DQ-I210"`.
    """
    if data.startswith(_COMPOUND):
        if _ENCRYPTED in data:
            return Stream((), (refusals.encrypted(name, "Office"),))
        kind = " Word 97-2003（doc）" if _WORD in data else " Office 97-2003"
        return Stream((), (refusals.other_container(name, kind),))
    try:
        parts = open_package(name, data, "ZIP").parts
    except RefusedError as refused:
        return Stream((), (refused.diagnostic,))
    kind = " xlsb" if "xl/workbook.bin" in parts else " OpenDocument" if "content.xml" in parts else " ZIP"
    return Stream((), (refusals.other_container(name, kind),))
