"""Bytes to text: UTF-8, GB18030, or UTF-16 that says so; nothing guessed beyond that."""

from __future__ import annotations

import codecs
import re
from collections import Counter
from dataclasses import dataclass
from typing import Final

from dq.diagnostics import Diagnostic
from dq.ingest import complaints
from dq.ingest.glyphs import visible

MAX_BYTES: Final = 32 * 1024 * 1024
"""A published report is a few hundred kilobytes of text; more is no report, and would only cost time and memory."""

_SIGNATURES: Final = (
    (b"%PDF-", "PDF"),
    (b"PK\x03\x04", "Office / ZIP"),
    (b"\xd0\xcf\x11\xe0", "Office 97"),
    (b"{\\rtf", "RTF"),
    (b"\x89PNG", "PNG"),
    (b"\xff\xd8\xff", "JPEG"),
)
_WIDE_MARKS: Final = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE, codecs.BOM_UTF32_BE)
_CONTROLS: Final = re.compile(r"[\x00-\x08\x0e-\x19\x1b\x1f\x7f-\x84\x86-\x9f]")
"""Control characters, other than those that lay text out: tabs, line ends, separators, the end of a file (1A)."""
_TAB: Final = " " * 4
_GAP: Final = re.compile(" {4,}")
_MANY_GAPS: Final = 50
_NEARLY_ALL: Final = 0.98
_MOST: Final = 0.5
"""Where an editor wrote four spaces for a TAB: how many gaps between words there are at least, the share of them that
are as wide as some TABs, and that of single ones.
"""
_SAMPLE: Final = 65_536
_TOLERATED_CONTROLS: Final = 0.01
_TOLERATED_DAMAGE: Final = 0.005
"""Share of characters that may be damaged in UTF-8; GB18030 read as UTF-8 has a hundred times more."""


@dataclass(frozen=True, slots=True)
class Decoded:
    """A document's text (None where it has none) and what is to be said about it."""

    text: str | None
    diagnostic: Diagnostic | None = None


def as_utf8(data: bytes) -> bytes:
    """A document in UTF-16 that begins with its byte order mark as UTF-8; any other as it is.

    Example: `as_utf8("合计".encode("utf-16"))` → `"合计".encode()`.
    """
    if len(data) > MAX_BYTES or not data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return data
    try:
        return data.decode("utf-16").encode()
    except UnicodeError:
        return data  # refused where text is expected, with the reason


def decode(name: str, data: bytes) -> Decoded:
    """The document's text, or why it has none.

    A byte order mark goes, and so do characters that nobody sees. Where the bytes are not UTF-8, a few damaged
    characters become U+FFFD (their cells will be unreadable); otherwise the bytes are GB18030 or nothing. GB18030 takes
    nearly everything, so bytes full of control characters are refused as binary. Line ends of old Macintosh files (CR
    alone) count as line feeds.
    Example: `decode("a.txt", "合计".encode("gb18030")).text` → `"合计"`.
    """
    refusal = _refusal(name, data)
    if refusal is not None:
        return Decoded(None, refusal)
    warning = None
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        text = data.decode("utf-8-sig", "replace")
        damaged = text.count("\ufffd")
        if damaged <= len(text) * _TOLERATED_DAMAGE:
            warning = complaints.damaged_text(name, line, damaged)
        else:
            try:
                text = data.decode("gb18030")
            except UnicodeDecodeError:
                return Decoded(None, complaints.unknown_encoding(name, line))
    sample = text[:_SAMPLE]
    if len(_CONTROLS.findall(sample)) > len(sample) * _TOLERATED_CONTROLS:
        return Decoded(None, complaints.not_text(name, None))
    text = _with_tabs(visible(text))
    return Decoded(text if "\n" in text else text.replace("\r", "\n"), warning)


def _with_tabs(text: str) -> str:
    """The text with a TAB for every four spaces, where an editor put these in the place of TABs: gaps that align words
    are of all widths.
    """
    if "\t" in text or len(_GAP.findall(text[:_SAMPLE])) < _MANY_GAPS:
        return text
    gaps = Counter(map(len, _GAP.findall(text)))
    whole = sum(times for width, times in gaps.items() if width % len(_TAB) == 0)
    if whole < _NEARLY_ALL * gaps.total() or gaps[len(_TAB)] < _MOST * gaps.total():
        return text
    return _GAP.sub(lambda found: "\t" * (len(found[0]) // len(_TAB)), text)


def _refusal(name: str, data: bytes) -> Diagnostic | None:
    """Why these bytes cannot be text at all, or None."""
    if not data.strip(b"\xef\xbb\xbf \t\r\n\f"):
        return complaints.empty(name)
    if len(data) > MAX_BYTES:
        return complaints.too_large(name, len(data), MAX_BYTES)
    for signature, kind in _SIGNATURES:
        if data.startswith(signature):
            return complaints.not_text(name, kind)
    if data.startswith(_WIDE_MARKS):
        return complaints.unknown_encoding(name, 1)
    return complaints.not_text(name, None) if b"\x00" in data else None
