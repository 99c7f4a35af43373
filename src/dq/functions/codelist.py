"""The codes of a list."""

from __future__ import annotations

from typing import Final

from dq.diagnostics import Text
from dq.functions.model import CodeList, Function

FUNCTION: Final = Function(
    name="codelist",
    chinese="代码表",
    signature="codelist(name, year)",
    summary=Text(
        "代码表（rules/reference 里的 CSV 文件）在该年度有效的代码，写在 in 之后。",
        "The codes of a list (a CSV file in rules/reference) that are valid in the year; stands behind in.",
    ),
    example='for each expenditure as r where r.level = 1 check r.code in codelist("function_classes", report.year)',
    shape=CodeList(),
)
