"""Statements of projects that have the shape of the statutory narrative, as rows of `narrative`."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Final

from dq.ingest.statements.model import Said, Statement
from dq.ingest.statements.parts import Part
from dq.ingest.statements.projects.memory import Claim
from dq.ingest.statements.projects.surroundings import plain
from dq.ingest.statements.prose import Kind, Paragraph
from dq.types import unit_named

_BUDGETS: Final = frozenset({"budget", "full_year_budget"})
_SPENT: Final = frozenset({"executed", "spent"})
_FULL_YEAR: Final = re.compile(r"(?:全年|调整后?)预算[^，;。]{0,6}$")
_BASE: Final = re.compile(r"(?:比|较|与)(?P<year>20\d\d)年")
_NEAR: Final = 16


def narratives(paragraph: Paragraph, part: Part, claims: Sequence[Claim]) -> Iterator[Statement]:
    """A row for each budget with what was spent of it and the stated degree, and for each amount with the stated change
    and rate: figures of one thing that follow one another.

    Example: 全年预算数为100万元，执行数为98万元，完成预算的98% → one row with full_year_budget, amount and completion.
    """
    for at in range(len(claims) - 2):
        group = claims[at : at + 3]
        if len({claim.label for claim in group}) > 1:
            continue
        first, second, third = group
        if first.quantity in _BUDGETS and second.quantity in _SPENT and third.quantity == "completion":
            lead = plain(paragraph.text)[max(0, first.figure.begin - _NEAR) : first.figure.begin]
            budget = "full_year_budget" if _FULL_YEAR.search(lead) else "budget"
            yield _row(paragraph, part, {budget: first, "amount": second, "completion": third}, {})
        elif (first.quantity, second.quantity, third.quantity) == ("amount", "change", "rate") and _is_money(second):
            words = {"change_word": _word(second), "rate_word": _word(third)}
            yield _row(paragraph, part, {"amount": first, "change": second, "rate": third}, words)


def said_of(paragraph: Paragraph, claim: Claim) -> Said:
    """A claim's figure as a statement holds it.

    Example: `said_of(paragraph, claim).unit` → `"万元"`.
    """
    place = paragraph.place(claim.figure.begin)
    negative = claim.is_negative or claim.figure.is_negative
    return Said(claim.figure.printed, place.line, place.place, claim.unit, negative)


def _row(paragraph: Paragraph, part: Part, claims: Mapping[str, Claim], words: Mapping[str, str | None]) -> Statement:
    figures = {name: said_of(paragraph, claim) for name, claim in claims.items()}
    first = next(iter(claims.values()))
    last = list(claims.values())[-1]
    base = _BASE.search(paragraph.text, first.figure.until, last.figure.begin) if words else None
    if base is not None:
        place = paragraph.place(base.start("year"))
        figures["base_year"] = Said(base["year"], place.line, place.place, "年")
    place = paragraph.place(first.figure.begin)
    return Statement(
        table="narrative",
        line=place.line,
        label=first.label or None,
        figures=figures,
        attributes={"section": part.section, "form": part.form, **words},
        page=place.page,
    )


def _is_money(claim: Claim) -> bool:
    return claim.kind is Kind.MONEY and unit_named(claim.unit).dimension == "money"


def _word(claim: Claim) -> str:
    return "down" if claim.is_negative else "up"
