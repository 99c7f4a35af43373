"""How an archive moved from run to run: columns of what was violated and undecided."""

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
    """A run in the chart. Parameters: `day` it ended on; `violated_height` and `undecided_height` in hundredths of the
    chart's height, none that is not zero too low to be seen.
    """

    run: str
    day: str
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
    numbers = [
        (each.counts.get(Verdict.VIOLATED.value, 0), each.counts.get(Verdict.UNDECIDED.value, 0)) for each in shown
    ]
    highest = max(1, *(number for pair in numbers for number in pair))
    return tuple(
        Column(
            each.id,
            each.finished[:10],
            violated,
            undecided,
            _height(violated, highest),
            _height(undecided, highest),
        )
        for each, (violated, undecided) in zip(shown, numbers, strict=True)
    )


def _height(number: int, highest: int) -> int:
    return max(_LEAST, round(_HEIGHT * number / highest)) if number else 0
