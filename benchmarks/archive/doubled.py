"""What twice the rules cost: the engine on all of the thirty rules, and on either half of them, in turn.

    python -m benchmarks.archive.doubled ARCHIVE [ROUNDS]

Which fifteen are taken changes the answer more than anything else does: a rule that compares with the year before
costs five that add up a table. So the thirty are halved twice, every second rule and the first fifteen, and each half
counts, as does what it leaves. Prints the CPU seconds of each round, and the median of thirty : the mean of the four
halves with its range. Exits with 1 where that is more than 1.5.
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
HALVES: Final = (IDS[::2], IDS[1::2], IDS[:15], IDS[15:])


def main(archive: Path, rounds: int = 3) -> int:
    """Measure, print, and say by the exit code whether the bound holds."""
    halves = [book(ids) for ids in HALVES]
    gc.disable()  # as `dq.cli.entry` does
    judged(archive, RULES)  # what is made once a process is no matter of how many rules there are
    ratios = []
    for _ in range(rounds):
        fifteen = [_seconds(archive, rules) for rules in halves]
        thirty = _seconds(archive, RULES)
        ratios.append(thirty / statistics.mean(fifteen))
        told = "  ".join(f"{seconds:.2f}" for seconds in fifteen)
        sys.stdout.write(f"15 rules {told} s   30 rules {thirty:.2f} s CPU   {ratios[-1]:.2f}\n")
    middle = statistics.median(ratios)
    sys.stdout.write(f"30 : 15 = {middle:.2f} ({min(ratios):.2f}–{max(ratios):.2f})\n")
    return 0 if middle <= BOUND else 1


def _seconds(archive: Path, rules: RuleBook) -> float:
    before = time.process_time()
    judged(archive, rules)
    return time.process_time() - before


if __name__ == "__main__":
    raise SystemExit(main(Path(sys.argv[1]), *map(int, sys.argv[2:])))
