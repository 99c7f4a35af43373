"""Every target holds on its kept inputs, and would tell if it did not."""

from __future__ import annotations

from dataclasses import replace
from importlib.util import find_spec
from random import Random

import pytest

from dq.ingest import read_bytes
from tests.conftest import require_or_skip
from tests.fuzz import loop, properties, run
from tests.fuzz.contract import CORPUS, corpus, load, names
from tests.fuzz.mutation import LONGEST, change
from tests.fuzz.packing import compound_of, hex_of, parts_of, records_of, text_of, zip_of

KEPT = [(name, path.name) for name in names() for path in corpus(name)]
REFUSED = {"other_package", "rule_text", "templates"}
"""Targets whose seeds are no reports."""


def target_of(name):
    """The target; skips where what it needs is not installed."""
    found = load(name)
    for package in getattr(found, "NEEDS", ()):
        if find_spec(package) is None:
            require_or_skip(f"{package} is not installed")
    return found


def test_there_is_a_target_for_every_reader(checkout):
    readers = {path.stem for path in (checkout / "src/dq/ingest/formats").glob("[a-z]*.py")}
    assert readers <= set(names())


@pytest.mark.parametrize(("name", "file"), KEPT, ids=["/".join(each) for each in KEPT])
def test_a_kept_input(name, file, monkeypatch):
    """A seed gets past the container: a corpus that is refused at the door would try nothing behind it."""
    held, seen = properties.fit_for_the_archive, []

    def fit(result):
        seen.append(result)
        held(result)

    monkeypatch.setattr(properties, "fit_for_the_archive", fit)
    target_of(name).one((CORPUS / name / file).read_bytes())
    if name not in REFUSED and not file.startswith("found-"):
        (result,) = seen
        assert sum(map(len, result.report.rows.values()))


@pytest.mark.parametrize("name", names())
def test_seeds_are_made_by_the_script(name):
    """The script still makes seeds; what is kept is as it was when the forms were as they were then."""
    assert all(target_of(name).seeds().values())


@pytest.mark.parametrize("name", names())
def test_changes_are_the_same_for_the_same_seed_and_bounded(name):
    target, data = load(name), corpus(name)[0].read_bytes()
    made = [change(data, Random(number), target.TOKEN, target.WORDS) for number in range(30)]
    assert made == [change(data, Random(number), target.TOKEN, target.WORDS) for number in range(30)]
    assert len(set(made)) > 20
    assert max(map(len, made)) <= LONGEST
    assert b"".join(target.TOKEN.findall(data)) == data


def planted(data):
    """Stands for a target that some change of its input breaks."""
    if data.count(b"\n\n") > 3:
        raise ZeroDivisionError


def test_what_breaks_a_promise_is_written_down(monkeypatch, tmp_path):
    monkeypatch.setattr(loop, "FOUND", tmp_path)
    target = load("tab_text")
    monkeypatch.setattr(target, "one", planted)
    with pytest.raises(ZeroDivisionError):
        loop.at_random("tab_text", target, 60, 1)
    (found,) = tmp_path.iterdir()
    with pytest.raises(ZeroDivisionError):
        planted(found.read_bytes())


def test_a_target_that_fails_makes_the_run_fail(monkeypatch, tmp_path, capsys):
    monkeypatch.setenv("PYTHONPATH", "")
    monkeypatch.chdir(tmp_path)
    assert run.main(["tab_text", "--seconds", "1"]) == 1  # the targets are not to be found from there
    assert "FAILED" in capsys.readouterr().out
    with pytest.raises(SystemExit):
        run.main(["nothing"])


def test_a_reading_that_is_not_whole_is_told():
    result = read_bytes("a.txt", next(iter(load("tab_text").seeds().values())))
    properties.fit_for_the_archive(result)
    row = result.report.rows["summary"][0]
    for key, wrong in {"n": 7, "path": result.report.rows["summary"][1]["path"], "amount": None, "line": 0}.items():
        rows = {"summary": [{**row, key: wrong}, *result.report.rows["summary"][1:]]}
        broken = replace(result, report=replace(result.report, rows={**result.report.rows, **rows}))
        with pytest.raises(AssertionError):
            properties.fit_for_the_archive(broken)
    with pytest.raises(AssertionError, match="refused without an error"):
        properties.told(replace(result, report=None, diagnostics=()), "a.txt")


def test_containers_are_written_down_and_made_again():
    parts = {"a/b.xml": "<a>\n</a>", "c.xml": ""}
    assert parts_of(text_of(parts)) == {name: content.encode() + b"\n" for name, content in parts.items()}
    assert zip_of(zip_of(text_of(parts))) == zip_of(text_of(parts))
    text = b"0809 0006 0500\n000a \n"
    assert hex_of(records_of(text)) == text
    assert records_of(text) in compound_of(text)
    assert compound_of(compound_of(text)) == compound_of(text)
