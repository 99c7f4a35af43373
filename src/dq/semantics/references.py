"""Reference files on disk: code lists and successions, in the folder `reference` of each folder of rules."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from dq.diagnostics import Diagnostic, Text
from dq.resources import rules_folder
from dq.semantics.checked import Succession
from dq.semantics.complaints.rules import unreadable_file
from dq.semantics.lists import Code, read_codes, read_successions

FOLDER: Final = "reference"
SUCCESSIONS: Final = "succession"
"""Name of the list that says which body continues which."""

_MOST_BYTES: Final = 1_000_000
"""Read of a file; a list cut off there is told by its last row."""

_MOST_FILES: Final = 100


@dataclass(slots=True)
class References:
    """What the reference files say. The folders given come first, what is shipped fills in."""

    lists: dict[str, tuple[Code, ...]] = field(default_factory=dict)
    successions: dict[str, tuple[Succession, ...]] = field(default_factory=dict)
    diagnostics: list[Diagnostic] = field(default_factory=list)

    def read(self, roots: Iterable[Path]) -> None:
        """Read the lists of these folders of rules, and those shipped."""
        for root in dict.fromkeys((*roots, rules_folder())):
            folder = root / FOLDER
            files = sorted(folder.glob("*.csv"))[:_MOST_FILES] if folder.is_dir() else []
            for file in files:
                if file.stem not in {*self.lists, *self.successions}:
                    self._read(file)

    def _read(self, file: Path) -> None:
        try:
            with file.open("rb") as opened:
                text = opened.read(_MOST_BYTES).decode("utf-8-sig")
            if file.stem == SUCCESSIONS:
                self.successions[file.stem] = read_successions(text)
            else:
                self.lists[file.stem] = read_codes(text)
        except (OSError, ValueError) as error:
            headline = Text(f"代码表读不了：{error}", f"the list cannot be read: {error}")
            self.diagnostics.append(unreadable_file(str(file), headline))
