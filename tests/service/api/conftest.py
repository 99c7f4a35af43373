"""Services whose archive holds two reports and two runs: one for a test alone, one that none changes."""

from __future__ import annotations

import shutil

import pytest
from fastapi.testclient import TestClient

from dq.service.accounts import users
from dq.service.accounts.credentials import open_session
from dq.service.app import create_app
from dq.service.configuration import ServiceConfiguration
from dq.service.database import transaction


@pytest.fixture(scope="session")
def unchanged(stocked, tmp_path_factory):
    """A service that no test changes, made once."""
    folder = tmp_path_factory.mktemp("unchanged") / "data"
    shutil.copytree(stocked, folder)
    app = create_app(ServiceConfiguration(data=folder, workers=0, requests_per_minute=1_000_000))
    yield app
    app.state.engine.dispose()


@pytest.fixture(scope="session")
def reader(unchanged):
    """An auditor there, who only looks."""
    with transaction(unchanged.state.sessions, writes=True) as session:
        cookie, csrf = open_session(session, users.find(session, "auditor"), 1)
    return TestClient(
        unchanged,
        raise_server_exceptions=False,
        cookies={"dq_session": cookie},
        headers={"X-CSRF-Token": csrf},
    )


@pytest.fixture
def configuration(stocked, tmp_path):
    """As for every service in tests, on a copy of that folder."""
    shutil.copytree(stocked, tmp_path / "data")
    return ServiceConfiguration(data=tmp_path / "data", workers=0)


@pytest.fixture
def auditor(signed_in):
    """A client of somebody who uploads, runs and proposes."""
    return signed_in("auditor")


@pytest.fixture
def work(app):
    """Does the jobs that wait, in this thread."""

    def do() -> int:
        done = 0
        while app.state.workers.do_one():
            done += 1
        return done

    return do
