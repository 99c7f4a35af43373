"""What the processes of one service have in common."""

from __future__ import annotations

import secrets
from dataclasses import dataclass, field
from multiprocessing import get_context
from typing import Any, Final

from dq.service.security.tallies import Counted, Tally, bytes_for

SPAWNING: Final = get_context("spawn")
"""Processes begin anew: a copy of one that has threads, polars' among them, may wait for ever for a lock of theirs."""

FIGURES: Final = "PROMETHEUS_MULTIPROC_DIR"
"""The variable by which prometheus_client is told, before it is imported, in which folder processes add up figures."""


@dataclass(frozen=True, slots=True)
class Common:
    """What one process of a service knows of the others.

    Parameters: `processes` how many answer; `number` of this one, 0 for the first, which alone does what is done once:
    migrations, jobs, schedule; `setup_code` that makes the first administrator; `secret` and `board` of what they count
    together.
    Example: `Common()` of a service of one process, `common_of(2)` of one of two.
    """

    processes: int = 1
    number: int = 0
    setup_code: str = field(default_factory=lambda: secrets.token_urlsafe(9))
    secret: bytes = field(default_factory=lambda: secrets.token_bytes(16))
    board: Any = field(default_factory=lambda: bytearray(bytes_for(1)))

    @property
    def is_first(self) -> bool:
        """Whether this process does what only one may do."""
        return self.number == 0

    def tally(self, what: Counted) -> Tally:
        """Where all processes count the same."""
        return Tally(memoryview(self.board), what, self.processes, self.number, self.secret)

    def share(self, of_all: int) -> int:
        """What one process may do at once of what all may together; one thing at least."""
        return max(1, of_all // self.processes)


def common_of(processes: int) -> Common:
    """What so many processes have in common, to be given to each as it is started."""
    if processes == 1:
        return Common()
    return Common(processes, board=SPAWNING.RawArray("B", bytes_for(processes)))
