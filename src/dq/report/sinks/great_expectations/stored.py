"""Validation results as Great Expectations stores them, in less space: it indents them, escapes Chinese letters, and
keeps those of every run for ever.
"""

from __future__ import annotations

import json
import re
import shutil
from collections.abc import Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from operator import attrgetter
from pathlib import Path
from typing import Any, Final

_MOMENT: Final = re.compile(r"\d{8}T\d{6}\.\d{6}Z")
"""The name of a run's folder within that of what people call it: when it was made."""
_WRITTEN: Final = frozenset({".json", ".html"})


@dataclass(frozen=True, slots=True)
class StoredConfiguration:
    """What a stored result says of an expectation, under the names that the library has for it."""

    type: str
    severity: str
    kwargs: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class StoredResult:
    """The same of one expectation's result."""

    result: Mapping[str, Any]
    expectation_config: StoredConfiguration


@dataclass(frozen=True, slots=True)
class StoredResults:
    """The same of a suite's result."""

    success: bool
    meta: Mapping[str, Any]
    results: tuple[StoredResult, ...]

    @classmethod
    def of(cls, content: str) -> StoredResults:
        """From what the library stored: it takes ten times as long to read it, and does so for every older run.

        Raises ValueError, KeyError, TypeError or AttributeError for anything else.
        Example: `StoredResults.of(path.read_text(encoding="utf-8")).success`.
        """
        told = json.loads(content)
        return cls(told["success"], told["meta"], tuple(map(_stored_result, told["results"])))


def _stored_result(told: Mapping[str, Any]) -> StoredResult:
    config = told["expectation_config"]
    configuration = StoredConfiguration(str(config["type"]), str(config["severity"]), dict(config["kwargs"]))
    return StoredResult(dict(told["result"]), configuration)


def compact(files: Iterable[Path]) -> None:
    """Write each file of JSON again without what only fills it; the library reads it as before.

    A file that is not there, or has letters that cannot be written, stays as it is.
    Example: `compact([Path("gx/uncommitted/validations/summary/…/archive-2018.json")])`.
    """
    for file in files:
        with suppress(OSError, ValueError):
            content = json.loads(file.read_text(encoding="utf-8"))
            part = file.with_name(f".{file.name}.part")
            part.write_bytes(json.dumps(content, ensure_ascii=False, separators=(",", ":")).encode())
            part.replace(file)


def forget(within: Path, suites: Iterable[Path], keep: int) -> None:
    """Remove what older runs left in the folders of suites, results or pages, but that of the newest `keep`.

    Anything else there stays: folders outside `within`, be it by a link, and those that hold anything but files as the
    library writes them, such as the runs of a suite whose name goes on where that of another ends.
    Example: `forget(results, [results / "summary"], 9)`.
    """
    for suite in suites:
        runs = [each for each in suite.glob("*/*") if _MOMENT.fullmatch(each.name) and _is_run(each, within)]
        for run in sorted(runs, key=attrgetter("name"), reverse=True)[keep:]:
            shutil.rmtree(run, ignore_errors=True)
            with suppress(OSError):  # another run of that name is in it
                run.parent.rmdir()


def _is_run(folder: Path, within: Path) -> bool:
    """Whether it is a folder of results or pages alone that lies where its path says."""
    where = within.resolve() / folder.relative_to(within)
    try:
        return where.resolve() == where and all(each.suffix in _WRITTEN and each.is_file() for each in where.iterdir())
    except OSError:  # no folder, or one that may not be looked into
        return False
