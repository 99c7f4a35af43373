"""The bare verdicts of a rule book, without words: for whoever asks very many rules about very few reports."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import polars as pl

from dq.engine.outcomes import Book
from dq.engine.rows import REPORT
from dq.engine.run import Options, Task
from dq.engine.verdicts import HOLDS

if TYPE_CHECKING:
    from dq.archive import Store
    from dq.semantics.checked import RuleBook
    from dq.templates.model import Schema

_FEW: Final = 1000
"""Reports of a portion that plain Python evaluates: of hundreds of like rules, plans cost more than rows."""

JUDGED: Final[dict[str, pl.DataType]] = {
    "report": pl.String(),
    "rule": pl.String(),
    "column": pl.String(),
    "n": pl.Int32(),
    "verdict": pl.UInt8(),
}
"""One row an outcome: `column` of the rule's column list or null, `n` of the row or null for an outcome of the report,
`verdict` as in `dq.engine.verdicts`."""


def judge(book: RuleBook, store: Store, schema: Schema) -> pl.DataFrame:
    """The verdict of every outcome of the rules on all reports of the store, columns JUDGED, in a settled order.

    A rule that could not be evaluated has the verdict `ERROR` on each report. Nothing is raised.
    Example: `judge(book, store, schema).filter(pl.col("verdict") == VIOLATED)`.
    """
    rules = Book.of(book.rules)
    task = Task(rules, store, schema, Options(few=_FEW), book.bodies)
    names = pl.DataFrame(
        {
            "test": range(len(rules.expectations)),
            "rule": [each.rule for each in rules.expectations],
            "column": [each.column for each in rules.expectations],
        },
        schema={"test": pl.Int32(), "rule": pl.String(), "column": pl.String()},
    )
    found = [pl.DataFrame(schema=JUDGED)]
    for records, (_, trial, results, _) in task.judged(task.portions(task.records())):
        reports = {REPORT: range(len(records)), "report": [record.report for record in records]}
        places = pl.DataFrame(reports, schema={REPORT: pl.Int32(), "report": pl.String()})
        holds = trial.held.with_columns(verdict=pl.lit(HOLDS, JUDGED["verdict"]))
        told = pl.concat([results.select(holds.columns), holds]).join(names, on="test").join(places, on=REPORT)
        found.append(told.select(*JUDGED))
    return pl.concat(found).sort("report", "rule", "column", "n", nulls_last=False)
