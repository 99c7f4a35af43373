"""What runs found, as rows for a database."""

from __future__ import annotations

from collections import Counter

import pytest

from dq.apart import TooCostlyError
from dq.application.differences import compare_runs
from dq.application.indexing import IndexRows, rules_of, run_about, run_before, run_ids
from dq.application.lasting import Follower, run_apart
from dq.application.nightly import run_checkpoint
from dq.archive.locking import alone
from dq.outcome.serial import outcome_json
from dq.runner.comparing import Change
from dq.runner.runs import FOLDER, RunStore
from tests.application.town import TODAY
from tests.cli.invented import RULES

WAIVER = """\
[[waiver]]
rule = "TT102"
body = "青山区*"
reason = "已批复"
approver = "王五"
expires = 2026-12-31
"""


def test_each_finding_is_a_row_with_its_evidence(made_town):
    rows = list(IndexRows(made_town.archive, made_town.first))
    outcomes = RunStore(made_town.archive / FOLDER).open(made_town.first).record().outcomes
    told = [outcome for outcome in outcomes if outcome.verdict.value in ("violated", "undecided", "error")]
    assert [row.evidence for row in rows] == [outcome_json(outcome) for outcome in told]
    (row,) = [row for row in rows if row.rule == "TT102"]
    assert (row.title.zh, row.title.en, row.severity) == ("两表收入合计一致", "income agrees", "warning")
    assert (row.body, row.year, row.verdict, row.change) == ("青山区公园管理处", 2024, "violated", Change.NEW)
    assert (row.difference, row.allowance, row.unit, row.waived) == ("1.00", "0.01", "万元", False)
    assert row.excess == 990_000
    assert row.evidence["operands"][0]["source"]["line"]
    assert row.language == "zh"


def test_fingerprints_stay_and_changes_are_those_of_diff(made_town):
    first = {row.fingerprint for row in IndexRows(made_town.archive, made_town.first)}
    second = list(IndexRows(made_town.archive, made_town.second, made_town.first))
    assert first < {row.fingerprint for row in second}
    assert len({row.fingerprint for row in second}) == len(second)
    told = Counter(entry.change for entry in compare_runs(made_town.archive).told)
    assert Counter(row.change for row in second) == told
    assert {Change.NEW, Change.PERSISTING} <= set(told)


def test_what_is_gone_is_counted(town):
    (town.root / "rules" / "rules.dq").write_text(RULES.split("rule TT102")[0], encoding="utf-8")
    without = run_checkpoint("nightly", town.root / "dq.toml", TODAY).run.id
    rows = IndexRows(town.archive, without, town.second)
    told = list(rows)
    entries = compare_runs(town.archive, (town.second, without)).told
    assert rows.changes == Counter(entry.change for entry in entries)
    gone = [each for each in IndexRows(town.archive, town.second) if each.rule == "TT102"]
    assert rows.changes[Change.UNCHECKED] == len(gone)
    assert rows.accused[Change.UNCHECKED] == sum(each.verdict == "violated" for each in gone) > 0
    assert rows.accused[Change.PERSISTING] == sum(row.verdict == "violated" for row in told)
    (town.root / "rules" / "rules.dq").write_text(RULES.replace("=", "<>"), encoding="utf-8")
    lenient = run_checkpoint("nightly", town.root / "dq.toml", TODAY).run.id
    rows = IndexRows(town.archive, lenient, town.second)
    list(rows)
    assert rows.accused[Change.RESOLVED] > 0
    assert rows.changes == Counter(each.change for each in compare_runs(town.archive, (town.second, lenient)).told)


def test_what_is_waived_says_so(town):
    (town.root / "waivers.toml").write_text(WAIVER, encoding="utf-8")
    run = run_checkpoint("nightly", town.root / "dq.toml", TODAY).run.id
    waived = [(row.body, row.rule, row.change) for row in IndexRows(town.archive, run, town.second) if row.waived]
    assert waived == [("青山区公园管理处", "TT102", Change.WAIVED)]


def test_rows_come_in_batches(made_town):
    rows = IndexRows(made_town.archive, made_town.second)
    batches = list(rows.in_batches(2))
    assert [len(batch) for batch in batches[:-1]] == [2] * (len(batches) - 1)
    assert rows.failure is None


def test_a_damaged_run_says_so_and_raises_nothing(town):
    part = next((town.archive / FOLDER / town.first / "outcomes").iterdir())
    part.write_bytes(b"PAR1")
    rows = IndexRows(town.archive, town.first)
    assert list(rows) == []
    assert rows.failure.code == "DQ-N022"
    gone = IndexRows(town.archive, "../../etc")
    assert (list(gone), gone.failure.code) == ([], "DQ-N022")


def test_the_runs_of_an_archive(made_town):
    assert run_ids(made_town.archive) == (made_town.first, made_town.second)
    assert run_before(made_town.archive, made_town.second) == made_town.first
    assert run_before(made_town.archive, made_town.first) is None
    about = run_about(made_town.archive, made_town.first)
    assert [rule.id for rule in rules_of(made_town.archive, about.book).rules] == ["TT101", "TT102"]
    assert run_about(made_town.archive, "none") is None


def test_a_run_that_hangs_is_ended_by_the_clock_and_leaves_nothing(town):
    patient = (town.root / "dq.toml").read_text().replace("wait = 0", "wait = 600")
    (town.root / "dq.toml").write_text(patient)
    words = []
    with alone(town.archive / FOLDER, 0, words.append), pytest.raises(TooCostlyError):
        run_apart("nightly", town.root / "dq.toml", TODAY, Follower(1.5, lambda *told: words.append(told), words.clear))
    assert set(words) == {(0, 0)}
    assert run_ids(town.archive) == (town.first, town.second)
