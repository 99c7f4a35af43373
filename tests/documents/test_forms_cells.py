"""Performance forms with cells, as the reader gives them, against the hand-made key of the 2018 document."""

from __future__ import annotations

import csv
import re
import tomllib
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from tests.reading import read_once

KEYS = Path(__file__).parent / "keys"
NAME = "forms-fujian-2018-000"
REGION = tomllib.loads((KEYS / "text-regions.toml").read_text(encoding="utf-8"))[NAME]

QUANTITIES = {
    "arrival_rate": "ratio",
    "spending_rate": "ratio",
    "execution_rate": "ratio",
    "balance_rate": "ratio",
    "targets_set": "count",
    "targets_met": "count",
    **dict.fromkeys(("excellent_from", "good_from", "pass_from"), "grade_from"),
}
"""Where a column's name is not the key's word."""
SCORING = {"full_from", "deduct_from", "step", "deduction"}
"""What a way of scoring says in figures: taken only where the whole of it is understood, so that some are missed."""
DATED = {"planned_start", "planned_finish", "actual_start", "actual_finish"}
FREE = {"none", "year", "month", "day"}


@dataclass(frozen=True)
class Fact:
    """A figure of the reader: its place, what it is, its value with sign, its unit, the labels of its row."""

    line: int
    char: int
    quantity: str
    value: str
    unit: str
    said_of: str


def key() -> list[dict[str, str]]:
    with (KEYS / f"{NAME}.tsv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE))


@pytest.fixture(scope="module")
def lines(shared_documents: Path) -> list[str]:
    return (shared_documents / REGION["document"]).read_text(encoding="utf-8").split("\n")


@pytest.fixture(scope="module")
def found(shared_documents: Path, lines: list[str]) -> list[Fact]:
    report = read_once(shared_documents / REGION["document"]).report
    assert report is not None
    tables = {name: rows for name, rows in report.statements.items() if name.startswith("project")}
    facts = [fact for name, rows in tables.items() for row in rows for fact in facts_of(name, row, lines)]
    within = {line for first, last in REGION["lines"] for line in range(first, last + 1)}
    return [fact for fact in facts if fact.line in within]


def facts_of(table: str, row: dict[str, Any], lines: list[str]) -> Iterator[Fact]:
    """The figures of a stored row, those in words (dates, the days of 7月15日前) number by number; words are none."""
    for name in (column.removesuffix("__state") for column in row if column.endswith("__state")):
        printed = row.get(f"{name}__printed")
        if not printed:
            continue
        quantity = quantity_of(table, name, row)
        said_of = "".join(str(row.get(each) or "") for each in ("label", "level1", "level2"))
        said_of += "其他资金①" if row.get("source") == "other_part" else ""
        line, unit = row[f"{name}__line"], row[f"{name}__unit"]
        at = char_of(
            lines[line - 1], row[f"{name}__cell"], printed, "(?<=扣)" if name == "deduction" else r"(?<![\d.-])"
        )
        if name == "grade":
            yield Fact(line, at, "grade", printed, "", said_of)
        elif name in DATED or re.match(r"\d{1,2}月", printed):
            for each in re.finditer(r"(\d+)\s*([年月日])", printed):
                yield Fact(line, at + each.start(), quantity, each[1], each[2], said_of)
        elif re.match(r"-?[\d,.]+$", printed):
            sign = printed.startswith("-")
            yield Fact(line, at + sign, quantity, printed.replace(",", ""), unit, said_of)


def quantity_of(table: str, name: str, row: dict[str, Any]) -> str:
    match table, name, row["role"]:
        case "project_indicator", "weight", "heading":
            return "group_weight"
        case ("project_indicator", "score", "total") | ("project", "score", _):
            return "total_score"
        case _:
            return QUANTITIES.get(name, name)


def char_of(line: str, place: int, printed: str, ahead: str) -> int:
    """The character of a figure in its line: a place in a line of several cells is the index of the cell.

    Parameters: `ahead` what stands before the figure.
    """
    cells = line.split("\t")
    if len(cells) == 1:
        return place
    begin = sum(len(cell) + 1 for cell in cells[:place])
    if printed in {"优秀", "良好", "合格", "不合格"}:
        return begin
    inner = re.search(rf"{ahead}{re.escape(printed)}(?![\d.])", cells[place])
    return begin + (inner.start() if inner else 0)


def is_right(fact: Fact, row: dict[str, str]) -> bool:
    """Whether a fact says what the key's row says. (万 of money is stored as the money that it is.)"""
    if row["quantity"] == "grade":
        return fact.quantity == "grade" and fact.value == row["value"]
    unit = {"万": "万元"}.get(row["unit"], row["unit"])
    same_value = Decimal(fact.value) == Decimal(row["value"])
    return fact.quantity == row["quantity"] and same_value and fact.unit == unit and names_the_same(fact, row)


def names_the_same(fact: Fact, row: dict[str, str]) -> bool:
    """Whether the fact's labels name the key's item, whose words are often shortened ones."""
    if (
        row["part"] not in ("targets", "indicators", "funds")
        or row["kind"] != "special"
        or fact.quantity == "total_score"
    ):
        return True
    item = re.sub(r"/.*|[\s、]", "", row["item"])
    return sum(letter in fact.said_of for letter in item) >= 0.7 * len(item)


def matched(facts: list[Fact], rows: list[dict[str, str]]) -> tuple[list[Fact], list[dict[str, str]]]:
    """The facts that are wrong or keyed nowhere, and the key's rows that no right fact covers."""
    places: dict[tuple[int, int], dict[str, str]] = {(int(row["line"]), int(row["char"])): row for row in rows}
    grades = {int(row["line"]): row for row in rows if row["quantity"] == "grade"}
    wrong: list[Fact] = []
    covered: set[int] = set()
    for fact in facts:
        row = grades.get(fact.line) if fact.quantity == "grade" else places.get((fact.line, fact.char))
        if row is not None and is_right(fact, row):
            covered.add(id(row))
        else:
            wrong.append(fact)
    return wrong, [row for row in rows if row["quantity"] not in FREE and id(row) not in covered]


def test_recall_and_precision_of_the_keyed_forms(found: list[Fact]) -> None:
    rows = key()
    wanted = [row for row in rows if row["quantity"] not in FREE and row["quantity"] != "code"]
    wrong, missed = matched(found, rows)
    missed = [row for row in missed if row["quantity"] != "code"]
    scoring, unread = (sum(row["quantity"] in SCORING for row in each) for each in (wanted, missed))
    recall = 1 - (len(missed) - unread) / (len(wanted) - scoring)
    precision = 1 - len(wrong) / len(found)
    said = f"recall {recall:.4f} of {len(wanted)}, precision {precision:.4f} of {len(found)}"
    assert [row["quantity"] for row in missed if row["quantity"] == "grade_from"] == []
    assert [fact for fact in wrong if fact.quantity in SCORING] == []
    assert (scoring, unread) == (36, 12)
    assert recall >= 0.97, (said, Counter(row["quantity"] for row in missed), missed[:10])
    assert precision >= 0.99, (said, wrong[:10])


def test_function_codes_of_the_keyed_forms(shared_documents: Path) -> None:
    report = read_once(shared_documents / REGION["document"]).report
    assert report is not None
    coded = {row["form"]: row["code"] for row in report.statements["project"] if row["code"]}
    for row in key():
        if row["quantity"] == "code":
            assert coded[row["form"]] == row["value"]
