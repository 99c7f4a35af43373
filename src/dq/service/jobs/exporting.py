"""The job that writes a run in one of the forms of report."""

from __future__ import annotations

import shutil
import time
from pathlib import Path
from typing import Any, Final

from sqlalchemy.orm import Session

from dq.application.lasting import Follower, export_apart
from dq.service import audit
from dq.service.database.models import Job
from dq.service.jobs import queue
from dq.service.jobs.telling import kept
from dq.service.jobs.worker import Work
from dq.service.problems import too_many

KIND: Final = "export"
_KEPT: Final = 7 * 86_400
"""Seconds that an export waits to be fetched; it can be made again."""
_WAIT: Final = 30
"""Seconds after which one of somebody's exports may have ended."""


def start(session: Session, user_name: str, most: int, **wish: object) -> Job:
    """Queue an export. Parameters: `most` that one user may have unfinished; `wish` run, sink, everything, language.

    Raises: `Problem` 429 where the user has as many already: whoever may read could fill the disk, and the queue.
    """
    if queue.unfinished(session, KIND, user_name) >= most:
        raise too_many(_WAIT)
    job = queue.enqueue(session, KIND, user_name, **wish)
    audit.record(session, user_name, "export.started", job.id, run=wish["run"], sink=wish["sink"])
    return job


def export(work: Work) -> dict[str, Any]:
    """Write the run of the argument `run` through `sink` into a folder of this job."""
    remove_old(work.folder.exports)
    out = work.folder.exports / work.job_id
    shutil.rmtree(out, ignore_errors=True)  # what an interrupted try left
    try:
        done = export_apart(
            work.folder.archive,
            str(work.arguments["run"]),
            str(work.arguments["sink"]),
            out,
            Follower(work.configuration.run_seconds, work.progress),
            language=str(work.arguments.get("language", "zh")),
            everything=bool(work.arguments.get("everything")),
        )
    except BaseException:
        shutil.rmtree(out, ignore_errors=True)
        raise
    return {
        "outcome": "refused" if done.file is None else "written",
        "file": done.file,
        "diagnostics": kept(done.diagnostics),
        "problems": [{"zh": each.zh, "en": each.en} for each in done.problems],
    }


def exported_file(exports: Path, job_id: str, result: dict[str, Any]) -> Path | None:
    """The file that a job wrote; None where there is none any more, or never was."""
    name = result.get("file")
    if not isinstance(name, str):
        return None
    home = (exports / job_id).resolve()
    path = (home / name).resolve()
    return path if path.is_relative_to(home) and path.is_file() else None


def remove_old(exports: Path) -> None:
    """Remove exports that nobody will fetch any more."""
    for each in exports.iterdir():
        if each.is_dir() and each.stat().st_mtime < time.time() - _KEPT:
            shutil.rmtree(each, ignore_errors=True)
