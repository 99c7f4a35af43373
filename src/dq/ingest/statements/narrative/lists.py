"""Several items with a figure each, or one for all: A、B和C分别为 1 万元、2 万元和 3 万元; A、B均为 0 万元."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import replace
from itertools import pairwise
from typing import Final, NamedTuple

from dq.ingest.statements.narrative.names import HALVES
from dq.ingest.statements.narrative.quantities import is_bare_zero
from dq.ingest.statements.narrative.subjects import Subject
from dq.ingest.statements.narrative.wording import NOTHING, direction
from dq.ingest.statements.prose import Figure, Kind

_LISTED: Final = re.compile(
    r"^(?P<names>.*?)(?P<share>(?:占(?!比)[^分均各]{0,24}?的)?(?:所占)?(?:占比|比重|比例)|)"
    r"(?P<how>分别|均|各(?=[为是增减上下占约达\d]|$))(?P<rest>[^分均各]*)$"
)
_JOINT: Final = re.compile(r"以及|[、和及与]")
_BETWEEN: Final = re.compile(r"[、,，和及与]|以及")
JOINTS: Final = re.compile(r"^(?:[、和及)]|以及|与(?!(?:上年|去年|上一年|20\d\d年)|[^,]*(?:相比|持平|相同|一致)))+")
"""What joins the words before a figure to the figure before."""
_NAMED: Final = re.compile(r"[、和及][^\d,，。;:、]{2,20}")
"""Between two sums of a list: the name of the second."""
_NEAR: Final = 12
_MOST: Final = 12
"""Items of a list."""


class Listed(NamedTuple):
    """The words of a list before its figures: `names` of items as printed, `is_each` where one figure is for all, the
    `rest` that says what the figures state.
    """

    names: str
    is_each: bool
    rest: str


def listed(before: str) -> Listed | None:
    """The words of a list, None where no word says that there is one.

    Example: `listed("事业收入、其他收入分别为").names` → `"事业收入、其他收入"`.
    """
    found = _LISTED.match(before)
    return None if found is None else Listed(found["names"], found["how"] == "均", f"{found['share']}{found['rest']}")


def continued(before: str, *, is_list: bool) -> Listed | None:
    """A change of each item of the list before, None where the words name something of their own or no direction.

    Parameters: `is_list` where there is such a list, with as many figures.
    Example: behind 分别增加 1 万元和 2 万元, `continued("增长", is_list=True).rest` → `"增长"`.
    """
    turn = direction(before) if is_list else None
    is_its = turn is not None and not turn.noun and NOTHING.fullmatch(before[: turn.begin]) is not None
    return Listed("", is_each=False, rest=before) if is_its else None


def parted(names: str, known: Callable[[str, Subject | None], Subject | None]) -> tuple[Subject, ...]:
    """The items that a text of names lists, the longest names first; () where a part of it is no name.

    Parameters: `known` the item that a name means behind the one before it (财政拨款收入、支出).
    Example: `parted("公务用车购置及运行费、公务接待费", known)` has two.
    """
    joints = [found.span() for found in _JOINT.finditer(names)][:_MOST]
    return tuple(_parted(names, 0, joints, known))


def _parted(
    names: str, begin: int, joints: Sequence[tuple[int, int]], known: Callable[[str, Subject | None], Subject | None]
) -> list[Subject]:
    found: list[Subject] = []
    while begin < len(names):
        ends = [(len(names), len(names)), *reversed([joint for joint in joints if joint[0] > begin])]
        last = found[-1] if found else None
        named = next(
            ((each, after) for end, after in ends if (each := known(names[begin:end], last)) is not None), None
        )
        if named is None:
            return []
        found.append(named[0])
        begin = named[1]
    return found


def halves(subjects: Sequence[Subject], count: int) -> tuple[Subject, ...]:
    """The items of a list of so many figures: one that names two things at once is two; () where they do not match.

    Example: `[each.item for each in halves([Subject("收、支总计", "收入支出总计")], 2)]` → `["收入总计", "支出总计"]`.
    """
    if len(subjects) == 1 and count > 1:
        both = HALVES.get(subjects[0].item, ())
        subjects = [Subject(subjects[0].label, item) for item in both]
    return tuple(subjects) if len(subjects) == count else ()


def shared(stated: list[Figure], text: str) -> list[Figure]:
    """The figures of a clause, zeros of money and sums of a list with the unit that they are printed without.

    Parameters: `text` of the paragraph.
    Example: of 办公费 1.5、印刷费 2 万元 both are 万元.
    """
    found: list[Figure] = []
    if all(each.kind is not Kind.BARE for each in stated):
        return stated
    for each in reversed(stated):
        last = found[-1] if found else None
        before, after = text[max(0, each.begin - _NEAR) : each.begin], text[each.end : each.end + 1]
        if each.kind is Kind.BARE and is_bare_zero(each.printed, before, after):
            found.append(replace(each, kind=Kind.MONEY, unit="万元"))
            continue
        is_listed = each.kind is Kind.BARE and last is not None and last.kind is Kind.MONEY
        if last is not None and is_listed and _NAMED.fullmatch(text, each.until, last.begin):
            found.append(replace(each, kind=Kind.MONEY, unit=last.unit))
        else:
            found.append(each)
    return found[::-1]


def unit_of(figures: Sequence[Figure], text: str) -> str | None:
    """The unit of figures that stand in a list, one behind the other, the last one with its unit; None where they are
    no such list.

    Parameters: `text` of the paragraph.
    Example: of 1.5、2 和 3 万元 `"万元"`.
    """
    last = figures[-1]
    kinds = {each.kind for each in figures}
    if last.kind not in (Kind.MONEY, Kind.PERCENT, Kind.COUNT) or not kinds <= {last.kind, Kind.BARE}:
        return None
    pairs = pairwise(figures)
    is_list = all(_BETWEEN.fullmatch(text, one.until, other.begin) for one, other in pairs)
    units = {each.unit for each in figures if each.kind is not Kind.BARE}
    return last.unit if is_list and len(units) == 1 else None
