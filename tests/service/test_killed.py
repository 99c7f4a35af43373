"""What was acknowledged outlives kill -9, at the worst moments of reading, running, approving and publishing."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
import threading

import httpx2 as httpx
import pytest
from fastapi.testclient import TestClient

from dq.runner.waivers import read_waivers
from dq.service.accounts import users
from dq.service.accounts.credentials import open_session
from dq.service.app import create_app
from dq.service.configuration import ServiceConfiguration
from dq.service.database import transaction
from tests.cli.invented import REPORT, RULES

BODY = "蓝湖镇卫生院"
CHANGED = RULES + "# 注\n"


@pytest.fixture
def folder(stocked, tmp_path):
    """A data folder with reports and runs, and what requests of an auditor and an approver there carry."""
    shutil.copytree(stocked, tmp_path / "data")
    app = create_app(ServiceConfiguration(data=tmp_path / "data", workers=0))
    known = {}
    with transaction(app.state.sessions, writes=True) as session:
        for name in ("auditor", "approver"):
            cookie, csrf = open_session(session, users.find(session, name), 1)
            known[name] = {"Cookie": f"dq_session={cookie}", "X-CSRF-Token": csrf}
    app.state.engine.dispose()
    return tmp_path / "data", known


def ask(address, known, path, **sent):
    answer = httpx.post(f"{address}/api/v1{path}", headers=known, timeout=60, **sent)
    assert answer.is_success, answer.text
    return answer.json()


def told_until(process, wanted):
    for line in process.stdout:
        if re.search(wanted, line):
            return line
    raise AssertionError(f"it ended before {wanted}")


def acknowledged(process, known):
    """Everything that the doomed service acknowledged; it hangs in each of three things when this returns."""
    address = re.search(r"http://[^/]+", told_until(process, "serving at"))[0]
    auditor, approver = known["auditor"], known["approver"]
    wish = {"rule": "TT102", "body": "", "reason": "已批复", "expires": "2999-12-31"}
    waiver = ask(address, auditor, "/waivers", json=wish)["id"]
    ask(address, approver, f"/waivers/{waiver}/approve")
    pack = httpx.get(f"{address}/api/v1/packs/rules.dq", headers=auditor).json()
    proposal = {"name": "rules.dq", "text": CHANGED, "made_from": pack["state"], "reason": "注"}
    version = ask(address, auditor, "/rule-versions", json=proposal)["id"]
    ask(address, approver, f"/rule-versions/{version}/approve")
    file = ("蓝湖.txt", REPORT.replace("青山区公园管理处", BODY).encode())
    document = ask(address, auditor, "/documents", files={"file": file})["id"]
    told_until(process, "reading")
    run = ask(address, auditor, "/checkpoints/nightly/runs", json={})["id"]
    told_until(process, "ran")
    publishing = f"{address}/api/v1/rule-versions/{version}/publish"
    threading.Thread(target=_hopeless, args=(publishing, approver), daemon=True).start()
    told_until(process, "published")
    return waiver, version, document, run


def _hopeless(address, known):
    with pytest.raises(httpx.HTTPError):
        httpx.post(address, headers=known, timeout=60)


@pytest.mark.slow
def test_kill_9_loses_nothing_that_was_acknowledged(folder, checkout):
    data, known = folder
    words = [sys.executable, "-m", "tests.service.doomed", str(data)]
    with subprocess.Popen(words, stdout=subprocess.PIPE, text=True, cwd=checkout) as process:
        try:
            waiver, version, document, run = acknowledged(process, known)
        finally:
            process.kill()
    app = create_app(ServiceConfiguration(data=data, workers=0))
    app.state.workers.start()
    while app.state.workers.do_one():
        pass
    auditor, approver = (TestClient(app, headers=known[name]) for name in ("auditor", "approver"))
    assert auditor.get(f"/api/v1/waivers/{waiver}").json()["state"] == "approved"
    assert [each.reason for each, _ in read_waivers(data / "waivers.toml").entries] == ["已批复"]
    read = auditor.get(f"/api/v1/documents/{document}").json()
    assert (read["state"], read["outcome"]) == ("done", "added")
    assert [each["body"] for each in auditor.get("/api/v1/reports").json()["items"]].count(BODY) == 1
    assert list((data / "uploads").iterdir()) == []
    made = auditor.get(f"/api/v1/jobs/{run}").json()
    assert (made["state"], made["result"]["outcome"]) == ("done", "made")
    assert auditor.get("/api/v1/runs").json()["items"][0]["id"] == made["result"]["run"]
    assert auditor.get(f"/api/v1/rule-versions/{version}").json()["state"] == "approved"
    assert approver.post(f"/api/v1/rule-versions/{version}/publish").json()["state"] == "published"
    assert (data / "rules" / "rules.dq").read_text(encoding="utf-8") == CHANGED
    app.state.engine.dispose()
