"""Files of runs, locks and configurations that somebody else has written."""

from __future__ import annotations

import json
from contextlib import nullcontext
from functools import partial

import pytest
from filelock import FileLock

from dq.archive.locking import alone
from dq.runner import contents, runs, toml
from dq.runner.reading import read_bounded
from dq.runner.runs import RunStore, UnreadableRunError
from dq.runner.waivers import read_waivers
from tests.runner.small import archive_at, body, night, told

RULES = 'rule T001 "rows" { for each alpha as r check r.total = r.part }'


@pytest.fixture
def stored(tmp_path):
    """A run of an archive of one report."""
    archive_at(tmp_path).append([body("b", 2018)])
    return night(tmp_path, RULES)


@pytest.mark.parametrize("name", ["../../part-00000", "part-1", "part-00000\n", "/part-00000", 3])
def test_a_part_is_never_looked_for_outside_its_run(stored, name):
    path = stored.folder / "run.json"
    about = json.loads(path.read_text(encoding="utf-8"))
    about["parts"][0]["name"] = name
    path.write_text(json.dumps(about), encoding="utf-8")
    with pytest.raises(UnreadableRunError, match=r"run\.json"):
        RunStore(stored.folder.parent).open(stored.about.id)


@pytest.mark.parametrize(("said", "is_read"), [(None, True), ("", True), ("en", True), ("fr", False), (["en"], False)])
def test_the_language_of_a_run_is_one_of_both_or_not_known(stored, said, is_read):
    path = stored.folder / "run.json"
    about = json.loads(path.read_text(encoding="utf-8"))
    assert about.pop("language") == "zh"
    path.write_text(json.dumps(about if said is None else {**about, "language": said}), encoding="utf-8")
    with nullcontext() if is_read else pytest.raises(UnreadableRunError, match=r"run\.json"):
        assert RunStore(stored.folder.parent).open(stored.about.id).about.language == (said or "")


def test_no_more_is_read_than_is_allowed(tmp_path):
    path = tmp_path / "some"
    path.write_bytes(b"four")
    assert read_bounded(path, 4) == b"four"
    with pytest.raises(ValueError, match="> 3 B"):
        read_bounded(path, 3)


def test_overlong_files_of_a_run_are_unreadable(stored, monkeypatch):
    store = RunStore(stored.folder.parent)
    assert store.rules(stored.about.book).rules
    monkeypatch.setattr(runs, "read_bounded", partial(read_bounded, most=9))
    with pytest.raises(UnreadableRunError, match="> 9 B"):
        store.open(stored.about.id)
    with pytest.raises(UnreadableRunError, match="> 9 B"):
        store.rules(stored.about.book)


def test_an_overlong_memory_of_contents_is_made_anew(stored, tmp_path, monkeypatch):
    memory = RunStore(stored.folder.parent).memory
    before = memory.read_bytes()
    said = told(stored)
    monkeypatch.setattr(contents, "read_bounded", partial(read_bounded, most=9))
    assert told(night(tmp_path, RULES)) == said
    assert memory.read_bytes() != before


@pytest.mark.parametrize(
    "harm",
    [
        {"files": []},
        {"files": {"each": []}},
        {"files": {"each": {"b/2018": 5}}},
        {"files": {}, "seeds": [-1, 1]},
        {"files": {}, "seeds": [1, 2**63]},
        {"files": {}, "seeds": [1.0, True]},
        {"files": {}, "seeds": [1]},
        {"files": {}, "seeds": 12},
        {"polars": 1},
    ],
    ids=json.dumps,
)
def test_a_damaged_memory_of_contents_is_made_anew(stored, tmp_path, harm):
    memory = RunStore(stored.folder.parent).memory
    content = json.loads(memory.read_text(encoding="utf-8"))
    if "each" in harm.get("files", {}):
        harm = {"files": dict.fromkeys(content["files"], harm["files"]["each"])}
    memory.write_text(json.dumps({**content, **harm}), encoding="utf-8")
    assert told(night(tmp_path, RULES)) == told(stored)
    anew = json.loads(memory.read_text(encoding="utf-8"))
    assert anew["files"].keys() == content["files"].keys()
    assert set(anew["seeds"]).isdisjoint(content["seeds"])


@pytest.mark.parametrize(
    "harm",
    [
        {"matrix": {"T001": {"rounding": 1, "violated": 500}}},
        {"matrix": {"T001": {"rounding": 500, "holds": 1}}, "counts": {"rounding": 500, "holds": 1}},
        {"matrix": {"T001": {"violated": 2}}, "counts": {"violated": 2}},
        {"matrix": {"T001": {"undecided": 1, "holds": 1}}, "counts": {"undecided": 1, "holds": 1}},
        {"not_applicable": {"T001": -9}, "counts": {"rounding": 1, "holds": 1, "not_applicable": -9}},
    ],
)
def test_totals_that_a_run_does_not_have_are_not_built_upon(stored, tmp_path, harm):
    path = stored.folder / "run.json"
    about = json.loads(path.read_text(encoding="utf-8"))
    assert (about["matrix"], about["not_applicable"]) == ({"T001": {"holds": 1, "rounding": 1}}, {"T001": 0})
    path.write_text(json.dumps({**about, **harm}), encoding="utf-8")
    archive_at(tmp_path).append([body("c", 2018, part="9")])
    second = night(tmp_path, RULES)
    assert second.about.base == stored.about.id
    assert told(second) == told(night(tmp_path, RULES, checkpoint="other", full=True))


def test_the_name_of_a_holder_is_cut_and_needs_no_encoding(tmp_path):
    (tmp_path / ".holder").write_bytes(b"\xff" + b"x" * 1_000_000)
    heard: list[str] = []
    with FileLock(tmp_path / ".lock"), alone(tmp_path, 0, heard.append) as is_ours:
        assert not is_ours
    assert heard == ["\ufffd" + "x" * 199]


def test_places_in_a_file_are_looked_for_once(tmp_path, monkeypatch):
    made = []
    original = toml._places
    monkeypatch.setattr(toml, "_places", lambda lines: made.append(1) or original(lines))
    path = tmp_path / "waivers.toml"
    path.write_text("[[waiver]]  # one\n 'who' = 1\n" * 300, encoding="utf-8")
    unknown = [each for each in read_waivers(path).diagnostics if each.code == "DQ-N004"]
    assert [each.span.line for each in unknown] == list(range(2, 601, 2))
    assert made == [1]


def test_a_line_of_brackets_and_spaces_is_no_long_work(tmp_path):
    path = tmp_path / "waivers.toml"
    path.write_text(f'[[waiver]]\nrule = """\n[{" " * 100_000}\n"""\nother = 1\n', encoding="utf-8")
    (unknown,) = (each for each in read_waivers(path).diagnostics if each.code == "DQ-N004")
    assert unknown.span.line == 5
