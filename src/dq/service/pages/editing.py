"""The rule editor. Without scripts it is a form: check, try and propose work all the same."""

from __future__ import annotations

import json
from http import HTTPStatus
from typing import Annotated, Any, Final

from fastapi import APIRouter, Form, Query, Request
from fastapi.responses import HTMLResponse, Response

from dq.application.drafts.apart import try_apart
from dq.application.drafts.looking import look_at
from dq.application.drafts.publishing import state_of, text_of
from dq.application.drafts.trial import Tried
from dq.application.report_pages import held_reports
from dq.service.accounts.roles import Permission
from dq.service.database.connecting import transaction
from dq.service.pages.answering import page, see
from dq.service.pages.words import in_language
from dq.service.problems import Problem, diagnostic_document, not_found
from dq.service.rules import versions
from dq.service.rules.published import memory, published
from dq.service.rules.publishing import bounds_of
from dq.service.security.access import Apart, CurrentUser, Slow, allowed, asks_only, waits_for
from dq.service.telling import language_of

router = APIRouter(include_in_schema=False)
_NAME: Final = 330
_TEXT: Final = 220_000
"""Characters of a text as a form sends it: its line ends may be two."""
_REPORTS: Final = 500
_SHOWN: Final = 50
_NEW: Final = "bureau/new.dq"
_BEGINNING: Final = '规则 BU101 "……" {\n  依据 "……"\n  级别 错误\n  校验 \n}\n'


@router.get("/rules/write", dependencies=[allowed(Permission.READ)])
def write(request: Request, name: Annotated[str, Query(max_length=_NAME)] = "") -> HTMLResponse:
    """The editor of a published file, or of a new one."""
    if not name:
        return _editor(request, _NEW, _BEGINNING, made_from="")
    known = published(request.app.state.folder.rules)
    text = text_of(known.folder, name) if name in known.names else None
    if text is None:
        raise not_found()
    return _editor(request, name, text, made_from=state_of(text))


@router.post("/rules/write", dependencies=[allowed(Permission.PROPOSE)])
@waits_for(Slow.LOOKING)
def propose(
    request: Request,
    sessions: Apart,
    user: CurrentUser,
    name: Annotated[str, Form(max_length=_NAME)],
    text: Annotated[str, Form(max_length=_TEXT)],
    made_from: Annotated[str, Form(max_length=64)] = "",
    reason: Annotated[str, Form(max_length=2000)] = "",
) -> Response:
    """Propose the text; what is wrong with it is shown beside it, and nothing that was typed is lost."""
    try:
        draft = versions.draft_of(request.app.state.folder.rules, name, text)
        proposal = versions.Proposal(draft, made_from, reason, user)
        proposal.over()
        with transaction(sessions, writes=True) as database:
            change = proposal.keep(database).id
    except Problem as problem:
        return _editor(request, name, text, made_from=made_from, reason=reason, refused=problem)
    return see(f"/rules/changes/{change}")


@router.post("/rules/try", dependencies=[allowed(Permission.PROPOSE)])
@asks_only
@waits_for(Slow.TRIAL)
def try_text(
    request: Request,
    _place: Apart,
    name: Annotated[str, Form(max_length=_NAME)],
    text: Annotated[str, Form(max_length=_TEXT)],
    report: Annotated[str, Form(max_length=300)],
    made_from: Annotated[str, Form(max_length=64)] = "",
) -> HTMLResponse:
    """What the text would find on a report, before and after: a piece of the page, or all of it without scripts."""
    folder, language = request.app.state.folder, language_of(request.scope)
    draft = versions.draft_of(folder.rules, name, text)
    bounds = bounds_of(request.app.state.configuration)
    tried = _tried(try_apart(draft, folder.archive, [report], memory(), language, bounds), language)
    if request.headers.get("hx-request") == "true":
        return page(request, "tried.html", tried=tried)
    return _editor(request, name, text, made_from=made_from, tried=tried)


def _editor(
    request: Request,
    name: str,
    text: str,
    *,
    made_from: str,
    reason: str = "",
    tried: dict[str, Any] | None = None,
    refused: Problem | None = None,
) -> HTMLResponse:
    folder, language = request.app.state.folder, language_of(request.scope)
    known = published(folder.rules)
    words = in_language(language)
    told = {key: words(f"editor.{key}") for key in ("label", "fix", "sound", "unreachable")}
    held = held_reports(folder.archive).reports[:_REPORTS]
    return page(
        request,
        "editor.html",
        HTTPStatus.OK if refused is None else refused.status,
        name=name,
        text=text.replace("\r\n", "\n"),  # as forms send their lines
        made_from=made_from,
        is_new=not made_from,
        names=known.names,
        reports=[(each.report, f"{each.department} {each.year}") for each in held],
        words=json.dumps(told, ensure_ascii=False),
        said=_said(request, name, text, language),
        tried=tried,
        reason=reason,
        refused=None if refused is None else refused.document(language),
    )


def _said(request: Request, name: str, text: str, language: str) -> list[dict[str, Any]]:
    """What is wrong with the text, for who has no scripts."""
    try:
        draft = versions.draft_of(request.app.state.folder.rules, name, text)
    except Problem:
        return []
    return [diagnostic_document(each, language) for each in look_at(draft, memory()).diagnostics]


def _tried(tried: Tried, language: str) -> dict[str, Any]:
    """A trial as the page shows it: verdicts with both numbers, then what changed."""
    before, after = tried.before or {}, tried.after or {}
    return {
        "diagnostics": [diagnostic_document(each, language) for each in tried.diagnostics],
        "counts": [
            (verdict, before.get(verdict, 0), after.get(verdict, 0))
            for verdict in ("violated", "undecided", "error", "rounding", "holds")
            if verdict in before or verdict in after
        ],
        "told": tried.told[:_SHOWN],
        "hidden": max(0, sum((tried.changes or {}).values()) - _SHOWN),
    }
