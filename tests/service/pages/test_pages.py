"""Every page is shown to whom it is for, in both languages, and what stands in reports and rules stays text."""

from __future__ import annotations

import json
import re
import shutil

import pytest
from markupsafe import escape

from dq.service.accounts.roles import Role
from dq.service.database import transaction
from dq.service.database.models import Document
from dq.service.findings.queries import newest_run

PAGES = ("/", "/reports", "/findings", "/rules", "/rules/write", "/rules/changes", "/runs", "/documents", "/waivers")
PAGES += ("/account", "/administration", "/administration/log", "/checkpoints", "/checkpoints/nightly", "/corrections")


@pytest.fixture
def admin(signed_in):
    """An administrator."""
    return signed_in(Role.ADMIN)


@pytest.mark.parametrize("language", ["zh", "en"])
def test_every_page_is_shown(admin, language):
    for address in PAGES:
        shown = admin.get(f"{address}?lang={language}")
        assert (shown.status_code, address) == (200, address)
        assert f'<html lang="{"en" if language == "en" else "zh-CN"}">' in shown.text
        for tag in re.findall(r"<(?:script|style)[^>]*>", shown.text):
            assert "src=" in tag, "the content policy allows no script or style within a page"
        assert not re.search(r"\son\w+=|\sstyle=", shown.text)


def test_who_is_signed_in_is_led_on_from_the_form_to_sign_in(admin):
    assert admin.get("/sign-in").headers["location"] == "/"


@pytest.mark.parametrize("language", ["zh", "en"])
def test_a_finding_leads_to_its_report_and_its_line(admin, language):
    (found, *_) = admin.get("/api/v1/findings?verdict=violated").json()["items"]
    page = admin.get(f"/findings/{found['fingerprint']}?lang={language}").text
    assert found["rule"] in page
    link = re.search(rf'href="/reports/{found["report"]}#(c-[^"]+)"', page)
    line = re.search(rf'href="/reports/{found["report"]}\?place=(L\d+)#\1"', page)
    report = admin.get(f"/reports/{found['report']}?lang={language}&place={line[1]}").text
    assert "flash warn" not in report
    assert f'id="{link[1]}"' in report
    assert f'id="{line[1]}"' in report
    assert f'href="/findings/{found["fingerprint"]}"' in report
    (run, *_) = admin.get("/api/v1/runs").json()["items"]
    assert found["body"] in admin.get(f"/runs/{run['id']}?lang={language}").text


@pytest.mark.parametrize(("place", "told"), [("L99999", "line 99999"), ("L3-7", "page 3, line 7")])
def test_a_line_that_cannot_be_shown_is_told(admin, app, place, told):
    (found, *_) = admin.get("/api/v1/findings").json()["items"]
    page = admin.get(f"/reports/{found['report']}?lang=en&place={place}").text
    assert f"You asked for {told} of the source." in page
    shutil.rmtree(app.state.folder.archive / "documents")
    gone = admin.get(f"/reports/{found['report']}?lang=en&place=L3").text
    assert "is not kept in the archive" in gone
    assert 'href="#L' not in gone


def test_what_people_and_documents_say_stays_text(admin):
    (found, *_) = admin.get("/api/v1/findings?verdict=violated").json()["items"]
    hostile = '"><script>alert(1)</script>\u202e'
    said = admin.post(f"/findings/{found['fingerprint']}/comments", data={"text": hostile})
    assert said.status_code == 303
    wish = {"reason": hostile.replace("\u202e", ""), "expires": "2999-01-01"}
    assert admin.post(f"/findings/{found['fingerprint']}/waivers", data=wish).status_code == 303
    user = {"name": "eve-1", "password": "green paper boats", "role": "viewer", "display": hostile}
    assert admin.post("/administration/users", data=user).status_code == 303
    for address in (f"/findings/{found['fingerprint']}", "/waivers", "/administration"):
        shown = admin.get(address).text
        assert "<script>alert" not in shown
        assert "\u202e" not in shown
        assert "&lt;script&gt;alert" in shown


def _retell(app, **changes):
    """Let the newest run say something else of itself."""
    with transaction(app.state.sessions, writes=True) as session:
        run = newest_run(session)
        run.summary = {**run.summary, **changes}


def test_what_is_undecided_is_no_news(admin, app):
    _retell(app, changes={"new": 5, "persisting": 2}, counts={"violated": 3, "undecided": 4})
    page = admin.get("/").text
    assert re.search(r"<b>1</b> <a href=\"/findings\?verdict=violated&amp;change=new\">", page)
    assert "另有 4 项无法判断" in page
    assert "其中新的 4 项" in page
    assert admin.get("/findings?verdict=violated&change=new").text.count("/findings/") == 1


def test_a_first_run_is_told_as_such(admin, app):
    _retell(app, before=None, counts={"violated": 3})
    page = admin.get("/?lang=en").text
    assert "The first run of this checkpoint; there is nothing to compare it with. Findings: 3." in page
    assert "c-resolved" not in page
    assert "first run" in admin.get("/runs?lang=en").text


def test_a_finding_is_told_in_the_language_of_who_reads_it(admin):
    (found, *_) = admin.get("/api/v1/findings?verdict=violated&lang=en").json()["items"]
    english = admin.get(f"/findings/{found['fingerprint']}?lang=en").text
    assert f'<p class="message">{escape(found["message"])}</p>' in english
    chinese = admin.get(f"/api/v1/findings/{found['fingerprint']}?lang=zh").json()
    told = chinese["outcome"]
    assert chinese["message"] == told["message"] != found["message"]
    assert escape(told["translation"]["statement"]) in english
    assert escape(told["statement"]) not in english
    assert escape(told["statement"]) in admin.get(f"/findings/{found['fingerprint']}?lang=zh").text


def test_a_waiver_is_approved_by_another(admin, signed_in):
    (found, *_) = admin.get("/api/v1/findings?verdict=violated").json()["items"]
    wish = {"reason": "已说明", "expires": "2999-01-01"}
    signed_in("approver").post(f"/findings/{found['fingerprint']}/waivers", data=wish)
    (waiver,) = admin.get("/api/v1/waivers").json()["items"]
    assert signed_in("approver").post(f"/waivers/{waiver['id']}", data={"decision": "approve"}).status_code == 403
    assert "1" in admin.get("/").text
    assert admin.post(f"/waivers/{waiver['id']}", data={"decision": "approve"}).status_code == 303
    assert admin.get("/api/v1/waivers").json()["items"][0]["state"] == "approved"


def test_a_language_is_kept_and_leads_nowhere_else(admin):
    answer = admin.post("/account/language", data={"language": "en", "back": "/rules"})
    assert (answer.status_code, answer.headers["location"]) == (303, "/rules")
    assert '<html lang="en">' in admin.get("/").text
    for back in ("//evil.example", "https://evil.example", "/\\evil.example"):
        answer = admin.post("/account/language", data={"language": "zh", "back": back})
        assert answer.headers["location"] == "/"


def test_a_token_is_shown_once(admin):
    made = admin.post("/account/tokens", data={"name": "t", "scopes": ["read"], "days": "3"})
    secret = re.search(r"dqt_[\w-]+", made.text)[0]
    assert secret not in admin.get("/account").text
    (token,) = admin.get("/api/v1/tokens").json()
    assert admin.post(f"/account/tokens/{token['id']}/revoke").status_code == 303


def test_an_account_gets_another_role(admin):
    viewer = next(each for each in admin.get("/api/v1/users").json() if each["name"] == "viewer")
    answer = admin.post(f"/administration/users/{viewer['id']}", data={"role": "auditor", "active": "true"})
    assert answer.status_code == 303
    closed = admin.post(f"/administration/users/{viewer['id']}", data={"role": "auditor"})
    assert closed.status_code == 303
    told = next(each for each in admin.get("/api/v1/users").json() if each["name"] == "viewer")
    assert (told["role"], told["active"]) == ("auditor", False)


def test_a_forgotten_password_is_set_anew_and_what_stays_signs_nobody_out(admin, signed_in, client):
    users = {each["name"]: each["id"] for each in admin.get("/api/v1/users").json()}
    auditor = signed_in("auditor")
    same = {"role": "auditor", "active": "true", "password": ""}
    assert admin.post(f"/administration/users/{users['auditor']}", data=same).headers["location"].endswith("done=saved")
    assert auditor.get("/api/v1/me").status_code == 200
    form = admin.get("/administration?done=saved").text
    assert "已保存" in form
    seen = re.search(rf"users/{users['auditor']}.*?name=\"seen\" value=\"(\w+)\"", form, re.DOTALL)[1]
    new = {**same, "password": "a new day begins", "seen": seen}
    assert admin.post(f"/administration/users/{users['auditor']}", data=new).status_code == 303
    assert auditor.get("/api/v1/me").status_code == 401
    entered = client.post("/sign-in", data={"name": "auditor", "password": "a new day begins"})
    assert entered.headers["location"] == "/"
    late = admin.post(f"/administration/users/{users['auditor']}", data=new)
    assert (late.status_code, "别人刚改过" in late.text) == (412, True)
    log = admin.get("/administration/log").text
    assert all(told in log for told in ("name: auditor · password: changed", "address: testclient"))


def test_lists_go_on_at_their_cursor(admin):
    first = admin.get("/findings?limit=1&sort=body").text
    following = re.search(r'rel="next" href="([^"]+)"', first)[1].replace("&amp;", "&")
    second = admin.get(following)
    assert second.status_code == 200
    prints = [re.search(r"/findings/([0-9a-f]{32})", page)[1] for page in (first, second.text)]
    assert prints[0] != prints[1]
    assert admin.get("/findings?cursor=nonsense").status_code == 422


def test_runs_and_exports_are_started_from_their_pages(admin, app):
    (run, *_) = admin.get("/api/v1/runs").json()["items"]
    assert admin.post("/runs", data={"checkpoint": "nightly"}).status_code == 303
    assert admin.post("/runs", data={"checkpoint": "none"}).status_code == 404
    assert admin.post(f"/runs/{run['id']}/exports", data={"sink": "jsonl"}).status_code == 303
    while app.state.workers.do_one():
        pass
    for address in ("/runs/jobs", "/exports/jobs"):
        piece = admin.get(address).text
        assert "<html" not in piece
        assert "sound" in piece
    assert (
        admin.get(re.search(r'href="(/api/v1/exports/[^"]+)"', admin.get("/exports/jobs").text)[1]).status_code == 200
    )


def test_a_document_is_uploaded_and_followed(admin, app):
    sent = admin.post("/documents", files={"file": ("<img src=x>.txt", b"nothing to see")})
    assert sent.status_code == 303
    assert "hx-get" in admin.get("/documents/list").text
    while app.state.workers.do_one():
        pass
    after = admin.get("/documents/list").text
    assert "hx-get" not in after
    assert "<img" not in after
    place = re.search(r'href="(/documents/[0-9a-f]{16})"', after)[1]
    refused = admin.get(place).text
    assert "DQ-I006" in refused
    assert "没有读入，或还没有读完" in refused
    english = admin.get(f"{place}?lang=en").text
    assert ("(form of 2018)" in english, "表式" in english) == (True, False)
    assert admin.get(f"/documents/{'0' * 16}").status_code == 404


@pytest.mark.parametrize(("language", "told"), [("zh", "2 张表"), ("en", "2 tables")])
def test_how_a_document_was_read_is_shown(admin, app, language, told):
    kept = next((app.state.folder.archive / "documents").glob("*.reading.json"))
    account = json.loads(kept.read_text(encoding="utf-8"))
    with transaction(app.state.sessions, writes=True) as session:
        document = Document(name="a.txt", digest="0" * 64, size=1, user_name="auditor")
        document.reading = {"outcome": "added", "account": account}
        session.add(document)
    page = admin.get(f"/documents/{document.id}?lang={language}").text
    assert told in page[page.index("<pre") :]
    with transaction(app.state.sessions, writes=True) as session:
        session.get_one(Document, document.id).reading = {"account": {**account, "reading_version": 0}}
    assert "<pre" not in admin.get(f"/documents/{document.id}").text


def test_a_run_is_cancelled_by_who_started_it(admin, signed_in):
    auditor = signed_in("auditor")
    admin.post("/runs", data={"checkpoint": "nightly"})
    (job, *_) = admin.get("/api/v1/jobs").json()["items"]
    address = f"/jobs/{job['id']}/cancel"
    assert address not in auditor.get("/runs").text
    assert auditor.post(address).status_code == 403
    assert address in admin.get("/runs").text
    assert admin.post(address).headers["location"] == "/runs"
    assert admin.get(f"/api/v1/jobs/{job['id']}").json()["state"] == "cancelled"
    assert address not in admin.get("/runs").text


def test_an_upload_is_cancelled_where_it_is_listed(admin, app):
    admin.post("/documents", files={"file": ("a.txt", b"nothing to see")})
    address = re.search(r'action="(/jobs/[0-9a-f]{16}/cancel)"', admin.get("/documents").text)[1]
    assert admin.post(address).headers["location"] == "/documents"
    assert not [*app.state.folder.uploads.iterdir()]
    assert "/cancel" not in admin.get("/documents").text
