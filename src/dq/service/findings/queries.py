"""What is asked of the database about runs and findings. Every list is a walk along one index."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from typing import Any, Final

from sqlalchemy import BindParameter, ColumnElement, Row, Select, bindparam, func, select, tuple_
from sqlalchemy.orm import InstrumentedAttribute, Session

from dq.service.database.models import Comment, Finding, Run

SORTS: Final[Mapping[str, tuple[InstrumentedAttribute[str], ...]]] = {
    "rank": (),
    "body": (Finding.body,),
    "rule": (Finding.rule,),
    "report": (Finding.report,),
    "change": (Finding.change,),
}
"""What a list may be sorted by; within that by rank (gravest first), then in the order of the run."""
_COLUMNS: Final = Finding.__table__.c
"""Of the table, not of the class: rows that are only read need none of what the mapper does for each query."""
_RUNS: Final = Run.__table__.c
_SHOWN: Final = (
    # Taken out by the database: reading the whole evidence of each takes longer than all the rest of a page.
    _COLUMNS.evidence["title", "zh"].as_string().label("zh"),
    _COLUMNS.evidence["title", "en"].as_string().label("en"),
    _COLUMNS.evidence["outcome", "difference"].as_string().label("difference"),
    _COLUMNS.evidence["outcome", "unit"].as_string().label("unit"),
)
_WHOLE: Final = (*_COLUMNS, *_SHOWN)
_BRIEF: Final = (*(column for column in _COLUMNS if column.name != "evidence"), *_SHOWN)
_NARROW: Final = ("body", "report", "rule")
"""What a run has many values of: few findings have the same."""
_HISTORY: Final = 60
_SEVERITIES: Final = ("error", "warning", "info")
_VIOLATED: Final = "violated"


# Made once: putting a query together takes longer than SQLite takes for its answer.
_OF_RUN: Final = select(Finding).where(
    Finding.fingerprint == bindparam("fingerprint"), Finding.run_id == bindparam("run")
)
_LATEST: Final = (
    select(Finding)
    .join(Run, Run.id == Finding.run_id)
    .where(Finding.fingerprint == bindparam("fingerprint"), Run.finished.is_not(None))
    .order_by(Finding.run_id.desc())
    .limit(1)
)
_SAID: Final = (
    select(Comment).where(Comment.fingerprint == bindparam("fingerprint")).order_by(Comment.created, Comment.id)
)
_NEWEST: Final = select(_RUNS.id).where(_RUNS.finished.is_not(None)).order_by(_RUNS.id.desc()).limit(1)
_SEEN: Final = (
    select(_RUNS.id, _RUNS.started, _COLUMNS.change, _COLUMNS.waived)
    .join(Finding.__table__, _COLUMNS.run_id == _RUNS.id)
    .where(_COLUMNS.fingerprint == bindparam("fingerprint"), _RUNS.finished.is_not(None))
    .order_by(_RUNS.id.desc())
    .limit(_HISTORY)
)


def rank_of(severity: str, verdict: str) -> int:
    """The place of a finding in lists: the gravest first, what is undecided or failed behind all that is violated.

    Example: `rank_of("error", "violated")` → 0; `rank_of("warning", "undecided")` → 4.
    """
    rank = _SEVERITIES.index(severity) if severity in _SEVERITIES else len(_SEVERITIES) - 1
    return rank if verdict == _VIOLATED else rank + len(_SEVERITIES)


def ranks_of(severity: str, verdict: str) -> list[int]:
    """The ranks that findings of a severity and verdict have; an empty text leaves that open."""
    return [
        rank_of(each, said)
        for each in ((severity,) if severity else _SEVERITIES)
        for said in ((verdict,) if verdict else (_VIOLATED, "undecided"))
    ]


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which findings of a run are listed; None and an empty text leave that open. `report` is the archive's own id."""

    run: str
    rule: str = ""
    body: str = ""
    report: str = ""
    severity: str = ""
    verdict: str = ""
    change: str = ""
    table: str = ""
    year: int | None = None
    waived: bool | None = None

    def given(self) -> dict[str, Any]:
        """The columns that must have a value, with that value; `rank` with the values it may have."""
        texts = {
            "rule": self.rule,
            "body": self.body,
            "report": self.report,
            "severity": self.severity,
            "verdict": self.verdict,
            "change": self.change,
            "table_name": self.table,
        }
        given: dict[str, Any] = {name: text for name, text in texts.items() if text}
        # Both are told by the rank, too, along which lists are walked.
        if self.severity or self.verdict:
            given["rank"] = ranks_of(self.severity, self.verdict)
        if self.year is not None:
            given["year"] = self.year
        if self.waived is not None:
            given["waived"] = self.waived
        return given


def findings(
    session: Session, wanted: Wanted, sort: str, place: Sequence[Any] | None, limit: int, *, brief: bool = False
) -> tuple[Sequence[Row[Any]], tuple[str | int, ...] | None]:
    """A part of a list, and the place of its last row where more follow.

    Rows have what lists show of the evidence, the title (`zh`, `en`), `difference` and `unit`, beside all columns.

    Parameters: `sort` one of `SORTS`; `place` that the part before gave, None for the first; `brief` without the
    evidence itself.
    Example: `findings(session, Wanted(run=run.id, severity="error"), "rank", None, 50)[0]`.
    """
    given = wanted.given()
    asked = {"run": wanted.run, "most": limit + 1, **{f"is_{name}": value for name, value in given.items()}}
    asked |= {f"after_{number}": value for number, value in enumerate(place or ())}
    rows = session.execute(_listing(frozenset(given), sort, place is not None, brief), asked).all()
    last = rows[limit - 1] if len(rows) > limit else None
    names = (*(key.key for key in SORTS[sort]), "rank", "id")
    return rows[:limit], None if last is None else tuple(getattr(last, name) for name in names)


@lru_cache(maxsize=256)
def _listing(given: frozenset[str], sort: str, goes_on: bool, brief: bool) -> Select[Any]:  # noqa: FBT001 - parts of the key
    """The query of a list, made once: what is asked for is put in as values."""
    keys: tuple[ColumnElement[Any], ...] = (*_order(sort, given), _column("rank"), _column("id"))
    columns = _BRIEF if brief else _WHOLE
    query = select(*columns).where(_COLUMNS.run_id == bindparam("run")).order_by(*keys).limit(bindparam("most"))
    for name in sorted(given):
        column = _column(name)
        value: BindParameter[Any] = bindparam(f"is_{name}", expanding=name == "rank")
        query = query.where(column.in_(value) if name == "rank" else column == value)
    if goes_on:
        after = (bindparam(f"after_{number}", type_=key.type) for number, key in enumerate(keys))
        query = query.where(tuple_(*keys) > tuple_(*after))
    return query


def _order(sort: str, given: frozenset[str]) -> tuple[ColumnElement[Any], ...]:
    """What a list is sorted by, before the rank.

    Where few findings fit a filter they are looked up by its index and then sorted. SQLite would rather walk the whole
    run in the order wanted, so that order is told in a way that no index has.
    """
    hidden = any(name in given and name != sort for name in _NARROW)
    keys = [_column(key.key) for key in SORTS[sort]]
    return tuple(func.coalesce(key, "") if hidden else key for key in keys)


def _column(name: str) -> ColumnElement[Any]:
    return _COLUMNS[name]


def newest_run(session: Session, checkpoint: str = "") -> Run | None:
    """The newest run that is indexed whole, of one checkpoint where that is named."""
    query = select(Run).where(Run.finished.is_not(None)).order_by(Run.id.desc()).limit(1)
    return session.scalar(query.where(Run.checkpoint == checkpoint) if checkpoint else query)


def newest_run_id(session: Session) -> str:
    """The id of the newest run that is indexed whole; an empty text where there is none."""
    return session.execute(_NEWEST).scalar() or ""


def runs(session: Session, checkpoint: str, older_than: str, limit: int) -> list[Run]:
    """Indexed runs, the newest first. Parameters: `checkpoint`, `older_than` (a run's id) empty for all."""
    query = select(Run).where(Run.finished.is_not(None)).order_by(Run.id.desc()).limit(limit)
    if checkpoint:
        query = query.where(Run.checkpoint == checkpoint)
    return list(session.scalars(query.where(Run.id < older_than) if older_than else query))


def finding(session: Session, fingerprint: str, run: str = "") -> Finding | None:
    """A fault as a run told it, the newest run that did where none is named."""
    if run:
        return session.scalar(_OF_RUN, {"fingerprint": fingerprint, "run": run})
    return session.scalar(_LATEST, {"fingerprint": fingerprint})


def history(session: Session, fingerprint: str) -> Sequence[Row[str, datetime, str, bool]]:
    """The runs that told of a fault, the newest first: `id`, `started`, what became of it (`change`) and `waived`."""
    return session.execute(_SEEN, {"fingerprint": fingerprint}).all()


def comments(session: Session, fingerprint: str) -> list[Comment]:
    """What was said of a fault, the oldest first."""
    return list(session.scalars(_SAID, {"fingerprint": fingerprint}))
