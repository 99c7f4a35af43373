"""Runs of a small archive under rules written as text."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import polars as pl

from dq.archive import Archive, Correction, Figure, ReportEntry
from dq.engine.run import Options
from dq.outcome import run_json
from dq.runner.making import Order, make_run
from dq.runner.runs import RunStore, StoredRun
from dq.semantics import check_text
from dq.semantics.checked import RuleBook
from dq.types import CellState
from tests.engine.small import SCHEMA, report

NOTHING = RuleBook((), "")


def body(
    name: str,
    year: int,
    total: str = "3",
    part: str = "3",
    text: str = "",
    beta: str | None = "3",
    template: str = "wide",
    **printed: str | None,
):
    """A report of two tables; its document is told apart by `text`, its body by what else is `printed` of it."""
    made = report(
        f"{name}/{year}",
        template,
        alpha=[{"item": "甲", "total": total, "part": part}, {"item": "乙", "total": "1.5", "part": "1.4"}],
        beta=None if beta is None else [{"item": "甲", "amount": beta}],
    )
    about = {
        **made.report,
        "year": year,
        **printed,
        "sha256": f"{name}{year}{text}{total}{part}{beta}".encode().hex().ljust(64, "0")[:64],
    }
    return replace(made, report=about)


def correct(archive: Archive, held: ReportEntry, value: str, n: int = 0) -> None:
    """Put another total (in 元) in the place of the one that was read in a row of alpha."""
    mine = pl.col("report") == held.report, pl.col("n") == n
    row = archive.scan("alpha").filter(*mine).collect().row(0, named=True)
    before = Figure.of(row, "total")
    after = Figure(value, CellState.FIGURE, before.radius, before.decimals, None)
    cell = (0, held.report, held.sha256, "alpha", n, "total", row["code"], row["label"], row["path"], row["line"])
    words = (value, "甲", "read wrongly", "2024-05-06T07:08:09+00:00")
    done = archive.correct([Correction(*cell, row["total__printed"], "元", before, after, *words)])
    assert not done.diagnostics, done.diagnostics


def archive_at(root: Path) -> Archive:
    opened = Archive.create(root, SCHEMA, keep_documents=False)
    assert opened.archive is not None, opened.diagnostics
    return opened.archive


def book_of(rules: str) -> RuleBook:
    loaded = check_text(rules, "t.dq", SCHEMA)
    assert not loaded.diagnostics, loaded.diagnostics
    return loaded.book


def night(
    root: Path, rules: str | RuleBook, checkpoint: str = "night", progress=None, wanted=lambda _: True, **more
) -> StoredRun:
    """A run of the archive at `root`, as the nightly check makes it. Parameters: `wanted` which reports are checked."""
    inspection = archive_at(root).inspect()
    book = book_of(rules) if isinstance(rules, str) else rules
    order = Order(checkpoint, inspection.sound, book, SCHEMA, Options(evidence="violated"), wanted, **more)
    return make_run(order, RunStore(root / "runs"), progress)


def told(run: StoredRun) -> dict:
    """All that a run says, but for which run it is."""
    plain = run_json(run.record())
    del plain["run"]
    record = run.record()
    return {**plain, "matrix": record.matrix, "idle": record.not_applicable, "missing": record.mandatory_missing}
