"""Connections that say nothing are closed: there is room for so many, and silence would take all of it."""

from __future__ import annotations

import asyncio
from typing import Any, Final

from uvicorn.protocols.http.h11_impl import H11Protocol

_SECONDS: Final = 10.0
_NOTHING: Final = object()


class Impatient(H11Protocol):
    """HTTP/1.1 as uvicorn speaks it, closing a connection on which no request came for ten to twenty seconds.

    uvicorn itself waits for the head of a first request without end. A request that is being answered may take as long
    as it takes; how long its body may take is for `RequestLimits`.
    """

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]  # as uvicorn types it
        """Begin to look whether anything is said."""
        super().connection_made(transport)
        self._seen: Any = _NOTHING
        self._look()

    def _look(self) -> None:
        if self.transport.is_closing():
            return
        cycle: Any = self.cycle  # None until a first request came
        idle = cycle is None or cycle.response_complete
        if idle and self._seen is cycle:
            self.transport.close()
            return
        self._seen = cycle if idle else _NOTHING
        self.loop.call_later(_SECONDS, self._look)
