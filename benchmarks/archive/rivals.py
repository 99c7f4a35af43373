"""Contenders (c): libraries that check data frames, on the thirty rules, in a process and environment of their own.

    python -m benchmarks.archive.rivals NAME ARCHIVE OUT.parquet     NAME: dataframely, pandera, pointblank

None of them can say a look-up, a sum over children or a year before: they are given the frames of `fused.py`, joined by
hand (counted in their time), and each rule as one condition on a row of them, radii included. What they tell is which
rows break which rule; they know no `rounding` and nothing undecided. Each is used as its documentation recommends for
many rules on one frame. Needs what benchmarks/archive/rivals.lock lists; nothing of dq is imported.
"""

from __future__ import annotations

import json
import resource
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, Final

import polars as pl

from benchmarks.archive.fused import KEY, VIOLATED, Rule, frames_of

Broken = list[pl.DataFrame]
"""For each rule the rows that break it."""


def dataframely(frame: pl.DataFrame, rules: Sequence[Rule]) -> Broken:
    """One schema a frame, one rule a rule, all evaluated by one `filter`."""
    import dataframely as dy

    space: dict[str, Any] = {name: dy.Any() for name in frame.columns}
    for place, rule in enumerate(rules):
        space[f"rule_{place}"] = dy.rule()(_condition(rule))
    schema = type("Rows", (dy.Schema,), space)
    _, failure = schema.filter(frame)
    details = failure.details()
    return [details.filter(pl.col(f"rule_{place}") == "invalid") for place in range(len(rules))]


def _condition(rule: Rule) -> Callable[[Any], pl.Expr]:
    def condition(cls: Any) -> pl.Expr:  # noqa: ANN401, ARG001 - dataframely calls rules as class methods
        return rule.verdict() != VIOLATED

    return condition


def pandera(frame: pl.DataFrame, rules: Sequence[Rule]) -> Broken:
    """One schema a frame with one check a rule, validated lazily so that all failures are gathered."""
    import pandera.polars as pa

    def check(rule: Rule) -> pa.Check:
        return pa.Check(lambda data: data.lazyframe.select(rule.verdict() != VIOLATED), name=rule.id)

    found = [frame.clear() for _ in rules]
    try:
        pa.DataFrameSchema(checks=[check(rule) for rule in rules]).validate(frame, lazy=True)
    except pa.errors.SchemaErrors as errors:
        for error in errors.schema_errors:
            passed = error.check_output.lazy().collect().to_series(-1)
            found[error.check_index] = frame.filter(~passed)
    return found


def pointblank(frame: pl.DataFrame, rules: Sequence[Rule]) -> Broken:
    """One validation a frame with one step a rule; the rows that fail are its extracts."""
    import pointblank as pb

    plan = pb.Validate(data=frame)
    for rule in rules:
        plan = plan.col_vals_expr(expr=rule.verdict() != VIOLATED)
    extracts = plan.interrogate(extract_limit=len(frame) or 1).get_data_extracts()
    found = [extracts.get(place + 1) for place in range(len(rules))]
    return [frame.clear() if each is None else each for each in found]


RIVALS: Final[dict[str, Callable[[pl.DataFrame, Sequence[Rule]], Broken]]] = {
    "dataframely": dataframely,
    "pandera": pandera,
    "pointblank": pointblank,
}


def judged(name: str, archive: Path) -> pl.DataFrame:
    """The rows that break rules, with the columns of KEY."""
    found = [pl.DataFrame(schema={"rule": pl.String, "column": pl.String, "report": pl.String, "n": pl.Int32})]
    for query, rules in frames_of(archive):
        frame = query.collect(engine="streaming")
        for rule, broken in zip(rules, RIVALS[name](frame, rules), strict=True):
            n = pl.lit(None, pl.Int32) if rule.of_report else pl.col("n")
            names = pl.lit(rule.id).alias("rule"), pl.lit(rule.column, pl.String).alias("column")
            found.append(broken.select(*names, "report", n=n))
    return pl.concat(found).sort(KEY)


def main(name: str, archive: Path, out: Path) -> None:
    """One round, measured as `contender.py` measures."""
    RIVALS[name](pl.DataFrame({"report": ["x"], "n": [0]}), [])  # importing it is no part of the work
    before, started = resource.getrusage(resource.RUSAGE_SELF), time.perf_counter()
    rows = judged(name, archive)
    seconds, after = time.perf_counter() - started, resource.getrusage(resource.RUSAGE_SELF)
    spent = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    rows.write_parquet(out)
    sys.stdout.write(json.dumps({"seconds": seconds, "cpu": spent, "memory_mb": after.ru_maxrss / 1024}))


if __name__ == "__main__":
    main(sys.argv[1], Path(sys.argv[2]), Path(sys.argv[3]))
