"""Administration: accounts, and the log of who did what."""

from __future__ import annotations

from typing import Annotated, Final

from fastapi import APIRouter, Form, Path, Query, Request
from fastapi.responses import HTMLResponse, Response

from dq.service.accounts import administration
from dq.service.accounts.roles import Permission, Role
from dq.service.pages.answering import page, see
from dq.service.security.access import Apart, CurrentUser, Database, allowed

router = APIRouter(include_in_schema=False)
_ENTRIES: Final = 100


@router.get("/administration", dependencies=[allowed(Permission.ADMINISTER)])
def accounts(request: Request, database: Database) -> HTMLResponse:
    """All accounts."""
    everybody = administration.everybody(database)
    return page(request, "administration.html", users=everybody, roles=list(Role), tag_of=administration.tag_of)


@router.post("/administration/users", dependencies=[allowed(Permission.ADMINISTER)])
def make_user(
    sessions: Apart,
    user: CurrentUser,
    name: Annotated[str, Form(max_length=64)],
    password: Annotated[str, Form(max_length=256)],
    role: Annotated[Role, Form()],
    display: Annotated[str, Form(max_length=128)] = "",
) -> Response:
    """Make an account."""
    administration.make_user(sessions, user, name, password, role, display)
    return see("/administration?done=made")


@router.post("/administration/users/{user_id}", dependencies=[allowed(Permission.ADMINISTER)])
def change_user(
    user_id: Annotated[str, Path(pattern="^[0-9a-f]{16}$")],
    sessions: Apart,
    user: CurrentUser,
    role: Annotated[Role, Form()],
    active: Annotated[bool, Form()] = False,  # noqa: FBT002 - a box of a form that is not ticked is not sent
    password: Annotated[str, Form(max_length=256)] = "",
    seen: Annotated[str, Form(max_length=64)] = "",
) -> Response:
    """Give an account another role or password, or close or open it."""
    change = administration.Change(role=role, active=active, password=password or None)
    administration.change_user(sessions, user, user_id, change, seen)
    return see("/administration?done=saved")


@router.get("/administration/log", dependencies=[allowed(Permission.ADMINISTER)])
def log(
    request: Request, database: Database, before: Annotated[int | None, Query(ge=1, lt=2**62)] = None
) -> HTMLResponse:
    """Who did what, the newest first."""
    entries = administration.log(database, before, _ENTRIES)
    following = entries[-1].id if len(entries) == _ENTRIES else None
    return page(request, "log.html", entries=entries, following=following)
