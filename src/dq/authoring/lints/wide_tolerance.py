"""A tolerance that is too wide."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from typing import Final

from dq.authoring.linting.model import Finding, Lint, Subject
from dq.authoring.sense import measured
from dq.diagnostics import Text
from dq.syntax import tree
from dq.types import unit_named

_MOST_YUAN: Final = Decimal(10_000)
_MOST_PERCENT: Final = Decimal(1)


def _find(subject: Subject) -> Iterator[Finding]:
    for here, node in subject.written():
        for clause in node.clauses:
            for option in clause.options if isinstance(clause, tree.Check) else ():
                if (
                    isinstance(option, tree.Tolerance)
                    and isinstance(option.amount, tree.Number)
                    and _is_wide(option.amount)
                ):
                    amount = option.amount.text
                    headline = Text(f"容差 {amount} 会放过真的错数", f"a tolerance of {amount} lets real faults pass")
                    help_ = Text("用默认的舍入容差", "leave it to rounding, which is the default")
                    yield Finding(here.span(option), headline, help_)


def _is_wide(number: tree.Number) -> bool:
    amount, unit = measured(number)
    if amount is None:
        return False
    known = unit_named(unit)
    if known.dimension == "percent":
        return amount > _MOST_PERCENT
    return known.dimension == "money" and amount * known.factor > _MOST_YUAN


LINT: Final = Lint(
    code="DQ-L423",
    name="wide-tolerance",
    title=Text(
        "容差过宽",
        "a tolerance that is too wide",
    ),
    why=Text(
        "印到两位小数的万元数，四舍五入只差几十元；容差过万元或过百分之一，真的错数也查不出来。",
        "Figures in 万元 with two decimals are off by tens of yuan. A tolerance above 10,000 yuan or "
        "one per cent hides real faults.",
    ),
    remedy=Text(
        "用默认的舍入容差，或写明为什么要这样宽。",
        "Leave it to rounding, or give the reason in an ignore.",
    ),
    faulty=(
        'rule AA101 "收支总计相等" {\n'
        '  check summary["收入总计"].amount = summary["支出总计"].amount tolerance 5万元\n'
        "}"
    ),
    mended=('rule AA101 "收支总计相等" {\n  check summary["收入总计"].amount = summary["支出总计"].amount\n}'),
    find=_find,
)
