"""Corrections of misread cells: what was read is kept beside what is printed."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from http import HTTPStatus
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

from fastapi import APIRouter, Request, Response
from fastapi import Path as PathParameter
from fastapi.responses import JSONResponse
from pydantic import BaseModel, Field
from sqlalchemy.orm import Session

from dq.archive import Correction
from dq.diagnostics import Text
from dq.service import audit
from dq.service.accounts.roles import Permission
from dq.service.api.answering import UNCHANGED, TaggedRoute
from dq.service.api.apart import OnlyOnceApart
from dq.service.api.reports import ReportId
from dq.service.api.sent import Sent
from dq.service.keys import report_at, report_key
from dq.service.problems import conflict, not_found, refused
from dq.service.security.access import CurrentUser, Slow, allowed, still_allowed, waits_for
from dq.templates import default_schema

if TYPE_CHECKING:
    from dq.application.correcting import Corrections

router = APIRouter(tags=["reports"], route_class=TaggedRoute, responses=UNCHANGED)


class CorrectionWish(Sent):
    """A correction as somebody asks for it: which cell, and the text that the document prints.

    `row` is a code, a path, a label or `n=` and its number; `value` "blank" for a blank cell; `preview` changes
    nothing; `seen` is the number of the correction of this cell that is known to who asks, 0 where none is: one made
    meanwhile by somebody else is not replaced (409).
    """

    table: str | None = Field(default=None, max_length=100)
    row: str | None = Field(default=None, max_length=500)
    line: int | None = Field(default=None, ge=1, lt=2**31)
    column: str | None = Field(default=None, max_length=100)
    printed: str | None = Field(default=None, max_length=200)
    value: str = Field(max_length=200)
    reason: str = Field(max_length=2000)
    preview: bool = False
    seen: int = Field(default=0, ge=0, lt=2**31)


class UndoWish(Sent):
    """Why a correction is taken back."""

    reason: str = Field(max_length=2000)


class CorrectionAnswer(BaseModel):
    """A correction. `number` 0 for one that was only proposed."""

    number: int
    report: str
    table: str
    row: int
    label: str | None
    column: str
    line: int | None
    original: str
    value: str
    unit: str
    author: str
    reason: str
    at: str


class CorrectionsAnswer(BaseModel):
    """Corrections, in the order they were made."""

    items: list[CorrectionAnswer]


@router.get("/reports/{report}/corrections", dependencies=[allowed(Permission.READ)])
def list_corrections(report: ReportId, request: Request) -> CorrectionsAnswer:
    """The corrections of a report that are in force."""
    from dq.application.correcting import logged  # with the readers, for which a service that starts has no use

    archive = request.app.state.folder.archive
    entry = report_at(archive, report)
    return _answered(logged(archive, default_schema()), entry.report)


@router.post(
    "/reports/{report}/corrections",
    status_code=HTTPStatus.CREATED,
    dependencies=[allowed(Permission.CORRECT)],
    response_model=CorrectionsAnswer,
)
@waits_for(Slow.ARCHIVE)
def correct_cell(
    report: ReportId, wish: CorrectionWish, request: Request, user: CurrentUser, once: OnlyOnceApart
) -> Response:
    """Put a misread cell right; what was read is kept beside it. Without effect on the document itself."""
    # As above; both wait for the archive's lock, which a night may hold for a while.
    from dq.application.correcting import Request as Wish
    from dq.application.correcting import correct
    from dq.application.correction_cells import Sought

    archive = request.app.state.folder.archive
    entry = report_at(archive, report)
    names = ("table", "row", "line", "column", "printed")
    sought = Sought(report=entry.report, **{name: getattr(wish, name) for name in names})
    asked = Wish(sought, wish.value, user.display or user.name, wish.reason)

    def work() -> Corrections:
        # They have waited for the archive's lock: who was closed out meanwhile changes nothing.
        def look(proposed: Sequence[Correction]) -> None:
            still_allowed(request)
            _expect_seen(archive, proposed, wish.seen)

        return _done(correct(archive, [asked], default_schema(), write=not wish.preview, look=look))

    def keep(database: Session, done: Corrections) -> CorrectionsAnswer:
        _record(database, user.name, "correction.made", done)
        return _answered(done, entry.report)

    if wish.preview:
        return JSONResponse(_answered(work(), entry.report).model_dump(mode="json"), HTTPStatus.CREATED)
    return once.answer(wish.model_dump_json(), HTTPStatus.CREATED, work, keep)


@router.post(
    "/reports/{report}/corrections/{number}/undo",
    dependencies=[allowed(Permission.CORRECT)],
    response_model=CorrectionsAnswer,
)
@waits_for(Slow.ARCHIVE)
def undo_correction(
    report: ReportId,
    number: Annotated[int, PathParameter(ge=1, lt=2**31)],
    wish: UndoWish,
    request: Request,
    user: CurrentUser,
    once: OnlyOnceApart,
) -> Response:
    """Bring back what was read before a correction."""
    from dq.application.correcting import logged, undo  # as above

    archive = request.app.state.folder.archive
    entry = report_at(archive, report)

    def work() -> Corrections:
        # Numbers are those of the archive: one of another report is none of this one's.
        made = logged(archive, default_schema()).corrections
        if not any(each.number == number and each.report == entry.report for each in made):
            raise not_found()
        look = partial(still_allowed, request)
        return _done(undo(archive, number, user.display or user.name, wish.reason, default_schema(), look=look))

    def keep(database: Session, done: Corrections) -> CorrectionsAnswer:
        _record(database, user.name, "correction.undone", done)
        return _answered(done, entry.report)

    return once.answer(wish.model_dump_json(), HTTPStatus.OK, work, keep)


def _expect_seen(archive: Path, proposed: Sequence[Correction], seen: int) -> None:
    """Raises: `Problem` 409 where another correction of the cell is in force than the one that was seen."""
    from dq.application.correcting import logged  # as above

    made = {each.cell: each.number for each in logged(archive, default_schema()).corrections}
    for number in (made.get(each.cell, 0) for each in proposed):
        if number != seen:
            raise conflict(
                Text(
                    "这一格的更正刚被改过，请看现在的内容，再决定是否提交",
                    "the correction of this cell changed meanwhile: see what is in force now, then send yours again",
                ),
                Text(f"现在生效的更正：{number or '无'}", f"the correction in force now: {number or 'none'}"),
            )


def _record(database: Session, user_name: str, action: str, done: Corrections) -> None:
    for each in done.corrections:
        audit.record(database, user_name, action, each.report, number=each.number, cell=list(each.cell[1:]))


def _done(made: Corrections) -> Corrections:
    """Raises: `Problem` 422 with what keeps it from being done."""
    if made.diagnostics and not made.corrections:
        raise refused(made.diagnostics)
    return made


def _answered(made: Corrections, report: str) -> CorrectionsAnswer:
    return CorrectionsAnswer(items=[_correction(each) for each in _done(made).corrections if each.report == report])


def _correction(made: Correction) -> CorrectionAnswer:
    names = ("number", "table", "label", "column", "line", "value", "unit", "author", "reason", "at")
    told: dict[str, Any] = {name: getattr(made, name) for name in names}
    return CorrectionAnswer(report=report_key(made.report), row=made.n, original=made.printed, **told)
