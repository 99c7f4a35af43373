"""Findings listed along indexes; one with its evidence, comments and waiver; waivers decided by a second person."""

from __future__ import annotations

import pytest
from sqlalchemy import event, select

from dq.application.nightly import run_checkpoint
from dq.application.waiving import Waived
from dq.diagnostics import Diagnostic, Level, Span, Text
from dq.runner.waivers import read_waivers
from dq.service.app import create_app
from dq.service.database import transaction
from dq.service.database.models import Waiver
from dq.service.findings.queries import SORTS
from dq.service.jobs import queue
from dq.service.jobs.waiving import write_waiting
from dq.service.waivers.deciding import today

SAID = Diagnostic("DQ-C013", Level.ERROR, Text("磁盘已满", "disk full"), Span("waivers.toml"))
NEVER = "2999-12-31"


@pytest.fixture
def listed(reader):
    def ask(**parameters):
        answer = reader.get("/api/v1/findings", params=parameters)
        assert answer.status_code == 200, answer.text
        return answer.json()

    return ask


def test_the_newest_run_is_listed_the_gravest_first(listed, reader):
    items = listed()["items"]
    runs = [each["id"] for each in reader.get("/api/v1/runs").json()["items"]]
    assert {each["run"] for each in items} == {max(runs)}
    assert items[0]["verdict"] == "violated"
    ranks = {"error": 0, "warning": 1, "info": 2}
    keys = [(each["verdict"] != "violated", ranks[each["severity"]]) for each in items]
    assert keys == sorted(keys)
    assert {each["change"] for each in items} == {"new", "persisting"}


@pytest.mark.parametrize("sort", sorted(SORTS))
def test_pages_put_together_are_the_list_in_every_order(listed, sort):
    whole = listed(sort=sort)["items"]
    found, cursor = [], ""
    while cursor is not None:
        page = listed(sort=sort, limit=2, cursor=cursor)
        found += page["items"]
        cursor = page["next"]
    assert found == whole
    assert len(whole) > 2


@pytest.mark.parametrize("name", ["rule", "body", "report", "severity", "verdict", "change", "table", "year", "waived"])
def test_each_filter_gives_what_has_that_value(listed, name):
    whole = listed()["items"]
    for value in {each[name] for each in whole}:
        asked = str(value).lower() if isinstance(value, bool) else value
        if asked != "":
            assert listed(**{name: asked})["items"] == [each for each in whole if each[name] == value]


@pytest.mark.parametrize("query", ["rule=%00", "run=a%00", "year=1", "severity=grave", "report=../x", "limit=0"])
def test_a_filter_that_makes_no_sense_is_refused(reader, query):
    answer = reader.get(f"/api/v1/findings?{query}")
    assert (answer.status_code, answer.json()["type"]) == (422, "/problems/malformed")


def test_a_finding_has_its_evidence_and_history(listed, reader):
    item = next(each for each in listed(change="persisting")["items"] if each["verdict"] == "violated")
    whole = reader.get(f"/api/v1/findings/{item['fingerprint']}?lang=en").json()
    assert whole["title"] in {"income adds up", "income agrees"}
    operand = whole["outcome"]["operands"][0]
    assert operand["source"]["line"]
    assert [each["change"] for each in whole["history"]] == ["persisting", "new"]
    page = reader.get(f"/findings/{item['fingerprint']}?lang=en").text
    told = [reader.get(f"/findings?lang={language}").text for language in ("en", "zh")]
    assert ["万元" in each for each in told] == [False, True]
    assert ("±0.01 CNY 10k" in page or "±0.015 CNY 10k" in page, "±0.01 万元" in page) == (True, False)
    assert reader.get(f"/api/v1/findings/{'0' * 32}").status_code == 404


def test_comments_stay_with_the_fault(listed, auditor):
    key = listed()["items"][0]["fingerprint"]
    at = f"/api/v1/findings/{key}/comments"
    said = auditor.post(at, json={"text": "<b>已电话核实</b>"}, headers={"Idempotency-Key": "x"})
    assert said.status_code == 201
    assert auditor.post(at, json={"text": "<b>已电话核实</b>"}, headers={"Idempotency-Key": "x"}).json() == said.json()
    assert auditor.get(at).json()["items"] == [said.json()]
    assert auditor.get(f"/api/v1/findings/{key}").json()["comments"] == [said.json()]
    assert auditor.post(f"/api/v1/findings/{'0' * 32}/comments", json={"text": "x"}).status_code == 404


def test_what_is_waived_by_two_people_is_waived_in_the_next_run(app, listed, auditor, signed_in):
    item = next(each for each in listed(change="persisting")["items"] if each["rule"] == "TT102")
    wish = {"reason": "已批复", "expires": NEVER}
    proposed = auditor.post(f"/api/v1/findings/{item['fingerprint']}/waivers", json=wish)
    assert proposed.status_code == 201, proposed.text
    at = f"/api/v1/waivers/{proposed.json()['id']}"
    assert auditor.post(f"{at}/approve").status_code == 403
    assert read_waivers(app.state.folder.waivers).entries == ()
    approved = signed_in("approver").post(f"{at}/approve")
    assert (approved.status_code, approved.json()["state"]) == (200, "approved")
    assert app.state.workers.do_one()
    ((kept, _),) = read_waivers(app.state.folder.waivers).entries
    assert (kept.rule, kept.body, kept.approver) == ("TT102", "青山区公园管理处", "approver")
    night = run_checkpoint("nightly", app.state.folder.checkpoints, today())
    assert [(each.rule, each.waiver.reason) for each in night.run.outcomes if each.waiver] == [("TT102", "已批复")]
    again = signed_in("approver").post(f"{at}/approve")
    assert (again.status_code, again.json()["type"]) == (409, "/problems/conflict")


def approved_waiver(auditor, signed_in):
    """The address of a waiver of TT102 that somebody else approved."""
    made = auditor.post("/api/v1/waivers", json={"rule": "TT102", "reason": "已批复", "expires": NEVER}).json()
    return signed_in("approver").post(f"/api/v1/waivers/{made['id']}/approve")


def test_a_waiver_whose_approval_is_not_kept_is_not_written(app, auditor, signed_in):
    def refuse(session):
        if session.scalar(select(Waiver.id).where(Waiver.state == "approved")):
            raise OSError("disk full")

    event.listen(app.state.sessions, "before_commit", refuse)
    try:
        assert approved_waiver(auditor, signed_in).status_code == 500
    finally:
        event.remove(app.state.sessions, "before_commit", refuse)
    assert not app.state.workers.do_one()
    assert read_waivers(app.state.folder.waivers).entries == ()
    assert [each["state"] for each in auditor.get("/api/v1/waivers").json()["items"]] == ["proposed"]


def test_an_approval_that_was_kept_is_written_by_the_next_service(app, auditor, signed_in, configuration, monkeypatch):
    assert approved_waiver(auditor, signed_in).status_code == 200
    # The disk refuses, then the service ends.
    monkeypatch.setattr("dq.service.jobs.waiving.keep_waiver", lambda *_: Waived((SAID,)))
    app.state.workers.do_one()
    monkeypatch.undo()
    assert read_waivers(app.state.folder.waivers).entries == ()
    following = create_app(configuration)
    assert following.state.workers.do_one()
    assert [each.rule for each, _ in read_waivers(app.state.folder.waivers).entries] == ["TT102"]
    assert not following.state.workers.do_one()
    following.state.engine.dispose()


def test_a_run_writes_first_what_was_approved(app, auditor, signed_in):
    with transaction(app.state.sessions, writes=True) as session:
        queue.enqueue(session, "run", "auditor", checkpoint="nightly")
    assert approved_waiver(auditor, signed_in).status_code == 200
    assert app.state.workers.do_one()
    (run, *_) = auditor.get("/api/v1/runs").json()["items"]
    assert auditor.get(f"/api/v1/findings?run={run['id']}&waived=true").json()["items"]


def test_nobody_cancels_the_writing_of_an_approved_waiver(app, auditor, signed_in):
    assert approved_waiver(auditor, signed_in).status_code == 200
    approver = signed_in("approver")
    (job,) = approver.get("/api/v1/jobs?kind=waiver").json()["items"]
    assert approver.post(f"/api/v1/jobs/{job['id']}/cancel").json()["state"] == "queued"
    with transaction(app.state.sessions, writes=True) as session:
        assert queue.claim(session).kind == "waiver"
    write_waiting(app.state.sessions, app.state.folder.waivers)  # a run that begins meanwhile
    assert [each.rule for each, _ in read_waivers(app.state.folder.waivers).entries] == ["TT102"]


def test_what_is_blank_says_nothing(reader):
    fault = reader.get("/api/v1/findings").json()["items"][0]["fingerprint"]
    for text in ("", " \n", "\0", "a\0"):
        refused = reader.post(f"/api/v1/findings/{fault}/comments", json={"text": text})
        assert (refused.status_code, "body.text：" in refused.json()["detail"]) == (422, True)
        assert reader.post(f"/findings/{fault}/comments", data={"text": text}).status_code == 422
        wish = {"reason": text, "expires": "2999-01-01"}
        for place in (f"/api/v1/findings/{fault}/waivers", "/api/v1/waivers"):
            assert reader.post(place, json={"rule": "TT102", **wish}).status_code == 422
    missing = reader.post(f"/api/v1/findings/{fault}/comments", json={}).json()
    assert missing["detail"] == "body.text：没有给出"


def test_who_reads_a_waiver_is_told_why_it_could_not_be_written(app, auditor, signed_in, monkeypatch):
    fault = auditor.get("/api/v1/findings?rule=TT102").json()["items"][0]["fingerprint"]
    auditor.post(f"/findings/{fault}/waivers", data={"reason": "r", "expires": "2999-01-01"})
    (waiver,) = auditor.get("/api/v1/waivers").json()["items"]
    signed_in("approver").post(f"/api/v1/waivers/{waiver['id']}/approve")
    assert "It holds from the next run on" in auditor.get("/waivers?lang=en").text
    monkeypatch.setattr("dq.service.jobs.waiving.keep_waiver", lambda *_: Waived((SAID,)))
    app.state.workers.do_one()
    for path in ("/waivers", f"/findings/{fault}"):
        for language, headline in (("zh", SAID.headline.zh), ("en", SAID.headline.en)):
            assert f"{headline} <code>{SAID.code}</code>" in auditor.get(f"{path}?lang={language}").text
    assert "not in the file of waivers yet" in auditor.get("/waivers?lang=en").text
    (job,) = signed_in("admin").get("/api/v1/jobs?kind=waiver&lang=en").json()["items"]
    assert (job["state"], job["result"]["diagnostics"][0]["headline"]) == ("failed", SAID.headline.en)
    monkeypatch.undo()
    write_waiting(app.state.sessions, app.state.folder.waivers)
    told = auditor.get("/waivers?lang=en").text
    assert "It holds from the next run on" not in told
    assert "not in the file of waivers yet" not in told


def test_a_night_says_why_it_cannot_write_a_waiver(app, auditor, signed_in):
    with transaction(app.state.sessions, writes=True) as session:
        queue.enqueue(session, "run", "auditor", checkpoint="nightly")
    assert approved_waiver(auditor, signed_in).status_code == 200
    with app.state.folder.waivers.open("a", encoding="utf-8") as file:
        file.write("\n[[waiver]]\nrule = 1\n")
    assert app.state.workers.do_one()
    (job,) = auditor.get("/api/v1/jobs?kind=run").json()["items"]
    assert (job["state"], job["result"]["outcome"]) == ("done", "refused")
    assert [each["code"][:4] for each in job["result"]["diagnostics"]][:1] == ["DQ-N"]


def test_a_file_that_cannot_take_a_waiver_is_told_to_the_approver(app, auditor, signed_in):
    app.state.folder.waivers.write_text("[[waiver]\n", encoding="utf-8")
    refused = approved_waiver(auditor, signed_in)
    assert (refused.status_code, refused.json()["diagnostics"][0]["code"][:4]) == (422, "DQ-N")


def test_nobody_approves_what_they_proposed(app, signed_in):
    approver = signed_in("approver")
    made = approver.post("/api/v1/waivers", json={"rule": "TT*", "reason": "r", "expires": NEVER}).json()
    answer = approver.post(f"/api/v1/waivers/{made['id']}/approve")
    assert (answer.status_code, answer.json()["type"]) == (403, "/problems/own-proposal")
    assert approver.post(f"/api/v1/waivers/{made['id']}/withdraw").json()["state"] == "withdrawn"
    assert read_waivers(app.state.folder.waivers).entries == ()


def test_a_rejected_waiver_has_no_effect(app, auditor, signed_in):
    made = auditor.post("/api/v1/waivers", json={"rule": "TT101", "reason": "r", "expires": NEVER}).json()
    assert signed_in("admin").post(f"/api/v1/waivers/{made['id']}/reject").json()["state"] == "rejected"
    assert [each["state"] for each in auditor.get("/api/v1/waivers?state=rejected").json()["items"]] == ["rejected"]
    assert auditor.get(f"/api/v1/waivers/{made['id']}").json()["approver"] == "admin"
    assert read_waivers(app.state.folder.waivers).entries == ()


@pytest.mark.parametrize(
    ("change", "kind"),
    [
        ({"expires": "2020-01-01"}, "refused"),
        ({"reason": "a\nb"}, "refused"),
        ({"rule": "TT901"}, "refused"),
        ({"rule": "*"}, "refused"),
        ({"rule": "[A-Z]*", "body": "青山区公园管理处"}, "refused"),
        ({"years": [3]}, "malformed"),
        ({"bodys": "青山区公园管理处"}, "malformed"),
    ],
)
def test_improper_waivers_are_refused(reader, change, kind):
    answer = reader.post("/api/v1/waivers", json={"rule": "TT101", "reason": "r", "expires": NEVER, **change})
    assert (answer.status_code, answer.json()["type"]) == (422, f"/problems/{kind}")


def test_a_field_that_nobody_knows_is_named_with_those_there_are(reader):
    """A misspelt one would be as if it was not there: here a waiver of every body."""
    wish = {"rule": "TT101", "reason": "r", "expires": NEVER, "bodys": "青山区公园管理处"}
    told = [reader.post(f"/api/v1/waivers?lang={each}", json=wish).json()["detail"] for each in ("zh", "en")]
    known = "rule, body, years, row, reason, expires"
    assert told == [
        f"body：没有字段 bodys；可用的有 {known}",
        f"body: there is no field bodys; known: {known}",
    ]
    checked = {"name": "x.dq", "text": "", "made_from": "", "reason": "r", "tests": {"texts": ""}}
    assert "body.tests：没有字段 texts" in reader.post("/api/v1/rule-versions", json=checked).json()["detail"]


def test_every_body_that_is_taken_has_known_fields_only(unchanged):
    described = unchanged.openapi()
    for path, operations in described["paths"].items():
        for method, operation in operations.items():
            for kind, sent in operation.get("requestBody", {}).get("content", {}).items():
                if kind == "application/json":
                    schema = sent["schema"].get("$ref") or sent["schema"]["anyOf"][0]["$ref"]
                    model = described["components"]["schemas"][schema.rpartition("/")[2]]
                    assert model["additionalProperties"] is False, (method, path)


def test_a_parameter_that_nobody_knows_is_named_with_those_there_are(reader):
    """A misspelt filter would list everything; a page or the health may be asked with words of others, too."""
    for place, known in (
        ("findings", "cursor, limit, sort, run, rule, body"),
        ("reports", "year"),
        ("metrics", "lang"),
    ):
        told = [reader.get(f"/api/v1/{place}?bodys=x&lang={each}") for each in ("zh", "en")]
        assert [each.status_code for each in told] == [422, 422]
        zh, en = (each.json()["detail"] for each in told)
        assert zh.startswith("query：没有参数 bodys；可用的有 ")
        assert en.startswith("query: there is no parameter bodys; known: ")
        assert known in en
    assert [reader.get(f"/{place}?utm_source=x").status_code for place in ("findings", "api/v1/health")] == [200, 200]
