"""An ignore that is not needed."""

from __future__ import annotations

from typing import Final

from dq.authoring.linting.model import Lint, nothing
from dq.diagnostics import Text

LINT: Final = Lint(
    code="DQ-L441",
    name="unused-ignore",
    title=Text(
        "不再需要的忽略",
        "an ignore that is not needed",
    ),
    why=Text(
        "问题已经没有了，忽略却留着，会盖住以后的问题。",
        "What it passed over is gone; left there, it would hide the next.",
    ),
    remedy=Text(
        "删去它。",
        "Take it out.",
    ),
    faulty=(
        "# dq: ignore[double-negation] 演示\n"
        'rule AA101 "收支总计相等" {\n'
        '  check summary["收入总计"].amount = summary["支出总计"].amount\n'
        "}"
    ),
    mended=('rule AA101 "收支总计相等" {\n  check summary["收入总计"].amount = summary["支出总计"].amount\n}'),
    find=nothing,
)
