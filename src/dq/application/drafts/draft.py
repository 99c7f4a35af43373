"""A rule file that is being edited, with the file of its tests where both change together."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path
from typing import Final

LONGEST: Final = 100_000
"""Characters of a draft."""

_TESTS: Final = "_test.dq"
_PART: Final = 255
_NAME: Final = re.compile(r"(?:[\w-]{1,80}/){0,4}[\w-]{1,80}\.dq")


@dataclass(frozen=True, slots=True)
class Draft:
    """The text of one rule file, in place of what stands on disk.

    Parameters: `folder` of the rules it belongs to; `name` of the file in it, parts divided by "/"; `text`; `tests` the
    text of the file of its tests (`tests_of(name)`), None where that stays as it is.
    Errors: `ValueError` for a name that `is_name` refuses, a text longer than `LONGEST`, or tests of tests.
    Example: `Draft(Path("rules"), "final_accounts/summary.dq", "rule A …")`.
    """

    folder: Path
    name: str
    text: str
    tests: str | None = None

    def __post_init__(self) -> None:
        if not all(is_name(name) and len(text) <= LONGEST for name, text in self.files.items()):
            raise ValueError("a draft has the name of a rule file and a bounded text")
        if self.tests is not None and self.is_tests:
            raise ValueError("tests have no tests")

    @property
    def path(self) -> Path:
        """Where the file stands, or would stand."""
        return self.folder / self.name

    @property
    def files(self) -> dict[str, str]:
        """The texts by the names of their files, that of the tests last."""
        return {self.name: self.text} | ({} if self.tests is None else {tests_of(self.name): self.tests})

    @property
    def is_tests(self) -> bool:
        """Whether this is a file of tests."""
        return self.name.endswith(_TESTS)

    def on_disk(self) -> dict[Path, str]:
        """The texts by the places of their files, as `read_texts` takes them."""
        return {self.folder / name: text for name, text in self.files.items()}


def is_name(name: str) -> bool:
    """Whether a text names a file of rules within their folder: letters, digits, - and _ between "/", ending in .dq.

    Example: `is_name("../a.dq")` → `False`.
    """
    # No file system takes longer parts.
    return _NAME.fullmatch(name) is not None and all(len(part.encode()) <= _PART for part in name.split("/"))


def tests_of(name: str) -> str:
    """The name of the file of tests that stands beside a rule file.

    Example: `tests_of("final_accounts/summary.dq")` → `"final_accounts/summary_test.dq"`.
    """
    return name.removesuffix(".dq") + _TESTS


def names_in(folder: Path) -> tuple[str, ...]:
    """The rule files of a folder, rules' own tests included, as a draft names them.

    Example: `names_in(rules_folder())[0]` → `"budget/jiangsu.dq"`.
    """
    if not folder.is_dir():
        return ()
    found = (path.relative_to(folder).as_posix() for path in folder.rglob("*.dq") if path.is_file())
    return tuple(sorted(name for name in found if is_name(name)))
