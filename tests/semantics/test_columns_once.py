"""A list of columns names each column once: a stranger's list cannot grow a rule without end."""

from __future__ import annotations

from dq.semantics import check_text
from dq.templates import default_schema

RULE = """rule A1 "甲" {{
  title en "a"
  basis "表内勾稽"
  for each expenditure as r, column as c in ({columns})
  check r.c >= 0
}}
"""


def _codes(columns: str) -> list[str]:
    return [each.code for each in check_text(RULE.format(columns=columns), "a.dq", default_schema()).diagnostics]


def test_each_column_once():
    assert _codes("total, basic, project") == []
    assert _codes("total, basic, total") == ["DQ-L102"]


def test_a_list_without_end_is_refused_at_once():
    assert set(_codes(", ".join(["total"] * 100))) == {"DQ-L102"}
    assert set(_codes(", ".join(["total"] * 20_000))) == {"DQ-L114"}
