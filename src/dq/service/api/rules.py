"""Rules over HTTP: read, check a text, complete at a place, try on reports, propose, approve, publish."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any, Final

from fastapi import APIRouter, Request, Response
from pydantic import BaseModel, Field

from dq.application.drafts.apart import try_apart
from dq.application.drafts.draft import LONGEST
from dq.application.drafts.lexicon import Lexicon, lexicon
from dq.application.drafts.publishing import state_of, text_of
from dq.application.drafts.trial import MOST_REPORTS
from dq.diagnostics import Diagnostic
from dq.semantics.checked import CheckedRule
from dq.service.accounts.roles import Permission
from dq.service.api.sent import Sent
from dq.service.problems import diagnostic_document, not_found
from dq.service.rules import versions
from dq.service.rules.checking import complete, look_at, mend
from dq.service.rules.published import Published, memory, published
from dq.service.rules.publishing import bounds_of
from dq.service.security.access import Apart, Slow, allowed, waits_for
from dq.service.telling import language_of

router = APIRouter(tags=["rules"])
MOST_OF_NAME: Final = 330
"""Characters of the name of a rule file."""
Name = Annotated[str, Field(max_length=MOST_OF_NAME, examples=["bureau/own.dq"])]
RuleText = Annotated[str, Field(max_length=LONGEST)]


class RuleTold(BaseModel):
    """A published rule. `file` and `line` say where it stands."""

    id: str
    title: str
    severity: str
    file: str
    line: int
    basis: str
    explanation: str
    needs: list[str]
    since: int | None
    until: int | None
    text: str


class PackTold(BaseModel):
    """A file of rules. `state` names this very text: it is its ETag, and what a proposal is made from."""

    name: str
    state: str
    text: str


class DraftSent(Sent):
    """A text of a rule file, as it is being edited."""

    name: Name
    text: RuleText


class PlaceSent(DraftSent):
    """A place in a text: `offset` in characters from its beginning."""

    offset: Annotated[int, Field(ge=0, le=LONGEST)]


class TrialSent(DraftSent):
    """A text to be tried on reports."""

    reports: Annotated[list[str], Field(min_length=1, max_length=MOST_REPORTS)]


class Checked(BaseModel):
    """What the checker and the lints say of a text; `elsewhere` of other files, each with its `file`.

    `hidden` counts what is not told, being beyond the first 200 of each.
    """

    diagnostics: list[dict[str, Any]]
    elsewhere: list[dict[str, Any]]
    hidden: int


class Mended(BaseModel):
    """A text with its certain fixes made."""

    text: str
    made: int


class CompletionTold(BaseModel):
    """Something that can be written at a place."""

    text: str
    kind: str
    detail: str
    about: str


class CompletionsTold(BaseModel):
    """What can stand from `start`, an offset in characters, to the place."""

    start: int
    options: list[CompletionTold]


class ChangeTold(BaseModel):
    """An outcome before and after an edit."""

    change: str
    rule: str
    severity: str
    department: str
    year: int
    before: str | None
    after: str | None
    message: str


class TrialTold(BaseModel):
    """What the rules that a text touches come to: outcomes by verdict `before` and `after` it, and what changed."""

    rules: list[str]
    before: dict[str, int]
    after: dict[str, int]
    changes: dict[str, int]
    told: list[ChangeTold]
    diagnostics: list[dict[str, Any]]


@router.get("/rules", dependencies=[allowed(Permission.READ)])
def list_rules(request: Request) -> list[RuleTold]:
    """All published rules, by id."""
    known, language = _published(request), language_of(request.scope)
    return [_told(rule, known, language) for _, rule in sorted(known.rules.items())]


@router.get("/rules/lexicon", dependencies=[allowed(Permission.READ)])
def words_of_the_language(response: Response) -> dict[str, list[str]]:
    """The words of the rule language, for an editor that colours them."""
    response.headers["Cache-Control"] = "private, max-age=3600"
    words: Lexicon = lexicon()
    return {name: list(getattr(words, name)) for name in Lexicon.__slots__}


@router.post("/rules/check", dependencies=[allowed(Permission.READ)])
@waits_for(Slow.LOOKING)
def check_text(request: Request, sent: DraftSent, _place: Apart) -> Checked:
    """What is wrong with a text, beside the other published files; nothing is kept of it."""
    draft = versions.draft_of(_folder(request), sent.name, sent.text)
    looked, language = look_at(draft), language_of(request.scope)
    return Checked(
        diagnostics=[diagnostic_document(each, language) for each in looked.diagnostics],
        elsewhere=[_elsewhere(each, draft.folder, language) for each in looked.elsewhere],
        hidden=looked.hidden,
    )


@router.post("/rules/mend", dependencies=[allowed(Permission.READ)])
@waits_for(Slow.LOOKING)
def mend_text(request: Request, sent: DraftSent, _place: Apart) -> Mended:
    """A text with all its certain fixes made that do not overlap."""
    draft = versions.draft_of(_folder(request), sent.name, sent.text)
    text, made = mend(draft)
    return Mended(text=text, made=made)


@router.post("/rules/complete", dependencies=[allowed(Permission.READ)])
@waits_for(Slow.LOOKING)
def complete_text(request: Request, sent: PlaceSent, _place: Apart) -> CompletionsTold:
    """What can be written at a place of a text."""
    draft = versions.draft_of(_folder(request), sent.name, sent.text)
    language = language_of(request.scope)
    found = complete(draft, sent.offset, _published(request).titles(language))
    options = [
        CompletionTold(
            text=each.text,
            kind=each.kind.value,
            detail="" if each.detail is None else each.detail.in_language(language),
            about="" if each.about is None else each.about.in_language(language),
        )
        for each in found.options
    ]
    return CompletionsTold(start=found.start, options=options)


@router.post("/rules/try", dependencies=[allowed(Permission.PROPOSE)])
@waits_for(Slow.TRIAL)
def try_text(request: Request, sent: TrialSent, _place: Apart) -> TrialTold:
    """What a text would find on reports, beside what is found now; nothing is kept of it."""
    draft = versions.draft_of(_folder(request), sent.name, sent.text)
    state, language = request.app.state, language_of(request.scope)
    bounds = bounds_of(state.configuration)
    tried = try_apart(draft, state.folder.archive, sent.reports, memory(), language, bounds)
    return TrialTold(
        rules=list(tried.rules),
        before=dict(tried.before or {}),
        after=dict(tried.after or {}),
        changes={change.value: number for change, number in (tried.changes or {}).items()},
        told=[
            ChangeTold(
                change=each.change.value,
                rule=each.rule,
                severity=each.severity,
                department=each.department,
                year=each.year,
                before=each.before,
                after=each.after,
                message=each.message,
            )
            for each in tried.told
        ],
        diagnostics=[diagnostic_document(each, language) for each in tried.diagnostics],
    )


@router.get("/rules/{rule}", dependencies=[allowed(Permission.READ)])
def one_rule(request: Request, rule: str) -> RuleTold:
    """One published rule."""
    known = _published(request)
    if rule not in known.rules:
        raise not_found()
    return _told(known.rules[rule], known, language_of(request.scope))


@router.get("/packs", dependencies=[allowed(Permission.READ)])
def list_packs(request: Request) -> list[str]:
    """The published rule files, rules' own tests included."""
    return list(_published(request).names)


@router.get("/packs/{name:path}", dependencies=[allowed(Permission.READ)])
def one_pack(request: Request, response: Response, name: str) -> PackTold:
    """The published text of a rule file."""
    known = _published(request)
    text = text_of(known.folder, name) if name in known.names else None
    if text is None:
        raise not_found()
    response.headers["ETag"] = f'"{state_of(text)}"'
    return PackTold(name=name, state=state_of(text), text=text)


def _folder(request: Request) -> Path:
    folder: Path = request.app.state.folder.rules
    return folder


def _published(request: Request) -> Published:
    return published(_folder(request))


def _told(rule: CheckedRule, known: Published, language: str) -> RuleTold:
    return RuleTold(
        id=rule.id,
        title=rule.title.in_language(language),
        severity=rule.severity.value,
        file=known.file_of(rule),
        line=rule.span.line,
        basis=rule.basis.in_language(language),
        explanation="" if rule.explanation is None else rule.explanation.in_language(language),
        needs=list(rule.needs),
        since=rule.since,
        until=rule.until,
        text=rule.source,
    )


def _elsewhere(said: Diagnostic, folder: Path, language: str) -> dict[str, Any]:
    """A diagnostic with the file that it speaks of, as a draft names it: no path of this machine is told."""
    path = Path(said.span.file)
    name = path.relative_to(folder).as_posix() if path.is_relative_to(folder) else path.name
    return {**diagnostic_document(said, language), "file": name}
