"""Parquet files of an archive: made as bytes, so that a batch can be named by its content."""

from __future__ import annotations

import hashlib
import io
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import polars as pl

from dq.archive.layout import KEY_COLUMNS
from dq.archive.manifest import Batch, Part, write_durably

_ROW_GROUP: Final = 16_384
"""Rows a row group: small enough that a rule on one report reads a part of the file only."""
_AT_ONCE: Final = 50
"""Files that are looked into at once: each takes threads of its own, of which polars has 512."""
_REPORT: Final = "report"
_NUMBER: Final = "n"
_UNREADABLE: Final = (pl.exceptions.PolarsError, pl.exceptions.PanicException, OSError)


@dataclass(frozen=True, slots=True)
class Partition:
    """Files that were written together, as they are now.

    Parameters: `columns` of each dataset that the schema knows; `files` dataset → hash of its file's bytes.
    """

    root: Path
    batch: Batch
    columns: Mapping[str, dict[str, pl.DataType]]
    files: Mapping[str, str]

    @staticmethod
    def of(
        root: Path, batch: Batch, columns: Mapping[str, dict[str, pl.DataType]], sha256: Callable[[Path], str | None]
    ) -> Partition:
        """Those of a batch; files of datasets without columns are left out. Parameters: `sha256` hash of a file."""
        names = (name for name in batch.parts if name in columns)
        return Partition(root, batch, columns, {name: str(sha256(batch.path(root, name))) for name in names})

    @property
    def digest(self) -> str:
        """Hash of all the files."""
        lines = (f"{name} {self.batch.year} {sha256}" for name, sha256 in sorted(self.files.items()))
        return hashlib.sha256("\n".join(lines).encode()).hexdigest()

    @property
    def reports(self) -> tuple[str, ...]:
        """Ids of all reports that the files hold, old versions too."""
        return self.batch.reports

    def scan(self, dataset: str) -> pl.LazyFrame:
        """All rows of a dataset. Errors: `KeyError` for one that `files` does not list."""
        return scan_files([self.batch.path(self.root, dataset)], self.columns[dataset])


def write_batch(root: Path, year: int, frames: Mapping[str, pl.DataFrame]) -> Batch:
    """Write one file for each dataset that has rows; the manifest does not speak of them yet.

    Parameters: `frames` by dataset, all of reports of `year`. Equal rows in whatever order give equal bytes
    and so the same batch.
    """
    contents = {name: _parquet(frame) for name, frame in sorted(frames.items()) if frame.height}
    parts = {name: Part(frames[name].height, hashlib.sha256(content).hexdigest()) for name, content in contents.items()}
    name_of_all = hashlib.sha256("".join(f"{name} {part.sha256}\n" for name, part in parts.items()).encode())
    reports = tuple(sorted(frames["reports"]["report"]))
    batch = Batch(name_of_all.hexdigest()[:16], year, reports, parts)
    for name, content in contents.items():
        write_durably(batch.path(root, name), content)
    return batch


def read_batch(root: Path, batch: Batch) -> dict[str, pl.DataFrame]:
    """All rows of a batch, by dataset, in the columns it was written with. Errors: those of polars for damage."""
    return {name: pl.read_parquet(batch.path(root, name), hive_partitioning=False, glob=False) for name in batch.parts}


def merge(batches: Sequence[Mapping[str, pl.DataFrame]]) -> dict[str, pl.DataFrame]:
    """The rows of several batches of one year, by dataset; a column that one of them lacks is null there."""
    names = sorted({name for frames in batches for name in frames})
    return {name: pl.concat([frames[name] for frames in batches if name in frames], how="diagonal") for name in names}


def scan_files(paths: list[Path], columns: dict[str, pl.DataType], file: str | None = None) -> pl.LazyFrame:
    """The rows of these files with exactly these columns; one that an older file lacks is null.

    Parameters: `file` a further column, that of each row's file.
    """
    if not paths:
        return pl.LazyFrame(schema=columns)
    return pl.scan_parquet(
        paths,
        schema=columns,
        missing_columns="insert",
        extra_columns="ignore",
        include_file_paths=file,
        hive_partitioning=False,
        glob=False,
    )


def file_sha256(path: Path) -> str:
    """Hash of a file's bytes as they are now. Errors: `OSError`."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def damage(path: Path, rows: int, columns: dict[str, pl.DataType] | None) -> str | None:
    """What is wrong with a Parquet file that should hold `rows` rows of these columns (None: any), or None.

    Every page is read, since damage in the middle shows in no other way.
    """
    try:
        frame = scan_files([path], columns) if columns else pl.scan_parquet(path, hive_partitioning=False, glob=False)
        found = frame.collect()
    except _UNREADABLE as error:
        return f"{type(error).__name__}: {str(error).splitlines()[0][:200]}"
    if found.height != rows:
        return f"{found.height} rows instead of {rows}"
    if not columns or _NUMBER not in columns:
        return None
    if without := found[_NUMBER].null_count():
        return f"{without} rows without a number (column {_NUMBER})"
    twice = found.select(_REPORT, _NUMBER).is_duplicated().sum()
    return f"{twice} rows with the number of another row of their report (column {_NUMBER})" if twice else None


def misnumbered(paths: Sequence[Path]) -> set[Path]:
    """Those of these files of tables whose rows may lack a number of their own; all where that cannot be found out.

    A row without a number, or with that of another row, is none that a finding could name. In a file as `_parquet`
    orders it, each number is above that of the row before, which is a third of the work of counting them.
    """
    columns = {name: KEY_COLUMNS[name] for name in (_REPORT, _NUMBER)}
    n, report = pl.col(_NUMBER), pl.col(_REPORT)
    counts_on = (n > n.shift()) | (report != report.shift())
    in_order = report.is_sorted() & n.is_not_null().all() & counts_on.fill_null(value=True).all()
    try:
        found = [
            frame.item()
            for start in range(0, len(paths), _AT_ONCE)
            for frame in pl.collect_all(
                [scan_files([path], columns).select(in_order) for path in paths[start : start + _AT_ONCE]]
            )
        ]
    except _UNREADABLE:
        return set(paths)
    return {path for path, is_in_order in zip(paths, found, strict=True) if not is_in_order}


def _parquet(frame: pl.DataFrame) -> bytes:
    """The frame as Parquet, sorted by report and print order, without anything that changes from run to run."""
    order = [name for name in ("report", "table", "n") if name in frame.columns]
    buffer = io.BytesIO()
    frame.sort(order, maintain_order=True).write_parquet(
        buffer, compression="zstd", compression_level=3, statistics=True, row_group_size=_ROW_GROUP
    )
    return buffer.getvalue()
