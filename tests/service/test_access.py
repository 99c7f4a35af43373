"""Every route asks for its permission, and each role is let through where its rights say so and nowhere else."""

from __future__ import annotations

from datetime import timedelta

import pytest
from fastapi import FastAPI

from dq.service.accounts.credentials import issue_token
from dq.service.accounts.roles import RIGHTS, Permission, Role
from dq.service.accounts.users import find
from dq.service.database import transaction
from dq.service.database.columns import now
from dq.service.security.access import allowed, every_route, needed_permission, public, refuse_unguarded

REFUSED = {401, 403}


def _requests(app):
    """Method, path with made-up parameters, and permission of every route."""
    for route in every_route(app):
        path = route.path
        for name in route.param_convertors:
            path = path.replace(f"{{{name}}}", "0123456789abcdef").replace(f"{{{name}:path}}", "x")
        for method in sorted(route.methods - {"HEAD"}):
            yield method, path, needed_permission(route)


def test_every_route_is_looked_at(app):
    paths = {path for _method, path, _permission in _requests(app)}
    assert {"/", "/sign-in", "/api/v1/health", "/api/v1/metrics"} <= paths
    assert {path for path in app.openapi()["paths"] if "{" not in path} <= paths


def _type_of(answer):
    kind = answer.headers.get("content-type", "")
    return answer.json().get("type") if kind.startswith("application/problem+json") else None


@pytest.mark.parametrize("role", list(Role))
def test_each_role_is_let_through_where_it_has_the_right(app, signed_in, role):
    for method, path, permission in _requests(app):
        if path == "/sign-out" or path.endswith("/events"):
            continue  # the one would end the session, the others do not end
        answer = signed_in(role).request(method, path)
        if permission is None or permission in RIGHTS[role]:
            assert answer.status_code != 401, (method, path)
            assert _type_of(answer) not in {"/problems/not-allowed", "/problems/csrf"}, (method, path)
            assert answer.status_code < 500 or answer.status_code == 503, (method, path, answer.text)
        else:
            assert answer.status_code == 403, (method, path)


def test_nobody_is_let_through_but_where_everybody_is(app, client):
    for method, path, permission in _requests(app):
        answer = client.request(method, path)
        if permission is None:
            assert _type_of(answer) != "/problems/sign-in-needed", (method, path)
        else:
            # A page leads to the form; everything else is refused.
            leads = answer.status_code == 303 and answer.headers["location"].startswith("/sign-in?back=%2F")
            assert answer.status_code == 401 or (method == "GET" and leads), (method, path)


def test_a_request_with_a_cookie_alone_changes_nothing(app, signed_in):
    for method, path, permission in _requests(app):
        if permission is None or method == "GET":
            continue
        browser = signed_in(Role.ADMIN)
        del browser.headers["X-CSRF-Token"]
        assert browser.request(method, path).status_code == 403, (method, path)
        browser.headers["X-CSRF-Token"] = "guessed"
        assert browser.request(method, path).status_code == 403, (method, path)


def test_a_service_with_an_unguarded_route_does_not_start():
    app = FastAPI()
    app.get("/open")(lambda: None)
    with pytest.raises(RuntimeError, match="names 0 guards"):
        refuse_unguarded(app)


def test_a_route_names_one_permission_not_two():
    app = FastAPI()
    app.get("/both", dependencies=[public(), allowed(Permission.READ)])(lambda: None)
    with pytest.raises(RuntimeError, match="names 2 guards"):
        refuse_unguarded(app)


def _bearer(app, client, role, scopes, **changes):
    with transaction(app.state.sessions, writes=True) as session:
        row, secret = issue_token(session, find(session, role), "night", scopes, now() + timedelta(hours=1))
        for name, value in changes.items():
            setattr(row, name, value)
    return client.get("/api/v1/metrics", headers={"Authorization": f"Bearer {secret}"}).status_code


def test_a_token_may_do_what_its_scopes_and_its_owners_role_allow(app, client):
    assert _bearer(app, client, "viewer", [Permission.READ]) == 200
    assert _bearer(app, client, "admin", [Permission.RUN]) == 403
    assert _bearer(app, client, "admin", [Permission.READ], expires=now() - timedelta(seconds=1)) == 401
    assert _bearer(app, client, "admin", [Permission.READ], revoked=now()) == 401


def test_a_token_has_no_more_rights_than_its_owner(app, client):
    with transaction(app.state.sessions, writes=True) as session:
        _row, secret = issue_token(session, find(session, "viewer"), "x", list(Permission), now() + timedelta(hours=1))
    answer = client.post("/sign-out", headers={"Authorization": f"Bearer {secret}"})
    assert answer.status_code == 303  # READ is enough, and a token needs no word of a page
    with transaction(app.state.sessions, writes=False) as session:
        from dq.service.accounts.credentials import visitor_of_token

        assert visitor_of_token(session, secret).rights == RIGHTS[Role.VIEWER]


def test_who_was_made_inactive_is_signed_out(app, signed_in):
    browser = signed_in(Role.AUDITOR)
    assert browser.get("/api/v1/metrics").status_code == 200
    with transaction(app.state.sessions, writes=True) as session:
        find(session, "auditor").active = False
    assert browser.get("/api/v1/metrics").status_code == 401
