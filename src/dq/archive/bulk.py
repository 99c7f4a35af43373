"""A whole archive from frames, a batch at a time: how many reports are stored without a row of Python each."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING

import polars as pl
from filelock import FileLock, Timeout

from dq.archive import complaints
from dq.archive.answers import Opened
from dq.archive.archive import LOCK_SECONDS, Archive
from dq.archive.manifest import FILE_NAME, Batch, Manifest, write_manifest
from dq.archive.parts import write_batch
from dq.archive.store import dataset_columns, dataset_names
from dq.archive.versions import ReportEntry, entry_of
from dq.archive.writing import remove_leftovers

if TYPE_CHECKING:
    from dq.templates.model import Schema

Batches = Iterable[tuple[int, Mapping[str, pl.DataFrame]]]
"""Year and rows by dataset, of reports that no other batch has."""


def write_archive(root: Path, batches: Batches, schema: Schema) -> Opened:
    """Make the archive at `root` of these batches. It is there when the last one is written, and not before.

    Parameters: `batches` are written as they come, each held in memory alone; a column that a frame lacks is null.
    The documents are said to be omitted.
    Errors: `ValueError` where an archive is there already, a frame has a column that the schema has not, or two reports
    have one id; `OSError` where the disk refuses.
    Example: `write_archive(folder, [(2018, {"reports": …, "tables": …, "summary": …})], default_schema()).archive`.
    """
    root.mkdir(parents=True, exist_ok=True)
    try:
        with FileLock(root / ".lock", timeout=LOCK_SECONDS):
            if (root / FILE_NAME).exists():
                raise ValueError(f"there is an archive at {root}")
            remove_leftovers(root, Manifest())
            write_manifest(root, _written(root, batches, schema))
    except Timeout:
        return Opened(None, (complaints.busy(root, LOCK_SECONDS),))
    return Archive.open(root, schema)


def _written(root: Path, batches: Batches, schema: Schema) -> Manifest:
    live: list[Batch] = []
    entries: dict[str, ReportEntry] = {}
    for year, frames in batches:
        complete = {name: _complete(frame, name, schema) for name, frame in frames.items()}
        live.append(write_batch(root, year, complete))
        for row in complete["reports"].rows(named=True):
            if entries.setdefault(row["report"], entry := entry_of(row)) is not entry:
                raise ValueError(f"two reports with the id {row['report']!r}")
    return Manifest(
        documents="omitted",
        reports=tuple(entries[report] for report in sorted(entries)),
        batches=tuple(sorted(live, key=lambda batch: (batch.year, batch.id))),
    )


def _complete(frame: pl.DataFrame, dataset: str, schema: Schema) -> pl.DataFrame:
    """The frame with exactly the columns of its dataset."""
    if dataset not in dataset_names(schema):
        raise ValueError(f"no such dataset in the schema: {dataset}")
    columns = dataset_columns(schema, dataset)
    unknown = set(frame.columns) - set(columns)
    if unknown:
        raise ValueError(f"no such column in the store: {', '.join(sorted(unknown))}")
    return frame.select(
        (pl.col(name) if name in frame.columns else pl.lit(None)).cast(kind).alias(name)
        for name, kind in columns.items()
    )
