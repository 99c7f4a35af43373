"""Readings corrected from a cell of a report's page, and checkpoints followed: in both languages, by keyboard, on a
desk and on a phone.
"""

from __future__ import annotations

import re

import pytest

from dq.archive import Archive
from dq.ingest import read_bytes
from dq.service.accounts.roles import Role

HOSTILE = '"><script>alert(1)</script>'


@pytest.fixture
def auditor(signed_in):
    """Who may correct."""
    return signed_in(Role.AUDITOR)


@pytest.fixture
def cell(auditor):
    """The address of the form for the wrong total's cell, as the report's page links it."""
    (wrong,) = auditor.get("/api/v1/reports", params={"body": "青山"}).json()["items"]
    page = auditor.get(f"/reports/{wrong['id']}").text
    return re.search(r'href="(/reports/[0-9a-f]{16}/correct\?cell=c-summary-\d+-amount)"', page)[1]


def _sent(client, cell, **fields):
    address, _, name = cell.partition("?cell=")
    return client.post(address, data={"cell": name, **fields})


def test_every_cell_is_offered_where_one_is_chosen_and_else_the_disputed_ones(auditor, cell, signed_in):
    report = cell.rpartition("/")[0]
    disputed = auditor.get(report).text.count("/correct?cell=")
    assert 0 < disputed < auditor.get(f"{report}?choosing=true").text.count("/correct?cell=")
    assert "/correct?cell=" not in signed_in(Role.VIEWER).get(f"{report}?choosing=true").text


def test_a_report_of_forms_alone_has_no_heading_of_tables_over_nothing(app, auditor):
    form = "2031年度项目支出绩效自评表\n项目名称\t修渠\n实施单位\t某市测试中心\n\t预算数\t执行数\n资金总额\t5.00\t4.00"
    read = read_bytes("a.tab.txt", form.encode())
    Archive.open(app.state.folder.archive).archive.append([read.report], {read.report.report["sha256"]: form.encode()})
    (forms,) = auditor.get("/api/v1/reports", params={"body": "测试中心"}).json()["items"]
    page = auditor.get(f"/reports/{forms['id']}").text
    assert "某市测试中心" in page
    assert "#tables" not in page
    assert 'id="tables"' not in page


def test_a_reading_is_corrected_listed_and_brought_back(auditor, cell):
    assert "万元" in auditor.get(cell).text
    made = _sent(auditor, cell, value="312.10", reason=f"原件 {HOSTILE}")
    assert made.status_code == 303, made.text
    listed = auditor.get(made.headers["location"]).text
    assert "312.10" in listed
    assert "&lt;script&gt;" in listed
    assert "<script>alert" not in listed
    assert "312.10" in auditor.get(cell).text
    undo = re.search(r'action="(/reports/[0-9a-f]{16}/corrections/\d+/undo)"', listed)[1]
    assert auditor.post(undo, data={"reason": "看错了"}).status_code == 303
    ended = auditor.get("/corrections?lang=en").text
    assert "undone · auditor: 看错了" in ended
    assert "/undo" not in ended
    assert auditor.post(undo, data={"reason": "again"}).status_code == 404


def test_an_old_form_does_not_replace_a_correction_that_it_did_not_show(auditor, cell, signed_in):
    def seen(text):
        return re.search(r'name="seen" value="(\d+)"', text)[1]

    old = seen(auditor.get(cell).text)
    assert _sent(signed_in(Role.APPROVER), cell, value="5.00", reason="first", seen=old).status_code == 303
    refused = _sent(auditor, cell, value="6.00", reason="mine", seen=old)
    assert refused.status_code == 409
    assert "5.00 · approver: first" in refused.text
    assert 'value="6.00"' in refused.text
    assert ">mine</textarea>" in refused.text
    assert "6.00" not in auditor.get("/corrections").text
    assert _sent(auditor, cell, value="6.00", reason="mine", seen=seen(refused.text)).status_code == 303


def test_what_is_no_figure_is_refused_beside_what_was_typed(auditor, cell):
    refused = _sent(auditor, cell, value="<b>abc", reason="看错")
    assert refused.status_code == 422
    assert "DQ-A023" in refused.text
    assert 'value="&lt;b&gt;abc"' in refused.text
    assert ">看错</textarea>" in refused.text
    assert "<table" not in auditor.get("/corrections").text


def test_a_cell_that_is_not_printed_is_not_there(auditor, cell):
    address = cell.partition("?")[0]
    for name in ("c-summary-9999-amount", "c-claim-1-amount", "c-summary-1-nothing", "x", "c-../-1-a"):
        assert (auditor.get(address, params={"cell": name}).status_code, name) == (404, name)
        assert _sent(auditor, f"{address}?cell={name}", value="1", reason="r").status_code == 404, name


def test_checkpoints_tell_what_they_check_and_what_is_wrong_with_others(auditor, app, signed_in):
    file = app.state.folder.checkpoints
    file.write_text(
        file.read_text(encoding="utf-8")
        + '[checkpoint.weekly]\narchive = "archive"\nreports = {years = [2018], kinds = ["budget"]}\n'
        + 'schedule = {at = "03:00", days = ["mon"]}\n[checkpoint.broken]\narchiv = "x"\n',
        encoding="utf-8",
    )
    page = auditor.get("/checkpoints?lang=en").text
    assert "Mon 03:00" in page
    assert "DQ-N004" in page
    weekly = auditor.get("/checkpoints/weekly?lang=en").text
    assert "2018" in weekly
    assert "The service has not run it by schedule yet" in weekly
    assert auditor.get("/checkpoints/broken").status_code == 404
    assert 'action="/runs"' not in signed_in(Role.VIEWER).get("/checkpoints/nightly").text
    run = re.search(r'href="(/runs/[^"]+)"', auditor.get("/checkpoints/nightly").text)[1]
    assert auditor.get(run).status_code == 200


_OTHERS = ("/", "/findings", "/rules", "/rules/write", "/rules/changes", "/runs", "/documents", "/waivers", "/account")
_FAULTY = """
document.body.insertAdjacentHTML("beforeend", '<h1>x</h1><a href="/">&nbsp;</a><input><p id="content">x</p>');
document.body.lastChild.style.color = "#bbb"; document.body.lastChild.style.background = "#fff"; """


@pytest.mark.parametrize(("language", "width", "scheme"), [("zh-CN", 1280, "light"), ("en-US", 390, "dark")])
def test_a_reading_is_corrected_by_keyboard(visit, language, width, scheme):
    auditor = visit("auditor", language=language, width=width)
    page, faults = auditor.page, []
    page.emulate_media(color_scheme=scheme)

    def look() -> None:
        faults.extend(auditor.faults())
        assert page.evaluate("document.documentElement.scrollWidth") <= width

    for address in (*(_OTHERS if width < 1000 else ()), "/checkpoints", "/checkpoints/nightly", "/reports"):
        auditor.go(address)
        look()
    page.click("text=青山区公园管理处")
    page.focus("a.button[href*=choosing]")
    page.keyboard.press("Enter")
    page.wait_for_url("**choosing=true#tables")
    look()
    page.focus("a.correct >> nth=0")
    assert page.evaluate("getComputedStyle(document.activeElement).outlineStyle") != "none"
    page.keyboard.press("Enter")
    page.wait_for_selector("#value")
    look()
    page.focus("#value")
    page.keyboard.type("123.45")
    page.keyboard.press("Tab")
    page.keyboard.type("misread")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.wait_for_url("**/corrections?report=*")
    page.focus("details summary")
    page.keyboard.press("Enter")
    look()
    page.keyboard.press("Tab")
    page.keyboard.type("read again")
    page.keyboard.press("Enter")
    page.wait_for_selector("details", state="detached")
    look()
    assert faults == []
    page.evaluate(_FAULTY)
    assert [each.partition(":")[0] for each in auditor.faults()] == [
        "without a name",
        "without a name",
        "no single first heading",
        "twice the same id",
        "too faint",
    ]
