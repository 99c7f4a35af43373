"""Findings of old runs leave the lists when they are old enough; what people speak of, and the runs, stay."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import select

from dq.service.database import transaction
from dq.service.database.columns import now
from dq.service.database.models import Comment, Finding, Run, Waiver
from dq.service.jobs import queue
from dq.service.jobs.pruning import prune

LATER = now() + timedelta(days=31)


@pytest.fixture
def first(app):
    """The first of two runs, and the fingerprints of its findings by rule."""
    with transaction(app.state.sessions, writes=False) as session:
        run = session.scalars(select(Run.id).order_by(Run.id)).first()
        found = session.execute(select(Finding.rule, Finding.fingerprint).where(Finding.run_id == run))
        return run, dict(map(tuple, found))


@pytest.fixture
def left(app, first):
    """Gives the rules whose findings of the first run are left."""

    def rules():
        with transaction(app.state.sessions, writes=False) as session:
            return sorted(session.scalars(select(Finding.rule).where(Finding.run_id == first[0])))

    return rules


def add(app, row):
    with transaction(app.state.sessions, writes=True) as session:
        session.add(row)


def test_what_is_old_is_removed_once_and_its_run_says_so(app, first, left, auditor):
    assert prune(app.state.sessions, 30, now()) == []
    assert prune(app.state.sessions, 0, LATER) == []
    assert left() == ["TT101", "TT102"]
    assert prune(app.state.sessions, 30, LATER) == [first[0]]
    assert left() == []
    assert prune(app.state.sessions, 30, LATER) == []
    newest, old = auditor.get("/api/v1/runs").json()["items"]
    assert (newest["pruned"], old["pruned"]) == (None, LATER.date().isoformat())
    assert auditor.get("/api/v1/findings").json()["items"]
    assert LATER.date().isoformat() in auditor.get(f"/runs/{first[0]}").text
    assert auditor.get(f"/api/v1/runs/{newest['id']}/diff").json()["numbers"], "runs are compared from the archive"


@pytest.mark.parametrize(("state", "expires", "kept"), [("proposed", "2999-01-01", 1), ("rejected", "2999-01-01", 0)])
def test_what_people_speak_of_stays(app, first, left, state, expires, kept):
    add(app, Waiver(rule="TT10[2]", body="青山区*", reason="r", expires=expires, state=state, proposer="auditor"))
    add(app, Comment(fingerprint=first[1]["TT101"], user_name="auditor", text="已核实"))
    prune(app.state.sessions, 30, LATER)
    assert left() == ["TT101", "TT102"][: 1 + kept]


def test_waived_findings_and_those_of_ended_waivers(app, first, left):
    add(app, Waiver(rule="TT101", reason="r", expires="2020-01-01", state="approved", proposer="auditor"))
    with transaction(app.state.sessions, writes=True) as session:
        session.scalars(select(Finding).where(Finding.fingerprint == first[1]["TT102"])).first().waived = True
    prune(app.state.sessions, 30, LATER)
    assert left() == ["TT102"]


def test_a_run_removes_what_is_too_old(app, first, left, work):
    with transaction(app.state.sessions, writes=True) as session:
        session.get_one(Run, first[0]).started -= timedelta(days=app.state.configuration.findings_days + 1)
        queue.enqueue(session, "run", "auditor", checkpoint="nightly")
    assert work() == 1
    assert left() == []
