"""A table that is printed once more: its figures are not read, but held against those of the first."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from dq.archive.reading import Use
from dq.ingest.account.marks import Mark, Sheet, is_page_number


def claim_copy(first: Sheet, copy: Sheet) -> Iterator[Mark]:
    """The figures of the second copy, each claimed: as one that the first copy prints too, or as one that differs.

    Parameters: both sheets as they are printed, with nothing claimed yet.
    Example: where the first prints 1.00 and 2.00 and the second 1.00 and 3.00, the uses are `REPEATED`, `COPY_DIFFERS`.
    """
    printed = Counter(mark.plain for marks in first.marks.values() for mark in marks)
    for index, marks in sorted(copy.marks.items()):
        for mark in marks:
            same = printed[mark.plain] > 0 or is_page_number(copy.lines[index])
            printed[mark.plain] -= 1
            mark.use = Use.REPEATED if same else Use.COPY_DIFFERS
            yield mark
