"""How well each form fits a document: its tables with their rows, and what of them the form knows."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, assert_never

from dq.archive.reading import FormFit
from dq.ingest.body import Body, PrintedRow, read_body
from dq.ingest.header_search import FoundTable
from dq.ingest.naming import name_rows
from dq.ingest.recognition import Recognition, Survey, recognise, running_titles
from dq.ingest.stream import Line, Shape, Stream
from dq.templates import Table, Template

_MISSING_TABLE: Final = 0.05
_OTHER_SHAPE: Final = 0.25
"""What a table in another shape than the form's own says less for the form."""
_YEAR_IN_FORCE: Final = 0.25
_COPIES: Final = 20
"""Second copies of tables that are looked through in a document; of any more only the place is told."""


@dataclass(frozen=True, slots=True)
class Fit:
    """One template's view of a document: its tables with their rows, and those that stand there again.

    Parameters: `known` how much of each table's rows the form knows, 0 to 1.
    """

    template: Template
    recognition: Recognition
    tables: dict[str, tuple[FoundTable, Body]]
    known: dict[str, float]
    repeated: tuple[tuple[FoundTable, Body], ...]
    score: float

    @property
    def form(self) -> Template:
        """The template with its tables in the shapes that the document prints."""
        return self.template.printing(found.header.table for found, _ in self.tables.values())

    @property
    def quality(self) -> float:
        """How much of the tables that were found the form knows, 0 to 1 on the average."""
        fits = [self.of_table(name) for name in self.tables]
        return sum(fits) / max(len(fits), 1)

    def of_table(self, name: str) -> float:
        """How much of a table the form knows, 0 to 1: its header's columns that are there, times its known rows."""
        return round(self.tables[name][0].header.score * self.known[name], 3)

    @property
    def confidence(self) -> float:
        """How much of the form is there, 0 to 1: of each of its tables that it demands or that was found, the columns
        and rows recognised, and a little less where they stand in another shape than its own.
        """
        known = sum(_fits(self.template, found, self.known[name]) for name, (found, _) in self.tables.items())
        missing = sum(table.mandatory for table in self.template.missing(self.tables))
        return round(min(known / max(len(self.tables) + missing, 1), 1.0), 3)


def survey_of(stream: Stream, titles: Sequence[int]) -> Survey:
    """What all forms look for in a document. Parameters: `titles` indices of lines that may be the title of a table."""
    if stream.shape is Shape.CELLS:
        return Survey(titles, running_titles(stream.lines))
    from dq.ingest.flow import pages  # only running text needs that room
    from dq.ingest.statements.forms import forms_of

    return Survey(titles, pages.running_titles(stream.lines), [form.first for form in forms_of(stream)])


def fit_of(template: Template, stream: Stream, survey: Survey, year: int | None) -> Fit:
    """How well a template fits: what it recognises of headers and rows, less what it misses."""
    in_force = year is not None and template.first_year <= year <= template.last_year
    match stream.shape:
        case Shape.CELLS:
            recognition = recognise(template, stream.lines, survey, in_force=in_force, year=year)
            bodies = _bodies(recognition, stream.lines)
        case Shape.FLOWING | Shape.ALIGNED:
            from dq.ingest.flow.tables import read_flow  # only running text needs it, and it is half of this room

            recognition, bodies = read_flow(template, stream, survey)
        case _:
            assert_never(stream.shape)
    tables: dict[str, tuple[FoundTable, Body]] = {}
    known: dict[str, float] = {}
    repeated: list[tuple[FoundTable, Body]] = []
    score = 0.0
    for found, body in bodies:
        table = found.header.table
        if table.name in tables:
            repeated.append((found, body))
            continue
        tables[table.name] = found, body
        known[table.name] = _known_share(table, body)
        score += _fits(template, found, known[table.name])
    missing = sum(table.mandatory for table in template.missing(tables))
    score += _YEAR_IN_FORCE * in_force - _MISSING_TABLE * missing
    return Fit(template, recognition, tables, known, tuple(repeated), score)


def _fits(template: Template, found: FoundTable, known: float) -> float:
    """How much a table speaks for a form."""
    is_own = found.header.table is template.table(found.header.table.name)
    return found.header.score * known * (1 if is_own else 1 - _OTHER_SHAPE)


def ranked(fits: Sequence[Fit], best: Fit) -> list[FormFit]:
    """The forms by how well they fit, the one chosen first; those of which no table was found are left out."""
    others = sorted((fit for fit in fits if fit is not best and fit.tables), key=lambda fit: -fit.confidence)
    return [FormFit(fit.template.name, fit.confidence) for fit in (best, *others)]


def _bodies(recognition: Recognition, lines: Sequence[Line]) -> list[tuple[FoundTable, Body]]:
    """The rows of each table that was found; one whose table was read before is there without rows."""
    found_bodies: list[tuple[FoundTable, Body]] = []
    names: set[str] = set()
    read_to = 0
    for at, found in enumerate(recognition.tables):
        table = found.header.table
        if found.body <= read_to:
            continue  # the table's own header, repeated on a later page
        if table.name in names:
            if len(found_bodies) - len(names) < _COPIES:
                read_to = read_body(found, lines, recognition, _limit(recognition, at, len(lines))).end
            found_bodies.append((found, Body((), max(found.body, read_to), cut=False)))
            continue
        limit = _limit(recognition, at, len(lines))
        readings = [(each, read_body(each, lines, recognition, limit)) for each in (found, *found.rivals)]
        # Shapes with the same header differ in their rows: the form's own is taken unless another knows more of them.
        best = max(readings, key=lambda each: _known_share(each[0].header.table, each[1]))
        read_to = best[1].end
        names.add(table.name)
        found_bodies.append(best)
    return found_bodies


def _limit(recognition: Recognition, at: int, end: int) -> int:
    """The index of the line where the next other table begins."""
    own, *others = recognition.tables[at:]
    return next((other.first for other in others if other.header.table.name != own.header.table.name), end)


def _known_share(table: Table, body: Body) -> float:
    """The share of rows that the template lists, of those it names itself."""
    if table.layout != "items" or not body.rows:
        return 1.0
    return sum(known for _, known in rows_known(table, body)) / len(body.rows)


def rows_known(table: Table, body: Body) -> list[tuple[PrintedRow, bool]]:
    """Each row, and whether the template lists it; all are known where a code list names them."""
    if table.layout != "items":
        return [(row, True) for row in body.rows]
    return [(row, name.known) for row, name in zip(body.rows, name_rows(table, body.rows), strict=True)]
