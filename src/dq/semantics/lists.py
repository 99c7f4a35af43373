"""Reference data beside the rules: code lists, which body continues which, and which units are whose."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from dq.diagnostics import Text
from dq.semantics.bodies import Membership, Succession

MOST_ROWS: Final = 10_000
"""Rows of a list."""

FIRST, LAST = 1, 9_999
"""Years of what is valid without beginning or end."""

_YEARS: Final = ("first_year", "last_year")
_YEAR: Final = re.compile(r"\s*\d{1,4}\s*")


@dataclass(frozen=True, slots=True)
class Code:
    """A code with the years in which it is valid, both included, and what it is called where the list says."""

    code: str
    first_year: int
    last_year: int
    name: str = ""


CodeLists = Mapping[str, Sequence[Code]]


class NoListError(ValueError):
    """A text that is no list. Parameters: `why` for people; a line where it can be told."""

    def __init__(self, why: Text) -> None:
        super().__init__(why.en)
        self.why = why


def _rows(text: str, *needed: str) -> Iterator[Mapping[str, str | None]]:
    """The rows. Parameters: `needed` columns that each has a value in. Errors: `NoListError`."""
    reader = csv.DictReader(text.splitlines())
    try:
        lacking = [name for name in needed if name not in (reader.fieldnames or ())]
        if lacking:
            raise NoListError(
                Text(f"第一行没有列名 {'、'.join(lacking)}", f"the first line names no column {', '.join(lacking)}")
            )
        for number, row in enumerate(reader, 1):
            line = reader.line_num
            if number > MOST_ROWS:
                raise NoListError(Text(f"超过 {MOST_ROWS} 行", f"it has more than {MOST_ROWS} rows"))
            for name in needed:
                if not (row[name] or "").strip():
                    raise NoListError(Text(f"第 {line} 行的 {name} 为空", f"line {line} has no {name}"))
            for name in (*_YEARS, *(each for each in needed if each == "year")):
                if row.get(name) and not _YEAR.fullmatch(row[name]):
                    raise NoListError(Text(f"第 {line} 行的 {name} 不是年份", f"line {line}: {name} is no year"))
            yield row
    except csv.Error as error:
        raise NoListError(
            Text(f"第 {reader.line_num} 行不是 CSV：{error}", f"line {reader.line_num} is no CSV: {error}")
        ) from error


def _years(row: Mapping[str, str | None]) -> tuple[int, int]:
    """The first and the last year of a row, either of which may be left open."""
    return int(row.get("first_year") or FIRST), int(row.get("last_year") or LAST)


def read_codes(text: str) -> tuple[Code, ...]:
    r"""The codes of a list's text.

    Errors: `NoListError` for a text that is no list. Example: `read_codes("code,name\n201,…\n")`.
    """
    return tuple(Code(str(row["code"]), *_years(row), row.get("name") or "") for row in _rows(text, "code"))


def read_successions(text: str) -> tuple[Succession, ...]:
    r"""Which body continues which, from the columns former, body and year.

    Errors: `NoListError` for a text that is no such list. Example: `read_successions("former,body,year\n…,…,2019\n")`.
    """
    rows = _rows(text, "former", "body", "year")
    return tuple(Succession(str(row["former"]), str(row["body"]), int(row["year"] or "")) for row in rows)


def read_units(text: str) -> tuple[Membership, ...]:
    r"""Which units are whose, from the columns department and unit, and where there are such: first_year, last_year,
    department_code, unit_code.

    Errors: `NoListError` for a text that is no such list. Example: `read_units("department,unit\n…,…\n")`.
    """
    found = []
    for row in _rows(text, "department", "unit"):
        codes = (row.get(name) or None for name in ("department_code", "unit_code"))
        found.append(Membership(str(row["department"]), str(row["unit"]), *_years(row), *codes))
    return tuple(dict.fromkeys(found))
