"""What a cell of a form says: figures with their units, words that bind them, dates, lists of sentences with money."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Final

from dq.ingest.statements.model import Said
from dq.ingest.statements.performance.cells.tokens import Kind, Token
from dq.ingest.statements.performance.vocabulary import vocabulary
from dq.ingest.stream import Line
from dq.types import DoubtReason

_FIGURE: Final = r"[-−–△▲]?\s?(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?"
_BOUND: Final = (
    r"(?:≥|≧|>=|≤|≦|<=|>|﹥|<|﹤|=|不低于|不少于|不小于|不高于|不超过|不多于|不大于|大于等于|小于等于|大于或等于|小于或等于|大于|"
    r"小于|高于|低于|超过|少于|至少|至多|控制在|达到?|约|共|等于)"
)
_QUANTITY: Final = re.compile(
    rf"(?P<year>\d{{4}}\s*年(?:度|底|末|年末)?)?\s*+(?P<bound>{_BOUND})?\s*+(?P<figure>{_FIGURE})\s*+(?P<unit>[^\d\s.,;，；。()（）]{{0,9}}?)"
    r"\s*+(?P<after>以上|以下|以内|及以上|左右|\(含\)以上|（含）以上)?"
)
_INNER_UNIT: Final = re.compile(r"(?<=\d)\(([^\d\s()]{1,6})\)$")
"""A unit in brackets: ≥120.00(平方米)."""
_UNIT_WORD: Final = re.compile("(?![年月日号季])[一-鿿]{1,4}")
_NO_UNIT: Final = re.compile("上升|下降|增长|减少|增加|提高|降低|左右|[底前后初末内]$")
"""Words behind a figure that say which way it goes or when it is reached."""
_CALENDAR: Final = ("月", "日", "号", "年", "季度")
_DATE: Final = re.compile(
    r"(?<!\d)(?P<year>(?:19|20)\d{2})\s*(?:年|[./-])\s*(?P<month>\d{1,2})\s*(?:(?:月|[./-])\s*(?:(?P<day>\d{1,2})\s*日?)?)?(?!\d)"
)
_DEGREE: Final = re.compile(rf"({_FIGURE})\s*[%％]\s*([（(][\d\s.,%()（）÷/×*+xX＊／-]+[)）])")
_CLAUSE: Final = re.compile(r"(?:^|[。；;\n])\s*(?:\d{1,2}[、.．](?!\d)|[（(]\d{1,2}[)）]|[①-⑳])?\s*")
_MONEY: Final = re.compile(rf"(?P<figure>{_FIGURE})\s*(?P<unit>亿元|万元|元|万)", re.ASCII)
_SPENDING: Final = re.compile(
    r"(?:已|共|合计|实际)?(?:支付|支出|使用|花费|拨付|发放|用于|列支|安排)?(?:了|共|金额|合计)?[:：]?$"
)


@dataclass(frozen=True, slots=True)
class Value:
    """A quantity: its figure as printed, its unit ("" for none), how words or signs bind it."""

    figure: str
    unit: str
    relation: str | None


def quantity(text: str, known: str = "") -> Value | None:
    """The quantity that a cell is, None for words and for cells with more in them.

    Parameters: `known` a unit that the row tells, beside those of the vocabulary.
    Example: `quantity("不低于 95%")` → `Value("95", "%", "at_least")`.
    """
    plain = unicodedata.normalize("NFKC", text).strip()
    inner = _INNER_UNIT.search(plain)
    if inner is not None and vocabulary().is_unit(inner[1]):
        plain = plain[: inner.start()] + inner[1]
    found = _QUANTITY.fullmatch(plain)
    if found is None:
        return None
    unit = found["unit"].rstrip("多余")
    if (unit and unit != known and not vocabulary().is_unit(unit)) or (found["year"] and unit in _CALENDAR):
        return None
    unit = vocabulary().spelled(unit)
    figure = found["figure"].replace(" ", "")
    bound = (found["bound"] or "") + (found["after"] or "")
    return Value(figure, unit, vocabulary().relation(bound) if bound else None)


def shared_unit(texts: Iterable[str]) -> str:
    """The word that two cells of a row print behind their figures, "" for none: there it is a unit that they share.

    Example: `shared_unit(["≥20幢次", "22幢次"])` → `"幢次"`.
    """
    found = [_QUANTITY.fullmatch(unicodedata.normalize("NFKC", text).strip()) for text in texts]
    words = [each["unit"] for each in found if each is not None]
    units = [each for each in words if _UNIT_WORD.fullmatch(each) and not _NO_UNIT.search(each)]
    return next((unit for unit in units if units.count(unit) > 1), "")


def said(line: Line, token: Token, printed: str, unit: str, doubt: DoubtReason | None = None) -> Said:
    """A figure or word of a cell, with its place."""
    number, at = line.spot(token.at)
    if not line.spots and len(line.cells) == 1:
        at = max(0, line.cells[0].find(printed))
    return Said(printed, number, at, unit, doubt=doubt)


def measured(
    line: Line, token: Token, unit: str, doubt: DoubtReason | None = None, known: str = ""
) -> tuple[Said, str | None]:
    """A cell of quantities as a figure with its own unit or the one given; else its words. Also how it is bound.

    Parameters: `known` a unit that the row tells (`quantity`).
    Example: a cell 60% under a label with the unit 家 → `("60", "%")`.
    """
    value = quantity(token.text, known)
    if value is None:
        return said(line, token, token.text, "", doubt), None
    return said(line, token, value.figure, value.unit or unit, doubt), value.relation


def degree(text: str) -> tuple[str, str] | None:
    """A degree of completion with its calculation in brackets behind it: both, the calculation as printed.

    Example: `degree("75%（6/8）")` → `("75", "（6/8）")`.
    """
    found = _DEGREE.fullmatch(text.strip())
    return None if found is None else (found[1], found[2])


def figure(line: Line, token: Token, unit: str, doubt: DoubtReason | None = None) -> Said:
    """A cell of figures: its percent sign is its unit."""
    printed = token.text.strip()
    if token.kind is Kind.PERCENT:
        return said(line, token, printed.rstrip("%％").strip(), "%", doubt)
    return said(line, token, printed, unit, doubt)


@dataclass(frozen=True, slots=True)
class PrintedDate:
    """A date as printed and the word before it that says what begins or ends: "start", "finish" or ""."""

    printed: str
    role: str


def dates(text: str) -> tuple[PrintedDate, ...]:
    """The dates of a cell; of two without words the first begins and the second ends.

    Example: `dates("开始：2018年1月 完成：2018年12月")` → 2018年1月 as start, 2018年12月 as finish.
    """
    found: list[PrintedDate] = []
    behind = 0
    for each in _DATE.finditer(text):
        before = text[behind : each.start()]
        role = (
            "start"
            if re.search("开始|起始|启动", before)
            else "finish"
            if re.search("完成|结束|终止|竣工", before)
            else ""
        )
        found.append(PrintedDate(each[0].strip(), role))
        behind = each.end()
    if [each.role for each in found] == ["", ""] and re.search("[-至到—~～－]", text):
        return PrintedDate(found[0].printed, "start"), PrintedDate(found[1].printed, "finish")
    return tuple(found)


def spending(text: str) -> Iterator[tuple[str, str, str]]:
    """What a text says was spent on what: the thing, the amount as printed, its unit. A clause with more than one
    amount, or with nothing named before its amount, says none.

    Example: `list(spending("1、培训费支付5万元。2、其他"))` → `[("培训费", "5", "万元")]`.
    """
    for clause in _CLAUSE.split(text):
        amounts = list(_MONEY.finditer(clause))
        if len(amounts) != 1:
            continue
        name = _SPENDING.sub("", clause[: amounts[0].start()].strip())
        if name and not re.search(r"[，,：:]", name) and not clause[amounts[0].end() :].strip(" 。；;，,"):
            yield name, amounts[0]["figure"], amounts[0]["unit"]
