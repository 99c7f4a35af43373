"""The engine on the thirty rules: verdicts of everything, and the violated rows with both sides and allowance."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import polars as pl

from benchmarks.archive.thirty import book
from dq.archive import Archive
from dq.engine.outcomes import Book
from dq.engine.rows import REPORT
from dq.engine.run import Options, Task
from dq.engine.verdicts import HOLDS, ROUNDING, VIOLATED
from dq.semantics.checked import RuleBook
from dq.templates import default_schema

RULES = book()  # before any clock starts: hundreds of rules are loaded to take thirty of them


def judged(archive: Path, rules: RuleBook = RULES) -> tuple[dict[str, list[int]], pl.DataFrame]:
    """Counts (holds, rounding, violated) by rule, and the violated rows with both sides and their allowance.

    Raises ValueError where a rule could not be evaluated.
    """
    schema = default_schema()
    store = Archive.open(archive, schema).archive
    if store is None:
        raise ValueError(f"no archive at {archive}")
    task = Task(Book.of(rules.rules), store, schema, Options(), rules.bodies)
    tests = pl.DataFrame(
        {"rule": [each.rule for each in task.book.expectations], "column": [e.column for e in task.book.expectations]},
        schema={"rule": pl.String, "column": pl.String},
    ).with_row_index("test")
    counts: Counter[tuple[int, int]] = Counter()
    found = []
    for records, (_, trial, results, failed) in task.judged(task.portions(task.records())):
        if failed:
            raise ValueError(str(failed))
        for test, verdict, number in results.group_by("test", "verdict").len().iter_rows():
            counts[test, verdict] += number
        for test, number in trial.held.group_by("test").len().iter_rows():
            counts[test, HOLDS] += number
        reports = pl.Series("report", [record.report for record in records])
        wrong = results[(results["verdict"] == VIOLATED).arg_true()]
        found.append(wrong.with_columns(report=reports.gather(wrong[REPORT])))
    names = tests["rule"].to_list()
    by_rule = {name: [0, 0, 0] for name in names}
    for (test, verdict), number in counts.items():
        if verdict in (HOLDS, ROUNDING, VIOLATED):
            by_rule[names[test]][verdict - HOLDS] += number
    told = pl.concat(found).with_columns(pl.col("test").cast(pl.UInt32)).join(tests, on="test")
    if (told["scaled"] != 0).any():
        raise ValueError("sums of money are not scaled")
    return by_rule, told.select("rule", "column", "report", "n", "left", "right", "allowance")
