"""Whose report of the year before is compared: never another body's, even if it bears the same name."""

from __future__ import annotations

from dq.engine.bodies import Subject, reports_before
from dq.semantics.bodies import Succession


def of(report: str, year: int, body: str = "X", **more) -> Subject:
    return Subject(report, body, year, "final_accounts", **more)


def test_the_same_body_a_year_earlier():
    assert reports_before([of("b", 2019), of("a", 2018), of("c", 2016)], ()) == {"b": "a"}


def test_a_unit_is_not_compared_with_its_department_of_the_same_name():
    units = [of("u18", 2018, level="unit"), of("u19", 2019, level="unit")]
    reports = [of("d18", 2018, level="department"), of("d19", 2019), *units]
    assert reports_before(reports, ()) == {"d19": "d18", "u19": "u18"}
    assert reports_before([of("u18", 2018, level="unit"), of("d19", 2019, level="department")], ()) == {}


def test_of_several_bodies_with_one_name_the_one_with_the_same_code_and_region():
    reports = [of(f"{region}{year}", year, region=region) for year in (2018, 2019) for region in ("甲市", "乙市")]
    assert reports_before(reports, ()) == {"甲市2019": "甲市2018", "乙市2019": "乙市2018"}


def test_none_where_that_leaves_it_open():
    earlier = [of("a", 2018, region="甲市"), of("b", 2018, region="乙市")]
    assert reports_before([*earlier, of("c", 2019)], ()) == {}
    rivals = [of("c", 2019, region="甲市"), of("d", 2019, region="乙市")]
    assert reports_before([of("a", 2018), *rivals], ()) == {}


def test_a_body_that_changed_its_code_is_still_the_same_where_no_other_bears_its_name():
    assert reports_before([of("a", 2018, code="101"), of("b", 2019, code="205")], ()) == {"b": "a"}


def test_a_renamed_body_is_found_under_its_former_name():
    reports = [of("a", 2018, "Y"), of("b", 2019, "X")]
    assert reports_before(reports, (Succession("Y", "X", 2019),)) == {"b": "a"}
    assert reports_before(reports, (Succession("Y", "X", 2019), Succession("Z", "X", 2019))) == {}
