"""Every route of the API keeps to its description, whatever it is sent: no failure of ours, no answer undescribed."""

from __future__ import annotations

import os

import pytest
import schemathesis
from hypothesis import HealthCheck, Phase, given, settings, strategies
from schemathesis import GenerationMode
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from dq.service.accounts import users
from dq.service.accounts.credentials import open_session
from dq.service.app import create_app
from dq.service.database import transaction

CHECKS = [not_a_server_error, status_code_conformance, content_type_conformance, response_schema_conformance]
EXAMPLES = 200 if os.environ.get("DQ_HYPOTHESIS") == "fuzz" else 6
PATIENCE = 60
"""Seconds for an answer: what is asked here is what is answered, not how fast on a machine that does other things."""
UNENDING = r"/events$"
"""Server-sent events last as long as their job."""


@pytest.fixture
def app(configuration):
    """A service that is asked more often than people would."""
    app = create_app(configuration.model_copy(update={"requests_per_minute": 1_000_000}))
    yield app
    app.state.engine.dispose()


@pytest.fixture
def described(app):
    """The description, with the headers of a signed-in administrator whose browser is never signed out."""
    with transaction(app.state.sessions, writes=True) as session:
        cookie, csrf = open_session(session, users.find(session, "admin"), 1)
    schema = schemathesis.openapi.from_asgi("/api/v1/openapi.json", app)
    return schema.exclude(path_regex=UNENDING), {"Cookie": f"dq_session={cookie}", "X-CSRF-Token": csrf}


def _ask(operation, headers):
    """Send a route what its description allows and what it does not."""

    @settings(phases=[Phase.generate], max_examples=EXAMPLES, suppress_health_check=list(HealthCheck))
    @given(strategies.data())
    def ask(data):
        mode = data.draw(strategies.sampled_from(list(GenerationMode)))
        data.draw(operation.as_strategy(mode)).call_and_validate(headers=headers, checks=CHECKS, timeout=PATIENCE)

    ask()


def test_every_route_answers_as_described(described):
    schema, headers = described
    operations = [result.ok() for result in schema.get_all_operations()]
    assert "POST /api/v1/users" in [operation.label for operation in operations]
    for operation in operations:
        _ask(operation, headers)
