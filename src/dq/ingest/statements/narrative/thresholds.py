"""Limits beyond which things are counted: 单价 50 万元以上的设备 3 台."""

from __future__ import annotations

import re
from typing import Final

from dq.ingest.statements.prose import Figure, value_of

_THRESHOLD: Final = re.compile(r"(?:单价|单位价值|单台(?:\(套\))?价值|单件价值|价值|单价在|价值在)$")
_ABOVE: Final = re.compile(r"(?:\(含\)|\(含[^()]{1,8}\)|及)?以上(?:的)?(?:\(含\))?")
_TAIL: Final = re.compile(r"[为共有约:。,，;]+$")


def is_threshold(before: str, after: str) -> bool:
    """True for the limit of a definition: 单价 50 万元（含）以上."""
    return _THRESHOLD.search(before) is not None and _ABOVE.match(after) is not None


def limited(limit: Figure, after: str, *, is_bought: bool) -> tuple[str, str]:
    """What a limit is about, and what is counted beyond it.

    Parameters: `limit` the sum; `is_bought` where the sentence tells of purchases.
    Example: of 50 万元 `limited(figure, "(含)以上设备", is_bought=False)` → `("设备", "单价50万元以上设备")`.
    """
    found = _ABOVE.match(after)
    noun = _TAIL.sub("", after[found.end() :] if found else after)
    bought = "购置" if is_bought else ""
    return f"{bought}{noun}", f"{bought}单价{value_of(limit.printed) or limit.printed}{limit.unit}以上{noun}"
