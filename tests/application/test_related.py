"""Lists of an archive that say how bodies are related."""

from __future__ import annotations

import pytest

from dq.application.related import unknown_bodies
from dq.semantics.bodies import Bodies, Membership, Succession
from dq.semantics.checked import RuleBook
from dq.semantics.lists import FIRST, LAST, read_units
from dq.semantics.references import related

BOOK = RuleBook((), "rules", Bodies((Succession("甲", "乙", 2020),), (Membership("丙", "丁", FIRST, LAST),)))


def test_a_list_of_units():
    text = "department,unit,first_year,last_year,unit_code\n某局,某院,2019,,7\n某局,某院,2019,,7\n某局,某中心,,2020,\n"
    expected = (Membership("某局", "某院", 2019, LAST, None, "7"), Membership("某局", "某中心", FIRST, 2020))
    assert read_units(text) == expected


@pytest.mark.parametrize(
    "text", ["department,unit\n某局,\n", "a,b\n1,2\n", "department,unit,first_year\n某局,某院,去年\n"]
)
def test_what_is_no_list_of_units(text):
    with pytest.raises(ValueError, match=r"row|literal"):
        read_units(text)


def test_lists_of_the_archive_come_in_the_place_of_those_beside_the_rules(tmp_path):
    assert related(BOOK, tmp_path) == (BOOK, ())
    (tmp_path / "units.csv").write_text("department,unit\n某局,某院\n", encoding="utf-8-sig")
    book, wrong = related(BOOK, tmp_path)
    assert (book.bodies.successions, wrong) == (BOOK.bodies.successions, ())
    assert book.bodies.units == (Membership("某局", "某院", FIRST, LAST),)
    assert book.fingerprint != BOOK.fingerprint


def test_a_list_that_cannot_be_read_is_told_and_the_other_stays(tmp_path):
    (tmp_path / "units.csv").write_bytes("department,unit\n某局,某院\n".encode("gbk"))
    book, (wrong,) = related(BOOK, tmp_path)
    assert book == BOOK
    assert wrong.help is not None
    assert "UTF-8" in wrong.help.zh


def test_names_that_no_report_bears_are_told():
    names = [("某局", "某局（本级）"), ("某局", "某院"), ("某局", "某中心"), ("某委", "某所")]
    bodies = Bodies(units=tuple(Membership(*pair, FIRST, LAST) for pair in names))
    departments, units = unknown_bodies(bodies, ["某 局", "某院"])
    assert (departments.code, units.code) == ("DQ-N013", "DQ-N014")
    assert departments.headline.zh.endswith("：某委")
    assert units.headline.zh.endswith("：某中心")
    assert unknown_bodies(bodies, ["某局", "某院", "某中心", "某委", "某所"]) == []
