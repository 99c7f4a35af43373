"""The hand-made keys of narratives and forms are about the documents: every digit of their regions, where it stands."""

from __future__ import annotations

import csv
import re
import tomllib
from decimal import Decimal
from pathlib import Path

import pytest

KEYS = Path(__file__).parent / "keys"
REGIONS = tomllib.loads((KEYS / "text-regions.toml").read_text(encoding="utf-8"))
SIGNED = {"change", "rate", "difference", "balance", "reference", "target", "actual", "amount"}
README = (KEYS / "README.md").read_text(encoding="utf-8")
QUANTITIES = {
    quantity
    for cell in re.findall(r"^\| ([^|]+) \|", README.partition("## Quantities")[2], flags=re.MULTILINE)
    for quantity in re.findall(r"`(\w+)`", cell)
}
PARTS = {"project", "dates", "funds", "targets", "indicators", "expenditure", "grade", "narrative"}
WORDS = {"met", "grade", "none"}


def rows(name: str) -> list[dict[str, str]]:
    with (KEYS / f"{name}.tsv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE))


@pytest.mark.parametrize("name", REGIONS)
def test_each_digit_of_the_regions_stands_in_exactly_one_row(name: str, shared_documents: Path) -> None:
    lines = (shared_documents / REGIONS[name]["document"]).read_text(encoding="utf-8").split("\n")
    keyed = [
        (int(row["line"]), int(row["char"]) + offset)
        for row in rows(name)
        for offset, character in enumerate(row["figure"])
        if character.isdecimal()
    ]
    printed = [
        (number, at)
        for first, last in REGIONS[name]["lines"]
        for number in range(first, last + 1)
        for at, character in enumerate(lines[number - 1])
        if character.isdecimal()
    ]
    assert sorted(keyed) == printed


@pytest.mark.parametrize("name", REGIONS)
def test_each_figure_is_printed_where_its_row_says(name: str, shared_documents: Path) -> None:
    lines = (shared_documents / REGIONS[name]["document"]).read_text(encoding="utf-8").split("\n")
    for row in rows(name):
        assert lines[int(row["line"]) - 1].startswith(row["figure"], int(row["char"])), row


@pytest.mark.parametrize("name", REGIONS)
def test_each_value_is_the_printed_one_but_for_its_sign(name: str) -> None:
    for row in rows(name):
        quantity, value = row["quantity"], row["value"]
        assert quantity in QUANTITIES, row
        if quantity in WORDS:
            assert (value != "") == (quantity != "none"), row
            continue
        assert not value.startswith("-") or quantity in SIGNED, row
        printed = Decimal(row["figure"].replace(",", ""))
        assert abs(Decimal(value)) == (printed + 2000 if quantity == "year" and printed < 100 else printed), row


@pytest.mark.parametrize("name", [name for name in REGIONS if name.startswith("forms-")])
def test_each_row_of_a_form_names_form_kind_and_part(name: str) -> None:
    for row in rows(name):
        assert int(row["form"]) > 0, row
        assert row["part"] in PARTS, row
        assert row["kind"] in {"special", "operating", "regular_2017", "simple_2017", "regular_2018"}, row
