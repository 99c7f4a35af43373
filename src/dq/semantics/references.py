"""Reference files on disk: code lists and how bodies are related, in the folder `reference` of each folder of rules."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Final

from dq.diagnostics import Diagnostic, Text
from dq.resources import rules_folder
from dq.semantics.bodies import Bodies
from dq.semantics.checked import RuleBook
from dq.semantics.complaints.rules import unreadable_file
from dq.semantics.lists import Code, read_codes, read_successions, read_units

FOLDER: Final = "reference"
SUCCESSIONS: Final = "succession"
"""Name of the list that says which body continues which."""
UNITS: Final = "units"
"""Name of the list that says which units are whose."""

_MOST_BYTES: Final = 1_000_000
"""Read of a file; a list cut off there is told by its last row."""

_MOST_FILES: Final = 100


@dataclass(slots=True)
class References:
    """What the reference files say. The folders given come first, what is shipped fills in."""

    lists: dict[str, tuple[Code, ...]] = field(default_factory=dict)
    related: dict[str, Bodies] = field(default_factory=dict)
    diagnostics: list[Diagnostic] = field(default_factory=list)

    def read(self, roots: Iterable[Path]) -> None:
        """Read the lists of these folders of rules, and those shipped."""
        for root in dict.fromkeys((*roots, rules_folder())):
            folder = root / FOLDER
            files = sorted(folder.glob("*.csv"))[:_MOST_FILES] if folder.is_dir() else []
            self.read_files(file for file in files if file.stem not in {*self.lists, *self.related})

    def read_files(self, files: Iterable[Path]) -> None:
        """Read these lists, in the place of those of their names that were read."""
        for file in files:
            self._read(file)

    @property
    def bodies(self) -> Bodies:
        """How bodies are related, as all the lists say together."""
        lists = self.related.values()
        return Bodies(
            tuple(each for one in lists for each in one.successions), tuple(each for one in lists for each in one.units)
        )

    def _read(self, file: Path) -> None:
        try:
            with file.open("rb") as opened:
                text = opened.read(_MOST_BYTES).decode("utf-8-sig")
            if file.stem == SUCCESSIONS:
                self.related[file.stem] = Bodies(successions=read_successions(text))
            elif file.stem == UNITS:
                self.related[file.stem] = Bodies(units=read_units(text))
            else:
                self.lists[file.stem] = read_codes(text)
        except (OSError, ValueError) as error:
            headline = Text(f"代码表读不了：{error}", f"the list cannot be read: {error}")
            remedy = Text("核对列名和年份，并用 UTF-8 编码另存", "check its columns and years, and save it in UTF-8")
            self.diagnostics.append(unreadable_file(str(file), headline, remedy))


def related(book: RuleBook, folder: Path) -> tuple[RuleBook, tuple[Diagnostic, ...]]:
    """The book with how bodies are related as the lists of this folder tell it, where there are any; what is wrong.

    Example: `related(book, archive / "reference")[0].bodies.units`.
    """
    lists = References(related={SUCCESSIONS: Bodies(book.bodies.successions), UNITS: Bodies(units=book.bodies.units)})
    lists.read_files(path for name in (SUCCESSIONS, UNITS) if (path := folder / f"{name}.csv").is_file())
    if lists.bodies == book.bodies:
        return book, tuple(lists.diagnostics)
    told = hashlib.sha256(f"{book.fingerprint} {lists.bodies}".encode()).hexdigest()[:16]
    return replace(book, bodies=lists.bodies, fingerprint=told), tuple(lists.diagnostics)
