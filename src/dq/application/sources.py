"""What a command reads, as plain values: at hand before anything that reads is loaded."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

Progress = Callable[[int, int, str], None]
"""Called with the number of documents done, their total and the name of the one at hand."""


@dataclass(frozen=True, slots=True)
class Sources:
    """What a command reads: documents or an archive, and which reports of them.

    Parameters: `reports` ids, all where empty; `limit` most documents read.
    """

    paths: tuple[Path, ...] = ()
    archive: Path | None = None
    reports: tuple[str, ...] = ()
    limit: int = 100_000
