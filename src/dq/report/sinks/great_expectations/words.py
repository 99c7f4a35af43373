"""The Chinese words of the pages."""

from __future__ import annotations

from typing import Final

VERDICTS: Final = {
    "error": "运行出错",
    "violated": "不成立",
    "undecided": "无法判断",
    "rounding": "四舍五入之差",
    "holds": "成立",
    "not_applicable": "不适用",
}
"""Verdict → word, gravest first."""

VERDICT_HELP: Final = {
    "error": "规则没有执行成功，不算通过",
    "violated": "任何能印成这些数字的真值都不满足规则",
    "undecided": "无法判断（原因见各行），不算通过",
    "rounding": "按印出的数字不成立，但四舍五入可以解释",
    "holds": "按印出的数字成立",
    "not_applicable": "报表无此内容，或没有印出可核对的数字",
}

SEVERITIES: Final = {"critical": "级别：错误", "warning": "级别：警告", "info": "级别：提示"}

REASONS: Final = {
    "missing": "缺少所需的表或行",
    "ambiguous": "同名的行不止一行",
    "no_prior": "没有上年的报告",
    "units": "计量单位对不上",
    "unreadable": "单元格读不成数字",
    "zero_divisor": "除数为零",
    "blocked": "前提规则不成立，故不再判断",
}

HINTS: Final = {"truncated": "可由截尾解释", "integer_rounding": "可由取整解释"}

STATES: Final = (
    ("error", "dark"),
    ("violated", "danger"),
    ("undecided", "warning"),
    ("rounding", "info"),
    ("holds", "success"),
)
"""Verdict and colour, gravest first: a rule is shown under the gravest that it has."""


def state_of(counts: dict[str, int]) -> str:
    """The gravest verdict that occurs, "not_applicable" where none does.

    Example: `state_of({"violated": 0, "undecided": 2, "holds": 30})` → `"undecided"`.
    """
    return next((verdict for verdict, _ in STATES if counts.get(verdict)), "not_applicable")


def colour_of(state: str) -> str:
    """The colour class of a verdict.

    Example: `colour_of("violated")` → `"danger"`.
    """
    return dict(STATES).get(state, "secondary")
