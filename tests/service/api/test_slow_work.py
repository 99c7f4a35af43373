"""Slow work holds no transaction: others write meanwhile, and what was found before it is looked at again after it."""

from __future__ import annotations

import sqlite3
from contextlib import closing, contextmanager
from datetime import timedelta

import pytest
from sqlalchemy import update
from sqlalchemy.exc import OperationalError

from dq.application.correcting import Corrections
from dq.application.drafts.publishing import state_of
from dq.application.drafts.trial import Tried
from dq.service import audit
from dq.service.accounts import users
from dq.service.database import transaction
from dq.service.database.columns import now
from dq.service.database.models import IdempotencyKey
from dq.service.rules import versions
from tests.service.api.test_documents import upload
from tests.service.conftest import PASSWORD
from tests.service.test_rules import ONE


@pytest.fixture
def is_free(app):
    """Asserts that the one writer of SQLite is nobody just now."""

    def look():
        place = app.state.engine.url.database
        with closing(sqlite3.connect(place, timeout=0, isolation_level=None)) as other:
            other.execute("BEGIN IMMEDIATE")
            other.execute("ROLLBACK")

    return look


@pytest.fixture
def looked(monkeypatch, is_free):
    """Replaces slow work by a look whether others may write while it is done; told is how often."""
    seen = []

    def instead(place, answer=None):
        module, _, name = place.rpartition(".")
        real = getattr(__import__(module, fromlist=[name]), name)

        def look(*given, **more):
            is_free()
            seen.append(name)
            return real(*given, **more) if answer is None else answer

        monkeypatch.setattr(place, look)
        return seen

    return instead


def _report(client):
    return client.get("/api/v1/reports").json()["items"][0]["id"]


def test_a_correction_and_its_preview_and_its_undoing(auditor, looked):
    seen = looked("dq.application.correcting.correct", Corrections((), ()))
    at = f"/api/v1/reports/{_report(auditor)}/corrections"
    for preview in (False, True):
        assert auditor.post(at, json={"value": "1", "reason": "r", "preview": preview}).status_code == 201
    assert seen == ["correct"] * 2
    looked("dq.application.correcting.logged", Corrections((), ()))
    assert auditor.post(f"{at}/1/undo", json={"reason": "r"}).status_code == 404
    assert seen == ["correct", "correct", "logged"]


def test_an_upload_on_its_way_to_the_disk(auditor, looked):
    seen = looked("dq.service.api.documents.stage")
    for path, status in (("/api/v1/documents", 202), ("/documents", 303)):
        assert auditor.post(path, files={"file": ("a.txt", b"x")}).status_code == status
    assert seen == ["stage", "stage"]


def test_a_change_whose_tests_run(auditor, signed_in, looked):
    admin = signed_in("admin")
    seen = looked("dq.service.rules.publishing.prove_apart", ())
    for path in ("/api/v1/rule-versions/{}/publish", "/rules/changes/{}/publish"):
        text = ONE.replace("ZZ101", f"ZZ10{len(seen)}")
        sent = {"name": f"bureau/own{len(seen)}.dq", "text": text, "made_from": "", "reason": "r"}
        version = auditor.post("/api/v1/rule-versions", json=sent).json()["id"]
        if path.startswith("/api"):
            admin.post(f"/api/v1/rule-versions/{version}/approve")
        with _keyed(admin, path):
            answers = [admin.post(path.format(version)).status_code for _ in range(2)]
        assert answers == ([200, 200] if path.startswith("/api") else [303, 409])
    assert seen == ["prove_apart"] * 2


def test_a_text_that_is_tried(auditor, looked):
    seen = looked("dq.service.api.rules.try_apart", Tried())
    looked("dq.service.pages.editing.try_apart", Tried())
    sent = {"name": "bureau/own.dq", "text": ONE}
    assert auditor.post("/api/v1/rules/try", json={**sent, "reports": ["any"]}).status_code == 200
    assert auditor.post("/rules/try", data={**sent, "report": "any"}).status_code == 200
    assert seen == ["try_apart"] * 2


def test_a_proposal_that_is_looked_at_and_one_whose_file_is_published_meanwhile(auditor, looked, monkeypatch):
    seen = looked("dq.service.rules.versions.look_at")
    sent = {"name": "bureau/own.dq", "text": ONE, "made_from": state_of(None), "reason": "r"}
    with _keyed(auditor, "one"):
        first, again = (auditor.post("/api/v1/rule-versions", json=sent) for _ in range(2))
    assert (first.status_code, again.json()) == (201, first.json())
    assert seen == ["look_at"]
    look_at = versions.look_at

    def published_meanwhile(draft):
        said = look_at(draft)
        draft.path.parent.mkdir(exist_ok=True)
        draft.path.write_text(ONE + "\n", encoding="utf-8")
        return said

    monkeypatch.setattr(versions, "look_at", published_meanwhile)
    answer = auditor.post("/api/v1/rule-versions", json=sent)
    assert (answer.status_code, answer.json()["type"]) == (409, "/problems/conflict")


def test_signing_in(app, client, looked):
    seen = looked("dq.service.accounts.users.verified")
    assert client.post("/sign-in", data={"name": "viewer", "password": PASSWORD}).headers["location"] == "/"
    assert seen == ["verified"]


def test_who_is_closed_out_while_the_password_is_looked_at_does_not_come_in(app, client, monkeypatch):
    def closed_meanwhile(_kept, _password):
        with transaction(app.state.sessions, writes=True) as session:
            users.find(session, "viewer").active = False
        return True

    monkeypatch.setattr(users, "verified", closed_meanwhile)
    answer = client.post("/sign-in", data={"name": "viewer", "password": PASSWORD})
    assert (answer.status_code, "set-cookie" in answer.headers) == (401, False)


def test_a_password_of_somebody_new_and_ones_own_new_one(signed_in, looked):
    seen = looked("dq.service.accounts.users.hashed")
    made = {"name": "new", "password": "green paper boats 2", "role": "viewer"}
    admin = signed_in("admin")
    user = admin.post("/api/v1/users", json=made).json()["id"]
    assert admin.patch(f"/api/v1/users/{user}", json={"password": "green paper boats 3"}).status_code == 200
    own = {"old": PASSWORD, "new": "green paper boats 4"}
    assert signed_in("viewer").post("/api/v1/me/password", json=own).status_code == 204
    assert seen == ["hashed"] * 3


@contextmanager
def _keyed(client, key):
    client.headers["Idempotency-Key"] = key
    yield
    del client.headers["Idempotency-Key"]


def test_a_request_sent_again_while_the_first_is_at_work_waits_its_turn(app, auditor, monkeypatch):
    from dq.service.api import documents

    stage, answers = documents.stage, []

    def sent_again(*given):
        if not answers:
            answers.append(None)
            answers.append(upload(auditor))
        return stage(*given)

    monkeypatch.setattr(documents, "stage", sent_again)
    with _keyed(auditor, "one"):
        first = upload(auditor)
        assert (answers[1].status_code, answers[1].json()["type"]) == (409, "/problems/conflict")
        assert upload(auditor).json() == first.json()
        assert upload(auditor, b"another").status_code == 422
    assert len(list(app.state.folder.uploads.iterdir())) == 1


def test_a_key_is_free_again_when_its_work_failed_or_its_service_died(app, auditor, monkeypatch):
    with _keyed(auditor, "one"), monkeypatch.context() as failing:
        failing.setattr(audit, "record", _refuse)
        assert upload(auditor).status_code == 500
        assert list(app.state.folder.uploads.iterdir()) == []
    with transaction(app.state.sessions, writes=True) as session:
        user = users.find(session, "auditor").id
        session.add(IdempotencyKey(user_id=user, key="one", request="x", status=102, body={}))
        # As the schedule remembers what it queued: no work of a request that died.
        session.add(IdempotencyKey(user_id="schedule", key="nightly@then", request="", status=0, body={}))
    with _keyed(auditor, "one"):
        assert upload(auditor).status_code == 422
        with transaction(app.state.sessions, writes=True) as session:
            session.execute(update(IdempotencyKey).values(created=now() - timedelta(minutes=11)))
        assert upload(auditor).status_code == 202
    with transaction(app.state.sessions, writes=False) as session:
        assert session.get(IdempotencyKey, ("schedule", "nightly@then")) is not None


def test_an_upload_of_a_page_that_cannot_be_kept_leaves_nothing(app, auditor, monkeypatch):
    monkeypatch.setattr(audit, "record", _refuse)
    assert auditor.post("/documents", files={"file": ("a.txt", b"x")}).status_code == 500
    assert list(app.state.folder.uploads.iterdir()) == []


def test_a_correction_that_could_not_be_recorded_is_told_as_done(auditor, monkeypatch):
    made = []

    def correct(*_given, **_more):
        made.append(None)
        return Corrections((), ())

    monkeypatch.setattr("dq.application.correcting.correct", correct)

    def held(*_given, **_more):
        raise OperationalError("INSERT", {}, sqlite3.OperationalError("disk I/O error"))

    monkeypatch.setattr("dq.service.api.corrections._record", held)
    at = f"/api/v1/reports/{_report(auditor)}/corrections"
    with _keyed(auditor, "one"):
        for _ in range(2):
            answer = auditor.post(at, json={"value": "1", "reason": "r"})
            assert (answer.status_code, answer.json()["type"]) == (503, "/problems/not-recorded")
    assert len(made) == 1


def _refuse(*_given, **_more):
    raise RuntimeError
