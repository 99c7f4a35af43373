"""How a document was read: what of its tables became facts, what is understood without being one, what was not read.

Ingestion makes it, the archive keeps it beside the document, reports show it. Its plain form is the JSON that
docs/reference/reading.md describes.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict, dataclass, fields
from enum import StrEnum
from typing import Any, Final

VERSION: Final = 1
"""Of the plain form; a change that takes something away or gives it another meaning counts on."""
SHOWN: Final = 200
"""Most places listed of one kind and table; all are counted."""


class Use(StrEnum):
    """What a figure printed within a table or a text is, where it became no fact."""

    CODE = "code"
    LABEL = "label"
    ROW_NUMBER = "row_number"
    COLUMN_NUMBER = "column_number"
    PAGE_NUMBER = "page_number"
    HEADING = "heading"
    HEADER = "header"
    UNIT_LINE = "unit_line"
    RUNNING_TITLE = "running_title"
    REPEATED = "repeated"
    DATE = "date"
    NUMBERING = "numbering"
    DOCUMENT = "document"
    NAME = "name"
    SCORING = "scoring"
    CONTACT = "contact"

    UNREADABLE = "unreadable"
    TEXT = "text"
    UNKNOWN_COLUMN = "unknown_column"
    NO_COLUMN = "no_column"
    NO_ROW = "no_row"
    LEFT_OUT = "left_out"
    COPY_DIFFERS = "copy_differs"
    NOT_PLAIN = "not_plain"
    IN_REASON = "in_reason"

    @property
    def is_understood(self) -> bool:
        """True where the figure is no statement: a code, a number of a row, column or page, a title, a date."""
        return self not in _UNREAD


_UNREAD: Final = frozenset(
    (
        Use.UNREADABLE,
        Use.TEXT,
        Use.UNKNOWN_COLUMN,
        Use.NO_COLUMN,
        Use.NO_ROW,
        Use.LEFT_OUT,
        Use.COPY_DIFFERS,
        Use.NOT_PLAIN,
        Use.IN_REASON,
    )
)


class Completeness(StrEnum):
    """How much of a table of the form a document has. `EMPTY` is a table that prints no figure."""

    WHOLE = "whole"
    PARTIAL = "partial"
    EMPTY = "empty"


@dataclass(frozen=True, slots=True)
class Place:
    """Where something is printed: 1-based line (on its page, where the format has pages) and 0-based cell, or character
    in running text; in a workbook the name of the sheet, whose number is the page.
    """

    line: int
    page: int | None = None
    cell: int | None = None
    sheet: str | None = None


@dataclass(frozen=True, slots=True)
class Unread:
    """A figure within a table or a text that became no fact and that nothing explains."""

    place: Place
    printed: str
    use: Use


@dataclass(frozen=True, slots=True)
class DoubtedCell:
    """A fact whose reading is doubted. `row` its label or code, `column` as rules name it, `reason` a doubt reason."""

    place: Place
    row: str
    column: str
    printed: str
    reason: str


@dataclass(frozen=True, slots=True)
class TableReading:
    """How one table was read.

    Parameters: `fit` share of the form's columns that its header shows; `cells` cells of its columns by state; `facts`
    printed figures stored; `misplaced` those that do not stand where they are stored to stand (none, unless there is a
    bug of ours); `understood` and `unread` the other figures within its lines by what they are; `doubts` doubted cells
    by reason; `lacking` columns of the form that are not printed, `unknown` printed columns that the form does not
    have; `unread_figures` and `doubted_cells` the first `SHOWN` of each; `in_contents` None where the document has no
    list of contents; `repeated` where the same table stands again, not read.
    """

    table: str
    heading: str
    unit: str
    completeness: Completeness
    fit: float
    first: Place
    last: Place
    rows: int
    cells: dict[str, int]
    facts: int
    misplaced: int
    understood: dict[str, int]
    unread: dict[str, int]
    doubts: dict[str, int]
    lacking: tuple[str, ...] = ()
    unknown: tuple[str, ...] = ()
    unread_figures: tuple[Unread, ...] = ()
    doubted_cells: tuple[DoubtedCell, ...] = ()
    in_contents: bool | None = None
    repeated: tuple[Place, ...] = ()

    @property
    def figures(self) -> int:
        """All figures printed within the table's lines: facts, understood and unread."""
        return self.facts + sum(self.understood.values()) + sum(self.unread.values())


@dataclass(frozen=True, slots=True)
class TextReading:
    """How one part of the text was read.

    Parameters: `part` "section" of the statutory text, "report" on a project or performance "form"; `name` the section
    as statements name it (totals, three_public), or the number of the form; `heading` as printed; `facts` figures that
    are stored; `misplaced` stored figures that do not stand where they are stored to stand (none, unless there is a bug
    of ours); `understood` and `unread` the other figures by what they are; `unread_figures` the first `SHOWN`.
    """

    part: str
    name: str
    heading: str
    first: Place
    last: Place
    facts: int
    misplaced: int
    understood: dict[str, int]
    unread: dict[str, int]
    unread_figures: tuple[Unread, ...] = ()

    @property
    def figures(self) -> int:
        """All figures that the part prints: facts, understood and unread."""
        return self.facts + sum(self.understood.values()) + sum(self.unread.values())


@dataclass(frozen=True, slots=True)
class ContentsEntry:
    """A line of the list of contents that names a table. `table` None where the form knows no such table; `found` where
    the document has it.
    """

    place: Place
    text: str
    table: str | None
    found: bool


@dataclass(frozen=True, slots=True)
class TableApart:
    """A table that is printed as another's: `text` its title, `body` and `year` as printed there, None for what is not
    or is the report's own; `is_read` where it is read all the same, doubted.
    """

    place: Place
    text: str
    body: str | None
    year: int | None
    is_read: bool


@dataclass(frozen=True, slots=True)
class FormFit:
    """A form and how well it fits a document: 0 to 1."""

    template: str
    confidence: float


@dataclass(frozen=True, slots=True)
class Reading:
    """How a document was read.

    Parameters: `document` its file's name; `code`, `level` and `region` of the body, None where they are not printed;
    `form` the form chosen, `others` those that fit less well, best first; `missing` tables of the form that were not
    found, `optional` those of them that it does not demand; `contents` the tables that its list of contents names;
    `texts` the parts of the text that are read, in print order; `apart` tables printed as another body's or year's.
    Example: `reading.unread` → 0 where every figure within its tables is accounted for.
    """

    document: str
    sha256: str
    department: str
    code: str | None
    level: str | None
    region: str | None
    year: int
    kind: str
    form: FormFit
    others: tuple[FormFit, ...]
    tables: tuple[TableReading, ...]
    missing: tuple[str, ...]
    optional: tuple[str, ...]
    contents: tuple[ContentsEntry, ...]
    texts: tuple[TextReading, ...] = ()
    apart: tuple[TableApart, ...] = ()

    @property
    def facts(self) -> int:
        """Printed figures of the tables stored."""
        return sum(table.facts for table in self.tables)

    @property
    def text_facts(self) -> int:
        """Printed figures of sections, reports on projects and forms stored."""
        return sum(text.facts for text in self.texts)

    @property
    def unread(self) -> int:
        """Figures within tables that nothing explains."""
        return sum(sum(table.unread.values()) for table in self.tables)

    @property
    def unread_in_texts(self) -> int:
        """Figures of sections, reports on projects and forms that became no fact and are nothing else."""
        return sum(sum(text.unread.values()) for text in self.texts)

    @property
    def doubted(self) -> int:
        """Cells whose reading is doubted."""
        return sum(sum(table.doubts.values()) for table in self.tables)

    @property
    def unanswered(self) -> tuple[ContentsEntry, ...]:
        """Entries of the list of contents that no table answers."""
        return tuple(entry for entry in self.contents if not entry.found)


@dataclass(frozen=True, slots=True)
class Unsure:
    """Figures within tables that were not read, and cells whose reading is doubted."""

    unread: int = 0
    doubted: int = 0

    @staticmethod
    def of(readings: Iterable[Reading]) -> Unsure:
        """Those of several documents.

        Example: `Unsure.of([reading]).doubted`.
        """
        read = tuple(readings)
        return Unsure(sum(each.unread for each in read), sum(each.doubted for each in read))


def plain_reading(reading: Reading) -> dict[str, Any]:
    """The reading as JSON has it, its totals with it.

    Example: `plain_reading(reading)["totals"]["unread"]` → 0.
    """
    tables = [{**asdict(table), "figures": table.figures} for table in reading.tables]
    texts = [{**asdict(text), "figures": text.figures} for text in reading.texts]
    totals = {
        "figures": sum(table.figures for table in reading.tables),
        "facts": reading.facts,
        "understood": sum(sum(table.understood.values()) for table in reading.tables),
        "unread": reading.unread,
        "doubted": reading.doubted,
        "text_figures": sum(text.figures for text in reading.texts),
        "text_facts": reading.text_facts,
        "text_understood": sum(sum(text.understood.values()) for text in reading.texts),
        "text_unread": reading.unread_in_texts,
        "cells": sum(sum(table.cells.values()) for table in reading.tables),
    }
    return {"reading_version": VERSION, **asdict(reading), "tables": tables, "texts": texts, "totals": totals}


def reading_of(said: dict[str, Any]) -> Reading:
    """The reading that a plain form says.

    Errors: `KeyError`, `TypeError` or `ValueError` for what `plain_reading` did not make.
    Example: `reading_of(plain_reading(reading)) == reading`.
    """
    if said["reading_version"] != VERSION:
        raise ValueError(f"reading version {said['reading_version']!r}, this program reads {VERSION}")
    given = {each.name: said[each.name] for each in fields(Reading) if each.name not in ("texts", "apart")}
    given["form"] = FormFit(**said["form"])
    given["others"] = tuple(FormFit(**each) for each in said["others"])
    given["tables"] = tuple(_table(each) for each in said["tables"])
    # Archives of before have none of these two.
    given["texts"] = tuple(_text(each) for each in said.get("texts", ()))
    given["apart"] = tuple(TableApart(**{**each, "place": Place(**each["place"])}) for each in said.get("apart", ()))
    given["contents"] = tuple(ContentsEntry(**{**each, "place": Place(**each["place"])}) for each in said["contents"])
    given["missing"], given["optional"] = tuple(said["missing"]), tuple(said["optional"])
    return Reading(**given)


def _table(said: dict[str, Any]) -> TableReading:
    given = {each.name: said[each.name] for each in fields(TableReading)}
    given["completeness"] = Completeness(said["completeness"])
    given["first"], given["last"] = Place(**said["first"]), Place(**said["last"])
    given["lacking"], given["unknown"] = tuple(said["lacking"]), tuple(said["unknown"])
    given["repeated"] = tuple(Place(**each) for each in said["repeated"])
    given["unread_figures"] = _unread(said)
    given["doubted_cells"] = tuple(
        DoubtedCell(**{**each, "place": Place(**each["place"])}) for each in said["doubted_cells"]
    )
    return TableReading(**given)


def _text(said: dict[str, Any]) -> TextReading:
    given = {each.name: said[each.name] for each in fields(TextReading)}
    given["first"], given["last"] = Place(**said["first"]), Place(**said["last"])
    given["unread_figures"] = _unread(said)
    return TextReading(**given)


def _unread(said: dict[str, Any]) -> tuple[Unread, ...]:
    return tuple(Unread(Place(**each["place"]), each["printed"], Use(each["use"])) for each in said["unread_figures"])
