"""The pages that evidence links to: each report's cells that were read, as printed, with the lines of its text."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextvars import ContextVar
from itertools import chain
from pathlib import Path
from typing import Final

import polars as pl

from dq.outcome.model import Operand, Outcome
from dq.report.printed import printed_reports
from dq.report.sinks.great_expectations.evaluation import sound_reports
from dq.report.sinks.great_expectations.execution import Evaluated
from dq.report.sinks.html.folder import page_name
from dq.report.sinks.html.pages import write_beside
from dq.report.sinks.html.source_page import Evidence, source_page
from dq.report.sinks.text.view import View
from dq.templates import default_schema

Texts = Callable[[Path, str], tuple[str, ...] | None]
"""The lines of a document of an archive by its hash, None where they are not kept or it is no text."""
_AT_ONCE: Final = 100
_Read = dict[str, dict[int, tuple[Outcome, list[Operand]]]]


def no_text(_archive: Path, _sha256: str) -> None:
    """Know nothing of any document."""


texts: ContextVar[Texts] = ContextVar("texts", default=no_text)
"""Where the lines come from in this run: actions are made from the context's files and can be handed nothing."""


def write_sources(evaluated: Sequence[Evaluated], site: Path) -> None:
    """Write the page of every report that shown evidence speaks of, and what these pages share.

    Raises OSError where that cannot be done.
    """
    write_beside(site)
    for archive in {each.archive: None for each in evaluated}:
        same = [each for each in evaluated if each.archive == archive]
        read = _read(same)
        reports = list(read)
        for start in range(0, len(reports), _AT_ONCE):
            batch = {report: read[report] for report in reports[start : start + _AT_ONCE]}
            for report, html in _pages(archive, batch, same[0].terms.language):
                path = site / page_name(report)
                path.parent.mkdir(parents=True, exist_ok=True)
                path.write_text(html, encoding="utf-8", newline="\n")


def _read(evaluated: Sequence[Evaluated]) -> _Read:
    """What the shown evidence reads: report → outcomes with the cells of that report."""
    read: _Read = {}
    for each in evaluated:
        for outcome in chain.from_iterable(each.evaluation.shown.values()):
            for operand in outcome.operands:
                found = read.setdefault(operand.report or outcome.report, {})
                found.setdefault(id(outcome), (outcome, []))[1].append(operand)
    return read


def _pages(archive: Path, read: _Read, language: str) -> Iterator[tuple[str, str]]:
    store, schema = sound_reports(archive), default_schema()
    heads = store.scan("reports").filter(pl.col("report").is_in(list(read))).collect()
    about: Mapping[str, Mapping[str, object]] = {head["report"]: head for head in heads.iter_rows(named=True)}
    view = View(language, schema, forms={report: str(head["template"]) for report, head in about.items()})
    for printed in printed_reports(store, schema, [report for report in read if report in about]):
        head = about[printed.report]
        evidence = Evidence(
            department=str(head["department"]),
            year=int(str(head["year"])),
            template=str(head["template"]),
            document=str(head["document"]),
            printed=printed,
            read=list(read[printed.report].values()),
            text=texts.get()(archive, str(head["sha256"])),
            up="../index.html",
        )
        yield printed.report, source_page(evidence, view.of(printed.report))
