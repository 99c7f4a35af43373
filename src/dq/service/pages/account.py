"""One's own account: language, password, tokens."""

from __future__ import annotations

from typing import Annotated, Literal

from fastapi import APIRouter, Form, Path, Request
from fastapi.responses import HTMLResponse, Response
from sqlalchemy.orm import Session

from dq.service.accounts import administration
from dq.service.accounts.credentials import Visitor
from dq.service.accounts.roles import Permission
from dq.service.api.accounts import PasswordChange
from dq.service.api.accounts import change_password as by_api
from dq.service.database.columns import now
from dq.service.database.models import User
from dq.service.pages.answering import page, see
from dq.service.pages.places import is_ours
from dq.service.security.access import Apart, CurrentUser, Database, allowed

router = APIRouter(include_in_schema=False)


@router.get("/account", dependencies=[allowed(Permission.READ)])
def account(request: Request, database: Database, user: CurrentUser) -> HTMLResponse:
    """One's password and tokens."""
    return _account(request, database, user)


@router.post("/account/password", dependencies=[allowed(Permission.READ)])
def change_password(
    request: Request, sessions: Apart, user: CurrentUser, change: Annotated[PasswordChange, Form()]
) -> Response:
    """Change one's own password, and sign in again with it."""
    by_api(request, user, sessions, change)
    return see("/sign-in?done=password")


@router.post("/account/tokens", dependencies=[allowed(Permission.READ)])
def make_token(
    request: Request,
    database: Database,
    user: CurrentUser,
    name: Annotated[str, Form(min_length=1, max_length=64)],
    scopes: Annotated[list[Permission], Form(min_length=1)],
    days: Annotated[int, Form(ge=1, le=administration.LONGEST_DAYS)] = 90,
) -> HTMLResponse:
    """Make a token; it is shown on this page and never again."""
    _token, secret = administration.make_token(database, user, name, scopes, days)
    return _account(request, database, user, secret)


@router.post("/account/tokens/{token}/revoke", dependencies=[allowed(Permission.READ)])
def revoke_token(
    token: Annotated[str, Path(pattern="^[0-9a-f]{16}$")], database: Database, user: CurrentUser
) -> Response:
    """Revoke a token."""
    administration.revoke_token(database, user, token)
    return see("/account")


@router.post("/account/language", dependencies=[allowed(Permission.READ)])
def choose_language(
    database: Database,
    user: CurrentUser,
    language: Annotated[Literal["zh", "en"], Form()],
    back: Annotated[str, Form()] = "/",
) -> Response:
    """Speak another language from now on, and go back to the page that it was asked on."""
    account = database.get_one(User, user.id)
    account.language = language
    return see(back if is_ours(back) else "/")


def _account(request: Request, database: Session, user: Visitor, secret: str = "") -> HTMLResponse:
    tokens = administration.tokens_of(database, user)
    return page(request, "account.html", tokens=tokens, secret=secret, scopes=sorted(user.rights), now=now())
