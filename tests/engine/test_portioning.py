"""Portions follow the files of an archive, so that none is opened for more portions than it fills."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import pytest

from dq.engine.portioning import portions

FILES = {"a": 0, "d": 0, "b": 1, "e": 1, "c": 2, "f": 3, "g": 3, "h": 3, "i": 3, "j": 3}


def cut(size: int, files: dict[str, int] | None, of: str = "abcdefghij") -> list[str]:
    records: list[Any] = [SimpleNamespace(report=each, template="t", year=2018) for each in of]
    return ["".join(record.report for record in portion) for portion in portions(records, size, files)]


@pytest.mark.parametrize(
    ("size", "files", "found"),
    [
        (4, None, ["abcd", "efgh", "ij"]),
        (4, FILES, ["abde", "c", "fgh", "ij"]),  # files 0 and 1 together; what 3 holds is too much for one portion
        (6, FILES, ["abcde", "fghij"]),
        (10, FILES, ["abcdefghij"]),
    ],
)
def test_reports_that_lie_together_are_evaluated_together(size, files, found):
    assert cut(size, files) == found


def test_forms_and_years_are_apart():
    records: list[Any] = [
        SimpleNamespace(report=report, template=template, year=year)
        for report, template, year in (("a", "u", 2018), ("b", "t", 2019), ("c", "t", 2018), ("d", "t", 2018))
    ]
    assert [[each.report for each in portion] for portion in portions(records, 9, FILES)] == [["c", "d"], ["b"], ["a"]]
