"""Changes of rules: proposed, looked at, approved and published by a second person."""

from __future__ import annotations

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse, Response

from dq.service.accounts.roles import Permission
from dq.service.database.connecting import transaction
from dq.service.pages.answering import page, see
from dq.service.rules import versions
from dq.service.rules.publishing import Publishing, bounds_of
from dq.service.security.access import Apart, CurrentUser, Database, Slow, allowed, waits_for
from dq.service.telling import language_of

router = APIRouter(include_in_schema=False)


@router.get("/rules/changes", dependencies=[allowed(Permission.READ)])
def list_changes(request: Request, database: Database) -> HTMLResponse:
    """Changes of all files, the newest first."""
    return page(request, "changes.html", changes=versions.listed(database))


@router.get("/rules/changes/{change}", dependencies=[allowed(Permission.READ)])
def one_change(request: Request, database: Database, user: CurrentUser, change: str) -> HTMLResponse:
    """One change, line by line and file by file, with the decision where one is due."""
    found = versions.find(database, change)
    if found.part_of is not None:
        found = versions.find(database, found.part_of)
    parts = versions.with_parts(database, found)
    files = [(each.path, versions.differences(database, each)) for each in parts]
    is_in_force = found.state == versions.PUBLISHED and all(
        versions.is_written(each, request.app.state.folder.rules) for each in parts
    )
    return page(
        request, "change.html", change=found, files=files, is_own=found.author == user.name, is_in_force=is_in_force
    )


@router.post("/rules/changes/{change}/withdraw", dependencies=[allowed(Permission.PROPOSE)])
def withdraw(request: Request, database: Database, user: CurrentUser, change: str) -> Response:
    """Withdraw one's own change."""
    versions.withdraw(database, versions.to_decide(database, change), request.app.state.folder.rules, user)
    return see(f"/rules/changes/{change}")


@router.post("/rules/changes/{change}/reject", dependencies=[allowed(Permission.APPROVE)])
def reject(request: Request, database: Database, user: CurrentUser, change: str) -> Response:
    """Reject a change that is not published yet."""
    versions.reject(database, versions.to_decide(database, change), request.app.state.folder.rules, user)
    return see(f"/rules/changes/{change}")


@router.post("/rules/changes/{change}/publish", dependencies=[allowed(Permission.APPROVE)])
@waits_for(Slow.TRIAL)
def publish(request: Request, sessions: Apart, user: CurrentUser, change: str) -> Response:
    """Approve and publish a change of somebody else, once its tests pass."""
    publishing = Publishing(request.app.state.folder.rules, change, user, approving=True)
    tested = publishing.test(sessions, language_of(request.scope), bounds_of(request.app.state.configuration))
    with transaction(sessions, writes=True) as database:
        publishing.keep(database, tested)
    return see(f"/rules/changes/{change}")
