"""Nobody takes all of it: exports, streams of events, connections, the disk, the database's time."""

from __future__ import annotations

import shutil
import sqlite3
from contextlib import closing

import pytest
from fastapi.testclient import TestClient

from dq.service.app import create_app
from dq.service.configuration import ServiceConfiguration
from dq.service.database import connecting
from dq.service.jobs import ingesting
from dq.service.jobs.ingesting import remove_orphans
from dq.service.security.places import Places
from tests.service.api.test_documents import upload


def _run(client):
    return client.get("/api/v1/runs").json()["items"][0]["id"]


def test_who_has_enough_exports_waits_for_one_to_end(auditor, signed_in, work):
    wish = {"run": _run(auditor), "sink": "csv"}
    assert [auditor.post("/api/v1/exports", json=wish).status_code for _ in range(4)] == [202, 202, 202, 429]
    refused = auditor.post("/api/v1/exports", json=wish)
    assert (refused.headers["retry-after"], refused.json()["type"]) == ("30", "/problems/too-many-requests")
    assert auditor.post(f"/runs/{wish['run']}/exports", data={"sink": "csv"}).status_code == 429
    assert signed_in("viewer").post("/api/v1/exports", json=wish).status_code == 202
    work()
    assert auditor.post("/api/v1/exports", json=wish).status_code == 202


def test_a_user_follows_so_many_jobs_at_once_and_a_stream_that_ends_makes_room(app, auditor):
    job = auditor.post("/api/v1/exports", json={"run": _run(auditor), "sink": "csv"}).json()["id"]
    assert auditor.post(f"/api/v1/jobs/{job}/cancel").status_code == 200
    app.state.streams = Places(1)
    for _ in range(3):
        assert auditor.get(f"/api/v1/jobs/{job}/events").text.startswith("event: job")
    user = auditor.get("/api/v1/me").json()["id"]
    assert app.state.streams.take(user)
    refused = auditor.get(f"/api/v1/jobs/{job}/events")
    assert (refused.status_code, refused.headers["retry-after"]) == (429, "10")


def test_an_upload_that_is_cancelled_while_it_waits_leaves_no_bytes(app, auditor):
    document = upload(auditor).json()
    assert (app.state.folder.uploads / document["id"]).is_file()
    auditor.post(f"/api/v1/jobs/{document['job']}/cancel")
    assert list(app.state.folder.uploads.iterdir()) == []


@pytest.mark.parametrize("failure", ["cancelled", "failed"])
def test_an_upload_whose_reading_ends_otherwise_leaves_no_bytes(app, auditor, work, monkeypatch, failure):
    def ends(*_given, stopped, **_more):
        with app.state.sessions.begin() as session:
            session.get(ingesting.Job, document["job"]).cancel_asked = True
        if failure == "failed":
            raise ValueError
        stopped()

    monkeypatch.setattr("dq.application.ingesting.ingest_upload", ends)
    document = upload(auditor).json()
    work()
    assert auditor.get(f"/api/v1/jobs/{document['job']}").json()["state"] == failure
    assert list(app.state.folder.uploads.iterdir()) == []


def test_what_is_read_or_given_up_goes_at_a_start_and_what_waits_stays(app, auditor):
    waits, ended = upload(auditor).json(), upload(auditor, b"another").json()
    kept = (app.state.folder.uploads / ended["id"]).read_bytes()
    auditor.post(f"/api/v1/jobs/{ended['job']}/cancel")
    (app.state.folder.uploads / ended["id"]).write_bytes(kept)  # as if the service had ended in between
    remove_orphans(app.state.sessions, app.state.folder.uploads)
    assert [each.name for each in app.state.folder.uploads.iterdir()] == [waits["id"]]


@pytest.mark.parametrize("path", ["/api/v1/tokens", "/account/tokens"])
def test_a_database_that_others_hold_is_told_as_busy(begun, tmp_path, monkeypatch, path):
    monkeypatch.setattr(connecting, "_BUSY_SECONDS", 0.01)
    shutil.copytree(begun, tmp_path / "data")
    app = create_app(ServiceConfiguration(data=tmp_path / "data", workers=0))
    with closing(sqlite3.connect(tmp_path / "data" / "service.sqlite", isolation_level=None)) as other:
        from dq.service.accounts import users
        from dq.service.accounts.credentials import open_session
        from dq.service.database import transaction

        with transaction(app.state.sessions, writes=True) as session:
            cookie, csrf = open_session(session, users.find(session, "viewer"), 1)
        client = TestClient(app, cookies={"dq_session": cookie}, headers={"X-CSRF-Token": csrf})
        other.execute("BEGIN IMMEDIATE")
        answer = client.post(path, json={"name": "night", "scopes": ["read"]})
        if path.startswith("/api"):
            assert answer.json()["type"] == "/problems/busy"
        assert (answer.status_code, answer.headers["retry-after"]) == (503, "5")
    app.state.engine.dispose()


def test_a_fault_of_ours_is_not_told_as_busy(app, auditor):
    with app.state.engine.begin() as connection:
        connection.exec_driver_sql("DROP TABLE comment")
    answer = auditor.get(f"/api/v1/findings/{'0' * 32}/comments")
    assert (answer.status_code, answer.json()["type"]) == (500, "/problems/failed")
