"""Connections that say nothing are closed: there is room for so many, and silence would take all of it."""

from __future__ import annotations

import asyncio
from typing import Any, Final

from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

from dq.service.security.places import Places

_SECONDS: Final = 10.0
_HEAD: Final = 64 * 1024
_NOTHING: Final = object()


class Impatient(HttpToolsProtocol):
    """HTTP/1.1 as uvicorn speaks it, closing a connection on which no request came for ten to twenty seconds.

    uvicorn itself waits for the head of a first request without end, and takes one of any length. A request that is
    being answered may take as long as it takes; how long its body may take is for `RequestLimits`.
    """

    places: Places | None = None
    """Connections that one address may have; none for any number."""

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]  # as uvicorn types it
        """Begin to look whether anything is said."""
        super().connection_made(transport)
        self._seen: Any = _NOTHING
        self._heading = False
        self._head = 0
        self._place = self._taken()
        self._look()

    def connection_lost(self, exc: Exception | None) -> None:
        """Give the address its place back."""
        super().connection_lost(exc)
        if self.places is not None and self._place is not None:
            self.places.leave(self._place)

    def _taken(self) -> str | None:
        """The address that this connection takes a place of; an address without one left is hung up on."""
        if self.places is None or self.client is None:
            return None
        address = str(self.client[0])
        if self.places.take(address):
            return address
        self.transport.close()
        return None

    def data_received(self, data: bytes) -> None:
        """Take what came; the head of a request that goes on over 64 KiB in several pieces is refused."""
        self._head = self._head + len(data) if self._heading else 0
        super().data_received(data)
        if self._heading and self._head > _HEAD and not self.transport.is_closing():
            self.send_400_response("The head of the request is too long.")

    def on_message_begin(self) -> None:
        """A head begins."""
        self._heading = True
        super().on_message_begin()

    def on_headers_complete(self) -> None:
        """A head is whole."""
        self._heading = False
        super().on_headers_complete()

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


def patience_with(connections_per_address: int | None) -> type[Impatient]:
    """The protocol for one service. Parameters: `connections_per_address` open at once; None for any number."""
    if connections_per_address is None:
        return Impatient
    return type("Impatient", (Impatient,), {"places": Places(connections_per_address)})
