"""What the labels of performance forms mean: the file `vocabulary.toml`, looked up by what a label says."""

from __future__ import annotations

import re
import tomllib
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from importlib import resources
from itertools import product
from typing import Any, Final

from dq.templates import normalise_label, split_unit

_SYMBOLS: Final = re.compile("[\u2460-\u24ff\u2776-\u2793\u3220-\u3229\u3280-\u3289]")
_BRACKETS: Final = re.compile(r"\([^()]*\)")
_LEFT_OPEN: Final = re.compile(r"\([^()]*$")
_ENUMERATOR: Final = re.compile(
    r"^(?:[一二三四五六七八九十]{1,3}[、.．]|\d{1,2}(?:[、．]|\.(?!\d))|\d{1,2}-\d{1,2}(?![月年日\d])|其中[:-])"
)
PER_UNIT: Final = r"[^\W\d_]{1,5}"
"""Behind a stroke, of what a unit is counted for each: 元/平方米."""
_LONGEST: Final = 400
"""Characters of a cell that are looked at: no label is longer, and brackets in brackets cost time."""
_EDGES: Final = "=+-–—*/×÷:：、,，.…。"
_NAME: Final = re.compile("[一-鿿]+")
_NUMERALS: Final = re.compile("^[一二三四五六七八九十]{1,2}")
_HAN: Final = re.compile("[一-鿿]+")
_INNER: Final = re.compile(r"\(([^()]{1,12})\)?")
_BEHIND: Final = re.compile(r"\s*(?:[(（][^()（）]{0,30}[)）]\s*)?[(（\[]?\s*")
"""What stands between a grade and the tick behind it: from which score on it is given, a bracket around the tick."""
_SCORE: Final = re.compile(r"^\s*[(（][^()（）]{0,30}[)）]")
_PARTS: Final = re.compile(r"[,，、/;；]")
SHARE_NAME: Final = re.compile(r"(?:率|比例|比重|占比|程度|满意度|覆盖面)$")
"""How names of what is measured in per cent end."""


@dataclass(frozen=True, slots=True)
class Column:
    """A column by what it holds. `type`: label, text, amount, percent, quantity, score or word."""

    name: str
    type: str


@dataclass(frozen=True, slots=True)
class Group:
    """What a bare 金额 and a bare 比例 mean under a header.

    Parameters: `follows` the columns that tell the group of the 金额 before them.
    """

    name: str
    amount: str
    share: str | None
    follows: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Field:
    """A label with its value beside it: the table and measure of that value, where it is one."""

    name: str
    table: str | None
    measure: str | None


@dataclass(frozen=True)
class Vocabulary:
    """The vocabulary's file. The mappings go from labels as `plain_label` gives them."""

    columns: Mapping[str, Column]
    groups: Mapping[str, Group]
    fields: Mapping[str, Field]
    sources: Mapping[str, str]
    parts: Mapping[str, str]
    levels: tuple[frozenset[str], frozenset[str]]
    level_endings: tuple[str, ...]
    levels_under: Mapping[str, tuple[str, ...]]
    words: Mapping[str, tuple[str, ...]]
    directions: Mapping[str, tuple[str, ...]]
    relations: Mapping[str, tuple[str, ...]]
    units: Mapping[str, Any]

    def column(self, text: str) -> Column | None:
        """The column that a header names.

        Example: `vocabulary().column("金额（万元） ①").name` → `"amount"`.
        """
        return self.columns.get(plain_label(text))

    def field(self, text: str) -> Field | None:
        """The field that a label names.

        Example: `vocabulary().field("完成目标数量（个）").measure` → `"targets_met"`.
        """
        return self.fields.get(plain_label(text))

    def source(self, text: str) -> str | None:
        """Where the label says that money comes from.

        Example: `vocabulary().source("②省财政资金")` → `"province"`.
        """
        return self.sources.get(plain_label(text))

    def part(self, text: str) -> str | None:
        """The part of a form that a heading opens, with or without its number and a remark behind it.

        Example: `vocabulary().part("四.绩效自评指标体系（60%）-本类指标")` → `"indicators"`.
        """
        found = _NAME.match(plain_label(text))
        return None if found is None else self.parts.get(found[0]) or self.parts.get(_NUMERALS.sub("", found[0]))

    def level(self, text: str) -> frozenset[int]:
        """The levels, 1 and 2, at which a class of targets or indicators has this name, also with a remark behind it.

        Example: `vocabulary().level("服务对象满意度目标")` → `{2}`; 成本指标 is a class of either level.
        """
        found = _NAME.match(plain_label(text))
        plain = found[0] if found else ""
        bare = next((plain.removesuffix(each) for each in self.level_endings if plain.endswith(each)), plain)
        return frozenset(number for number, names in enumerate(self.levels, 1) if {plain, bare} & names)

    def is_astray(self, level1: str | None, level2: str | None) -> bool:
        """Whether a class of level 2 cannot stand under one of level 1, whose name was not printed anew.

        Example: `vocabulary().is_astray("投入", "业务管理")` → `True`.
        """
        if level1 is None or level2 is None:
            return False
        homes = {name for name, words in self.levels_under.items() if any(word in level2 for word in words)}
        own = {name for name in self.levels_under if name in level1}
        return bool(homes and own) and not homes & own

    def word(self, text: str) -> str | None:
        """What the word of a target that was or was not met says: "yes", "no".

        Example: `vocabulary().word("未完成")` → `"no"`.
        """
        plain = "".join(text.split())
        return "yes" if plain in self.words["yes"] else "no" if plain in self.words["no"] else None

    def relation(self, text: str) -> str | None:
        """How words or a sign bind a target.

        Example: `vocabulary().relation("不低于95%")` → `"at_least"`.
        """
        plain = unicodedata.normalize("NFKC", "".join(text.split()))
        found = self._bound.search(plain)
        return None if found is None else self._relation_of[found[0]]

    def binds(self, text: str) -> bool:
        """True for a sign or word alone that binds a target, or that says which way is better.

        Example: `vocabulary().binds("大于等于")` → `True`.
        """
        plain = unicodedata.normalize("NFKC", "".join(text.split()))
        return plain in self._relation_of or plain in self.words["up"] or plain in self.words["down"]

    def ticked(self, text: str) -> tuple[str, int] | None:
        """The grade that is ticked in a line that prints all grades, and the index of the tick; None where not exactly
        one is ticked. A tick may be a sign or the element of a page (`<input checked>`), and stands before its grade,
        or behind it where the line begins with a grade; a lone tick belongs to the grade that it stands nearer to.

        Example: `vocabulary().ticked("□优秀（S≧90） ✓良好（90>S≧75）")` → `("良好", 10)`.
        """
        marks = list(self._box.finditer(text))
        names = list(self._grade_word.finditer(text)) if marks else []
        if not names:
            return None
        is_behind = names[0].start() < marks[0].start()
        each_has_one = len(marks) >= len(names)
        found = [
            (name, mark.start())
            for mark in marks
            if self._is_tick(mark[0])
            and (name := _marked(text, names, mark, is_behind=is_behind if each_has_one else None))
        ]
        return found[0] if len(found) == 1 else None

    def choices(self, text: str) -> tuple[tuple[str, bool], ...]:
        """The words of a cell that have a box of their own, behind or before it, and whether it is ticked.

        Example: `vocabulary().choices("比较法□ 因素分析法☑")` → `(("比较法", False), ("因素分析法", True))`.
        """
        boxes = list(self._box.finditer(text))
        names = self._box.split(text)
        words = names[1:] if boxes and not names[0].strip() else names
        return tuple(
            (plain_label(word), self._is_tick(box[0])) for box, word in zip(boxes, words, strict=False) if word.strip()
        )

    def is_choice(self, text: str) -> bool:
        """True for nothing but words with a box each.

        Example: `vocabulary().is_choice("比较法□ 其他：☑")` → `True`; a letter as tick (比较法V 其他：□) is not.
        """
        words = [word.strip(" \t\n:：、") for word in self._box.split(text) if word.strip()]
        return len(words) == len(self._box.findall(text)) and all(_HAN.fullmatch(word) for word in words)

    def _is_tick(self, mark: str) -> bool:
        return "checked" in mark if mark.startswith("<") else mark not in self.words["empty"]

    def unit_of(self, label: str) -> str:
        """The unit that a label prints in its brackets or ends with, "" for none.

        Example: `vocabulary().unit_of("完成时间（个月）")` → `"个月"`; `vocabulary().unit_of("安全事件个数")` → `"个"`.
        """
        plain = unicodedata.normalize("NFKC", "".join(label.split()))
        for inner in reversed(_INNER.findall(plain)):
            for part in _PARTS.split(inner):
                if self._unit.fullmatch(part):
                    return self._spelled(part, plain)
        bare = plain_label(label)
        for ending in self.units["endings"]:
            if bare.endswith(ending):
                return str(ending)
        return next((str(unit) for ending, unit in self.units["counted"].items() if bare.endswith(ending)), "")

    def is_unit(self, text: str) -> bool:
        """True for a unit alone.

        Example: `vocabulary().is_unit("万人次")` → `True`, as is 元/平方米.
        """
        return self._unit.fullmatch(text) is not None

    def spelled(self, unit: str) -> str:
        """The unit by the sign for it, which other cells print.

        Example: `vocabulary().spelled("百分比")` → `"%"`.
        """
        return str(self.units["signs"].get(unit, unit))

    def _spelled(self, unit: str, label: str) -> str:
        """The unit in full: 万 of money is 万元, 平方 is 平方米."""
        if unit == "万":
            bare = _BRACKETS.sub("", label)
            return "万元" if any(each in bare for each in self.units["money"]) else unit
        return self.spelled(str(self.units["spelled"].get(unit, unit)))

    @cached_property
    def _unit(self) -> re.Pattern[str]:
        words = any_of(self.units["words"])
        return re.compile(rf"[万亿千百十]?(?:{any_of(self.units['prefixes'])})?(?:{words})(?:/{PER_UNIT})?|万")

    @cached_property
    def _grade_word(self) -> re.Pattern[str]:
        return re.compile(rf"(?<![一-鿿])(?:{any_of(self.words['grades'])})(?![一-鿿])")

    @cached_property
    def _box(self) -> re.Pattern[str]:
        return re.compile(rf"<input[^<>]{{0,80}}>|{any_of([*self.words['ticked'], *self.words['empty']])}")

    @cached_property
    def _relation_of(self) -> Mapping[str, str]:
        return {unicodedata.normalize("NFKC", sign): name for name, signs in self.relations.items() for sign in signs}

    @cached_property
    def _bound(self) -> re.Pattern[str]:
        return re.compile(any_of(self._relation_of))


def _marked(text: str, names: Sequence[re.Match[str]], mark: re.Match[str], *, is_behind: bool | None) -> str | None:
    """The grade that a tick belongs to, None where the line does not tell.

    Parameters: `names` the grades of the line; `is_behind` whether ticks stand behind their grades, None where not
    every grade has a box of its own: then the nearer of its two neighbours has the tick.
    """
    before = next((each for each in reversed(names) if each.end() <= mark.start()), None)
    after = next((each for each in names if each.start() >= mark.end()), None)
    gap = "" if before is None else text[before.end() : mark.start()]
    follows = before is not None and _BEHIND.fullmatch(gap) is not None
    precedes = after is not None and not text[mark.end() : after.start()].strip()
    if is_behind is None and follows and precedes and before is not None and after is not None:
        # A score in brackets belongs to its grade.
        behind, ahead = len(_SCORE.sub("", gap)), after.start() - mark.end()
        if behind == ahead:
            return None
        is_behind = behind < ahead
    if follows and is_behind is not False and before is not None:
        return before[0]
    return after[0] if precedes and is_behind is not True and after is not None else None


def any_of(texts: Sequence[str] | Mapping[str, Any]) -> str:
    """A pattern of any of the texts, the longest first.

    Example: `any_of(["是", "是否"])` → `"是否|是"`.
    """
    return "|".join(re.escape(each) for each in sorted(texts, key=len, reverse=True))


@lru_cache(maxsize=65_536)
def plain_label(text: str) -> str:
    """A label without blanks, numbers in circles, enumerators, brackets with what is in them, and signs at its ends.

    Example: `plain_label("本年度结余金额（万元） ③=①-②")` → `"本年度结余金额"`.
    """
    plain = "".join(unicodedata.normalize("NFKC", _SYMBOLS.sub("", text[:_LONGEST])).split())
    while (shorter := _BRACKETS.sub("", plain)) != plain:
        plain = shorter
    plain = _LEFT_OPEN.sub("", plain)
    while (shorter := _ENUMERATOR.sub("", plain)) != plain:
        plain = shorter
    return plain.strip(_EDGES)


_GOAL_TABLES: Final = frozenset({"project_target", "project_indicator"})


def goal_name(table: str, label: str | None) -> str | None:
    """The name under which a target and its indicator are one: the label without the unit of its count; None for other
    tables.

    Example: `goal_name("project_target", "阅览桌椅（套）")` → `"阅览桌椅"`.
    """
    return split_unit(normalise_label(label))[0] if label and table in _GOAL_TABLES else None


@lru_cache(maxsize=1)
def vocabulary() -> Vocabulary:
    """The vocabulary.

    Example: `vocabulary().column("实际完成值").name` → `"actual"`.
    """
    data = tomllib.loads(resources.files(__package__).joinpath("vocabulary.toml").read_text(encoding="utf-8"))
    made = {
        name: ["".join(words) for parts in each.get("made", ()) for words in product(*parts)]
        for name, each in data["columns"].items()
    }
    columns = {
        label: Column(name, each["type"])
        for name, each in data["columns"].items()
        for label in (*each["headers"], *made[name])
    }
    groups = {
        name: Group(name, each["amount"], each.get("share"), tuple(each.get("follows", ())))
        for name, each in data["groups"].items()
    }
    fields = {
        label: Field(name, each.get("table"), each.get("measure"))
        for name, each in data["fields"].items()
        for label in (*each["labels"], *(made[each["measure"]] if each.get("table") == "project_fund" else ()))
    }
    levels = data["levels"]
    return Vocabulary(
        columns,
        groups,
        fields,
        {label: name for name, labels in data["sources"].items() for label in labels},
        {label: name for name, labels in data["parts"].items() for label in labels},
        (frozenset(levels["one"]), frozenset(levels["two"])),
        tuple(levels["endings"]),
        {name: tuple(each) for name, each in levels["under"].items()},
        {name: tuple(each) for name, each in data["words"].items()},
        {name: tuple(each) for name, each in data["directions"].items()},
        {name: tuple(each) for name, each in data["relations"].items()},
        data["units"],
    )
