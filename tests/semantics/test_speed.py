"""What is promised of speed, with room for a slow machine."""

from __future__ import annotations

from time import perf_counter

from dq.semantics import check_text
from tests.semantics.forms import SCHEMA

RULE = """rule R{n} "本年收入合计 = 各项收入之和" {{
  title en  "Income of the year = sum of its sources"
  basis     "收支总表"   # the form
  severity  error
  for each  expenditure as r where exists children(r) and r.code is present, column as c in (total, basic, project)
  check     r.c = sum(children(r).c where role = "item") + summary["本年收入合计"].amount - income["合计"].total
  needs     R0
}}
"""


def test_a_thousand_rules_within_two_and_a_half_seconds():
    text = RULE.format(n=0).replace("needs     R0", "") + "".join(RULE.format(n=n) for n in range(1, 1000))
    check_text("", "warm.dq", SCHEMA)
    start = perf_counter()
    result = check_text(text, "rules.dq", SCHEMA)
    assert len(result.book.rules) == 1000
    assert perf_counter() - start < 2.5
