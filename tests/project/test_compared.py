"""The comparison with other languages shows rules that load."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest

from dq.semantics import check_text
from dq.templates import default_schema
from dq.templates.model import ColumnSchema, Schema
from dq.types import ValueType

_FENCE = re.compile(r"^```dq\n(?P<body>.*?)^```$", re.MULTILINE | re.DOTALL)


@pytest.fixture
def schema() -> Schema:
    """The schema in force, with the narrative's statements as a table where no form offers them yet."""
    known = default_schema()
    model = known.tables["funds"]
    columns = {
        name: ColumnSchema(name, kind, name, name, is_measure=True, templates=model.templates)
        for name, kind in (("amount", ValueType.MONEY), ("change", ValueType.MONEY), ("rate", ValueType.PERCENT))
    }
    narrative = replace(model, name="narrative_change", title="增减", title_en="Changes", aliases=(), columns=columns)
    return replace(known, tables={"narrative_change": narrative, **known.tables})


def test_the_five_rules_of_the_comparison_load(checkout, schema):
    page = (checkout / "docs" / "explanation" / "compared.md").read_text(encoding="utf-8")
    bodies = [match["body"] for match in _FENCE.finditer(page)]
    assert len(bodies) == 1
    result = check_text(bodies[0], "compared.dq", schema)
    assert not result.diagnostics
    assert [rule.id for rule in result.book.rules] == ["CM101", "CM102", "CM103", "CM104", "CM105"]
