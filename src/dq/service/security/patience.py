"""Connections that say nothing are closed: there is room for so many, and silence would take all of it."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import Any, Final

from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

from dq.service.security.clients import client_of
from dq.service.security.places import Places
from dq.service.security.tallies import Tally

_SECONDS: Final = 10.0
_HEAD: Final = 64 * 1024
_WAITING: Final = 64
"""Requests sent one behind the other while the first is being answered: each costs a hundred times its bytes."""
_NOTHING: Final = object()


class _TooManyError(Exception):
    """Too many requests were sent before the first was answered."""


class Impatient(HttpToolsProtocol):
    """HTTP/1.1 as uvicorn speaks it, closing a connection on which no request came for ten to twenty seconds.

    uvicorn itself waits for the head of a first request without end, and takes one of any length. A request that is
    being answered may take as long as it takes; how long its body may take is for `RequestLimits`.
    """

    places: Places | None = None
    """Connections that one address may have; none for any number."""
    ended: Callable[[], None] | None = None
    """Told that this connection has ended."""

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]  # as uvicorn types it
        """Begin to look whether anything is said."""
        super().connection_made(transport)
        self._seen: Any = _NOTHING
        self._in_fields = False
        self._head = 0
        self._is_whole = False
        self._place = self._taken()
        self._look()

    def connection_lost(self, exc: Exception | None) -> None:
        """Give the address its place back."""
        super().connection_lost(exc)
        if self.places is not None and self._place is not None:
            self.places.leave(self._place)
        if self.ended is not None:
            self.ended()

    def _taken(self) -> str | None:
        """The address that this connection takes a place of; an address without one left is hung up on."""
        if self.places is None or self.client is None:
            return None
        address = client_of(str(self.client[0]))
        if self.places.take(address):
            return address
        self.transport.close()
        return None

    def data_received(self, data: bytes) -> None:
        """Take what came; a head, or fields behind a body, that go on over 64 KiB in several pieces are refused."""
        self._head = self._head + len(data) if self._in_fields else 0
        super().data_received(data)
        if self._in_fields and self._head > _HEAD and not self.transport.is_closing():
            self.send_400_response("The head of the request is too long.")

    def on_message_begin(self) -> None:
        """A head begins. Raises: `_TooManyError`, which the parser makes a refusal, where too many wait already."""
        if len(self.pipeline) >= _WAITING:
            raise _TooManyError
        self._in_fields, self._is_whole, self._head = True, False, 0
        super().on_message_begin()

    def on_header(self, name: bytes, value: bytes) -> None:
        """Take a field of the head. One behind the body is dropped: it was not there when the request was let in."""
        if not self._is_whole:
            super().on_header(name, value)

    def on_headers_complete(self) -> None:
        """A head is whole."""
        self._in_fields, self._is_whole = False, True
        super().on_headers_complete()

    def on_chunk_header(self) -> None:
        """The length of a piece of a body; behind that of the last one, which is empty, come fields."""
        self._in_fields = True

    def on_body(self, body: bytes) -> None:
        """Take a piece of a body."""
        self._in_fields = False
        super().on_body(body)

    def on_message_complete(self) -> None:
        """A request is whole."""
        self._in_fields = False
        super().on_message_complete()

    def send_400_response(self, msg: str) -> None:
        """Refuse what came; not in the middle of an answer, whose reader would take it for a part of that."""
        cycle: Any = self.cycle
        if cycle is not None and cycle.response_started and not cycle.response_complete:
            self.transport.close()
        else:
            super().send_400_response(msg)

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


def patience_with(connections_per_address: int | None, tally: Tally | None = None) -> type[Impatient]:
    """The protocol for one service.

    Parameters: `connections_per_address` open at once, None for any number; `tally` where they are counted.
    """
    if connections_per_address is None:
        return Impatient
    return type("Impatient", (Impatient,), {"places": Places(connections_per_address, tally)})
