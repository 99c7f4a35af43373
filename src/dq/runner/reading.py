"""Files of an archive's runs, read with a bound: what lies in an archive may be anybody's."""

from __future__ import annotations

from pathlib import Path
from typing import Final

MOST: Final = 256_000_000
"""Bytes of a file; the largest that an archive of 100,000 reports needs has some tens of millions."""


def read_bounded(path: Path, most: int = MOST) -> bytes:
    """All of a file. Errors: `OSError`, and `ValueError` where it has more than `most` bytes.

    Example: `json.loads(read_bounded(Path("archive/runs/contents.json")))`.
    """
    with path.open("rb") as file:
        content = file.read(most + 1)
    if len(content) > most:
        raise ValueError(f"{path.name}: > {most} B")
    return content
