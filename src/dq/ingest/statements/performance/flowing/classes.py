"""Classes of targets and indicators as the forms print them, and the names that stand behind them."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from dq.ingest.statements.performance.flowing.parts import Sheet
from dq.ingest.statements.performance.vocabulary import any_of, vocabulary

_LEVELS: Final = vocabulary().levels
_ENDINGS: Final = any_of(vocabulary().level_endings)
_NAMES: Final = frozenset({"预算执行率", "预算执行", "管理", "满意度"})
"""Classes of other forms that are names of indicators in these."""

_ONE: Final = re.compile(rf"(?:{any_of(sorted(_LEVELS[0] - _NAMES))})(?:{_ENDINGS})?")
_LONG: Final = 4
"""Characters from which on a class needs no 目标, 指标 or 情况 behind it: 数量 alone may end a name."""

_OUTPUT: Final = "产出"
_BARE: Final = sorted(each for each in _LEVELS[1] if len(each) >= _LONG)
_ENDED: Final = sorted(each for each in _LEVELS[1] if not each.startswith(_OUTPUT))
"""产出 and 数量目标 are two classes, 产出数量 is one."""

_TWO: Final = re.compile(rf"(?:{any_of(_ENDED)})(?:{_ENDINGS})|(?:{any_of(_BARE)})(?!{_ENDINGS})")
_REMARK: Final = re.compile(r"\((?=[^()]*[\d标])[^()]{0,14}\)|-本类[^)]{0,40}?(?:更改|改)")


@dataclass(frozen=True, slots=True)
class Classes:
    """The classes above a name: as printed, None where none is printed before it; `end` where the name may begin."""

    one: str | None
    two: str | None
    end: int


def classes(sheet: Sheet, begin: int, end: int, *, named: bool = False) -> Classes:
    """The last class of level 1 and the last of level 2 that are printed between two characters as words of their own.

    Parameters: `named` True where the name stands behind `end`; else the last words are those of the name, not a class.

    Example: in "效益经济效益目标减轻企业税负" they are 效益 and 经济效益目标.
    """
    flow = sheet.flow
    one: str | None = None
    two: str | None = None
    after = begin
    for at, _ in flow.words(begin, end):
        if at < after:
            continue
        second = _whole(sheet, _TWO, at, end)
        found = second or _whole(sheet, _ONE, at, end)
        if found is None or (found == end and not named):
            continue
        name = flow.text[at:found]
        if at == after and name == two:
            break  # a name that repeats its class
        one, two = (one, name) if second is not None else (name, None)
        remark = _REMARK.match(flow.text, found, end)
        after = found if remark is None else remark.end()
    return Classes(one, two, after)


def carried(above: Classes, one: str | None, two: str | None) -> tuple[str | None, str | None]:
    """The classes of a row: those printed above it, else those of the row before, whose cells reach down to it.

    Example: `carried(Classes(None, None, 7), "投入", "支出情况")` → `("投入", "支出情况")`.
    """
    if above.one is None and above.two is None:
        return one, two
    return above.one or one, above.two


def _whole(sheet: Sheet, pattern: re.Pattern[str], at: int, end: int) -> int | None:
    """Where a name that begins here and ends with a word, or before a remark, ends."""
    found = pattern.match(sheet.flow.text, at, end)
    while found is not None:
        if sheet.flow.is_start(found.end()) or _REMARK.match(sheet.flow.text, found.end(), end):
            return found.end()
        found = pattern.match(sheet.flow.text, at, found.end() - 1)
    return None
