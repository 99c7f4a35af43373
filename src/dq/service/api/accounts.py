"""Accounts, tokens and the log of who did what."""

from __future__ import annotations

from datetime import datetime
from http import HTTPStatus
from typing import Annotated, Any, Literal

from fastapi import APIRouter, Header, Path, Query, Request, Response
from pydantic import BaseModel, ConfigDict, Field, SecretStr

from dq.service.accounts import administration
from dq.service.accounts.credentials import Visitor
from dq.service.accounts.roles import Permission, Role
from dq.service.api.sent import Sent
from dq.service.database.models import Token
from dq.service.security.access import Apart, CurrentUser, Database, allowed

router = APIRouter(tags=["accounts"])
_Id = Annotated[str, Path(pattern=r"^[0-9a-f]{16}$", description="16 hexadecimal digits")]
_Name = Annotated[str, Field(min_length=2, max_length=64)]
_Display = Annotated[str, Field(max_length=128)]
_Password = Annotated[SecretStr, Field(max_length=256)]


class UserOut(BaseModel):
    """An account, without its password."""

    model_config = ConfigDict(from_attributes=True)

    id: str
    name: str
    display: str
    role: Role
    language: str
    active: bool
    created: datetime


class UserIn(Sent):
    """An account to be made."""

    name: _Name
    password: _Password
    role: Role
    display: _Display = ""


class UserChange(Sent):
    """What to change of an account; what is not given stays."""

    role: Role | None = None
    active: bool | None = None
    display: _Display | None = None
    password: _Password | None = None


class Me(BaseModel):
    """Who asks, and what this request may do."""

    id: str
    name: str
    display: str
    role: Role
    language: str
    rights: list[Permission]


class PasswordChange(Sent):
    """One's own password, old and new."""

    old: _Password
    new: _Password


class TokenOut(BaseModel):
    """A token of the account `user`, without its secret."""

    id: str
    user: str
    name: str
    scopes: list[Permission]
    created: datetime
    expires: datetime
    revoked: datetime | None


class TokenIn(Sent):
    """A token to be made: its scopes are at most one's own rights."""

    name: Annotated[str, Field(min_length=1, max_length=64)]
    scopes: Annotated[list[Permission], Field(min_length=1)]
    days: Annotated[int, Field(ge=1, le=administration.LONGEST_DAYS)] = 90


class TokenMade(TokenOut):
    """A new token with its secret, which is told this once."""

    token: str


class Entry(BaseModel):
    """One act in the log."""

    model_config = ConfigDict(from_attributes=True)

    id: int
    at: datetime
    user_name: str
    action: str
    subject: str
    detail: dict[str, Any]
    address: str


class Log(BaseModel):
    """A page of the log; `next` is the `before` of the page after it, none at the end."""

    items: list[Entry]
    next: int | None


@router.get("/me", dependencies=[allowed(Permission.READ)])
def me(user: CurrentUser) -> Me:
    """Who asks."""
    return _me(user)


@router.post("/me/password", status_code=HTTPStatus.NO_CONTENT, dependencies=[allowed(Permission.READ)])
def change_password(request: Request, user: CurrentUser, sessions: Apart, change: PasswordChange) -> None:
    """Change one's own password, from a signed-in browser only; every browser of the account is signed out.

    Tries count as tries to sign in do: who found an open browser may not guess the password faster than at the door.
    """
    request.app.state.sign_in_limit.count(request.client.host if request.client else "", user.name)
    old, new = change.old.get_secret_value(), change.new.get_secret_value()
    administration.change_own_password(sessions, user, old, new)


@router.get("/users", dependencies=[allowed(Permission.ADMINISTER)])
def users(database: Database) -> list[UserOut]:
    """All accounts by name."""
    return [UserOut.model_validate(user) for user in administration.everybody(database)]


@router.post("/users", status_code=HTTPStatus.CREATED, dependencies=[allowed(Permission.ADMINISTER)])
def make_user(user: CurrentUser, sessions: Apart, wanted: UserIn) -> UserOut:
    """Make an account."""
    made = administration.make_user(
        sessions, user, wanted.name, wanted.password.get_secret_value(), wanted.role, wanted.display
    )
    return UserOut.model_validate(made)


@router.get("/users/{user_id}", dependencies=[allowed(Permission.ADMINISTER)])
def one_user(database: Database, response: Response, user_id: _Id) -> UserOut:
    """One account; its ETag is for If-Match."""
    user = administration.found(database, user_id)
    response.headers["ETag"] = f'"{administration.tag_of(user)}"'
    return UserOut.model_validate(user)


@router.patch("/users/{user_id}", dependencies=[allowed(Permission.ADMINISTER)])
def change_user(
    user: CurrentUser,
    sessions: Apart,
    response: Response,
    user_id: _Id,
    change: UserChange,
    if_match: Annotated[str, Header(max_length=64, description="The ETag of the account as it was read")] = "",
) -> UserOut:
    """Change an account, where If-Match is given only as it was read (412 otherwise); where rights or password change,
    its browsers are signed out.
    """
    password = None if change.password is None else change.password.get_secret_value()
    wanted = administration.Change(change.role, change.active, change.display, password)
    seen = "" if if_match == "*" else if_match.strip('"')
    changed = administration.change_user(sessions, user, user_id, wanted, seen)
    response.headers["ETag"] = f'"{administration.tag_of(changed)}"'
    return UserOut.model_validate(changed)


@router.get("/tokens", dependencies=[allowed(Permission.READ)])
def tokens(user: CurrentUser, database: Database) -> list[TokenOut]:
    """One's own tokens, the newest first; for an administrator everybody's."""
    return [TokenOut(**_told(token, owner)) for token, owner in administration.tokens_of(database, user)]


@router.post("/tokens", status_code=HTTPStatus.CREATED, dependencies=[allowed(Permission.READ)])
def make_token(user: CurrentUser, database: Database, wanted: TokenIn) -> TokenMade:
    """Make a token for oneself, from a signed-in browser only; its secret is told this once."""
    token, secret = administration.make_token(database, user, wanted.name, set(wanted.scopes), wanted.days)
    return TokenMade(**_told(token, user.name), token=secret)


@router.delete("/tokens/{token_id}", status_code=HTTPStatus.NO_CONTENT, dependencies=[allowed(Permission.READ)])
def revoke_token(user: CurrentUser, database: Database, token_id: _Id) -> None:
    """Revoke a token of one's own; an administrator revokes anybody's."""
    administration.revoke_token(database, user, token_id)


@router.get("/audit", dependencies=[allowed(Permission.ADMINISTER)])
def audit_log(
    database: Database,
    before: Annotated[int | None, Query(ge=1, le=2**62, description="only entries with a lower id")] = None,
    limit: Annotated[int, Query(ge=1, le=500)] = 100,
) -> Log:
    """The log of who did what, the newest first."""
    entries = administration.log(database, before, limit)
    return Log(
        items=[Entry.model_validate(entry) for entry in entries],
        next=entries[-1].id if len(entries) == limit else None,
    )


def _told(token: Token, owner: str) -> dict[str, Any]:
    return {"user": owner, **{name: getattr(token, name) for name in TokenOut.model_fields if name != "user"}}


def _me(user: Visitor) -> Me:
    language: Literal["zh", "en"] = "en" if user.language == "en" else "zh"
    return Me(
        id=user.id, name=user.name, display=user.display, role=user.role, language=language, rights=sorted(user.rights)
    )
