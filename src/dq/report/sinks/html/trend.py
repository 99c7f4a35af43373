"""How an archive moved from run to run: what share of the checks was violated and undecided."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from dq.outcome.model import RunRecord
from dq.report.protocol import EarlierRun
from dq.types import Verdict

_RUNS: Final = 24
"""Most runs shown, the latest ones."""
_HEIGHT: Final = 100
_LEAST: Final = 2


@dataclass(frozen=True, slots=True)
class Column:
    """A run in the chart. Parameters: `day` it ended on; `checks` it made: an archive that grows has more of all kinds;
    `violated_height` and `undecided_height` of these shares in hundredths of the chart's height, none that is not zero
    too low to be seen.
    """

    run: str
    day: str
    checks: int
    violated: int
    undecided: int
    violated_height: int
    undecided_height: int


def trend(earlier: Sequence[EarlierRun], run: RunRecord) -> tuple[Column, ...]:
    """The runs, the oldest first, this one last; empty where there was none before.

    Example: `trend(material.earlier, material.run())[-1].violated`.
    """
    if not earlier:
        return ()
    now = EarlierRun(run.id, run.finished, run.counts)
    shown = [*(each for each in earlier if each.id != run.id), now][-_RUNS:]
    checks = [sum(each.counts.get(verdict.value, 0) for verdict in Verdict) for each in shown]
    numbers = [
        (each.counts.get(Verdict.VIOLATED.value, 0), each.counts.get(Verdict.UNDECIDED.value, 0)) for each in shown
    ]
    shares = [number / of for pair, of in zip(numbers, checks, strict=True) if of for number in pair]
    highest = max(shares, default=0)
    return tuple(
        Column(
            each.id,
            each.finished[:10],
            of,
            violated,
            undecided,
            _height(violated, of * highest),
            _height(undecided, of * highest),
        )
        for each, of, (violated, undecided) in zip(shown, checks, numbers, strict=True)
    )


def _height(number: int, highest: float) -> int:
    return max(_LEAST, round(_HEIGHT * number / highest)) if number else 0
