"""Answers that both the API and the pages give: problems, in the language of who asks."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final, Literal

from starlette.datastructures import Headers
from starlette.responses import HTMLResponse, JSONResponse, Response
from starlette.types import Scope

from dq.service.pages.rendering import render_page
from dq.service.problems import MEDIA_TYPE, Problem

_API: Final = "/api/"
Language = Literal["zh", "en"]


def language_of(scope: Scope) -> Language:
    """The language to speak: of who is signed in, else of the browser, else Chinese.

    Parameters: `scope` of ASGI; `?lang=` in its query goes before all.
    """
    query = scope.get("query_string", b"").decode("latin-1").split("&")
    for wanted, spoken in (("lang=en", "en"), ("lang=zh", "zh")):
        if wanted in query:
            return "en" if spoken == "en" else "zh"
    visitor = scope.get("state", {}).get("visitor")
    if visitor is not None:
        return "en" if visitor.language == "en" else "zh"
    accepted = Headers(scope=scope).get("accept-language", "")
    first = accepted.partition(",")[0].strip().lower()
    return "en" if first.startswith("en") else "zh"


def problem_response(problem: Problem, scope: Scope, typed: Sequence[str] = ()) -> Response:
    """A problem as JSON for the API, as a page for a browser.

    Parameters: `typed` texts that would be lost with a form that was not taken, shown where no script kept them.
    """
    language = language_of(scope)
    if scope["path"].startswith(_API):
        return JSONResponse(
            problem.document(language), int(problem.status), headers=problem.headers, media_type=MEDIA_TYPE
        )
    page = render_page("problem.html", scope, language, problem=problem.document(language), typed=typed)
    return HTMLResponse(page, int(problem.status), headers=problem.headers)
