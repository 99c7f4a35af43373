"""The catalogue of rules, and one rule."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, Query, Request
from fastapi.responses import HTMLResponse

from dq.semantics.checked import CheckedRule
from dq.service.accounts.roles import Permission
from dq.service.pages.answering import page
from dq.service.problems import diagnostic_document, not_found
from dq.service.rules import versions
from dq.service.rules.published import Published, published
from dq.service.security.access import Database, allowed
from dq.service.telling import language_of

router = APIRouter(include_in_schema=False)


@router.get("/rules", dependencies=[allowed(Permission.READ)])
def catalogue(
    request: Request,
    database: Database,
    q: Annotated[str, Query(max_length=100)] = "",
    pack: Annotated[str, Query(max_length=330)] = "",
) -> HTMLResponse:
    """All rules, or those of a file or with a text in id or title."""
    known, language = published(request.app.state.folder.rules), language_of(request.scope)
    rules = [shown(rule, known, language) for _, rule in sorted(known.rules.items())]
    wanted = q.strip().casefold()
    found = [
        each
        for each in rules
        if (not pack or each["file"] == pack) and wanted in f"{each['id']} {each['title']}".casefold()
    ]
    return page(
        request,
        "rules.html",
        rules=found,
        total=len(rules),
        packs=sorted({each["file"] for each in rules}),
        q=q,
        pack=pack,
        waiting=len(versions.listed(database, state=versions.PROPOSED)),
        problems=[
            {**diagnostic_document(each, language), "file": each.span.file.removeprefix(f"{known.folder}/")}
            for each in known.problems
        ],
    )


@router.get("/rules/{rule}", dependencies=[allowed(Permission.READ)])
def one_rule(request: Request, database: Database, rule: str) -> HTMLResponse:
    """One rule with its text and the versions of its file."""
    known, language = published(request.app.state.folder.rules), language_of(request.scope)
    if rule not in known.rules:
        raise not_found()
    told = shown(known.rules[rule], known, language)
    return page(request, "rule.html", rule=told, changes=versions.listed(database, path=told["file"]))


def shown(rule: CheckedRule, known: Published, language: str) -> dict[str, Any]:
    """A rule as the pages show it. Parameters: `language` "zh" or "en"."""
    years = f"{rule.since or ''}–{rule.until or ''}"
    return {
        "id": rule.id,
        "title": rule.title.in_language(language),
        "severity": rule.severity.value,
        "file": known.file_of(rule),
        "line": rule.span.line,
        "basis": rule.basis.in_language(language),
        "explanation": "" if rule.explanation is None else rule.explanation.in_language(language),
        "years": "" if rule.since is None and rule.until is None else years,
        "needs": rule.needs,
        "source": rule.source,
    }
