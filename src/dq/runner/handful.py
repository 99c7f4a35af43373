"""A few reports of an archive in memory: the many small questions of a night's work do not open its files again."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import polars as pl

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

    from dq.archive import Archive
    from dq.archive.corrections import Correction

MOST: Final = 400
"""Reports of a handful: they and those of the year before are so many at most."""


@dataclass(frozen=True, slots=True)
class Handful:
    """A `Store` of some reports of an archive. Parameters: `frames` their rows by dataset.

    Example: `Handful.of(archive, reports).scan("summary").collect()`.
    """

    fingerprint: str
    corrections: tuple[Correction, ...]
    frames: Mapping[str, pl.DataFrame]

    @staticmethod
    def of(archive: Archive, reports: frozenset[str]) -> Handful:
        """These reports, each file that holds some of them read once. Errors: those of polars where one is damaged."""
        held = archive.holding(reports)
        names = held.datasets()
        column = pl.col("report")
        # The bounds let Parquet skip row groups by their statistics.
        here = column.is_between(pl.lit(min(reports)), pl.lit(max(reports))) & column.is_in(sorted(reports))
        frames = pl.collect_all([held.scan(name).filter(here) for name in names])
        return Handful(archive.fingerprint, held.corrections, dict(zip(names, frames, strict=True)))

    def datasets(self) -> tuple[str, ...]:
        """Names that `scan` takes, sorted."""
        return tuple(self.frames)

    def scan(self, dataset: str, of: Collection[str] | None = None) -> pl.LazyFrame:  # noqa: ARG002 - all is in memory
        """The rows of a dataset. Errors: `KeyError` for a name that `datasets` does not list."""
        return self.frames[dataset].lazy()

    def together(self) -> tuple[tuple[str, ...], ...]:
        """All of them lie together."""
        return (tuple(self.frames["reports"]["report"]),)
