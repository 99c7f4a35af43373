"""What a figure's words name: an item of the tables, a class with its group and item, an entry of a list."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise
from typing import Any, Final

from dq.ingest.statements.narrative.names import (
    ASSETS,
    HALVES,
    MONEY,
    asset_names,
    class_names,
    count_names,
    detail_names,
    money_names,
)
from dq.ingest.statements.narrative.naming import name_within
from dq.ingest.statements.narrative.wording import CHANGES, NOTHING
from dq.templates import Template, functional_classes, normalise_label

_QUOTED: Final = "\"'“”‘’「」『』"
_QUOTES: Final = re.compile(f"[{_QUOTED}]")
_BASIS: Final = re.compile(
    r"(?:按照?)?(?:可比|同一?|相同)口径|(?<=[年度数])\([^(),，。;:\d]{0,20}(?:调整|口径|剔除|扣除|还原)[^(),，。;:\d]{0,20}\)"
)
_NOT_ITS_OWN: Final = re.compile(
    r"(?:其他|其它|非|含|除|未|不|节约|节省|压减|压缩|追加|调整|调减|调增|收回|拨付|下达|扣除|剔除|减少|增加|用于|冲减|"
    r"由于|因为|级及?以上|[、和及与]|(?<!分)类|性)$"
)
"""Words before an item's name with which the figure is not, or not only, that of the item (基本建设类项目支出)."""
_ACQUIRED: Final = re.compile(r"(?:购[置入买]|新增|处置|报废|出租|出借)(?:了)?$")
"""Before what a body owns: money for a part of it that it did not own yet, or owns no longer."""
_LISTED: Final = re.compile(r"(?:主要)?(?:用于|包括|安排)(?:了)?$")
"""Before the first economic class of those that money was spent on."""
_SPENT: Final = ("支出", "费", "经费")
_OF_FUNDS: Final = re.compile(r"(?:政府性基金|国有资本经营)(?:预算)?(?:财政)?(?:拨款)?(?:资金)?(?:安排)?的?$")
"""Before an item: its part that comes from such grants."""
_ONE_BUDGET: Final = re.compile(r"(?:公共|基金|经营)(?:预算)?$")
"""Before the sum of income and expenditure: it is that of one of the budgets that grants come from."""
_OPENS: Final = re.compile(r"(?:^|[^\u4e00-\u9fff]|[年度位门局院校心办委会镇道款算金的于对为是出入括级]|其中)$")
"""Words before the name of a class, behind which it begins: in 小学教育 the class 教育 is a part of another name."""
_BEFORE_OWN: Final = re.compile(
    r"(?:其中|[一二三四五六七八九十]是|另外|此外|同时|全年|当年|本年度?|20\d\d年度?|实际|财政拨款|[-:,，、(])*"
)
"""All that may stand before the name of an item of the report's own: what else does makes it a part of another name,
another body's (局本级行政运行), or what is left of it (结转下年的行政运行).
"""
OTHERS: Final = re.compile(
    r"全[市区县省州旗国镇乡](?![级直])|全系统|全行业|全社会|[市区县省州旗]本级(?:各|所有)?(?:行政|事业|部门|预算单位)|"
    r"(?<![及和与含、])(?:下属|所属|二级)(?![各全]|预算单位共|单位共有)[^,，。;]{0,8}?(?:单位|公司|企业|机构|学校)|人均|平均|每[人辆台个家次]"
)
"""Words of other bodies than the one reported on, and of averages."""
_CLASSES: Final = re.compile(
    r"(?:(?P<class>[^,，。;:()]{2,30})\((?P<code3>\d{3})?类\)(?:支出)?)?"
    r"(?:(?P<group>[^,，。;:]{2,40}?)\((?P<code5>\d\d)?款\)(?:支出)?)?"
    r"(?:(?P<item>[^,，。;:]{2,40}?)\((?P<code7>\d\d)?项\)(?:支出)?)?"
)
_CODE_AHEAD: Final = re.compile(
    r"(?:(?P<class>\d{3})\(类\)(?P<group>\d\d)\(款\)(?P<item>\d\d)\(项\)|"
    r"(?<!\d)(?P<whole>2\d{6}(?!\d)|2\d\d(?:\d\d){0,2}(?=[—–-]))[—–-]*)"
    r"(?P<name>(?:[^\d,，。;:()]|\([^()\d]{1,4}\)(?!$)){2,40}?)(?:\((?:类|款|项)\))?"
    r"(?>(?:支出|决算|预算|年初|数|为|:)*)$"
)
"""A code, and the name behind it: 201（类）03（款）01（项）行政运行, 2010301行政运行, 20103-政府办公厅（室）事务."""
_NAME: Final = r"[^\d,，。;:()、—–-]{2,40}"
_CODED_NAME: Final = re.compile(
    rf"(?:其中|[:,、和及—–-])*(?:{_NAME}\(\d{{3}}(?:\d\d)?\)){{0,2}}(?P<names>{_NAME}(?:[—–-]{{1,2}}{_NAME}){{0,2}})"
    r"(?:\((?P<code>2\d{6})\))?(?:20\d\d年(?:度)?)?(?:总?支出|决算|预算|年初|总[额计]|合计|数|为|[:,，。;−–-])*"
)
"""A name with its code behind it, and nothing else: 图书馆（2070104）; or names joined by dashes, from the class on to
what it is about, with the code or without: 教育支出-小学教育（2050202）.
"""
_DASHES: Final = re.compile(r"[—–-]{1,2}")
_USED_FOR: Final = re.compile(r"^(?:.*主要)?(?:用于|包括)(?:以下方面)?")
"""Before the first class of a list: 主要用于教育（类）支出 5 万元."""
_CLASS_SIGN: Final = re.compile(r"\((?:\d{2,3})?(?:类|款|项)\)")
_CODED: Final = (("class", 3), ("group", 5), ("item", 7))
_CODE: Final = re.compile(r"\((\d{3,7})\)")
_CLASS_WORD: Final = re.compile(r"(?<=支出)类?(?:科目)?$|(?<=.{2})科目$")
"""What names of classes end with that are called so: 教育支出类, “教育支出”科目."""
_CODE_BEHIND: Final = re.compile(r"(2\d{6})(?!\d)")
"""The code behind …（项）, without brackets."""
_BEHIND_CODE: Final = re.compile(r"(?>(?:总?支出|决算|预算|年初|安排|总[额计]|合计|数|为|:)*)")
_CHANGED: Final = re.compile(rf"{CHANGES}|翻")
_MONTHS_AND_YEARS: Final = re.compile(r"^(?:\d{4}年(?:度)?|本年(?:度)?|当年|全年)+")
_YEAR_BEHIND: Final = re.compile(r"20\d\d年(?:度)?(?:支出|决算|预算|年初|安排|数|额|为|是|:)*$")
_LIST_SECTIONS: Final = frozenset(
    ("totals", "income", "expenditure", "fiscal", "general", "basic", "funds", "state_capital", "three_public")
)
_LONGEST_LABEL: Final = 40
_SENTENCE: Final = re.compile(r"[,，。;]|(?:增加|减少|增长|下降|比|较)[^、]*\d|\d")
_ITEM_DIGITS: Final = 7
_PROJECTS: Final = "项目支出"


@dataclass(frozen=True, slots=True)
class Subject:
    """What a statement is about.

    Parameters: `label` as printed; `item` the canonical label; `path` "类/款/项" or that of the table's row; `code`
    where printed or told by the report's own rows; `is_known` where the tables have the item.
    """

    label: str
    item: str
    path: str | None = None
    code: str | None = None
    is_known: bool = True


def plain(words: str) -> str:
    """Words without quotation marks, by which copies of a form differ, and without 按同口径 and 上年（调整后）, which
    name nothing.
    """
    if any(sign in words for sign in _QUOTED):  # Readers ask of every text, and few have any.
        words = _QUOTES.sub("", words)
    return _BASIS.sub("", words) if "口径" in words or ")" in words else words


class Subjects:
    """Finds what words name. Parameters: `rows` of the report by table, `template` its form."""

    def __init__(self, template: Template, rows: Mapping[str, Sequence[Mapping[str, Any]]]) -> None:
        self._template = template
        self._rows = rows

    def named(
        self, words: str, *, is_count: bool = False, is_detail: bool = False, is_owned: bool = False
    ) -> Subject | None:
        """The item whose name ends these words, but for words that say nothing (…支出决算为); None where none does, or
        where words before it turn the figure into something else (节约…).

        Parameters: `is_count` for things that are counted; `is_detail` where economic classes may be named (办公费);
        `is_owned` where what a body owns may be (固定资产).

        Example: `named("2024年度三公经费财政拨款支出年初预算为").item` → `"三公经费"`.
        """
        found = name_within(words, count_names() if is_count else asset_names() if is_owned else detail_names())
        if found is None:
            return None
        begin, end, item = found
        if not (is_count or is_owned or is_detail) and words[begin:end] not in money_names():
            return None  # In 工资福利支出预算 the name of all expenditure (支出预算) is the end of another one.
        ahead, behind = words[:begin], words[end:]
        is_detail = is_detail and words[begin:end] not in money_names()
        is_part = item == _PROJECTS and NOTHING.fullmatch(ahead) is None  # 冷链物流建设项目支出: of one of them.
        if (is_detail or is_part or item in class_names()) and not _OPENS.search(ahead):
            return None
        if (item in HALVES and _ONE_BUDGET.search(ahead)) or (item.endswith(_SPENT) and _OF_FUNDS.search(ahead)):
            return None
        ahead = _LISTED.sub("", ahead) if is_detail else ahead
        is_turned = ("支出" in behind and item.endswith("收入")) or ("收入" in behind and item.endswith("支出"))
        is_turned = is_turned or (is_owned and _ACQUIRED.search(ahead) is not None and item in ASSETS)
        if is_turned or _NOT_ITS_OWN.search(ahead) or OTHERS.search(ahead):
            return None
        return Subject(words[begin:end], item)

    def classes(self, words: str) -> Subject | None:
        """The class, group and item (…（类）…（款）…（项）) that these words name last, or the one behind its code.

        Example: `classes("教育支出(类)普通教育(款)小学教育(项)").path` → `"教育支出/普通教育/小学教育"`.
        """
        coded = _CODE_AHEAD.search(words)
        if coded is not None:
            code = coded["whole"] or "".join(coded.group("class", "group", "item"))
            return self._row(coded["name"], code)
        joined = self._joined(words)
        if joined is not None:
            return joined
        if not _CLASS_SIGN.search(words):
            return None
        found = next((each for each in reversed(list(_CLASSES.finditer(words))) if each[0]), None)
        if found is None:
            return None
        names = [_name(name) for name in found.group("class", "group", "item") if name]
        # Some names of the tables begin so, too (用于体育事业的彩票公益金支出).
        if names[0] not in self._by_names:
            names[0] = _name(_USED_FOR.sub("", names[0]))
        path = "/".join(names)
        printed = _CODE_BEHIND.match(words, found.end()) or _CODE.search(words, found.end())
        code = _code_within(found) or (printed[1] if printed else self._code_of(tuple(names)))
        known = money_names().get(names[0]) or money_names().get(f"{names[0]}支出") if len(names) == 1 else None
        return Subject(found[0], known or names[-1], path if len(names) > 1 else None, code)

    @staticmethod
    def changed(words: str) -> str | None:
        """The item that a clause without figures begins with, of which it says that it changed.

        Example: `changed("会议费支出翻两番")` → `"会议费"`.
        """
        if _CHANGED.search(words) is None:
            return None
        words, names = NOTHING.sub("", words, count=1), money_names()
        return next((names[words[:end]] for end in range(_LONGEST_LABEL, 2, -1) if words[:end] in names), None)

    def own(self, words: str) -> Subject | None:
        """The item of the report's own tables by function that these words are the name of, where only one has it.

        Example: `own("其中:小学教育2031年支出")` of a report with that item → item 小学教育 with its code.
        """
        found = name_within(words, self._own_names)
        if found is None or not _BEFORE_OWN.fullmatch(words, 0, found[0]):
            return None
        label = words[found[0] : found[1]]
        return self._row(label, self._code_of((label,)))

    def entry(self, words: str, section: str) -> Subject | None:
        """The item that an entry of a list names: all its words, with the code in brackets.

        Example: `entry("事业运行(2010350)", "general")` → item 事业运行, code 2010350.
        """
        if section not in _LIST_SECTIONS:
            return None
        coded = list(_CODE.finditer(words))
        printed = coded[-1] if coded else None
        if any(not other[1].startswith(one[1]) for one, other in pairwise(coded)):
            return None
        # 教育支出（205）普通教育（20502）小学教育（2050202）: the last one is what the entry is about.
        label = words[coded[-2].end() if len(coded) > 1 else 0 :]
        if printed is not None and _BEHIND_CODE.fullmatch(words, printed.end()):
            label = label[: label.rfind("(")]
        label = _CODE.sub("", label)
        label = _YEAR_BEHIND.sub("", _MONTHS_AND_YEARS.sub("", label))
        label = _CLASS_WORD.sub("", label.rstrip(":为是"))
        is_name = 2 <= len(label) <= _LONGEST_LABEL and not NOTHING.fullmatch(label)  # noqa: PLR2004 - a name
        if not is_name or _SENTENCE.search(label):
            return None
        known = self.named(label, is_detail=section == "basic")
        if known is not None and NOTHING.fullmatch(label[: label.find(known.label)]):
            label = known.label
            if printed is None and (known.item in MONEY or section not in ("general", "funds")):
                return Subject(label, known.item, code=self._code_of((label,)))
        name = _name(label).removesuffix("支出")
        label = name if _name(label) not in self._by_names and name in self._by_names else label
        return self._row(label, printed[1] if printed else self._code_of((_name(label),)))

    def is_same(self, one: str, other: str) -> bool:
        """True where the tables do not print different amounts for two sums of the report.

        Example: of a report that carries nothing over `is_same("支出总计", "本年支出合计")` → `True`.
        """
        rows = self._rows.get("summary", ())
        return len({each.get("amount") for each in rows if each.get("item") in (one, other)} - {None}) <= 1

    @cached_property
    def is_general_only(self) -> bool:
        """True where the tables print no grants spent but those of the general budget."""
        rows = self._rows.get("fiscal_summary", ())
        return all(each.get("amount") == each.get("general") for each in rows if each.get("item") == "本年支出合计")

    @cached_property
    def is_granted_only(self) -> bool:
        """True where the tables print no expenditure but that of grants."""
        rows = (each for table in ("summary", "fiscal_summary") for each in self._rows.get(table, ()))
        return len({each.get("amount") for each in rows if each.get("item") == "本年支出合计"} - {None}) <= 1

    def _joined(self, words: str) -> Subject | None:
        """What a name with its code, or names joined by dashes, are about."""
        found = _CODED_NAME.fullmatch(words)
        if found is None:
            return None
        names = _DASHES.split(found["names"])
        if _SENTENCE.search(found["names"]) or (len(names) > 1 and _name(names[0]) not in class_names()):
            return None
        if found["code"]:
            return self._row(names[-1], found["code"])
        path = "/".join(_name(name) for name in names)
        code = self._code_of(tuple(path.split("/"))) or self._code_of((_name(names[-1]),))
        return Subject(found["names"], _name(names[-1]), path, code) if len(names) > 1 else None

    def _row(self, label: str, code: str | None) -> Subject:
        if code is None and (named := _name(label)) in class_names():
            return Subject(label, money_names()[named])
        classes = functional_classes().get(code or "", ())
        if any(each.startswith(_name(label)) for each in classes):
            return Subject(label, classes[0], code=code)
        item, path = self._by_code.get(code or "", (_name(label), None))
        is_its = item in label or item.startswith(_name(label))
        return Subject(label, item if is_its else _name(label), path or code, code)

    def _code_of(self, names: tuple[str, ...]) -> str | None:
        """The code of the only row of the report that these names can mean."""
        codes = self._by_names.get(_key(*names), set())
        return next(iter(codes)) if len(codes) == 1 else None

    @cached_property
    def _by_code(self) -> dict[str, tuple[str, str]]:
        """Code → item and path of the rows of the report's tables by function."""
        return {
            row["code"]: (row["item"], row["path"])
            for table in self._template.tables
            if table.code_list == "function"
            for row in self._rows.get(table.name, ())
            if row.get("code") and row.get("item")
        }

    @cached_property
    def _own_names(self) -> dict[str, str]:
        """Names that one item of the report's tables has, and that mean nothing else."""
        known = money_names()
        names = ((name, codes) for name, codes in self._by_names.items() if name not in known and "/" not in name)
        return {name: name for name, codes in names if len(codes) == 1 and len(min(codes)) == _ITEM_DIGITS}

    @cached_property
    def _by_names(self) -> dict[str, set[str]]:
        """Names of an item, alone and with those above it (joined by strokes, and run together), → its codes."""
        names: dict[str, set[str]] = defaultdict(set)
        items = {code: item for code, (item, _) in self._by_code.items()}
        for code, item in items.items():
            group, top = items.get(code[:5]), items.get(code[:3])
            names[item].add(code)
            if len(code) == _ITEM_DIGITS and group is not None:
                names[group + item].add(code)
                names[_key(group, item)].add(code)
                if top is not None:
                    names[_key(top, group, item)].add(code)
            elif len(code) != _ITEM_DIGITS and top is not None and top != item:
                names[_key(top, item)].add(code)
        return names


def _code_within(found: re.Match[str]) -> str | None:
    """The code that the signs of class, group and item hold (208类 … 05款 … 01项), None where one of them has none."""
    parts = [found[f"code{digits}"] for name, digits in _CODED if found[name]]
    return "".join(parts) if parts and found["class"] and all(parts) else None


def _key(*names: str) -> str:
    """An item's name with those above it, as texts shorten them: 教育（类）普通教育（款） is 教育支出/普通教育."""
    return "/".join(name.removesuffix("支出") for name in names) if len(names) > 1 else names[0]


def _name(words: str) -> str:
    return normalise_label(words.lstrip("、和及与—–-"))
