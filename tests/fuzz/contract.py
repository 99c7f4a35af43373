"""What a fuzz target is, and where its parts lie: one module in `targets/`, found by its place, and a kept corpus."""

from __future__ import annotations

import re
from importlib import import_module
from pathlib import Path
from typing import Protocol, cast

FOLDER = Path(__file__).parent
CORPUS = FOLDER / "corpus"


class Target(Protocol):
    """A fuzz target: the module `targets/<name>.py`.

    `TOKEN` parts an input into the pieces that are moved about whole; `WORDS` are pieces worth putting in.
    """

    TOKEN: re.Pattern[bytes]
    WORDS: tuple[bytes, ...]

    def seeds(self) -> dict[str, bytes]:
        """Invented inputs by file name, from which a corpus is begun."""
        ...

    def one(self, data: bytes) -> None:
        """Try one input; raises `AssertionError`, or whatever the code under test raises, where a promise is broken."""
        ...


def names() -> list[str]:
    """The names of all targets."""
    return sorted(path.stem for path in (FOLDER / "targets").glob("[a-z]*.py"))


def load(name: str) -> Target:
    """The target of this name."""
    return cast("Target", import_module(f"tests.fuzz.targets.{name}"))


def corpus(name: str) -> list[Path]:
    """The kept inputs of a target: seeds, and what once broke a promise (`found-…`)."""
    return sorted(path for path in (CORPUS / name).iterdir() if path.is_file())
