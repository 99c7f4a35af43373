"""Runs of the archive put into the database, where findings are filtered and sorted."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from typing import Any, Final

from sqlalchemy import delete, insert, select
from sqlalchemy.orm import Session, sessionmaker

from dq.application.indexing import IndexRow, IndexRows, run_about, run_before, run_ids
from dq.runner.about import About
from dq.runner.comparing import Change
from dq.service.database.connecting import transaction
from dq.service.database.models import Finding, Job, Run
from dq.service.findings.queries import rank_of
from dq.service.jobs import queue
from dq.service.jobs.worker import Work

KIND: Final = "index"
_BATCH: Final = 500
_NAME: Final = 256


def index(work: Work) -> dict[str, Any]:
    """Index the runs that the database does not have yet, however they were made."""
    missing = missing_runs(work.sessions, work.folder.archive)
    for number, run in enumerate(missing):
        work.progress(number, len(missing))
        index_run(work.sessions, work.folder.archive, run)
    return {"runs": missing}


def queue_missing(sessions: sessionmaker[Session], archive: Path) -> None:
    """Queue the indexing of runs that were made while no service ran, such as by `dq run`."""
    if not missing_runs(sessions, archive):
        return
    with transaction(sessions, writes=True) as session:
        waiting = select(Job.id).where(Job.kind == KIND, Job.state == queue.QUEUED).limit(1)
        if session.scalar(waiting) is None:
            queue.enqueue(session, KIND, "dq")


def missing_runs(sessions: sessionmaker[Session], archive: Path) -> list[str]:
    """The archive's runs that the database does not have whole, the oldest first."""
    with transaction(sessions, writes=False) as session:
        known = set(session.scalars(select(Run.id).where(Run.finished.is_not(None))))
    return [run for run in run_ids(archive) if run not in known]


def index_run(sessions: sessionmaker[Session], archive: Path, run: str) -> bool:
    """Put the findings of a run into the database; False for a run that cannot be read, of which nothing is kept.

    Batches are kept one by one, so that others may write meanwhile; only the last word, `finished`, makes the run seen.
    """
    about = run_about(archive, run)
    if about is None:
        return False
    before = run_before(archive, run)
    _begin(sessions, about)
    rows = IndexRows(archive, run, before)
    for batch in rows.in_batches(_BATCH):
        with transaction(sessions, writes=True) as session:
            session.execute(insert(Finding), [_finding(row) for row in batch])
    with transaction(sessions, writes=True) as session:
        if rows.failure is not None:
            _forget(session, run)
            return False
        row = session.get_one(Run, run)
        row.finished = datetime.fromisoformat(about.finished)
        row.summary = _summary(about, before, rows)
    return True


def _begin(sessions: sessionmaker[Session], about: About) -> None:
    """Take away what an interrupted indexing left, and begin."""
    with transaction(sessions, writes=True) as session:
        _forget(session, about.id)
        session.add(Run(id=about.id, checkpoint=about.checkpoint, started=datetime.fromisoformat(about.started)))


def _forget(session: Session, run: str) -> None:
    session.execute(delete(Finding).where(Finding.run_id == run))
    session.execute(delete(Run).where(Run.id == run))


def _summary(about: About, before: str | None, rows: IndexRows) -> dict[str, Any]:
    return {
        "before": before,
        "counts": about.counts,
        "changes": _numbers(rows.changes),
        "accused": _numbers(rows.accused),
        "evaluated": about.evaluated,
        "errors": [{"rule": each.rule, "report": each.report, "message": each.message} for each in about.errors[:100]],
        "engine_version": about.engine_version,
        "rules_fingerprint": about.rules_fingerprint,
        "archive_fingerprint": about.archive_fingerprint,
    }


def _numbers(changes: Mapping[Change, int]) -> dict[str, int]:
    return {change.value: number for change, number in changes.items() if number}


def _finding(row: IndexRow) -> dict[str, Any]:
    return {
        "run_id": row.run,
        "fingerprint": row.fingerprint,
        "rule": row.rule,
        "severity": row.severity,
        "verdict": row.verdict,
        "rank": rank_of(row.severity, row.verdict),
        "report": row.report,
        "body": row.body[:_NAME],
        "year": row.year,
        "table_name": row.table,
        "row_name": row.row[:_NAME],
        "waived": row.waived,
        "change": row.change.value,
        "evidence": {
            "title": {"zh": row.title.zh, "en": row.title.en},
            "kind": row.kind,
            "column": row.column,
            "excess": row.excess,
            "language": row.language,
            "outcome": row.evidence,
        },
    }
