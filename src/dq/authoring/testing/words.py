"""The words of a test's expectations, in both spellings."""

from __future__ import annotations

from typing import Final

from dq.types import Hint, Reason

VERDICTS: Final = {
    **{word: word for word in ("holds", "rounding", "violated", "undecided", "error", "not_applicable")},
    "成立": "holds",
    "舍入": "rounding",
    "违反": "violated",
    "无法判断": "undecided",
    "出错": "error",
    "不适用": "not_applicable",
}
"""What each word of a test means; those of the contract first."""
REASONS: Final = {
    **{each.label: each for each in Reason},
    "缺失": Reason.MISSING, "不唯一": Reason.AMBIGUOUS, "无上年": Reason.NO_PRIOR, "单位不明": Reason.UNITS,
    "无法辨认": Reason.UNREADABLE, "除数为零": Reason.ZERO_DIVISOR, "受阻": Reason.BLOCKED,
}  # fmt: skip
HINTS: Final = {
    **{each.value: each for each in Hint},
    "截尾": Hint.TRUNCATED,
    "取整": Hint.INTEGER_ROUNDING,
}
