"""Telling what was found in one report; where that fails, it is told without figures."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any, Final, TypeAlias

import polars as pl

from dq.engine.outcomes import Book, ReportOutcomes
from dq.engine.rows import REPORT
from dq.engine.tally import Failing, Mark
from dq.engine.trial import OF_PROGRAM, Trial, told
from dq.outcome.model import Outcome

Identities: TypeAlias = Mapping[str, Mapping[int, Mapping[int, dict[str, Any]]]]
"""What names rows: table → report → n → row."""

_UNTOLD: Final = dict.fromkeys(("left", "right", "allowance", "left_text", "right_text", "unit"))
"""In the place of the figures of results that cannot be told with them."""


def tell(
    report: ReportOutcomes, results: Sequence[dict[str, Any]], held: Sequence[dict[str, Any]]
) -> tuple[list[tuple[int, Outcome]], list[Mark]]:
    """The outcomes of a report as `ReportOutcomes.build` gives them, and no marks.

    Where it raises something, the run of all other reports must not end for that: the outcomes are then without
    figures and cells, and each rule that was to have them gets a mark.
    Errors: a name that nobody defined is a fault of the program.
    """
    try:
        return list(report.build(results, held)), []
    except OF_PROGRAM:
        raise
    except Exception as error:  # noqa: BLE001 - what an odd cell can make the program raise is not known
        bare = replace(report, facts=None, read={})
        found = list(bare.build([{**result, **_UNTOLD} for result in results], []))
        rules = sorted({outcome.rule for _, outcome in found if outcome.verdict in report.proven})
        return found, [Mark(rule, report.record.report, Failing.FAILED, told(error)) for rule in rules]


def identities_of(results: pl.DataFrame, book: Book, trial: Trial) -> Identities:
    """What names the rows that results speak of."""
    tables = pl.Series("table", [each.each for each in book.expectations], dtype=pl.String)
    spoken = results.select(REPORT, "n").with_columns(tables.gather(results["test"])).unique()
    found: dict[str, dict[int, dict[int, dict[str, Any]]]] = {table: {} for table in trial.identities}
    for (table,), wanted in spoken.drop_nulls().partition_by("table", as_dict=True, include_key=False).items():
        for row in trial.identities[table].join(wanted, on=[REPORT, "n"], how="semi").iter_rows(named=True):
            found[table].setdefault(row[REPORT], {})[row["n"]] = row
    return found
