"""What a row is found by: naming columns, never what a cell says; told before anything is read."""

from __future__ import annotations

import pytest

from dq.semantics import check_text
from dq.templates import default_schema

SCHEMA = default_schema()
PROJECT = 'rule A "检查" {{ basis "据" severity error for each project as p check {} }}'


@pytest.mark.parametrize(
    ("check", "key", "column"),
    [
        ("count(project_target where level1 = p.grade) = 0", "level1 = p.grade", "grade"),
        ("project_target[p.body = level1].met is present", "p.body = level1", "body"),
    ],
)
def test_no_row_is_found_by_what_a_cell_says(check, key, column):
    result = check_text(PROJECT.format(check), "rules.dq", SCHEMA)
    (said,) = result.diagnostics
    assert (said.code, result.book.rules) == ("DQ-L216", ())
    assert said.headline.in_language("zh") == f"{column} 是外层行里填写的一格，不能按它去找行"
    assert said.headline.in_language("en") == f"{column} is a cell of the outer row: no row is found by it"
    source = PROJECT.format(check)
    assert said.span.column == source.index(key) + 1
    assert said.help is not None


def test_rows_are_found_by_what_names_them():
    check = "count(project_target where form = p.form) >= 0"
    assert not [
        each for each in check_text(PROJECT.format(check), "rules.dq", SCHEMA).diagnostics if "216" in each.code
    ]
