"""TAB-separated text."""

from __future__ import annotations

from tests.fuzz.invented import reports
from tests.fuzz.properties import reading
from tests.fuzz.words import CELL, CELLS

TOKEN = CELL
WORDS = CELLS


def seeds() -> dict[str, bytes]:
    """A report of every form, and one in the other encoding."""
    forms = {f"{name}.txt": text.encode() for name, text in reports().items()}
    return forms | {"gb18030.txt": next(iter(reports().values())).encode("gb18030")}


def one(data: bytes) -> None:
    """Read it as it is."""
    reading("fuzz.txt", data)
