"""How reports lie in Parquet: one dataset a logical table, partitioned by year.

A row of a stored table is one printed row, or one statement of the text. Key columns come first, then (of tables of
statements) the attributes, texts that say what a statement is about; each measure column `m` is a family:

| column | type | meaning |
| --- | --- | --- |
| `m` | Decimal(38, 6) | value in the base unit (money: 元); null unless the state is figure or zero |
| `m__state` | UInt8 | `CellState`; null where the template has no such column |
| `m__radius` | Decimal(38, 6) | half a unit of the last printed digit, in the base unit; 0 for exact columns |
| `m__printed` | String | the cell's text as printed |
| `m__decimals` | Int8 | printed digits behind the point |
| `m__unit` | String | printed unit (万元, 辆) |
| `m__line` | Int32 | 1-based source line of the cell |
| `m__cell` | Int16 | 0-based cell of that line |
| `m__doubt` | String | `DoubtReason`, or null |
"""

from __future__ import annotations

from typing import Final

import polars as pl

VALUE: Final = pl.Decimal(38, 6)
"""The type of every stored value and radius."""

KEY_COLUMNS: Final[dict[str, pl.DataType]] = {
    "report": pl.String(),  # id of the report: body, year, kind, version; never the file's name
    "n": pl.Int32(),  # print order in the table, from 0
    "line": pl.Int32(),  # 1-based source line
    "page": pl.Int32(),  # 1-based page, null where the format has none
    "sheet": pl.String(),  # name of the workbook's sheet, whose number is the page; null for others and in old archives
    "code": pl.String(),  # functional or economic code, all digits joined; null where none is printed
    "label": pl.String(),  # as printed; null where the cell is blank
    "item": pl.String(),  # canonical normalised label
    "path": pl.String(),  # item path from the outermost printed ancestor, joined by "/", ties numbered "#2"
    "side": pl.String(),  # income | expenditure | statistic; null for code tables
    "role": pl.String(),  # item | of_which | total | balance | heading
    "function_code": pl.String(),  # functional class of a form line (一般公共服务支出 → 201)
    "level": pl.Int8(),  # 1 类, 2 款, 3 项; null for rows without code
    "parent": pl.Int32(),  # n of the nearest printed ancestor
    "above": pl.Int32(),  # n of the row printed before, in the same block
    "below": pl.Int32(),  # n of the row printed after, in the same block
}

MEASURE_SUFFIXES: Final[dict[str, pl.DataType]] = {
    "": VALUE,
    "__state": pl.UInt8(),
    "__radius": VALUE,
    "__printed": pl.String(),
    "__decimals": pl.Int8(),
    "__unit": pl.String(),
    "__line": pl.Int32(),
    "__cell": pl.Int16(),
    "__doubt": pl.String(),
}

REPORTS: Final[dict[str, pl.DataType]] = {
    "report": pl.String(),
    "department": pl.String(),
    "year": pl.Int32(),
    "kind": pl.String(),  # final_accounts | budget
    "version": pl.Int32(),
    "template": pl.String(),
    "document": pl.String(),  # name of the ingested file (no folder)
    "sha256": pl.String(),
    "engine_version": pl.String(),
    "code": pl.String(),  # of the body in the budget, as printed; null where none is
    "level": pl.String(),  # department | unit; null where it is not stated
    "region": pl.String(),  # province, city, district that the body's name begins with; null where none
}
"""One row a report; dataset "reports"."""

TABLES: Final[dict[str, pl.DataType]] = {
    "report": pl.String(),
    "table": pl.String(),
    "title": pl.String(),  # heading as printed
    "unit": pl.String(),  # money unit stated above the table
    "first_line": pl.Int32(),
    "last_line": pl.Int32(),
    "rows": pl.Int32(),
    "state": pl.String(),  # filled | empty (printed without figures)
    "note": pl.String(),  # what a note below it says: empty (the table is) | none (there is nothing to print); or null
    "confidence": pl.Float64(),  # 0 to 1: how much of its header and rows the form knows; null in older archives
}
"""One row a table that was found; a table of the template without a row here is missing. Dataset "tables"."""


def table_columns(measures: tuple[str, ...], attributes: tuple[str, ...] = ()) -> dict[str, pl.DataType]:
    """Names and types of all columns of a stored table with these measure columns.

    Parameters: `attributes` the columns of words that such a table has beside the key columns.
    Example: `table_columns(("amount",))["amount__state"]` → `UInt8`.
    """
    columns = dict(KEY_COLUMNS) | dict.fromkeys(attributes, pl.String())
    for measure in measures:
        columns.update({measure + suffix: kind for suffix, kind in MEASURE_SUFFIXES.items()})
    return columns
