"""Claims and statements on projects as rows of `claim` and `narrative`."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Final

from dq.ingest.statements.context import Context
from dq.ingest.statements.model import Said, Statement
from dq.ingest.statements.parts import Part
from dq.ingest.statements.projects import wording as w
from dq.ingest.statements.projects.claims import claims
from dq.ingest.statements.projects.memory import Claim
from dq.ingest.statements.projects.narratives import narratives, said_of
from dq.ingest.statements.projects.surroundings import plain
from dq.ingest.statements.prose import Kind, Paragraph, paragraphs
from dq.ingest.stream import Stream
from dq.types import unit_named

_HEADED: Final = re.compile(r"[一二三四五六七八九十]+、|\([一二三四五六七八九十]+\)")
_TOTAL: Final = "自评总分"
"""The canonical label of a project's whole score, whatever words the report has for it."""
_SCORES: Final = frozenset({"weight", "full_mark", "score", "total_score"})


def read_projects(context: Context) -> Sequence[Statement]:
    """What a report says of performance and of its projects: a `Reader`.

    Example: `read_projects(context)[0].attributes["quantity"]` → `"count"`.
    """
    return project_statements(context.stream, context.projects)


def project_statements(stream: Stream, found: Sequence[Part]) -> list[Statement]:
    """The figures that the sections on performance and the projects' reports state: rows of `claim`, and of `narrative`
    where a sentence has the shape of the statutory text.

    Parameters: `found` the parts that speak of them.
    Example: `project_statements(stream, parts(stream, forms_of(stream)))[0].attributes["quantity"]` → `"count"`.
    """
    return [each for part in found for each in _of_part(stream, part)]


def _of_part(stream: Stream, part: Part) -> Iterator[Statement]:
    topic = ""
    for paragraph in paragraphs(stream.lines, part.first, part.end):
        topic = topic_of(paragraph, topic)
        found = claims(paragraph.text, topic)
        for claim in found:
            yield _row(paragraph, part, claim)
        yield from _grades(paragraph, part)
        yield from narratives(paragraph, part, found)


def topic_of(paragraph: Paragraph, topic: str) -> str:
    """What a paragraph speaks of: that of the one before, unless it begins with a heading.

    Example: of a paragraph （三）存在问题 → `"problems"`, of the list under it too.
    """
    words = paragraph.text[len(paragraph.mark) :]
    if w.PROBLEM.match(words) or (paragraph.is_title and w.PROBLEM.search(words)):
        return "problems"
    if paragraph.is_title and w.GOALS.search(words):
        return "goals"
    if paragraph.is_title or _HEADED.match(paragraph.mark) or w.BODY.match(words):
        return ""
    return topic


def _row(paragraph: Paragraph, part: Part, claim: Claim) -> Statement:
    place = paragraph.place(claim.figure.begin)
    figures = {_measure(claim): said_of(paragraph, claim)}
    if claim.year is not None:
        figures["year"] = paragraph.said(claim.year)
    return Statement(
        table="claim",
        line=place.line,
        label=claim.label or None,
        figures=figures,
        attributes={"section": part.section, "form": part.form, "quantity": claim.quantity},
        item=_TOTAL if claim.quantity == "total_score" else None,
        path=claim.path,
        role=claim.role,
        page=place.page,
    )


def _measure(claim: Claim) -> str:
    """The column that holds a figure of this kind; money that is not 元 is a quantity of another kind."""
    if claim.quantity in _SCORES:
        return "score"
    match claim.kind:
        case Kind.MONEY:
            return "amount" if unit_named(claim.unit).dimension == "money" else "value"
        case Kind.PERCENT | Kind.POINTS:
            return "percent"
        case Kind.COUNT:
            return "count"
        case _:
            return "value"


def _grades(paragraph: Paragraph, part: Part) -> Iterator[Statement]:
    for found in w.GRADE.finditer(plain(paragraph.text)):
        group = "word" if found["word"] else "bare"
        place = paragraph.place(found.start(group))
        yield Statement(
            table="claim",
            line=place.line,
            label="自评等级",
            figures={"grade": Said(found[group], place.line, place.place)},
            attributes={"section": part.section, "form": part.form, "quantity": "grade"},
            page=place.page,
        )
