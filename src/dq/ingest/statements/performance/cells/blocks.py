"""What the sums beside labels are of in forms of the budget: the whole project's money, or that of the year."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from dq.ingest.statements.model import Statement
from dq.ingest.statements.performance.cells.tokens import Token, is_part
from dq.ingest.statements.performance.vocabulary import plain_label, vocabulary

PROJECT: Final = "arranged"
YEAR: Final = "budget"
UNTOLD: Final = ""
"""The measure of sums of which nothing tells what they state."""

_OF_YEAR: Final = re.compile("^(?:当年|本年)|年度")
_OF_PROJECT: Final = re.compile(
    "^(?:项目)?(?:中期|实施期|全周期|全生命周期)(?:间)?(?:项目)?(?:资金)?(?:总额|总资金|总预算|合计|总计)$"
)


def source_of(label: str) -> str | None:
    """Where the label says that money comes from; a total of the project's whole term is one of all money.

    Example: `source_of("中期资金总额")` → `"total"`.
    """
    return "total" if _OF_PROJECT.match(plain_label(label)) else vocabulary().source(label)


def is_of_year(label: str) -> bool:
    """True for a label that says that its money is that of the year.

    Example: `is_of_year("年度资金总额")` → `True`.
    """
    return _OF_YEAR.search(plain_label(label)) is not None


def opened(
    tokens: Sequence[Token], sums: Sequence[Token], before: Sequence[Statement], *, has_year: bool
) -> dict[int, str]:
    """The measures by the position of their labels that a row with a total gives to the rows below; {} for others.

    Totals of the project and of the year may stand beside each other in either order, or each over its own parts.
    Where a sum has a label that is no total, where two totals cannot be told apart, or where the form printed a total
    of that measure before, the sums of the row and of those below are not told.
    Parameters: `sums` the labels of the row that a sum stands beside; `has_year` whether the form prints a total that
    is said to be the year's.
    """
    totals = [token for at, token in enumerate(tokens) if _is_total(token, tokens[at + 1 :], sums)]
    if not totals:
        return {}
    measures = {token.at: YEAR if is_of_year(token.text) else PROJECT for token in totals}
    if len(totals) == 1 and not has_year and not _OF_PROJECT.match(plain_label(totals[0].text)):
        measures = {totals[0].at: YEAR}
    known = {name for each in before if each.table == "project_fund" and each.role == "total" for name in each.figures}
    is_told = len(set(measures.values())) == len(totals) and not known & set(measures.values())
    if is_told and all(label in totals or source_of(label.text) is not None for label in sums):
        return measures
    return dict.fromkeys([*measures, *(label.at for label in sums)], UNTOLD)


def _is_total(token: Token, behind: Sequence[Token], sums: Sequence[Token]) -> bool:
    """Whether a cell is the label of a total, and no heading of the part with labels of its own right beside it."""
    if token.kind.is_figure or source_of(token.text) != "total":
        return False
    is_heading = is_part(token.text) or (bool(behind) and behind[0].at == token.at + 1)
    return token in sums or not is_heading
