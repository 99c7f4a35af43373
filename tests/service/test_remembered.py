"""Who was let in is remembered only as long as nothing was written: what ends a sign-in ends it at once."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from datetime import timedelta

import pytest
from sqlalchemy import event, update

from dq.service.accounts.credentials import close_all_sessions, issue_token, revoke_tokens
from dq.service.accounts.roles import Permission
from dq.service.accounts.users import find
from dq.service.database import transaction
from dq.service.database.changes import Changes
from dq.service.database.columns import now
from dq.service.database.models import SignIn

ASKED = "/api/v1/me"


@pytest.fixture
def asked_of_the_database(app):
    """Counts the queries for who sends a request."""
    counted = []

    def count(_connection, _cursor, statement, *_rest):
        if "FROM sign_in JOIN" in statement or "FROM token JOIN" in statement:
            counted.append(statement)

    event.listen(app.state.engine, "before_cursor_execute", count)
    return counted


def test_who_was_let_in_is_not_looked_up_again(signed_in, asked_of_the_database):
    browser = signed_in("viewer")
    assert [browser.get(ASKED).status_code for _ in range(3)] == [200] * 3
    assert len(asked_of_the_database) == 1


def test_a_stranger_is_looked_up_each_time(client, asked_of_the_database):
    client.cookies["dq_session"] = "made up"
    assert [client.get(ASKED).status_code for _ in range(2)] == [401] * 2
    assert len(asked_of_the_database) == 2


def _closes_every_browser(session, user):
    close_all_sessions(session, user)


def _closes_the_account(_session, user):
    user.active = False


@pytest.mark.parametrize("end", [_closes_every_browser, _closes_the_account])
def test_what_ends_a_session_ends_it_with_the_next_request(app, signed_in, end):
    browser = signed_in("auditor")
    assert browser.get(ASKED).status_code == 200
    with transaction(app.state.sessions, writes=True) as session:
        end(session, find(session, "auditor"))
    assert browser.get(ASKED).status_code == 401


def test_another_process_that_writes_is_noticed(app, signed_in):
    browser = signed_in("auditor")
    assert browser.get(ASKED).json()["role"] == "auditor"
    with closing(sqlite3.connect(app.state.engine.url.database)) as connection, connection:
        connection.execute("UPDATE user_account SET role = 'viewer' WHERE name = 'auditor'")
    assert browser.get(ASKED).json()["role"] == "viewer"


def test_a_token_that_is_revoked_is_worth_nothing_with_the_next_request(app, client):
    with transaction(app.state.sessions, writes=True) as session:
        _row, secret = issue_token(
            session, find(session, "viewer"), "night", [Permission.READ], now() + timedelta(hours=1)
        )
    client.headers["Authorization"] = f"Bearer {secret}"
    assert client.get(ASKED).status_code == 200
    with transaction(app.state.sessions, writes=True) as session:
        revoke_tokens(session, find(session, "viewer"))
    assert client.get(ASKED).status_code == 401


def test_a_session_that_ends_while_it_is_remembered_has_ended(app, signed_in, monkeypatch):
    browser = signed_in("viewer")
    with transaction(app.state.sessions, writes=True) as session:
        session.execute(update(SignIn).values(expires=now() + timedelta(minutes=5)))
    assert browser.get(ASKED).status_code == 200
    later = now() + timedelta(minutes=6)
    monkeypatch.setattr("dq.service.security.remembering.now", lambda: later)
    monkeypatch.setattr("dq.service.accounts.credentials.now", lambda: later)
    assert browser.get(ASKED).status_code == 401


def test_a_database_that_is_let_go_tells_no_state(app):
    changes = Changes(app.state.engine)
    assert changes.state() is not None
    changes.close()
    assert changes.state() is None
