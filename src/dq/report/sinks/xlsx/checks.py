"""Checks reckoned anew by live formulas: each beside the table that it is about, and all on a sheet of their own."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Final

from dq.outcome.model import Outcome
from dq.report.sinks.text.view import View, row_name
from dq.report.sinks.xlsx.book import Sheet, fits
from dq.report.sinks.xlsx.recalculation import Term, decimals, side_formula, side_terms
from dq.report.sinks.xlsx.tables import HEAD, Places, TableSheet

_ABOVE: Final = 2
"""Rows above the first check on the sheet of all."""
_LEFT, _RIGHT = 3, 4
"""The columns of the two sides beside a table, counted from its first column of checks."""


@dataclass(frozen=True, slots=True)
class Check:
    """A check whose sides are sums of printed figures.

    Parameters: `overview` its row (0-based) on the sheet of all; `sides` the formulas of left and right; `table` beside
    which it stands and `cell` (row, column) there that it is about, None where no figure of it is in the workbook.
    """

    outcome: Outcome
    overview: int
    values: tuple[Decimal, Decimal]
    sides: tuple[str, str]
    table: str | None
    cell: tuple[int, int] | None

    @property
    def decimals(self) -> int:
        """Decimals of the difference."""
        return max(decimals(value) for value in self.values)


class Beside:
    """The checks of one table, in columns right of it; in the order of the cells that they are about."""

    def __init__(self, table: TableSheet, checks: Sequence[Check], overview: Sheet, view: View) -> None:
        self.checks = checks
        self._sheet, self._overview, self._view = table.sheet, overview, view
        self._start = table.columns + 1

    def reference(self, number: int, column: int = 0) -> str:
        """The cell of the check with this number, counted from 0."""
        return self._sheet.reference(HEAD + 1 + number, self._start + column)

    def head(self) -> None:
        """Write the headings and what they are about above them; before the headings of the table."""
        if not self.checks:
            return
        note = self._view.say(
            "重算：公式直接取本表各格；改动表中数字，这里随之变化。点规则看总览，点单元格看原数。",
            "Reckoned anew from the table's own cells: change a figure and these change. A rule leads to all checks.",
        )
        self._sheet.text(HEAD - 1, self._start, note, italic=True)
        zh = ("规则", "检查内容", "单元格", "左（重算）", "右（重算）", "差（重算）", "允许", "单位", "结论")
        en = ("rule", "title", "cell", "left, anew", "right, anew", "difference, anew", "allowance", "unit", "verdict")
        titles = en if self._view.language == "en" else zh
        self._sheet.paper.set_column(self._start - 1, self._start - 1, 3)
        self._sheet.titles(HEAD, self._start, titles, (10, 34, 8, *(14,) * 3, 10, 8, 12))

    def row(self, at: int) -> None:
        """Write the check that stands in the row `at` of the sheet; nothing where there are no more."""
        from xlsxwriter.utility import xl_rowcol_to_cell

        number = at - HEAD - 1
        if number >= len(self.checks):
            return
        sheet, start, check = self._sheet, self._start, self.checks[number]
        outcome, (left, right) = check.outcome, check.values
        sheet.link(at, start, self._overview.reference(check.overview, 0), outcome.rule)
        sheet.text(at, start + 1, outcome.rule_title, border=1)
        if check.cell is not None:
            sheet.link(at, start + 2, sheet.reference(*check.cell), xl_rowcol_to_cell(*check.cell))
        for column, formula, value in zip((_LEFT, _RIGHT), check.sides, check.values, strict=True):
            sheet.formula(at, start + column, formula, float(value))
        ends = (xl_rowcol_to_cell(at, start + column) for column in (_LEFT, _RIGHT))
        sheet.formula(at, start + 5, f"=ROUND({'-'.join(ends)},{check.decimals})", float(left - right))
        sheet.figure(at, start + 6, outcome.allowance or Decimal(0), border=1)
        sheet.text(at, start + 7, self._view.unit(outcome.unit), border=1)
        sheet.text(at, start + 8, self._view.verdict(outcome.verdict), border=1)


class Recalculation:
    """All checks that can be reckoned anew, gathered one by one, and the sheet that lists them.

    Parameters: `sheet` that of all; `references` where an outcome's formulas stand, by its identity, once written.
    """

    def __init__(self, sheet: Sheet, places: Places, view: View) -> None:
        self._sheet, self._places, self._view = sheet, places, view
        self._checks: list[Check] = []
        self.references: dict[int, str] = {}

    def add(self, outcome: Outcome) -> None:
        """Add a check whose sides are sums of printed figures; others cannot be reckoned anew here."""
        if outcome.left is None or outcome.right is None:
            return
        values = outcome.left, outcome.right
        left, right = (side_terms(outcome, role, value) for role, value in zip(("left", "right"), values, strict=True))
        if left is None or right is None or not (left or right) or not all(map(fits, values)):
            return
        table, home, cell = self._home((*left, *right))
        sides = [
            side_formula(terms, value, self._places, home) for terms, value in zip((left, right), values, strict=True)
        ]
        if sides[0] is not None and sides[1] is not None:
            at = _ABOVE + len(self._checks)
            self._checks.append(Check(outcome, at, values, (sides[0], sides[1]), table, cell))

    def _home(self, terms: Sequence[Term]) -> tuple[str | None, str, tuple[int, int] | None]:
        """Table, sheet and cell of the first figure that is in the workbook."""
        for term in terms:
            place = self._places.number(term.operand)
            if place is not None:
                return term.operand.table, place[0], place[1:]
        return None, "", None

    def write(self, tables: Sequence[TableSheet]) -> Mapping[str, Beside]:
        """Write the sheet of all; by table, the checks that are to be written beside it."""
        about: dict[str, list[Check]] = defaultdict(list)
        for check in sorted(self._checks, key=lambda each: each.cell or (0, 0)):
            if check.table is not None:
                about[check.table].append(check)
        beside = {table.table.name: Beside(table, about[table.table.name], self._sheet, self._view) for table in tables}
        formulas = {}
        for each in beside.values():
            for number, check in enumerate(each.checks):
                self.references[id(check.outcome)] = each.reference(number, _LEFT).replace("'", "")
                left, right = (f"={each.reference(number, column)}" for column in (_LEFT, _RIGHT))
                formulas[check.overview] = each.reference(number), replace(check, sides=(left, right))
        self._head()
        for check in self._checks:
            self._write(*formulas.get(check.overview, (None, check)))
        return beside

    def _head(self) -> None:
        note = self._view.say(
            "左右两边用本簿各表的单元格重新计算，公式在各表右侧（点规则）；改动表中数字，这里随之变化。",
            "Both sides are reckoned anew from this workbook's cells, right of each table (a rule leads there): "
            "change a figure in a table and they change.",
        )
        self._sheet.text(0, 0, note, italic=True)
        zh = (
            *("规则", "检查内容", "行", "结论", "左（重算）", "右（重算）", "差（重算）"),
            *("左（程序）", "右（程序）", "差（程序）", "允许", "单位", "一致"),
        )
        en = (
            *("rule", "title", "row", "verdict", "left, anew", "right, anew", "difference, anew"),
            *("left, dq", "right, dq", "difference, dq", "allowance", "unit", "same"),
        )
        self._sheet.header(1, en if self._view.language == "en" else zh, (10, 34, 24, 12, *(14,) * 7, 8, 8))

    def _write(self, beside: str | None, check: Check) -> None:
        at, sheet, outcome = check.overview, self._sheet, check.outcome
        left, right = check.values
        if beside is None:
            sheet.text(at, 0, outcome.rule, border=1)
        else:
            sheet.link(at, 0, beside, outcome.rule)
        told = (outcome.rule_title, row_name(outcome.row), self._view.verdict(outcome.verdict))
        for column, text in enumerate(told, start=1):
            sheet.text(at, column, text, border=1)
        for column, (formula, value) in enumerate(zip(check.sides, check.values, strict=True), start=4):
            sheet.formula(at, column, formula, float(value))
        row = at + 1
        sheet.formula(at, 6, f"=ROUND(E{row}-F{row},{check.decimals})", float(left - right))
        for column, value in ((7, left), (8, right), (9, left - right), (10, outcome.allowance or Decimal(0))):
            sheet.figure(at, column, value, border=1)
        sheet.text(at, 11, self._view.unit(outcome.unit), border=1)
        yes, no = self._view.say("是", "yes"), self._view.say("否", "no")
        same = f'=IF(AND(E{row}=H{row},F{row}=I{row}),"{yes}","{no}")'
        sheet.formula(at, 12, same, yes)
