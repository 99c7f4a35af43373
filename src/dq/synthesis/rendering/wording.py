"""Statements as sentences, in the wordings that published reports have for one and the same thing."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal
from itertools import groupby
from typing import Final

from dq.synthesis.rendering.noise import Noise
from dq.synthesis.rendering.pieces import Role, Text
from dq.synthesis.rendering.sayings import Saying

_NUMERALS: Final = "一二三四五六七八九十"
_HEADINGS: Final = {
    "income": ("收入决算情况说明", "收入决算说明"),
    "expenditure": ("支出决算情况说明", "支出决算说明"),
    "general": ("一般公共预算财政拨款支出决算情况说明", "一般公共预算拨款支出决算情况说明"),
    "funds": ("政府性基金预算财政拨款支出决算情况说明", "政府性基金支出决算情况说明"),
    "basic": ("一般公共预算财政拨款基本支出决算情况说明",),
    "three_public": ("“三公”经费支出决算情况说明", "一般公共预算财政拨款“三公”经费支出决算情况说明"),
}
_REASONS: Final = ("人员变动", "项目进度调整", "任务量变化", "厉行节约", "政策标准调整", "业务需要")
_THAN: Final = (
    *("比上年决算数", "较上年", "与上年相比", "比上年", "较{prior}年决算数", "与{prior}年度相比", "比{prior}年"),
)
_NEW: Final = ("（去年没有此项支出）", "（上年无此项支出）")
_FLAT: Final = ("与上年持平", "与上年相同", "较上年无变化")


def narrative(said: Sequence[Saying], year: int, noise: Noise) -> Iterator[Text]:
    """The sections of the narrative with their headings.

    Parameters: `said` in print order, a section's first statement being that of its whole.
    Example: `next(narrative(said, 2024, Noise())).text` → `"一、收入决算情况说明"`.
    """
    for number, (section, group) in enumerate(groupby(said, key=lambda each: each.section)):
        heading = noise.pick(f"said/{section}/heading", _HEADINGS[section])
        yield Text(f"{_NUMERALS[number]}、{heading}", Role.HEADING)
        whole, *parts = group
        yield from _section(section, whole, parts, year, noise)


def _section(section: str, whole: Saying, parts: Sequence[Saying], year: int, noise: Noise) -> Iterator[Text]:
    opening = f"{year}年度" if noise.chance(f"said/{section}/year", 0.7) else ""
    first = f"{opening}{_sentence(whole, year, noise)}"
    in_line = section in ("income", "expenditure", "basic") and noise.chance(f"said/{section}/in line", 0.5)
    if not parts:
        yield Text(f"{first}。", Role.PARAGRAPH)
    elif in_line:
        listed = "；".join(_sentence(each, year, noise) for each in parts)
        yield Text(f"{first}。其中：{listed}。", Role.PARAGRAPH)
    else:
        following = noise.pick(f"said/{section}/following", ("具体情况如下：", "其中："))
        yield Text(f"{first}，{following}", Role.PARAGRAPH)
        for at, each in enumerate(parts):
            yield Text(
                f"{_mark(at, section, noise)}{_sentence(each, year, noise)}。{_reason(each, noise)}", Role.PARAGRAPH
            )


def _mark(at: int, section: str, noise: Noise) -> str:
    """The enumerator of an entry."""
    tens, ones = divmod(at + 1, 10)
    numeral = f"{'十' if tens else ''}{_NUMERALS[ones - 1] if ones else ''}"
    return noise.pick(f"said/{section}/mark", (f"（{numeral}）", f"{at + 1}.", f"{at + 1}、", f"（{at + 1}）"))


def _reason(said: Saying, noise: Noise) -> str:
    question = f"said/{said.section}/{said.code or said.item}/reason"
    if said.change_word not in ("up", "down") or not noise.chance(question, 0.8):
        return ""
    opening = noise.pick(f"{question}/opening", ("主要原因是", "主要是", "主要原因："))
    return f"{opening}{noise.pick(f'{question}/what', _REASONS)}。"


def _sentence(said: Saying, year: int, noise: Noise) -> str:
    """One statement without its full stop."""
    question = f"said/{said.section}/{said.code or said.item}"
    verb = "" if said.code else noise.pick(f"{question}/verb", ("", "", "为"))
    text = f"{_name(said, noise)}{verb}{_money(said.figures['amount'], said, noise)}"
    if "share" in said.figures:
        text += f"，占{said.figures['share']}%"
    match said.change_word:
        case "new":
            text += f"，{_than(question, year, noise)}增加{_money(said.figures['change'], said, noise)}"
            text += noise.pick(f"{question}/new", _NEW)
        case "flat":
            text += f"，{noise.pick(f'{question}/flat', _FLAT)}"
        case "up" | "down":
            text += f"，{_than(question, year, noise)}{_change(said, question, noise)}"
        case _:
            pass
    return text


def _name(said: Saying, noise: Noise) -> str:
    """The name of an item with its code, if the sentence prints one."""
    if not said.code:
        return said.name
    way = noise.pick(
        f"said/{said.section}/code", ("{name}（{code}）", "{name}（{code}）", "{code}{name}", "{code}-{name}")
    )
    return way.format(name=said.name, code=said.code)


def _than(question: str, year: int, noise: Noise) -> str:
    return noise.pick(f"{question}/than", _THAN).format(prior=year - 1)


def _change(said: Saying, question: str, noise: Noise) -> str:
    is_up = said.change_word == "up"
    more = "增加" if is_up else "减少"
    growth = noise.pick(f"{question}/growth", ("增长", "增长") if is_up else ("下降", "降低", "减少"))
    rate = noise.pick(f"said/{said.section}/rate", ("，{growth}{rate}%", "，{growth}{rate}%", "（{rate}%）"))
    told = rate.format(growth=growth, rate=abs(said.figures["rate"]))
    return f"{more}{_money(abs(said.figures['change']), said, noise)}{told}"


def _money(amount: Decimal, said: Saying, noise: Noise) -> str:
    figure = f"{amount:,.2f}" if noise.chance("said/thousands", 0.4) else f"{amount:.2f}"
    space = " " if noise.chance("said/spaces", 0.4) else ""
    return f"{space}{figure}{space}{said.unit}"
