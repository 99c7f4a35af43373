"""What pages print again within a table: its title, its header, the unit, the report's running title."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Sequence
from typing import Final

from dq.ingest.flow.body_start import PAGE_NUMBER
from dq.ingest.flow.tokens import TokenLine
from dq.ingest.stream import Line
from dq.ingest.units import is_form_number, is_unit_line

_TIMES: Final = 3
_RUNNING_TITLE: Final = re.compile(r"(?=.{6,40}$).*(?:\d{4}年|部门).*(?:决算|预算)(?:公开)?(?:报告|报表|说明|表|情况)?")
_LEAST_HEADER: Final = 4


def running_titles(lines: Sequence[Line]) -> frozenset[str]:
    """Titles of the report that stand again and again on lines of their own, without their spaces."""
    texts = Counter("".join((line.sole_text or "").split()) for line in lines if line.filled)
    return frozenset(text for text, times in texts.items() if times >= _TIMES and _RUNNING_TITLE.fullmatch(text))


def without_repeats(
    lines: Sequence[TokenLine], header: Sequence[TokenLine], titles: Collection[int], running: Collection[str]
) -> list[TokenLine]:
    """A table's lines without what its later pages print again.

    Parameters: `header` the header's lines; `titles` indices of lines that are the table's title; `running` titles of
    pages. A header is known by its words in the same order, however they are broken.
    """
    wanted = "".join(line.words for line in header if not _is_above(line))
    kept: list[TokenLine] = []
    at = 0
    while at < len(lines):
        line = lines[at]
        length = _repeats(lines, at, wanted) if len(wanted) >= _LEAST_HEADER else 0
        if not length and line.index not in titles and line.words not in running and not _is_above(line):
            kept.append(line)
        at += max(1, length)
    return kept


def _is_above(line: TokenLine) -> bool:
    """True for what stands above a header: the unit, the body that made the table, its number on the form."""
    return is_unit_line(line.words) or is_form_number(line.words)


def _repeats(lines: Sequence[TokenLine], at: int, wanted: str) -> int:
    """How many lines from here on print the header again, the foot of a page within it too; 0 where they do not."""
    text = ""
    for count, line in enumerate(lines[at : at + len(wanted)], 1):
        if text and PAGE_NUMBER.fullmatch(line.words) and not wanted.startswith(text + line.words):
            continue
        text += line.words
        if text == wanted:
            return count
        if not wanted.startswith(text):
            break
    return 0
