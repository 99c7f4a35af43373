"""Processes beside the first: each has as many connections, limits and figures hold for all, and all end together."""

from __future__ import annotations

import asyncio
import contextlib
import http.client
import json
import os
import re
import select
import shutil
import signal
import socket
import ssl
import subprocess
import sys
import threading
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import pytest
import uvicorn
from fastapi.testclient import TestClient
from sqlalchemy.orm import sessionmaker

from dq.service.accounts import users
from dq.service.accounts.credentials import open_session
from dq.service.app import create_app
from dq.service.configuration import ServiceConfiguration
from dq.service.database import connect, transaction
from dq.service.processes import answering, common, first
from dq.service.security.access import Slow
from dq.service.security.patience import patience_with
from dq.service.security.tallies import bytes_for


class Spawning:
    """Stands for the system: processes whose end of the channel the test holds."""

    def __init__(self):
        self.channels = []
        self.exitcode = -9
        self.killed = 0

    def Process(self, *, target, args, daemon):  # noqa: N802 - as multiprocessing calls it
        assert (target, daemon) == (answering.answer_beside, True)
        self.channels.append(args[-1].dup())
        return self

    def start(self):
        self.channels[-1].settimeout(0)
        self.channels[-1].send(answering.READY)

    def kill(self):
        self.killed += 1
        self.channels[-1].close()

    def terminate(self):
        pass

    def join(self, _seconds=None):
        pass


@pytest.fixture
def spawning(monkeypatch):
    made = Spawning()
    monkeypatch.setattr(first, "SPAWNING", made)
    monkeypatch.setattr(first, "_PAUSE", 0.001)
    yield made
    for channel in made.channels:
        channel.close()


@pytest.fixture
def served(spawning):
    """Runs a trial beside the first process of two, which keeps what it takes itself."""

    async def during(trial, listening):
        configuration = ServiceConfiguration()
        options = answering.options_of(None, configuration, common.Common())
        options.lifespan = "off"
        helper = first.Helper(configuration, common.Common(2), 1)
        server = first.First(options, listening, [helper])
        server.kept = []
        server.take = server.kept.append
        serving = asyncio.create_task(server.serve([]))
        await _until(lambda: helper.takes)
        try:
            await trial(server, helper, lambda count: [socket.create_connection(address) for _ in range(count)])
        finally:
            server.should_exit = True
            await serving
            for each in server.kept:
                each.close()

    with socket.create_server(("127.0.0.1", 0)) as listening, ThreadPoolExecutor(1) as thread:
        address = listening.getsockname()
        # In a thread of its own: the browser of other tests leaves a loop in this one.
        yield lambda trial: thread.submit(lambda: asyncio.run(during(trial, listening))).result()


async def _until(condition):
    for _ in range(1000):
        if condition():
            return
        await asyncio.sleep(0.002)
    raise AssertionError("it did not come about")


def _take(channel):
    """Take the connections that came over the channel, and close them."""
    handed = []
    with contextlib.suppress(BlockingIOError):
        while True:
            handed += socket.recv_fds(channel, 1, 1)[1]
    for each in handed:
        os.close(each)
    return len(handed)


def _close(connections):
    for each in connections:
        each.close()


def test_connections_come_to_each_process_in_equal_parts(spawning, served):
    async def trial(server, helper, connect):
        many = connect(20)
        await _until(lambda: helper.open + server._open == 20)
        assert (helper.open, len(server.kept), _take(spawning.channels[0])) == (10, 10, 10)
        # Whoever has fewest open gets the next, until it has as many.
        spawning.channels[0].send(answering.ENDED * 4)
        await _until(lambda: helper.open == 6)
        many += connect(4)
        await _until(lambda: helper.open + server._open == 20)
        assert _take(spawning.channels[0]) == 4
        _close(many)

    served(trial)


def test_who_takes_no_more_is_handed_none(spawning, served):
    async def trial(server, helper, connect):
        spawning.channels[0].send(answering.LEAVING)
        await _until(lambda: not helper.takes)
        many = connect(4)
        await _until(lambda: len(server.kept) == 4)
        _close(many)

    served(trial)


def test_a_process_that_dies_is_replaced_some_times(spawning, served, caplog):
    async def trial(server, helper, connect):
        for dead in range(5):
            spawning.channels[dead].close()
            await _until(lambda dead=dead: len(spawning.channels) == dead + 2 and helper.takes)
        spawning.channels[5].close()
        await _until(lambda: "not started any more" in caplog.text)
        many = connect(2)
        await _until(lambda: len(server.kept) == 2)
        _close(many)

    served(trial)
    assert (caplog.text.count("starting another"), len(spawning.channels)) == (5, 6)


def test_a_process_that_hangs_is_ended_and_replaced(spawning, served, caplog, monkeypatch):
    monkeypatch.setattr(first, "_SILENT_BEATS", 2)
    monkeypatch.setattr(answering, "BEAT_TICKS", 1)

    async def trial(server, helper, connect):
        ends = asyncio.get_running_loop().time() + 0.4
        while asyncio.get_running_loop().time() < ends:
            spawning.channels[0].send(answering.ALIVE)
            await asyncio.sleep(0.01)
        assert spawning.killed == 0
        await _until(lambda: len(spawning.channels) == 2 and helper.takes)

    served(trial)
    assert "has said nothing for" in caplog.text


def test_a_process_that_cannot_be_started_is_tried_again(spawning, served, caplog, monkeypatch):
    begin = spawning.start

    def start():
        if caplog.text.count("cannot be started") < 2:
            spawning.channels[-1].close()
            raise OSError("no room")
        begin()

    async def trial(server, helper, connect):
        monkeypatch.setattr(spawning, "start", start)
        spawning.channels[0].close()
        await _until(lambda: helper.takes and len(spawning.channels) == 4)

    served(trial)
    assert caplog.text.count("cannot be started") == 2


def test_what_is_handed_over_is_answered_and_its_end_told():
    async def answered(scope, receive, send):
        await send({"type": "http.response.start", "status": 200, "headers": []})
        await send({"type": "http.response.body", "body": b""})

    async def trial(ours, theirs, listening):
        options = uvicorn.Config(answered, http=patience_with(2), lifespan="off", log_level="warning")
        server, loop = answering.Beside(options, theirs), asyncio.get_running_loop()
        serving = asyncio.create_task(server.serve([]))
        assert await loop.sock_recv(ours, 9) == answering.READY
        for _ in range(3):
            with socket.create_connection(listening.getsockname()) as asking, listening.accept()[0] as accepted:
                socket.send_fds(ours, [b"+"], [accepted.fileno()])
                asking.sendall(b"GET / HTTP/1.0\r\n\r\n")
                assert (await asyncio.to_thread(asking.recv, 99)).startswith(b"HTTP/1.1 200")
            assert await loop.sock_recv(ours, 9) == answering.ENDED
        server.should_exit = True
        await serving
        assert await loop.sock_recv(ours, 9) == answering.LEAVING

    ours, theirs = socket.socketpair()
    ours.settimeout(0)
    with ours, theirs, socket.create_server(("127.0.0.1", 0)) as listening, ThreadPoolExecutor(1) as thread:
        thread.submit(lambda: asyncio.run(trial(ours, theirs, listening))).result()


@pytest.fixture
def beside():
    """Runs a trial with a process beside the first, which does not serve, and the first one's end of the channel."""

    ours, theirs = socket.socketpair()
    ours.settimeout(0)
    with ours, theirs, ThreadPoolExecutor(1) as thread:
        server = answering.Beside(uvicorn.Config(None, lifespan="off", log_level="warning"), theirs)
        yield lambda trial: thread.submit(lambda: asyncio.run(trial(server, ours))).result()


def _drain(channel):
    with contextlib.suppress(BlockingIOError):
        return channel.recv(4096)
    return b""


def test_every_end_is_told_though_the_channel_is_full(beside):
    async def trial(server, ours):
        with contextlib.suppress(BlockingIOError):
            while True:
                server._channel.send(b".")
        for _ in range(400):
            server.ended()
        server._tell(answering.LEAVING)
        told = bytearray()

        def all_told():
            told.extend(_drain(ours))
            return answering.LEAVING in told

        await _until(all_told)
        assert told.count(answering.ENDED) == 400
        assert told.endswith(answering.LEAVING)
        # Nothing is owed any more, nor is the channel watched for room.
        assert (server._owed, asyncio.get_running_loop().remove_writer(server._channel)) == (b"", False)

    beside(trial)


def test_the_end_of_a_connection_for_which_no_descriptor_is_free_is_told(beside, caplog):
    async def trial(server, ours):
        ours.send(b"+")  # the system gives the word alone then
        server._hear()
        assert _drain(ours) == answering.ENDED

    beside(trial)
    assert "too many files" in caplog.text


def test_it_says_that_it_does_not_hang(beside):
    async def trial(server, ours):
        server.config.load()
        for tick in range(answering.BEAT_TICKS):
            await server.on_tick(tick)
        assert _drain(ours) == answering.ALIVE

    beside(trial)


def test_who_does_not_begin_to_encrypt_is_let_go(beside, monkeypatch):
    monkeypatch.setattr(answering, "_HANDSHAKE_SECONDS", 0.3)

    async def trial(server, ours):
        server.config.load()
        server.lifespan = server.config.lifespan_class(server.config)
        server.config.ssl = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        with socket.create_server(("127.0.0.1", 0)) as listening, contextlib.ExitStack() as kept:
            for _ in range(answering._HANDSHAKES + 1):
                kept.enter_context(socket.create_connection(listening.getsockname()))
                server.take(listening.accept()[0])
            told = bytearray()

            def told_of(ended):
                told.extend(_drain(ours))
                return told.count(answering.ENDED) == ended

            await _until(lambda: told_of(1))  # the one too many at once
            await _until(lambda: told_of(answering._HANDSHAKES + 1))

    beside(trial)


@pytest.mark.parametrize("kind", ["path", "abstract"])
def test_the_system_is_told_that_the_service_is_ready_and_lives(served, monkeypatch, tmp_path, kind):
    place = str(tmp_path / "notify") if kind == "path" else f"@{tmp_path}"
    monkeypatch.setenv("NOTIFY_SOCKET", place)
    monkeypatch.setattr(answering, "BEAT_TICKS", 1)
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as system:
        system.bind(place.replace("@", "\0"))
        system.settimeout(5)

        async def trial(_server, _helper, _connect):
            assert [await asyncio.to_thread(system.recv, 99) for _ in range(2)] == [b"READY=1", b"WATCHDOG=1"]

        served(trial)


def test_ctrl_c_is_left_to_the_first_process(beside):
    async def trial(server, _ours):
        server.handle_exit(signal.SIGINT, None)
        assert not server.should_exit
        server.handle_exit(signal.SIGTERM, None)
        server.handle_exit(signal.SIGINT, None)
        assert (server.should_exit, server.force_exit) == (True, False)

    beside(trial)


def test_a_process_beside_does_nothing_that_is_done_once(configuration, monkeypatch):
    for once in ("migrate", "remove_orphans", "queue_missing", "try_again", "_first_admin", "begin_rules"):
        monkeypatch.setattr(f"dq.service.app.{once}", lambda *_: pytest.fail("it was done twice"))
    beside = create_app(configuration, replace(common.Common(2, board=bytearray(bytes_for(2))), number=1))
    others = set(threading.enumerate())
    with TestClient(beside) as client:
        assert client.get("/api/v1/ready").status_code == 200
        running = {thread.name for thread in set(threading.enumerate()) - others}
    assert running.isdisjoint({"dq-schedule", "dq-worker-0"})


def test_slow_work_is_shared_out(configuration):
    app = create_app(configuration, common.Common(2, board=bytearray(bytes_for(2))))
    assert (app.state.slow[Slow.TRIAL].places, app.state.slow[Slow.HASHING].places) == (1, 2)
    app.state.engine.dispose()


MOST = 300
"""Requests that the service takes in a minute."""
WRITERS = 20
HEALTH = "/api/v1/health"


@pytest.fixture
def service(begun, tmp_path):
    """A service of two processes, its port, and what requests of an administrator carry."""
    shutil.copytree(begun, tmp_path / "data")
    engine = connect(f"sqlite:///{tmp_path / 'data' / 'service.sqlite'}")
    with transaction(sessionmaker(engine), writes=True) as session:
        cookie, csrf = open_session(session, users.find(session, "admin"), 1)
    engine.dispose()
    known = {"Cookie": f"dq_session={cookie}", "X-CSRF-Token": csrf, "Content-Type": "application/json"}
    words = [sys.executable, "-c", "from dq.cli import main; main()", "serve", "--data", str(tmp_path / "data")]
    with subprocess.Popen(
        [*words, "--port", "0", "--lang", "en", "--processes", "2"],
        stderr=subprocess.PIPE,
        text=True,
        env=os.environ | {"DQ_SERVE_REQUESTS_PER_MINUTE": str(MOST)},
    ) as process:
        try:
            yield process, int(re.search(r":(\d+)/", process.stderr.readline())[1]), known
        finally:
            process.kill()


def _ask(connection, path, known, body=None):
    connection.request("GET" if body is None else "POST", path, body, known)
    answer = connection.getresponse()
    return answer.status, answer.read().decode()


def _connections(port):
    return [http.client.HTTPConnection("127.0.0.1", port, timeout=60) for _ in range(2)]


def _answers(connection):
    """Whether a question is answered soon; by who is held it is answered later."""
    connection.request("GET", HEALTH)
    return bool(select.select([connection.sock], [], [], 1)[0])


def _one_of_each(process, port):
    """A connection to the first process and one to that beside it, and how often was asked for them."""
    for tries in range(1, 100):
        two = _connections(port)
        assert [_ask(each, HEALTH, {})[0] for each in two] == [200, 200]
        process.send_signal(signal.SIGSTOP)
        answered = [_answers(each) for each in two]
        process.send_signal(signal.SIGCONT)
        for each in two:
            assert each.getresponse().read()
        if any(answered):
            assert not all(answered)
            return two, 4 * tries
        _close(two)
    raise AssertionError("nobody answers beside the first process")


@pytest.mark.slow
def test_two_processes_are_one_service(service):
    process, port, known = service
    two, asked = _one_of_each(process, port)
    figure = f'dq_requests_total{{method="GET",route="/health",status="200"}} {asked}.0'
    assert [figure in _ask(each, "/api/v1/metrics", known)[1] for each in two] == [True, True]

    def write(number):
        with contextlib.closing(http.client.HTTPConnection("127.0.0.1", port, timeout=60)) as writer:
            return _ask(writer, "/api/v1/tokens", known, json.dumps({"name": f"{number}", "scopes": ["read"]}))[0]

    with ThreadPoolExecutor(WRITERS) as threads:
        assert set(threads.map(write, range(WRITERS))) == {201}
    _close(two)
    two = _connections(port)
    kept = json.loads(_ask(two[0], "/api/v1/tokens", known)[1])
    assert {each["name"] for each in kept} == {f"{number}" for number in range(WRITERS)}

    asked += WRITERS + 3
    while asked < 2 * MOST and [_ask(each, HEALTH, {})[0] for each in two] == [200, 200]:
        asked += 2
    assert asked < 1.5 * MOST  # the minute may have turned meanwhile, so that some of it were forgotten

    process.kill()
    process.wait(20)
    for each in (*two, *_connections(port)):
        with contextlib.closing(each), pytest.raises(ConnectionError):
            _ask(each, HEALTH, {})
