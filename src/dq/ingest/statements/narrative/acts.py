"""What was done with projects: their performance was set as goals, watched, evaluated."""

from __future__ import annotations

import re
from typing import Final

_ACT: Final = re.compile(
    r"(?<!未开展)(?:绩效(?:运行)?|(?:部门|重点|财政)(?=自评|评价)|(?<!未)(?:开展|进行)了?(?=自评))(?P<act>自评|自我评价|监控|跟踪|评价)|"
    r"(?<!未)(?:编制|设置|设定|编报|申报|填报)(?:了)?(?:项目|预算|支出)*(?P<set>绩效目标)|"
    r"(?P<told>绩效目标)(?:编报|申报|填报|管理)"
)
_ACTS: Final = {
    "自评": "绩效自评项目",
    "自我评价": "绩效自评项目",
    "监控": "绩效监控项目",
    "跟踪": "绩效跟踪项目",
    "评价": "绩效评价项目",
    "绩效目标": "编报绩效目标项目",
}


def act_of(words: str) -> str | None:
    """The projects with which was done what these words say; None where they say nothing, or several things.

    Example: `act_of("编制了绩效目标")` → `"编报绩效目标项目"`.
    """
    said = {_ACTS[found["act"] or found["set"] or found["told"]] for found in _ACT.finditer(words)}
    return said.pop() if len(said) == 1 else None
