"""TAB-separated text, and tables of Markdown."""

from __future__ import annotations

from tests.fuzz.invented import reports
from tests.fuzz.properties import reading
from tests.fuzz.words import CELL, CELLS

TOKEN = CELL
WORDS = (*CELLS, b"|", b"|---|---|\n", b"\\|", b"<br>", b"**")


def seeds() -> dict[str, bytes]:
    """A report of every form, one in the other encoding, and one between bars."""
    forms = {f"{name}.txt": text.encode() for name, text in reports().items()}
    first = next(iter(reports().values()))
    return forms | {"gb18030.txt": first.encode("gb18030"), "barred.txt": barred(first).encode()}


def barred(text: str) -> str:
    """The tables of a text with TABs as those of Markdown."""
    lines = [f"| {line} |".replace("\t", " | ") if "\t" in line else line for line in text.split("\n")]
    first = next(at for at, line in enumerate(lines) if line.startswith("|"))
    return "\n".join([*lines[: first + 1], "|---|---|", *lines[first + 1 :]])


def one(data: bytes) -> None:
    """Read it as it is."""
    reading("fuzz.txt", data)
