"""Some reports of a store in memory: many small questions about them do not open its files again."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from dq.archive.store import among

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

    import polars as pl

    from dq.archive.corrections import Correction
    from dq.archive.store import Store


@dataclass(frozen=True, slots=True)
class Handful:
    """A `Store` of some reports of another. Parameters: `frames` their rows by dataset.

    A report takes some 80 KB.
    Example: `Handful.of(archive, reports).scan("summary").collect()`.
    """

    fingerprint: str
    corrections: tuple[Correction, ...]
    frames: Mapping[str, pl.DataFrame]

    @staticmethod
    def of(store: Store, reports: Collection[str]) -> Handful:
        """These reports, each file that holds some of them read once. Errors: those of polars where one is damaged."""
        names = store.datasets()
        here = among(reports)
        # One after the other: all at once takes as long, more memory, and a thread for each of hundreds of files.
        frames = [store.scan(name, reports).filter(here).collect() for name in names]
        held = tuple(each for each in store.corrections if each.report in reports)
        return Handful(store.fingerprint, held, dict(zip(names, frames, strict=True)))

    def datasets(self) -> tuple[str, ...]:
        """Names that `scan` takes, sorted."""
        return tuple(self.frames)

    def scan(self, dataset: str, of: Collection[str] | None = None) -> pl.LazyFrame:  # noqa: ARG002 - all is in memory
        """The rows of a dataset. Errors: `KeyError` for a name that `datasets` does not list."""
        return self.frames[dataset].lazy()

    def together(self) -> tuple[tuple[str, ...], ...]:
        """All of them lie together."""
        return (tuple(self.frames["reports"]["report"]),)
