"""The tables of a report on sheets of their own, as printed; disputed cells have a colour and a comment."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import TYPE_CHECKING, Any, Final

from dq.outcome.model import Operand, Outcome
from dq.report.evidence import sentence
from dq.report.findings import findings
from dq.report.printed import PrintedCell, PrintedRow, PrintedTable
from dq.report.sinks.text.details import doubt_words
from dq.report.sinks.text.view import View
from dq.report.sinks.xlsx.book import Book, Sheet, fits
from dq.types import CellState

if TYPE_CHECKING:
    from dq.report.sinks.xlsx.checks import Beside

HEAD: Final = 3
"""Rows above the headings: title, unit, a blank one."""
_COMMENT: Final = 1_500
_DECIMALS: Final = 15
_SUSPECT, _READ, _DOUBTED, _CORRECTED = "#F8CBAD", "#FCE9DF", "#FFF2CC", "#DDEBF7"

Cell = tuple[str, object, str]
"""Table, row number, column: what names a printed cell."""


@dataclass(slots=True)
class Places:
    """Where printed cells stand in the workbook.

    Parameters: `references` of cells for links; `numbers` sheet name, row and column of those that are numbers there.
    """

    references: dict[Cell, str] = field(default_factory=dict)
    numbers: dict[Cell, tuple[str, int, int]] = field(default_factory=dict)

    def link(self, operand: Operand) -> str | None:
        """A reference to the operand's cell; None where it stands in another report or nowhere."""
        return None if operand.report is not None else self.references.get(_cell(operand))

    def number(self, operand: Operand) -> tuple[str, int, int] | None:
        """Sheet, row and column where the operand is a number; None where it stands in another report or nowhere."""
        return None if operand.report is not None else self.numbers.get(_cell(operand))


def _cell(operand: Operand) -> Cell:
    return operand.table, operand.row.get("n"), operand.column


@dataclass(frozen=True, slots=True)
class Disputed:
    """What findings say of a cell. Parameters: `suspect` where all outcomes of one read it; others are but read."""

    text: str
    suspect: bool


def disputed(outcomes: Iterable[Outcome], view: View, reckoned: Mapping[int, str]) -> dict[Cell, Disputed]:
    """What is disputed of each cell, finding by finding with its number.

    Parameters: `outcomes` of one report; `reckoned` where the formulas of an outcome stand, by its identity.
    """
    told: dict[Cell, list[str]] = defaultdict(list)
    suspects: set[Cell] = set()
    for number, finding in enumerate(findings(outcomes), start=1):
        left = [operand for operand in finding.outcomes[0].operands if operand.role == "left"]
        suspects.update(_cell(operand) for operand in finding.cells or left)
        for outcome in finding.outcomes:
            text = f"{view.say('发现', 'finding')} {number} · {outcome.rule} {outcome.rule_title}\n{sentence(outcome)}"
            if finding.waiver is not None:
                text += f"\n{view.waiver(finding.waiver)}"
            if id(outcome) in reckoned:
                text += f"\n{view.say('重算', 'reckoned anew')}: {reckoned[id(outcome)]}"
            for operand in outcome.operands:
                if operand.report is None and text not in told[_cell(operand)]:
                    told[_cell(operand)].append(text)
    return {cell: Disputed("\n\n".join(texts)[:_COMMENT], cell in suspects) for cell, texts in told.items()}


@dataclass(frozen=True, slots=True)
class TableSheet:
    """A table and the sheet for it; where its cells go is known before they are written."""

    table: PrintedTable
    sheet: Sheet
    heads: tuple[tuple[str, ...], ...]
    """Of each group of columns: the row's own columns (code, label, words), then the figures."""

    @classmethod
    def of(cls, table: PrintedTable, book: Book, view: View) -> TableSheet:
        """The sheet for the table, named after it. Its cells are written by `write`."""
        own = ("code", "label") if any(row.code for row in table.rows) else ("label",)
        heads = tuple((*own, *(table.attributes if len(table.blocks) == 1 else ()), *block) for block in table.blocks)
        return cls(table, book.sheet(view.table(table.name)), heads)

    def place_cells(self, places: Places) -> None:
        """Tell where each cell will be."""
        for at, line in enumerate(self.table.lines, start=HEAD + 1):
            for row, start, own, block in self._groups(line):
                for number, name in enumerate(block):
                    column = start + own + number
                    key = (self.table.name, row.n, name)
                    places.references[key] = self.sheet.reference(at, column)
                    cell = row.cells.get(name)
                    if cell is not None and _is_number(cell):
                        places.numbers[key] = (self.sheet.name, at, column)
                for number, name in enumerate(self.table.attributes if len(self.heads) == 1 else ()):
                    key = (self.table.name, row.n, name)
                    places.references[key] = self.sheet.reference(at, start + own - len(self.table.attributes) + number)

    def _groups(self, line: tuple[PrintedRow | None, ...]) -> Iterable[tuple[PrintedRow, int, int, tuple[str, ...]]]:
        """The rows printed on one line: row, first column, number of its own columns, names of its figures."""
        start = 1
        for row, head, block in zip(line, self.heads, self.table.blocks, strict=True):
            if row is not None:
                yield row, start, len(head) - len(block), block
            start += len(head)

    @property
    def columns(self) -> int:
        """How many columns the table takes, with that of the lines."""
        return 1 + sum(len(head) for head in self.heads)

    def write(self, view: View, told: Mapping[Cell, Disputed], beside: Beside) -> None:
        """Write all rows. Parameters: `told` what is disputed of a cell; `beside` the checks right of the table."""
        heading = self.table.heading or view.table(self.table.name)
        unit = f"{view.say('单位', 'unit')}: {self.table.unit}" if self.table.unit else ""
        self.sheet.text(0, 0, heading, bold=True, font_size=13)
        self.sheet.text(1, 0, unit, font_color="#666666")
        beside.head()
        self._titles(view)
        lines = self.table.lines
        for at, line in enumerate(lines, start=HEAD + 1):
            self._line(at, line, told, view)
            beside.row(at)
        for at in range(HEAD + 1 + len(lines), HEAD + 1 + len(beside.checks)):
            beside.row(at)
        if beside.checks:  # paper shows the table as printed; the checks have a sheet of their own
            self.sheet.paper.print_area(0, 0, HEAD + len(lines), self.columns - 1)

    def _titles(self, view: View) -> None:
        titles = [view.say("原文行", "line"), *(self._title(name, view) for head in self.heads for name in head)]
        widths = [8, *({"label": 34, "code": 12}.get(name, 16) for head in self.heads for name in head)]
        self.sheet.header(HEAD, titles, widths)

    def _line(self, at: int, line: tuple[PrintedRow | None, ...], told: Mapping[Cell, Disputed], view: View) -> None:
        first = next(row for row in line if row is not None)
        self.sheet.text(at, 0, _line(first), font_color="#666666")
        for row, start, own, block in self._groups(line):
            self._row(at, start, row, own, view)
            for column, name in enumerate(block, start=start + own):
                key = (self.table.name, row.n, name)
                self._figure(at, column, row.cells.get(name), told.get(key), view)
        self._word_comments(at, line, told)

    def _title(self, name: str, view: View) -> str:
        own = {"code": view.say("编码", "code"), "label": view.say("项目", "item")}
        return own.get(name) or view.column(self.table.name, name)

    def _row(self, at: int, start: int, row: PrintedRow, own: int, view: View) -> None:
        words = {name: view.word(self.table.name, name, word) for name, word in row.words.items()}
        words |= {"code": row.code or "", "label": row.label or ""}
        for number, name in enumerate(self.heads[0][:own]):
            indent = min(row.depth, 10) if name == "label" else 0
            self.sheet.text(at, start + number, words.get(name, ""), border=1, indent=indent, text_wrap=True)

    def _word_comments(self, at: int, line: tuple[PrintedRow | None, ...], told: Mapping[Cell, Disputed]) -> None:
        """Comments on cells of words, which statements have."""
        for row, start, own, _ in self._groups(line):
            for number, name in enumerate(self.heads[0][:own]):
                about = told.get((self.table.name, row.n, name))
                if about is not None and name in self.table.attributes:
                    self.sheet.paper.write_comment(at, start + number, about.text, _SHAPE)

    def _figure(self, at: int, column: int, cell: PrintedCell | None, told: Disputed | None, view: View) -> None:
        if cell is None:
            self.sheet.text(at, column, "", border=1, bg_color="#F2F2F2")
            return
        properties: dict[str, Any] = {"border": 1, "align": "right"}
        notes = [told.text] if told else []
        if cell.correction is not None:
            properties["bg_color"] = _CORRECTED
            was = view.say("读数更正，原读作", "corrected by hand, was read as")
            notes.append(f"{was} {cell.text}: {cell.correction.author}, {cell.correction.reason}")
        if cell.doubt:
            properties["bg_color"] = _DOUBTED
            notes.append(
                f"{view.say('读数可疑', 'reading doubted')}: {doubt_words(cell.doubt).in_language(view.language)}"
            )
        if told:
            properties["bg_color"] = _SUSPECT if told.suspect else _READ
        if _is_number(cell) and cell.value is not None:
            self.sheet.number(at, column, float(cell.value), num_format=_number_format(cell), **properties)
        else:
            self.sheet.text(at, column, cell.text, **properties)
        if notes:
            self.sheet.paper.write_comment(at, column, "\n\n".join(notes)[:_COMMENT], _SHAPE)


_SHAPE: Final = {"x_scale": 2.5, "y_scale": 2, "author": "dq"}


def _line(row: PrintedRow) -> str:
    page = f"p{row.page}:" if row.page is not None else ""
    return f"{page}{row.line}" if row.line is not None else page


def _is_number(cell: PrintedCell) -> bool:
    """True where the cell is a number in the workbook, too."""
    if cell.value is None or cell.state not in (CellState.FIGURE, CellState.ZERO):
        return False
    return fits(cell.value)


def _number_format(cell: PrintedCell) -> str:
    """The format that shows the number as printed: its decimals, its thousands, its per cent sign."""
    text = cell.text
    decimals = len(text.partition(".")[2].rstrip("%％ ")) if cell.correction is None else _decimals(cell.value)
    whole = "#,##0" if "," in text or "，" in text else "0"
    fraction = "." + "0" * decimals if 0 < decimals <= _DECIMALS else ""
    return whole + fraction + ('"%"' if text.rstrip().endswith(("%", "％")) else "")


def _decimals(value: Decimal | None) -> int:
    exponent = None if value is None else value.as_tuple().exponent
    return max(0, -exponent) if isinstance(exponent, int) else 0
