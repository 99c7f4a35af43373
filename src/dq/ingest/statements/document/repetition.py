"""Passages that stand in the text once more, word for word."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from collections.abc import Set as AbstractSet
from typing import Final

from dq.ingest.records import record
from dq.ingest.statements.document.mentions import statement
from dq.ingest.statements.document.outline import Outline
from dq.ingest.statements.model import Said, Statement
from dq.ingest.statements.prose import Layout, Passage

_CLAUSE: Final = re.compile(r"[^,。;:、!?]+[,。;:、!?]*")
_LEAST: Final = 100
"""Signs of a passage that nobody writes twice."""
_LEAST_NEXT: Final = 40
"""Signs of a paragraph that nobody writes once more right below itself, but in a form: as planned, and as done."""
_SHORT: Final = 6
"""Signs of a clause that may begin a passage; shorter ones stand everywhere."""
_STANDARD: Final = 3
"""What stands more often is a phrase of the form."""
_NUMBER: Final = re.compile(r"^(?:\(?[一二三四五六七八九十\d]{1,3}[)、.])+")
_LETTER: Final = re.compile(r"[\u4e00-\u9fff]")


@record
class _Clause:
    paragraph: Passage
    number: int
    start: int
    end: int
    key: int


def repetitions(outline: Outline) -> list[Statement]:
    """Long passages that the text prints again: where the second one begins, and the line of the first.

    Linear: clauses are known by their hashes; a passage goes on as long as both copies do. Phrases of the form, which
    stand more than a few times, and mere lists of figures are no repetitions.
    Example: `repetitions(outline)[0].figures["first_line"].printed` → `"781"`.
    """
    clauses = [*_clauses(outline)]
    lines = outline.context.stream.lines
    in_forms = {id(line) for form in outline.context.forms for line in lines[form.first : form.end]}
    times = Counter(each.key for each in clauses)
    before: dict[int, int] = {}
    found: list[Statement] = []
    at = 0
    while at < len(clauses):
        begin = clauses[at]
        other = before.get(begin.key)
        length = end = 0
        if other is not None and begin.end - begin.start >= _SHORT and times[begin.key] <= _STANDARD:
            end = _common(clauses, other, at)
            own = clauses[at : at + end]
            length = sum(each.end - each.start for each in own if times[each.key] <= _STANDARD)
        is_copy = other is not None and (length >= _LEAST or _is_next(clauses, other, at, end, in_forms))
        if is_copy and other is not None:
            found.append(_statement(clauses[other], begin, length))
        for step in range(end if is_copy else 1):
            before[clauses[at + step].key] = at + step
        at += end if is_copy else 1
    return found


def _is_next(clauses: list[_Clause], first: int, second: int, count: int, in_forms: AbstractSet[int]) -> bool:
    """True where a paragraph of some length is the one above it once more."""
    begin, other = clauses[second], clauses[first]
    last = clauses[second + count - 1]
    is_whole = begin.start == 0 and last.number == begin.number and last.end == len(begin.paragraph.plain)
    is_below = other.start == 0 and begin.number == other.number + 1 and first + count == second
    is_free = id(begin.paragraph.line(0)) not in in_forms
    return is_free and count > 0 and is_whole and is_below and last.end >= _LEAST_NEXT


def _common(clauses: list[_Clause], first: int, second: int) -> int:
    """How many clauses two passages have in common from their beginnings on; the first one ends before the second."""
    count = 0
    while (
        first + count < second
        and second + count < len(clauses)
        and clauses[first + count].key == clauses[second + count].key
    ):
        count += 1
    return count


def _clauses(outline: Outline) -> Iterator[_Clause]:
    for number, paragraph in enumerate(outline.body):
        if paragraph.layout is not Layout.TEXT or not paragraph.is_even:
            continue
        for found in _CLAUSE.finditer(paragraph.plain):
            words = _NUMBER.sub("", found[0].rstrip(",。;:、!?"))
            if _LETTER.search(words):
                yield _Clause(paragraph, number, found.start(), found.end(), hash(words))


def _statement(first: _Clause, second: _Clause, length: int) -> Statement:
    said = second.paragraph.said(second.start, len(second.paragraph.text))
    before = first.paragraph.said(first.start, first.end)
    figures = {
        "words": said,
        "first_line": Said(str(before.line), said.line, said.place),
        "apart": Said(str(second.number - first.number), said.line, said.place),
        "characters": Said(str(length), said.line, said.place),
    }
    return statement(
        "mention",
        second.paragraph.line(second.start),
        said.printed,
        figures,
        {"mention": "repetition", "place": "text"},
    )
