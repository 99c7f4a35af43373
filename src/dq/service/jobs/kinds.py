"""The kinds of jobs and what does each."""

from __future__ import annotations

from typing import Final

from dq.service.jobs.worker import Handler

HANDLERS: Final[dict[str, Handler]] = {}
