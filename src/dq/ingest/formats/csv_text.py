"""Comma-separated text, as spreadsheets export it."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator
from typing import Final

from dq.ingest import refusals
from dq.ingest.bounds import MAX_LENGTH, text_too_much
from dq.ingest.decoding import decode
from dq.ingest.grid import grid_line, one_line
from dq.ingest.stream import Line, Stream

PRIORITY = 30
_SAMPLE: Final = 256 * 1024
_SEPARATOR: Final = re.compile(r"(?:(?<!\d),|,(?!\d{3}(?!\d)))(?! )")
"""A comma that groups no thousands and, unlike those of sentences, has no space behind it."""
_LEAST_LINES: Final = 2
_LEAST_SHARE: Final = 0.3
_LEAST_COMMAS: Final = 2.0


def accepts(_name: str, data: bytes) -> bool:
    """True where many lines are parted by commas that group no thousands, and few by TABs."""
    sample = data[:_SAMPLE]
    try:
        text = sample.decode("utf-8", "strict" if len(data) <= _SAMPLE else "ignore")
    except UnicodeDecodeError:
        text = sample.decode("gb18030", "ignore")
    if "\x00" in text or text.startswith(("%PDF-", "PK\x03\x04")):
        return False
    lines = [line for line in text.split("\n") if line.strip()]
    commas = [len(_SEPARATOR.findall(line)) for line in lines]
    parted = [count for count in commas if count]
    tabbed = sum("\t" in line for line in lines)
    enough = len(parted) >= max(_LEAST_LINES, _LEAST_SHARE * len(lines))
    return enough and len(parted) > 2 * tabbed and sum(parted) >= _LEAST_COMMAS * len(parted)


def read(name: str, data: bytes) -> Stream:
    """One `Line` a record; its number is the line of the file on which the record begins.

    Example: the line `合计,"1,234.00",` has the cells `("合计", "1,234.00", "")`.
    """
    decoded = decode(name, data)
    said = () if decoded.diagnostic is None else (decoded.diagnostic,)
    if decoded.text is None:
        return Stream((), said)
    refusal = text_too_much(name, decoded.text, ",")
    if refusal is not None:
        return Stream((), (refusal, *said))
    csv.field_size_limit(MAX_LENGTH)
    try:
        return Stream(tuple(_records(decoded.text)), said)
    except csv.Error as error:
        return Stream((), (refusals.damaged(name, "csv", str(error)), *said))


def _records(text: str) -> Iterator[Line]:
    reader = csv.reader((line + "\n" for line in text.split("\n")), skipinitialspace=True)
    first = 1
    for record in reader:
        cells = [one_line(cell) for cell in record]
        # Spreadsheets pad every line to the widest one; a title is one text all the same.
        yield grid_line(first, cells)
        first = reader.line_num + 1
