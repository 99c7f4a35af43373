"""Runs started, followed, compared, exported."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest

from dq.apart import TooCostlyError
from dq.service.database import transaction
from dq.service.database.models import Finding, Job, Run
from dq.service.jobs import queue, running
from dq.service.jobs.indexing import index_run
from tests.runner.small import archive_at, body, night


def test_checkpoints_are_those_of_the_configuration(auditor, app):
    told = auditor.get("/api/v1/checkpoints").json()
    assert ([each["name"] for each in told["items"]], told["diagnostics"]) == (["nightly"], [])
    app.state.folder.checkpoints.write_text('[checkpoint.a]\narchiv = "x"\n', encoding="utf-8")
    told = auditor.get("/api/v1/checkpoints?lang=en").json()
    assert (told["items"], told["diagnostics"][0]["line"]) == ([], 2)


def test_a_run_is_started_followed_and_listed(auditor, work):
    started = auditor.post("/api/v1/checkpoints/nightly/runs", json={"full": True})
    assert started.status_code == 202
    assert work() == 1
    with auditor.stream("GET", f"/api/v1/jobs/{started.json()['id']}/events") as stream:
        assert stream.headers["content-type"].startswith("text/event-stream")
        lines = [line for line in stream.iter_lines() if line]
    assert lines[0] == "event: job"
    job = json.loads(lines[2].removeprefix("data: "))
    heard = {"Last-Event-ID": lines[1].removeprefix("id: ")}
    with auditor.stream("GET", f"/api/v1/jobs/{started.json()['id']}/events", headers=heard) as stream:
        assert [line for line in stream.iter_lines() if line] == [": still"]
    assert (job["state"], job["result"]["outcome"], job["result"]["evaluated"]) == ("done", "made", 2)
    runs = auditor.get("/api/v1/runs").json()["items"]
    assert runs[0]["id"] == job["result"]["run"]
    assert runs[0]["changes"].keys() == {"persisting"}
    assert auditor.get("/api/v1/findings").json()["items"][0]["run"] == job["result"]["run"]


def test_a_run_of_no_checkpoint(reader):
    assert reader.post("/api/v1/checkpoints/none/runs", json={}).status_code == 404


def test_a_run_that_cannot_be_made_says_why(app, auditor, work):
    started = auditor.post("/api/v1/checkpoints/nightly/runs").json()
    (app.state.folder.root / "waivers.toml").write_text("[[waiver]]\n", encoding="utf-8")
    work()
    job = auditor.get(f"/api/v1/jobs/{started['id']}?lang=en").json()
    assert (job["state"], job["result"]["outcome"]) == ("done", "refused")
    assert job["result"]["diagnostics"][0]["code"] == "DQ-N006"


@pytest.mark.parametrize(("end", "said"), [(TooCostlyError(), "14400 seconds"), (ChildProcessError("-9"), "memory")])
def test_a_run_whose_process_was_ended_says_why_and_what_to_do(auditor, work, monkeypatch, end, said):
    def ended(*_given, **_named):
        raise end

    monkeypatch.setattr(running, "run_apart", ended)
    started = auditor.post("/api/v1/checkpoints/nightly/runs").json()
    work()
    job = auditor.get(f"/api/v1/jobs/{started['id']}?lang=en").json()
    told = job["result"]["diagnostics"][0]
    assert (job["state"], told["code"], said in told["headline"]) == ("failed", "DQ-S009", True)
    assert "DQ_SERVE_RUN_SECONDS" in told["help"]


def test_a_job_is_cancelled_by_who_asked_for_it_or_an_administrator(auditor, signed_in):
    jobs = [auditor.post("/api/v1/checkpoints/nightly/runs", json={}).json()["id"] for _ in range(2)]
    other = signed_in("approver").post(f"/api/v1/jobs/{jobs[0]}/cancel")
    assert (other.status_code, other.json()["type"]) == (403, "/problems/not-allowed")
    for client, job in ((auditor, jobs[0]), (signed_in("admin"), jobs[1])):
        assert client.post(f"/api/v1/jobs/{job}/cancel").json()["state"] == "cancelled"
    listed = auditor.get("/api/v1/jobs?state=cancelled&kind=run").json()["items"]
    assert {each["id"] for each in listed} == set(jobs)


def test_a_token_that_may_not_start_a_run_ends_none(auditor, client):
    job = auditor.post("/api/v1/checkpoints/nightly/runs", json={}).json()["id"]
    for scopes, status in ((["read"], 403), (["read", "run"], 200)):
        token = auditor.post("/api/v1/tokens", json={"name": "t", "scopes": scopes}).json()["token"]
        bearer = {"Authorization": f"Bearer {token}"}
        assert client.post(f"/api/v1/jobs/{job}/cancel", headers=bearer).status_code == status


def test_a_run_that_is_cancelled_while_it_is_made_leaves_nothing(app, auditor, work, monkeypatch):
    job = auditor.post("/api/v1/checkpoints/nightly/runs", json={"full": True}).json()["id"]
    report = queue.report

    def cancelled(session, job_id, done, total):
        session.get(Job, job_id).cancel_asked = True
        return report(session, job_id, done, total)

    monkeypatch.setattr(queue, "report", cancelled)
    before = auditor.get("/api/v1/runs").json()
    work()
    assert auditor.get(f"/api/v1/jobs/{job}").json()["state"] == "cancelled"
    assert auditor.get("/api/v1/runs").json() == before


def test_runs_are_compared_as_diff_does(reader):
    second, first = (each["id"] for each in reader.get("/api/v1/runs").json()["items"])
    told = reader.get(f"/api/v1/runs/{second}/diff?limit=1").json()
    assert (told["before"], told["after"]) == (first, second)
    assert len(told["items"]) == 1
    rest = reader.get(f"/api/v1/runs/{second}/diff", params={"cursor": told["next"]}).json()
    assert sum(told["numbers"].values()) == 1 + len(rest["items"])
    new = reader.get(f"/api/v1/runs/{second}/diff?change=new").json()["items"]
    assert {each["body"] for each in new} == {"绿水区图书馆"}
    english = reader.get(f"/runs/{second}?lang=en&change=new").text
    assert ("should equal" in english, "应等于" in english) == (True, False)
    assert reader.get(f"/api/v1/runs/{first}/diff").status_code == 404
    assert reader.get(f"/api/v1/runs/{second}/diff?before=none").status_code == 404


def test_runs_made_elsewhere_are_indexed_and_half_an_index_is_begun_anew(app, auditor):
    run = auditor.get("/api/v1/runs").json()["items"][0]["id"]
    with transaction(app.state.sessions, writes=True) as session:
        before = session.query(Finding).filter_by(run_id=run).count()
        session.get(Run, run).finished = None
        session.delete(session.query(Finding).filter_by(run_id=run).first())
    assert auditor.get(f"/api/v1/runs/{run}").status_code == 404
    assert index_run(app.state.sessions, app.state.folder.archive, run)
    with transaction(app.state.sessions, writes=False) as session:
        assert session.query(Finding).filter_by(run_id=run).count() == before
    assert not index_run(app.state.sessions, app.state.folder.archive, "none")


def test_a_unit_and_the_department_of_its_name_are_indexed_side_by_side(app, tmp_path):
    reports = [
        replace(each, report={**each.report, "department": "某局", "level": level})
        for level, each in (("department", body("a", 2018, part="9")), ("unit", body("u", 2018, part="9")))
    ]
    archive_at(tmp_path).append(reports)
    run = night(tmp_path, 'rule T001 "rows" { for each alpha as r check r.total = r.part }').about.id
    assert index_run(app.state.sessions, tmp_path, run)
    with transaction(app.state.sessions, writes=False) as session:
        found = session.query(Finding).filter_by(run_id=run).all()
    assert {each.report for each in found} == {"a/2018", "u/2018"}


def test_a_run_is_exported_and_fetched(auditor, work):
    run = auditor.get("/api/v1/runs").json()["items"][0]["id"]
    assert "xlsx" in {each["name"] for each in auditor.get("/api/v1/sinks").json()["items"]}
    jobs = {
        sink: auditor.post("/api/v1/exports", json={"run": run, "sink": sink}).json()["id"] for sink in ("json", "html")
    }
    assert auditor.get(f"/api/v1/exports/{jobs['json']}/file").status_code == 404
    assert work() == 2
    told = auditor.get(f"/api/v1/exports/{jobs['json']}/file")
    assert told.json()["run"]["id"] == run
    assert "attachment" in told.headers["content-disposition"]
    assert auditor.get(f"/api/v1/exports/{jobs['html']}/file").content.startswith(b"PK")
    assert auditor.post("/api/v1/exports", json={"run": run, "sink": "telex"}).status_code == 404


def test_a_job_can_only_hand_out_its_own_files(app, auditor):
    with transaction(app.state.sessions, writes=True) as session:
        job = queue.enqueue(session, "export", "auditor", run="r", sink="s")
        job.result = {"file": "../../service.sqlite"}
    (app.state.folder.exports / job.id).mkdir()
    assert auditor.get(f"/api/v1/exports/{job.id}/file").status_code == 404
