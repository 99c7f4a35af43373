"""An ignore without reason."""

from __future__ import annotations

from typing import Final

from dq.authoring.linting.model import Lint, nothing
from dq.diagnostics import Text

LINT: Final = Lint(
    code="DQ-L440",
    name="ignore-without-reason",
    title=Text(
        "忽略没有理由",
        "an ignore without reason",
    ),
    why=Text(
        "没有理由的忽略，下一个人不知道还该不该信；这样的忽略不起作用。",
        "Without a reason nobody knows later whether it still holds. Such an ignore has no effect.",
    ),
    remedy=Text(
        "写 # dq: ignore[检查项] 为什么可以这样写。",
        "Write # dq: ignore[lint] and why.",
    ),
    faulty=(
        'rule AA101 "收支总计相等" {  # dq: ignore[missing-basis]\n'
        '  check summary["收入总计"].amount = summary["支出总计"].amount\n'
        "}"
    ),
    mended=(
        'rule AA101 "收支总计相等" {  # dq: ignore[missing-basis] 演示用，不发布\n'
        '  check summary["收入总计"].amount = summary["支出总计"].amount\n'
        "}"
    ),
    find=nothing,
)
