"""Units are data, not grammar: a figure keeps its printed unit, stores hold the base unit.

Money is held in 元 (yuan). A money unit is a power of ten of it, so conversion is exact.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache
from typing import Final


@dataclass(frozen=True, slots=True)
class Unit:
    """A printed unit and its size in base units.

    Parameters: `name` as printed (万元), `dimension` ("money", "count", "percent"),
    `factor` base units in one of it, `alias` its English name.
    """

    name: str
    dimension: str
    factor: Decimal
    alias: str


YUAN = Unit("元", "money", Decimal(1), "CNY")
MONEY_UNITS: tuple[Unit, ...] = (
    YUAN,
    Unit("百元", "money", Decimal(100), "CNY hundred"),
    Unit("千元", "money", Decimal(1000), "CNY thousand"),
    Unit("万元", "money", Decimal(10_000), "CNY 10k"),
    Unit("百万元", "money", Decimal(1_000_000), "CNY million"),
    Unit("亿元", "money", Decimal(100_000_000), "CNY 100m"),
)
PERCENT = Unit("%", "percent", Decimal(1), "%")
_MANY: Final = {"万": Decimal(10_000), "亿": Decimal(100_000_000)}
"""What a unit that begins so counts in, whatever the unit."""
_ENGLISH: Final = {
    "分": "points",
    "个月": "months",
    "月": "months",
    "年": "years",
    "天": "days",
    "日": "days",
    "人": "persons",
}
"""What is counted most, in English; other units are told as printed."""
_BY_NAME = {unit.name: unit for unit in (*MONEY_UNITS, PERCENT)}


@lru_cache(maxsize=1_000)
def unit_named(name: str) -> Unit:
    """The unit printed as `name`; a name not known is a count of itself (辆, 个, 人次), or of ten thousands or hundred
    millions of it (万人次, 亿斤).

    Example: `unit_named("万元").factor` → `Decimal(10000)`.
    """
    return _BY_NAME.get(name) or Unit(name, "count", _MANY.get(name[:1], Decimal(1)), _ENGLISH.get(name, name))
