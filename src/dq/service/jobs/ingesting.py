"""The job that reads an uploaded document into the archive."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from sqlalchemy import select
from sqlalchemy.orm import Session, sessionmaker

from dq.application.uploads import discard, staged_path
from dq.archive.reading import plain_reading
from dq.service import audit
from dq.service.database.connecting import transaction
from dq.service.database.models import Document, Job
from dq.service.jobs import queue
from dq.service.jobs.telling import kept
from dq.service.jobs.worker import Work

if TYPE_CHECKING:
    from dq.application.ingesting import Ingestion

KIND: Final = "ingest"


def ingest(work: Work) -> dict[str, Any]:
    """Read the document of the argument `document`; what became of it is kept with it.

    Its bytes are removed when that is kept: from then on the archive has them; and when it is cancelled or fails, for
    nobody will read it again. Done a second time it does nothing.
    """
    # With the readers, for which a service that only starts has no use.
    from dq.application.ingesting import ingest_upload

    document_id, replace = str(work.arguments["document"]), bool(work.arguments.get("replace"))
    path = staged_path(work.folder.uploads, document_id)
    with transaction(work.sessions, writes=False) as session:
        document = session.get_one(Document, document_id)
        name, settled = document.name, dict(document.reading)
    if path is None:
        return {"outcome": settled.get("outcome", "lost")}

    def stopped() -> bool:
        work.progress(0, 1)
        return False

    try:
        done = ingest_upload(
            path,
            name,
            work.folder.archive,
            replacing=replace,
            seconds=work.configuration.job_seconds,
            stopped=stopped,
        )
        return {"outcome": _keep(work, document_id, done)}
    finally:
        if not work.ending.is_set():  # then it is read at the next start
            discard(work.folder.uploads, document_id)


def _keep(work: Work, document_id: str, done: Ingestion) -> str:
    """Keep with the document what became of it: `refused`, or the archive's word for it."""
    outcome, report, account = "refused", None, None
    for each in done.ingested:
        outcome, report, account = each.stored.action.value, each.stored.entry.report, plain_reading(each.reading)
    with transaction(work.sessions, writes=True) as session:
        document = session.get_one(Document, document_id)
        document.report = report
        document.reading = {"outcome": outcome, "diagnostics": kept(done.diagnostics), "account": account}
        audit.record(session, work.user_name, "document.read", document_id, outcome=outcome, report=report)
    return outcome


def remove_orphans(sessions: sessionmaker[Session], uploads: Path) -> None:
    """Remove what a crash left of uploads: never acknowledged, or read, cancelled or failed already.

    Only where no request is being answered.
    """
    with transaction(sessions, writes=False) as session:
        waiting = select(Document.id).join(Job, Job.id == Document.job_id).where(Job.state.not_in(queue.ENDED))
        needed = set(session.scalars(waiting))
    for path in uploads.iterdir():
        if path.name not in needed:
            discard(uploads, path.name)
