"""Reference data beside the rules: code lists, which body continues which, and which units are whose."""

from __future__ import annotations

import csv
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from dq.semantics.bodies import Membership, Succession

MOST_ROWS: Final = 10_000
"""Rows of a list."""

FIRST, LAST = 1, 9_999
"""Years of what is valid without beginning or end."""


@dataclass(frozen=True, slots=True)
class Code:
    """A code with the years in which it is valid, both included."""

    code: str
    first_year: int
    last_year: int


CodeLists = Mapping[str, Sequence[Code]]


def _rows(text: str) -> Iterator[dict[str, str | None]]:
    try:
        yield from csv.DictReader(text.splitlines())
    except csv.Error as error:
        raise ValueError(str(error)) from error


def _years(row: Mapping[str, str | None]) -> tuple[int, int]:
    """The first and the last year of a row, either of which may be left open."""
    return int(row.get("first_year") or FIRST), int(row.get("last_year") or LAST)


def read_codes(text: str) -> tuple[Code, ...]:
    r"""The codes of a list's text.

    Errors: `ValueError` for a text that is no list. Example: `read_codes("code,name\n201,…\n")`.
    """
    found = []
    for row in _rows(text):
        if not row.get("code"):
            raise ValueError("a row without code")
        found.append(Code(str(row["code"]), *_years(row)))
        if len(found) > MOST_ROWS:
            raise ValueError(f"more than {MOST_ROWS} codes")
    return tuple(found)


def read_successions(text: str) -> tuple[Succession, ...]:
    r"""Which body continues which, from the columns former, body and year.

    Errors: `ValueError` for a text that is no such list. Example: `read_successions("former,body,year\n…,…,2019\n")`.
    """
    rows = list(_rows(text))
    if len(rows) > MOST_ROWS or not all(row.get("former") and row.get("body") for row in rows):
        raise ValueError("a row needs former, body and year")
    return tuple(Succession(str(row["former"]), str(row["body"]), int(row["year"] or "")) for row in rows)


def read_units(text: str) -> tuple[Membership, ...]:
    r"""Which units are whose, from the columns department and unit, and where there are such: first_year, last_year,
    department_code, unit_code.

    Errors: `ValueError` for a text that is no such list. Example: `read_units("department,unit\n…,…\n")`.
    """
    found: list[Membership] = []
    for row in _rows(text):
        department, unit = (row.get(name) for name in ("department", "unit"))
        if not department or not unit or len(found) == MOST_ROWS:
            raise ValueError(f"a row needs department and unit, and there are at most {MOST_ROWS}")
        codes = (row.get(name) or None for name in ("department_code", "unit_code"))
        found.append(Membership(department, unit, *_years(row), *codes))
    return tuple(dict.fromkeys(found))
