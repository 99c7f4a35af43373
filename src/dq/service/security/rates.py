"""How often something happened in the last minute."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from typing import Final

_MINUTE: Final = 60.0


class Rate:
    """Counts what each of many did in the last minute and says when it is too much; quiet ones are forgotten.

    A sliding window of two counters: what was counted in the minute before this one weighs as much as of it is still
    in the last sixty seconds. Not of the library `limits`, whose storage in memory starts a thread for nearly every
    request.

    Parameters: `per_minute` how often each may; `clock` in seconds.
    Example: `Rate(10).count("192.0.2.1")` → `True`, ten times.
    """

    def __init__(self, per_minute: int, clock: Callable[[], float] = time.monotonic) -> None:
        self._most = per_minute
        self._clock = clock
        self._lock = threading.Lock()
        self._minute = -1
        self._now: dict[str, int] = {}
        self._before: dict[str, int] = {}

    def count(self, who: str) -> bool:
        """Count once. Returns: False where that was once too often; it is not counted then."""
        with self._lock:
            minute, passed = divmod(self._clock(), _MINUTE)
            self._turn(int(minute))
            lately = self._now.get(who, 0) + self._before.get(who, 0) * (1 - passed / _MINUTE)
            if lately + 1 > self._most:
                return False
            self._now[who] = self._now.get(who, 0) + 1
            return True

    def _turn(self, minute: int) -> None:
        if minute == self._minute:
            return
        self._before = self._now if minute == self._minute + 1 else {}
        self._now, self._minute = {}, minute
