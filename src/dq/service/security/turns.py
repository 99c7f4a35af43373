"""Few places for slow work, which many want: whoever asks for much takes turns with the others."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Final

from anyio import CapacityLimiter

_PART: Final = 0.75
"""Of a line that may be one user's: others find room behind."""


class LineFullError(Exception):
    """So many wait already that who comes now would wait for too long."""


@dataclass(slots=True)
class _Own:
    """What one user has here. Parameters: `turns` that may be had or waited for at once; `number` of requests."""

    turns: asyncio.Semaphore
    number: int = 0


class Turns:
    """Gives places in the order in which they were asked for, but to nobody all of them where there are several.

    Whoever has asked for more waits in a line of their own for the common one. So who asks once waits for one turn of
    each other user at most, however often those ask.

    Parameters: `places` there are; `line` requests that may wait for them, of one user three quarters of that.
    Example: `async with Turns(2, 32).place("0123456789abcdef"): …`.
    """

    def __init__(self, places: int, line: int) -> None:
        self.places: Final = places
        self._room = CapacityLimiter(places)
        self._line = line
        self._own: dict[str, _Own] = {}
        self._number = 0

    @asynccontextmanager
    async def place(self, who: str) -> AsyncIterator[None]:
        """Wait for a place, and keep it for the block. Raises: `LineFullError`, at once."""
        own = self._own.get(who)
        if own is None:
            own = _Own(asyncio.Semaphore(self._most_of_one))
        if self._is_full(own):
            raise LineFullError
        self._own[who] = own
        self._number, own.number = self._number + 1, own.number + 1
        try:
            async with own.turns, self._room:
                yield
        finally:
            self._number, own.number = self._number - 1, own.number - 1
            if not own.number:
                del self._own[who]

    @property
    def _most_of_one(self) -> int:
        return max(1, self.places - 1)

    def _is_full(self, own: _Own) -> bool:
        of_one = self._most_of_one + max(1, int(self._line * _PART))
        return self._number - self._room.borrowed_tokens >= self._line or own.number >= of_one
