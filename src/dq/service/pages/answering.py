"""What the routes of pages have in common."""

from __future__ import annotations

from http import HTTPStatus

from fastapi import Request
from fastapi.responses import HTMLResponse, RedirectResponse

from dq.service.pages.rendering import render_page
from dq.service.telling import language_of


def page(request: Request, template: str, status: HTTPStatus = HTTPStatus.OK, **values: object) -> HTMLResponse:
    """A page in the language of who asks. Parameters: `values` for the template."""
    return HTMLResponse(render_page(template, request.scope, language_of(request.scope), **values), int(status))


def see(address: str) -> RedirectResponse:
    """Go on to another page of this site, after something was done."""
    return RedirectResponse(address, HTTPStatus.SEE_OTHER)
