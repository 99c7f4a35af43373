"""A value of the year before."""

from __future__ import annotations

from typing import Final

from dq.diagnostics import Text
from dq.functions.model import Function, YearBefore

FUNCTION: Final = Function(
    name="prior",
    chinese="上年",
    signature="prior(e)",
    summary=Text(
        "同一单位上年度报告（同一种类、最新版本）里的 e；单位更名按沿革表接续。",
        "e in the same body's report of the year before: same kind, latest version; renamed bodies by succession.",
    ),
    example='check summary["年初结转和结余"].amount = prior(summary["年末结转和结余"].amount)',
    shape=YearBefore(),
)
