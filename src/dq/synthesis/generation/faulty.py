"""Portions with faults in them, and the truth table beside."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from io import BytesIO
from pathlib import Path
from typing import Final

import polars as pl

from dq.synthesis.generation.fault_spec import KINDS, FaultSpec, chance
from dq.synthesis.generation.faults import Fault, put_fault
from dq.synthesis.generation.plan import Plan, as_report_tables, portions

TRUTH: Final = {
    "report": pl.String(),
    "kind": pl.String(),
    "table": pl.String(),
    "row": pl.String(),
    "column": pl.String(),
    "original": pl.String(),
    "printed": pl.String(),
    "moves": pl.Boolean(),
    "broken": pl.String(),
}
"""Columns of the truth table: one row a fault. `moves` says whether the accounts are broken beyond rounding, `broken`
by which of their equations, separated by "; "."""


def faulty_portions(wanted: Plan, spec: FaultSpec, found: list[Fault]) -> Iterator[tuple[int, dict[str, pl.DataFrame]]]:
    """The portions of a plan, faults put in; each fault is added to `found`.

    Which report gets which fault depends on the seed and the report alone.
    """
    for year, frames in portions(wanted):
        yield year, _with_faults(frames, spec, wanted.seed, found)


def _with_faults(
    frames: dict[str, pl.DataFrame], spec: FaultSpec, seed: int, found: list[Fault]
) -> dict[str, pl.DataFrame]:
    kinds = {report: kind for report in frames["reports"]["report"] if (kind := spec.kind_of(seed, report)) in KINDS}
    touched = {name: frame.filter(pl.col("report").is_in(list(kinds))) for name, frame in frames.items()}
    changed: dict[str, list[dict[str, object]]] = {name: [] for name in frames}
    faulty: list[str] = []
    for tables in as_report_tables(touched):
        report = str(tables.report["report"])
        done = put_fault(tables, kinds[report], chance(seed, report))
        if done is None:
            continue
        after, fault = done
        found.append(fault)
        faulty.append(report)
        changed["tables"] += after.tables
        for name, rows in after.rows.items():
            changed[name] += rows
    return {
        name: frame
        if name == "reports"
        else pl.concat(
            [frame.filter(~pl.col("report").is_in(faulty)), pl.DataFrame(changed[name], schema=frame.schema)]
        )
        for name, frame in frames.items()
    }


def truth_table(faults: Sequence[Fault]) -> pl.DataFrame:
    """The faults as a table, sorted by report."""
    rows = [
        {
            "report": fault.report,
            "kind": fault.kind,
            "table": fault.table,
            "row": fault.row,
            "column": fault.column,
            "original": fault.original,
            "printed": fault.printed,
            "moves": fault.moves,
            "broken": "; ".join(fault.broken),
        }
        for fault in faults
    ]
    return pl.DataFrame(rows, schema=TRUTH).sort("report")


def write_truth(faults: Sequence[Fault], archive: Path) -> tuple[Path, Path]:
    """Write the truth table beside an archive: `<archive>.faults.parquet` and `.csv`."""
    table = truth_table(faults)
    paths = truth_paths(archive)
    packed = BytesIO()  # polars does not say what the operating system refuses as such
    table.write_parquet(packed)
    paths[0].write_bytes(packed.getbuffer())
    paths[1].write_text(table.write_csv(), encoding="utf-8", newline="")
    return paths


def truth_paths(archive: Path) -> tuple[Path, Path]:
    """Where the truth about an archive's faults lies."""
    name = archive.resolve().name
    return archive.resolve().with_name(f"{name}.faults.parquet"), archive.resolve().with_name(f"{name}.faults.csv")
