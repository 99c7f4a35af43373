"""What a project's money was spent on."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import Final

from dq.ingest.statements.model import Statement
from dq.ingest.statements.performance.flowing.figures import NUMBER
from dq.ingest.statements.performance.flowing.funds import money_unit
from dq.ingest.statements.performance.flowing.parts import Sheet, doubted
from dq.ingest.statements.performance.flowing.text import Part

_SUMS: Final = re.compile(
    rf"(?P<label>(?:项目)?本年度?支出合计|合计|[^\W\d]{{2,24}}?支出小计)(?:\([^()]*\))?:?\s?(?P<figure>{NUMBER})"
)
_END: Final = re.compile("项目本年度支出合计|合计")
_AND_SO_ON: Final = re.compile(r"…+|\.{3,}")
"""Stands where the number of one more row would; the row may be empty."""
_FIGURE: Final = re.compile(NUMBER)


def expenditure(sheet: Sheet, part: Part) -> Iterator[Statement]:
    """What the money was spent on: numbered items, then their total, then what of it came from which source."""
    yield from _items(sheet, part)
    text = sheet.flow.text
    for found in _SUMS.finditer(text, part.begin, part.end):
        role = "total" if found["label"].endswith("合计") else "of_which"
        said = sheet.flow.said(found.start("figure"), found.end("figure"), money_unit(sheet, part))
        yield sheet.row("project_expenditure", found.start("label"), found["label"], {"amount": said}, role=role)


def _items(sheet: Sheet, part: Part) -> Iterator[Statement]:
    """Items: a number (or …) that begins a line, a name, and the figure that ends the text before the next number.

    Figures that end lines before that are sums of items without a number, and doubted: the name may be broken there.
    """
    text = sheet.flow.text
    sums = _END.search(text, part.begin, part.end)
    end = part.end if sums is None else sums.start()
    words = sheet.flow.words(part.begin, end)
    starts = _enumerated(sheet, words)
    for number, (at, word) in enumerate(starts):
        stop = starts[number + 1][0] if number + 1 < len(starts) else len(words)
        body = words[at + 1 : stop]
        if not body or not _FIGURE.fullmatch(text, *body[-1]):
            continue
        ends = [
            each for each, place in enumerate(body) if _ends_line(sheet, body, each) and _FIGURE.fullmatch(text, *place)
        ]
        for first, last in pairwise([-1, *ends]):
            label = "".join(sheet.flow.printed[begin:until] for begin, until in body[first + 1 : last])
            amount = {"amount": sheet.flow.said(*body[last], money_unit(sheet, part))}
            begin = body[first + 1][0] if first >= 0 else word
            yield sheet.row("project_expenditure", begin, label or None, doubted(amount) if len(ends) > 1 else amount)


def _ends_line(sheet: Sheet, words: Sequence[tuple[int, int]], at: int) -> bool:
    return at + 1 == len(words) or sheet.flow.is_line_start(words[at + 1][0])


def _enumerated(sheet: Sheet, words: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    """The words that are 1, 2, 3 … or dots and begin their lines: index and where they begin."""
    found: list[tuple[int, int]] = []
    for at, (begin, end) in enumerate(words):
        word = sheet.flow.text[begin:end]
        is_number = word.rstrip(".、") == str(len(found) + 1) or _AND_SO_ON.fullmatch(word) is not None
        if is_number and sheet.flow.is_line_start(begin):
            found.append((at, begin))
    return found
