"""The kinds of jobs and what does each."""

from __future__ import annotations

from typing import Final

from dq.service.jobs import exporting, indexing, ingesting, running, waiving
from dq.service.jobs.worker import Handler

HANDLERS: Final[dict[str, Handler]] = {
    ingesting.KIND: ingesting.ingest,
    running.KIND: running.run,
    exporting.KIND: exporting.export,
    indexing.KIND: indexing.index,
    waiving.KIND: waiving.write_waiver,
}
