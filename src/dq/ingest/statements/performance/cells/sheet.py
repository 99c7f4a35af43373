"""What all readers of a form's parts are given, and how they make its statements."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Final

from dq.ingest.statements.forms import Form
from dq.ingest.statements.model import Said, Statement
from dq.ingest.statements.performance.cells.tokens import Token, is_part
from dq.ingest.statements.performance.vocabulary import goal_name, vocabulary
from dq.ingest.stream import Line
from dq.templates import load_statements
from dq.types import unit_named

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
            item=goal_name(table, _short(label)),
            role=role,
            code=code,
            page=line.page,
            sheet=line.sheet,
        )

    def in_unit(self, tokens: Sequence[Token]) -> Sheet:
        """The form with the money unit that the heading of a part among these cells states: 项目资金（元）."""
        stated = (vocabulary().unit_of(token.text) for token in tokens if is_part(token.text))
        unit = next((unit for unit in stated if unit_named(unit).dimension == "money"), None)
        return self if unit is None else replace(self, unit=unit)


@lru_cache(maxsize=16)
def measures_of(table: str) -> frozenset[str]:
    """The columns of figures of a table of statements; the vocabulary has others too.

    Example: `"spent" in measures_of("project_fund")` → `True`.
    """
    return frozenset(each.name for shape in load_statements() if shape.name == table for each in shape.measures)


def _short(text: str | None) -> str | None:
    return None if not text else text[:_LONGEST]
