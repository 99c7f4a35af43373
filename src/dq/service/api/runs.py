"""Runs that are kept: what each came to, and what became of findings between two of them."""

from __future__ import annotations

from collections import Counter
from datetime import datetime
from functools import lru_cache
from pathlib import Path as FilePath
from typing import Annotated, Any, Literal

from fastapi import APIRouter, Path, Query, Request
from pydantic import BaseModel

from dq.application.differences import Difference, compare_runs
from dq.runner.comparing import Entry
from dq.service.accounts.roles import Permission
from dq.service.api.answering import PLAIN, UNCHANGED, Cursor, Limit, Page, TaggedRoute, cursor_of, place_of
from dq.service.database.models import Run
from dq.service.findings import queries
from dq.service.problems import not_found, refused
from dq.service.security.access import Database, allowed

router = APIRouter(tags=["runs"], route_class=TaggedRoute, responses=UNCHANGED)
RunId = Annotated[str, Path(pattern="^[0-9A-Za-z-]{1,64}$")]
_SHORT = ("counts", "changes", "before", "evaluated", "engine_version", "rules_fingerprint", "archive_fingerprint")


class RunAnswer(BaseModel):
    """A run. `counts` outcomes by verdict; `changes` findings by what became of them since the run `before`, which is
    null for the first of its checkpoint; `accused` the same of what is violated alone, or was where it is gone;
    `pruned` the day on which its findings were taken from the lists, null where they are there.
    """

    id: str
    checkpoint: str
    started: datetime
    finished: datetime | None
    before: str | None
    counts: dict[str, int]
    changes: dict[str, int]
    accused: dict[str, int]
    evaluated: int
    engine_version: str
    rules_fingerprint: str
    archive_fingerprint: str
    errors: list[dict[str, Any]]
    pruned: str | None


class EntryAnswer(BaseModel):
    """What became of one outcome. `before` and `after` what it said, null where it was not there."""

    change: str
    rule: str
    body: str
    year: int
    kind: str
    table: str | None
    code: str | None
    label: str | None
    path: str | None
    column: str | None
    severity: str
    before: str | None
    after: str | None
    message: str


class DiffAnswer(BaseModel):
    """Two runs compared: how many of each change, and a part of the list."""

    before: str
    after: str
    numbers: dict[str, int]
    items: list[EntryAnswer]
    next: str | None


def run_answer(row: Run) -> RunAnswer:
    """A run as the API tells it."""
    return RunAnswer(
        id=row.id,
        checkpoint=row.checkpoint,
        started=row.started,
        finished=row.finished,
        errors=row.summary.get("errors", []),
        pruned=row.summary.get("pruned"),
        accused=row.summary.get("accused", {}),
        **{name: row.summary[name] for name in _SHORT},
    )


@router.get("/runs", dependencies=[allowed(Permission.READ)])
def list_runs(
    database: Database,
    cursor: Cursor = "",
    limit: Limit = 50,
    checkpoint: Annotated[str, Query(max_length=128, pattern=PLAIN)] = "",
) -> Page[RunAnswer]:
    """Runs, the newest first."""
    place = place_of(cursor, str)
    rows = queries.runs(database, checkpoint, "" if place is None else place[0], limit + 1)
    following = cursor_of(rows[limit - 1].id) if len(rows) > limit else None
    return Page(items=[run_answer(each) for each in rows[:limit]], next=following)


@router.get("/runs/{run}", dependencies=[allowed(Permission.READ)])
def read_run(run: RunId, database: Database) -> RunAnswer:
    """One run."""
    return run_answer(_found(database, run))


@router.get("/runs/{run}/diff", dependencies=[allowed(Permission.READ)])
def read_diff(
    run: RunId,
    request: Request,
    database: Database,
    before: Annotated[str, Query(pattern="^([0-9A-Za-z-]{1,64})?$", description="The run before where empty")] = "",
    change: Literal["", "new", "resolved", "changed", "persisting", "waived", "unchecked"] = "",
    cursor: Cursor = "",
    limit: Limit = 50,
) -> DiffAnswer:
    """What became of findings between an earlier run and this one, as `dq diff` tells it."""
    after = _found(database, run)
    earlier = before or after.summary["before"]
    if earlier is None:
        raise not_found()
    _found(database, earlier)
    told = compared(request.app.state.folder.archive, earlier, run)
    wanted = [each for each in told if not change or each.change.value == change]
    place = place_of(cursor, int)
    begin = 0 if place is None else max(0, place[0])
    following = cursor_of(begin + limit) if len(wanted) > begin + limit else None
    return DiffAnswer(
        before=earlier,
        after=run,
        numbers=dict(Counter(each.change.value for each in told)),
        items=[_entry(each) for each in wanted[begin : begin + limit]],
        next=following,
    )


def compared(archive: FilePath, before: str, after: str) -> tuple[Entry, ...]:
    """What became of findings between two runs. Raises: `Problem` 422 where one cannot be read."""
    difference = _difference(archive, before, after)
    if difference.before is None:
        raise refused(difference.diagnostics)
    return difference.told


@lru_cache(maxsize=2)
def _difference(archive: FilePath, before: str, after: str) -> Difference:
    """Runs never change: pages of one difference are made once."""
    return compare_runs(archive, (before, after))


def _entry(entry: Entry) -> EntryAnswer:
    table, code, label, path, column = entry.row
    return EntryAnswer(
        change=entry.change.value,
        rule=entry.rule,
        body=entry.department,
        year=entry.year,
        kind=entry.kind,
        table=table,
        code=code,
        label=label,
        path=path,
        column=column,
        severity=entry.severity,
        before=entry.before,
        after=entry.after,
        message=entry.message,
    )


def _found(database: Database, run: str) -> Run:
    row = database.get(Run, run)
    if row is None or row.finished is None:
        raise not_found()
    return row
