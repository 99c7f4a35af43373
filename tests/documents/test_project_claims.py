"""What is read of project narratives, measured against the hand-made keys (docs: keys/README.md).

A label names the same thing as the key's where two characters and at least half of the shorter one stand in the other
in order: both name things shortly, the key in words of its own. A unit that is not printed and that the key has from
the wording alone is not asked for.
"""

from __future__ import annotations

import csv
import tomllib
from collections.abc import Iterator
from decimal import Decimal
from functools import cache
from pathlib import Path

import pytest

from dq.ingest.formats import format_of
from dq.ingest.statements.forms import forms_of
from dq.ingest.statements.model import Said, Statement
from dq.ingest.statements.parts import parts
from dq.ingest.statements.projects.rows import project_statements

KEYS = Path(__file__).parent / "keys"
REGIONS = tomllib.loads((KEYS / "text-regions.toml").read_text(encoding="utf-8"))
SECTIONS = {
    "narrative-fujian-2018-000": {"6.1", "6.2"},
    "narrative-fujian-2018-004": {"6.1", "6.2"},
    "narrative-shanghai-2024-planning-bureau": {"10"},
    "narrative-shanghai-2024-social-work": {"10"},
    "narrative-shanghai-budget-2024": {"2.4", "3"},
}
OF_TIME = {"year", "month", "day"}
RECALL, PRECISION = 0.97, 0.99

Place = tuple[int, int | None]


@cache
def statements(name: str, shared: Path) -> tuple[Statement, ...]:
    path = shared / REGIONS[name]["document"]
    data = path.read_bytes()
    stream = format_of(path.name, data).read(path.name, data)
    return tuple(project_statements(stream, parts(stream, forms_of(stream))))


@cache
def keyed(name: str) -> dict[Place, dict[str, str]]:
    with (KEYS / f"{name}.tsv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE))
    return {(int(row["line"]), int(row["char"])): row for row in rows if row["section"] in SECTIONS[name]}


def facts(name: str, shared: Path) -> Iterator[tuple[Statement, Said]]:
    """The figures of the claims within the regions, without the years that they are of."""
    for row in statements(name, shared):
        for measure, said in row.figures.items():
            is_inside = any(first <= said.line <= last for first, last in REGIONS[name]["lines"])
            if row.table == "claim" and not {row.attributes["quantity"], measure} & {"grade", "year"} and is_inside:
                yield row, said


@pytest.mark.parametrize(
    ("name", "places"),
    [
        ("narrative-fujian-2018-000", 19),
        ("narrative-fujian-2018-004", 56),
        ("narrative-shanghai-2024-planning-bureau", 3),
        ("narrative-shanghai-2024-social-work", 3),
        ("narrative-shanghai-budget-2024", 1),
    ],
)
def test_the_years_of_claims_are_years_of_the_key(name: str, places: int, shared_documents: Path) -> None:
    """Each stands where the key has a year; the others are of titles, comparisons and what is to come."""
    key = keyed(name)
    years = {
        (said.line, said.place): said.printed
        for row in statements(name, shared_documents)
        if row.table == "claim" and (said := row.figures.get("year")) is not None
        if any(first <= said.line <= last for first, last in REGIONS[name]["lines"])
    }
    assert {key[place]["quantity"] for place in years} == {"year"}
    assert all(key[place]["value"] == printed for place, printed in years.items())
    assert len(years) == places


def in_order(wanted: str, text: str) -> int:
    """How many characters of `wanted` stand in `text` in their order."""
    best = [0] * (len(text) + 1)
    for character in wanted:
        corner = 0
        for at, other in enumerate(text, 1):
            above = best[at]
            best[at] = corner + 1 if character == other else max(above, best[at - 1])
            corner = above
    return best[-1]


def signed(said: Said) -> Decimal:
    value = Decimal(said.printed.replace(",", ""))
    return -value if said.negative else value


def is_right(row: Statement, said: Said, key: dict[str, str]) -> bool:
    return (
        row.attributes["quantity"] == key["quantity"]
        and (row.attributes["form"] or "") == key["form"]
        and signed(said) == Decimal(key["value"])
        and said.unit in (key["unit"], "")
        and any(is_same(key["item"], name) for name in (row.label, row.path, row.item) if name)
    )


def is_same(one: str, other: str) -> bool:
    common = in_order(one, other)
    return common > 1 and 2 * common >= min(len(one), len(other))


@pytest.mark.parametrize("name", SECTIONS)
def test_recall_and_precision_of_claims(name: str, shared_documents: Path) -> None:
    key = keyed(name)
    found = list(facts(name, shared_documents))
    wrong = []
    for row, said in found:
        expected = key.get((said.line, said.place))
        if expected is None or expected["quantity"] == "none" or not is_right(row, said, expected):
            wrong.append((said.line, said.place, row.attributes["quantity"], row.label, said.printed))
    right = len(found) - len(wrong)
    wanted = sum(row["quantity"] not in OF_TIME | {"none"} for row in key.values())
    assert right / len(found) >= PRECISION, wrong
    assert right / wanted >= RECALL, (right, wanted, wrong)


@pytest.mark.parametrize("name", SECTIONS)
def test_units_are_left_out_only_where_none_is_printed(name: str, shared_documents: Path) -> None:
    lines = (shared_documents / REGIONS[name]["document"]).read_text(encoding="utf-8").split("\n")
    for _, said in facts(name, shared_documents):
        expected = keyed(name).get((said.line, said.place))
        if expected is not None and expected["unit"] and not said.unit:
            following = lines[said.line - 1][(said.place or 0) + len(said.printed) :].strip()
            assert not following.startswith(expected["unit"]), said


@pytest.mark.parametrize("name", SECTIONS)
def test_narrative_rows_repeat_claims(name: str, shared_documents: Path) -> None:
    rows = statements(name, shared_documents)
    claimed = {
        (said.line, said.place, said.printed) for row in rows if row.table == "claim" for said in row.figures.values()
    }
    for row in rows:
        for measure, said in row.figures.items():
            if row.table == "narrative" and measure != "base_year":
                assert (said.line, said.place, said.printed) in claimed


def test_each_report_states_its_score(shared_documents: Path) -> None:
    for name in ("narrative-fujian-2018-000", "narrative-fujian-2018-004"):
        rows = statements(name, shared_documents)
        forms = {row.attributes["form"] for row in rows if row.attributes["form"]}
        scored = {row.attributes["form"] for row in rows if row.attributes.get("quantity") == "total_score"}
        assert forms == scored
