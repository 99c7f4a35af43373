"""A service of its own for each test, with one account of each role."""

from __future__ import annotations

import shutil

import pytest
from fastapi.testclient import TestClient

from dq.service.accounts import users
from dq.service.accounts.credentials import open_session
from dq.service.accounts.roles import Role
from dq.service.app import create_app
from dq.service.configuration import ServiceConfiguration
from dq.service.database import transaction
from tests.application.town import make_town

PASSWORD = "green paper boats"  # noqa: S105 - of accounts that are made and gone with a test


@pytest.fixture(scope="session")
def begun(tmp_path_factory):
    """A data folder whose database is migrated and holds an account of each role, copied for each test."""
    folder = tmp_path_factory.mktemp("service") / "data"
    app = create_app(ServiceConfiguration(data=folder))
    with transaction(app.state.sessions, writes=True) as session:
        for role in Role:
            users.make(session, role.value, PASSWORD, role)
    app.state.engine.dispose()
    return folder


@pytest.fixture(scope="session")
def stocked(begun, tmp_path_factory):
    """The folder of that service."""
    folder = tmp_path_factory.mktemp("stocked") / "data"
    shutil.copytree(begun, folder)
    for made in ("archive", "rules"):
        shutil.rmtree(folder / made)
    town = make_town(tmp_path_factory.mktemp("town"))
    shutil.copytree(town.root, folder, dirs_exist_ok=True)
    app = create_app(ServiceConfiguration(data=folder))
    assert app.state.workers.do_one()  # runs made elsewhere are indexed at the next start
    app.state.engine.dispose()
    return folder


@pytest.fixture
def configuration(begun, tmp_path):
    """The configuration of a service on a folder of its own; no thread works its queue."""
    shutil.copytree(begun, tmp_path / "data")
    return ServiceConfiguration(data=tmp_path / "data", workers=0)


@pytest.fixture
def app(configuration):
    """The service."""
    app = create_app(configuration)
    yield app
    app.state.engine.dispose()


@pytest.fixture
def client(app):
    """Somebody who is not signed in."""
    return TestClient(app, follow_redirects=False, raise_server_exceptions=False)


@pytest.fixture
def signed_in(app):
    """Gives a client signed in as somebody of a role; its requests carry the word of its pages."""

    def sign_in(role: Role | str) -> TestClient:
        with transaction(app.state.sessions, writes=True) as session:
            user = users.find(session, str(role))
            cookie, csrf = open_session(session, user, 1)
        return TestClient(
            app,
            follow_redirects=False,
            raise_server_exceptions=False,
            cookies={"dq_session": cookie},
            headers={"X-CSRF-Token": csrf},
        )

    return sign_in
