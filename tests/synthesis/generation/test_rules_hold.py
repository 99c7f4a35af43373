"""Fault-free reports are accused of nothing, though most of their sums are out by a rounding."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace

import pytest

from dq.application.rulebooks import read_rules
from dq.archive import Archive, MemoryStore
from dq.archive.bulk import write_archive
from dq.engine import check
from dq.semantics.bodies import Bodies
from dq.semantics.lists import read_units
from dq.synthesis.generation.consolidation import listed
from dq.synthesis.generation.plan import as_report_tables, plan, portions
from dq.templates import default_schema, load_catalogue
from dq.types import Reason, Verdict


@pytest.fixture(scope="module")
def record():
    schema = default_schema()
    reports = plan(60, 11, load_catalogue(), range(2017, 2021), units=2)
    tables = [each for _, frames in portions(reports) for each in as_report_tables(frames)]
    bodies = Bodies(units=read_units(listed(reports.memberships())))
    book = replace(read_rules([]).book, bodies=bodies)
    return check(book, MemoryStore(tables, schema), schema)


def test_nothing_is_violated(record):
    assert [each.statement for each in record.outcomes if each.verdict is Verdict.VIOLATED] == []
    assert record.errors == ()
    assert not record.mandatory_missing


@pytest.mark.parametrize("pack", ["CO", "BC"])
def test_departments_are_held_against_their_units(record, pack):
    told = {rule: Counter(found) for rule, found in record.matrix.items() if rule.startswith(pack)}
    assert told
    assert [rule for rule, found in told.items() if not found["holds"] + found["rounding"]] == []


def test_roundings_are_as_frequent_as_in_print(record):
    assert record.counts["rounding"] > record.counts["holds"] / 100


def test_nothing_is_undecided_but_for_rows_that_a_body_lacks(record):
    undecided = Counter(each.reason for each in record.outcomes if each.verdict is Verdict.UNDECIDED)
    assert set(undecided) <= {Reason.MISSING, Reason.NO_PRIOR}
    assert undecided.total() < record.counts["holds"] / 100


def test_rows_and_archive_hold_the_same(tmp_path):
    schema = default_schema()
    wanted = plan(12, 5, load_catalogue(), range(2018, 2020))
    opened = write_archive(tmp_path / "archive", portions(wanted), schema)
    memory = MemoryStore([each for _, frames in portions(wanted) for each in as_report_tables(frames)], schema)
    assert opened.archive is not None
    assert opened.archive.verify() == []
    for name in memory.datasets():
        frames = [store.scan(name).collect().sort(pl_order(name)) for store in (opened.archive, memory)]
        assert frames[0].equals(frames[1]), name


def pl_order(name):
    """What sorts the rows of a dataset."""
    return {"reports": ["report"], "tables": ["report", "table"]}.get(name, ["report", "n"])


@pytest.mark.slow
def test_a_thousand_reports(tmp_path):
    schema = default_schema()
    write_archive(tmp_path / "a", portions(plan(1000, 2, load_catalogue(), range(2017, 2021))), schema)
    store = Archive.open(tmp_path / "a").archive
    record = check(read_rules([]).book, store, schema)
    assert record.counts["violated"] == 0
