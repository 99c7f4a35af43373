"""Official documents that the text cites by title and sign: 《…办法》（甲政办〔2019〕12 号）."""

from __future__ import annotations

import re
from typing import Final, NamedTuple

from dq.ingest.statements.document.mentions import statement
from dq.ingest.statements.document.outline import Outline
from dq.ingest.statements.model import Said, Statement
from dq.ingest.statements.prose import Layout, Passage

_CITED: Final = re.compile(
    r"《(?P<title>[^《》]{6,80})》\((?P<organ>[\u4e00-\u9fff]{2,10})[〔【\[(](?P<year>(?:19|20)\d\d)[〕】\])](?P<number>\d{1,4})号"
)


class _Sign(NamedTuple):
    """The sign of a document: whose, of what year, which."""

    organ: str
    year: str
    number: str

    def is_misprint_of(self, other: _Sign) -> bool:
        """True where one part differs and the number does not: what is issued again has a number of its own."""
        return self.number == other.number and (self.organ == other.organ) != (self.year == other.year)


def citations(outline: Outline) -> list[Statement]:
    """Documents that are cited by one title with two signs, of which one must be wrong: the rarer one, once a title.

    Example: `citations(outline)[0].label` → `"甲政综〔2019〕12号"`.
    """
    cited: dict[str, dict[_Sign, list[tuple[Passage, re.Match[str]]]]] = {}
    for paragraph in outline.body:
        if paragraph.layout is Layout.TEXT and "》(" in paragraph.plain:
            for found in _CITED.finditer(paragraph.plain):
                sign = _Sign(found["organ"], found["year"], found["number"])
                cited.setdefault(found["title"], {}).setdefault(sign, []).append((paragraph, found))
    found_of = []
    for signs in cited.values():
        by_times = sorted(signs, key=lambda sign: -len(signs[sign]))
        for at, sign in enumerate(by_times):
            twin = next((other for other in by_times[:at] if sign.is_misprint_of(other)), None)
            if twin is not None:
                found_of.append(_statement(*signs[sign][0], *signs[twin][0]))
                break
    return found_of


def _statement(paragraph: Passage, found: re.Match[str], other: Passage, first: re.Match[str]) -> Statement:
    start = found.start("organ")
    words = paragraph.said(start, found.end())
    before = other.said(first.start("organ"), first.end())
    figures = {"words": words, "first_line": Said(str(before.line), words.line, words.place)}
    given = {"mention": "sign", "place": "text", "agrees": "no"}
    return statement("mention", paragraph.line(start), words.printed, figures, given)
