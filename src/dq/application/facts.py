"""Use case: every stored fact, in the form of docs/reference/outcomes.md."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from decimal import Context, Decimal
from typing import Any, Final

import polars as pl

from dq.application.stores import known_reports
from dq.archive import Correction, Store
from dq.archive.corrections import Cell
from dq.templates.model import Schema, TableSchema
from dq.types import CellState, cell_reference, unit_named

_REPORTS_AT_ONCE: Final = 100
_BEHIND_ALL: Final = 1 << 20
"""Where a blank sorts that a line ended before."""
_EXACT: Final = Context(prec=60)

Fact = dict[str, Any]
"""report, table, row {code, label, path, n, and the attributes of a statement}, column, value, printed, state, unit,
decimals_from, doubt, corrected, source {…}.
"""


def list_facts(store: Store, schema: Schema, reports: Sequence[str] = ()) -> Iterator[Fact]:
    """Every printed cell of these reports (all where none is named), sorted by report, table, line and cell.

    Values are decimal strings in the printed unit, with the printed decimals; null for a cell without a figure.
    Example: `next(list_facts(store, schema))["value"]` → `"16952.05"`.
    """
    chosen = [report for report in known_reports(store) if not reports or report in reports]
    for start in range(0, len(chosen), _REPORTS_AT_ONCE):
        yield from _facts_of(store, schema, chosen[start : start + _REPORTS_AT_ONCE])


def _facts_of(store: Store, schema: Schema, reports: list[str]) -> Iterator[Fact]:
    wanted = pl.col("report").is_in(reports)
    columns = ["report", "document", "sha256"]
    documents = {
        report: {"document": document, "sha256": sha256}
        for report, document, sha256 in store.scan("reports").filter(wanted).select(columns).collect().iter_rows()
    }
    corrected = {each.cell: each for each in store.corrections}
    found: dict[str, list[tuple[tuple[str, int, int, int, str], Fact]]] = {report: [] for report in reports}
    for table in sorted(schema.tables):
        shape = schema.tables[table]
        for row in store.scan(table).filter(wanted).collect().iter_rows(named=True):
            found[row["report"]] += _facts_of_row(shape, row, documents[row["report"]], corrected)
    for report in reports:
        yield from (fact for _, fact in sorted(found[report], key=lambda pair: pair[0]))


def _facts_of_row(
    shape: TableSchema,
    row: Mapping[str, Any],
    document: Mapping[str, str],
    corrected: Mapping[Cell, Correction],
) -> Iterator[tuple[tuple[str, int, int, int, str], Fact]]:
    """Each fact with the key it is sorted by."""
    table = shape.name
    key = {name: row[name] for name in ("code", "label", "path", "n", *shape.attributes)}
    for measure in shape.measures:
        state = row[f"{measure}__state"]
        if state is None:
            continue
        correction = corrected.get((row["report"], table, row["n"], measure))
        line, cell = row[f"{measure}__line"] or row["line"], row[f"{measure}__cell"]
        fact = {
            "report": row["report"],
            "table": table,
            "row": key,
            "column": measure,
            "value": _value(row, measure),
            "printed": row[f"{measure}__printed"],
            "state": CellState(state).label,
            "unit": row[f"{measure}__unit"],
            "decimals_from": _decimals_from(row, measure),
            "doubt": row[f"{measure}__doubt"],
            "corrected": None if correction is None else _correction(correction),
            "source": {**document, **_place(row, line, cell)},
        }
        yield (table, line or 0, _BEHIND_ALL if cell is None else cell, row["n"], measure), fact


def _place(row: Mapping[str, Any], line: int | None, cell: int | None) -> dict[str, int | str | None]:
    sheet, column = row["sheet"], None if cell is None else cell + 1
    reference = None if sheet is None or line is None or column is None else cell_reference(line, column)
    return {"page": row["page"], "line": line, "column": column, "sheet": sheet, "cell": reference}


def _decimals_from(row: Mapping[str, Any], measure: str) -> str | None:
    """What says how exact a figure is: its print, or the form where it is printed with fewer decimals than that has."""
    radius: Decimal | None = row[f"{measure}__radius"]
    if radius is None:
        return None
    unit = row[f"{measure}__unit"]
    half_printed = Decimal("0.5").scaleb(-(row[f"{measure}__decimals"] or 0)) * (unit_named(unit).factor if unit else 1)
    return "template" if 0 < radius < half_printed else "printed"


def _correction(correction: Correction) -> dict[str, str]:
    return {
        "original": correction.printed,
        "author": correction.author,
        "reason": correction.reason,
        "at": correction.at,
    }


def _value(row: Mapping[str, Any], measure: str) -> str | None:
    """The figure in its printed unit with its printed decimals: exact, since money units are powers of ten."""
    value: Decimal | None = row[measure]
    if value is None:
        return None
    unit = row[f"{measure}__unit"]
    figure = _EXACT.divide(value, unit_named(unit).factor) if unit else value
    shortest = figure.normalize(_EXACT)
    exponent = shortest.as_tuple().exponent
    places = max(row[f"{measure}__decimals"] or 0, -exponent if isinstance(exponent, int) else 0)
    return f"{shortest.quantize(Decimal(1).scaleb(-places), context=_EXACT):f}"
