"""The rules as they are published in the data folder."""

from __future__ import annotations

import os
import shutil
import threading
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Final

from dq.application.drafts.draft import names_in
from dq.diagnostics import Diagnostic
from dq.resources import rules_folder
from dq.semantics.checked import CheckedRule
from dq.semantics.remembered import recall_rules
from dq.settings import read_settings
from dq.templates import default_schema

_READING: Final = threading.Lock()
"""So that rules which changed are read once, however many ask for them meanwhile."""


@dataclass(frozen=True, slots=True)
class Published:
    """The published rules.

    Parameters: `names` their files, rules' own tests included; `rules` that load, by id; `problems` what keeps others
    from loading.
    """

    folder: Path
    names: tuple[str, ...]
    rules: Mapping[str, CheckedRule]
    problems: tuple[Diagnostic, ...]

    def file_of(self, rule: CheckedRule) -> str:
        """The file that a rule stands in, as a draft names it."""
        return Path(rule.span.file).relative_to(self.folder).as_posix()

    def titles(self, language: str) -> dict[str, str]:
        """Rule id → title. Parameters: `language` "zh" or "en"."""
        return {rule.id: rule.title.in_language(language) for rule in self.rules.values()}


def begin(folder: Path) -> bool:
    """Publish the rules that come with the program in a folder that is empty. Returns: whether it did.

    They come all at once: a service that ends meanwhile begins with them the next time.
    Errors: `OSError` where the folder cannot be written to.
    """
    if any(folder.iterdir()):
        return False
    passing = folder.with_name(f".{folder.name}.new")
    shutil.rmtree(passing, ignore_errors=True)
    shutil.copytree(rules_folder(), passing, ignore=shutil.ignore_patterns(".*"))
    passing.replace(folder)
    return True


def published(folder: Path) -> Published:
    """The rules of a folder as they are now; what was read before is remembered while no file changes.

    Example: `published(Path("bureau/rules")).rules["FA101"].title`.
    """
    with _READING:
        return _remembered(folder, state(folder))


def memory() -> Path | None:
    """Where checked files are remembered (DQ_CACHE), as for the commands."""
    return read_settings(os.environ, os.pathsep).memory


@lru_cache(maxsize=2)
def _remembered(folder: Path, _state: tuple[tuple[str, int, int], ...]) -> Published:
    book, said = recall_rules([folder], default_schema(), memory())
    return Published(folder, names_in(folder), {rule.id: rule for rule in book.rules}, said)


def state(folder: Path) -> tuple[tuple[str, int, int], ...]:
    """What tells one state of the rule files and the lists beside them from another: name, time, size of each.

    Example: `state(folder) == before` → `True` while nobody publishes.
    """
    found: list[tuple[str, int, int]] = []
    _look_into(str(folder), found)
    return tuple(sorted(found))


def _look_into(folder: str, found: list[tuple[str, int, int]]) -> None:
    """Add the files of a folder and of those in it. Not by `Path.rglob`, which takes ten times as long."""
    listed = os.path.basename(folder) == "reference"  # noqa: PTH119 - as above
    with os.scandir(folder) as entries:
        for entry in entries:
            if entry.is_dir(follow_symlinks=False):
                _look_into(entry.path, found)
            elif entry.name.endswith(".dq") or (listed and entry.name.endswith(".csv")):
                status = entry.stat()
                found.append((entry.path, status.st_mtime_ns, status.st_size))
