"""Who loses a right while a request of theirs waits or works is refused, and nothing of it is written."""

from __future__ import annotations

import asyncio
import threading
import time
from concurrent.futures import ThreadPoolExecutor

import httpx2 as httpx
import pytest
from filelock import FileLock
from sqlalchemy import func, select

from dq.application.correcting import Corrections
from dq.application.drafts.publishing import state_of
from dq.service.accounts import users
from dq.service.database import transaction
from dq.service.database.models import AuditEntry
from dq.service.rules import versions
from tests.service.conftest import PASSWORD
from tests.service.test_rules import ONE

LOST = pytest.mark.parametrize(("closed", "status"), [(True, 401), (False, 403)], ids=["closed", "demoted"])
CORRECTION = {"table": "income", "row": "合计", "column": "total", "value": "311.10", "reason": "原件为 311.10"}


@pytest.fixture
def lose(app, closed):
    """Closes an account, or leaves it the rights of a viewer."""

    def do(name):
        with transaction(app.state.sessions, writes=True) as session:
            user = users.find(session, name)
            user.active, user.role = not closed, "viewer"

    return do


@pytest.fixture
def logged(app):
    """How many acts are in the log."""

    def count():
        with transaction(app.state.sessions, writes=False) as session:
            return session.scalar(select(func.count()).select_from(AuditEntry))

    return count


@pytest.fixture
def at_work(monkeypatch, lose):
    """Lets somebody lose rights whenever slow work begins."""

    def at(place, name, answer=None):
        module, _, function = place.rpartition(".")
        real = getattr(__import__(module, fromlist=[function]), function)

        def losing(*given, **more):
            lose(name)
            return real(*given, **more) if answer is None else answer

        monkeypatch.setattr(place, losing)

    return at


def _corrections(client):
    (item,) = client.get("/api/v1/reports", params={"body": "青山"}).json()["items"]
    return f"/api/v1/reports/{item['id']}/corrections"


@LOST
def test_while_it_waits_for_the_writer(app, auditor, signed_in, closed, status):
    approver = signed_in("approver")
    wish = {"rule": "TT101", "reason": "r", "expires": "2999-01-01"}
    at = f"/api/v1/waivers/{auditor.post('/api/v1/waivers', json=wish).json()['id']}"
    with ThreadPoolExecutor(1) as thread:
        with transaction(app.state.sessions, writes=True) as writer:
            asked = thread.submit(approver.post, f"{at}/approve")
            time.sleep(0.3)  # let through by its guard, waiting for the one writer
            user = users.find(writer, "approver")
            user.active, user.role = not closed, "viewer"
        assert asked.result().status_code == status
    assert auditor.get(at).json()["state"] == "proposed"


@LOST
@pytest.mark.parametrize("path", ["/api/v1/documents", "/documents"])
def test_while_an_upload_goes_to_the_disk(app, auditor, at_work, logged, path, status):
    before = logged()
    at_work("dq.service.api.documents.stage", "auditor")
    assert auditor.post(path, files={"file": ("a.txt", b"x")}).status_code == status
    assert list(app.state.folder.uploads.iterdir()) == []
    assert logged() == before


@LOST
def test_while_a_correction_waits_for_the_archive(app, auditor, lose, logged, signed_in, status):
    at, before = _corrections(auditor), logged()
    with ThreadPoolExecutor(1) as thread:
        with FileLock(app.state.folder.archive / ".lock"):
            asked = thread.submit(auditor.post, at, json=CORRECTION, headers={"Idempotency-Key": "one"})
            time.sleep(0.5)
            lose("auditor")
        assert asked.result().status_code == status
    assert signed_in("admin").get(at).json() == {"items": []}
    assert logged() == before


@LOST
def test_while_an_undoing_begins(auditor, at_work, signed_in, status):
    at = _corrections(auditor)
    (made,) = auditor.post(at, json=CORRECTION).json()["items"]
    at_work("dq.application.correcting.undo", "auditor")
    assert auditor.post(f"{at}/{made['number']}/undo", json={"reason": "r"}).status_code == status
    assert signed_in("admin").get(at).json() == {"items": [made]}


@LOST
@pytest.mark.parametrize("path", ["/api/v1/rule-versions/{}/publish", "/rules/changes/{}/publish"])
def test_while_the_tests_of_rules_run(app, auditor, at_work, signed_in, path, status):
    sent = {"name": "bureau/own.dq", "text": ONE, "made_from": state_of(None), "reason": "r"}
    version = auditor.post("/api/v1/rule-versions", json=sent).json()["id"]
    if path.startswith("/api"):
        signed_in("admin").post(f"/api/v1/rule-versions/{version}/approve")
    at_work("dq.service.rules.publishing.prove_apart", "approver", ())
    assert signed_in("approver").post(path.format(version)).status_code == status
    assert not (app.state.folder.rules / "bureau" / "own.dq").exists()
    with transaction(app.state.sessions, writes=False) as session:
        assert versions.find(session, version).state != "published"


@LOST
def test_while_a_proposal_is_looked_at(auditor, at_work, signed_in, status):
    at_work("dq.service.rules.versions.look_at", "auditor")
    sent = {"name": "bureau/own.dq", "text": ONE, "made_from": state_of(None), "reason": "r"}
    assert auditor.post("/api/v1/rule-versions", json=sent).status_code == status
    assert signed_in("admin").get("/api/v1/rule-versions").json() == []


@LOST
def test_while_a_password_is_hashed(app, at_work, signed_in, status):
    admin = signed_in("admin")
    with transaction(app.state.sessions, writes=True) as session:
        users.find(session, "approver").role = "admin"
    at_work("dq.service.accounts.users.hashed", "admin")
    made = {"name": "new", "password": "green paper boats 2", "role": "viewer"}
    assert admin.post("/api/v1/users", json=made).status_code == status
    assert "new" not in {each["name"] for each in signed_in("approver").get("/api/v1/users").json()}


def test_what_was_corrected_is_in_the_log_whoever_its_maker_is_by_then(app, auditor, logged, monkeypatch):
    from dq.application import correcting

    real, at, before = correcting.correct, _corrections(auditor), logged()

    def correct(*given, **more):
        done = real(*given, **more)
        with transaction(app.state.sessions, writes=True) as session:
            users.find(session, "auditor").active = False
        return done

    monkeypatch.setattr(correcting, "correct", correct)
    assert auditor.post(at, json=CORRECTION).status_code == 201
    assert logged() == before + 1


def test_who_signs_in_stands_in_no_line_of_corrections_and_that_is_short(app, auditor, monkeypatch):
    go_on = threading.Event()

    def correct(*_given, **_more):
        assert go_on.wait(20)
        return Corrections((), ())

    monkeypatch.setattr("dq.application.correcting.correct", correct)
    at = _corrections(auditor)

    async def ask():
        transport = httpx.ASGITransport(app)
        known = {"X-CSRF-Token": auditor.headers["X-CSRF-Token"]}
        cookies = {"dq_session": auditor.cookies["dq_session"]}
        async with (
            httpx.AsyncClient(transport=transport, base_url="http://here", headers=known, cookies=cookies) as one,
            httpx.AsyncClient(transport=transport, base_url="http://here") as other,
        ):
            asked = [asyncio.create_task(one.post(at, json=CORRECTION)) for _ in range(10)]  # one user's part is 9
            (refused,), waiting = await asyncio.wait(asked, return_when=asyncio.FIRST_COMPLETED, timeout=10)
            entered = await other.post("/sign-in", data={"name": "viewer", "password": PASSWORD})
            go_on.set()
            return refused.result(), entered, [(await each).status_code for each in waiting]

    # In a thread of its own: the browser of other tests leaves a loop in this one.
    with ThreadPoolExecutor(1) as thread:
        refused, entered, others = thread.submit(lambda: asyncio.run(ask())).result()
    assert (refused.status_code, refused.headers["retry-after"]) == (503, "10")
    assert entered.headers["location"] == "/"
    assert others == [201] * 9
