"""Which reports of an archive are evaluated together: of one template and year, and those that lie together."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from math import ceil
from typing import TYPE_CHECKING, Final

from dq.outcome.model import ReportRecord

if TYPE_CHECKING:
    from dq.archive import Store

PORTION: Final = 2500
"""Reports that are evaluated together: memory stays bounded however many there are."""


def portions(
    records: Sequence[ReportRecord], size: int, files: Mapping[str, int] | None = None
) -> Iterator[list[ReportRecord]]:
    """Reports of one template and year, at most `size` together, each portion by id.

    Parameters: `files` the number of the file that holds each report: more than `size` reports are cut file by file,
    several small files taken together; None cuts them by id, in portions of like sizes.
    """
    kinds: dict[tuple[str, int], list[ReportRecord]] = {}
    for record in records:
        kinds.setdefault((record.template, record.year), []).append(record)
    for _, same in sorted(kinds.items()):
        if files is None or len(same) <= size:
            yield from _cut(same, size)
            continue
        lying: dict[int, list[ReportRecord]] = {}
        for record in same:
            lying.setdefault(files[record.report], []).append(record)
        for together in _packed((each for _, each in sorted(lying.items())), size):
            yield from _cut(together, size)


def places(store: Store) -> dict[str, int]:
    """The number of the file that holds each report of a store.

    Example: `portions(records, 2500, places(archive))` opens files of fewer reports once.
    """
    return {report: place for place, file in enumerate(store.together()) for report in file}


def _cut(records: Sequence[ReportRecord], size: int) -> Iterator[list[ReportRecord]]:
    """Portions of like sizes."""
    ordered = sorted(records, key=lambda record: record.report)
    step = ceil(len(ordered) / ceil(len(ordered) / size))
    for start in range(0, len(ordered), step):
        yield ordered[start : start + step]


def _packed(files: Iterable[Sequence[ReportRecord]], size: int) -> Iterator[list[ReportRecord]]:
    """Files one after the other, several together while that is no more than `size`."""
    packed: list[ReportRecord] = []
    for file in files:
        if packed and len(packed) + len(file) > size:
            yield packed
            packed = []
        packed += file
    if packed:
        yield packed
