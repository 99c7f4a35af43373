"""Rule books that were checked before: the same texts under the same checker give the same book.

A book is kept under a hash of everything it depends on, so nothing ever needs to be marked stale. Where a book is not
known, its files are asked for one by one (`keeping`), and only those not known are checked. A memory that cannot be
read or written costs time, never correctness.
"""

from __future__ import annotations

import hashlib
import tempfile
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import replace
from functools import lru_cache
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Final

from dq import __version__
from dq.resources import PACKAGE, grammar_text
from dq.semantics.files import RuleTexts, read_texts, texts_of
from dq.semantics.saved import book_from_json, book_to_json

if TYPE_CHECKING:
    from dq.diagnostics import Diagnostic
    from dq.semantics.checked import RuleBook
    from dq.semantics.loading import LoadResult
    from dq.templates.model import Schema

_KEPT: Final = 16
"""Books kept; the oldest go first."""

_ROOMS: Final = ("types", "templates", "functions", "syntax", "semantics", "plan")
"""Rooms whose code and data decide what a rule text means, and the plan that is made of it."""


def recall_rules(paths: Sequence[Path], schema: Schema, memory: Path | None) -> tuple[RuleBook, tuple[Diagnostic, ...]]:
    """The rules of these files and folders, as `load_rules` gives them, from memory where they were checked before.

    Parameters: `paths` and `schema` as for `load_rules`, the schema being the shipped one; `memory` the folder of kept
    books, None to check anew. Example: `recall_rules([rules_folder()], default_schema(), None)[0].rules`.
    """
    read = read_texts(paths)
    return _recalled(read, memory, lambda: check_remembered(read, schema, memory))


def recall_each(
    files: Mapping[str, str], schema: Schema, memory: Path | None
) -> tuple[RuleBook, tuple[Diagnostic, ...]]:
    """The rules of these texts, as `check_each` gives them, from memory where they were checked before together.

    Parameters: `files` and `schema` as for `check_each`; `memory` as for `recall_rules`.
    Example: `recall_each({"a": rule.whole}, default_schema(), None)[0].rules`.
    """
    read = texts_of(files)
    return _recalled(read, memory, lambda: check_remembered(read, schema, None))


def _recalled(
    read: RuleTexts, memory: Path | None, check: Callable[[], LoadResult]
) -> tuple[RuleBook, tuple[Diagnostic, ...]]:
    place = None if memory is None or read.diagnostics else memory / f"{_key(read)}.json"
    if place is not None:
        with suppress(OSError, ValueError):
            book = book_from_json(place.read_text(encoding="utf-8"))
            with suppress(OSError):
                place.touch()  # the books used last are kept, not those made last
            return replace(book, kept=place), ()
    loaded = check()
    if place is not None and not loaded.diagnostics:
        keep(place, book_to_json(loaded.book), _KEPT)
        return replace(loaded.book, kept=place), ()
    return loaded.book, loaded.diagnostics


def check_remembered(read: RuleTexts, schema: Schema, memory: Path | None) -> LoadResult:
    """The texts checked, but for the files checked before.

    Parameters: as for `recall_rules`, of texts that were read.
    Example: `check_remembered(read_texts([rules_folder()]), default_schema(), None).book`.
    """
    # Imported here, as a known book needs none of it.
    kept = None if memory is None else import_module("dq.semantics.keeping").KeptFiles(memory / "files", _state(), read)
    loaded: LoadResult = import_module("dq.semantics.loading").check_texts(read, schema, kept)
    return loaded


def _state() -> str:
    """What tells one checker, its grammar and its schema from another."""
    return f"{__version__}\n{grammar_text()}{_checker()}"


def _key(read: RuleTexts) -> str:
    digest = hashlib.sha256(_state().encode())
    for name, text in (*read.files, *read.imported):
        digest.update(f"\n{name}\n{len(text)}\n{text}".encode())
    for part in (read.imports, read.lists):
        digest.update(repr(sorted(part.items(), key=repr)).encode())
    digest.update(repr(read.bodies).encode())
    return digest.hexdigest()


@lru_cache(maxsize=1)
def _checker() -> str:
    """What tells one state of the checking code from another: its files with size and time."""
    files = (path for room in _ROOMS for path in (PACKAGE / room).rglob("*.*") if path.suffix in (".py", ".toml"))
    return "\n".join(sorted(f"{path} {path.stat().st_size} {path.stat().st_mtime_ns}" for path in files))


def keep(place: Path, text: str, most: int) -> None:
    """Write a text where it is remembered; beyond so many files there, those not asked for longest go.

    Example: `keep(memory / "a.json", text, 16)`. A folder that cannot be written is no error.
    """
    with suppress(OSError):
        place.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        with tempfile.NamedTemporaryFile("w", encoding="utf-8", dir=place.parent, delete=False) as file:
            file.write(text)
        Path(file.name).replace(place)
        books = sorted(place.parent.glob("*.json"), key=lambda book: book.stat().st_mtime_ns, reverse=True)
        for old in books[most:]:
            old.unlink(missing_ok=True)
