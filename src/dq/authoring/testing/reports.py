"""The report of a test, put together from its lines: a form, given tables, a fixture, changes."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Final

from dq.authoring.testing import complaints as wrong
from dq.authoring.testing.grids import CODES, LABELS, measure_named, read_grid
from dq.authoring.testing.model import Grid, GridRow, Lender, Report
from dq.authoring.testing.places import Place, place_of, rows_of
from dq.diagnostics import Diagnostic, Span
from dq.syntax import tree
from dq.templates import load_statements
from dq.templates.model import Schema, Table, Template

_YEARS: Final = (1949, 2100)


@dataclass(slots=True)
class Composer:
    """Puts one report together.

    Parameters: `fixtures` by name; `span` makes places of nodes; `say` takes complaints; `file` the test file's name.
    Example: `Composer(schema, lender, {}, span, say, "a_test.dq").compose(lines, place)`.
    """

    schema: Schema
    lender: Lender
    fixtures: Mapping[str, Report]
    span: Callable[[tree.Node], Span]
    say: Callable[[Diagnostic], None]
    file: str
    template: Template | None = None
    year: int | None = None
    grids: dict[str, Grid] = field(default_factory=dict)
    refused: set[str] = field(default_factory=set)

    def compose(self, lines: Sequence[tree.CaseLine], place: Span) -> Report | None:
        """The report of these lines, or None where its form is not known."""
        for line in lines:
            match line:
                case tree.Form(_, _, name):
                    self._form(name)
                case tree.Year(_, _, number):
                    self._year(number)
                case tree.FromFixture(_, _, name):
                    self._begin(self.fixtures.get(name.text) or sorted(self.fixtures), name)
                case tree.FromSample(_, _, report):
                    self._begin(self.lender.sample(report.text, self.file), report)
                case _:
                    pass
        if self.template is None:
            if not any(isinstance(line, tree.Form | tree.FromFixture | tree.FromSample) for line in lines):
                self.say(wrong.no_form(place))
            return None
        for line in lines:
            match line:
                case tree.Given():
                    self._give(line)
                case tree.Change():
                    self._change(line)
                case tree.Remove():
                    self._remove(line)
                case _:
                    pass
        return Report(self.template, self.year or self.template.last_year, dict(self.grids), frozenset(self.refused))

    def _form(self, name: tree.Name) -> None:
        self.template = self.schema.templates.get(name.text)
        if self.template is None:
            self.say(wrong.unknown_form(self.span(name), name.text, sorted(self.schema.templates)))

    def _year(self, number: tree.Number) -> None:
        year = int(number.text) if number.text.isdecimal() else 0
        if _YEARS[0] <= year <= _YEARS[1]:
            self.year = year
        else:
            self.say(wrong.unknown_word(self.span(number), number.text, ("2018",)))

    def _begin(self, base: Report | Sequence[str], name: tree.String) -> None:
        if not isinstance(base, Report):
            self.say(wrong.unknown_fixture(self.span(name), name.text, base))
            return
        self.template = self.template or base.template
        self.year = self.year or base.year
        self.grids.update(base.grids)
        self.refused |= base.refused

    def _table(self, name: tree.Name) -> Table | None:
        if self.template is None:
            return None
        schema = self.schema.resolve(name.text)
        kind = self.template.kind
        spoken = {each.name: each for each in load_statements() if kind in each.kinds}
        table = None if schema is None else self.template.table(schema.name)
        if table is None and schema is not None and schema.name in spoken:
            table = spoken[schema.name].as_table()
        if table is None:
            known = [*(each.name for each in self.template.tables), *spoken]
            self.say(wrong.unknown_table(self.span(name), name.text, self.template.name, known))
        return table

    def _give(self, line: tree.Given) -> None:
        table = self._table(line.table)
        grid = None if table is None else read_grid(line, table, self.span, self.say)
        if table is None or grid is None:
            self.refused |= {table.name} if table is not None else set()
            return
        places = {self.span(each).line: self.span(each) for each in line.rows}
        for at in self.lender.unlisted(grid):
            row = grid.rows[at]
            known = [item.path[-1] for item in table.items]
            self.say(wrong.unknown_row(places[row.line], row.label or "", table.name, dict.fromkeys(known)))
        self.grids[table.name] = grid

    def _held(self, place: Place) -> tuple[Grid, int | None] | None:
        """The table that a place names and the number of its row, None for the whole table."""
        table = self._table(place.base)
        if table is None:
            return None
        grid = self.grids.get(table.name)
        if grid is None:
            if table.name not in self.refused:
                self.say(wrong.table_not_given(self.span(place.base), table.name, sorted(self.grids)))
            return None
        if place.row is None:
            return grid, None
        rows = self.lender.rows("", grid)
        found = rows_of(place.row, rows)
        spot = self.span(place.row.node)
        if not found:
            known = [row["code"] or row["item"] or "" for row in rows]
            self.say(wrong.unknown_row(spot, place.row.text, table.name, known))
        elif len(found) > 1:
            self.say(wrong.several_rows(spot, place.row.text, table.name, (rows[at]["path"] for at in found)))
        else:
            return grid, found[0]
        return None

    def _change(self, line: tree.Change) -> None:
        place = place_of(line.place)
        if place is None or place.row is None or place.column is None:
            self.say(wrong.bad_place(self.span(line.place)))
            return
        held = self._held(place)
        if held is None or held[1] is None:
            return
        grid, at = held[0], held[1]
        changed = _changed(grid, grid.rows[at], place.column.text, line.text.text)
        if changed is None:
            block = grid.table.blocks[grid.rows[at].block]
            known = ["code", "label", *(measure.name for measure in block.measures)]
            self.say(wrong.unknown_column(self.span(place.column), place.column.text, grid.table.name, known))
            return
        rows = (*grid.rows[:at], changed, *grid.rows[at + 1 :])
        self.grids[grid.table.name] = replace(grid, rows=rows)

    def _remove(self, line: tree.Remove) -> None:
        place = place_of(line.place)
        if place is None or place.column is not None:
            self.say(wrong.bad_place(self.span(line.place)))
            return
        held = self._held(place)
        if held is None:
            return
        grid, at = held
        if at is None:
            del self.grids[grid.table.name]
        else:
            self.grids[grid.table.name] = replace(grid, rows=(*grid.rows[:at], *grid.rows[at + 1 :]))


def _changed(grid: Grid, row: GridRow, column: str, text: str) -> GridRow | None:
    """The row with one cell printing something else, or None where it has no such cell."""
    if column in CODES:
        return replace(row, code=text or None)
    if column in LABELS:
        return replace(row, label=text or None)
    name = measure_named(grid.table.blocks[row.block], column)
    return None if name is None else replace(row, cells={**row.cells, name: text})


def wants(lines: Sequence[tree.CaseLine]) -> list[tree.Expect | tree.NothingElse]:
    """The expectations among the lines."""
    return [line for line in lines if isinstance(line, tree.Expect | tree.NothingElse)]
