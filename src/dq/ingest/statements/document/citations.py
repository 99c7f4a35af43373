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
_YEARLY: Final = re.compile(r"通知|下达")
"""In titles of documents that may come every year."""


class _Sign(NamedTuple):
    """The sign of a document: whose, of what year, which."""

    organ: str
    year: str
    number: str

    def is_misprint_of(self, other: _Sign, title: str) -> bool:
        """True where one part differs and the number does not: what is issued again has a number of its own, but for
        what is issued every year. An organ may be told in full or for short (县财教, 财教).
        """
        if self.number != other.number:
            return False
        if self.year == other.year:
            return not (self.organ.endswith(other.organ) or other.organ.endswith(self.organ))
        return self.organ == other.organ and _YEARLY.search(title) is None


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
    for title, signs in cited.items():
        by_times = sorted(signs, key=lambda sign: -len(signs[sign]))
        for at, sign in enumerate(by_times):
            twin = next((other for other in by_times[:at] if sign.is_misprint_of(other, title)), None)
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
