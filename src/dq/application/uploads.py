"""Use case: a document that a stranger hands over, taken to disk under a name of ours and read under bounds."""

from __future__ import annotations

import hashlib
import os
import re
import secrets
import unicodedata
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Final

from dq.application import requests
from dq.diagnostics import Diagnostic

_CHUNK: Final = 1024 * 1024
_NAME_AT_MOST: Final = 120
_ENDING_AT_MOST: Final = 12
_STAGED: Final = re.compile(r"[0-9a-f]{16}")
_UNSEEN: Final = ("Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp")
_NAMELESS: Final = "document"


@dataclass(frozen=True, slots=True)
class Staged:
    """A document on disk that nothing was read of yet.

    Parameters: `id` 16 hexadecimal digits, its name there; `name` that it came with, fit to be shown; `size` in bytes.
    """

    id: str
    name: str
    size: int
    sha256: str


def shown_name(name: str) -> str:
    """The name of a document as it may be shown and kept: no folders, nothing unseen, not too long, its ending kept.

    Example: `shown_name("../账/决算.pdf")` → `"决算.pdf"`.
    """
    last = re.split(r"[/\\]", name)[-1]
    plain = "".join("�" if unicodedata.category(each) in _UNSEEN else each for each in last).strip()
    if len(plain) > _NAME_AT_MOST:
        stem, point, ending = plain.rpartition(".")
        kept = point + ending if stem and len(ending) <= _ENDING_AT_MOST else ""
        plain = plain[: _NAME_AT_MOST - len(kept)] + kept
    return plain if plain.strip(". ") else _NAMELESS


def stage(content: IO[bytes], name: str, folder: Path, most: int) -> Staged | Diagnostic:
    """Write a document into a folder of uploads; DQ-I003 where it is longer than `most` bytes: nothing of it is kept.

    It is wholly on disk when this returns: what was acknowledged outlives a crash.
    Parameters: `name` that it came with, which no path is made of. DQ-C011 where the disk refuses.
    Example: `stage(io.BytesIO(data), "决算.pdf", Path("uploads"), 50 * 1024 * 1024).id`.
    """
    shown = shown_name(name)
    key = secrets.token_hex(8)
    path = folder / key
    digest = hashlib.sha256()
    size = 0
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with path.open("xb") as file:
            while size <= most and (chunk := content.read(_CHUNK)):
                size += len(chunk)
                digest.update(chunk)
                file.write(chunk)
            file.flush()
            os.fsync(file.fileno())
    except OSError as failure:
        discard(folder, key)
        return requests.cannot_write(Path(shown), failure)
    if size > most:
        from dq.ingest import complaints

        discard(folder, key)
        return complaints.too_large(shown, size, most)
    return Staged(key, shown, size, digest.hexdigest())


def staged_path(folder: Path, key: str) -> Path | None:
    """Where a staged document lies; None for what is no name that `stage` gave, or is gone.

    Example: `staged_path(Path("uploads"), "../service.sqlite")` → `None`.
    """
    path = folder / key
    return path if _STAGED.fullmatch(key) and path.is_file() and not path.is_symlink() else None


def discard(folder: Path, key: str) -> None:
    """Remove a staged document, once it is in the archive or refused."""
    if _STAGED.fullmatch(key):
        with suppress(OSError):
            (folder / key).unlink()
