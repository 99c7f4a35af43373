"""The floor: the columns that the thirty rules read, scanned and nothing more."""

from __future__ import annotations

from pathlib import Path

import polars as pl

from benchmarks.archive.duck import TABLES


def judged(archive: Path) -> tuple[dict[str, list[int]], pl.DataFrame]:
    """Reads every column year by year; there is nothing to judge."""
    years = sorted(path.name for path in (archive / "tables" / "reports").iterdir())
    for year in years:
        pl.collect_all(_scans(archive, year), engine="streaming")
    return {}, pl.DataFrame()


def _scans(archive: Path, year: str) -> list[pl.LazyFrame]:
    scans = []
    for table, (keys, measures) in TABLES.items():
        files = sorted((archive / "tables" / table / year).glob("part-*.parquet"))
        families = [name for each in measures for name in (each, f"{each}__state", f"{each}__radius")]
        if files:
            scans.append(pl.scan_parquet(files, hive_partitioning=False).select("report", "n", *keys, *families))
    return scans
