"""Bytes of any kind: their encoding, their signature, the directories of packages that are no report."""

from __future__ import annotations

import re

from tests.fuzz.packing import text_of, zip_of
from tests.fuzz.properties import reading
from tests.fuzz.words import BYTES, LABELS

TOKEN = re.compile(rb"[\x20-\x7e]+|[^\x20-\x7e]+", re.DOTALL)
WORDS = (
    *BYTES,
    *LABELS,
    *(b"PK\x03\x04", b"PK\x05\x06", b"PK\x01\x02", b"%PDF-", b"{\\rtf", b"\x89PNG", b"\xff\xd8\xff", b"<html>"),
    *(
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1",
        *(each.encode("utf-16-le") for each in ("Workbook", "EncryptedPackage", "决算")),
    ),
    *(b"xl/workbook.xml", b"word/document.xml", b"content.xml", b"xl/workbook.bin", b"\xff\xff\xff\xff", b"\x00" * 40),
)


def seeds() -> dict[str, bytes]:
    """One of each encoding and signature."""
    text = "某市测试局\n2018 年度部门决算\n支出决算表\n项目\t决算数\n合计\t1.00\n"
    compound = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(504)
    return {
        "utf8.bin": b"\xef\xbb\xbf" + text.encode(),
        "gb18030.bin": text.encode("gb18030"),
        "utf16.bin": text.encode("utf-16"),
        "mac.bin": text.replace("\n", "\r").encode(),
        "zip.bin": zip_of(text_of({"readme.txt": "x"})),
        "opendocument.bin": zip_of(text_of({"mimetype": "x", "content.xml": "<a/>"})),
        "encrypted.bin": compound + "EncryptedPackage".encode("utf-16-le"),
        "word97.bin": compound + "WordDocument".encode("utf-16-le"),
    }


def one(data: bytes) -> None:
    """Read it as it is; readers of other processes refuse or read it there, and are tried by targets of their own."""
    if b"%PDF-" not in data[:1024] and not data.startswith(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"):
        reading("fuzz.bin", data)
        return
    from dq.ingest.formats import other_package

    if other_package.accepts("fuzz.bin", data):
        stream = other_package.read("fuzz.bin", data)
        assert not stream.lines
        assert stream.diagnostics
