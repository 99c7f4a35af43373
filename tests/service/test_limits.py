"""What is too large, too slow or too frequent is refused with problem details; every answer carries the headers."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from contextlib import nullcontext

import pytest
from fastapi.testclient import TestClient

from dq.service.app import create_app
from dq.service.configuration import ServiceConfiguration
from dq.service.problems import Problem
from dq.service.security.headers import CONTENT_POLICY
from dq.service.security.limits import RequestLimits, SignInLimit


def _chunks(count):
    for _ in range(count):
        yield b"name=" + b"a" * 65536 + b"&"


@pytest.mark.parametrize("content", [b"x" * 1_100_000, _chunks(20)])
def test_a_body_over_the_limit_is_refused_told_its_length_or_not(client, content):
    form = {"content-type": "application/x-www-form-urlencoded"}
    assert client.post("/sign-in", content=content, headers=form).status_code == 413


def test_a_length_of_more_digits_than_a_number_may_have_is_refused(client):
    assert client.get("/api/v1/health", headers={"content-length": "9" * 5000}).status_code == 413
    assert client.get("/api/v1/health", headers={"content-length": "0" * 5000}).status_code == 200


@pytest.mark.parametrize("charset", ["punycode", '"unicode_escape"', "PUNYCODE", "utf-16"])
def test_a_form_does_not_choose_how_it_is_read(client, charset):
    content = b'--x\r\nContent-Disposition: form-data; name="name"\r\n\r\na-b\r\n--x--\r\n'
    form = {"content-type": f"multipart/form-data; boundary=x; charset={charset}"}
    answer = client.post("/sign-in", content=content, headers=form)
    assert (answer.status_code, "UTF-8" in answer.text) == (422, True)
    form["content-type"] = "multipart/form-data; boundary=x; charset=UTF-8"
    assert "password" in client.post("/sign-in", content=content, headers=form).text  # which is missing


_NETWORK = "2001:db8::"


@pytest.mark.parametrize("other", [f"{_NETWORK}ffff:2", "2001:db8:0:1::1", "192.0.2.2", "::ffff:192.0.2.1", "unknown"])
def test_who_has_a_whole_network_is_one_client(other):
    limit = SignInLimit(1)
    for number, known in enumerate((f"{_NETWORK}1", "192.0.2.1")):
        limit.count(known, f"{number}")
    is_known = other in (f"{_NETWORK}ffff:2", "::ffff:192.0.2.1")
    with pytest.raises(Problem) if is_known else nullcontext():
        limit.count(other, "other")


def test_a_client_may_not_ask_without_end(configuration):
    app = create_app(configuration.model_copy(update={"requests_per_minute": 3}))
    client = TestClient(app)
    statuses = [client.get("/api/v1/health").status_code for _ in range(4)]
    assert statuses == [200, 200, 200, 429]
    app.state.engine.dispose()


def test_a_body_that_does_not_come_is_not_waited_for():
    import asyncio

    sent = []

    async def reads_its_body(scope, receive, send):
        await receive()

    async def never():
        await asyncio.sleep(60)

    async def send(message):
        sent.append(message)

    limited = RequestLimits(reads_its_body, configuration=ServiceConfiguration(body_seconds=0.01))
    scope = {
        "type": "http",
        "method": "POST",
        "path": "/api/v1/x",
        "headers": [],
        "client": ("c", 1),
        "query_string": b"",
    }
    # In a thread of its own: the browser of other tests leaves a loop in this one.
    with ThreadPoolExecutor(1) as thread:
        thread.submit(lambda: asyncio.run(limited(scope, never, send))).result()
    assert sent[0]["status"] == 408


@pytest.mark.parametrize("path", ["/sign-in", "/api/v1/health", "/nowhere", "/api/v1/nowhere"])
def test_every_answer_carries_the_headers(client, path):
    headers = client.get(path).headers
    assert headers["content-security-policy"] == CONTENT_POLICY
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["cache-control"] == "no-store"


def test_a_problem_is_told_in_the_language_of_who_asks(client):
    answer = client.get("/api/v1/nowhere", headers={"Accept-Language": "en-GB,zh;q=0.5"})
    assert answer.headers["content-type"] == "application/problem+json"
    assert answer.json() == {"type": "/problems/not-found", "title": "there is no such thing here", "status": 404}
    assert client.get("/api/v1/nowhere").json()["title"] == "没有这一项"


def test_a_page_escapes_what_it_is_given(client):
    assert "<script>" not in client.get("/nowhere<script>alert(1)</script>?lang=en").text


def test_a_stranger_uploads_no_more_than_any_other_body_may_have(client, signed_in):
    large = {"file": ("a.txt", b"x" * 2_000_000)}
    assert client.post("/api/v1/documents", files=large).status_code == 413
    assert signed_in("auditor").post("/api/v1/documents", files=large).status_code == 202


def test_a_method_that_nobody_knows_makes_no_figure_of_its_own(app, client):
    client.request("MADE-UP", "/api/v1/health")
    assert "MADE-UP" not in str([sample for each in app.state.figures.registry.collect() for sample in each.samples])


@pytest.mark.parametrize("cursor", ["WyJcdWQ4MDAiXQ", "WyJcdTAwMDAiXQ"], ids=["half a sign", "NUL"])
def test_a_cursor_that_cannot_be_stored_is_refused(signed_in, cursor):
    assert signed_in("viewer").get("/api/v1/jobs", params={"cursor": cursor}).status_code == 422


def test_a_name_is_not_locked_out_from_one_address_and_not_guessed_from_many():
    limit = SignInLimit(2)
    for _ in range(2):
        limit.count("192.0.2.1", "admin")
    with pytest.raises(Problem):
        limit.count("192.0.2.1", "admin")
    for number in range(8):
        limit.count(f"192.0.2.{10 + number}", "Admin")
    with pytest.raises(Problem):
        limit.count("192.0.2.99", "admin")
