"""What all readers of a form's parts are given, and how they make its statements."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from dq.ingest.statements.forms import Form
from dq.ingest.statements.model import Said, Statement
from dq.ingest.stream import Line
from dq.templates import load_statements

_LONGEST: Final = 600
"""Characters of a criterion or a reason that are kept."""


@dataclass(frozen=True, slots=True)
class Sheet:
    """A form: its number and kind, its rows from its heading on, and the money unit that it states."""

    form: Form
    lines: tuple[Line, ...]
    unit: str

    def row(
        self,
        table: str,
        line: Line,
        label: str | None,
        figures: Mapping[str, Said],
        attributes: Mapping[str, str | None] | None = None,
        role: str | None = "item",
        code: str | None = None,
    ) -> Statement:
        """A statement about this form that stands in the line, without figures that the table has no column for."""
        kept = {name: figure for name, figure in figures.items() if name in measures_of(table)}
        said = {name: _short(value) for name, value in (attributes or {}).items()}
        return Statement(
            table,
            line.number,
            _short(label),
            kept,
            {"form": str(self.form.number), "form_kind": self.form.kind, **said},
            role=role,
            code=code,
            page=line.page,
            sheet=line.sheet,
        )


@lru_cache(maxsize=16)
def measures_of(table: str) -> frozenset[str]:
    """The columns of figures of a table of statements; the vocabulary has others too.

    Example: `"spent" in measures_of("project_fund")` → `True`.
    """
    return frozenset(each.name for shape in load_statements() if shape.name == table for each in shape.measures)


def _short(text: str | None) -> str | None:
    return None if not text else text[:_LONGEST]
