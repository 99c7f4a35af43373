"""A gate where few go through at once as long as each is quick, and more where some are not."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Final

from anyio import CapacityLimiter

_QUICK_SECONDS: Final = 0.05


class Lane:
    """Lets requests through in the order they came; one that takes long steps aside, and the next goes.

    Threads that read SQLite at once stand in each other's way: the driver lets go of the interpreter for every row,
    another thread takes it, and a page of fifty rows changes hands two hundred times. Four readers took twice the
    processor's time a page that one takes. A single one, however, would let all wait for a slow query.

    Parameters: `quick` requests that go through at once; `most` with those that have stepped aside.
    Example: `async with Lane(1, 4).place(): …`.
    """

    def __init__(self, quick: int, most: int) -> None:
        self._room = CapacityLimiter(quick)
        self._most = most

    @asynccontextmanager
    async def place(self) -> AsyncIterator[None]:
        """Wait for a place, and keep it for the block."""
        async with self._room:
            aside = _Aside(self._room, self._most)
            try:
                yield
            finally:
                aside.end()


class _Aside:
    """Makes room for another one when who has a place has it for long. Parameters: as of the lane."""

    def __init__(self, room: CapacityLimiter, most: int) -> None:
        self._room = room
        self._most = most
        self._made_room = False
        self._waiting = self._wait()

    def _wait(self) -> asyncio.TimerHandle:
        return asyncio.get_running_loop().call_later(_QUICK_SECONDS, self._step)

    def _step(self) -> None:
        if self._room.total_tokens < self._most:
            self._room.total_tokens += 1
            self._made_room = True
        else:
            self._waiting = self._wait()

    def end(self) -> None:
        """Take back the room that was made."""
        self._waiting.cancel()
        if self._made_room:
            self._room.total_tokens -= 1
