"""The money unit that is stated above a table."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from typing import Final

from dq.types import MONEY_UNITS

_NAMES: Final = "|".join(sorted((unit.name for unit in MONEY_UNITS), key=len, reverse=True))
_STATED: Final = re.compile(rf"(?:单位|计量单位)[:：]?(?:人民币)?\(?({_NAMES})")
_OF_COLUMN: Final = re.compile(rf"\((?:单位[:：]?)?({_NAMES})\)$")
_OF_COLUMNS: Final = re.compile(rf"\((?:单位[:：]?)?({_NAMES})\)")
_UNIT_LINE: Final = re.compile(r"单位\)?(?:名称)?[:：]|^(?:编制|填报|公开|预算)?部门(?:名称)?[:：]")
_CONTINUED: Final = r"\(?续(?:表)?\d{0,2}\)?"
FORM_MARK: Final = (
    r"\(?(?:[公开财政部门单位预决算]{1,8}\d{1,2}(?:-\d{1,2})?表"
    r"|(?:附|[公开财政部门单位预决算]{1,8})?表(?:\d{1,2}|[一二三四五六七八九十]{1,3}))\)?"
)
"""The number that a form gives its table: 公开01表, 财决公开01表, 决算01表, 表1, 表一."""
_ADDRESS: Final = re.compile(r"(?:https?://|www\.(?=[a-z0-9]))[!-(*-~]*", re.IGNORECASE)
_STAMP: Final = re.compile(
    r"第 ?\d{1,4} ?页 ?[,，/]? ?共 ?\d{1,4} ?页"
    r"|\d{4} ?[-/年] ?\d{1,2} ?[-/月] ?\d{1,2} ?日? ?\d{1,2} ?[:：] ?\d\d(?:[:：]\d\d)?(?!\d)"
    r"|^ {0,3}(?:page )?\d{1,4} {0,3}(?:/|of) {0,3}\d{1,4} {0,3}$",
    re.IGNORECASE,
)
_PAGE_NUMBER: Final = re.compile(
    r"[-–—－\s]*(?:第\s*|page\s*)?\d{1,4}(?:\s*页)?(?:(?:\s*[/，,])?\s*共\s*\d+\s*页|\s*(?:/|of)\s*\d{1,4})?[-–—－\s]*",
    re.IGNORECASE,
)
PAGE_SIGN: Final = r"[-‐–—―─━－·･•‧∙●~～〜<>《》〈〉【】\[\]{}「」]"
"""What stands on both sides of a page's number."""
_MARKED_PAGE: Final = re.compile(
    rf"{PAGE_SIGN}{{1,3}}\s?\d{{1,4}}\s?{PAGE_SIGN}{{1,3}}|(?:第\s?)?\d{{1,4}}\s?页(?:\s?[/，,]?\s?共\s?\d{{1,4}}\s?页)?"
    r"|p\.?\s?\d{1,4}|\d{1,4}\s?[|｜]\s?页|页\s?[|｜]\s?\d{1,4}",
    re.IGNORECASE,
)
_BRACKETED_PAGE: Final = re.compile(r"[(（]\d{1,4}[)）]")
_LONGEST_MARKED: Final = 20
_PAGE_OF: Final = re.compile(r"(?<![^ ])\d{1,4} ?/ ?\d{1,4}(?![^ ])")
_LONGEST_FOOT: Final = 200
_MARK_OF_FOOT: Final = re.compile("[页:：]|www", re.IGNORECASE)
"""What every foot has: it is looked for first, since most lines of a document are asked about and are none."""
_FORM_NUMBER: Final = re.compile(rf"{FORM_MARK}(?:{_CONTINUED})?|{_CONTINUED}")


def stated_unit(text: str) -> str | None:
    """The money unit that a text states, or None.

    Example: `stated_unit("金额单位: 万元")` → `"万元"`.
    """
    found = _STATED.search("".join(unicodedata.normalize("NFKC", text).split()))
    return found[1] if found else None


def is_unit_line(text: str) -> bool:
    """True for the line above a table that names its unit or the body that made it (部门：…, 单位：万元)."""
    return _UNIT_LINE.search("".join(unicodedata.normalize("NFKC", text).split())) is not None


def is_form_number(text: str) -> bool:
    """True for the number that a form gives its table (公开01表), a line of its own which every page prints again, and
    for the word that the table goes on there (续表).
    """
    return _FORM_NUMBER.fullmatch("".join(unicodedata.normalize("NFKC", text).split())) is not None


def is_page_foot(text: str) -> bool:
    """True for what is printed at the edge of each page: its number between signs (·3·, （3）, P.3), or by a browser
    the address of the site, when it was printed, the page. A line with digits besides these may be a row
    (接待费(www.example.cn) 27.00).

    Example: `is_page_foot("某县人民政府网站 2024/9/20 10:32")` → True.
    """
    if is_marked_page(text) or (len(text) <= _LONGEST_MARKED and _BRACKETED_PAGE.fullmatch(text.strip())):
        return True
    if len(text) > _LONGEST_FOOT or not _MARK_OF_FOOT.search(text):
        return False
    printed = " ".join(text.split())
    rest = without_stamps(_ADDRESS.sub(" ", printed))
    return rest != printed and not any(each.isdigit() for each in _PAGE_OF.sub("", rest))


def is_page_number(text: str) -> bool:
    """True for the number of a page alone, of how many too: - 3 -, 第 3 页 共 37 页, 3 / 37.

    Example: `is_page_number("第3页")` → True.
    """
    return _PAGE_NUMBER.fullmatch(text) is not None


@lru_cache(maxsize=65_536)
def is_marked_page(text: str) -> bool:
    """True for the number of a page that nothing else can be: between signs, or with the word.

    Example: `is_marked_page("·3·")` → True; of `"3"` and `"(3)"`, which may be a figure, a column's number, False.
    """
    return len(text) <= _LONGEST_MARKED and _MARKED_PAGE.fullmatch(text.strip()) is not None


def without_stamps(text: str) -> str:
    """The text with spaces in the place of when it was printed, to the minute, and of which page it was of how many.

    Example: `without_stamps("接待费 27.00 2018-05-01 10:30").rstrip()` → `"接待费 27.00"`.
    """
    return _STAMP.sub(lambda found: " " * len(found[0]), text)


def column_unit(label: str) -> tuple[str, str | None]:
    """A normalised header label without the money unit in brackets at its end, and that unit.

    Example: `column_unit("基本支出(万元)")` → `("基本支出", "万元")`.
    """
    found = _OF_COLUMN.search(label) if label.endswith(")") else None
    return (label[: found.start()], found[1]) if found and found.start() else (label, None)


def column_units(text: str) -> list[str]:
    """The money units in brackets that the words of a header state, one for each time.

    Example: `column_units("合计(万元)基本支出(万元)")` → `["万元", "万元"]`.
    """
    return _OF_COLUMNS.findall(text)
