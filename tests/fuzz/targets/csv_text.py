"""Comma-separated text, with whatever quotation marks do."""

from __future__ import annotations

import re

from tests.fuzz.invented import reports
from tests.fuzz.properties import reading
from tests.fuzz.words import CELLS
from tests.ingest.formats.writers import comma_separated

TOKEN = re.compile(rb"[,\n\"]|[^,\n\"]+")
WORDS = (*CELLS, b",", b'"', b'""', b",,,,", b'"\n', b"," * 500)


def seeds() -> dict[str, bytes]:
    """A report of every form, and one as a spreadsheet pads it."""
    forms = {f"{name}.csv": comma_separated(text, padded=False) for name, text in reports().items()}
    return forms | {"padded.csv": comma_separated(next(iter(reports().values())), padded=True)}


def one(data: bytes) -> None:
    """Read it as it is."""
    reading("fuzz.csv", data)
