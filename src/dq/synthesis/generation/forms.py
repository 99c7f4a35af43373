"""Reports of one form and year, printed from their books into the columns of the archive."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from typing import Final

import polars as pl

import dq
from dq.archive.layout import KEY_COLUMNS, MEASURE_SUFFIXES, REPORTS, TABLES
from dq.synthesis.generation.accounts import Accounts
from dq.synthesis.generation.books import Books
from dq.synthesis.generation.budget_accounts import accounts_of
from dq.synthesis.generation.code_rows import code_rows
from dq.synthesis.generation.dice import Dice
from dq.synthesis.generation.item_rows import item_rows, numeral
from dq.synthesis.generation.lists import body_name
from dq.synthesis.generation.own_lists import lists_units, own_rows
from dq.synthesis.generation.printing import print_cells
from dq.templates.model import Table, Template
from dq.types import CellState

_FIRST_LINE: Final = 6
"""Line of the first table's title: the report's own title and a contents line stand before."""
_HEAD: Final = 4
"""Lines from a table's title to its first row: the title, its number, the unit and one row of headers."""
_GAP: Final = 2
_STYLE: Final = ("unit", "decimals", "step", "quantum", "zero", "separates")
_EMPTY: Final = "empty"
"""What a note below a table without figures says, where the form demands one."""


def print_reports(template: Template, books: Books, seed: int) -> dict[str, pl.DataFrame]:
    """The reports of these books by dataset, in the columns of `dq.archive.layout`.

    Parameters: `seed` is part of the hash that stands for a document that was never written.
    """
    reports = books.reports.with_columns(_identity(template, books.reports, seed))
    line = pl.Series([_FIRST_LINE] * reports.height, dtype=pl.Int32)
    frames: dict[str, pl.DataFrame] = {}
    accounts = accounts_of(template)
    found = []
    numbers = pl.Series([0] * reports.height, dtype=pl.Int32)
    for table in template.tables:
        rows = _rows(table, books, accounts, Dice(seed))
        start = pl.DataFrame({"at": reports["at"], "first": line})
        printed = _printed(table, rows, reports, start)
        extent = printed.group_by("at").agg(
            pl.len().cast(pl.Int32).alias("rows"),
            pl.col("line").max().alias("last_line"),
            (~_has_figure(_measures(table))).all().alias("empty"),
        )
        extent = start.with_columns(numbers.alias("number")).join(extent, on="at", how="left", maintain_order="left")
        stood_for = template.table(table.stands_for or "")
        title = (stood_for or table).title
        found.append(_extent(table, title, extent.drop_nulls("rows"), reports))
        line = extent.select((pl.col("last_line") + _GAP).fill_null(pl.col("first")).alias("first"))["first"]
        numbers = numbers + extent["rows"].is_not_null()
        frames[table.name] = _stored(printed, _measures(table))
    frames["tables"] = pl.concat(found).sort("report", "first_line")
    frames["reports"] = reports.select([name for name in REPORTS if name in reports.columns])
    return frames


def _rows(table: Table, books: Books, accounts: Accounts, dice: Dice) -> pl.DataFrame:
    """The rows of a table of all reports that print it."""
    if table.is_open and table.name not in accounts.items:
        return own_rows(table, books, dice)
    if table.layout != "codes":
        return item_rows(table, books.whole, accounts)
    rows = code_rows(table, books, accounts)
    if not table.substitutes:
        return rows
    return rows.join(books.reports.filter(lists_units(dice)), on="at", how="anti", maintain_order="left")


def _has_figure(names: list[str]) -> pl.Expr:
    """True for rows that print a figure, zero too."""
    figures = [int(state) for state in CellState if state.is_printed_figure]
    return pl.any_horizontal(*(pl.col(f"{name}__state").is_in(figures).fill_null(value=False) for name in names))


def _measures(table: Table) -> list[str]:
    return list(dict.fromkeys(measure.name for block in table.blocks for measure in block.measures))


def _identity(template: Template, reports: pl.DataFrame, seed: int) -> list[pl.Series | pl.Expr]:
    names = [body_name(body) for body in reports["body"]]
    ids = [f"{template.kind}-{year}-{name}" for year, name in zip(reports["year"], names, strict=True)]
    marks = [hashlib.sha256(f"dq synth {seed} {each}".encode()).hexdigest() for each in ids]
    return [
        pl.Series("report", ids),
        pl.Series("department", names),
        pl.Series("document", [f"{each}.txt" for each in ids]),
        pl.Series("sha256", marks),
        pl.col("year").cast(pl.Int32),
        pl.lit(template.kind).alias("kind"),
        pl.lit(1, dtype=pl.Int32).alias("version"),
        pl.lit(template.name).alias("template"),
        pl.lit(dq.__version__).alias("engine_version"),
    ]


def _printed(table: Table, rows: pl.DataFrame, reports: pl.DataFrame, start: pl.DataFrame) -> pl.DataFrame:
    style = reports.select("at", "report", *_STYLE).join(start, on="at")
    rows = rows.join(style, on="at", how="left", maintain_order="left").with_columns(
        (pl.col("first") + _HEAD + pl.col("row")).cast(pl.Int32).alias("line"),
        pl.lit(None, dtype=pl.Int32).alias("page"),
        pl.lit(None, dtype=pl.String).alias("sheet"),
    )
    return print_cells(rows, _measures(table))


def _extent(table: Table, title: str, extent: pl.DataFrame, reports: pl.DataFrame) -> pl.DataFrame:
    names = {at: numeral(at + 1) for at in extent["number"].unique()}
    numbered = pl.concat_str(pl.col("number").replace_strict(names, return_dtype=pl.String), pl.lit(f"、{title}"))
    columns: Mapping[str, pl.Expr] = {
        "report": pl.col("report"),
        "table": pl.lit(table.name),
        "title": numbered,
        "unit": pl.col("unit"),
        "first_line": pl.col("first"),
        "last_line": pl.col("last_line"),
        "rows": pl.col("rows"),
        "state": pl.when(pl.col("empty")).then(pl.lit("empty")).otherwise(pl.lit("filled")),
        "note": pl.when(pl.col("empty") & table.note_when_empty).then(pl.lit(_EMPTY)),
    }
    full = extent.join(reports.select("at", "report", "unit"), on="at", how="left", maintain_order="left")
    return full.select(columns[name].cast(kind).alias(name) for name, kind in TABLES.items() if name in columns)


def _stored(rows: pl.DataFrame, names: list[str]) -> pl.DataFrame:
    keys = [pl.col(name).cast(kind) for name, kind in KEY_COLUMNS.items()]
    cells = [pl.col(name + suffix).cast(kind) for name in names for suffix, kind in MEASURE_SUFFIXES.items()]
    return rows.select(*keys, *cells)
