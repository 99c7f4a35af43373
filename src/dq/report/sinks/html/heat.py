"""What a report comes to in the map of bodies and years: levels, their signs, words and colours."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True, slots=True)
class HeatLevel:
    """What a report of the map comes to.

    Parameters: `sign` an example of what stands in the cell; `ground` and `ink` its colours: strong for findings.
    """

    name: str
    sign: str
    words: str
    ground: str
    ink: str = "var(--page)"


_SOFT: Final = ("var(--rounding-bg)", "var(--rounding)")


def heat_levels(say: Callable[[str, str], str]) -> tuple[HeatLevel, ...]:
    """The levels, gravest first.

    Parameters: `say` takes the Chinese and the English words, and gives those of the page's language.
    Example: `heat_levels(view.say)[0].name` → `"error"`.
    """
    return (
        HeatLevel("error", "3", say("有错误级问题（数字为问题数）", "errors (the number of causes)"), "var(--bad)"),
        HeatLevel("warning", "2", say("最重为警告", "warnings at worst"), "var(--warn)"),
        HeatLevel("info", "1", say("最重为提示", "notes at worst"), "var(--info)"),
        HeatLevel("doubt", "?", say("先核对读数", "check the reading"), *_SOFT),
        HeatLevel("open", "…", say("有无法判断的", "something undecided"), *_SOFT),
        HeatLevel("waived", "○", say("只有已豁免的", "waived only"), *_SOFT),
        HeatLevel("clean", "✓", say("未见问题", "nothing found"), "var(--good-bg)", "var(--good)"),
    )
