"""Validation results as Great Expectations stores them, in less space: it indents them, escapes Chinese letters, and
keeps those of every run for ever.
"""

from __future__ import annotations

import json
import re
import shutil
from collections.abc import Iterable
from contextlib import suppress
from operator import attrgetter
from pathlib import Path
from typing import Final

_MOMENT: Final = re.compile(r"\d{8}T\d{6}\.\d{6}Z")
"""The name of a run's folder within that of what people call it: when it was made."""


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


def forget(suites: Iterable[Path], keep: int) -> None:
    """Remove what older runs left in the folders of suites, results or pages, but that of the newest `keep`.

    Anything else there stays, and so does what cannot be removed.
    Example: `forget([Path("gx/uncommitted/validations/summary")], 9)`.
    """
    for suite in suites:
        runs = [each for each in suite.glob("*/*") if _MOMENT.fullmatch(each.name) and _is_folder(each, suite)]
        for run in sorted(runs, key=attrgetter("name"), reverse=True)[keep:]:
            shutil.rmtree(run, ignore_errors=True)
            with suppress(OSError):  # another run of that name is in it
                run.parent.rmdir()


def _is_folder(run: Path, suite: Path) -> bool:
    """Whether it is a folder that lies in the suite's own, and no link leads there."""
    return run.is_dir() and not any(each.is_symlink() for each in (run, run.parent, suite))
