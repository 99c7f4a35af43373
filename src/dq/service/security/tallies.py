"""Counts of many that the processes of a service keep together, in memory of a fixed size."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from enum import Enum
from typing import Final

_ROWS: Final = 2
_SLOTS: Final = 1 << 14
_PAGE: Final = 1 + _ROWS * _SLOTS
_AREA: Final = 2 * _PAGE
_CELL: Final = 4
_BLANK: Final = memoryview(bytes(_CELL * (_PAGE - 1))).cast("I")


class Counted(Enum):
    """What is counted by all processes together."""

    REQUESTS = 0
    SIGN_INS_BY_ADDRESS = 1
    SIGN_INS_BY_NAME = 2
    CONNECTIONS = 3
    STREAMS = 4


def bytes_for(processes: int) -> int:
    """The memory that the tallies of so many processes take."""
    return len(Counted) * processes * _AREA * _CELL


class Tally:
    """How often each of many was counted, by all processes on the same memory.

    A count-min sketch (Cormode and Muthukrishnan, 2005) in the memory of each process: whoever is counted has a cell in
    each of two rows, found by a hash that strangers cannot reckon, and the lesser of both counts. Two may share a cell,
    hardly ever both; so nobody is counted less than was counted, and names without end take no memory. Each process
    writes its own cells and reads those of all: nobody waits for a lock that a process died with. Counts stand on a
    page, of which there are two at a time; a page that is begun takes the place of the one before the last.

    Parameters: `memory` of `bytes_for`, as one made with the same number of processes, its own where none is given;
    `what` it counts there; `processes` that count, `number` of this one; `secret` of at most 64 bytes.
    Example: `tally.add(tally.places("192.0.2.1"), page=7, amount=1)`.
    """

    def __init__(
        self,
        memory: memoryview | None = None,
        what: Counted = Counted.REQUESTS,
        processes: int = 1,
        number: int = 0,
        secret: bytes = b"",
    ) -> None:
        whole = memoryview(bytearray(bytes_for(1))) if memory is None else memory
        self._cells = whole.cast("B").cast("I")
        self._processes = tuple((what.value * processes + each) * _AREA for each in range(processes))
        self._own = self._processes[number]
        self._secret = secret

    def places(self, who: str) -> tuple[int, int]:
        """Where somebody is counted on a page."""
        told = int.from_bytes(hashlib.blake2b(who.encode(), digest_size=_CELL, key=self._secret).digest(), "big")
        return 1 + told % _SLOTS, 1 + _SLOTS + told // _SLOTS % _SLOTS

    def add(self, places: Sequence[int], page: int, amount: int) -> None:
        """Count here. Parameters: `page` from 1; `amount` less than zero to take back what this process counted."""
        base = self._own + page % 2 * _PAGE
        if self._cells[base] != page:
            self.clear(page)
        for place in places:
            self._cells[base + place] += amount

    def clear(self, page: int) -> None:
        """Begin a page of this process."""
        base = self._own + page % 2 * _PAGE
        self._cells[base] = 0  # whoever reads meanwhile takes it for no page
        self._cells[base + 1 : base + _PAGE] = _BLANK
        self._cells[base] = page

    def counts(self, places: Sequence[int], page: int) -> list[int]:
        """What all processes counted at each place of a page; zero for a page that is not kept any more."""
        bases = [each + page % 2 * _PAGE for each in self._processes]
        kept = [base for base in bases if self._cells[base] == page]
        return [sum(self._cells[base + place] for base in kept) for place in places]
