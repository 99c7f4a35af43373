"""The page of a report's cells that evidence points to: the tables as printed around them, and the source text."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from dq.outcome.model import Operand, Outcome
from dq.report.printed import PrintedReport
from dq.report.sinks.html.drawn import drawn_tables
from dq.report.sinks.html.original import stretches
from dq.report.sinks.html.pages import BESIDE_ABOVE, page
from dq.report.sinks.html.places import cell_id
from dq.report.sinks.text.view import View
from dq.types import Verdict


@dataclass(frozen=True, slots=True)
class Evidence:
    """What points to a report.

    Parameters: `department`, `year`, `template`, `document` of the report; `printed` its tables; `read` outcomes with
    the cells of this report that each of them reads; `text` the document's lines, None where it is not kept or no text;
    `up` the address of the page one came from.
    """

    department: str
    year: int
    template: str
    document: str
    printed: PrintedReport
    read: Sequence[tuple[Outcome, Sequence[Operand]]]
    text: tuple[str, ...] | None
    up: str


def operand_anchor(operand: Operand) -> str:
    """The anchor on that page of a cell that was read. Example: `operand_anchor(operand)` → `"c-summary-3-amount"`."""
    return cell_id(operand.table, operand.row.get("n"), operand.column)


def source_page(evidence: Evidence, view: View) -> str:
    """The page: what is violated, numbered; the cells that were read, those in dispute framed; the lines they stand on.

    Its style and script are to lie in the folder above (`dq.report.sinks.html.pages.write_beside`).

    Example: `Path("a.html").write_text(source_page(evidence, view), encoding="utf-8")`.
    """
    found = (outcome for outcome, _ in evidence.read if outcome.verdict is Verdict.VIOLATED)
    violated = sorted(found, key=lambda each: (each.waiver is not None, -each.severity.rank, each.rule))
    marks: dict[str, list[int]] = {}
    for outcome, operands in evidence.read:
        for operand in operands:
            readers = marks.setdefault(operand_anchor(operand), [])
            if outcome.verdict is Verdict.VIOLATED and (number := violated.index(outcome) + 1) not in readers:
                readers.append(number)
    return page(
        "source",
        view,
        beside=BESIDE_ABOVE,
        evidence=evidence,
        violated=violated,
        tables=drawn_tables(evidence.printed, marks, view, whole=False),
        source=() if evidence.text is None else stretches(evidence.text, _cells(evidence.read), 0),
    )


def _cells(read: Iterable[tuple[Outcome, Sequence[Operand]]]) -> list[Operand]:
    return [operand for _, operands in read for operand in operands]
