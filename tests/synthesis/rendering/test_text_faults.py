"""Faults of text and forms: one statement is another, and the truth says whether its own figures contradict it."""

from __future__ import annotations

from decimal import Decimal

import pytest

from dq.synthesis.generation.fault_spec import KINDS, TEXT_KINDS, chance, read_faults
from dq.synthesis.generation.plan import as_report_tables, plan, portions
from dq.synthesis.rendering import Noise, Told, put_text_fault
from dq.synthesis.rendering.text_faults import _is_right
from dq.templates import load_catalogue


@pytest.fixture(scope="module")
def told():
    template = next(each for each in load_catalogue() if each.name == "final_accounts_2024")
    ((_, frames),) = portions(plan(1, 3, [template], [2024]))
    (made,) = as_report_tables(frames)
    return [Told.of(made, Noise(seed)) for seed in range(6)]


def test_what_is_invented_is_right(told):
    said = [saying for each in told for saying in each.sayings if "rate" in saying.figures]
    assert len(said) > 50
    assert all(map(_is_right, said))
    assert not any(project.ticked for each in told for project in each.projects)


@pytest.mark.parametrize("seed", range(6))
def test_one_rate_is_another(told, seed):
    before = told[seed]
    after, fault = put_text_fault("r", before, "wrong_growth", chance(seed, "r"))
    ((was, now),) = [pair for pair in zip(before.sayings, after.sayings, strict=True) if pair[0] != pair[1]]
    assert after.projects == before.projects
    assert {**now.figures, "rate": was.figures["rate"]} == was.figures
    assert (Decimal(fault.original), Decimal(fault.printed.replace(",", ""))) == (
        abs(was.figures["rate"]),
        abs(now.figures["rate"]),
    )
    assert fault.moves is not _is_right(now)


def test_one_grade_is_another(told):
    places = [each for each in told if each.projects]
    assert places
    for number, before in enumerate(places):
        after, fault = put_text_fault("r", before, "wrong_grade", chance(number, "r"))
        ((was, now),) = [pair for pair in zip(before.projects, after.projects, strict=True) if pair[0] != pair[1]]
        assert (fault.row, fault.original, fault.printed, fault.moves) == (was.name, was.grade, now.ticked, True)
        assert now.ticked != now.grade == was.grade


def test_what_has_no_place_for_a_fault_gets_none():
    nothing = Told((), ())
    assert [put_text_fault("r", nothing, kind, chance(1, "r")) for kind in TEXT_KINDS] == [None, None]


def test_all_means_faults_of_text_where_there_is_text():
    assert set(read_faults("all").spec.rates) == set(KINDS)
    assert set(read_faults("all", documents=True).spec.rates) == {*KINDS, *TEXT_KINDS}
    (refusal,) = read_faults("wrong_grade=1").diagnostics
    assert refusal.code == "DQ-S032"
