"""Which known name ends some words, but for words that say nothing of their own."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Final

_FILLS: Final = (
    *("支出", "收入", "决算", "预算", "决算数", "预算数", "执行数", "支出数", "收入数", "支出额"),
    *("实有数", "实有", "保有量", "总额", "总金额", "总数", "金额", "数额", "规模", "资金", "经费"),
    *("费用", "费", "数", "额", "为", "是", "约", "达", "达到", "共", "共计", "合计", "总计", "累计"),
    *("全年", "当年", "本年", "本年度", "实际", "实现", "完成", "安排", "财政拨款", "财政", "总", "的"),
    *(":", "一般公共预算财政拨款", "一般公共预算拨款", "一般公共预算", "年初", "小计", "发生", "开支"),
    *("列支", "分别", "均", "各"),
)
"""Words between an item's name and its figure that say nothing of their own."""
_LAST: Final = frozenset(fill[-1] for fill in _FILLS)
_BRACKETS: Final = re.compile(r"\([^()]{0,40}\)$")
_YEAR: Final = re.compile(r"20\d\d年(?:度)?$")
"""A year behind a name: 公务接待费2031年决算数."""
_LONGEST_NAME: Final = 40
_YEAR_ENDS: Final = ("年", "度")
_YEAR_SIGNS: Final = 6


def name_within(words: str, names: Mapping[str, str]) -> tuple[int, int, str] | None:
    """Begin, end and canonical label of the name that begins first among those that end the words.

    Parameters: `names` words → canonical label.
    Example: `name_within("本年公务接待费支出为", {"公务接待费": "公务接待费"})` → `(2, 7, "公务接待费")`.
    """
    ends = {len(words)}
    todo = [len(words)]
    while todo:
        end = todo.pop()
        shorter = (
            [end - len(fill) for fill in _FILLS if words.endswith(fill, 0, end)]
            if words[end - 1 : end] in _LAST
            else []
        )
        bracket = _BRACKETS.search(words[:end]) if words[end - 1 : end] == ")" else None
        if bracket is not None and bracket[0][1:-1] in names:
            bracket = None  # 公务用车运行费（三公经费）: of a list, which the brackets sum up.
        year = _YEAR.search(words, max(0, end - _YEAR_SIGNS), end) if words[end - 1 : end] in _YEAR_ENDS else None
        shorter += [each.start() for each in (bracket, year) if each is not None]
        for each in shorter:
            if each > 0 and each not in ends:
                ends.add(each)
                todo.append(each)
    best: tuple[int, int, str] | None = None
    for end in sorted(ends, reverse=True):
        for begin in range(max(0, end - _LONGEST_NAME), end - 1):
            if best is not None and begin >= best[0]:
                break
            name = names.get(words[begin:end])
            if name is not None:
                best = (begin, end, name)
                break
    return best
