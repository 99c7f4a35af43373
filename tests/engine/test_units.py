"""Which reports are those of a department's units, and what rules say of them: never of another body's by guessing."""

from __future__ import annotations

from dataclasses import replace

import pytest

from dq.archive import MemoryStore
from dq.engine.bodies import Linked, Subject, Units, units_of
from dq.engine.run import Options, run
from dq.semantics import check_text
from dq.semantics.bodies import Bodies, Membership
from tests.engine.small import SCHEMA
from tests.runner.small import body


def of(report: str, department: str, year: int = 2018, **more) -> Subject:
    return Subject(report, department, year, "final_accounts", **more)


def listed(unit: str, first: int = 1, last: int = 9999, **codes) -> Membership:
    return Membership("某局", unit, first, last, **codes)


def test_reports_of_the_same_year_and_kind():
    reports = [of("d", "某局"), of("u", "某中心"), of("later", "某中心", 2019), Subject("b", "某中心", 2018, "budget")]
    assert units_of(reports, [listed("某中心")]) == {"d": Units(("u",), 1)}
    assert units_of(reports, [listed("某中心", 2019)]) == {}
    assert units_of(reports, []) == {}


def test_names_are_equal_but_for_blanks_and_width():
    reports = [of("d", "某局"), of("u", "某中心（甲）")]
    assert units_of(reports, [listed("某 中心(甲)")])["d"].reports == ("u",)
    assert units_of(reports, [listed("某中心")])["d"] == Units((), 1, absent=True)


@pytest.mark.parametrize("name", ["某局（本级）", "某局本级", "某局"])
def test_a_departments_own_accounts_are_those_of_a_unit_that_bears_its_name(name):
    reports = [of("d", "某局", level="department"), of("own", "某局", level="unit")]
    assert units_of(reports, [listed(name)]) == {"d": Units(("own",), 1)}
    assert units_of(reports[:1], [listed(name)])["d"].absent


def test_of_several_with_one_name_that_of_the_region_or_the_code_else_none():
    several = [of("x", "某院", region="甲市", code="1"), of("y", "某院", region="乙市", code="2")]
    assert units_of([of("d", "某局", region="乙市"), *several], [listed("某院")])["d"] == Units(("y",), 1)
    assert units_of([of("d", "某局"), *several], [listed("某院", unit_code="1")])["d"] == Units(("x",), 1)
    assert units_of([of("d", "某局"), *several], [listed("某院")])["d"] == Units((), 1, ambiguous=True)


def test_of_several_departments_with_one_name_it_is_not_told_whose_the_units_are():
    departments = [of("d", "某局", code="7"), of("e", "某局", code="8")]
    found = units_of([*departments, of("u", "某院")], [listed("某院")])
    assert {report: each.ambiguous for report, each in found.items()} == {"d": True, "e": True}
    found = units_of([*departments, of("u", "某院")], [listed("某院", department_code="8")])
    assert found == {"e": Units(("u",), 1)}


def lists(*pairs):
    return [Membership(*pair[:2], *(pair[2:] or (1, 9999))) for pair in pairs]


@pytest.mark.parametrize(
    ("pairs", "wrong"),
    [
        ((("a", "u"), ("b", "u"), ("c", "v")), {"a", "b"}),
        ((("a", "u"), ("a", "b"), ("b", "u")), {"a", "b"}),
        ((("a", "b"), ("b", "c"), ("c", "a")), {"a", "b", "c"}),
        ((("a", "b"), ("b", "c"), ("c", "b")), {"a", "b", "c"}),
        ((("a", "a"), ("a", "b"), ("b", "b"), ("b", "u")), set()),
        ((("a", "u", 1, 2017), ("b", "u", 2018, 9999)), set()),
    ],
)
def test_nothing_is_told_for_departments_of_an_impossible_list(pairs, wrong):
    own = [of(f"{name}0", name, level="unit") for name in "ab"]
    reports = [*own, *(of(name, name) for name in "abc"), of("u", "u", level="unit"), of("v", "v", level="unit")]
    if ("a", "b") in pairs:  # of two reports of that name it would be ambiguous for another reason
        reports = [each for each in reports if each.report != "b0"]
    found = units_of(reports, lists(*pairs))
    assert {each for each, units in found.items() if units.ambiguous} == wrong
    assert found.keys() >= wrong


def test_units_of_one_name_in_different_regions_are_not_shared():
    reports = [of(f"{what}{where}", what, region=where) for what in "abu" for where in "xy"]
    found = units_of([each for each in reports if each.report not in {"ay", "bx"}], lists(("a", "u"), ("b", "u")))
    assert found == {"ax": Units(("ux",), 1), "by": Units(("uy",), 1)}


def test_a_unit_has_no_units():
    assert units_of([of("d", "某局", level="unit"), of("u", "某院")], [listed("某院")]) == {}


def test_reports_that_are_read_with_others():
    reports = [of("d", "某局"), of("d17", "某局", 2017), of("u", "某院")]
    linked = Linked.of(reports, Bodies(units=(listed("某院"),)))
    assert linked.with_those_beside(["d"]) == {"d", "d17", "u"}
    assert linked.beside("u") == ()


RULE = """rule T001 "units" {
  check alpha["甲"].total >= sum(units(alpha).total where item = "甲") missing as zero
}
rule T002 "all" { check alpha["甲"].total = sum(units(alpha).total where item = "甲") }
"""


def outcomes(*bodies, units=("u", "v"), language="zh"):
    links = Bodies(units=tuple(Membership("d", each, 1, 9999) for each in units))
    book = replace(check_text(RULE, "t.dq", SCHEMA).book, bodies=links)
    options = Options(evidence="violated", language=language, holds=True)
    return run(book, MemoryStore(list(bodies), SCHEMA), SCHEMA, options).outcomes


def test_evidence_names_the_report_of_each_unit():
    first, second = outcomes(body("d", 2018), body("u", 2018, "2"), body("v", 2018, "4"))
    assert [first.verdict.value, second.verdict.value] == ["violated", "violated"]
    assert [(each.report, each.printed) for each in first.operands] == [(None, "3"), ("u/2018", "2"), ("v/2018", "4")]
    assert "所属单位" in first.message
    assert "the sum over the units' alpha" in first.told_in("en").message


def test_while_a_report_is_missing_a_lower_bound_is_told_and_equality_is_not():
    first, second = outcomes(body("d", 2018), body("u", 2018, "9"))
    assert (first.verdict.value, second.verdict.value) == ("violated", "undecided")
    assert "所属单位的报告不全" in second.message
    first, second = outcomes(body("d", 2018), body("u", 2018, "2"), language="en")
    assert (first.verdict.value, second.verdict.value) == ("holds", "undecided")
    assert "the report of a unit" in second.message


def test_where_a_unit_may_be_one_of_two_bodies_nothing_is_told():
    rivals = [body(name, 2018, department="u", code=name) for name in ("x", "y")]
    told = outcomes(body("d", 2018), *rivals, units=("u",))
    assert [each.reason.label for each in told] == ["ambiguous", "ambiguous"]


def test_where_the_list_cannot_be_right_that_is_said():
    links = Bodies(units=tuple(Membership(each, "u", 1, 9999) for each in "de"))
    book = replace(check_text(RULE, "t.dq", SCHEMA).book, bodies=links)
    store = MemoryStore([body("d", 2018), body("e", 2018), body("u", 2018, "9")], SCHEMA)
    told = run(book, store, SCHEMA, Options(language="zh")).outcomes
    assert [(each.verdict.value, "名单有误" in each.message) for each in told] == [("undecided", True)] * 4


def test_a_body_without_units_has_no_outcome():
    assert outcomes(body("d", 2018), units=()) == ()
    assert {each.report for each in outcomes(body("d", 2018), body("u", 2018), units=("u",))} == {"d/2018"}
