"""Inputs that are written down as text and made into containers: so a change reaches what lies inside of them.

A kept input is then small, and can be read and compared. One that begins with a container's signature is the container.
"""

from __future__ import annotations

import io
import re
import struct
import zipfile

PART = b"=== "
"""Begins the line that names a part of a package; the lines below are its content."""
_EPOCH = (2020, 1, 1, 0, 0, 0)
_PARTS = 40


def zip_of(text: bytes) -> bytes:
    """The package that a text describes; the text itself where it is a package already."""
    if text.startswith(b"PK"):
        return text
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        for name, content in parts_of(text).items():
            archive.writestr(zipfile.ZipInfo(name, _EPOCH), content)
    return file.getvalue()


def parts_of(text: bytes) -> dict[str, bytes]:
    """Names and contents of the parts; of two with one name the last counts."""
    found: dict[str, bytes] = {}
    for block in re.split(rb"^" + PART, text, flags=re.MULTILINE)[1 : _PARTS + 1]:
        name, _, content = block.partition(b"\n")
        found[name.decode("utf-8", "replace")[:100].replace("\0", "")] = content
    return found


def text_of(parts: dict[str, str]) -> bytes:
    """The text that describes these parts."""
    return b"".join(PART + name.encode() + b"\n" + content.encode() + b"\n" for name, content in parts.items())


def hex_of(stream: bytes) -> bytes:
    """A stream of workbook records as text: one record a line, its number and its content in hexadecimal digits."""
    lines: list[bytes] = []
    at = 0
    while at + 4 <= len(stream):
        number, length = struct.unpack_from("<HH", stream, at)
        lines.append(b"%04x %s\n" % (number, stream[at + 4 : at + 4 + length].hex(" ", 2).encode()))
        at += 4 + length
    return b"".join(lines)


def records_of(text: bytes) -> bytes:
    """The stream that such a text describes; what is no digit counts for nothing."""
    stream = b""
    for line in text.splitlines():
        digits = re.sub(rb"[^0-9a-f]", b"", line)
        packed = bytes.fromhex(digits[: len(digits) // 2 * 2].decode())
        if len(packed) >= 2:
            content = packed[2:8226]
            stream += packed[1::-1] + struct.pack("<H", len(content)) + content
    return stream


_SECTOR = 512
_FREE, _END, _FAT = 0xFFFFFFFF, 0xFFFFFFFE, 0xFFFFFFFD
_LEAST_STREAM = 4096
"""Shorter streams would lie in another place of the compound file."""


def compound_of(text: bytes) -> bytes:
    """The compound file (xls) that holds the records a text describes, or the text where it is such a file already.

    Source of the layout: Microsoft, [MS-CFB] Compound File Binary File Format, version 3.
    """
    if text.startswith(b"\xd0\xcf\x11\xe0"):
        return text
    stream = records_of(text)
    stream += bytes(-len(stream) % _SECTOR if len(stream) > _LEAST_STREAM else _LEAST_STREAM - len(stream))
    held = len(stream) // _SECTOR
    tables = -(-(held + 1) // (_SECTOR // 4 - 1))
    fat = [_FAT] * tables + [_END] + [tables + 2 + at for at in range(held - 1)] + [_END]
    fat += [_FREE] * (-len(fat) % (_SECTOR // 4))
    header = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(16) + struct.pack("<HHHHH", 62, 3, 0xFFFE, 9, 6) + bytes(10)
    header += struct.pack("<IIIIIIII", tables, tables, 0, _LEAST_STREAM, _END, 0, _END, 0)
    placed = [*range(tables), *[_FREE] * (109 - tables)]
    header += struct.pack("<109I", *placed)
    folder = _entry("Root Entry", 5, 1, _END, 0) + _entry("Workbook", 2, _FREE, tables + 1, len(stream))
    return header + struct.pack(f"<{len(fat)}I", *fat) + folder + bytes(2 * 128) + stream


def _entry(name: str, kind: int, child: int, start: int, size: int) -> bytes:
    encoded = name.encode("utf-16-le")
    named = encoded.ljust(64, b"\0") + struct.pack("<HBB", len(encoded) + 2, kind, 1)
    return (named + struct.pack("<III", _FREE, _FREE, child)).ljust(116, b"\0") + struct.pack("<III", start, size, 0)
