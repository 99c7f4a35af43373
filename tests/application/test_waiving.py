"""Approved waivers in the file that runs read."""

from __future__ import annotations

import errno
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import date
from fnmatch import fnmatchcase

import pytest

from dq.application.waiving import exactly, improper, keep_waiver
from dq.outcome.model import Waiver
from dq.runner.waivers import read_waivers

TODAY = date(2026, 11, 22)
WAIVER = Waiver("TT101", "甲局", (2023, 2024), "20101", '已批复 "见文\\件"', "王五", "2026-12-31")
BY_HAND = '# 人工写的\n[[waiver]]\nrule = \'A*\'   # 注\nreason = "r"\napprover = "李四"\nexpires = 2027-01-01'


def test_a_waiver_is_read_as_it_was_written(tmp_path):
    path = tmp_path / "waivers.toml"
    bare = Waiver("TT102", None, (), None, "r", "王五", "2027-01-01")
    for each in (WAIVER, bare, WAIVER):
        assert keep_waiver(path, each, TODAY).is_kept
    assert [each for each, _ in read_waivers(path).entries] == [WAIVER, bare]


def test_what_people_wrote_stays_as_it_is(tmp_path):
    path = tmp_path / "waivers.toml"
    path.write_text(BY_HAND, encoding="utf-8")
    assert keep_waiver(path, WAIVER, TODAY).is_kept
    assert path.read_text(encoding="utf-8").startswith(BY_HAND + "\n")
    assert [each.rule for each, _ in read_waivers(path).entries] == ["A*", "TT101"]


def test_a_file_with_a_fault_is_left_to_people(tmp_path):
    path = tmp_path / "waivers.toml"
    path.write_text("[[waiver]]\nrul = 1", encoding="utf-8")
    assert not keep_waiver(path, WAIVER, TODAY).is_kept
    assert path.read_text(encoding="utf-8") == "[[waiver]]\nrul = 1"


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"reason": ""}, "DQ-N032"),
        ({"reason": 'x"\n[[waiver]]\nrule = "*"'}, "DQ-N032"),
        ({"body": "甲\u202e局"}, "DQ-N032"),
        ({"row": "x" * 1001}, "DQ-N032"),
        ({"expires": "2026-11-21"}, "DQ-N033"),
        ({"expires": "someday"}, "DQ-N033"),
    ],
)
def test_improper_ones_are_told_and_not_kept(tmp_path, change, code):
    waiver = replace(WAIVER, **change)
    assert [each.code for each in improper(waiver, TODAY)] == [code]
    assert not keep_waiver(tmp_path / "waivers.toml", waiver, TODAY).is_kept
    assert not (tmp_path / "waivers.toml").exists()


def test_many_writers_lose_nothing(tmp_path):
    path = tmp_path / "waivers.toml"
    waivers = [replace(WAIVER, rule=f"R{number}") for number in range(16)]
    with ThreadPoolExecutor(8) as threads:
        kept = list(threads.map(lambda each: keep_waiver(path, each, TODAY).is_kept, waivers))
    assert all(kept)
    assert {each.rule for each, _ in read_waivers(path).entries} == {each.rule for each in waivers}


@pytest.mark.parametrize("call", ["os.fsync", "pathlib.Path.replace"])
def test_a_full_disk_leaves_the_waivers_as_they_were(tmp_path, monkeypatch, call):
    path = tmp_path / "waivers.toml"
    path.write_text(BY_HAND, encoding="utf-8")

    def refuse(*_arguments):
        raise OSError(errno.ENOSPC, "no space left")

    with monkeypatch.context() as full:
        full.setattr(call, refuse)
        said = keep_waiver(path, WAIVER, TODAY)
    assert ["no space left" in each.headline.en for each in said.diagnostics] == [True]
    assert path.read_text(encoding="utf-8") == BY_HAND
    assert not list(tmp_path.glob("*.new"))
    assert keep_waiver(path, WAIVER, TODAY).is_kept


@pytest.mark.parametrize("name", ["甲局[本级]", "a*b", "what?", "plain", "]["])
def test_a_name_is_matched_exactly(name):
    assert fnmatchcase(name, exactly(name))
    assert not fnmatchcase(name + "x", exactly(name))
    assert exactly(name) == name or not fnmatchcase("axxb", exactly(name))
