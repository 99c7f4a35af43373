"""The level of government for which a report explains its terms."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from dq.ingest.statements.document.mentions import statement
from dq.ingest.statements.document.numbering import PART, number_of
from dq.ingest.statements.document.outline import Outline
from dq.ingest.statements.model import Statement
from dq.ingest.statements.prose import Layout, Passage

_GLOSSARY: Final = re.compile(r"(?:专业|专用)?名词(?:术语)?解释$")
_GLOSSARY_END: Final = "解释"
_TERM: Final = re.compile(r"^[^:。]{2,24}:")
_FROM_ABOVE: Final = re.compile(r"^[^:]*(?:上级|转移支付|上缴)")
"""Terms that speak of another level rightly."""
_LEVEL: Final = re.compile(r"(?P<sign>[省市区县])级(?=财政|预算|部门|单位|各|政府|机关)")
_HEIGHT: Final = {"省": 3, "市": 2, "区": 1, "县": 1}
_SHORT: Final = 30


def levels(outline: Outline) -> list[Statement]:
    """The level of government that each explained term names, held against the level that the body's region is of.

    Terms that name the body's own level beside another one are left out, and bodies whose name has no region.
    Example: `levels(outline)[0].figures["words"].printed` → `"省级财政"`.
    """
    own = _height(outline.context.owner.region)
    if own is None:
        return []
    found: list[Statement] = []
    for paragraph in _terms(outline):
        for start, end in paragraph.sentences:
            said = [*_LEVEL.finditer(paragraph.plain, start, end)]
            heights = {_HEIGHT[each["sign"]] for each in said}
            if not said or (own in heights and len(heights) > 1):
                continue
            agrees = "yes" if own in heights else "no"
            # A county-level city calls itself a city; of lower levels a term may rightly speak.
            if agrees == "no" and max(heights) < own:
                continue
            words = paragraph.said(said[0].start(), said[0].end() + 2)
            given = {"mention": "level", "place": "text", "agrees": agrees}
            found.append(statement("mention", paragraph.line(said[0].start()), words.printed, {"words": words}, given))
    return found


def _height(region: str | None) -> int | None:
    """How high a region's government is: 3 province, 2 city, 1 district or county; None where it is not plain."""
    if not region or region.endswith("自治区"):
        return 3 if region else None
    return {"省": 3, "市": 2, "区": 1, "县": 1, "旗": 1}.get(region[-1])


def _terms(outline: Outline) -> Iterator[Passage]:
    """The paragraphs of the glossary that explain a term."""
    within = False
    for paragraph in outline.body:
        if not within and not paragraph.plain.endswith(_GLOSSARY_END):
            continue
        number = number_of(paragraph.plain)
        title = paragraph.plain[len(number.printed) :] if number else paragraph.plain
        if len(title) <= _SHORT and _GLOSSARY.search(title):
            within = True
        elif (
            paragraph.layout is not Layout.TEXT or (number is not None and number.rank == PART) or title[-1:] in "表明"
        ):
            within = False
        elif within and _TERM.match(title) and not _FROM_ABOVE.match(title):
            yield paragraph
