"""Contenders (c): libraries that check data frames, on the thirty rules, in a process and environment of their own.

    python -m benchmarks.archive.rivals NAME ARCHIVE OUT.parquet     NAME: one of RIVALS

None of them can say a look-up, a sum over children or a year before: they are given the frames of `fused.py`, joined by
hand (counted in their time), and each rule as one condition on a row of them, radii included. What they tell is which
rows break which rule; they know no `rounding` and nothing undecided. Each is used as its documentation recommends for
many rules on one frame. The last two know no conditions of Polars and are given figures, in whole thousandths of a
yuan: of smaller parts their floating point would lose some. Needs what benchmarks/archive/NAME.lock lists, and of dq
nothing that reads or judges.
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

from benchmarks.archive.fused import HOLDS, KEY, ROUNDING, VIOLATED, Rule, frames_of

Broken = list[pl.DataFrame]
"""For each rule the rows that break it."""


def dataframely(frame: pl.DataFrame, rules: Sequence[Rule]) -> Broken:
    """One schema a frame, one rule a rule, all evaluated by one `filter`."""
    import dataframely as dy

    space: dict[str, Any] = {name: dy.Any() for name in frame.columns}
    for place, rule in enumerate(rules):
        space[f"rule_{place}"] = dy.rule()(_condition(rule))
    schema: Any = type("Rows", (dy.Schema,), space)
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


def great_expectations(frame: pl.DataFrame, rules: Sequence[Rule]) -> Broken:
    """One batch and one suite a frame, one expectation a rule: what is beyond the allowance is at most zero."""
    import great_expectations as gx

    if not rules:
        return []
    context = gx.get_context(mode="ephemeral")
    context.variables.progress_bars = {"globally": False}
    excess = [(_distance(rule) - _allowance(rule)).alias(f"rule_{place}") for place, rule in enumerate(rules)]
    rows = frame.select(*excess, pl.int_range(pl.len()).alias("row")).to_pandas()
    asset = context.data_sources.add_pandas("archive").add_dataframe_asset("rows")
    batch = asset.add_batch_definition_whole_dataframe("all").get_batch(batch_parameters={"dataframe": rows})
    suite = gx.ExpectationSuite(
        name="rules",
        expectations=[
            gx.expectations.ExpectColumnValuesToBeBetween(column=f"rule_{place}", max_value=0)
            for place in range(len(rules))
        ],
    )
    asked = {"result_format": "COMPLETE", "unexpected_index_column_names": ["row"]}
    found = {
        each.expectation_config.kwargs["column"]: [one["row"] for one in each.result.get("unexpected_index_list") or ()]
        for each in batch.validate(suite, result_format=asked).results
    }
    return [frame[found[f"rule_{place}"]] for place in range(len(rules))]


def vtlengine(frame: pl.DataFrame, rules: Sequence[Rule]) -> Broken:
    """One hierarchical ruleset a frame, one rule a rule, both sides as items; an imbalance may be the allowance."""
    import vtlengine as vtl

    if not rules:
        return []
    numbered = frame.with_row_index("row").with_columns(pl.col("row").cast(pl.Int64))
    sides = [
        numbered.filter(_is_told(rule)).select("row", item=pl.lit(f"{name}{place}"), figure=_thousandths(side.value))
        for place, rule in enumerate(rules)
        for name, side in (("left", rule.left), ("right", rule.right))
    ]
    figures = pl.concat(sides).to_pandas()
    comparisons = (
        f"rule{place}: left{place} {'<=' if rule.at_most else '='} right{place}" for place, rule in enumerate(rules)
    )
    ruleset = (
        f"define hierarchical ruleset thirty (variable rule item) is {'; '.join(comparisons)} end hierarchical ruleset;"
    )
    script = f"{ruleset} broken <- check_hierarchy(printed, thirty rule item non_null dataset invalid);"
    structure = {"datasets": [{"name": "printed", "DataStructure": _STRUCTURE}]}
    made = vtl.run(script=script, data_structures=structure, datapoints={"printed": figures})["broken"].data
    broken = pl.from_pandas(made[["row", "ruleid", "imbalance"]])
    allowed = [_allowance(rule).alias(f"rule{place}") for place, rule in enumerate(rules)]
    allowances = numbered.select("row", *allowed).unpivot(index="row", variable_name="ruleid", value_name="allowance")
    beyond = broken.join(allowances, on=["row", "ruleid"]).filter(pl.col("imbalance").abs() > pl.col("allowance"))
    return [frame[beyond.filter(ruleid=f"rule{place}")["row"]] for place in range(len(rules))]


_STRUCTURE: Final = [
    {"name": "row", "type": "Integer", "role": "Identifier", "nullable": False},
    {"name": "item", "type": "String", "role": "Identifier", "nullable": False},
    {"name": "figure", "type": "Integer", "role": "Measure", "nullable": True},
]


def _thousandths(figure: pl.Expr) -> pl.Expr:
    return (figure.cast(pl.Decimal(38, 6)) * 10**3).cast(pl.Int64)


def _is_told(rule: Rule) -> pl.Expr:
    return rule.verdict().is_in([HOLDS, ROUNDING, VIOLATED])


def _distance(rule: Rule) -> pl.Expr:
    """How far apart the sides are, in thousandths; null where nothing can be told."""
    difference = _thousandths(rule.left.value) - _thousandths(rule.right.value)
    return pl.when(_is_told(rule)).then(difference if rule.at_most else difference.abs())


def _allowance(rule: Rule) -> pl.Expr:
    return _thousandths(rule.left.radius + rule.right.radius)


RIVALS: Final[dict[str, Callable[[pl.DataFrame, Sequence[Rule]], Broken]]] = {
    "dataframely": dataframely,
    "pandera": pandera,
    "pointblank": pointblank,
    "great_expectations": great_expectations,
    "vtlengine": vtlengine,
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
