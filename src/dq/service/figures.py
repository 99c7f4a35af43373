"""What a monitor may know of the service: counts and times of requests, jobs by state."""

from __future__ import annotations

import os
import time
from collections.abc import Mapping
from typing import Final

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, generate_latest
from prometheus_client.multiprocess import MultiProcessCollector
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from dq.service.jobs import queue
from dq.service.processes.common import FIGURES

_METHODS: Final = frozenset({"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"})
_STATES: Final = (queue.QUEUED, queue.RUNNING, *sorted(queue.ENDED))


class Figures:
    """The figures of one service, in a registry of their own; those of several processes are told as one."""

    def __init__(self) -> None:
        self.registry = CollectorRegistry()
        self.requests = Counter(
            "dq_requests", "Requests answered", ("method", "route", "status"), registry=self.registry
        )
        self.seconds = Histogram("dq_request_seconds", "Time to the answer", ("route",), registry=self.registry)
        self.jobs = Gauge(
            "dq_jobs", "Jobs by state", ("state",), registry=self.registry, multiprocess_mode="mostrecent"
        )

    def told(self, jobs: Mapping[str, int]) -> bytes:
        """All figures as Prometheus reads them. Parameters: `jobs` how many there are by state."""
        for state in _STATES:
            self.jobs.labels(state).set(jobs.get(state, 0))
        registry = self.registry
        if FIGURES in os.environ:
            registry = CollectorRegistry()
            MultiProcessCollector(registry)  # type: ignore[no-untyped-call]  # prometheus_client has types in part
        return generate_latest(registry)


class Measured:
    """Middleware that counts requests by route (never by path: a stranger could make any number of those).

    Parameters: `app` what answers; `figures` where it counts.
    """

    def __init__(self, app: ASGIApp, *, figures: Figures) -> None:
        self._app = app
        self._figures = figures

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        began, status = time.monotonic(), 500

        async def send_noted(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
            await send(message)

        try:
            await self._app(scope, receive, send_noted)
        finally:
            route = getattr(scope.get("route"), "path", "none")
            method = scope["method"] if scope["method"] in _METHODS else "other"
            self._figures.requests.labels(method, route, status).inc()
            self._figures.seconds.labels(route).observe(time.monotonic() - began)
