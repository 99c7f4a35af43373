"""Reports of one form and year, printed from their books into the columns of the archive."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from typing import Final

import polars as pl

import dq
from dq.archive.layout import KEY_COLUMNS, MEASURE_SUFFIXES, REPORTS, TABLES
from dq.synthesis.generation.books import Books
from dq.synthesis.generation.budget_accounts import accounts_of
from dq.synthesis.generation.code_rows import code_rows
from dq.synthesis.generation.item_rows import item_rows
from dq.synthesis.generation.lists import body_name
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
_NUMERALS: Final = "一二三四五六七八九十"


def print_reports(template: Template, books: Books, seed: int) -> dict[str, pl.DataFrame]:
    """The reports of these books by dataset, in the columns of `dq.archive.layout`.

    Parameters: `seed` is part of the hash that stands for a document that was never written.
    """
    reports = books.reports.with_columns(_identity(template, books.reports, seed))
    line = pl.Series([_FIRST_LINE] * reports.height, dtype=pl.Int32)
    frames: dict[str, pl.DataFrame] = {}
    accounts = accounts_of(template)
    found = []
    # (Lists of the body's own, of projects for instance, are in no books; they may be left out.)
    tables = [table for table in template.tables if table.layout != "nested" or table.name in accounts.items]
    for number, table in enumerate(tables):
        by_code = table.layout == "codes"
        rows = code_rows(table, books, accounts) if by_code else item_rows(table, books.whole, accounts)
        start = pl.DataFrame({"at": reports["at"], "first": line})
        printed = _printed(table, rows, reports, start)
        extent = printed.group_by("at").agg(
            pl.len().cast(pl.Int32).alias("rows"),
            pl.col("line").max().alias("last_line"),
            (~_has_figure(_measures(table))).all().alias("empty"),
        )
        extent = start.join(extent, on="at", how="left", maintain_order="left")
        found.append(_extent(table, number, extent, reports))
        line = extent["last_line"] + _GAP
        frames[table.name] = _stored(printed, _measures(table))
    frames["tables"] = pl.concat(found).sort("report", "first_line")
    frames["reports"] = reports.select([name for name in REPORTS if name in reports.columns])
    return frames


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


def _extent(table: Table, number: int, extent: pl.DataFrame, reports: pl.DataFrame) -> pl.DataFrame:
    numeral = _NUMERALS[number] if number < len(_NUMERALS) else str(number + 1)
    columns: Mapping[str, pl.Expr] = {
        "report": pl.col("report"),
        "table": pl.lit(table.name),
        "title": pl.lit(f"{numeral}、{table.title}"),
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
