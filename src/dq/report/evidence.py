"""What several forms say of an outcome: its sentence, its operands once each, the line of a text file."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Final

from dq.outcome.model import Operand, Outcome, Source
from dq.report.findings import Finding, cell_of
from dq.report.sinks.text.view import View

_WITHOUT_LINES: Final = (".pdf", ".xlsx", ".xls", ".docx")
"""Endings of documents that no program opens at a line."""
_CONTROL: Final = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029\ufeff]+")


def sentence(outcome: Outcome) -> str:
    """What the outcome says to a person: its message and, where that differs, the rule with the figures put in."""
    parts = dict.fromkeys(part for part in (outcome.message, outcome.statement) if part)
    return one_line(" — ".join(parts)) or outcome.rule_title


def one_line(text: str) -> str:
    """The text without control characters and line ends, a blank for each run of them."""
    return _CONTROL.sub(" ", text).strip()


def tells_difference(outcome: Outcome) -> bool:
    """Whether the sentence says how far the sides are apart, as far as they are."""
    return not outcome.difference or f"{abs(outcome.difference):f}" in outcome.statement.replace(",", "")


def cells(outcomes: Iterable[Outcome], view: View, limit: int) -> tuple[Operand, ...]:
    """The printed cells to look up that the outcomes read, each once, at most `limit` of them."""
    found: dict[tuple[object, ...], Operand] = {}
    for outcome in outcomes:
        for operand in view.looked_up(outcome):
            found.setdefault((operand.report, *cell_of(operand)), operand)
            if len(found) == limit:
                return tuple(found.values())
    return tuple(found.values())


def suspects_first(finding: Finding, view: View, limit: int) -> tuple[Operand, ...]:
    """The cells of a finding: those that all of its outcomes read before the others."""
    common = {cell_of(operand) for operand in finding.cells}
    return tuple(sorted(cells(finding.outcomes, view, limit), key=lambda operand: cell_of(operand) not in common))


def text_line(source: Source) -> int | None:
    """The line at which a program opens the document, None where it has no lines (PDF, workbook, Word file).

    Example: `text_line(Source("report.txt", None, 64, 3))` → 64.
    """
    if source.sheet is not None or source.document.lower().endswith(_WITHOUT_LINES):
        return None
    return source.line
