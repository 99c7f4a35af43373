"""One at a time: who works on a folder, and how another one waits."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

from filelock import FileLock, Timeout

_LONGEST: Final = 200
"""Bytes that are read of the holder's name: any program may have written that file."""


@contextmanager
def alone(folder: Path, seconds: float, waiting: Callable[[str], None]) -> Iterator[bool]:
    """Hold a folder's lock; False where another program still had it after `seconds`.

    A lock goes with the program that holds it, whatever becomes of that.
    Parameters: `waiting` is told once who holds the lock, before it is waited for. Errors: `OSError` where the folder
    cannot be written to.
    Example: `with alone(Path("archive/runs"), 600, print) as is_ours: ...`.
    """
    folder.mkdir(parents=True, exist_ok=True)
    lock = FileLock(folder / ".lock")
    holder = folder / ".holder"
    try:
        lock.acquire(timeout=0)
    except Timeout:
        waiting(_read(holder))
        try:
            lock.acquire(timeout=seconds)
        except Timeout:
            yield False
            return
    try:
        holder.write_text(f"pid {os.getpid()}, {datetime.now(UTC).isoformat(timespec='seconds')}", encoding="utf-8")
        yield True
    finally:
        with suppress(OSError):
            holder.unlink()
        lock.release()


def _read(holder: Path) -> str:
    with suppress(OSError), holder.open("rb") as file:
        return file.read(_LONGEST).decode("utf-8", errors="replace")
    return "?"
