"""What sections call their own items for short: 货物 (purchases), 购置费 (vehicles)."""

from __future__ import annotations

import re
from typing import Final

from dq.ingest.statements.narrative.subjects import Subject

_PURCHASES: Final = re.compile(
    r"(?:其中|全年|实际|完成|政府|:)*(?P<kind>货物|工程|服务|(?<=政府)采购|采购(?=支出|合同|金额|总额))类?"
    r"(?>(?:支出|采购|合同|成交|金额|总额|预算|为|共|:)*)"
)
"""In the section on them. 采购 alone is what is done with a thing: 采购 5 万元的设备."""
_VEHICLES: Final = re.compile(
    r"(?:其中|决算|车辆|:)*(?=购置|运行)(?:(?P<bought>购置)费?)?(?:(?<=[置费])[及和与])?(?P<run>运行(?:维护)?)?"
    r"(?>(?:费用|费|支出|决算|数|为|共|:)*)"
)
"""In the section on vehicles, receptions and travel."""


def short_name(words: str, section: str) -> Subject | None:
    """The item of a section that words name for short; None where they name none.

    Example: `short_name("购置费", "three_public").item` → `"公务用车购置费"`.
    """
    if section == "procurement":
        return bought(words)
    vehicles = _VEHICLES.fullmatch(words) if section == "three_public" else None
    if vehicles is None:
        return None
    if vehicles["bought"] and vehicles["run"]:
        return Subject(words, "公务用车购置及运行维护费")
    return Subject(words, "公务用车购置费" if vehicles["bought"] else "公务用车运行维护费")


def bought(words: str) -> Subject | None:
    """The kind of purchases that words name for short; None where they name none.

    Example: `bought("货物支出").item` → `"政府采购货物"`.
    """
    found = _PURCHASES.fullmatch(words)
    if found is None:
        return None
    return Subject(found["kind"], "政府采购" if found["kind"] == "采购" else f"政府采购{found['kind']}")
