"""Signing in and out, and the first administrator."""

from __future__ import annotations

import hmac
from http import HTTPStatus
from typing import Annotated, Final

from fastapi import APIRouter, Form, Query, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response
from sqlalchemy.orm import Session, sessionmaker

from dq.diagnostics import Text
from dq.service import audit
from dq.service.accounts import users
from dq.service.accounts.credentials import COOKIE, close_session, open_session
from dq.service.accounts.roles import Permission, Role
from dq.service.database.connecting import transaction
from dq.service.database.models import User
from dq.service.pages.places import is_ours
from dq.service.pages.rendering import render_page
from dq.service.problems import Problem, conflict, not_found
from dq.service.security.access import Apart, CurrentUser, Database, allowed, public
from dq.service.security.origin import refuse_foreign
from dq.service.telling import language_of

router = APIRouter(include_in_schema=False)
_NAME: Final = 64
_PASSWORD: Final = 1024


@router.get("/sign-in", dependencies=[public()])
def sign_in_page(request: Request, database: Database, back: Annotated[str, Query()] = "/") -> Response:
    """The form to sign in, which leads `back`; before there is any account, the form that makes the first."""
    if users.nobody_yet(database):
        return RedirectResponse("/setup", HTTPStatus.SEE_OTHER)
    if request.state.visitor is not None:
        return _go_back(back)
    return _page(request, "sign_in.html", wrong=False, back=_ours(back))


@router.post("/sign-in", dependencies=[public()])
def sign_in(
    request: Request,
    sessions: Apart,
    name: Annotated[str, Form(max_length=_NAME)],
    password: Annotated[str, Form(max_length=_PASSWORD)],
    back: Annotated[str, Form()] = "/",
) -> Response:
    """Sign in: the same answer, after the same time, for a wrong name as for a wrong password."""
    refuse_foreign(request.headers)
    address = _address(request)
    request.app.state.sign_in_limit.count(address, name)
    with transaction(sessions, writes=False) as database:
        found = users.find(database, name)
    opened = users.opens(found, password)
    with transaction(sessions, writes=True) as database:
        user = users.unchanged(database, found) if opened else None
        if user is not None:
            return _welcome(request, database, user, back)
        audit.record(database, name, "session.refused", address=address)
    return _page(request, "sign_in.html", HTTPStatus.UNAUTHORIZED, wrong=True, back=_ours(back))


@router.post("/sign-out", dependencies=[allowed(Permission.READ)])
def sign_out(request: Request, database: Database, user: CurrentUser) -> Response:
    """Sign out: the cookie is worth nothing from now on."""
    if user.sign_in is not None:
        close_session(database, user.sign_in)
    audit.record(database, user.name, "session.closed", address=_address(request))
    answer = RedirectResponse("/sign-in", HTTPStatus.SEE_OTHER)
    answer.delete_cookie(COOKIE)
    return answer


@router.get("/setup", dependencies=[public()])
def setup_page(request: Request, database: Database) -> Response:
    """The form that makes the first administrator; gone once there is an account."""
    if not users.nobody_yet(database):
        return RedirectResponse("/sign-in", HTTPStatus.SEE_OTHER)
    return _page(request, "setup.html", refused=None)


@router.post("/setup", dependencies=[public()])
def setup(
    request: Request,
    sessions: Apart,
    code: Annotated[str, Form(max_length=_NAME)],
    name: Annotated[str, Form(max_length=_NAME)],
    password: Annotated[str, Form(max_length=_PASSWORD)],
) -> Response:
    """Make the first administrator: only who reads the terminal knows the code."""
    refuse_foreign(request.headers)
    request.app.state.sign_in_limit.count(_address(request), "")
    with transaction(sessions, writes=False) as database:
        first = users.nobody_yet(database)
    if not first:
        raise not_found()
    if not hmac.compare_digest(code.strip().encode(), request.app.state.setup_code.encode()):
        wrong = Text("代码不对：请看启动服务的终端", "the code is wrong: see the terminal that started the service")
        return _refuse_setup(request, wrong)
    try:
        return _first(request, sessions, name, users.prepared(name, password))
    except Problem as problem:
        return _refuse_setup(request, problem.title)


def _first(request: Request, sessions: sessionmaker[Session], name: str, kept: str) -> Response:
    """Make the first account, unless somebody else just did."""
    with transaction(sessions, writes=True) as database:
        if not users.nobody_yet(database):
            raise conflict(Text("已有管理员", "there is an administrator already"))
        user = users.add(database, name, kept, Role.ADMIN)
        audit.record(database, user.name, "user.made", user.id, _address(request), role=user.role)
        return _welcome(request, database, user, "/")


def _refuse_setup(request: Request, reason: Text) -> Response:
    refused = reason.in_language(language_of(request.scope))
    return _page(request, "setup.html", HTTPStatus.UNPROCESSABLE_ENTITY, refused=refused)


def _ours(back: str) -> str:
    """Where to lead: nobody is kept from signing in by an address that leads elsewhere, or is too long."""
    return back if is_ours(back) else "/"


def _go_back(back: str) -> RedirectResponse:
    return RedirectResponse(_ours(back), HTTPStatus.SEE_OTHER)


def _welcome(request: Request, database: Session, user: User, back: str) -> Response:
    configuration = request.app.state.configuration
    cookie, _csrf = open_session(database, user, configuration.session_hours)
    audit.record(database, user.name, "session.opened", address=_address(request))
    answer = _go_back(back)
    answer.set_cookie(
        COOKIE,
        cookie,
        max_age=configuration.session_hours * 3600,
        httponly=True,
        secure=configuration.encrypted,
        samesite="lax",
    )
    return answer


def _page(request: Request, template: str, status: HTTPStatus = HTTPStatus.OK, **values: object) -> HTMLResponse:
    return HTMLResponse(render_page(template, request.scope, language_of(request.scope), **values), int(status))


def _address(request: Request) -> str:
    return request.client.host if request.client is not None else ""
