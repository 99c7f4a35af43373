"""Signing in and out, the first administrator, and what is kept of secrets."""

from __future__ import annotations

import re

import pytest
from fastapi.testclient import TestClient
from sqlalchemy import select

from dq.service.app import create_app
from dq.service.configuration import ServiceConfiguration
from dq.service.database import transaction
from dq.service.database.models import AuditEntry, SignIn, User
from tests.service.conftest import PASSWORD


def test_signing_in_gives_a_cookie_that_scripts_cannot_read(client):
    answer = client.post("/sign-in", data={"name": "auditor", "password": PASSWORD})
    assert (answer.status_code, answer.headers["location"]) == (303, "/")
    cookie = answer.headers["set-cookie"]
    assert "HttpOnly" in cookie
    assert "SameSite=lax" in cookie
    assert client.get("/").status_code == 200


def test_signing_in_leads_to_the_page_that_was_asked_for(client):
    asked = client.get("/rules/write?name=a%2Fb.dq&lang=en")
    form = client.get(asked.headers["location"]).text
    assert 'name="back" value="/rules/write?name=a%2Fb.dq"' in form
    back = {"name": "auditor", "password": PASSWORD, "back": "/rules/write?name=a%2Fb.dq"}
    assert 'name="back" value="/rules/write?name=a%2Fb.dq"' in client.post("/sign-in", data={**back, "name": "no"}).text
    assert client.post("/sign-in", data=back).headers["location"] == "/rules/write?name=a%2Fb.dq"
    assert client.get("/sign-in?back=/runs").headers["location"] == "/runs"


def test_a_path_with_marks_of_a_query_in_it_is_the_one_led_back_to(client):
    location = client.get("/findings/a%3Fb%23c?d=e").headers["location"]
    assert 'name="back" value="/findings/a%3Fb%23c?d=e"' in client.get(location).text


def test_an_address_too_long_to_be_led_back_to_keeps_nobody_out(client):
    long = "/findings?text=" + "%E5%86%B3" * 240
    assert client.get(long).headers["location"] == "/sign-in"
    assert 'name="back" value="/"' in client.get("/sign-in", params={"back": long}).text
    sent = client.post("/findings/1/comments", data={"text": "t"}, headers={"Referer": f"http://testserver{long}"})
    assert 'href="/sign-in"' in sent.text
    back = {"name": "auditor", "password": PASSWORD, "back": long}
    assert 'name="back" value="/"' in client.post("/sign-in", data={**back, "name": "no"}).text
    assert client.post("/sign-in", data=back).headers["location"] == "/"


@pytest.mark.parametrize("back", ["//evil.example", "/\\evil.example", "https://evil.example", "/\t/evil.example", ""])
def test_signing_in_leads_to_no_other_site(client, back):
    sent = {"name": "auditor", "password": PASSWORD, "back": back}
    assert client.post("/sign-in", data=sent).headers["location"] == "/"


@pytest.mark.parametrize(
    ("referer", "leads"),
    [
        ("http://testserver/findings/1?lang=en", "/findings/1?lang=en"),
        ("http://evil.example/findings/1", None),
        ("http://[", None),
    ],
)
def test_a_form_of_an_ended_session_leads_back_to_its_page(client, referer, leads):
    page = client.post("/findings/1/comments", data={"text": "t"}, headers={"Referer": referer})
    assert page.status_code == 401
    assert "data-signed-out" in page.text
    assert re.findall(r'<a href="([^"]+)">返回', page.text) == ([] if leads is None else [leads])


@pytest.mark.parametrize(("name", "password"), [("auditor", "wrong"), ("nobody", PASSWORD)])
def test_a_wrong_name_and_a_wrong_password_are_told_alike(client, name, password):
    answer = client.post("/sign-in", data={"name": name, "password": password})
    assert answer.status_code == 401
    assert "用户名或密码不对" in answer.text
    assert "set-cookie" not in answer.headers


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({"Sec-Fetch-Site": "same-origin", "Origin": "http://proxy.example"}, 303),
        ({"Sec-Fetch-Site": "cross-site"}, 403),
        ({"Sec-Fetch-Site": "same-site"}, 403),
        ({"Origin": "http://testserver"}, 303),
        ({"Origin": "https://evil.example"}, 403),
        ({"Origin": "null"}, 403),
        ({"Origin": "http://["}, 403),
    ],
)
def test_no_other_site_signs_anybody_in(client, headers, status):
    answer = client.post("/sign-in", data={"name": "auditor", "password": PASSWORD}, headers=headers)
    assert answer.status_code == status
    assert ("set-cookie" in answer.headers) == (status == 303)


def test_the_word_of_a_page_signs_out_and_the_cookie_is_worth_nothing_then(client):
    client.post("/sign-in", data={"name": "viewer", "password": PASSWORD})
    cookie = client.cookies["dq_session"]
    word = re.search(r'name="csrf" value="([^"]+)"', client.get("/").text)[1]
    assert client.post("/sign-out", data={"csrf": word}).status_code == 303
    assert client.get("/api/v1/metrics", headers={"Cookie": f"dq_session={cookie}"}).status_code == 401


def test_guessing_is_stopped_by_name_and_by_address(client):
    answers = [client.post("/sign-in", data={"name": "admin", "password": "no"}) for _ in range(11)]
    assert [answer.status_code for answer in answers] == [401] * 10 + [429]
    assert answers[-1].headers["retry-after"] == "60"


def test_the_database_keeps_no_secret(app, client):
    client.post("/sign-in", data={"name": "admin", "password": PASSWORD})
    cookie = client.cookies["dq_session"]
    with transaction(app.state.sessions, writes=False) as session:
        assert session.get(SignIn, cookie) is None
        assert all(user.password.startswith("$argon2id$") for user in session.scalars(select(User)))
        assert not [entry for entry in session.scalars(select(AuditEntry)) if PASSWORD in str(entry.detail)]


@pytest.fixture
def first(tmp_path):
    app = create_app(ServiceConfiguration(data=tmp_path / "new", workers=0))
    yield app
    app.state.engine.dispose()


def test_the_first_administrator_is_made_with_the_code_of_the_terminal(first):
    client = TestClient(first, follow_redirects=False)
    assert client.get("/sign-in").headers["location"] == "/setup"
    wanted = {"name": "root", "password": PASSWORD}
    assert client.post("/setup", data={**wanted, "code": "guess"}).status_code == 422
    assert client.post("/setup", data={**wanted, "code": first.state.setup_code}).status_code == 303
    assert client.get("/").status_code == 200
    assert client.post("/setup", data={**wanted, "code": first.state.setup_code}).status_code in {403, 404}
    assert TestClient(first, follow_redirects=False).get("/setup").headers["location"] == "/sign-in"


@pytest.mark.parametrize("password", ["short", "root and more", "aaaaaaaaaaaaaa"])
def test_a_password_that_is_easy_to_guess_is_refused(first, password):
    client = TestClient(first, follow_redirects=False)
    answer = client.post("/setup", data={"name": "root", "password": password, "code": first.state.setup_code})
    assert answer.status_code == 422
    assert 'role="alert"' in answer.text


def test_the_environment_may_give_the_first_password(tmp_path):
    app = create_app(ServiceConfiguration(data=tmp_path / "new", workers=0, admin_password=PASSWORD))
    client = TestClient(app, follow_redirects=False)
    assert client.post("/sign-in", data={"name": "admin", "password": PASSWORD}).status_code == 303
    app.state.engine.dispose()
