"""The month that a text names."""

from __future__ import annotations

from typing import Final

from dq.diagnostics import Text
from dq.functions.model import Function, MonthNamed

FUNCTION: Final = Function(
    name="date",
    chinese="日期",
    signature="date(t)",
    summary=Text(
        "文字所说的年月；年月也可直接写成 2018年12月。日期按月比较。",
        "The month that a text names; a month may be written 2018年12月 as well. Dates compare by month.",
    ),
    example='check date("2018-12") > 2018年1月',
    shape=MonthNamed(),
)
