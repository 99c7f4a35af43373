"""Labels of rows broken over lines: which words between two rows belong to the row above, which to that below.

A table sets all its cells the same way. Their lines stand around the middle of the row, so a row takes as many lines
above as below, or one more above, or the label begins on its own line and goes on below; or all stand at the top, or
all at the bottom. The likeliest sharing for the whole table is taken, and a label that the report prints whole
elsewhere decides.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from dq.ingest.flow.rows import Row
from dq.ingest.flow.tokens import Token
from dq.templates import normalise_label

_NO_LABEL: Final = 6.0
_ONE_MORE_ABOVE: Final = 0.4
_ONE_MORE_BELOW: Final = 0.8
_AROUND: Final = 0.2
_BELOW_ONLY: Final = 0.6
_FURTHER: Final = 0.2
_UNEVEN: Final = 1.0
_SHORT_LINE: Final = 2.0
"""A label is broken where its cell ends, so only its last line may be short."""
_AS_ELSEWHERE: Final = -2.0
_NOT_AS_ELSEWHERE: Final = 1.0
_MOST: Final = 6
"""Lines of one label above or below its row; more is no label."""


Words = Sequence[Token]
"""The words of one line."""


@dataclass(frozen=True, slots=True)
class Anchor:
    """A row whose label may be broken; `known` its label where the report prints it whole elsewhere."""

    row: Row
    known: str | None


def share_out(
    anchors: Sequence[Anchor], floats: Sequence[Sequence[Words]]
) -> Iterator[tuple[list[Token], list[Token]]]:
    """For each row the words above and below it that are its own.

    Parameters: `floats` the lines of words before the first row, between rows, and behind the last (one more than
    there are rows).
    """
    _, taken = min((_likeliest(anchors, floats, way) for way in _WAYS), key=lambda found: found[0])
    before = 0
    for at, count in enumerate(taken):
        yield _joined(floats[at][before:]), _joined(floats[at + 1][:count])
        before = count


def _likeliest(anchors: Sequence[Anchor], floats: Sequence[Sequence[Words]], way: _Way) -> tuple[float, list[int]]:
    """The least cost of sharing out all lines in a table set this way, and how many lines below it each row takes."""
    # costs[p]: cost of the rows so far where the next row has p words above; steps[row][p]: what led there.
    costs: dict[int, float] = {len(floats[0]): way.cost}
    steps: list[dict[int, tuple[int, int]]] = []
    for at, anchor in enumerate(anchors):
        gap = floats[at + 1]
        following: dict[int, float] = {}
        step: dict[int, tuple[int, int]] = {}
        for above, cost in costs.items():
            prefix = floats[at][len(floats[at]) - above :]
            least = len(gap) if at + 1 == len(anchors) else 0
            for below in range(least, len(gap) + 1):
                total = cost + _cost(anchor, prefix, gap[:below], way)
                left = len(gap) - below
                if left not in following or total < following[left]:
                    following[left], step[left] = total, (above, below)
        costs = following
        steps.append(step)
    taken: list[int] = []
    left = 0
    for step in reversed(steps):
        left, below = step[left]
        taken.append(below)
    return min(costs.values()), taken[::-1]


def _joined(lines: Sequence[Words]) -> list[Token]:
    return [word for words in lines for word in words]


def _cost(anchor: Anchor, above: Sequence[Words], below: Sequence[Words], way: _Way) -> float:
    up, down = len(above), len(below)
    if max(up, down) > _MOST:
        return _NO_LABEL * (up + down)
    own = [anchor.row.words] if anchor.row.words else []
    cost = way.place(up, down, len(own))
    lengths = [sum(len(word.plain) for word in words) for words in (*above, *own, *below)]
    cost += _SHORT_LINE * sum(length < max(lengths) - 1 for length in lengths[:-1])
    if anchor.known:
        label = normalise_label("".join(word.plain for word in _joined([*above, *own, *below])))
        cost += _AS_ELSEWHERE if label == anchor.known else _NOT_AS_ELSEWHERE
    return cost


def _around(up: int, down: int, beside: int) -> float:
    return _cost_inline(up, down) if beside else _cost_around(up, down)


def _from_top(up: int, down: int, beside: int) -> float:
    return _UNEVEN * up + _FURTHER * down + (0.0 if beside or down else _NO_LABEL)


def _to_bottom(up: int, down: int, beside: int) -> float:
    return _from_top(down, up, beside)


@dataclass(frozen=True, slots=True)
class _Way:
    """How a table's cells stand in their rows: `place` the cost of lines above, below and beside it, `cost`
    that of the table's being set so.
    """

    place: Callable[[int, int, int], float]
    cost: float


def _cost_inline(up: int, down: int) -> float:
    if up == down:
        return _AROUND if up else 0.0
    return _BELOW_ONLY + _FURTHER * (down - 1) if up == 0 else _UNEVEN + abs(up - down)


def _cost_around(up: int, down: int) -> float:
    if up == down:
        return 0.0 if up else _NO_LABEL
    if up == down + 1:
        return _ONE_MORE_ABOVE
    return _ONE_MORE_BELOW if down == up + 1 else float(abs(up - down))


_WAYS: Final = (_Way(_around, 0.0), _Way(_from_top, 0.5), _Way(_to_bottom, 1.0))
