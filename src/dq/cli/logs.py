"""Structured logs: one JSON object a line, for programs that gather them. It loads structlog: import it where asked."""

from __future__ import annotations

import time
from collections.abc import Iterable, Mapping
from typing import Any, Final, TextIO

import structlog

from dq.application.nightly import Listener, Night
from dq.diagnostics import Diagnostic
from dq.settings import Language

_SECONDS: Final = 5
"""Between two words of how far a night is."""


class EventLog:
    """Events of one night of a checkpoint, each with its moment (UTC), level and name.

    Parameters: `stream` where they are written; `checkpoint` is told with each.
    """

    def __init__(self, stream: TextIO, checkpoint: str) -> None:
        self._begun = self._told = time.monotonic()
        self._log: Any = structlog.wrap_logger(
            structlog.PrintLogger(stream),
            processors=[
                structlog.processors.add_log_level,
                structlog.processors.TimeStamper(fmt="iso", utc=True),
                structlog.processors.JSONRenderer(ensure_ascii=False),
            ],
        ).bind(checkpoint=checkpoint)

    @property
    def listener(self) -> Listener:
        """Writes what happens while the night is made."""
        return Listener(self._progress, self._waiting, self._event)

    def end(self, night: Night, diagnostics: Iterable[Diagnostic], language: Language) -> None:
        """Write what there is to say of the whole night, and how it ended."""
        for each in diagnostics:
            place = {"file": each.span.file, "line": each.span.line}
            words = {
                name: text.in_language(language)
                for name, text in (("message", each.headline), ("help", each.help))
                if text
            }
            getattr(self._log, each.level.value)("diagnostic", code=each.code, **place, **words)
        for error in () if night.run is None else night.run.errors:
            self._log.error("run.error", rule=error.rule, report=error.report, message=error.message)
        changes = (
            {} if night.changes is None else {each.value: number for each, number in night.changes.numbers.items()}
        )
        seconds = round(time.monotonic() - self._begun, 3)
        run = None if night.run is None else night.run.id
        self._log.info("run.ended", run=run, changes=changes, exit=int(night.exit), seconds=seconds)

    def _event(self, name: str, facts: Mapping[str, object]) -> None:
        self._log.info(name, **facts)

    def _progress(self, done: int, total: int, name: str) -> None:
        now = time.monotonic()
        if done == total or now - self._told >= _SECONDS:
            self._told = now
            self._log.info("run.progress", done=done, total=total, name=name)

    def _waiting(self, holder: str) -> None:
        self._log.warning("run.waiting", holder=holder)
