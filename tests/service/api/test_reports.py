"""Reports as printed, with findings on the cells; corrections."""

from __future__ import annotations

import pytest


@pytest.fixture
def wrong(reader):
    """The report whose total is wrong."""
    (item,) = reader.get("/api/v1/reports", params={"body": "青山"}).json()["items"]
    return item


def test_reports_are_listed_filtered_and_paged(reader):
    both = reader.get("/api/v1/reports").json()
    assert [each["body"] for each in both["items"]] == ["绿水区图书馆", "青山区公园管理处"]
    first = reader.get("/api/v1/reports?limit=1").json()
    second = reader.get("/api/v1/reports", params={"limit": 1, "cursor": first["next"]}).json()
    assert [*first["items"], *second["items"]] == both["items"]
    assert reader.get("/api/v1/reports?year=2019").json() == {"items": [], "next": None}


def test_findings_stand_on_cells(reader, wrong):
    told = reader.get(f"/api/v1/reports/{wrong['id']}/tables").json()
    assert (told["findings"], told["waived"], told["report"]) == (1, 0, wrong)
    cells = {
        (table["name"], row["label"], column): cell
        for table in told["tables"]
        for line in table["lines"]
        for row in line
        if row
        for column, cell in row["cells"].items()
    }
    total = cells["summary", "本年收入合计", "amount"]
    assert (total["text"], total["value"], total["unit"], total["state"], total["line"]) == (
        "311.10",
        "311.1",
        "万元",
        "figure",
        10,
    )
    listed = reader.get("/api/v1/findings", params={"report": wrong["id"], "verdict": "violated"}).json()["items"]
    assert {each["fingerprint"] for each in listed} == {key for cell in cells.values() for key in cell["findings"]}


def test_a_cell_is_corrected_once_and_the_correction_taken_back(auditor, wrong):
    at = f"/api/v1/reports/{wrong['id']}/corrections"
    wish = {"table": "income", "row": "合计", "column": "total", "value": "311.10", "reason": "原件为 311.10"}
    preview = auditor.post(at, json={**wish, "preview": True})
    assert preview.status_code == 201, preview.text
    assert auditor.get(at).json() == {"items": []}
    made = auditor.post(at, json=wish, headers={"Idempotency-Key": "c"})
    assert auditor.post(at, json=wish, headers={"Idempotency-Key": "c"}).json() == made.json()
    (correction,) = auditor.get(at).json()["items"]
    assert (correction["value"], correction["author"]) == ("311.10", "auditor")
    again = auditor.post(at, json={**wish, "value": "312.10"}, headers={"Idempotency-Key": "d"})
    assert (again.status_code, again.json()["type"]) == (409, "/problems/conflict")
    assert again.json()["detail"].endswith(str(correction["number"]))
    replaced = auditor.post(at, json={**wish, "value": "312.10", "seen": correction["number"]})
    assert replaced.status_code == 201, replaced.text
    assert auditor.post(at, json={**wish, "value": "313.10", "seen": correction["number"]}).status_code == 409
    asked = {**wish, "value": "313.10", "seen": correction["number"], "preview": True}
    assert auditor.post(at, json=asked).status_code == 409
    (correction,) = auditor.get(at).json()["items"]
    assert correction["value"] == "312.10"
    undone = auditor.post(f"{at}/{correction['number']}/undo", json={"reason": "看错了"})
    assert undone.status_code == 200, undone.text
    assert auditor.get(at).json() == {"items": []}


def test_a_correction_of_no_cell_says_which_there_are(reader, wrong):
    wish = {"table": "income", "row": "没有", "value": "1.00", "reason": "r"}
    answer = reader.post(f"/api/v1/reports/{wrong['id']}/corrections", json=wish)
    assert (answer.status_code, answer.json()["type"]) == (422, "/problems/refused")
    assert answer.json()["diagnostics"][0]["code"].startswith("DQ-A0")


@pytest.mark.parametrize("path", ["reports/0123456789abcdef", "reports/0123456789abcdef/tables"])
def test_a_report_that_is_not_there(reader, path):
    assert reader.get(f"/api/v1/{path}").status_code == 404


def test_what_a_client_has_is_not_sent_again(reader, wrong):
    answer = reader.get(f"/api/v1/reports/{wrong['id']}/tables")
    tag = answer.headers["etag"]
    assert "private" in answer.headers["cache-control"]
    again = reader.get(f"/api/v1/reports/{wrong['id']}/tables", headers={"If-None-Match": f'"x", W/{tag}'})
    assert (again.status_code, again.content, again.headers["etag"]) == (304, b"", tag)
    other = reader.get(f"/api/v1/reports/{wrong['id']}/tables", headers={"If-None-Match": '"x"'})
    assert other.status_code == 200
