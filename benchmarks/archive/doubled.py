"""What twice the rules cost: the engine on every second of the thirty rules, and on all thirty, in turn.

    python -m benchmarks.archive.doubled ARCHIVE [ROUNDS]

Prints the CPU seconds of both in each round, and the median of thirty : fifteen with its range. Exits with 1 where that
is more than 1.5.
"""

from __future__ import annotations

import gc
import statistics
import sys
import time
from pathlib import Path
from typing import Final

from benchmarks.archive.engine import RULES, judged
from benchmarks.archive.thirty import IDS, book
from dq.semantics.checked import RuleBook

BOUND: Final = 1.5


def main(archive: Path, rounds: int = 3) -> int:
    """Measure, print, and say by the exit code whether the bound holds."""
    half = book(IDS[::2])
    gc.disable()  # as `dq.cli.entry` does
    judged(archive, half)  # what is made once a process is no matter of how many rules there are
    ratios = []
    for _ in range(rounds):
        fifteen, thirty = (_seconds(archive, rules) for rules in (half, RULES))
        ratios.append(thirty / fifteen)
        sys.stdout.write(f"15 rules {fifteen:.2f} s   30 rules {thirty:.2f} s CPU\n")
    middle = statistics.median(ratios)
    sys.stdout.write(f"30 : 15 = {middle:.2f} ({min(ratios):.2f}–{max(ratios):.2f})\n")
    return 0 if middle <= BOUND else 1


def _seconds(archive: Path, rules: RuleBook) -> float:
    before = time.process_time()
    judged(archive, rules)
    return time.process_time() - before


if __name__ == "__main__":
    raise SystemExit(main(Path(sys.argv[1]), *map(int, sys.argv[2:])))
