"""What codes are made of: their first digits, and parts in columns of their own (类, 款, 项)."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Final

from dq.templates import normalise_label

_CLASS_DIGITS: Final = 3
FIRST_DIGITS: Final = {"function": ("2",), "economic": ("3", "5")}
"""What codes of a list begin with."""
_UNIT_DIGITS: Final = 6
_OF_A_CLASS: Final = "支出"
"""What names of functions' classes end with."""
_BODY: Final = re.compile(r"(?:[局委办厅部院所站处队会校馆园社台府]|中心|机关|本级)(?:\([^()]*\))?$")
"""What names of bodies end with."""


def whole_code(parts: Sequence[str]) -> str | None:
    """The code whose parts stand in columns of their own; parts below the class have two digits.

    Example: `whole_code(["301", "2"])` → `"30102"`.
    """
    if not parts:
        return None
    below = (part.zfill(2) if len(parts[0]) == _CLASS_DIGITS else part for part in parts[1:])
    return parts[0] + "".join(below)


def codes_of(rows: Sequence[Mapping[int, str]]) -> list[str | None]:
    """The code of each row, from its parts by position.

    Where no row prints more than one part, a part holds for the rows below it, up to the next in its column or further
    left: 201, then 03, then 01 are 201, 20103 and 2010301. Where rows print all their parts, one that lacks some has
    lost them, and they are not put back.
    Example: `codes_of([{0: "201"}, {1: "03"}, {2: "01"}])` → `["201", "20103", "2010301"]`.
    """
    if any(len(parts) > 1 for parts in rows) or not any(min(parts, default=0) for parts in rows):
        return [whole_code(list(parts.values())) for parts in rows]
    codes: list[str | None] = []
    held: dict[int, str] = {}
    for parts in rows:
        if not parts:
            codes.append(None)
            continue
        (at, part) = next(iter(parts.items()))
        above = {place: text for place, text in held.items() if place < at}
        is_part = len(part) < _CLASS_DIGITS and len(next(iter(above.values()), "")) == _CLASS_DIGITS
        held = {**above, at: part} if is_part else {at: part}
        codes.append(whole_code(list(held.values())))
    return codes


def unit_rows(code_list: str | None, rows: Sequence[tuple[str | None, str | None]]) -> frozenset[int]:
    """The places of units' rows, whose codes stand in the column of functions' codes: codes of six digits, and what
    these begin with, where no code of the list begins so; of three digits with none below it, where its name is not
    that of a class; and whatever has three or six digits and the name of a body (205 某局 above 205 教育支出).

    Parameters: `rows` the code and the name of each.
    Example: `unit_rows("function", [("501", "某局"), ("501001", "某局本级"), ("213", "农林水支出")])` →
    `frozenset({0, 1})`.
    """
    if code_list != "function":
        return frozenset()
    names = dict(rows)
    alien = {code for code in names if code and not code.startswith(FIRST_DIGITS["function"])}
    whole = {code for code in alien if len(code) == _UNIT_DIGITS} | {code for code in alien if _is_lone(code, names)}
    return frozenset(
        at
        for at, (code, name) in enumerate(rows)
        if code and (is_of_unit(code, name or "") or (code in alien and any(each.startswith(code) for each in whole)))
    )


def is_of_unit(code: str, name: str) -> bool:
    """True for a code that is as long as units' are, beside the name of a body. (No function's class is called so.)

    Example: `is_of_unit("205", "某局")` → True.
    """
    return len(code) in (_CLASS_DIGITS, _UNIT_DIGITS) and is_body(name)


def is_body(name: str) -> bool:
    """True for a name that ends as those of bodies and their offices do.

    Example: `is_body("某局(本级)")` → True.
    """
    return _BODY.search(normalise_label(name)) is not None


def _is_lone(code: str, names: Mapping[str | None, str | None]) -> bool:
    is_class = (names[code] or _OF_A_CLASS).endswith(_OF_A_CLASS)
    return (
        len(code) == _CLASS_DIGITS and not is_class and not any(each and each[:-1].startswith(code) for each in names)
    )
