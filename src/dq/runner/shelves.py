"""What a run has made so far, in files that can be asked for some reports."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path

import polars as pl

from dq.outcome.kept import parquet_of


@dataclass(slots=True)
class Shelf:
    """Files of rows by report, in the order of the reports, of which few are open at a time.

    Parameters: `folder` for those that `add` writes; `columns` of their rows.
    """

    folder: Path
    columns: dict[str, pl.DataType]
    _files: list[Path] = field(default_factory=list)
    _places: dict[str, list[int]] = field(default_factory=dict)
    _last: tuple[int, pl.DataFrame] | None = None

    def add(self, frame: pl.DataFrame) -> None:
        """Write rows. Errors: `OSError`."""
        if frame.is_empty():
            return
        path = self.folder / f"{len(self._files):05}.parquet"
        path.write_bytes(parquet_of(frame))
        self.hold(path, frame["report"])

    def hold(self, path: Path, reports: pl.Series) -> None:
        """Take a file that is written already. Parameters: `reports` whose rows stand in it."""
        for report in reports.unique():
            self._places.setdefault(report, []).append(len(self._files))
        self._files.append(path)

    def extend(self, other: Shelf) -> None:
        """Take the files of another shelf, after those that are here."""
        first = len(self._files)
        self._files += other._files
        for report, places in other._places.items():
            self._places.setdefault(report, []).extend(first + place for place in places)

    def take(self, reports: Iterable[str]) -> pl.DataFrame:
        """The rows of these reports, those of each in the order in which they were added."""
        wanted = list(reports)
        places = sorted({place for report in wanted for place in self._places.get(report, ())})
        frames = [self._read(place).filter(pl.col("report").is_in(wanted)) for place in places]
        return pl.concat([pl.DataFrame(schema=self.columns), *frames])

    def _read(self, place: int) -> pl.DataFrame:
        if self._last is None or self._last[0] != place:
            frame = pl.read_parquet(self._files[place], hive_partitioning=False, glob=False)
            self._last = place, frame.select(*self.columns)
        return self._last[1]
