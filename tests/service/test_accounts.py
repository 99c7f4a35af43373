"""Accounts and tokens: what administrators do, what everybody does with their own, and what the log tells of it."""

from __future__ import annotations

import pytest

from dq.service.accounts.roles import Role
from dq.service.security.limits import SignInLimit
from tests.service.conftest import PASSWORD

OTHER = "tall yellow kettles"


@pytest.fixture
def admin(signed_in):
    return signed_in(Role.ADMIN)


def _id(admin, name):
    return next(user["id"] for user in admin.get("/api/v1/users").json() if user["name"] == name)


def test_an_account_is_made_changed_and_logged(admin, client):
    made = admin.post("/api/v1/users", json={"name": "王芳", "password": OTHER, "role": "auditor"})
    assert made.status_code == 201
    assert "password" not in made.json()
    assert client.post("/sign-in", data={"name": "王芳", "password": OTHER}).status_code == 303
    assert client.get("/api/v1/me").json()["rights"] == ["comment", "correct", "propose", "read", "run", "upload"]
    place = f"/api/v1/users/{made.json()['id']}"
    seen = {"If-Match": admin.get(place).headers["etag"]}
    changed = admin.patch(place, json={"role": "viewer"}, headers=seen)
    assert (changed.json()["role"], changed.headers["etag"]) == ("viewer", admin.get(place).headers["etag"])
    assert admin.patch(place, json={"role": "admin"}, headers=seen).status_code == 412
    assert admin.get("/api/v1/users/0123456789abcdef").status_code == 404
    assert client.get("/api/v1/me").status_code == 401  # signed out: its rights changed
    actions = [entry["action"] for entry in admin.get("/api/v1/audit").json()["items"]]
    assert actions == ["user.changed", "session.opened", "user.made"]
    assert OTHER not in admin.get("/api/v1/audit").text


@pytest.mark.parametrize("change", [{"role": "viewer"}, {"active": False}])
def test_the_last_administrator_stays_one(admin, change):
    answer = admin.patch(f"/api/v1/users/{_id(admin, 'admin')}", json=change)
    assert (answer.status_code, answer.json()["type"]) == (409, "/problems/conflict")
    assert admin.get("/api/v1/me").json()["role"] == "admin"


@pytest.mark.parametrize(
    ("body", "status"),
    [
        ({"name": "viewer", "password": OTHER, "role": "viewer"}, 409),
        ({"name": "a b", "password": OTHER, "role": "viewer"}, 422),
        ({"name": "new", "password": "short", "role": "viewer"}, 422),
        ({"name": "new", "password": OTHER, "role": "king"}, 422),
        ({}, 422),
    ],
)
def test_an_account_that_cannot_be_made_is_told_why(admin, body, status):
    answer = admin.post("/api/v1/users", json=body)
    assert answer.status_code == status
    assert answer.headers["content-type"] == "application/problem+json"
    assert answer.json()["title"]


def test_everybody_changes_their_own_password(app, client, signed_in):
    viewer = signed_in(Role.VIEWER)
    secret = viewer.post("/api/v1/tokens", json={"name": "t", "scopes": ["read"]}).json()["token"]
    bearer = {"Authorization": f"Bearer {secret}"}
    own = {"old": PASSWORD, "new": OTHER}
    refused = client.post("/api/v1/me/password?lang=en", json=own, headers=bearer)
    assert (refused.status_code, refused.json()["title"]) == (403, "a token does not allow this")
    assert viewer.post("/api/v1/me/password", json={"old": "wrong", "new": OTHER}).status_code == 409
    assert viewer.post("/api/v1/me/password", json={"old": PASSWORD, "new": OTHER}).status_code == 204
    assert viewer.get("/api/v1/me").status_code == 401
    assert client.post("/sign-in", data={"name": "viewer", "password": OTHER}).status_code == 303
    app.state.sign_in_limit, viewer = SignInLimit(1), signed_in(Role.VIEWER)
    guess = {"old": "wrong", "new": "other"}
    tries = [viewer.post("/api/v1/me/password", json=guess), viewer.post("/account/password", data=guess)]
    assert [each.status_code for each in tries] == [409, 429]


def test_a_token_works_until_it_is_revoked(signed_in, client):
    auditor = signed_in(Role.AUDITOR)
    made = auditor.post("/api/v1/tokens", json={"name": "night", "scopes": ["read", "run"]}).json()
    bearer = {"Authorization": f"Bearer {made['token']}"}
    assert client.get("/api/v1/me", headers=bearer).json()["rights"] == ["read", "run"]
    assert [token.get("token") for token in auditor.get("/api/v1/tokens").json()] == [None]
    assert signed_in(Role.VIEWER).delete(f"/api/v1/tokens/{made['id']}").status_code == 404
    assert auditor.delete(f"/api/v1/tokens/{made['id']}").status_code == 204
    assert client.get("/api/v1/me", headers=bearer).status_code == 401


def test_a_token_ends_no_other_unless_it_administers(signed_in, client):
    admin = signed_in(Role.ADMIN)
    made = [
        admin.post("/api/v1/tokens", json={"name": "t", "scopes": scopes}).json()
        for scopes in (["read"], ["read", "administer"])
    ]
    for each, status in zip(made, (403, 204), strict=True):
        bearer = {"Authorization": f"Bearer {each['token']}"}
        assert client.delete(f"/api/v1/tokens/{made[0]['id']}", headers=bearer).status_code == status


@pytest.mark.parametrize("name", ["VIEWER", "ｖｉｅｗｅｒ", "Schedule", "ＤＱ"])
def test_nobody_has_a_name_that_looks_like_another(signed_in, name):
    wish = {"name": name, "password": OTHER, "role": "viewer"}
    assert signed_in(Role.ADMIN).post("/api/v1/users", json=wish).status_code == 409


def test_nobody_gives_a_token_more_than_they_have(signed_in, client):
    viewer = signed_in(Role.VIEWER)
    assert viewer.post("/api/v1/tokens", json={"name": "x", "scopes": ["administer"]}).status_code == 403
    secret = viewer.post("/api/v1/tokens", json={"name": "x", "scopes": ["read"]}).json()["token"]
    again = client.post(
        "/api/v1/tokens", json={"name": "y", "scopes": ["read"]}, headers={"Authorization": f"Bearer {secret}"}
    )
    assert again.status_code == 403


def test_the_log_comes_in_pages(admin):
    for number in range(5):
        admin.post("/api/v1/tokens", json={"name": f"token {number}", "scopes": ["read"]})
    first = admin.get("/api/v1/audit", params={"limit": 3}).json()
    second = admin.get("/api/v1/audit", params={"limit": 3, "before": first["next"]}).json()
    names = [entry["detail"]["name"] for entry in first["items"] + second["items"]]
    assert names == [f"token {number}" for number in range(4, -1, -1)]
    assert second["next"] is None


def test_a_new_password_ends_tokens_made_with_the_old_one(signed_in, client):
    viewer = signed_in(Role.VIEWER)
    secret = viewer.post("/api/v1/tokens", json={"name": "x", "scopes": ["read"]}).json()["token"]
    viewer.post("/api/v1/me/password", json={"old": PASSWORD, "new": OTHER})
    assert client.get("/api/v1/me", headers={"Authorization": f"Bearer {secret}"}).status_code == 401


def test_a_token_makes_no_accounts_and_gives_no_passwords(admin, client):
    secret = admin.post("/api/v1/tokens", json={"name": "x", "scopes": ["administer"]}).json()["token"]
    bearer = {"Authorization": f"Bearer {secret}"}
    wanted = {"name": "thief", "password": OTHER, "role": "admin"}
    assert client.post("/api/v1/users", json=wanted, headers=bearer).status_code == 403
    change = {"password": OTHER}
    assert client.patch(f"/api/v1/users/{_id(admin, 'admin')}", json=change, headers=bearer).status_code == 403


@pytest.mark.parametrize("name", ["schedule", "DQ"])
def test_nobody_is_called_as_the_service_calls_itself(admin, name):
    assert admin.post("/api/v1/users", json={"name": name, "password": OTHER, "role": "viewer"}).status_code == 409
