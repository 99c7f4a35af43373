"""So many places for each: connections of an address, streams of a user."""

from __future__ import annotations

import threading
from collections import Counter


class Places:
    """Gives each of many as many places as there are for one, until they are given back.

    Parameters: `most` places of one.
    Example: `places.take("192.0.2.1")` → `True`; with all places taken `False`.
    """

    def __init__(self, most: int) -> None:
        self._most = most
        self._lock = threading.Lock()
        self._taken: Counter[str] = Counter()

    def take(self, who: str) -> bool:
        """Take a place. Returns: False where all are taken."""
        with self._lock:
            if self._taken[who] >= self._most:
                return False
            self._taken[who] += 1
            return True

    def leave(self, who: str) -> None:
        """Give a place back that `take` gave."""
        with self._lock:
            self._taken[who] -= 1
            if self._taken[who] <= 0:
                del self._taken[who]
