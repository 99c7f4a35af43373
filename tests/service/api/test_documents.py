"""Documents uploaded, read by a job, corrected."""

from __future__ import annotations

import hashlib

import pytest

from dq.application.ingesting import ingest_upload
from dq.service.app import create_app
from dq.service.database import transaction
from dq.service.database.models import AuditEntry, Document
from dq.service.jobs.queue import enqueue
from tests.cli.invented import REPORT

SPRING = REPORT.replace("青山区公园管理处", "春水区档案馆").encode()


def upload(client, content=SPRING, name="决算.txt", **more):
    return client.post("/api/v1/documents", files={"file": (name, content)}, **more)


def test_an_upload_is_read_by_a_job_and_becomes_a_report(app, auditor, work):
    answer = upload(auditor, name="../../春水 决算.txt")
    assert answer.status_code == 202, answer.text
    document = answer.json()
    assert (document["name"], document["state"], document["outcome"]) == ("春水 决算.txt", "queued", None)
    assert document["sha256"] == hashlib.sha256(SPRING).hexdigest()
    assert work() == 1
    job = auditor.get(f"/api/v1/jobs/{document['job']}").json()
    assert (job["kind"], job["state"], job["result"]) == ("ingest", "done", {"outcome": "added"})
    read = auditor.get(f"/api/v1/documents/{document['id']}").json()
    assert (read["outcome"], read["state"]) == ("added", "done")
    assert auditor.get(f"/api/v1/reports/{read['report']}").json()["body"] == "春水区档案馆"
    tables = auditor.get(f"/api/v1/documents/{document['id']}/reading").json()["reading"]["tables"]
    assert {each["table"] for each in tables} == {"summary", "income"}
    assert list(app.state.folder.uploads.iterdir()) == []
    with transaction(app.state.sessions, writes=False) as session:
        assert {each.action for each in session.query(AuditEntry)} >= {"document.uploaded", "document.read"}


def test_what_is_no_report_is_refused_in_the_language_asked_for(auditor, work):
    document = upload(auditor, "没有表".encode(), "a.txt").json()
    work()
    for language, word in (("zh", "表"), ("en", "table")):
        read = auditor.get(f"/api/v1/documents/{document['id']}?lang={language}").json()
        assert (read["outcome"], read["report"]) == ("refused", None)
        assert word in read["diagnostics"][0]["headline"]
    assert auditor.get(f"/api/v1/documents/{document['id']}/reading").json() == {"reading": None}


def test_a_crash_before_the_outcome_was_kept_loses_nothing(app, auditor, work):
    document = upload(auditor).json()
    folder = app.state.folder
    assert ingest_upload(folder.uploads / document["id"], document["name"], folder.archive).ingested  # and dies
    work()
    read = auditor.get(f"/api/v1/documents/{document['id']}").json()
    assert read["outcome"] == "duplicate"
    with transaction(app.state.sessions, writes=True) as session:
        again = enqueue(session, "ingest", "auditor", document=document["id"])
    work()  # done a second time it does nothing
    assert auditor.get(f"/api/v1/jobs/{again.id}").json()["result"] == {"outcome": "duplicate"}
    assert auditor.get(f"/api/v1/reports/{read['report']}").json()["body"] == "春水区档案馆"


def test_an_overlong_upload_leaves_nothing(app, auditor):
    object.__setattr__(app.state.configuration, "__dict__", {**app.state.configuration.__dict__, "upload_limit": 100})
    assert upload(auditor).status_code in {413, 422}
    assert list(app.state.folder.uploads.iterdir()) == []


def test_what_a_crash_left_of_an_upload_goes_at_the_next_start(configuration, app, auditor):
    kept = upload(auditor).json()["id"]
    (app.state.folder.uploads / "0123456789abcdef").write_bytes(b"never acknowledged")
    create_app(configuration).state.engine.dispose()
    assert [path.name for path in app.state.folder.uploads.iterdir()] == [kept]


def test_the_same_key_uploads_once(app, auditor, work):
    headers = {"Idempotency-Key": "k1"}
    first, again = upload(auditor, headers=headers), upload(auditor, headers=headers)
    assert (again.status_code, again.json()) == (202, first.json())
    with transaction(app.state.sessions, writes=False) as session:
        assert session.query(Document).count() == 1
    other = upload(auditor, SPRING[::-1], headers=headers)
    assert (other.status_code, other.json()["type"]) == (422, "/problems/idempotency-key-reused")


def test_documents_are_listed_newest_first_in_pages(auditor):
    ids = [upload(auditor, f"{number}".encode()).json()["id"] for number in range(3)]
    first = auditor.get("/api/v1/documents?limit=2").json()
    rest = auditor.get("/api/v1/documents", params={"limit": 2, "cursor": first["next"]}).json()
    assert [each["id"] for each in first["items"] + rest["items"]] == ids[::-1]
    assert rest["next"] is None


@pytest.mark.parametrize("cursor", ["x", "W10", "bnVsbA", "WzFd", "%00", "WyJhYmMiXQ", "WyJcdTAwMDAiXQ"])
def test_a_cursor_of_ones_own_making_is_refused(reader, cursor):
    answer = reader.get(f"/api/v1/documents?cursor={cursor}")
    assert (answer.status_code, answer.json()["type"]) == (422, "/problems/bad-cursor")
