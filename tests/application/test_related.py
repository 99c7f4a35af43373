"""Lists of an archive that say how bodies are related."""

from __future__ import annotations

import os

import pytest

from dq.application.related import wrong_lists
from dq.archive import MemoryStore
from dq.semantics.bodies import Bodies, Membership, Succession
from dq.semantics.checked import RuleBook
from dq.semantics.lists import FIRST, LAST, read_units
from dq.semantics.references import related
from tests.engine.small import SCHEMA
from tests.runner.small import body

BOOK = RuleBook((), "rules", Bodies((Succession("甲", "乙", 2020),), (Membership("丙", "丁", FIRST, LAST),)))


def test_a_list_of_units():
    text = "department,unit,first_year,last_year,unit_code\n某局,某院,2019,,7\n某局,某院,2019,,7\n某局,某中心,,2020,\n"
    expected = (Membership("某局", "某院", 2019, LAST, None, "7"), Membership("某局", "某中心", FIRST, 2020))
    assert read_units(text) == expected


@pytest.mark.parametrize(
    "text",
    ["department,unit\n某局,\n", "a,b\n1,2\n", "部门,单位\n", "", "department,unit,first_year\n某局,某院,去年\n"],
)
def test_what_is_no_list_of_units(text):
    with pytest.raises(ValueError, match=r"line 2|first line"):
        read_units(text)


def test_lists_of_the_archive_come_in_the_place_of_those_beside_the_rules(tmp_path):
    assert related(BOOK, tmp_path) == (BOOK, ())
    (tmp_path / "units.csv").write_text("department,unit\n某局,某院\n", encoding="utf-8-sig")
    book, wrong = related(BOOK, tmp_path)
    assert (book.bodies.successions, wrong) == (BOOK.bodies.successions, ())
    assert book.bodies.units == (Membership("某局", "某院", FIRST, LAST),)
    assert book.fingerprint != BOOK.fingerprint


def spoil(path, how):
    """Damage a list in one of the ways in which it happens."""
    match how:
        case "folder":
            path.mkdir()
        case "pipe":
            os.mkfifo(path)
        case "dangling":
            path.symlink_to("nowhere.csv")
        case bytes():
            path.write_bytes(how)


DAMAGED = [
    ("department,unit\n某局,某院\n".encode()[:-2] + b"\n", "不是 UTF-8"),
    (b"department,unit\n" + b"a,b\n" * 250_000, "超过 1000000 字节"),
    ("部门,单位\n某局,某院\n".encode(), "没有列名 department、unit"),
    ("department,unit,first_year\n某局,某院,去年\n".encode(), "第 2 行的 first_year 不是年份"),
    ("folder", "不是普通文件"),
    ("pipe", "不是普通文件"),
    ("dangling", "没有"),
]


@pytest.mark.parametrize(("how", "why"), DAMAGED)
def test_a_list_that_cannot_be_read_is_told_and_the_other_stays(tmp_path, how, why):
    spoil(tmp_path / "units.csv", how)
    book, (wrong,) = related(BOOK, tmp_path)
    assert book == BOOK
    assert (wrong.code, wrong.span.file) == ("DQ-N015", str(tmp_path / "units.csv"))
    assert why in wrong.headline.zh
    assert "UTF-8" in wrong.help.zh


def test_a_folder_of_lists_that_is_no_folder_is_told(tmp_path):
    (tmp_path / "file").write_text("", encoding="utf-8")
    (tmp_path / "link").symlink_to("nowhere")
    assert [len(related(BOOK, tmp_path / name)[1]) for name in ("file", "link", "none")] == [2, 2, 0]


def told(names, reports):
    """Code → what it names, of a list."""
    bodies = Bodies(units=tuple(Membership(*pair, FIRST, LAST) for pair in names))
    said = wrong_lists(bodies, reports, MemoryStore([body(name, 2018) for name in reports], SCHEMA))
    return {each.code: each.headline.zh.partition("：")[2] for each in said}


def test_names_that_no_report_bears_are_told():
    names = [("某局", "某局（本级）"), ("某局", "某院"), ("某局", "某中心"), ("某委", "某所")]
    assert told(names, ["某 局", "某院"]) == {"DQ-N013": "某委", "DQ-N014": "某中心"}
    assert told(names, ["某局", "某院", "某中心", "某委", "某所"]) == {}


def test_units_of_two_departments_and_departments_of_themselves_are_told():
    names = [("某局", "某院"), ("某委", "某院"), ("甲", "乙"), ("乙", "甲"), ("某所", "某所")]
    reports = ["某局", "某委", "某院", "甲", "乙", "某所"]
    assert told(names, reports) == {"DQ-N016": "某院（某委、某局）", "DQ-N017": "乙、甲"}
    assert told(names[:1], reports) == {}
