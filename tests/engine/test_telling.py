"""What it takes to tell what was found is read of the store a few times, however many reports it is told of."""

from __future__ import annotations

import gc
from collections import Counter
from dataclasses import replace

import pytest

from dq.archive import MemoryStore
from dq.engine.facts import Facts
from dq.engine.run import Options, run
from dq.semantics import check_text
from tests.engine.small import SCHEMA, report
from tests.runner.small import body

RULES = """
rule T001 "rows" { for each alpha as r check r.total = r.part }
rule T002 "before" { check alpha["甲"].total >= prior(alpha["甲"].total) }
"""


class Counting(MemoryStore):
    """Counts how often each dataset is asked for."""

    def __init__(self, reports):
        super().__init__(reports, SCHEMA)
        self.scans = Counter()

    def scan(self, dataset, of=None):
        self.scans[dataset] += 1
        return super().scan(dataset, of)


def told(bodies):
    store = Counting([body(name, year, total) for name in bodies for year, total in ((2017, "9"), (2018, "3"))])
    found = run(check_text(RULES, "t.dq", SCHEMA).book, store, SCHEMA, Options(evidence="violated"))
    assert found.counts["violated"] == 2 * len(bodies), found.counts
    return found.outcomes, store.scans


@pytest.mark.parametrize("brought", [2, 100])
def test_however_many_reports_are_told_of_they_are_read_together(monkeypatch, brought):
    expected, _ = told("abcdef")
    monkeypatch.setattr("dq.engine.run._TOLD_TOGETHER", 1)
    monkeypatch.setattr("dq.engine.run._BROUGHT_TOGETHER", brought)
    outcomes, scans = told("abcdef")
    assert outcomes == expected
    _, of_fewer = told("abc")
    assert (scans == of_fewer) is (brought == 100)
    assert of_fewer["alpha"] < scans["alpha"] or brought == 100


def test_what_is_named_once_is_named_by_each_form_and_in_each_language():
    """Names are kept between reports whose rows are not fetched."""
    narrow = SCHEMA.templates["narrow"]
    tables = tuple(replace(table, title=f"窄{table.title}") for table in narrow.tables)
    schema = replace(SCHEMA, templates={**SCHEMA.templates, "narrow": replace(narrow, tables=tables)})
    rows = {"alpha": [{"item": "甲", "total": "1.0"}], "beta": [{"item": "甲", "amount": "1.04"}]}
    reports = [report(f"b{place}/2018", form, **rows) for place, form in enumerate(("wide", "narrow") * 2)]
    book = check_text('rule T001 "t" { check alpha["甲"].total = beta["甲"].amount }', "t.dq", schema).book
    found = list(run(book, MemoryStore(reports, schema), schema, Options()).outcomes)
    assert [outcome.verdict for outcome in found] == ["rounding"] * 4
    assert ["窄" in outcome.message for outcome in sorted(found, key=lambda each: each.report)] == [False, True] * 2
    assert not any("表" in outcome.translation.message for outcome in found)


def test_no_printed_row_stays_in_memory_though_nobody_looks_for_cycles():
    gc.collect()
    gc.disable()  # as in a run
    try:
        told(["甲"])
        assert not [each for each in gc.get_objects(generation=0) if isinstance(each, Facts)]
    finally:
        gc.enable()
