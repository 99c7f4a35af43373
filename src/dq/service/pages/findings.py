"""The list of findings, and one finding with its evidence, its history, what was said of it and its waivers."""

from __future__ import annotations

from decimal import Decimal
from typing import Annotated, Any, Final
from urllib.parse import urlencode

from fastapi import APIRouter, Form, Path, Query, Request
from fastapi.responses import HTMLResponse, Response
from sqlalchemy import bindparam, select
from sqlalchemy.orm import Session

from dq.application import wording
from dq.outcome.model import Waiver as Kept
from dq.report.sinks.html.found import grouped
from dq.report.sinks.html.places import cell_id, line_id
from dq.report.sinks.text.view import View
from dq.service.accounts.roles import Permission
from dq.service.api.answering import COMMENT, REASON, cursor_of, place_of
from dq.service.api.comments import say
from dq.service.api.findings import Asked
from dq.service.database.models import Finding, Waiver
from dq.service.findings import queries
from dq.service.findings.queries import SORTS, Wanted
from dq.service.jobs.waiving import unwritten
from dq.service.keys import report_at, report_key
from dq.service.pages.answering import page, see
from dq.service.pages.listing import finding_row
from dq.service.problems import not_found
from dq.service.rules.published import published
from dq.service.security.access import CurrentUser, Database, allowed
from dq.service.telling import language_of
from dq.service.waivers import deciding
from dq.templates import default_schema
from dq.types.units import unit_named

router = APIRouter(include_in_schema=False)
_Fingerprint = Annotated[str, Path(pattern="^[0-9a-f]{32}$")]
_WAIVERS: Final = (
    select(Waiver)
    .where(
        Waiver.rule == bindparam("rule"),
        Waiver.body == bindparam("body"),
        Waiver.row_name == bindparam("row"),
        Waiver.years == bindparam("years"),
    )
    .order_by(Waiver.created.desc())
)


@router.get("/findings", dependencies=[allowed(Permission.READ)])
def list_findings(request: Request, database: Database, asked: Annotated[Asked, Query()]) -> HTMLResponse:
    """Findings of a run, the newest one where none is named."""
    run = asked.run or queries.newest_run_id(database)
    report = report_at(request.app.state.folder.archive, asked.report) if asked.report else None
    filters = asked.model_dump(exclude={"cursor", "limit", "sort", "run", "report"})
    wanted = Wanted(run=run, report="" if report is None else report.report, **filters)
    place = place_of(asked.cursor, *(str for _ in SORTS[asked.sort]), int, int)
    rows, following = queries.findings(database, wanted, asked.sort, place, asked.limit, brief=True)
    language = language_of(request.scope)
    chosen = {key: value for key, value in asked.model_dump(exclude={"cursor"}).items() if value not in ("", None)}
    following_page = None if following is None else urlencode({**chosen, "cursor": cursor_of(*following)})
    return page(
        request,
        "findings.html",
        run=run,
        asked=asked,
        report=report,
        rows=[finding_row(each, language) for each in rows],
        following=following_page,
        sorts=SORTS,
    )


@router.get("/findings/{fingerprint}", dependencies=[allowed(Permission.READ)])
def one_finding(
    fingerprint: _Fingerprint, request: Request, database: Database, run: Annotated[str, Query(max_length=64)] = ""
) -> HTMLResponse:
    """One fault: the rule with its figures put in, where they are printed, and what people made of it."""
    row = queries.finding(database, fingerprint, run)
    if row is None:
        raise not_found()
    language = language_of(request.scope)
    rule = published(request.app.state.folder.rules).rules.get(row.rule)
    return page(
        request,
        "finding.html",
        finding=row,
        title=row.evidence["title"][language],
        outcome=row.evidence["outcome"],
        message=wording.message(row.evidence, language),
        statement=wording.statement(row.evidence, language),
        told_in=wording.told_in(row.evidence, language),
        figures=_figures(row.evidence["outcome"], language),
        operands=[_operand(each, row, language) for each in row.evidence["outcome"].get("operands") or ()],
        key=report_key(row.report),
        basis="" if rule is None else rule.basis.in_language(language),
        explanation="" if rule is None or rule.explanation is None else rule.explanation.in_language(language),
        check="" if rule is None else rule.check_text,
        history=queries.history(database, fingerprint),
        comments=queries.comments(database, fingerprint),
        waivers=_waivers(database, row),
        unwritten=unwritten(database, language),
        today=deciding.today().isoformat(),
    )


@router.post("/findings/{fingerprint}/comments", dependencies=[allowed(Permission.COMMENT)])
def comment(
    fingerprint: _Fingerprint,
    database: Database,
    user: CurrentUser,
    text: Annotated[str, Form(), COMMENT],
) -> Response:
    """Say something of a fault."""
    say(database, user.name, fingerprint, text)
    return see(f"/findings/{fingerprint}#comments")


@router.post("/findings/{fingerprint}/waivers", dependencies=[allowed(Permission.PROPOSE)])
def propose_waiver(
    fingerprint: _Fingerprint,
    database: Database,
    user: CurrentUser,
    reason: Annotated[str, Form(), REASON],
    expires: Annotated[str, Form(pattern=r"^\d{4}-\d{2}-\d{2}$")],
) -> Response:
    """Propose to bear a fault until a day."""
    row = queries.finding(database, fingerprint)
    if row is None:
        raise not_found()
    one_line = " ".join(reason.split())
    wish = Kept(**deciding.scope_of(row), reason=one_line, approver=user.name, expires=expires)
    deciding.propose(database, user, wish)
    return see(f"/findings/{fingerprint}#waivers")


def _waivers(database: Session, row: Finding) -> list[Waiver]:
    """The waivers that were proposed of this fault alone, the newest first."""
    scope = deciding.scope_of(row)
    sought = {"rule": scope["rule"], "body": scope["body"], "row": scope["row"] or ""}
    return list(database.scalars(_WAIVERS, {**sought, "years": ",".join(map(str, scope["years"]))}))


def _figures(outcome: dict[str, Any], language: str) -> list[tuple[str, str]]:
    """Both sides, the difference and the allowance, each with the key of its word; none where they are no figures."""
    if outcome.get("difference") is None:
        return []
    name = outcome.get("unit") or ""
    unit = f" {unit_named(name).alias if language == 'en' else name}" if name else ""
    told = [(side, grouped(Decimal(outcome[side]))) for side in ("left", "right", "difference")]
    allowance = grouped(Decimal(outcome.get("allowance") or 0))
    return [(side, figure + unit) for side, figure in (*told, ("allowance", f"±{allowance}"))]


def _operand(told: dict[str, Any], row: Finding, language: str) -> dict[str, Any]:
    """A printed cell that the outcome read, with where it is on the page of its report."""
    source, names = told["source"], View(language, default_schema())
    at = f"/reports/{report_key(told.get('report') or row.report)}"
    place = line_id(source.get("page"), source.get("line"))
    return {
        "role": told["role"],
        "printed": told.get("printed"),
        "table": names.table(told["table"]),
        "column": names.column(told["table"], told["column"]),
        "label": " ".join(str(told["row"][name]) for name in ("code", "label") if told["row"].get(name)),
        "cell": f"{at}#{cell_id(told['table'], told['row'].get('n'), told['column'])}",
        "number": source.get("line"),
        "line": f"{at}?place={place}#{place}",
    }
