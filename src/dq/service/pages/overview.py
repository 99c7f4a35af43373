"""The first page after signing in."""

from __future__ import annotations

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse

from dq.service.accounts.roles import Permission
from dq.service.pages.rendering import render_page
from dq.service.security.access import allowed
from dq.service.telling import language_of

router = APIRouter(include_in_schema=False)


@router.get("/", dependencies=[allowed(Permission.READ)])
def overview(request: Request) -> HTMLResponse:
    """The overview."""
    return HTMLResponse(render_page("overview.html", request.scope, language_of(request.scope)))
