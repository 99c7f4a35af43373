"""The rows of a table in the reports of a department's units."""

from __future__ import annotations

from typing import Final

from dq.diagnostics import Text
from dq.functions.model import Function, OfUnits

FUNCTION: Final = Function(
    name="units",
    chinese="所属单位",
    signature="units(T)",
    summary=Text(
        "本部门各所属单位同年度、同种类报告里表 T 的各行，合在一起汇总；哪些单位属于哪个部门见 reference/units.csv。",
        "The rows of table T in the reports of the department's units, same year and kind, to aggregate over; which "
        "units are whose is told in reference/units.csv.",
    ),
    example='check income["合计"].total >= sum(units(income).total where item = "合计") missing as zero',
    shape=OfUnits(),
)
