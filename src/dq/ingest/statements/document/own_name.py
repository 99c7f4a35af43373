"""Whether a name printed where a report names its own body is that body's."""

from __future__ import annotations

import re
from typing import Final

from dq.ingest.bodies import region_of
from dq.ingest.statements.prose import fold, joined

_MADE_TAIL: Final = re.compile(r"(?:部门|单位|汇总|本级|本部|机关|\(.*\))+$")
_NUMBERS: Final = frozenset("一二三四五六七八九十〇0123456789东西南北中上下前后新老大小")
"""Signs by which the names of different bodies differ."""
_WORD: Final = 2
_SHARED: Final = 4
"""Signs behind the region that two names share where one is a slip for the other: 财政局 is none for 教育局."""
_ITSELF: Final = re.compile(r"[我本]([局委厅])")
"""How a body speaks of itself that is one of these: 我局 is no committee."""
_OF_ANY: Final = re.compile(
    r"人民政府|政府|委员会|办公室|办事处|管理|服务|事务|监督|工作|中心|[局委厅办部院所站处队校馆社场园区县市省州旗镇乡街道]"
)
"""What names of bodies of any kind have."""
_PLACE: Final = re.compile(r"[省市区县州旗](?![级直属辖])")
_SEVERAL: Final = re.compile(r"[各属每其该两]|全[省市区县州]|下设|\d|[一二三四五六七八九十几](?:个|所|家)")
"""In words for several bodies or any one."""
_BEHIND: Final = re.compile(r"[按据经由向报与和同及受为在从]|根据|依|会同|配合|通过|参照|落实|贯彻")
"""What a name may follow without a mark that others than the body have in a sentence."""
_ENDS: Final = "省市区县州旗镇乡"
"""Signs with which the names of regions end."""
_NO_PART: Final = r"(?![\u4e00-\u9fff]{0,8}(?:中心|[大支]队|站|所(?!属)|分局|馆|院))"
_OFFICE: Final = re.compile(r"(?:局|委|委员会|厅|办|办公室|部|府|法院|检察院|办事处|联合会|总工会)$")


def agreement(name: str, own: str) -> str | None:
    """Whether a name printed where the body's own belongs is its own ("yes"), is certainly not ("no"), or None.

    An abbreviation agrees. Certainly wrong is the name with another region, or with one sign exchanged for another
    that is no number.
    Example: `agreement("某市规划与资源局", "某市规划和资源局")` → `"no"`.
    """
    itself = _ITSELF.fullmatch(name)
    if itself is not None:
        return "yes" if itself[1] in own else "no"
    name, own = plain_name(name), plain_name(own)
    if name == own or own.endswith(name) or name.endswith(own):
        return "yes"
    region, home = region_of(name) or "", region_of(own) or ""
    rest, core = name.removeprefix(region), own.removeprefix(home)
    is_elsewhere = region and home and not region.startswith(home) and not home.endswith(region)
    if is_elsewhere and rest == core and not _BEHIND.match(name):
        return "no"
    if _within(name, own) or (_within(own, name) and len(name) > len(own) + 1):
        return "yes"
    differing = [(one, other) for one, other in zip(name, own, strict=False) if one != other]
    if len(name) == len(own) and len(differing) == 1 and _NUMBERS.isdisjoint(differing[0]):
        return "no"
    return None


def exchanged(name: str, own: str) -> bool:
    """Whether one word of two signs stands for another in an else long name: 档案保护中心 for 档案管理中心."""
    home = len(region_of(own) or "")
    differing = [at for at, (one, other) in enumerate(zip(name, own, strict=False)) if one != other]
    is_word = len(name) == len(own) and len(differing) == _WORD and differing[1] == differing[0] + 1
    exchanged = {sign for at in differing for sign in (name[at], own[at])} if is_word else _NUMBERS
    return _NUMBERS.isdisjoint(exchanged) and differing[0] >= home > 0 and len(own) - home - _WORD >= _SHARED


def strange(name: str, own: str) -> bool:
    """Whether a name is that of quite another body of the same kind: of a place, an office as the report's body is or
    none as that, and with no sign in common but those of any body.

    Example: `strange("某市商务局", "某市水利局")` → `True`.
    """
    name, own = plain_name(name), plain_name(own)
    if _SEVERAL.search(name) or _BEHIND.match(name) or not (region_of(name) or _PLACE.match(name)):
        return False
    one, other = _signs(name), _signs(own)
    is_alike = (_OFFICE.search(name) is None) == (_OFFICE.search(own) is None)
    return is_alike and min(len(one), len(other)) >= _WORD and one.isdisjoint(other)


def anywhere(own: str) -> re.Pattern[str]:
    """What finds a body's name in running text, with all of its region, the end of it or none.

    Example: `anywhere("某市某区水务局").findall("区水务局，省水务局，水务局某中心")` → `["区水务局"]`.
    """
    home = region_of(own) or ""
    ends = [home[at:] for at in range(len(home)) if not at or home[at - 1] in _ENDS or at == len(home) - 1]
    regions = "|".join(map(re.escape, ends))
    return re.compile(rf"(?:{regions}|(?<![{_ENDS}])){re.escape(own.removeprefix(home))}{_NO_PART}")


def without_region(name: str) -> str:
    """A name without the region that it begins with.

    Example: `without_region("某市某区水务局")` → `"水务局"`.
    """
    return name.removeprefix(region_of(name) or "")


def _signs(name: str) -> set[str]:
    """The signs by which a name is told from others of its region."""
    return set(_OF_ANY.sub("", without_region(name)))


def plain_name(name: str) -> str:
    """A name folded and without what may stand behind one: 部门, 本级, 汇总, brackets.

    Example: `plain_name("某市某局（本级）")` → `"某市某局"`.
    """
    return _MADE_TAIL.sub("", fold(joined(name))) or name


def _within(short: str, long: str) -> bool:
    signs = iter(long)
    return len(short) > 1 and all(sign in signs for sign in short)
