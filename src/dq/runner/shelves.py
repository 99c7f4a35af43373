"""What a run has made so far, in files that can be asked for some reports."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

import polars as pl

from dq.outcome.kept import parquet_of


@dataclass(slots=True)
class Shelf:
    """Files of rows by report, a board for the reports that are asked for together, in whatever order they come.

    Parameters: `folder` for the files, made when the first is written; `columns` of their rows; `boards` report → the
    number of its board. The rows of a board should be no more than memory holds.
    Example: `Shelf(folder, COUNTS, {"a": 0, "b": 0}).take(["b"]).collect()`.
    """

    folder: Path
    columns: dict[str, pl.DataType]
    boards: Mapping[str, int]
    _files: dict[int, list[Path]] = field(default_factory=dict)
    _number: int = 0
    _last: tuple[int, pl.DataFrame] | None = None

    def add(self, frame: pl.DataFrame) -> None:
        """Write rows. Errors: `OSError`; `KeyError` for a report without a board."""
        for board, rows in self._by_board(frame):
            self.folder.mkdir(parents=True, exist_ok=True)
            path = self.folder / f"{self._number:05}.parquet"
            path.write_bytes(parquet_of(rows))
            self._files.setdefault(board, []).append(path)
            self._number += 1

    def _by_board(self, frame: pl.DataFrame) -> Iterable[tuple[int, pl.DataFrame]]:
        reports: dict[int, list[str]] = {}
        for report in frame["report"].unique(maintain_order=True):
            reports.setdefault(self.boards[report], []).append(report)
        if len(reports) == 1:
            return [(board, frame) for board in reports]
        return ((board, frame.filter(pl.col("report").is_in(own))) for board, own in sorted(reports.items()))

    def extend(self, other: Shelf) -> None:
        """Take the files of another shelf with these boards, after those that are here."""
        for board, paths in other._files.items():
            self._files.setdefault(board, []).extend(paths)

    def take(self, reports: Iterable[str]) -> pl.LazyFrame:
        """The rows of these reports, those of each in the order in which they were added."""
        wanted = list(reports)
        boards = sorted({self.boards[report] for report in wanted if report in self.boards})
        frames = [self._board(board).lazy().filter(pl.col("report").is_in(wanted)) for board in boards]
        return pl.concat([pl.LazyFrame(schema=self.columns), *frames])

    def _board(self, board: int) -> pl.DataFrame:
        if self._last is None or self._last[0] != board:
            files = (pl.read_parquet(path, hive_partitioning=False, glob=False) for path in self._files.get(board, ()))
            rows = [pl.DataFrame(schema=self.columns), *(frame.select(*self.columns) for frame in files)]
            self._last = board, pl.concat(rows)
        return self._last[1]
