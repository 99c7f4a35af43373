"""Where rules read reports from: the protocol, and the store that holds a few reports in memory."""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Iterable, Sequence
from decimal import Decimal
from functools import cached_property
from typing import TYPE_CHECKING, Any, Final, Protocol

import polars as pl

from dq.archive.layout import REPORTS, TABLES, VALUE, table_columns
from dq.archive.versions import settle, superseded

if TYPE_CHECKING:
    from dq.archive.corrections import Correction
    from dq.archive.report_tables import ReportTables
    from dq.templates.model import Schema

_DECIMALS: Final = 6


class Store(Protocol):
    """Reports that rules can read. Every scan has the full columns of `dq.archive.layout`, even without rows.

    Only the latest version of a report is seen. Rows come in no promised order.
    """

    @property
    def fingerprint(self) -> str:
        """Says whether two stores hold the same: equal content, equal text, on every machine."""
        ...

    @property
    def corrections(self) -> tuple[Correction, ...]:
        """The corrections of misread cells in force; `scan` has them applied."""
        ...

    def datasets(self) -> tuple[str, ...]:
        """Names that `scan` takes: "reports", "tables" and each logical table, sorted."""
        ...

    def scan(self, dataset: str, of: Collection[str] | None = None) -> pl.LazyFrame:
        """All rows of a dataset. Errors: `KeyError` for a name that `datasets` does not list.

        Parameters: `of` the reports that are wanted; rows of others may come with them, or may not.
        """
        ...

    def together(self) -> tuple[tuple[str, ...], ...]:
        """The ids of the reports that lie together: to read one takes about as long as to read all of them."""
        ...


def among(reports: Collection[str]) -> pl.Expr:
    """Whether a row of a dataset is of one of these reports.

    The bounds let Parquet skip row groups by their statistics. Ids are the names of a category, for the Parquet reader
    holds each text against each of some dozens of choices.
    Example: `archive.scan("summary").filter(among(["body-2018"]))`.
    """
    column = pl.col("report")
    within = column.is_between(pl.lit(min(reports, default="")), pl.lit(max(reports, default="")))
    return within & column.cast(pl.Enum(sorted(set(reports))), strict=False).is_not_null()


def dataset_columns(schema: Schema, dataset: str) -> dict[str, pl.DataType]:
    """Names and types of the columns of a dataset under this schema.

    Errors: `KeyError` for a dataset that the schema does not have.
    Example: `dataset_columns(schema, "summary")["amount__state"]` → `UInt8`.
    """
    match dataset:
        case "reports":
            return dict(REPORTS)
        case "tables":
            return dict(TABLES)
        case _:
            table = schema.tables[dataset]
            return table_columns(table.measures, table.attributes)


def dataset_names(schema: Schema) -> tuple[str, ...]:
    """Every dataset of a store under this schema, sorted."""
    return tuple(sorted(("reports", "tables", *schema.tables)))


def dataset_rows(report: ReportTables, dataset: str) -> list[dict[str, Any]]:
    """The rows that a report has in a dataset."""
    match dataset:
        case "reports":
            return [report.report]
        case "tables":
            return report.tables
        case _:
            return report.rows.get(dataset) or report.statements.get(dataset, [])


def build_frame(rows: Sequence[dict[str, Any]], columns: dict[str, pl.DataType]) -> pl.DataFrame:
    """Rows as a frame with exactly these columns; a missing key is null.

    Errors: `ValueError` for a key that is no column, or a figure with more decimals than the store keeps
    (polars would round it silently).
    """
    if not rows:
        return pl.DataFrame(schema=columns)  # most tables of most forms: half of the time a small store takes
    unknown = {key for row in rows for key in row} - columns.keys()
    if unknown:
        raise ValueError(f"no such column in the store: {', '.join(sorted(unknown))}")
    return pl.DataFrame([_series(name, [row.get(name) for row in rows], kind) for name, kind in columns.items()])


def _series(name: str, values: list[Any], kind: pl.DataType) -> pl.Series:
    """One column. Figures are cast column by column: as a query over the frame that takes half as long again."""
    if kind == VALUE:
        return pl.Series(name, _exact_texts(name, values), pl.String()).cast(VALUE)
    return pl.Series(name, values, kind)


def _exact_texts(column: str, values: list[Any]) -> list[str | None]:
    """Decimals as text: handed `Decimal` objects, polars loads numpy, a quarter of the start of a small check.

    Errors: `ValueError` for what is no decimal that the store holds exactly.
    """
    texts: list[str | None] = []
    for value in values:
        if value is None:
            texts.append(None)
            continue
        text = f"{value:f}" if isinstance(value, Decimal) and value.is_finite() else None
        if text is None or len(text.partition(".")[2].rstrip("0")) > _DECIMALS:
            raise ValueError(f"{column}: {value!r} is no decimal of at most {_DECIMALS} places")
        texts.append(text)
    return texts


class MemoryStore:
    """A few reports held in memory: what `dq check FILE` reads. Duplicates and versions are settled as on disk.

    Parameters: `reports` as ingestion made them; `schema` names the datasets and their measure columns.
    Example: `MemoryStore([read.report], default_schema()).scan("summary").collect()`.
    """

    def __init__(self, reports: Iterable[ReportTables], schema: Schema) -> None:
        settlement = settle((), tuple(reports))
        old = superseded(settlement.entries)
        gathered = tuple(report for report in settlement.written if report.report["report"] not in old)
        self._frames = {
            name: build_frame(
                [row for report in gathered for row in dataset_rows(report, name)], dataset_columns(schema, name)
            )
            for name in dataset_names(schema)
        }
        unknown = {name for report in gathered for name in report.datasets} - self._frames.keys()
        if unknown:
            raise ValueError(f"no such table in the schema: {', '.join(sorted(unknown))}")

    @cached_property
    def fingerprint(self) -> str:
        """Hash of every row in every dataset, independent of the order the reports came in."""
        digest = hashlib.sha256()
        for name, frame in sorted(self._frames.items()):
            lines = sorted(map(repr, frame.iter_rows()))
            digest.update(f"{name} {len(lines)}\n".encode())
            digest.update("\n".join(lines).encode())
        return digest.hexdigest()

    @property
    def corrections(self) -> tuple[Correction, ...]:
        """None: corrections are kept in an archive on disk."""
        return ()

    def datasets(self) -> tuple[str, ...]:
        """Names that `scan` takes, sorted."""
        return tuple(self._frames)

    def scan(self, dataset: str, of: Collection[str] | None = None) -> pl.LazyFrame:  # noqa: ARG002 - all is in memory
        """All rows of a dataset. Errors: `KeyError` for a name that `datasets` does not list."""
        return self._frames[dataset].lazy()

    def together(self) -> tuple[tuple[str, ...], ...]:
        """All of them lie together."""
        return (tuple(self._frames["reports"]["report"]),)
