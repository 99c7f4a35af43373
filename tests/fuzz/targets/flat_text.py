"""Flattened text: words and figures in print order, nothing that shows columns."""

from __future__ import annotations

import re

from tests.fuzz.invented import reports
from tests.fuzz.properties import reading
from tests.fuzz.words import SPACES, WORD

TOKEN = WORD
WORDS = SPACES


def seeds() -> dict[str, bytes]:
    """A report of every form with its cells in a row, and one with its cells below each other."""
    flat = {name: re.sub(r"\t+", " ", text) for name, text in reports().items()}
    below = next(iter(flat.values())).replace(" ", "\n")
    return {f"{name}.txt": text.encode() for name, text in flat.items()} | {"below.txt": below.encode()}


def one(data: bytes) -> None:
    """Read it as it is, without what would make it text of another kind."""
    reading("fuzz.txt", data.replace(b"\t", b" "))
