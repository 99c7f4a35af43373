"""The reading report as one self-contained page: no script, no request, everything escaped."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from importlib import resources
from itertools import islice
from pathlib import Path
from typing import Final

from jinja2 import Environment, StrictUndefined

import dq
from dq.application.ingesting import Ingested, Ingestion
from dq.application.readings import words
from dq.archive.reading import Reading, TableReading, TextReading, Use
from dq.diagnostics.layout import printable
from dq.report.sinks.text.details import doubt_words
from dq.report.sinks.text.view import View

_DOCUMENTS: Final = 1_000
"""Most documents shown in full; those with something to look at come first, all are counted."""
_PLACES: Final = 100
"""Most places listed of a document and kind; all are counted."""
_PLACES_IN_TEXTS: Final = 1_000
"""Most figures listed that the text prints and that were not read."""


def reading_page(ingestion: Ingestion, view: View) -> str:
    """The page for a run of ingestion.

    Example: `Path("reading.html").write_text(reading_page(ingestion, view), encoding="utf-8")`.
    """
    environment = Environment(autoescape=True, undefined=StrictUndefined, finalize=printable, trim_blocks=True)
    template = environment.from_string(resources.files(__package__).joinpath("page.html").read_text("utf-8"))
    ordered = sorted(ingestion.ingested, key=lambda each: not words.has_faults(each.reading))
    return template.render(
        view=view,
        say=view.say,
        version=dq.__version__,
        documents=[_Document(each, view) for each in ordered[:_DOCUMENTS]],
        hidden=max(0, len(ordered) - _DOCUMENTS),
        count=len(ordered),
        totals=_totals(ingestion),
        refused=[(str(path), _why(ingestion, path, view)) for path in ingestion.refused],
    )


def _totals(ingestion: Ingestion) -> dict[str, int]:
    readings = [each.reading for each in ingestion.ingested]
    return {
        "facts": sum(each.facts + each.text_facts for each in readings),
        "unread": sum(each.unread for each in readings),
        "unread_in_texts": sum(each.unread_in_texts for each in readings),
        "doubted": sum(each.doubted for each in readings),
        "faulty": sum(map(words.has_faults, readings)),
    }


def _why(ingestion: Ingestion, path: Path, view: View) -> str:
    """The first thing said of a document that was refused."""
    said = (each for each in ingestion.diagnostics if each.span.file == str(path))
    first = next(said, None)
    return "" if first is None else f"{first.code} {first.headline.in_language(view.language)}"


@dataclass(frozen=True, slots=True)
class _Document:
    """One document as the page shows it."""

    ingested: Ingested
    view: View

    @property
    def reading(self) -> Reading:
        return self.ingested.reading

    @property
    def is_faulty(self) -> bool:
        return words.has_faults(self.reading)

    @property
    def action(self) -> str:
        return words.action(self.ingested.stored.action).in_language(self.view.language)

    @property
    def form(self) -> str:
        return self.view.template(self.reading.form.template)

    @property
    def others(self) -> list[str]:
        return [f"{self.view.template(each.template)} {each.confidence:.0%}" for each in self.reading.others]

    @property
    def missing(self) -> list[str]:
        optional = self.view.say("（非必备）", " (optional)")
        return [
            self.view.table(name, self.reading.form.template) + (optional if name in self.reading.optional else "")
            for name in self.reading.missing
        ]

    @property
    def unlisted(self) -> list[str]:
        return [self.title(table) for table in self.reading.tables if table.in_contents is False]

    def title(self, table: TableReading) -> str:
        return self.view.table(table.table, self.reading.form.template)

    def completeness(self, table: TableReading) -> str:
        return words.completeness(table).in_language(self.view.language)

    def understood(self, table: TableReading | TextReading) -> str:
        return self._counted(
            {words.USES[Use(use)].in_language(self.view.language): count for use, count in table.understood.items()}
        )

    def text_title(self, text: TextReading) -> str:
        return words.text_title(text).in_language(self.view.language)

    def cells(self, table: TableReading) -> str:
        return self._counted(
            {words.STATES[state].in_language(self.view.language): n for state, n in table.cells.items()}
        )

    def columns(self, table: TableReading) -> str:
        """The columns that are lacking or unknown."""
        lacking = [self.view.column(table.table, name) for name in table.lacking]
        parts = [
            self.view.say("缺栏：", "lacking: ") + self.view.say("、", ", ").join(lacking) if lacking else "",
            self.view.say("多栏：", "unknown: ") + self.view.say("、", ", ").join(table.unknown)
            if table.unknown
            else "",
            self.view.say("重复出现：", "printed again: ")
            + self.view.say("、", ", ").join(
                words.place(each).in_language(self.view.language) for each in table.repeated
            )
            if table.repeated
            else "",
        ]
        return self.view.say("；", "; ").join(part for part in parts if part)

    def unread(self) -> list[tuple[str, str, str, str]]:
        """Table, place, text and reason of the figures that were not read."""
        return list(self._unread())[:_PLACES]

    def unread_in_texts(self) -> list[tuple[str, str, str, str]]:
        """Part, place, text and reason of the figures of the text that were not read."""
        tongue = self.view.language
        found = (
            (
                self.text_title(text),
                words.place(each.place).in_language(tongue),
                each.printed,
                words.USES[each.use].in_language(tongue),
            )
            for text in self.reading.texts
            for each in text.unread_figures
        )
        return list(islice(found, _PLACES_IN_TEXTS))

    def doubted(self) -> list[tuple[str, str, str, str, str, str]]:
        """Table, place, row, column, text and reason of the cells that are doubted."""
        return list(self._doubted())[:_PLACES]

    def _unread(self) -> Iterator[tuple[str, str, str, str]]:
        tongue = self.view.language
        for table in self.reading.tables:
            for each in table.unread_figures:
                where, why = words.place(each.place), words.USES[each.use]
                yield self.title(table), where.in_language(tongue), each.printed, why.in_language(tongue)

    def _doubted(self) -> Iterator[tuple[str, str, str, str, str, str]]:
        tongue = self.view.language
        for table in self.reading.tables:
            for cell in table.doubted_cells:
                where, why = words.place(cell.place), doubt_words(cell.reason)
                column = self.view.column(table.table, cell.column)
                printed = cell.printed or self.view.say("（空白）", "(blank)")
                place = where.in_language(tongue)
                yield self.title(table), place, cell.row, column, printed, why.in_language(tongue)

    def _counted(self, counts: dict[str, int]) -> str:
        return self.view.say("，", ", ").join(f"{name} {count}" for name, count in counts.items())
