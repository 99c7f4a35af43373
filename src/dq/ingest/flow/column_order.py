"""In which order a running header prints its columns."""

from __future__ import annotations

from collections.abc import Sequence

from dq.ingest.flow.tokens import TokenLine
from dq.ingest.units import column_unit
from dq.templates import Measure, normalise_label


def in_printed_order(
    shown: Sequence[tuple[Measure, ...]], lines: Sequence[TokenLine]
) -> tuple[list[tuple[Measure, ...]], bool]:
    """The measures of each block in the order in which a line prints all of their labels, else in the form's, and
    whether a line that names only some of them contradicts that.

    Example: under the line 合计 公用经费 人员经费 the columns total, personnel, public are total, public, personnel.
    """
    owners: dict[str, set[Measure]] = {}
    for measure in (each for measures in shown for each in measures):
        for path in measure.headers:
            owners.setdefault(path[-1], set()).add(measure)
    named = [
        [owners.get(column_unit(normalise_label(token.plain))[0], set()) for token in line.tokens] for line in lines
    ]
    ordered: list[tuple[Measure, ...]] = []
    is_mixed = False
    for measures in shown:
        best = measures
        for line in named:
            there = [next(iter(each)) for each in line if len(each) == 1 and each <= set(measures)]
            places = [measures.index(each) for each in there]
            if places == sorted(places):
                continue
            if sorted(places) == list(range(len(measures))):
                best = tuple(there)
            else:
                is_mixed = True
        ordered.append(best)
    return ordered, is_mixed
