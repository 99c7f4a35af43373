"""Text whose columns are aligned with spaces."""

from __future__ import annotations

from tests.fuzz.invented import reports
from tests.fuzz.properties import reading
from tests.fuzz.words import SPACES, WORD

TOKEN = WORD
WORDS = SPACES
_WIDTH = 28


def seeds() -> dict[str, bytes]:
    """A report of every form, set in columns of one width."""
    return {f"{name}.txt": _set(text).encode() for name, text in reports().items()}


def _set(text: str) -> str:
    return "\n".join("".join(_padded(cell) for cell in line.split("\t")).rstrip() for line in text.split("\n"))


def _padded(cell: str) -> str:
    return cell + " " * max(1, _WIDTH - sum(2 if sign > "\x7f" else 1 for sign in cell))


def one(data: bytes) -> None:
    """Read it as it is, without what would make it text of another kind."""
    reading("fuzz.txt", data.replace(b"\t", b" "))
