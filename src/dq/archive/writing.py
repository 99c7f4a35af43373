"""One write to an archive: new files first, then the manifest that makes them live."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Final

import polars as pl

from dq.archive.manifest import Batch, Manifest, write_durably, write_manifest
from dq.archive.parts import file_sha256, merge, read_batch, write_batch
from dq.archive.reading import plain_reading
from dq.archive.store import build_frame, dataset_columns, dataset_names, dataset_rows

if TYPE_CHECKING:
    from dq.archive.corrections import Cell, Figure, Log
    from dq.archive.report_tables import ReportTables
    from dq.archive.versions import Settlement
    from dq.templates.model import Schema

REPORTS_PER_BATCH: Final = 512
"""Reports written in one set of files: what replacing one report rewrites at most, or nearly so."""
SMALL_BATCHES: Final = 16
"""So many half-empty batches a year are borne; one more, and they are merged."""


def batches_to_rewrite(manifest: Manifest, settlement: Settlement) -> tuple[Batch, ...]:
    """The batches that hold a report which the settlement replaces or removes."""
    gone = _gone(manifest, settlement)
    return tuple(batch for batch in manifest.batches if not gone.isdisjoint(batch.reports))


def commit(root: Path, manifest: Manifest, settlement: Settlement, schema: Schema, log: Log) -> Manifest:
    """Write the settled reports and give the manifest now in force. The caller holds the lock.

    Parameters: `log` the corrections as they stand afterwards; the settled reports have them applied.
    Errors: those of polars where a batch to be rewritten is damaged, `OSError` where the disk refuses; the archive
    is then as it was before.
    """
    remove_leftovers(root, manifest)
    gone, touched = _gone(manifest, settlement), batches_to_rewrite(manifest, settlement)
    live = [batch for batch in manifest.batches if batch not in touched]
    for batch in touched:
        rest = {name: frame.filter(~pl.col("report").is_in(gone)) for name, frame in read_batch(root, batch).items()}
        if rest["reports"].height:
            live.append(write_batch(root, batch.year, rest))
    for year, reports in _by_year(settlement.written):
        live.append(write_batch(root, year, _frames(reports, schema)))
    live = _merge_small(root, live)
    after = Manifest(
        documents=manifest.documents,
        reports=settlement.entries,
        batches=tuple(sorted(live, key=lambda batch: (batch.year, batch.id))),
        retired=tuple(batch for batch in manifest.batches if batch not in live),
        corrections=log,
    )
    write_manifest(root, after)
    return after


def commit_cells(root: Path, manifest: Manifest, cells: Mapping[Cell, Figure], log: Log) -> Manifest:
    """Set these cells and give the manifest now in force. The caller holds the lock and has seen that they are there.

    Errors: as `commit`.
    """
    remove_leftovers(root, manifest)
    reports = {report for report, _, _, _ in cells}
    live = [batch for batch in manifest.batches if reports.isdisjoint(batch.reports)]
    for batch in manifest.batches:
        if batch not in live:
            live.append(write_batch(root, batch.year, _with_cells(read_batch(root, batch), cells)))
    after = replace(
        manifest,
        batches=tuple(sorted(live, key=lambda batch: (batch.year, batch.id))),
        retired=tuple(batch for batch in manifest.batches if batch not in live),
        corrections=log,
    )
    write_manifest(root, after)
    return after


def _with_cells(frames: dict[str, pl.DataFrame], cells: Mapping[Cell, Figure]) -> dict[str, pl.DataFrame]:
    changed = dict(frames)
    for (report, table, n, column), figure in cells.items():
        frame = changed.get(table)
        if frame is None:
            continue
        here = (pl.col("report") == report) & (pl.col("n") == n)
        changed[table] = frame.with_columns(
            pl.when(here).then(_literal(value, frame.schema[name])).otherwise(pl.col(name)).alias(name)
            for name, value in figure.columns(column).items()
        )
    return changed


def _literal(value: object, kind: pl.DataType) -> pl.Expr:
    """A constant of exactly this type; handed `Decimal` objects, polars would choose a scale of its own."""
    return pl.lit(f"{value:f}" if isinstance(value, Decimal) else value).cast(kind)


def keep_documents(root: Path, reports: Iterable[ReportTables], documents: Mapping[str, bytes]) -> None:
    """Keep the document of each report at `documents/<sha256>`.

    Errors: `ValueError` where one is not handed over, or is not the one that was read.
    """
    for report in reports:
        sha256 = report.report["sha256"]
        content = documents.get(sha256)
        if content is None:
            raise ValueError(f"the document of {report.report['report']} was not handed over")
        if hashlib.sha256(content).hexdigest() != sha256:
            raise ValueError(f"the document of {report.report['report']} is not the one that was read")
        write_durably(root / "documents" / sha256, content)


def keep_readings(root: Path, reports: Iterable[ReportTables]) -> None:
    """Keep how each document was read at `documents/<sha256>.reading.json`, where that is known."""
    for report in reports:
        if report.reading is not None:
            text = json.dumps(plain_reading(report.reading), ensure_ascii=False, indent=1, sort_keys=True) + "\n"
            write_durably(reading_path(root, report.report["sha256"]), text.encode())


def reading_path(root: Path, sha256: str) -> Path:
    """Where the archive at `root` keeps how the document with this hash was read."""
    return root / "documents" / f"{sha256}.reading.json"


def _gone(manifest: Manifest, settlement: Settlement) -> frozenset[str]:
    """Ids whose present rows are not to be seen any more."""
    held = {entry.report for entry in manifest.reports}
    written = {tables.report["report"] for tables in settlement.written}
    return frozenset(held & written | held - {entry.report for entry in settlement.entries})


def _by_year(reports: Iterable[ReportTables]) -> Iterator[tuple[int, Sequence[ReportTables]]]:
    """Reports of one year each, as many as a batch holds."""
    years: dict[int, list[ReportTables]] = {}
    for report in reports:
        years.setdefault(report.report["year"], []).append(report)
    for year, members in sorted(years.items()):
        for start in range(0, len(members), REPORTS_PER_BATCH):
            yield year, members[start : start + REPORTS_PER_BATCH]


def _frames(reports: Sequence[ReportTables], schema: Schema) -> dict[str, pl.DataFrame]:
    unknown = {name for report in reports for name in report.datasets} - set(schema.tables)
    if unknown:
        raise ValueError(f"no such table in the schema: {', '.join(sorted(unknown))}")
    return {
        name: build_frame(
            [row for report in reports for row in dataset_rows(report, name)], dataset_columns(schema, name)
        )
        for name in dataset_names(schema)
    }


def _merge_small(root: Path, batches: list[Batch]) -> list[Batch]:
    """The batches, with the half-empty ones of a year merged where there are too many of them."""
    merged = list(batches)
    for year in sorted({batch.year for batch in batches}):
        small = [b for b in batches if b.year == year and len(b.reports) <= REPORTS_PER_BATCH // 2]
        if len(small) <= SMALL_BATCHES:
            continue
        small = [batch for batch in small if _is_intact(root, batch)]  # what was damaged or altered stays to be seen
        merged = [batch for batch in merged if batch not in small]
        merged.append(write_batch(root, year, merge([read_batch(root, batch) for batch in small])))
    return merged


def _is_intact(root: Path, batch: Batch) -> bool:
    try:
        return all(file_sha256(batch.path(root, name)) == part.sha256 for name, part in batch.parts.items())
    except OSError:
        return False


def remove_leftovers(root: Path, manifest: Manifest) -> None:
    """Remove the files of a write that never came to its manifest, and those retired before the last one."""
    live = {batch.path(root, name) for batch in (*manifest.batches, *manifest.retired) for name in batch.parts}
    for path in (root / "tables").glob("*/year=*/part-*.parquet"):
        if path not in live:
            path.unlink()
    for pattern in ("tables/*/year=*/.part-*.new", "documents/.*.new"):
        for path in root.glob(pattern):
            path.unlink()
