"""An ignore of a lint that does not exist."""

from __future__ import annotations

from typing import Final

from dq.authoring.linting.model import Lint, nothing
from dq.diagnostics import Text

LINT: Final = Lint(
    code="DQ-L442",
    name="unknown-ignore",
    title=Text(
        "忽略了不存在的检查项",
        "an ignore of a lint that does not exist",
    ),
    why=Text(
        "写错的名称不起作用。",
        "A name that is spelled wrongly has no effect.",
    ),
    remedy=Text(
        "改正名称；dq lint 的报告里有。",
        "Mend the name as the report gives it.",
    ),
    faulty=(
        "# dq: ignore[missing-bases] 演示\n"
        'rule AA101 "收支总计相等" {\n'
        '  check summary["收入总计"].amount = summary["支出总计"].amount\n'
        "}"
    ),
    mended=(
        "# dq: ignore[missing-basis] 演示用，不发布\n"
        'rule AA101 "收支总计相等" {\n'
        '  check summary["收入总计"].amount = summary["支出总计"].amount\n'
        "}"
    ),
    find=nothing,
)
