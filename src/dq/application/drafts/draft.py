"""A rule file that is being edited."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path
from typing import Final

LONGEST: Final = 200_000
"""Characters of a draft."""

_PART: Final = 255
_NAME: Final = re.compile(r"(?:[\w-]{1,80}/){0,4}[\w-]{1,80}\.dq")


@dataclass(frozen=True, slots=True)
class Draft:
    """The text of one rule file, in place of what stands on disk.

    Parameters: `folder` of the rules it belongs to; `name` of the file in it, parts divided by "/"; `text`.
    Errors: `ValueError` for a name that `is_name` refuses or a text longer than `LONGEST`.
    Example: `Draft(Path("rules"), "final_accounts/summary.dq", "rule A …")`.
    """

    folder: Path
    name: str
    text: str

    def __post_init__(self) -> None:
        if not is_name(self.name) or len(self.text) > LONGEST:
            raise ValueError("a draft has the name of a rule file and a bounded text")

    @property
    def path(self) -> Path:
        """Where the file stands, or would stand."""
        return self.folder / self.name


def is_name(name: str) -> bool:
    """Whether a text names a file of rules within their folder: letters, digits, - and _ between "/", ending in .dq.

    Example: `is_name("../a.dq")` → `False`.
    """
    # No file system takes longer parts.
    return _NAME.fullmatch(name) is not None and all(len(part.encode()) <= _PART for part in name.split("/"))


def names_in(folder: Path) -> tuple[str, ...]:
    """The rule files of a folder, rules' own tests included, as a draft names them.

    Example: `names_in(rules_folder())[0]` → `"budget/jiangsu.dq"`.
    """
    if not folder.is_dir():
        return ()
    found = (path.relative_to(folder).as_posix() for path in folder.rglob("*.dq") if path.is_file())
    return tuple(sorted(name for name in found if is_name(name)))
