"""Departments: bodies whose books are the sum of their units', line by line."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

import polars as pl

from dq.synthesis.generation.bodies import with_traits
from dq.synthesis.generation.books import Books
from dq.synthesis.generation.dice import Dice
from dq.synthesis.generation.lists import body_name

_HEADER: Final = "department,unit"


def consolidated(books: Books, departments: pl.Series, dice: Dice) -> Books:
    """The books of departments, each of which has the units of its number: every amount is the sum of theirs.

    What holds of sums of lines holds of sums of books, too; how the figures are printed is a trait of the department.
    Parameters: `departments` for each report its department's number, in the order of the reports; null for none.
    """
    units = books.reports.select("at", "year", body=departments).drop_nulls()
    reports = units.group_by("body", maintain_order=True).agg(pl.col("year").first()).with_row_index("at")
    to = units.select("at", "body").join(reports.select(pl.col("at").alias("to"), "body"), on="body").drop("body")

    def summed(frame: pl.DataFrame, *keys: str) -> pl.DataFrame:
        amounts = [name for name in frame.columns if name not in ("at", *keys)]
        every = (pl.col(name).max() if frame.schema[name] == pl.Boolean else pl.col(name).sum() for name in amounts)
        moved = frame.join(to, on="at").drop("at").rename({"to": "at"})
        return moved.group_by("at", *keys).agg(*every).sort("at", *keys)

    own = [name for name in books.whole.columns if name == "at" or name not in books.reports.columns]
    reports = with_traits(reports, dice)
    whole = reports.join(summed(books.whole.select(own)), on="at", how="left", maintain_order="left")
    return Books(reports, summed(books.lines, "code"), summed(books.economic, "code", "group"), whole)


def listed(pairs: Iterable[tuple[int, int]]) -> str:
    """The list of units as an archive has it. Parameters: `pairs` numbers of departments and of units of theirs."""
    rows = (f"{body_name(department)},{body_name(unit)}" for department, unit in sorted(set(pairs)))
    return "\n".join((_HEADER, *rows, ""))
