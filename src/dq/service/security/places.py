"""So many places for each: connections of an address, streams of a user."""

from __future__ import annotations

import threading
from typing import Final

from dq.service.security.tallies import Tally

_PAGE: Final = 1


class Places:
    """Gives each of many as many places as there are for one, until they are given back.

    Parameters: `most` places of one; `tally` where they are counted, with other processes or alone. What a process that
    died had there is given back when the one in its place begins.
    Example: `places.take("192.0.2.1")` → `True`; with all places taken `False`.
    """

    def __init__(self, most: int, tally: Tally | None = None) -> None:
        self._most = most
        self._lock = threading.Lock()
        self._tally = Tally() if tally is None else tally
        self._tally.clear(_PAGE)

    def take(self, who: str) -> bool:
        """Take a place. Returns: False where all are taken."""
        places = self._tally.places(who)
        with self._lock:
            # Taken before it is looked at: of two processes that do so at once neither overlooks the other.
            self._tally.add(places, _PAGE, 1)
            if min(self._tally.counts(places, _PAGE)) <= self._most:
                return True
            self._tally.add(places, _PAGE, -1)
            return False

    def leave(self, who: str) -> None:
        """Give a place back that `take` gave."""
        with self._lock:
            self._tally.add(self._tally.places(who), _PAGE, -1)
