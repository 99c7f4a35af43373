"""What is asked of the database about runs and findings. Every list is a walk along one index."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from sqlalchemy import ColumnElement, select, tuple_
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
_HISTORY: Final = 60
_SEVERITIES: Final = ("error", "warning", "info")
_VIOLATED: Final = "violated"


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

    def conditions(self) -> list[ColumnElement[bool]]:
        """What a row must be."""
        texts = {
            Finding.rule: self.rule,
            Finding.body: self.body,
            Finding.report: self.report,
            Finding.severity: self.severity,
            Finding.verdict: self.verdict,
            Finding.change: self.change,
            Finding.table_name: self.table,
        }
        found = [Finding.run_id == self.run, *(column == text for column, text in texts.items() if text)]
        # Both are told by the rank, too, along which lists are walked.
        if self.severity or self.verdict:
            found.append(Finding.rank.in_(ranks_of(self.severity, self.verdict)))
        if self.year is not None:
            found.append(Finding.year == self.year)
        if self.waived is not None:
            found.append(Finding.waived.is_(self.waived))
        return found


def findings(
    session: Session, wanted: Wanted, sort: str, place: Sequence[Any] | None, limit: int
) -> tuple[list[Finding], tuple[str | int, ...] | None]:
    """A part of a list, and the place of its last row where more follow.

    Parameters: `sort` one of `SORTS`; `place` that the part before gave, None for the first.
    Example: `findings(session, Wanted(run=run.id, severity="error"), "rank", None, 50)[0]`.
    """
    keys = (*SORTS[sort], Finding.rank, Finding.id)
    query = select(Finding).where(*wanted.conditions()).order_by(*keys).limit(limit + 1)
    if place is not None:
        query = query.where(tuple_(*keys) > tuple(place))
    rows = list(session.scalars(query))
    last = rows[limit - 1] if len(rows) > limit else None
    return rows[:limit], None if last is None else tuple(getattr(last, key.key) for key in keys)


def newest_run(session: Session, checkpoint: str = "") -> Run | None:
    """The newest run that is indexed whole, of one checkpoint where that is named."""
    query = select(Run).where(Run.finished.is_not(None)).order_by(Run.id.desc()).limit(1)
    return session.scalar(query.where(Run.checkpoint == checkpoint) if checkpoint else query)


def runs(session: Session, checkpoint: str, older_than: str, limit: int) -> list[Run]:
    """Indexed runs, the newest first. Parameters: `checkpoint`, `older_than` (a run's id) empty for all."""
    query = select(Run).where(Run.finished.is_not(None)).order_by(Run.id.desc()).limit(limit)
    if checkpoint:
        query = query.where(Run.checkpoint == checkpoint)
    return list(session.scalars(query.where(Run.id < older_than) if older_than else query))


def finding(session: Session, fingerprint: str, run: str = "") -> Finding | None:
    """A fault as a run told it, the newest run that did where none is named."""
    query = select(Finding).join(Run, Run.id == Finding.run_id).where(Finding.fingerprint == fingerprint)
    query = query.where(Finding.run_id == run) if run else query.where(Run.finished.is_not(None))
    return session.scalar(query.order_by(Finding.run_id.desc()).limit(1))


def history(session: Session, fingerprint: str) -> list[tuple[Run, str, bool]]:
    """The runs that told of a fault, the newest first, each with what became of it and whether it was waived."""
    query = (
        select(Run, Finding.change, Finding.waived)
        .join(Finding, Finding.run_id == Run.id)
        .where(Finding.fingerprint == fingerprint, Run.finished.is_not(None))
        .order_by(Run.id.desc())
        .limit(_HISTORY)
    )
    return [(run, change, waived) for run, change, waived in session.execute(query)]


def comments(session: Session, fingerprint: str) -> list[Comment]:
    """What was said of a fault, the oldest first."""
    query = select(Comment).where(Comment.fingerprint == fingerprint).order_by(Comment.created, Comment.id)
    return list(session.scalars(query))
