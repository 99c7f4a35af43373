"""The story of issue 9, as people live it: from a document to the workbook, by two people."""

from __future__ import annotations

import io
from datetime import datetime, timedelta

import pytest
from openpyxl import load_workbook

from dq.service.schedule import Schedule
from tests.cli.invented import REPORT

from .test_writing_rules import RULE, checked, write

BODY = "蓝湖镇卫生院"
WRONG = REPORT.replace("青山区公园管理处", BODY).replace("本年收入合计\t310.10", "本年收入合计\t312.10")
WAIT = 30_000


@pytest.fixture
def night(served):
    """Lets the night come at which the checkpoint is due."""

    def come() -> None:
        schedule = Schedule(served.data / "dq.toml", served.app.state.sessions)
        schedule._began = datetime.now().astimezone() - timedelta(days=2)
        assert schedule.queue_due(datetime.now().astimezone()) == ["nightly"]

    config = served.data / "dq.toml"
    config.write_text(config.read_text(encoding="utf-8") + '[checkpoint.nightly.schedule]\nat = "00:00"\n', "utf-8")
    return come


def follow_run(visit):
    """Wait on the page of runs until the newest job is done, and open its run."""
    visit.page.wait_for_selector("#jobs:not([hx-get]) li:first-child a", timeout=WAIT)
    visit.page.click("#jobs li:first-child a")
    visit.page.wait_for_selector(".tiles")


def uploads(auditor):
    auditor.go("/documents")
    document = {"name": "蓝湖.txt", "mimeType": "text/plain", "buffer": WRONG.encode()}
    auditor.page.set_input_files("#file", files=[document])
    auditor.page.click("main form button.main")
    auditor.page.click("#documents li.sound a >> nth=0", timeout=WAIT)
    assert "2 张表" in auditor.page.inner_text("pre.account")
    auditor.page.click(".head .actions a")
    assert auditor.page.inner_text("h1") == BODY
    assert "没有核对" in auditor.page.inner_text(".conclusion")


def finds(auditor):
    """Run, then follow the one finding of the new report to the line that prints it."""
    auditor.go("/runs")
    auditor.page.click("form button.main")
    follow_run(auditor)
    auditor.go(f"/findings?change=new&body={BODY}")
    auditor.page.click("table.list tbody th a >> nth=0")
    auditor.page.click(".operands td.place a >> nth=0")
    auditor.page.wait_for_url("**/reports/*#L*")
    line = auditor.page.locator(f"[id='{auditor.page.url.partition('#')[2]}']")
    assert line.is_visible()
    assert line.locator("mark").count() >= 1


def writes_a_rule(author):
    """With a mistake, taking the offered fix; tried on a report; proposed. Returns: the address of the change."""
    author.go("/rules/write")
    checked(author)
    write(author, RULE)
    said = author.page.locator("#said li.s-error")
    assert said.count() == 1
    assert author.page.locator(".cm-lintRange-error").count() >= 1
    said.locator("button.fix").click()
    checked(author)
    assert author.page.locator("#said li.s-error").count() == 0
    assert ".决算数 = 0" in author.page.input_value("#text")
    author.page.select_option("#report", label=f"{BODY} 2024")
    author.page.click("section[aria-labelledby=try] button")
    author.page.wait_for_selector("#tried-counts", timeout=WAIT)
    counts = author.page.locator("#tried-counts tbody tr").first
    assert counts.locator("td").all_inner_texts() == ["0", "1"]
    assert "BU101" in author.page.inner_text("#tried .c-new ~ code")
    author.page.fill("#name", "bureau/own.dq")
    author.page.fill("#reason", "试用")
    author.page.click("section[aria-labelledby=propose] button")
    author.page.wait_for_selector("pre.diff")
    assert author.page.locator("#publish").count() == 0, "nobody approves what they propose"
    return author.page.url


def publishes(approver, change, rules):
    approver.page.goto(change)
    assert "BU101" in approver.page.inner_text("pre.diff")
    approver.page.click("#publish")
    approver.page.wait_for_selector("#publish", state="detached", timeout=WAIT)
    approver.go("/rules/BU101")
    assert "收入少于零" in approver.page.inner_text("h1")
    assert (rules / "bureau" / "own.dq").read_text(encoding="utf-8").rstrip() == RULE.replace("==", "=")


def sees_what_the_night_found(auditor):
    """By the new rule, told as new beside the run before. Returns: the address of the finding."""
    auditor.go("/runs")
    follow_run(auditor)
    new = auditor.page.locator("[aria-labelledby=diff] tbody tr", has_text="BU101")
    assert new.locator(".c-new").count() == new.count() > 1
    auditor.go(f"/findings?rule=BU101&body={BODY}")
    auditor.page.click("table.list tbody th a")
    auditor.page.wait_for_selector("#history")
    return auditor.page.url


def waives(auditor, approver, finding):
    auditor.page.click("summary")
    auditor.page.fill("#reason", "试点单位，已说明")
    auditor.page.fill("#expires", "2999-12-31")
    auditor.page.click("details form button")
    auditor.page.wait_for_selector("[aria-labelledby=waivers] strong")
    assert auditor.page.locator("button[value=approve]").count() == 0, "nobody approves what they propose"
    approver.page.goto(finding)
    approver.page.click("button[value=approve]")
    approver.page.wait_for_url("**/waivers")
    assert "approved" in approver.page.inner_text("table.list")


def exports(auditor):
    """The workbook of the second night, in which the waiver has effect."""
    auditor.go("/runs")
    auditor.page.click("form button.main")
    follow_run(auditor)
    auditor.page.click("[aria-labelledby=exports] form button")
    link = auditor.page.locator("#jobs:not([hx-get]) li:first-child a")
    link.wait_for(timeout=WAIT)
    with auditor.page.expect_download() as fetched:
        link.click()
    return load_workbook(io.BytesIO(fetched.value.path().read_bytes()), read_only=True)


@pytest.mark.slow
def test_from_a_document_to_the_workbook(visit, served, night):
    auditor, approver = visit("auditor"), visit("approver", language="en-US", width=390)
    uploads(auditor)
    finds(auditor)
    publishes(approver, writes_a_rule(auditor), served.data / "rules")
    night()
    finding = sees_what_the_night_found(auditor)
    waives(auditor, approver, finding)
    workbook = exports(auditor)
    cells = {str(value) for sheet in workbook for row in sheet.iter_rows(values_only=True) for value in row if value}
    assert {"BU101", BODY} <= cells
    assert any("试点单位，已说明" in each for each in cells)
    auditor.page.goto(finding)
    told = auditor.page.locator("[aria-labelledby=history] td").all_inner_texts()
    assert told == ["已豁免", "新增"]
