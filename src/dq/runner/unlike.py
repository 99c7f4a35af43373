"""Which reports two runs tell otherwise: the others need not be gone through to say what changed."""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from typing import Final

import polars as pl

from dq.runner.about import Part
from dq.runner.runs import NAMED, StoredRun

_SEED: Final = secrets.randbits(63)
"""Nobody knows it: no outcomes can be made up to be taken for others."""


def unlike(before: StoredRun, after: StoredRun) -> frozenset[str]:
    """Ids of the reports of which two runs tell other outcomes, or that one of them does not have or has as another
    body's; and of those that share name, year and kind with one of these: all of them tell together which is which.

    Errors: `UnreadableRunError`, also for a part that is gone or not as it was written.
    Example: `after.of_reports(unlike(before, after)).outcomes`.
    """
    runs = (before, after)
    for run in runs:
        run.trust(run.about.parts)
    hashes = [{part.hashes[0] for part in run.about.parts} for run in runs]
    shared = hashes[0] & hashes[1]
    told = [_told(run, [part for part in run.about.parts if part.hashes[0] not in shared]) for run in runs]
    checked = pl.concat([run.reports().select("report", *NAMED, "code", "region", "level") for run in runs])
    both = told[0].keys() | told[1].keys()
    found = {report for report in both if told[0].get(report) != told[1].get(report)}
    found.update(checked.unique(keep="none")["report"])
    named = checked.filter(pl.col("report").is_in(list(found))).select(NAMED).unique()
    return frozenset(checked.join(named, on=NAMED, how="semi")["report"])


def _told(run: StoredRun, parts: Sequence[Part]) -> dict[str, tuple[int, int]]:
    """Report → number of its outcomes, and the sum of their hashes, in these parts."""
    paths = [part.paths(run.folder)[0] for part in parts]
    if not paths:
        return {}
    rows = pl.scan_parquet(paths, hive_partitioning=False, glob=False)
    hashes = pl.struct(pl.all()).hash(_SEED).sum()
    found = rows.group_by("report").agg(pl.len(), hashes).collect(engine="streaming")
    return {report: (number, told) for report, number, told in found.iter_rows()}
