"""How often something happened in the last minute."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from typing import Final

from dq.service.security.tallies import Tally

_MINUTE: Final = 60.0


class Rate:
    """Counts what each of many did in the last minute and says when it is too much; quiet ones are forgotten.

    A sliding window of two counters: what was counted in the minute before this one weighs as much as of it is still
    in the last sixty seconds. Not of the library `limits`, whose storage in memory starts a thread for nearly every
    request and is of one process alone.

    Parameters: `per_minute` how often each may; `clock` in seconds, the same in all processes; `tally` where it counts,
    with others or alone.
    Example: `Rate(10).count("192.0.2.1")` → `True`, ten times.
    """

    def __init__(
        self, per_minute: int, clock: Callable[[], float] = time.monotonic, tally: Tally | None = None
    ) -> None:
        self._most = per_minute
        self._clock = clock
        self._lock = threading.Lock()
        self._tally = Tally() if tally is None else tally

    def count(self, who: str) -> bool:
        """Count once. Returns: False where that was once too often; it is not counted then."""
        with self._lock:
            minute, passed = divmod(self._clock(), _MINUTE)
            page, before = int(minute) + 1, 1 - passed / _MINUTE
            places = self._tally.places(who)
            # Counted before it is looked at: of two processes that do so at once neither overlooks the other.
            self._tally.add(places, page, 1)
            pages = zip(self._tally.counts(places, page), self._tally.counts(places, page - 1), strict=True)
            if min(now + earlier * before for now, earlier in pages) <= self._most:
                return True
            self._tally.add(places, page, -1)
            return False
