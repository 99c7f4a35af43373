"""How a spreadsheet shows a number: the figure that people see was published, not the binary value behind it."""

from __future__ import annotations

import re
from datetime import datetime, timedelta
from decimal import ROUND_HALF_UP, Decimal, InvalidOperation
from functools import lru_cache
from operator import eq, ge, gt, le, lt, ne
from typing import Final

_BUILT_IN: Final = {
    0: "General",
    1: "0",
    2: "0.00",
    3: "#,##0",
    4: "#,##0.00",
    9: "0%",
    10: "0.00%",
    37: "#,##0;-#,##0",
    38: "#,##0;-#,##0",
    39: "#,##0.00;-#,##0.00",
    40: "#,##0.00;-#,##0.00",
    41: '#,##0;-#,##0;"-"',
    42: '#,##0;-#,##0;"-"',
    43: '#,##0.00;-#,##0.00;"-"',
    44: '#,##0.00;-#,##0.00;"-"',
    49: "@",
}
"""The formats that workbooks use by number without spelling them out; 14 to 22 and 45 to 47 are dates and times."""
_DATES: Final = frozenset((*range(14, 23), *range(27, 37), *range(45, 48), *range(50, 59)))
_BRACKETED: Final = re.compile(r"\[[^\]]*\]")
_CONDITION: Final = re.compile(r"\[(<=|>=|<>|<|>|=)\s*(-?\d{1,15}(?:\.\d{1,15})?)\]")
_COMPARED: Final = {"<": lt, "<=": le, ">": gt, ">=": ge, "=": eq, "<>": ne}
_GENERAL: Final = re.compile("general|g/通用格式", re.IGNORECASE)
_PADDING: Final = re.compile(r"[_*].")
_LITERAL: Final = re.compile(r'"([^"]*)"|[\\!](.)')
_DIGITS: Final = re.compile(r"([#0?](?:[#0?,]*[#0?])?)(,*)(?:\.([#0?]*))?(,*)")
_NOT_ZERO: Final = re.compile(r"[\d.]*[1-9]")
_TOO_LARGE: Final = Decimal(10) ** 15
_DATE_LETTER: Final = re.compile(r"[ymdhsYMDHS年月日]")
_FIRST_DAY: Final = datetime(1899, 12, 30)  # noqa: DTZ001 -- workbooks know no time zones
_SIGNIFICANT: Final = 15
"""Digits that a spreadsheet keeps; what the binary value has beyond them is noise."""
UNREADABLE: Final = "\ufffd"


def format_code(number: int, own: dict[int, str]) -> str:
    """The code of a format by its number; "date" for built-in dates. Parameters: `own` the codes spelled out."""
    return own.get(number) or ("date" if number in _DATES else _BUILT_IN.get(number, "General"))


@lru_cache(maxsize=65_536)
def shown(value: float, code: str) -> str:
    """A number as its format shows it, without thousands separators.

    A format that shows something other than the number's decimal digits (fractions, exponents, scaled by a literal
    point) gives U+FFFD, which reads as unreadable.
    Example: `shown(17.7, "#,##0.00_ ")` → `"17.70"`; `shown(0, '0.00;-0.00;"-"')` → `"-"`.
    """
    exact = Decimal(f"{value:.{_SIGNIFICANT}g}")
    section = _section(exact, code)
    if section is None:
        return UNREADABLE
    bare = _bare(section)
    if bare.lower() in ("@", ""):
        return _plain(exact) if code in (section, "") else ""
    if bare == "date" or _DATE_LETTER.search(_GENERAL.sub("", _LITERAL.sub("", bare))):
        return _date(value)
    if _GENERAL.search(bare):
        return _plain(exact)
    if abs(exact) >= _TOO_LARGE:
        return UNREADABLE
    try:
        text = _by_section(abs(exact), bare)
    except InvalidOperation:  # more digits than exact decimals have
        return UNREADABLE
    # A section of its own says how negative numbers look: with a minus, in brackets, or red and nothing else.
    return "-" + text if exact < 0 and _NOT_ZERO.match(text) else text


def _section(value: Decimal, code: str) -> str | None:
    """The section that shows a number: the first whose condition it meets, else the one without. With no conditions the
    first is for what is not negative (nor zero, where there is a third), the second for what is. None: none is for it.
    """
    sections = _sections(code)
    if len(sections) > 1 and "@" in _LITERAL.sub("", sections[-1]):
        sections.pop()  # that of texts
    conditions = [_CONDITION.search(section) for section in sections[:2]]
    if any(conditions):
        defaults = (value > 0, value < 0)
        unconditional = sections[2:]
        for section, condition, default in zip(sections, conditions, defaults, strict=False):
            if _COMPARED[condition[1]](value, Decimal(condition[2])) if condition else default:
                return section
            unconditional = unconditional or ([] if condition else [section])
        return unconditional[0] if unconditional else None
    at = 0
    if value < 0 and len(sections) > 1:
        at = 1
    elif value == 0 and len(sections) > 2:  # noqa: PLR2004 -- the third section is that of zeros
        at = 2
    return sections[at]


def _sections(code: str) -> list[str]:
    """The code's sections; a semicolon in quotation marks parts none."""
    return re.split(r';(?=(?:[^"]*"[^"]*")*[^"]*$)', code[:256])


def _bare(section: str) -> str:
    return _PADDING.sub("", _BRACKETED.sub("", section)).strip()


def _by_section(value: Decimal, section: str) -> str:
    """A number without sign by one section; literals beside the digits are left out, those alone are kept."""
    bare = _LITERAL.sub("\x00", section)
    found = _DIGITS.search(bare)
    if found is None or (not value and "\x00" in bare and "0" not in found[0]):
        return _LITERAL.sub(lambda literal: literal[1] or literal[2] or "", section).replace("?", "").strip()
    whole, inner, decimals, outer = found.groups(default="")
    if re.search(r"[eE/#0?]", bare[: found.start()] + bare[found.end() :]):
        return UNREADABLE
    scaled = value.scaleb(2 * bare.count("%") - 3 * (len(inner) + len(outer)))
    least = max((at + 1 for at, digit in enumerate(decimals) if digit in "0?"), default=0)
    printed, _, fraction = f"{scaled.quantize(Decimal(1).scaleb(-len(decimals)), ROUND_HALF_UP):f}".partition(".")
    fraction = fraction[:least] + fraction[least:].rstrip("0")
    text = printed.zfill(whole.count("0"))
    return (f"{text}.{fraction}" if fraction else text) + "%" * ("%" in bare)


def _plain(value: Decimal) -> str:
    text = f"{value.normalize():f}"
    return "0" if text in ("-0", "0") else text


def _date(value: float) -> str:
    try:
        moment = _FIRST_DAY + timedelta(days=value)
    except OverflowError:
        return UNREADABLE
    return f"{moment:%Y-%m-%d}"
