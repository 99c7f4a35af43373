"""Outcomes that are kept in Parquet are those that were told, one by one and figure by figure."""

from __future__ import annotations

import gc
import json
from dataclasses import replace
from decimal import Decimal

import pytest

from dq.archive import MemoryStore
from dq.engine.run import Options, run
from dq.outcome import chosen, kept, outcome_lines
from dq.outcome.kept import Gathering, KeptOutcomes, outcome_frame, outcomes_of, parquet_of
from dq.outcome.model import CorrectedCell, Translation
from dq.semantics import check_text
from dq.types import Hint, Reason, Severity, Verdict
from tests.engine.small import SCHEMA, report
from tests.report.text.records import operand, undecided, violated

ROW = {"table": "summary", "n": 3, "code": None, "label": "合计", "path": "合计"}
TOLD = [
    violated(row=ROW, translation=Translation("en", "the total", "1 = 2; difference 1", "It should equal 2.")),
    violated(row={**ROW, "column": "amount"}, hint=Hint.TRUNCATED, reading_doubt=True, severity=Severity.INFO),
    violated(
        row=None,
        left=Decimal("0.10"),
        right=Decimal("123456789012345678901234567890.000001"),
        difference=Decimal("1.50E+3"),
        operands=(
            replace(operand("summary", 3, 64, "1.00"), corrected=CorrectedCell("l.00", "甲", "misread", "2026")),
            replace(operand("summary", 4, 65, "", "right"), report="b-2017", doubt="column"),
        ),
    ),
    *(replace(undecided(reason=reason), row=None) for reason in Reason),
    violated(row=None, verdict=Verdict.ERROR, left=None, right=None, allowance=None, operands=()),
]


def test_what_is_read_is_what_was_told():
    assert list(outcomes_of(outcome_frame(TOLD))) == TOLD


def test_runs_from_before_both_languages_were_kept_are_read():
    (again,) = outcomes_of(outcome_frame(TOLD[:1]).drop("translation"))
    assert again == replace(TOLD[0], translation=None)
    assert again.told_in("en") == again


def test_an_outcome_is_told_in_either_language():
    told = TOLD[0].told_in("en")
    assert (told.rule_title, told.statement, told.message) == ("the total", "1 = 2; difference 1", "It should equal 2.")
    assert told.told_in("en") == told
    assert told.told_in("zh") == TOLD[0]


def test_figures_keep_the_digits_that_were_printed():
    (again,) = outcomes_of(outcome_frame(TOLD[2:3]))
    assert (str(again.left), str(again.right)) == ("0.10", "123456789012345678901234567890.000001")


def test_equal_outcomes_are_equal_bytes():
    assert parquet_of(outcome_frame(TOLD)) == parquet_of(outcome_frame(list(TOLD)))


def test_few_stay_in_memory():
    gathering = Gathering(most=4)
    gathering.add(TOLD[:4])
    assert gathering.done() == tuple(TOLD[:4])


def test_more_go_to_a_passing_folder_in_order_and_it_goes_with_them(monkeypatch):
    monkeypatch.setattr(kept, "PART", 3)
    gathering = Gathering(most=4)
    for place in range(0, len(TOLD), 2):
        gathering.add(TOLD[place : place + 2])
    found = gathering.done()
    assert isinstance(found, KeptOutcomes)
    assert (len(found), list(found), TOLD[5] in found) == (len(TOLD), TOLD, True)
    assert list(found) == TOLD, "they can be gone through again"
    assert len(found.parts) > 1
    folder = found.parts[0].parent
    assert folder.is_dir()
    del gathering, found
    gc.collect()
    assert not folder.exists()


@pytest.mark.parametrize("most", [1, 1000])
def test_a_verdict_is_chosen_in_memory_and_on_disk(monkeypatch, most):
    monkeypatch.setattr(kept, "PART", 3)
    gathering = Gathering(most=most)
    gathering.add(TOLD)
    expected = [each for each in TOLD if each.verdict is Verdict.UNDECIDED]
    assert list(chosen(gathering.done(), Verdict.UNDECIDED)) == expected


RULES = """
rule T001 "one" { for each alpha as r check r.total = r.part }
rule T002 "two" { check sum(alpha.total) = sum(alpha.part) }
"""


def test_a_run_tells_the_same_from_disk_report_by_report(monkeypatch, tmp_path):
    rows = [{"item": "甲", "total": "3", "part": "2"}, {"item": "乙", "total": "1", "part": "1"}]
    reports = [report(f"b{number}/2018", alpha=rows) for number in range(5)]
    book = check_text(RULES, "test.dq", SCHEMA).book
    store, options = MemoryStore(reports, SCHEMA), Options(holds=True, portion=2)
    memory = run(book, store, SCHEMA, options)
    monkeypatch.setattr(kept, "PART", 4)
    disk = run(book, store, SCHEMA, options, Gathering(tmp_path))
    assert isinstance(disk.outcomes, KeptOutcomes)
    assert len(list(tmp_path.iterdir())) > 1
    assert list(outcome_lines(disk, everything=True)) == list(outcome_lines(memory, everything=True))
    reports_told = [json.loads(text)["report"] for text in outcome_lines(disk, everything=True)]
    assert reports_told == sorted(reports_told)
    assert len(set(reports_told)) == 5
