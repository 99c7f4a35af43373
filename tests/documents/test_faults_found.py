"""How many of the faults listed by hand the shipped rules find, by document and part; and that nothing is lost again.

A fault is found when an outcome at warning or error stands on one of its lines (`lines` or `also`) and speaks of its
part: of the text (narrative, claims, headings), of the performance forms or of the statutory tables; names, years and
left-overs (`mention`) are read wherever they are printed, and stand for every part. Each outcome finds one fault at
most, hard ones first: two faults of one line need two accusations.

    python -m tests.documents.test_faults_found            # the table of found and missed
    python -m tests.documents.test_faults_found 000 prose  # the faults of one document and part, one a line
"""

from __future__ import annotations

import os
import sys
import tempfile
import tomllib
from functools import cache
from pathlib import Path
from typing import Any, Final

import pytest

from dq.types import Severity, Verdict
from tests.reading import checked_once

FAULTS: Final = Path(__file__).parent / "faults"
DOCUMENTS: Final = Path(__file__).resolve().parents[3] / "shared" / "documents"
PROSE: Final = frozenset({"narrative", "claim", "heading"})
PARTS: Final = frozenset({"prose", "form", "table"})
COUNTED: Final = frozenset({Severity.ERROR, Severity.WARNING})

FLOORS: Final[dict[str, dict[str, tuple[int, int]]]] = {
    "fujian-2018-000": {"table": (1, 2), "form": (18, 35), "prose": (8, 8)},
    "fujian-2018-004": {"form": (8, 19), "prose": (10, 24)},
    "shanghai-2024-planning-bureau": {"table": (0, 1), "prose": (4, 9)},
    "shanghai-2024-social-work": {"table": (0, 1), "prose": (3, 7)},
    "shanghai-budget-2023": {"prose": (5, 6)},
    "shanghai-budget-2024": {"table": (1, 0), "prose": (3, 3)},
    "shanghai-budget-2025": {"prose": (2, 0)},
}
"""Hard and soft faults that are found, at least; what is reached, not what is wished."""


def parts_of(table: str) -> frozenset[str]:
    """The parts of a report that a table speaks of. Example: `parts_of("project_fund")` → `{"form"}`."""
    if table == "mention":
        return PARTS
    if table in PROSE:
        return frozenset({"prose"})
    return frozenset({"form" if table == "project" or table.startswith("project_") else "table"})


@cache
def key_of(name: str) -> dict[str, Any]:
    """The list of faults of a document."""
    return tomllib.loads((FAULTS / f"{name}.toml").read_text(encoding="utf-8"))


@cache
def accusations(name: str) -> tuple[tuple[str, frozenset[str], frozenset[int]], ...]:
    """Each violated outcome at warning or error: its rule, the parts that it speaks of and its source lines."""
    record = checked_once(DOCUMENTS / key_of(name)["document"])
    return tuple(
        (
            each.rule,
            frozenset(part for operand in each.operands if operand.table for part in parts_of(operand.table)),
            frozenset(operand.source.line for operand in each.operands if operand.source),
        )
        for each in record.outcomes
        if each.verdict is Verdict.VIOLATED and each.severity in COUNTED
    )


def found_by(name: str, part: str) -> dict[str, str]:
    """The rule that finds a fault, by its id; faults that are found share no outcome (a matching of greatest size)."""
    accused = accusations(name)
    faults = [fault for fault in key_of(name)["fault"] if fault["part"] == part]
    reach = {
        fault["id"]: [at for at, (_, parts, places) in enumerate(accused) if part in parts and lines_of(fault) & places]
        for fault in faults
    }
    taken: dict[int, str] = {}

    def takes(fault: str, tried: set[int]) -> bool:
        for at in reach[fault]:
            if at not in tried:
                tried.add(at)
                if at not in taken or takes(taken[at], tried):
                    taken[at] = fault
                    return True
        return False

    for fault in sorted(faults, key=lambda each: each["grade"]):
        takes(fault["id"], set())
    return {fault: accused[at][0] for at, fault in taken.items()}


def lines_of(fault: dict[str, Any]) -> set[int]:
    """The lines that a fault stands on, with those that repeat it."""
    return {*fault["lines"], *fault.get("also", ())}


def tally(name: str, part: str) -> dict[str, tuple[int, int]]:
    """Found and all of the faults of a part, by grade. Example: `tally("shanghai-budget-2024", "prose")["hard"]`."""
    found = found_by(name, part)
    faults = [fault for fault in key_of(name)["fault"] if fault["part"] == part]
    return {
        grade: (
            sum(fault["id"] in found for fault in faults if fault["grade"] == grade),
            sum(fault["grade"] == grade for fault in faults),
        )
        for grade in ("hard", "soft")
    }


@pytest.mark.slow
@pytest.mark.parametrize(("name", "part"), [(name, part) for name in FLOORS for part in FLOORS[name]])
def test_what_was_found_is_found_again(name: str, part: str, shared_documents: Path) -> None:
    assert shared_documents.is_dir()
    found = tally(name, part)
    hard, soft = FLOORS[name][part]
    assert (found["hard"][0] >= hard, found["soft"][0] >= soft) == (True, True), found


def _show(words: list[str]) -> None:
    for name in FLOORS:
        for part in ("table", "form", "prose"):
            if words and not (words[0] in name and (len(words) == 1 or words[1] == part)):
                continue
            found = tally(name, part)
            told = "   ".join(f"{grade} {of[0]:2} of {of[1]:2}" for grade, of in found.items())
            sys.stdout.write(f"{name:32} {part:6} {told}\n")
            for fault in key_of(name)["fault"] if words else ():
                if fault["part"] == part:
                    rule = found_by(name, part).get(fault["id"], "-")
                    sys.stdout.write(f"    {fault['id']:4} {fault['grade']:5} {rule:6} {fault['what']}\n")


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as folder:
        os.environ["DQ_CACHE"] = f"{folder}/memory"
        _show(sys.argv[1:])
