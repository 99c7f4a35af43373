"""What one faulty place explains: cells first, then rows and tables that were printed wrongly at once."""

from __future__ import annotations

from decimal import Decimal

import pytest

from dq.engine.causes import causes
from dq.engine.facts import Cell
from dq.engine.interchanged import Differences

PRINTED = frozenset({"income", "summary"})


def cells(*names: str) -> frozenset[Cell]:
    """Cells as "table 1 column"."""
    parts = [name.split() for name in names]
    return frozenset((table, int(row), column) for table, row, column in parts)


def found(violated: dict[str, frozenset[Cell]], held: dict[Cell, int] | None = None) -> dict[str, str]:
    """The cause of each outcome, with "income" and "summary" printed as tables."""
    return causes(violated, lambda: held or {}, PRINTED)


def test_a_shared_cell_is_the_simplest_explanation():
    wrong_total = {
        "sum": cells("income 0 total", "income 1 total"),
        "row": cells("income 0 total", "income 0 fiscal"),
        "other": cells("income 0 total", "summary 3 amount"),
    }
    assert set(found(wrong_total).values()) == {"c1"}


def test_a_tie_is_settled_by_what_holds():
    tied = {"a": cells("income 0 total", "summary 0 amount"), "b": cells("income 5 total")}
    both = {**tied, "c": cells("summary 0 amount", "income 7 fiscal")}
    assert found(both)["a"] == found(both)["c"] != found(both)["b"]


def test_two_wrong_cells_of_a_table_are_two_causes():
    assert found({"a": cells("income 0 total"), "b": cells("income 5 total")}) == {"a": "c1", "b": "c2"}


def test_three_causes_that_one_printed_table_explains_are_its_own():
    moved = {name: cells(f"income {row} total") for row, name in enumerate("abcd")}
    assert set(found(moved).values()) == {"c1"}
    assert set(found(dict(list(moved.items())[:3])).values()) == {"c1"}


def test_a_table_that_all_others_are_held_against_is_not_blamed_for_them():
    """Each wrong cell of another table has a check of its own table, too: blaming the hub would spare nothing."""
    wrong: dict[str, frozenset[Cell]] = {}
    for row in range(4):
        wrong[f"inside {row}"] = cells(f"income {row} total", f"income {row} fiscal")
        wrong[f"against {row}"] = cells(f"income {row} total", f"summary {row} amount")
    told = causes(wrong, dict, frozenset({"summary"}))
    assert len(set(told.values())) == 4
    assert all(told[f"inside {row}"] == told[f"against {row}"] for row in range(4))


def test_statements_are_wrong_one_by_one():
    apart = {name: cells(f"narrative {row} amount") for row, name in enumerate("abcd")}
    assert len(set(found(apart).values())) == 4


def test_a_printed_row_wrong_in_two_columns_is_one_cause():
    assert found({"a": cells("income 3 total"), "b": cells("income 3 fiscal")}) == {"a": "c1", "b": "c1"}
    assert len(set(found({"a": cells("narrative 3 amount"), "b": cells("narrative 3 rate")}).values())) == 2


def test_what_read_nothing_is_a_cause_of_its_own():
    assert found({"a": frozenset(), "b": frozenset(), "c": cells("income 0 total")}) == {
        "c": "c1",
        "a": "c2",
        "b": "c3",
    }


MONEY = {("income", 3, "total"): Decimal(8), ("income", 4, "total"): Decimal(5), ("income", 9, "total"): Decimal(6)}


@pytest.mark.parametrize(
    ("gaps", "count"),
    [
        ({"a": "3", "b": "3"}, 1),
        ({"a": "3.001", "b": "2.999"}, 1),
        ({"a": "3", "b": "2"}, 2),
        ({"a": "2", "b": "2"}, 2),
        ({"a": "3"}, 2),
    ],
)
def test_two_figures_that_changed_places_are_one_cause(gaps, count):
    wrong = {"a": cells("income 3 total", "summary 1 amount"), "b": cells("income 4 total", "summary 2 amount")}
    told = Differences({key: (Decimal(gap), Decimal("0.01")) for key, gap in gaps.items()}, MONEY)
    assert len(set(causes(wrong, dict, PRINTED, told).values())) == count


def test_an_exchange_is_of_two_figures():
    wrong = {name: cells(f"income {row} total") for name, row in (("a", 3), ("b", 4))} | {"c": cells("income 3 fiscal")}
    gaps = {key: (Decimal(3), Decimal("0.01")) for key in wrong}
    told = Differences(gaps, {**MONEY, ("income", 3, "fiscal"): Decimal(5)})
    assert len(set(causes(wrong, dict, frozenset(), told).values())) == 2
