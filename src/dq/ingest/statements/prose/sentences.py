"""Sentences and clauses of a paragraph."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final, NamedTuple

from dq.ingest.statements.prose.paragraphs import Paragraph

_SENTENCE: Final = re.compile(r"[^。!?]+(?:。\)(?=[,，、比较与同])[^。!?]+)*[。!?]*[”\")]*")
"""Up to a stop; one in brackets behind which a comparison goes on ends nothing."""
_CLAUSE: Final = re.compile(
    r"(?:[^,，;。:!?]|(?<=\d),(?=\d{3}(?!\d))|(?<=\d)，(?=\d+(?:\.\d+)?[万亿元%]))+[,，;。:!?]*"
)

LONGEST_SENTENCE: Final = 2_000
"""Characters after which a sentence ends by force; those of reports have some hundreds."""
_STOPS: Final = (re.compile(r";|[，,](?!\d)"), re.compile("、"))
"""Behind which it ends then, the better ones first; a comma before a digit may stand within a figure."""


class Part(NamedTuple):
    """A part of a paragraph: `begin` and `end` (excluded) in its text, and the text between them."""

    begin: int
    end: int
    text: str


def sentences(paragraph: Paragraph) -> Iterator[Part]:
    """The sentences of a paragraph, each with its full stop.

    One that is too long ends by force, behind a comma, else behind 、, where it has any: its figures are held against
    all of it.
    Example: 收入 5 万元。支出 4 万元。 has two.
    """
    text = paragraph.text
    for found in _SENTENCE.finditer(text):
        begin, end = found.span()
        while end - begin > LONGEST_SENTENCE:
            last = begin + LONGEST_SENTENCE - 1
            stops = ([each.end() for each in signs.finditer(text, begin, last + 1)] for signs in _STOPS)
            stop = next((each[-1] for each in stops if each), last)
            yield Part(begin, stop, text[begin:stop])
            begin = stop
        yield Part(begin, end, text[begin:end])


def clauses(sentence: Part) -> Iterator[Part]:
    """The parts of a sentence between commas, semicolons, colons and full stops, each with the sign that ends it.

    A comma between thousands parts nothing, nor one between two figures that share a unit (5，6 万元).
    Example: 收入1,250万元，比上年增加5万元。 has two.
    """
    for found in _CLAUSE.finditer(sentence.text):
        yield Part(sentence.begin + found.start(), sentence.begin + found.end(), found[0])
