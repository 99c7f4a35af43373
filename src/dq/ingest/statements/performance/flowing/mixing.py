"""Whether the lines of cells that stand side by side follow each other in a form's text, instead of cell by cell.

Then the words before a figure are not those of its row alone: a name's end may stand behind the figures, another row's
beginning before them. Texts that a form prescribes show it, where something stands in the midst of them.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from itertools import pairwise
from typing import Final

from dq.ingest.statements.performance.flowing.figures import CELL
from dq.ingest.statements.performance.flowing.text import Flow, Part

SENTENCE_ENDS: Final = frozenset("。.)分;；E")
"""What a way of scoring ends with."""

AS_CRITERION: Final = re.compile(r"本指标\s?(?P<mark>(?:\d[\d.]*)?)\s?分,?得分F?为分值.{2,30}?不超过分值E?[。.]?")
"""The way of scoring of simple forms, which may not be changed."""

_CRITERION: Final = re.compile(r"(?<!成)本指标")
_HEADER: Final = re.compile(
    r"\((?:目标|分类|绩效目|万)[^()]{0,4}(?:[一二三]级指标|目标内容|评分标准|分类细化|[^()]{0,6}金额)\("
)
"""一级指标(目标分 二级指标(分类细 …: a cell of the header in the brackets of another."""


def is_mixed(flow: Flow, kind: str, parts: Mapping[str, Part]) -> bool:
    """Whether a header's cells stand in one another, or scores in the midst of the way in which they are given.

    Example: of "本指标 5 分。目标完成率 A= 5 3.33 目标实际完成数量 …" it is true.
    """
    if _HEADER.search(flow.text) is not None:
        return True
    if kind == "simple_2017" and "simple" in parts:
        part = parts["simple"]
        whole = sum(1 for _ in AS_CRITERION.finditer(flow.text, part.begin, part.end))
        return sum(1 for _ in _CRITERION.finditer(flow.text, part.begin, part.end)) > whole
    return "common" in parts and _scores_interrupt(flow, parts["common"])


def _scores_interrupt(flow: Flow, part: Part) -> bool:
    """Whether two figures stand side by side as words of their own behind something that does not end a sentence."""
    words = flow.words(part.begin, part.end)
    for (at, end), (after, stop) in pairwise(words):
        if (
            flow.text[at - 1 : at].strip(" ") not in {*SENTENCE_ENDS, ""}
            and CELL.fullmatch(flow.text, at, end)
            and CELL.fullmatch(flow.text, after, stop)
            and flow.text[at].isdecimal()
            and flow.line(at) == flow.line(after)
        ):
            return True
    return False
