"""What the service promises of its database holds on PostgreSQL, too."""

from __future__ import annotations

import http.client
import json
import os
import re
import signal
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, suppress
from datetime import timedelta
from http import HTTPStatus
from pathlib import Path
from types import SimpleNamespace

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from fastapi.testclient import TestClient
from sqlalchemy import create_engine, func, select, text
from sqlalchemy.exc import DatabaseError, OperationalError

from dq.service import audit
from dq.service.accounts import administration, users
from dq.service.accounts.credentials import Proof, close_all_sessions, issue_token, open_session, visitor_of
from dq.service.accounts.roles import Permission, Role
from dq.service.app import create_app
from dq.service.configuration import ServiceConfiguration
from dq.service.database import Model, migrate, transaction
from dq.service.database.columns import now
from dq.service.database.models import AuditEntry, Job, SignIn, Token, User
from dq.service.jobs import queue
from dq.service.problems import Problem
from dq.service.security.access import sessions_of
from tests.conftest import require_or_skip
from tests.service.conftest import PASSWORD
from tests.service.postgresql import cluster, programs


@pytest.fixture(scope="module")
def server():
    if programs() is None:
        require_or_skip("PostgreSQL is not installed (make system-deps)")
    with cluster() as url:
        yield url


@pytest.fixture(scope="module")
def app(server, tmp_path_factory):
    configuration = ServiceConfiguration(
        data=tmp_path_factory.mktemp("bureau") / "data",
        database_url=server,
        workers=0,
        admin_password=PASSWORD,
    )
    app = create_app(configuration)
    yield app
    app.state.engine.dispose()


def test_migrations_make_what_the_models_say_and_again_change_nothing(app):
    migrate(app.state.engine)
    with app.state.engine.connect() as connection:
        assert compare_metadata(MigrationContext.configure(connection), Model.metadata) == []


@pytest.mark.parametrize(
    "statement", ["UPDATE audit_entry SET user_name = 'x'", "DELETE FROM audit_entry", "TRUNCATE audit_entry"]
)
def test_the_log_can_only_be_added_to(app, statement):
    with pytest.raises(DatabaseError, match="can only be added to"), app.state.engine.begin() as connection:
        connection.execute(text(statement))


def test_somebody_signs_in_and_is_known(app):
    client = TestClient(app, follow_redirects=False)
    assert client.post("/sign-in", data={"name": "admin", "password": PASSWORD}).status_code == 303
    assert client.get("/api/v1/me").json()["role"] == "admin"


def test_fifty_writers_at_once_lose_nothing(app):
    def write(number: int) -> None:
        with transaction(app.state.sessions, writes=True) as session:
            audit.record(session, "admin", "test.counted", str(number))

    with ThreadPoolExecutor(20) as threads:
        list(threads.map(write, range(50)))
    counted = select(func.count()).select_from(AuditEntry).where(AuditEntry.action == "test.counted")
    with transaction(app.state.sessions, writes=False) as session:
        assert session.scalar(counted) == 50


@pytest.mark.parametrize("bearer", [True, False])
def test_nobody_loses_a_right_while_a_writing_transaction_relies_on_it(app, bearer):
    with transaction(app.state.sessions, writes=True) as session:
        user = users.find(session, "admin")
        sign_in, _ = open_session(session, user, 1)
        _, token = issue_token(session, user, "t", (), now() + timedelta(hours=1))
    proof = Proof(token if bearer else sign_in, bearer)

    def demote():
        with transaction(app.state.sessions, writes=True) as session:
            session.execute(text("SET LOCAL lock_timeout = '200ms'"))
            users.find(session, "admin").display += "."

    def write():
        with transaction(app.state.sessions, writes=True) as session:
            session.add(SignIn(id=f"another {bearer}", user_id=user.id, csrf="", expires=now()))

    with transaction(app.state.sessions, writes=True) as session, ThreadPoolExecutor(1) as thread:
        assert visitor_of(proof, session, held=True) is not None
        with pytest.raises(OperationalError, match="lock timeout"):
            thread.submit(demote).result()
        thread.submit(write).result(timeout=5)  # what only names the account does not wait
    demote()


def test_administrators_who_change_accounts_at_once_wait_for_one_another(app):
    with transaction(app.state.sessions, writes=True) as session:
        kept = [users.add(session, f"v{n}", "none", Role.VIEWER).id for n in range(2)]
        users.add(session, "admin2", "none", Role.ADMIN)

    def change(name: str, user: str) -> set[int]:
        with transaction(app.state.sessions, writes=True) as session:
            cookie, csrf = open_session(session, users.find(session, name), 1)
        client = TestClient(app, cookies={"dq_session": cookie}, headers={"X-CSRF-Token": csrf})
        sent = (client.patch(f"/api/v1/users/{user}", json={"display": str(n)}) for n in range(20))
        return {each.status_code for each in sent}

    with ThreadPoolExecutor(2) as threads:
        assert list(threads.map(change, ["admin", "admin2"], kept)) == [{200}, {200}]


def test_administrators_who_revoke_the_tokens_of_one_another_do_not_wait_for_ever(app):
    with transaction(app.state.sessions, writes=True) as session:
        owners = [users.add(session, name, "none", Role.ADMIN) for name in ("one", "other")]
        made = [issue_token(session, each, "t", Permission, now() + timedelta(hours=1)) for each in owners]
        proofs = [Proof(secret, bearer=True) for _, secret in made]
        visitors = [visitor_of(each, session) for each in proofs]
        ids = [row.id for row, _ in made]

    def asking(which: int):
        state = SimpleNamespace(needed=Permission.READ, visitor=visitors[which])
        headers = {"authorization": f"Bearer {proofs[which].secret}"}
        request = SimpleNamespace(app=app, state=state, headers=headers, cookies={})
        return transaction(sessions_of(request), writes=True)

    def revoke() -> None:
        with asking(1) as session:
            administration.revoke_token(session, visitors[1], ids[0])

    with ThreadPoolExecutor(1) as thread:
        with asking(0) as session:
            visitor_of(proofs[0], session)
            revoking = thread.submit(revoke)
            _wait_for_a_lock(app)
            administration.revoke_token(session, visitors[0], ids[1])
        with pytest.raises(Problem) as refused:
            revoking.result(timeout=5)
    assert refused.value.status == HTTPStatus.UNAUTHORIZED


def test_who_is_signed_out_while_writing_waits_for_it(app):
    with transaction(app.state.sessions, writes=True) as session:
        user = users.add(session, "leaving", "none", Role.VIEWER).id
        proof = Proof(open_session(session, users.find(session, "leaving"), 1)[0], bearer=False)

    def write() -> object:
        with transaction(app.state.sessions, writes=True) as session:
            return visitor_of(proof, session, held=True)

    with ThreadPoolExecutor(1) as thread:
        with transaction(app.state.sessions, writes=True) as session:
            row = session.get(User, user)
            row.active = False
            session.flush()
            writing = thread.submit(write)
            _wait_for_a_lock(app)
            close_all_sessions(session, row)
        assert writing.result(timeout=5) is None


def _wait_for_a_lock(app) -> None:
    waiting = text("SELECT count(*) FROM pg_stat_activity WHERE wait_event_type = 'Lock'")
    ends = time.monotonic() + 5
    with app.state.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        while not connection.scalar(waiting):
            assert time.monotonic() < ends
            time.sleep(0.01)


def test_no_two_workers_take_the_same_job(app):
    with transaction(app.state.sessions, writes=True) as session:
        wanted = {queue.enqueue(session, "count", "admin", n=number).id for number in range(20)}

    def take(_number: int) -> str:
        with transaction(app.state.sessions, writes=True) as session:
            return queue.claim(session).id

    with ThreadPoolExecutor(8) as threads:
        taken = list(threads.map(take, range(20)))
    assert sorted(taken) == sorted(wanted)
    with transaction(app.state.sessions, writes=True) as session:
        assert queue.revive(session, alone=False) == 0
        for job in session.scalars(select(Job)):
            job.state = queue.DONE


def _acknowledged(port: int, known: dict[str, str], number: int) -> list[str]:
    """Tokens that one of many made, until nobody answers any more; whom a killed process leaves alone asks again."""
    names: list[str] = []
    for tries in range(1000):
        with closing(http.client.HTTPConnection("127.0.0.1", port, timeout=30)) as asking:
            try:
                asking.connect()
            except ConnectionRefusedError:
                return names
            with suppress(ConnectionError, http.client.HTTPException):
                name = f"{number} {tries}"
                asking.request("POST", "/api/v1/tokens", json.dumps({"name": name, "scopes": ["read"]}), known)
                assert asking.getresponse().status == HTTPStatus.CREATED
                names.append(name)
    return names


@pytest.mark.slow
def test_two_processes_lose_nothing_acknowledged_whichever_is_killed(server, app):
    data = app.state.configuration.data
    with transaction(app.state.sessions, writes=True) as session:
        cookie, csrf = open_session(session, users.find(session, "admin"), 1)
    known = {"Cookie": f"dq_session={cookie}", "X-CSRF-Token": csrf, "Content-Type": "application/json"}
    words = [sys.executable, "-c", "from dq.cli import main; main()", "serve", "--data", str(data), "--port", "0"]
    settings = {"DATABASE_URL": server, "WORKERS": "0", "REQUESTS_PER_MINUTE": "100000", "PROCESSES": "2"}
    with (
        subprocess.Popen(
            [*words, "--lang", "en"],
            stderr=subprocess.PIPE,
            text=True,
            env=os.environ | {f"DQ_SERVE_{name}": value for name, value in settings.items()},
        ) as first,
        ThreadPoolExecutor(6) as threads,
    ):
        try:
            port = int(re.search(r":(\d+)/", first.stderr.readline())[1])
            making = [threads.submit(_acknowledged, port, known, number) for number in range(6)]
            os.kill(_beside(first.pid, data / "figures"), signal.SIGKILL)
            assert "starting another" in first.stderr.readline()
        finally:
            first.kill()
        names = {name for each in making for name in each.result()}
    with transaction(app.state.sessions, writes=False) as session:
        kept = set(session.scalars(select(Token.name)))
    assert names - kept == set()
    assert len(names) >= len(making)


def _beside(first: int, figures: Path) -> int:
    """The process that answers beside the first one, once it has counted a request."""
    ends = time.monotonic() + 60
    while time.monotonic() < ends:
        beside = {each.stem.rpartition("_")[2] for each in figures.glob("*.db")} - {str(first)}
        if beside:
            return int(beside.pop())
        time.sleep(0.02)
    raise AssertionError("nobody answers beside the first process")


def test_going_back_and_forth_leaves_no_trace(server):
    from alembic import command
    from alembic.config import Config

    from dq.service.database import connecting

    create = create_engine(server, isolation_level="AUTOCOMMIT")
    with create.connect() as connection:
        connection.execute(text("CREATE DATABASE again"))
    create.dispose()
    engine = create_engine(server.replace("/postgres?", "/again?"))
    migrate(engine)
    configuration = Config()
    configuration.set_main_option("script_location", str(connecting.MIGRATIONS))
    with engine.connect() as connection:
        configuration.attributes["connection"] = connection
        command.downgrade(configuration, "base")
        connection.commit()
        tables = connection.execute(text("SELECT tablename FROM pg_tables WHERE schemaname = 'public'")).scalars().all()
    assert tables == ["alembic_version"]
    migrate(engine)
    engine.dispose()
