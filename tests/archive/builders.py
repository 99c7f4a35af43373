"""Small made-up reports and a schema of two tables for the tests of stores."""

from __future__ import annotations

import hashlib
from decimal import Decimal

from dq.archive import ReportTables
from dq.templates.model import ColumnSchema, Schema, TableSchema
from dq.types import CellState, ValueType


def schema(*measures: str) -> Schema:
    """Tables alpha (with these measures, by default amount) and beta (one measure)."""
    tables = {"alpha": measures or ("amount",), "beta": ("count",)}
    return Schema(
        tables={
            name: TableSchema(
                name=name,
                title=name,
                title_en=name,
                aliases=(),
                columns={
                    "label": _column("label", ValueType.TEXT, is_measure=False),
                    **{column: _column(column, ValueType.MONEY, is_measure=True) for column in columns},
                },
                items={},
                templates=frozenset({"form"}),
            )
            for name, columns in tables.items()
        },
        templates={},
    )


def _column(name: str, kind: ValueType, *, is_measure: bool) -> ColumnSchema:
    return ColumnSchema(name, kind, name, name, is_measure, frozenset({"form"}))


def report(body: str = "body", year: int = 2018, text: str = "", amounts: tuple[str, ...] = ("1.00", "2.50")):
    """A report whose table alpha has these amounts; `text` stands for its document, by default body and year."""
    identity = f"{body}-{year}"
    text = text or identity
    return ReportTables(
        report={
            "report": identity,
            "department": body,
            "year": year,
            "kind": "final_accounts",
            "version": 1,
            "template": "form",
            "document": f"{body}.txt",
            "sha256": hashlib.sha256(text.encode()).hexdigest(),
            "engine_version": "0",
        },
        tables=[{"report": identity, "table": "alpha", "title": "甲表", "rows": len(amounts), "state": "filled"}],
        rows={
            "alpha": [
                {
                    "report": identity,
                    "n": n,
                    "line": n + 10,
                    "label": f"行{n}",
                    "amount": Decimal(amount),
                    "amount__state": CellState.FIGURE,
                    "amount__radius": Decimal("0.005"),
                    "amount__printed": amount,
                }
                for n, amount in enumerate(amounts)
            ]
        },
    )


def documents(*texts: str) -> dict[str, bytes]:
    """Documents by hash, as `Archive.append` takes them."""
    return {hashlib.sha256(text.encode()).hexdigest(): text.encode() for text in texts}
