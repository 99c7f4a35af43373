"""What befalls the folder of runs: clocks that go backwards, links, rules that vanish."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from dq.runner.runs import RunStore, UnreadableRunError
from dq.semantics.bodies import Bodies, Membership
from dq.semantics.remembered import recall_rules
from tests.runner.small import SCHEMA, archive_at, body, book_of, night, told

RULES = 'rule T001 "rows" { for each alpha as r check r.total = r.part }'


@pytest.fixture
def root(tmp_path):
    archive_at(tmp_path).append([body("a", 2018, part="9"), body("b", 2018)])
    return tmp_path


@pytest.mark.parametrize("name", [None, "of-somebody"])
def test_a_run_comes_after_those_before_it_whatever_the_clock_says(root, monkeypatch, name):
    first = night(root, RULES)
    if name is not None:  # a folder that somebody gave another name says nothing of when it was made
        first.folder.rename(root / "runs" / name)
    past = datetime.now(UTC) - timedelta(days=400)
    monkeypatch.setattr("dq.runner.making.now", lambda: past)
    archive_at(root).append([body("c", 2018, part="9")])
    second, third = night(root, RULES), night(root, RULES)
    store = RunStore(root / "runs")
    made = [each.about.id for each in (second, third)] if name else [each.about.id for each in (first, second, third)]
    assert [run for run in store.ids() if run != name] == made
    assert third.about.base == second.about.id
    assert second.about.started == past.isoformat()
    assert told(third) == told(second)


def test_a_folder_named_after_the_last_moment_there_is_keeps_no_run_from_its_name(tmp_path):
    last = tmp_path / "99991231T235959999999-of-somebody"
    last.mkdir()
    (last / "run.json").write_text("{}")
    store = RunStore(tmp_path)
    assert store.ids() == (last.name,)
    started = datetime(2026, 3, 1, tzinfo=UTC)
    assert store.new_id(started).startswith("20260301T000000")


def test_what_a_link_leads_to_is_no_run_and_is_left_alone(root, tmp_path_factory):
    night(root, RULES)
    runs = root / "runs"
    (run,) = RunStore(runs).ids()
    elsewhere = tmp_path_factory.mktemp("elsewhere") / run
    (runs / run).rename(elsewhere)
    for name in (run, ".new-20260101T000000-00000000"):
        (runs / name).symlink_to(elsewhere, target_is_directory=True)
    assert RunStore(runs).ids() == ()
    (runs / run).unlink()
    assert night(root, RULES).about.base is None
    assert (elsewhere / "run.json").is_file()
    assert not list(runs.glob(".new-*"))


@pytest.mark.parametrize("harm", [None, b"{}"])
def test_rules_that_vanished_are_kept_again(root, harm):
    first = night(root, RULES)
    store = RunStore(root / "runs")
    kept = root / "runs" / "rules" / f"{first.about.book}.json"
    if harm is None:
        kept.unlink()
    else:
        kept.write_bytes(harm)
    with pytest.raises(UnreadableRunError):
        store.rules(first.about.book)
    second = night(root, RULES)
    assert (second.about.book, second.about.evaluated) == (first.about.book, 0)
    assert store.rules(first.about.book).rules == book_of(RULES).rules


def test_a_remembered_book_is_kept_as_one_that_is_not_and_with_its_own_lists(tmp_path):
    rules = tmp_path / "rules.dq"
    rules.write_text(RULES)
    (fresh, _), (book, _) = (recall_rules([rules], SCHEMA, memory) for memory in (None, tmp_path / "memory"))
    store = RunStore(tmp_path / "runs")
    assert fresh.kept is None
    assert book.kept is not None
    assert store.keep_rules(book) == store.keep_rules(fresh)
    other = replace(book, bodies=Bodies(units=(Membership("a", "b", 1, 9999),)), fingerprint="0123456789abcdef")
    assert store.rules(store.keep_rules(other)) == other
