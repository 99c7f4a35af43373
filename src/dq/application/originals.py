"""The documents behind what is checked: their lines, and how they were read."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

from dq.archive.reading import Reading


@dataclass(frozen=True, slots=True)
class Originals:
    """Documents by their hash.

    Parameters: `path` where one lies and the name it was read by, None where it is not kept; `reading` how it was read,
    None where that is not known.
    """

    path: Callable[[str], tuple[Path, str] | None]
    reading: Callable[[str], Reading | None]

    def text(self, sha256: str) -> tuple[str, ...] | None:
        """The document's lines as places count them; None where it is not kept, changed, or is no plain text.

        Example: `originals.text(sha256)[line - 1]`.
        """
        import hashlib

        from dq.ingest import text_lines

        found = self.path(sha256)
        if found is None:
            return None
        path, name = found
        try:
            data = path.read_bytes()
        except OSError:
            return None
        # A line of a document that changed since proves nothing.
        return text_lines(name, data) if hashlib.sha256(data).hexdigest() == sha256 else None


def originals_in_memory(paths: Mapping[str, Path], readings: Mapping[str, Reading]) -> Originals:
    """Documents read in this run. Parameters: `paths` and `readings` by the documents' hashes.

    Example: `originals_in_memory({sha256: path}, {}).text(sha256)`.
    """
    return Originals(lambda sha256: (paths[sha256], paths[sha256].name) if sha256 in paths else None, readings.get)


NO_ORIGINALS = Originals(lambda _: None, lambda _: None)
"""Nothing is known of any document."""
