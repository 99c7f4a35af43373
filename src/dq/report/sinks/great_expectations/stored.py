"""Validation results as Great Expectations stores them, in less space: it indents them and escapes Chinese letters."""

from __future__ import annotations

import json
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path


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
