"""Rules over HTTP: read, check, complete, try, propose, approve, publish."""

from __future__ import annotations

import html
import shutil

import pytest
from sqlalchemy import select

from dq.application.drafts.proving import prove
from dq.application.drafts.publishing import state_of
from dq.archive.manifest import write_durably
from dq.resources import sample_archive_folder
from dq.service.database import transaction
from dq.service.database.models import AuditEntry
from dq.service.rules.published import begin
from tests.application.drafts.test_apart import hungry

ONE = """\
规则 ZZ101 "收入合计不超过总计" {
  标题 en "Income within the total"
  依据 "表"
  说明 "合计是总计的一部分。"
  说明 en "A part."
  级别 错误
  校验 summary["本年收入合计"].amount <= summary["收入总计"].amount
}
"""
WRONG = ONE.replace("<=", "==")
CHANGED = ONE.replace("<=", "<")
NEW = {"made_from": "", "reason": "新文件"}


@pytest.fixture
def folder(app):
    """The folder of published rules: one file."""
    rules = app.state.folder.rules
    shutil.rmtree(rules)
    (rules / "bureau").mkdir(parents=True)
    (rules / "bureau" / "one.dq").write_text(ONE, encoding="utf-8")
    return rules


@pytest.fixture
def here(monkeypatch):
    """Runs tests in this process: to start one takes a second, and what it does is shown elsewhere."""
    monkeypatch.setattr(
        "dq.service.rules.publishing.prove_apart", lambda draft, known, language, _bounds: prove(draft, known, language)
    )


def sent(**more):
    return {"name": "bureau/one.dq", "text": ONE, **more}


def proposal(text=CHANGED, **more):
    return sent(text=text, made_from=state_of(ONE), reason="严格一些", **more)


def test_published_rules_are_read(folder, signed_in):
    viewer = signed_in("viewer")
    (rule,) = viewer.get("/api/v1/rules?lang=en").json()
    assert (rule["id"], rule["title"], rule["file"], rule["line"]) == (
        "ZZ101",
        "Income within the total",
        "bureau/one.dq",
        1,
    )
    assert viewer.get("/api/v1/rules/ZZ101").json()["text"] in ONE
    assert viewer.get("/api/v1/rules/ZZ999").status_code == 404
    assert viewer.get("/api/v1/packs").json() == ["bureau/one.dq"]
    pack = viewer.get("/api/v1/packs/bureau/one.dq")
    assert (pack.json()["text"], pack.headers["ETag"]) == (ONE, f'"{state_of(ONE)}"')
    assert viewer.get("/api/v1/packs/%2e%2e/service.sqlite").status_code == 404
    assert "where" in viewer.get("/api/v1/rules/lexicon").json()["keywords"]


def test_a_text_is_told_its_mistake_and_the_fix(folder, signed_in):
    viewer = signed_in("viewer")
    (said,) = viewer.post("/api/v1/rules/check?lang=en", json=sent(text=WRONG)).json()["diagnostics"]
    assert (said["level"], said["line"], said["fix"]["replacement"]) == ("error", 7, "=")
    mended = viewer.post("/api/v1/rules/mend", json=sent(text=WRONG)).json()
    assert mended == {"text": WRONG.replace("==", "="), "made": 1}
    assert viewer.post("/api/v1/rules/check", json=sent()).json() == {"diagnostics": [], "elsewhere": [], "hidden": 0}
    needing = ONE.replace("ZZ101", "ZZ102").replace("  依据", "  需先 ZZ101\n  依据")
    (folder / "bureau" / "two.dq").write_text(needing, encoding="utf-8")
    (other,) = viewer.post("/api/v1/rules/check", json=sent(text="# 删去了")).json()["elsewhere"]
    assert other["file"] == "bureau/two.dq"


def test_what_can_follow_is_offered(folder, signed_in):
    text = '规则 A "a" { 校验 summary["本年收'
    found = signed_in("viewer").post("/api/v1/rules/complete", json=sent(text=text, offset=len(text))).json()
    assert found["start"] == text.index("本年")
    assert "本年收入合计" in [each["text"] for each in found["options"]]


def test_a_text_is_tried_on_a_report(folder, signed_in, app):
    shutil.copytree(sample_archive_folder(), app.state.folder.archive, dirs_exist_ok=True)
    auditor = signed_in("auditor")
    report = "final_accounts-2018-晋江市经信部门"
    tried = auditor.post("/api/v1/rules/try", json=sent(text=ONE.replace("<=", ">"), reports=[report])).json()
    assert (tried["before"], tried["after"], tried["changes"]) == ({"holds": 1}, {"violated": 1}, {"new": 1})
    page = auditor.post(
        "/rules/try", data=sent(text=ONE.replace("<=", ">"), report=report), headers={"HX-Request": "true"}
    )
    assert page.status_code == 200
    assert "ZZ101" in page.text
    assert "<html" not in page.text
    assert signed_in("viewer").post("/api/v1/rules/try", json=sent(reports=[report])).status_code == 403


@pytest.mark.usefixtures("here")
def test_a_second_person_publishes(folder, signed_in, app):
    approver, admin = signed_in("approver"), signed_in("admin")
    made = approver.post("/api/v1/rule-versions", json=proposal())
    assert made.status_code == 201
    version = made.json()["id"]
    assert approver.post(f"/api/v1/rule-versions/{version}/approve").status_code == 409
    assert admin.post(f"/api/v1/rule-versions/{version}/publish").status_code == 409
    assert (folder / "bureau" / "one.dq").read_text(encoding="utf-8") == ONE
    assert admin.post(f"/api/v1/rule-versions/{version}/approve").json()["state"] == "approved"
    assert admin.post(f"/api/v1/rule-versions/{version}/publish").json()["state"] == "published"
    assert (folder / "bureau" / "one.dq").read_text(encoding="utf-8") == CHANGED
    told = admin.get("/api/v1/rule-versions?name=bureau/one.dq").json()
    behind = admin.get(f"/api/v1/rule-versions?name=bureau/one.dq&before={told[0]['id']}").json()
    assert behind == told[1:] != []
    assert {(each["author"], each["state"]) for each in told} == {("approver", "published"), ("dq", "published")}
    with transaction(app.state.sessions, writes=False) as session:
        actions = session.scalars(select(AuditEntry.action).order_by(AuditEntry.id)).all()
    assert [each for each in actions if each.startswith("rule.")] == [
        "rule.proposed",
        "rule.approved",
        "rule.published",
    ]


TESTS = """\
fixture "相等" {
  form final_accounts_2018
  given summary unit 万元 {
    | 项目         | 决算数 | 项目         | 决算数 |
    | 本年收入合计 | 5.00   | 本年支出合计 | 5.00   |
    | 收入总计     | 5.00   | 支出总计     | 5.00   |
  }
}
test "合计等于总计也成立" { from "相等" expect ZZ101 holds }
"""


@pytest.mark.usefixtures("here")
def test_what_its_own_tests_speak_against_is_not_published(folder, signed_in):
    (folder / "bureau" / "one_test.dq").write_text(TESTS, encoding="utf-8")
    version = signed_in("auditor").post("/api/v1/rule-versions", json=proposal()).json()["id"]
    admin = signed_in("admin")
    page = admin.post(f"/rules/changes/{version}/publish?lang=en")
    assert page.status_code == 422
    assert "the test &#34;合计等于总计也成立&#34; fails (one_test.dq)" in page.text
    assert "expected ZZ101 holds, actual" in page.text
    assert admin.get(f"/api/v1/rule-versions/{version}").json()["state"] == "proposed"
    admin.post(f"/api/v1/rule-versions/{version}/approve")
    refused = admin.post(f"/api/v1/rule-versions/{version}/publish")
    assert (refused.status_code, refused.json()["type"]) == (422, "/problems/tests-fail")
    assert [each["code"] for each in refused.json()["diagnostics"]] == ["DQ-T016"]
    assert (folder / "bureau" / "one.dq").read_text(encoding="utf-8") == ONE
    (folder / "bureau" / "one_test.dq").unlink()
    assert admin.post(f"/api/v1/rule-versions/{version}/publish").status_code == 200


STRICT = TESTS.replace("合计等于总计也成立", "合计须少于总计").replace("holds", "rounding")


@pytest.mark.usefixtures("here")
def test_a_rule_and_its_tests_change_as_one(folder, signed_in):
    (folder / "bureau" / "one_test.dq").write_text(TESTS, encoding="utf-8")
    auditor, admin = signed_in("auditor"), signed_in("admin")
    old, broken = ({"text": text, "made_from": state_of(TESTS)} for text in (TESTS + "# 注\n", 'test "半'))
    refused = auditor.post("/api/v1/rule-versions?lang=en", json=proposal(tests=broken))
    assert refused.json()["diagnostics"][0]["headline"].startswith("bureau/one_test.dq: ")
    failing = auditor.post("/api/v1/rule-versions", json=proposal(tests=old)).json()["id"]
    assert admin.post(f"/rules/changes/{failing}/publish").status_code == 422
    sent = {"text": STRICT, "made_from": state_of(TESTS)}
    version = auditor.post("/api/v1/rule-versions", json=proposal(tests=sent)).json()["id"]
    (part,) = (
        each for each in admin.get("/api/v1/rule-versions?name=bureau/one_test.dq").json() if each["part_of"] == version
    )
    assert part["id"] not in [each["id"] for each in admin.get("/api/v1/rule-versions").json()]
    for decision in ("approve", "reject", "publish"):
        assert admin.post(f"/api/v1/rule-versions/{part['id']}/{decision}").status_code == 409
    page = admin.get(f"/rules/changes/{part['id']}?lang=en").text
    assert "<h3>bureau/one_test.dq</h3>" in page
    assert f"/rules/changes/{version}/publish" in page
    assert admin.post(f"/rules/changes/{version}/publish").status_code == 303
    assert (folder / "bureau" / "one.dq").read_text(encoding="utf-8") == CHANGED
    assert (folder / "bureau" / "one_test.dq").read_text(encoding="utf-8") == STRICT
    assert admin.get(f"/api/v1/rule-versions/{part['id']}").json()["state"] == "published"
    assert auditor.post(f"/api/v1/rule-versions/{failing}/withdraw").json()["state"] == "withdrawn"


@pytest.mark.usefixtures("here")
@pytest.mark.parametrize("publish", ["/api/v1/rule-versions/{}/publish", "/rules/changes/{}/publish"])
def test_a_change_half_published_is_finished_before_another(folder, signed_in, monkeypatch, publish):
    """The page approves and publishes in one step, which a crash takes back, but for what was written."""
    auditor, admin = signed_in("auditor"), signed_in("admin")
    tests = {"text": "# 空\n", "made_from": ""}
    first = auditor.post("/api/v1/rule-versions", json=proposal(tests=tests)).json()["id"]
    other = auditor.post("/api/v1/rule-versions", json=proposal(text=ONE + "# 注\n")).json()["id"]
    for each in (first, other) if "api" in publish else ():
        admin.post(f"/api/v1/rule-versions/{each}/approve")
    with monkeypatch.context() as patched:
        patched.setattr("dq.application.drafts.publishing.write_durably", _ends_before_rules)
        assert admin.post(publish.format(first)).status_code == 500
    refused = admin.post(f"{publish.format(other)}?lang=en")
    assert refused.status_code == 409, refused.text
    assert (folder / "bureau" / "one.dq").read_text(encoding="utf-8") == ONE
    assert first in refused.text
    assert admin.post(publish.format(first)).status_code in {200, 303}
    assert admin.get(f"/api/v1/rule-versions/{first}").json()["state"] == "published"


def _ends_before_rules(path, data):
    if path.name == "one.dq":
        raise RuntimeError("ended")
    write_durably(path, data)


def test_a_page_proposes_a_rule_with_its_tests(folder, signed_in):
    (folder / "bureau" / "one_test.dq").write_text(TESTS, encoding="utf-8")
    auditor = signed_in("auditor")
    editor = auditor.get("/rules/write?name=bureau/one.dq").text
    assert f'name="tests_made_from" value="{state_of(TESTS)}"' in editor
    assert 'name="tests_made_from"' not in auditor.get("/rules/write?name=bureau/one_test.dq").text
    filled = {**proposal(), "tests": TESTS, "tests_made_from": state_of(TESTS)}
    same = auditor.post("/rules/write", data=filled).headers["location"]
    assert "<h3>" not in auditor.get(same).text
    both = auditor.post("/rules/write", data={**filled, "tests": STRICT}).headers["location"]
    assert "<h3>bureau/one_test.dq</h3>" in auditor.get(both).text
    opened, undone = (
        auditor.get(f"/rules/write?change={both.rpartition('/')[2]}{more}").text for more in ("", "&before=true")
    )
    assert [STRICT in html.unescape(each) for each in (opened, undone)] == [True, False]
    assert [filled["text"] in html.unescape(each) for each in (opened, undone)] == [True, False]
    assert ONE in html.unescape(undone)
    assert auditor.get("/rules/write?change=0123456789abcdef").status_code == 404
    emptied = auditor.post("/rules/write", data={key: value for key, value in filled.items() if key != "text"})
    assert "-" in auditor.get(emptied.headers["location"]).text
    cleared = auditor.post("/rules/write", data={**filled, "tests": ""}).headers["location"]
    assert "<h3>bureau/one_test.dq</h3>" in auditor.get(cleared).text
    alone = auditor.post("/rules/write", data={**filled, "text": ONE, "tests": STRICT}).headers["location"]
    assert "<h1>bureau/one_test.dq</h1>" in auditor.get(alone).text
    wrong = auditor.post("/rules/write?lang=en", data={**filled, "tests": 'test "半'})
    assert (wrong.status_code, "bureau/one_test.dq: " in wrong.text) == (422, True)
    assert "test &#34;半" in wrong.text
    assert auditor.post("/rules/write", data={**filled, "tests_made_from": ""}).status_code == 409


def test_what_a_proposal_makes_the_service_spend_is_bounded(folder, signed_in, app):
    auditor, admin = signed_in("auditor"), signed_in("admin")
    app.state.configuration = app.state.configuration.model_copy(update={"trial_seconds": 1})
    draft = hungry(folder, 200, 120)
    made = auditor.post("/api/v1/rule-versions", json={"name": draft.name, "text": draft.text, **NEW})
    refused = admin.post(f"/rules/changes/{made.json()['id']}/publish?lang=en")
    assert refused.status_code == 422
    assert "it took more than 1 seconds or 512 MB of memory" in refused.text
    # By memory: how long it takes to find that there is no such report depends on the machine.
    app.state.configuration = app.state.configuration.model_copy(update={"trial_megabytes": 16})
    tried = auditor.post("/api/v1/rules/try", json=sent(text=CHANGED, reports=["any"]))
    assert [each["code"] for each in tried.json()["diagnostics"]] == ["DQ-T018"]


def test_rules_that_changed_while_the_tests_ran_are_not_published_over(folder, signed_in, monkeypatch):
    def prove_slowly(*_):
        (folder / "bureau" / "two.dq").write_text(ONE.replace("ZZ101", "ZZ102"), encoding="utf-8")
        return ()

    monkeypatch.setattr("dq.service.rules.publishing.prove_apart", prove_slowly)
    version = signed_in("auditor").post("/api/v1/rule-versions", json=proposal()).json()["id"]
    assert signed_in("admin").post(f"/rules/changes/{version}/publish").status_code == 409
    assert (folder / "bureau" / "one.dq").read_text(encoding="utf-8") == ONE


@pytest.mark.usefixtures("here")
def test_a_publication_that_was_interrupted_goes_on(folder, signed_in):
    version = signed_in("auditor").post("/api/v1/rule-versions", json=proposal()).json()["id"]
    admin = signed_in("admin")
    admin.post(f"/api/v1/rule-versions/{version}/approve")
    (folder / "bureau" / "one.dq").write_text(CHANGED, encoding="utf-8")  # the file came to the disk, the word did not
    assert admin.post(f"/api/v1/rule-versions/{version}/reject").status_code == 409
    assert signed_in("auditor").post(f"/api/v1/rule-versions/{version}/withdraw").status_code == 409
    assert admin.post(f"/api/v1/rule-versions/{version}/publish").json()["state"] == "published"


@pytest.mark.usefixtures("here")
def test_a_proposal_is_of_the_text_as_it_is(folder, signed_in):
    auditor, admin = signed_in("auditor"), signed_in("admin")
    first, second = (
        auditor.post("/api/v1/rule-versions", json=proposal(text)).json()["id"] for text in (CHANGED, ONE + "# 注\n")
    )
    for version in (first, second):
        assert admin.post(f"/api/v1/rule-versions/{version}/approve").status_code == 200
    assert admin.post(f"/api/v1/rule-versions/{first}/publish").status_code == 200
    assert admin.post(f"/api/v1/rule-versions/{second}/publish").status_code == 409
    assert (folder / "bureau" / "one.dq").read_text(encoding="utf-8") == CHANGED
    assert auditor.post("/api/v1/rule-versions", json=proposal()).status_code == 409


@pytest.mark.parametrize(
    ("changed", "status"),
    [
        ({"text": WRONG}, 422),
        ({"text": ONE}, 422),
        ({"reason": " "}, 422),
        ({"name": "../../out.dq"}, 422),
        ({"name": "bureau/one.py"}, 422),
        ({"made_from": "another"}, 409),
        ({"text": "#" * 200_001}, 422),
    ],
)
def test_what_cannot_be_proposed(folder, signed_in, changed, status):
    refused = signed_in("auditor").post("/api/v1/rule-versions", json={**proposal(), **changed})
    assert refused.status_code == status
    assert refused.headers["content-type"] == "application/problem+json"


def test_only_the_author_withdraws_and_another_rejects(folder, signed_in):
    auditor, approver = signed_in("auditor"), signed_in("approver")
    version = auditor.post("/api/v1/rule-versions", json=proposal()).json()["id"]
    assert approver.post(f"/api/v1/rule-versions/{version}/withdraw").status_code == 404
    assert auditor.post(f"/api/v1/rule-versions/{version}/withdraw").json()["state"] == "withdrawn"
    assert approver.post(f"/api/v1/rule-versions/{version}/reject").status_code == 409


@pytest.mark.usefixtures("here")
def test_a_text_that_another_version_put_in_force_is_withdrawn(folder, signed_in):
    auditor, admin = signed_in("auditor"), signed_in("admin")
    first, second = (auditor.post("/api/v1/rule-versions", json=proposal()).json()["id"] for _ in range(2))
    assert admin.post(f"/rules/changes/{first}/publish").status_code == 303
    assert auditor.post(f"/api/v1/rule-versions/{second}/withdraw").json()["state"] == "withdrawn"


@pytest.mark.parametrize(("who", "end"), [("auditor", "withdraw"), ("approver", "reject")])
def test_what_is_approved_and_not_published_is_ended_where_the_page_offers_it(folder, signed_in, who, end):
    version = signed_in("auditor").post("/api/v1/rule-versions", json=proposal()).json()["id"]
    admin = signed_in("admin")
    admin.post(f"/api/v1/rule-versions/{version}/approve")
    somebody, address = signed_in(who), f"/rules/changes/{version}/{end}"
    assert f'"{address}"' in somebody.get(f"/rules/changes/{version}").text
    assert somebody.post(address).status_code == 303
    assert "/publish" not in admin.get(f"/rules/changes/{version}").text
    assert admin.post(f"/api/v1/rule-versions/{version}/publish").status_code == 409
    assert somebody.post(address).status_code == 409


def test_the_program_s_rules_begin_an_empty_folder(tmp_path):
    rules, left = tmp_path / "rules", tmp_path / ".rules.new"
    rules.mkdir()
    left.mkdir()  # by a service that ended while it copied
    (left / "half.dq").write_text("rule", encoding="utf-8")
    assert begin(rules)
    assert (rules / "final_accounts" / "summary.dq").is_file()
    assert sorted(tmp_path.iterdir()) == [rules]
    assert not (rules / "half.dq").exists()
    (rules / "final_accounts" / "summary.dq").write_text("# own\n", encoding="utf-8")
    assert not begin(rules)
    assert (rules / "final_accounts" / "summary.dq").read_text(encoding="utf-8") == "# own\n"
