"""Many at once over real connections: all are answered, and neither who is slow nor who is silent keeps others out."""

from __future__ import annotations

import contextlib
import http.client
import json
import socket
import threading
import time
from concurrent.futures import ThreadPoolExecutor

import pytest
import uvicorn

from dq.service.accounts import users
from dq.service.accounts.credentials import open_session
from dq.service.database import transaction
from dq.service.security import patience

CROWD = 60
"""More than there are threads, and connections to the database."""


@pytest.fixture
def port(app):
    """The service on a port of this machine."""
    options = uvicorn.Config(app, http=patience.patience_with(2 * CROWD), log_level="error", lifespan="off")
    server = uvicorn.Server(options)
    with socket.create_server(("127.0.0.1", 0)) as listening:
        thread = threading.Thread(target=server.run, args=([listening],), daemon=True)
        thread.start()
        while not server.started:
            time.sleep(0.01)
        yield listening.getsockname()[1]
        server.should_exit = True
        thread.join(20)


def _post(port, path, body=b"", headers=None):
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=20)
    connection.request("POST", path, body, headers or {})
    answer = connection.getresponse()
    content = answer.read()
    connection.close()
    return answer.status, content


def test_a_crowd_of_strangers_is_told_to_sign_in(port):
    with ThreadPoolExecutor(CROWD) as threads:
        answers = list(threads.map(lambda _n: _post(port, "/api/v1/tokens")[0], range(CROWD)))
    assert set(answers) == {401}


def test_a_crowd_of_writers_loses_nothing(app, port):
    with transaction(app.state.sessions, writes=True) as session:
        cookie, csrf = open_session(session, users.find(session, "admin"), 1)
    known = {"Cookie": f"dq_session={cookie}", "X-CSRF-Token": csrf, "Content-Type": "application/json"}

    def make(number):
        return _post(port, "/api/v1/tokens", json.dumps({"name": f"{number}", "scopes": ["read"]}), known)[0]

    with ThreadPoolExecutor(CROWD) as threads:
        assert set(threads.map(make, range(CROWD))) == {201}
    connection = http.client.HTTPConnection("127.0.0.1", port)
    connection.request("GET", "/api/v1/tokens", headers=known)
    assert {each["name"] for each in json.loads(connection.getresponse().read())} == {f"{n}" for n in range(CROWD)}
    connection.close()


def test_who_is_still_sending_keeps_nobody_from_writing(port):
    with socket.create_connection(("127.0.0.1", port)) as slow:
        slow.sendall(
            b"POST /sign-out HTTP/1.1\r\nHost: here\r\nContent-Length: 100\r\n"
            b"Content-Type: application/x-www-form-urlencoded\r\n\r\ncsrf="
        )
        time.sleep(0.2)
        assert _post(port, "/api/v1/tokens")[0] == 401


def test_who_says_nothing_is_let_go(monkeypatch, port):
    monkeypatch.setattr(patience, "_SECONDS", 0.05)
    with socket.create_connection(("127.0.0.1", port), timeout=10) as silent:
        assert silent.recv(1) == b""


def test_a_head_without_end_is_refused(port):
    with socket.create_connection(("127.0.0.1", port), timeout=10) as endless:
        endless.sendall(b"GET / HTTP/1.1\r\nHost: here\r\nX-Long: ")
        with contextlib.suppress(ConnectionError):
            for _ in range(20):
                endless.sendall(b"a" * 16384)
                time.sleep(0.005)
        assert endless.recv(100).startswith(b"HTTP/1.1 400")


def test_fields_behind_a_body_are_bounded_and_are_no_fields_of_the_request(app, port):
    head = (
        b"POST /sign-out HTTP/1.1\r\nHost: here\r\nTransfer-Encoding: chunked\r\n"
        b"Content-Type: application/x-www-form-urlencoded\r\n\r\n"
    )
    with socket.create_connection(("127.0.0.1", port), timeout=10) as endless:
        endless.sendall(head + b"0\r\n")
        with contextlib.suppress(ConnectionError):
            for _ in range(40):
                endless.sendall(b"A: b\r\n" * 2730)
                time.sleep(0.005)
        assert endless.recv(100).startswith(b"HTTP/1.1 400")
    with transaction(app.state.sessions, writes=True) as session:
        cookie, csrf = (each.encode() for each in open_session(session, users.find(session, "admin"), 1))
    with socket.create_connection(("127.0.0.1", port), timeout=10) as late:
        body = b"csrf=" + csrf
        late.sendall(head + b"%x\r\n%s\r\n0\r\nCookie: dq_session=%s\r\n\r\n" % (len(body), body, cookie))
        assert late.recv(100).startswith(b"HTTP/1.1 401")


def test_a_body_in_many_small_pieces_is_taken(port):
    with socket.create_connection(("127.0.0.1", port), timeout=10) as patient:
        patient.sendall(b"POST /api/v1/tokens HTTP/1.1\r\nHost: here\r\nTransfer-Encoding: chunked\r\n\r\n")
        for _ in range(8):
            patient.sendall(b"1\r\na\r\n" * 3000)
            time.sleep(0.005)
        patient.sendall(b"0\r\n\r\n")
        assert patient.recv(100).startswith(b"HTTP/1.1 401")


def test_requests_without_end_are_not_kept_waiting_behind_one(port):
    with socket.create_connection(("127.0.0.1", port), timeout=10) as hasty:
        with contextlib.suppress(ConnectionError):
            hasty.sendall(b"GET /api/v1/health HTTP/1.1\r\n\r\n" * 2000)
        answers = b""
        with contextlib.suppress(ConnectionError):
            answers = b"".join(iter(lambda: hasty.recv(65536), b""))
    assert b"HTTP/1.1 400" in answers
    assert answers.count(b"HTTP/1.1 200") < 2000


def test_requests_sent_one_behind_the_other_are_answered_in_their_order(port):
    with socket.create_connection(("127.0.0.1", port), timeout=10) as hasty:
        hasty.sendall(
            b"GET /api/v1/health HTTP/1.1\r\nHost: here\r\n\r\n"
            b"GET /api/v1/nowhere HTTP/1.1\r\nHost: here\r\nConnection: close\r\n\r\n"
        )
        answers = b"".join(iter(lambda: hasty.recv(65536), b""))
    assert [part[:3] for part in answers.split(b"HTTP/1.1 ")[1:]] == [b"200", b"404"]


def test_an_address_has_so_many_connections_and_gets_a_place_back_with_each_that_ends(port):
    with contextlib.ExitStack() as kept:
        for _ in range(2 * CROWD):
            held = kept.enter_context(socket.create_connection(("127.0.0.1", port), timeout=10))
        held.sendall(b"GET /api/v1/health HTTP/1.1\r\nHost: here\r\n\r\n")
        assert held.recv(100).startswith(b"HTTP/1.1 200")
        with socket.create_connection(("127.0.0.1", port), timeout=10) as refused:
            assert refused.recv(1) == b""
        held.close()
        time.sleep(0.05)
        assert _post(port, "/api/v1/tokens")[0] == 401
