"""What a report says of the body that made it, beside its name: its code, its level, its region. Never guessed."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import Enum, auto
from itertools import islice
from typing import Final

from dq.ingest.stream import Line

DEPARTMENT: Final = "department"
UNIT: Final = "unit"
_SEARCHED_LINES: Final = 2_000
_PROVINCES: Final = (
    "北京市|天津市|上海市|重庆市|河北省|山西省|辽宁省|吉林省|黑龙江省|江苏省|浙江省|安徽省|福建省|江西省|山东省|河南省|湖北省"
    "|湖南省|广东省|海南省|四川省|贵州省|云南省|陕西省|甘肃省|青海省|台湾省|内蒙古自治区|广西壮族自治区|西藏自治区"
    "|宁夏回族自治区|新疆维吾尔自治区|新疆生产建设兵团"
)
_SIGN: Final = "[\u4e00-\u9fff]"
# 沙市区, 津市市 and 市中区 have the sign of a region within their names. 市场, 区域, 区块 are words of their own.
_NAMED: Final = r"(?:沙市|津市|市[中北南]|(?:(?![省市区县])[\u4e00-\u9fff]){2,6}?)"
_CITY: Final = (
    rf"{_NAMED}市(?!场|值|售|话)|(?:(?![省市区县])[\u4e00-\u9fff]){{2,8}}?自治州|(?:锡林郭勒|兴安|阿拉善)盟"
    r"|(?:大兴安岭|阿克苏|喀什|和田|塔城|阿勒泰|阿里)地区"
)
_DISTRICT: Final = rf"{_NAMED}(?:自治县|自治旗|区(?!域|间|块|划|别|位|分)|县(?!域)|市(?!场|值|售|话))"
# Four patterns, for as one that has each of them twice they take a while to compile.
_PARTY: Final = re.compile(
    r"(?:中国共产党|中共|中国人民政治协商会议|政协|民革|民盟|民建|民进|农工党|致公党|九三学社|台盟|共青团|国家税务总局|国家统计局)?"
)
_PROVINCE_AT: Final = re.compile(_PROVINCES)
_CITY_AT: Final = re.compile(_CITY)
_DISTRICT_AT: Final = re.compile(_DISTRICT)
_SMALL_AT: Final = re.compile(rf"{_SIGN}县(?!域)|{_SIGN}{{2,6}}?旗")  # within a province or city
_NO_CITY: Final = re.compile(r"(?:超|夜|股|菜|大都|大城)市$")
# 开发区, 园区 and the like end as districts do and are none; that a district of such a name is left out is no harm.
_NO_DISTRICT: Final = re.compile(
    r"(?:开发|园|保税|示范|景|校|社|小|库|林|辖|片|自贸|贸易|度假|保护|功能|管理|高新|经开|合作|试验|实验|加工|工业|集聚"
    r"|旅游|生态|灌|牧|产业|经济|特|街|病|院|厂|矿|地|服务|自治|学)区$"
)
_LEVEL: Final = re.compile(r"(部门|单位)(?:决算|预算)([和及、与](?:部门|单位)(?:决算|预算))?")
_OWN: Final = re.compile(r"\(?本级\)?$")
_ALL_OF_IT: Final = re.compile(r"\(?(?:本级|机关|汇总|部门)\)?$")
_FORM: Final = re.compile(r"(?<=本级|级\))(?:部门|单位)$")  # 部门 of 部门决算, behind （本级）
_PERHAPS_ALL_OF_IT: Final = re.compile(r"\([^()]*\)|本部|系统")
_REGION_AT: Final = re.compile(
    r"(?>.{0,12}?(?:省|自治州|地区|(?<!城)[市镇乡](?![场村])|县(?!域)|(?<!社)区(?![域块])|旗|(?<![同民])盟|街道))+"
)
_DISTINCT: Final = re.compile(r"(?<!城)[省市县区镇乡旗]|街道|第|(?<!统)[一二三四五六七八九十\d]|[东西南北]")
"""What parts the names of bodies: places, directions and numbers."""
_SHORT: Final = (
    ("办公室", "办"),
    ("办公厅", "办"),
    ("委员会", "委"),
    ("常委会", "常委"),
    ("联合会", "联"),
    ("监督管理", "监管"),
    ("城市管理", "城管"),
    ("中医医院", "中医院"),
    ("总工会", "工会"),
)
_PEOPLES: Final = re.compile(r"^人民(?=政府|法院|检察院)")
_OF_ANY_OFFICE: Final = re.compile(r"(?:管理|事务|监督|工作|和|与|及)+")
_OFFICES: Final = "局委办厅部联"
"""Ends of names that are shortened to single letters of their words."""
_FEDERATION: Final = "联"
_SHORTEST_OFFICE: Final = 3
_CODED: Final = r"(?:预算)?(部门|单位|机构)(?:预算)?(?:代码|编码)"
_CODE: Final = r"([0-9]{3,12}|[0-9]{1,4}[A-Z][0-9A-Z]{1,8})"
_CODE_BESIDE: Final = re.compile(rf"{_CODED}[:：]{_CODE}(?![0-9A-Z])")
_CODE_LABEL: Final = re.compile(rf"{_CODED}[:：]?")
_CODE_ALONE: Final = re.compile(_CODE)
_CODE_BEFORE: Final = re.compile(r"^[\[(【]?([0-9]{3,12})[\])】]?[-—_、]?(?=[^\W\d_])")


@dataclass(frozen=True, slots=True)
class Body:
    """What is printed of a body; None for what is not.

    Parameters: `level` "department" or "unit"; `code` in the budget; `region` that its name begins with.
    """

    name: str | None
    level: str | None
    code: str | None
    region: str | None


def body_of(lines: Sequence[Line], titles: Iterable[str], name: str | None) -> Body:
    """The body whose report this is.

    Parameters: `titles` the texts that may be the report's title; `name` the body's name as it was found, perhaps with
    its code before it.
    Example: `body_of(lines, ["2024年度某市某局部门决算"], "某市某局").level` → `"department"`.
    """
    plain, code = without_code(_FORM.sub("", name or ""))
    level = level_of(titles, plain)
    return Body(plain or None, level, code or code_of(lines, level), region_of(plain))


def region_of(name: str | None) -> str | None:
    """The province, city and district that a body's name begins with, as printed; None where it begins with none.

    Parameters: `name` without blanks, in NFKC. A development zone (开发区) is no region.
    Example: `region_of("中共某某省某某市委办公室")` → the text up to 市.
    """
    found = _named_places(name or "")
    if found is None:
        return None
    province, city, within = found
    if _NO_CITY.search(city):
        return province or None
    if _NO_DISTRICT.search(within) or _NO_CITY.search(within):
        within = ""
    return f"{province}{city}{within}" or None


def _named_places(name: str) -> tuple[str, str, str] | None:
    """The province, the city and the district that a name begins with, "" for one that it does not name; None where it
    names no place.
    """
    party = _PARTY.match(name)
    for start in (party.end() if party else 0, 0):
        province = _PROVINCE_AT.match(name, start)
        behind = province.end() if province else start
        city = _CITY_AT.match(name, behind)
        behind = city.end() if city else behind
        within = _DISTRICT_AT.match(name, behind) or (_SMALL_AT.match(name, behind) if province or city else None)
        if province or city or within:
            return province[0] if province else "", city[0] if city else "", within[0] if within else ""
    return None


def level_of(titles: Iterable[str], name: str | None) -> str | None:
    """The level that is named first: "department" for a department with its units, "unit" for one of them alone; None
    where both are in one breath. What follows is often copied from the department's report.

    Example: `level_of(["2024年度单位决算"], None)` → `"unit"`.
    """
    if _OWN.search(name or ""):
        return UNIT
    said = next((found for title in titles if (found := _LEVEL.search(title))), None)
    if said is None or said[2]:
        return None
    return DEPARTMENT if said[1] == "部门" else UNIT


def code_of(lines: Sequence[Line], level: str | None) -> str | None:
    """The body's code in the budget (部门代码, 单位代码 …), as printed; None where none or more than one is.

    Of a department's code and a unit's, that of the report's level is meant.
    Example: the line `部门代码：101` → `"101"`.
    """
    found: dict[str, set[str]] = {}
    for word, code in _codes(lines):
        found.setdefault(word, set()).add(code)
    wanted = {DEPARTMENT: "部门", UNIT: "单位"}.get(level or "")
    codes = found.get(wanted or "") or set().union(*found.values())
    return next(iter(codes)) if len(codes) == 1 else None


def without_code(name: str) -> tuple[str, str | None]:
    """A body's name without the code before it, and that code.

    Example: `without_code("101001-某某局")` → `("某某局", "101001")`.
    """
    found = _CODE_BEFORE.match(name)
    return (name[found.end() :], found[1]) if found else (name, None)


class Likeness(Enum):
    """Whether two names are one body's: surely, perhaps, or not."""

    SAME = auto()
    UNSURE = auto()
    OTHER = auto()


def likeness_of(one: str, other: str) -> Likeness:
    """Whether two names are one body's: it may be named without its region, shortened, or with 本级 or 汇总 behind.

    A name that goes on behind the other is that of a part of it; one that has a region or a number more is that of
    another body. A short form that leaves out other words than those of any office (管理, 事务) is unsure, except where
    single letters stand for words as names of offices have it (人社局).
    Example: to `"某市某局"` is `"某局(本级)"` the `SAME`, `"某局某中心"` an `OTHER`, `"某市小某局"` `UNSURE`.
    """
    (region, name), (other_region, other_name) = map(_parted, (one, other))
    if not (region.endswith(other_region) or other_region.endswith(region)):
        return Likeness.OTHER
    short, long = sorted((name, other_name), key=len)
    if short == long:
        return Likeness.SAME
    if not short:
        return Likeness.UNSURE
    if long.startswith(short):
        return Likeness.UNSURE if _PERHAPS_ALL_OF_IT.fullmatch(long, len(short)) else Likeness.OTHER
    runs = _left_out(short, long)
    if runs is None or any(_DISTINCT.search(left) for _, left in runs):
        return Likeness.OTHER
    return Likeness.SAME if _is_short_form(short, long, runs) else Likeness.UNSURE


def _parted(name: str) -> tuple[str, str]:
    """The region that a name begins with, and the rest of it, shortened."""
    plain = _ALL_OF_IT.sub("", _FORM.sub("", "".join(unicodedata.normalize("NFKC", name).split())))
    for word, short in _SHORT:
        plain = plain.replace(word, short)
    region = _REGION_AT.match(plain)
    behind = region.end() if region else 0
    return plain[:behind], _PEOPLES.sub("", plain[behind:])


def _left_out(short: str, long: str) -> list[tuple[str, str]] | None:
    """Letters that a shorter name has in a row, and those it leaves out behind them; None where it has others."""
    runs = [("", "")]
    at = 0
    for letter in short:
        found = long.find(letter, at)
        if found < 0:
            return None
        kept, left = runs[-1]
        if found == at and not left:
            runs[-1] = kept + letter, ""
        else:
            runs[-1] = kept, long[at:found]
            runs.append((letter, ""))
        at = found + 1
    kept, _ = runs[-1]
    return [*runs[:-1], (kept, long[at:])]


def _is_short_form(short: str, long: str, runs: Sequence[tuple[str, str]]) -> bool:
    if short[0] != long[0] or short[-1] != long[-1]:
        return False
    is_office = short[-1] in _OFFICES and (len(short) >= _SHORTEST_OFFICE or short[-1] == _FEDERATION)
    return all(not left or _OF_ANY_OFFICE.fullmatch(left) or (is_office and len(kept) == 1) for kept, left in runs)


def _codes(lines: Sequence[Line]) -> Iterator[tuple[str, str]]:
    """Codes with the word (部门, 单位, 机构) that they are the code of."""
    for line in islice((line for line in lines if line.filled), _SEARCHED_LINES):
        if not any("码" in line.cells[at] for at in line.filled):
            continue  # no other sign becomes 码 in NFKC
        cells = ["".join(unicodedata.normalize("NFKC", line.cells[at]).split()) for at in line.filled]
        for at, cell in enumerate(cells):
            if "码" not in cell:
                continue
            beside = _CODE_BESIDE.search(cell)
            label = _CODE_LABEL.fullmatch(cell)
            after = _CODE_ALONE.fullmatch(cells[at + 1]) if label and at + 1 < len(cells) else None
            if beside:
                yield beside[1], beside[2]
            elif label and after:
                yield label[1], after[1]
