"""Ways of rounding a figure to a step."""

from __future__ import annotations

from enum import StrEnum


class Rounding(StrEnum):
    """Which multiple of a step: the nearest (halves away from zero, 四舍五入), the one below, the one above."""

    HALF_UP = "round"
    DOWN = "floor"
    UP = "ceil"
