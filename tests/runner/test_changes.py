"""What changed between two runs is told without going through the parts that both have."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from datetime import date
from itertools import pairwise

import pytest

from dq.application.changes import changes_since
from dq.application.indexing import IndexRows
from dq.cli.changes import entry_json
from dq.diagnostics import Span
from dq.outcome.identity import COMPARED, fingerprint, identified
from dq.outcome.kept import KeptOutcomes
from dq.outcome.model import Waiver
from dq.outcome.waiving import waived
from dq.runner.comparing import Change, compared
from dq.runner.runs import UnreadableRunError
from dq.runner.unlike import unlike
from dq.runner.waivers import Waivers
from tests.engine.small import breaking
from tests.runner.small import archive_at, body, night

RULES = 'rule T001 "rows" { for each alpha as r check r.total = r.part }'
WAIVER = Waiver("T*", "b[12]", (), None, "why", "who", "2999-01-01")


def test_shared_parts_are_counted_not_read(tmp_path, monkeypatch):
    monkeypatch.setattr("dq.runner.assembling.PART_REPORTS", 1)
    archive_at(tmp_path).append([body(f"b{number}", 2018, part="9") for number in range(4)])
    first = night(tmp_path, RULES)
    archive_at(tmp_path).replace([body("b1", 2018, part="8")])
    archive_at(tmp_path).append([body("b9", 2018, part="8")])
    second = night(tmp_path, RULES)
    read = []
    original = KeptOutcomes.chosen
    monkeypatch.setattr(
        KeptOutcomes, "chosen", lambda self, *v, **more: read.extend(self.parts) or original(self, *v, **more)
    )
    quick, _ = changes_since(first, second, second.record(), ())
    assert quick is not None
    assert len(read) == 3  # of eight: in both runs that of the changed report, and that to which the new one came
    for waivers in ((), (WAIVER,)):
        quick, _ = changes_since(first, second, second.record(), waivers)
        entries = list(compared(first.record(), waived(second.record(), waivers)))
        assert quick is not None
        assert dict(quick.numbers) == {
            each: number for each in Change if (number := sum(entry.change is each for entry in entries))
        }
        told = [entry for entry in entries if entry.change is not Change.PERSISTING]
        assert sorted(quick.named, key=str) == sorted(told, key=str)
    assert sum(second.about.counts[each.value] for each in COMPARED) == 5


def test_reports_are_unlike_where_outcomes_are_or_where_one_run_has_them(tmp_path):
    archive_at(tmp_path).append([body(f"b{number}", 2018, part="9") for number in range(4)])
    first = night(tmp_path, RULES)
    archive_at(tmp_path).replace([body("b1", 2018, part="8"), body("b2", 2018, part="9", text="reread")])
    archive_at(tmp_path).append([body("b9", 2018, part="3")])
    second = night(tmp_path, RULES)
    assert unlike(first, first) == frozenset()
    assert unlike(first, second) == {"b1/2018", "b9/2018"}  # b2 was read anew and says the same
    told = second.of_reports({"b1/2018"})
    assert {outcome.report for outcome in told.outcomes} == {record.report for record in told.reports} == {"b1/2018"}
    assert len(told.outcomes) == len(list(told.outcomes)) > 0
    first.about.parts[0].paths(first.folder)[0].write_bytes(b"")
    with pytest.raises(UnreadableRunError, match="part-00000"):
        unlike(first, second)


def named_alike(name, part="9", text="", **about):
    """A report of a body that shares its name with others."""
    made = body(name, 2018, part=part, text=text)
    return replace(made, report={**made.report, "department": "某局", **about})


def counted(root, before, after):
    """What became of findings, counted in the three ways there are; and the fingerprints of the later run."""
    quick, _ = changes_since(before, after, after.record(), ())
    assert quick is not None
    rows = IndexRows(root, after.about.id, before.about.id)
    fingerprints = [row.fingerprint for row in rows]
    assert rows.failure is None
    entries = compared(before.record(), after.record())
    assert dict(quick.numbers) == rows.changes == Counter(each.change for each in entries)
    return rows.changes, fingerprints


def test_a_unit_and_the_department_of_its_name_are_two_bodies(tmp_path):
    archive_at(tmp_path).append([named_alike("a", level="department"), named_alike("u", level="unit")])
    first = night(tmp_path, RULES)
    changes, fingerprints = counted(tmp_path, first, night(tmp_path, RULES))
    assert changes == {Change.PERSISTING: 2}
    # That of the department is what it was before levels were told apart: comments and waivers are kept under it.
    assert fingerprints[0] == "73edb520dac3d8dac96efc48e1c0b2a7"
    assert len(set(fingerprints)) == 2
    entries = list(compared(first.record(), first.record()))
    assert [entry_json(each)["level"] for each in entries] == ["department", "unit"]
    assert [each.who(zh=True) for each in entries] == ["某局", "某局（单位）"]
    old = replace(entries[0], other=None)  # of a run kept before there were translations
    assert old.told_in("en") == old.message == entries[0].told_in("zh")
    assert entries[0].told_in("en") != old.message
    archive_at(tmp_path).replace([named_alike("u", part="3", text="new", level="unit")])
    changes, fingerprints = counted(tmp_path, first, night(tmp_path, RULES))
    assert changes == {Change.PERSISTING: 1, Change.RESOLVED: 1}
    assert fingerprints == ["73edb520dac3d8dac96efc48e1c0b2a7"]


def test_reports_that_nothing_tells_apart_are_numbered(tmp_path):
    archive_at(tmp_path).append([named_alike("a", code="1"), named_alike("b", part="8", code="2")])
    for code in (None, "2"):  # read anew, the first has no code, then that of the second
        archive_at(tmp_path).replace([named_alike("a", code=code)])
    first = night(tmp_path, RULES)
    changes, fingerprints = counted(tmp_path, first, night(tmp_path, RULES))
    assert (changes, len(set(fingerprints))) == ({Change.PERSISTING: 2}, 2)
    for place, report in enumerate(("a/2018", "b/2018")):
        told = first.of_report(report)
        assert told is not None
        assert [fingerprint(identity) for identity, _ in identified(told)] == [fingerprints[place]]
    archive_at(tmp_path).replace([named_alike("a", code="1")])
    changes, _ = counted(tmp_path, first, night(tmp_path, RULES))
    assert changes == {Change.NEW: 1, Change.CHANGED: 1, Change.UNCHECKED: 1}


def test_a_severity_that_is_another_is_told(tmp_path):
    archive_at(tmp_path).append([body("b", 2018, part="9")])
    first = night(tmp_path, RULES)
    second = night(tmp_path, RULES.replace("{ for", "{ severity warning for"))
    quick, _ = changes_since(first, second, second.record(), ())
    assert quick is not None
    assert {(each.change, each.before.split()[0], each.after.split()[0]) for each in quick.named} == {
        (Change.CHANGED, "error", "warning")
    }


def test_a_waiver_is_stale_though_its_rule_failed_on_another_body(tmp_path, monkeypatch):
    archive = archive_at(tmp_path)
    archive.append([body("b1", 2018), body("b2", 2018), body("b3", 2018)])
    with monkeypatch.context() as patched:
        breaking(patched, "b1/2018", "b2/2018", rule="T001")
        run = night(tmp_path, RULES).record()
    assert [error.report for error in run.errors] == [None]  # of several reports people are told once
    entries = tuple((replace(WAIVER, body=name), Span(name)) for name in ("b1", "b[23]", "b3"))
    said = Waivers(entries).complaints(run, date(2020, 1, 1), archive_at(tmp_path).latest)
    assert [(each.code, each.span.file) for each in said] == [("DQ-N031", "b3")]


def test_a_rule_that_failed_on_two_reports_was_checked_on_the_third(tmp_path, monkeypatch):
    archive = archive_at(tmp_path)
    archive.append([body("b1", 2018), body("b2", 2018), body("b3", 2018, part="9")])
    runs = [night(tmp_path, RULES)]
    archive_at(tmp_path).replace([body("b1", 2018, text="other"), body("b2", 2018, text="other"), body("b3", 2018)])
    with monkeypatch.context() as patched:
        breaking(patched, "b1/2018", "b2/2018", rule="T001")
        runs.append(night(tmp_path, RULES))
    (error,) = runs[1].about.errors  # people are told of it once
    assert error.report is None
    archive_at(tmp_path).replace([body("b1", 2018, part="8"), body("b3", 2018, part="8")])
    runs.append(night(tmp_path, RULES))
    second, third = (list(compared(old.record(), new.record())) for old, new in pairwise(runs))
    assert sorted((each.department, each.change.value, each.before) for each in second if each.before) == [
        ("b3", "resolved", "violated 3 9 万元"),
    ]
    assert sorted((each.department, each.change.value, each.before) for each in third) == [
        ("b1", "changed", "unchecked"),
        ("b1", "resolved", "error"),
        ("b2", "resolved", "error"),
        ("b3", "new", None),
    ]
