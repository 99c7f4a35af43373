"""The rule editor. Without scripts it is a form: check, try and propose work all the same."""

from __future__ import annotations

import json
from http import HTTPStatus
from pathlib import Path
from typing import Annotated, Any, Final

from fastapi import APIRouter, Form, Query, Request
from fastapi.responses import HTMLResponse, Response
from pydantic import BaseModel, Field
from sqlalchemy.orm import Session, sessionmaker

from dq.application.drafts.apart import try_apart
from dq.application.drafts.draft import LONGEST, Draft, tests_of
from dq.application.drafts.publishing import state_of, text_of
from dq.application.drafts.trial import Tried
from dq.application.report_pages import held_reports
from dq.service.accounts.roles import Permission
from dq.service.database.connecting import transaction
from dq.service.pages.answering import page, see
from dq.service.pages.words import in_language
from dq.service.problems import Problem, diagnostic_document, not_found
from dq.service.rules import versions
from dq.service.rules.checking import look_at
from dq.service.rules.published import memory, published
from dq.service.rules.publishing import bounds_of
from dq.service.security.access import Apart, CurrentUser, Slow, allowed, waits_for
from dq.service.telling import language_of

router = APIRouter(include_in_schema=False)
_NAME: Final = 330
_TEXT: Final = LONGEST + LONGEST // 10
"""Characters of a text as a form sends it: its line ends may be two."""
_REPORTS: Final = 500
_SHOWN: Final = 50
_NEW: Final = "bureau/new.dq"
_BEGINNING: Final = '规则 BU101 "……" {\n  依据 "……"\n  级别 错误\n  校验 \n}\n'


class _Edited(BaseModel):
    """What stands in the editor: a text, the state of the published one, the same of its tests, and why it changes."""

    name: Annotated[str, Field(max_length=_NAME)]
    text: Annotated[str, Field(max_length=_TEXT)] = ""
    made_from: Annotated[str, Field(max_length=64)] = ""
    tests: Annotated[str | None, Field(max_length=_TEXT)] = None
    tests_made_from: Annotated[str, Field(max_length=64)] = ""
    reason: Annotated[str, Field(max_length=2000)] = ""

    def draft(self, folder: Path) -> Draft:
        """The draft, its tests with it where there are any, or were. Raises: `Problem` 422 as `versions.draft_of`."""
        tests = self.tests or ""  # forms that were cleared come as None
        return versions.draft_of(folder, self.name, self.text, tests if tests or self.tests_made_from else None)


class _Tried(_Edited):
    """The same, and the report that it is tried on."""

    report: Annotated[str, Field(max_length=300)]


@router.get("/rules/write", dependencies=[allowed(Permission.READ)])
@waits_for(Slow.LOOKING)
def write(
    request: Request,
    sessions: Apart,
    name: Annotated[str, Query(max_length=_NAME)] = "",
    change: Annotated[str, Query(pattern="^([0-9a-f]{16})?$")] = "",
    before: Annotated[bool, Query()] = False,  # noqa: FBT002 - of an address
) -> HTMLResponse:
    """The editor of a published file, or of a new one; of a `change`, or of what was there `before` it."""
    if change:
        return _editor(request, _of_change(request, sessions, change, before=before))
    if not name:
        return _editor(request, _Edited(name=_NEW, text=_BEGINNING))
    edited = _of_file(request, name)
    if not edited.made_from:
        raise not_found()
    return _editor(request, edited)


def _of_file(request: Request, name: str) -> _Edited:
    """A file as it is published, and its tests; empty where there is none."""
    known = published(request.app.state.folder.rules)
    text, tests = (text_of(known.folder, each) if each in known.names else None for each in (name, tests_of(name)))
    return _Edited(name=name, text=text or "", made_from=state_of(text), tests=tests, tests_made_from=state_of(tests))


def _of_change(request: Request, sessions: sessionmaker[Session], change: str, *, before: bool) -> _Edited:
    """The texts of a change in place of the published ones, to be tried, changed, or proposed again."""
    with transaction(sessions, writes=False) as session:
        found = versions.find(session, change)
        texts = versions.texts(session, found, before=before)
        path = found.path
    edited = _of_file(request, path)
    undone = in_language(language_of(request.scope))("change.undone", id=change) if before else ""
    tests = texts.get(tests_of(path), edited.tests)
    return edited.model_copy(update={"text": texts[path], "tests": tests, "reason": undone})


@router.post("/rules/write", dependencies=[allowed(Permission.PROPOSE)])
@waits_for(Slow.LOOKING)
def propose(request: Request, sessions: Apart, user: CurrentUser, edited: Annotated[_Edited, Form()]) -> Response:
    """Propose the text; what is wrong with it is shown beside it, and nothing that was typed is lost."""
    made_from = {edited.name: edited.made_from, tests_of(edited.name): edited.tests_made_from}
    try:
        draft = edited.draft(request.app.state.folder.rules)
        proposal = versions.Proposal(draft, made_from, edited.reason, user)
        proposal.over()
        with transaction(sessions, writes=True) as database:
            change = proposal.keep(database).id
    except Problem as problem:
        return _editor(request, edited, refused=problem)
    return see(f"/rules/changes/{change}")


@router.post("/rules/try", dependencies=[allowed(Permission.PROPOSE)])
@waits_for(Slow.TRIAL)
def try_text(request: Request, _place: Apart, edited: Annotated[_Tried, Form()]) -> HTMLResponse:
    """What the text would find on a report, before and after: a piece of the page, or all of it without scripts."""
    folder, language = request.app.state.folder, language_of(request.scope)
    bounds = bounds_of(request.app.state.configuration)
    done = try_apart(edited.draft(folder.rules), folder.archive, [edited.report], memory(), language, bounds)
    tried = _tried(done, language)
    if request.headers.get("hx-request") == "true":
        return page(request, "tried.html", tried=tried)
    return _editor(request, edited, tried=tried)


def _editor(
    request: Request, edited: _Edited, *, tried: dict[str, Any] | None = None, refused: Problem | None = None
) -> HTMLResponse:
    folder, language = request.app.state.folder, language_of(request.scope)
    known = published(folder.rules)
    words = in_language(language)
    told = {key: words(f"editor.{key}") for key in ("label", "fix", "hidden", "sound", "unreachable")}
    held = held_reports(folder.archive).reports[:_REPORTS]
    return page(
        request,
        "editor.html",
        HTTPStatus.OK if refused is None else refused.status,
        edited=edited,
        name=edited.name,
        text=edited.text.replace("\r\n", "\n"),  # as forms send their lines
        tests=(edited.tests or "").replace("\r\n", "\n"),
        tests_name=tests_of(edited.name),
        longest=LONGEST,
        is_new=not edited.made_from,
        names=known.names,
        reports=[(each.report, f"{each.department} {each.year}") for each in held],
        words=json.dumps(told, ensure_ascii=False),
        said=_said(request, edited.name, edited.text, language),
        tried=tried,
        refused=None if refused is None else refused.document(language),
    )


def _said(request: Request, name: str, text: str, language: str) -> list[dict[str, Any]]:
    """What is wrong with the text, for who has no scripts."""
    try:
        draft = versions.draft_of(request.app.state.folder.rules, name, text)
    except Problem:
        return []
    return [diagnostic_document(each, language) for each in look_at(draft).diagnostics]


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
