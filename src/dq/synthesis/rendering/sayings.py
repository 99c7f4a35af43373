"""What the narrative of a report says of its tables: amounts as they print them, changes against the year before."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Final

from dq.archive import ReportTables
from dq.synthesis.rendering.noise import Noise
from dq.types import CellState, unit_named

Row = Mapping[str, Any]

_CENT: Final = Decimal("0.01")
_HUNDRED: Final = Decimal(100)
_INCOME: Final = ("财政拨款收入", "上级补助收入", "事业收入", "经营收入", "附属单位上缴收入", "其他收入")
_SUMMED: Final = ("general", "funds", "three_public")
"""Sections that begin with a whole, whose items follow."""
_OFFICIAL: Final = {
    "三公经费": "“三公”经费支出",
    "因公出国(境)费": "因公出国（境）费",
    "公务用车购置及运行维护费": "公务用车购置及运行维护费",
    "公务接待费": "公务接待费",
}


@dataclass(frozen=True, slots=True)
class Saying:
    """One statement about one item.

    Parameters: `section` as in `narrative.section`; `item` its canonical label; `name` the words that name it; `code`
    where the sentence prints one; `unit` of its money; `figures` by column of `narrative`, money in that unit,
    `change` and `rate` with their sign; `change_word` as there.
    """

    section: str
    item: str
    name: str
    unit: str
    figures: Mapping[str, Decimal]
    code: str | None = None
    change_word: str | None = None


Amounts = Mapping[tuple[str, str], Decimal]
"""What a narrative says the amounts are, by section and code (or item)."""


def sayings(report: ReportTables, noise: Noise, before: Amounts | None = None) -> tuple[Saying, ...]:
    """What the narrative of final accounts says, in its order; nothing for budgets, whose narratives have other parts.

    Parameters: `before` the amounts of last year's report (`amounts`), with which this one's are compared; None where
    there is none: then a year before is invented.
    Example: `sayings(report, Noise(1))[0].item` → `"本年收入合计"`.
    """
    if report.report["kind"] != "final_accounts":
        return ()
    return tuple(_said(_Tables(report, noise, _invented(report, noise) if before is None else before)))


def amounts(report: ReportTables) -> Amounts:
    """What a report's narrative says its amounts are, for the narrative of the year behind it.

    Example: `amounts(report)["income", "本年收入合计"]` → `Decimal("16952.05")`.
    """
    return {_key(each): each.figures["amount"] for each in sayings(report, Noise(), {})}


def _invented(report: ReportTables, noise: Noise) -> Amounts:
    """Amounts of a year before of which there is no report: that of a whole is the sum of those of its items."""
    told = sayings(report, noise, {})
    found = {_key(each): _drawn(each, noise) for each in told}
    for section in _SUMMED:
        keys = [_key(each) for each in told if each.section == section]
        if keys[1:]:
            found[keys[0]] = sum((found[item] for item in keys[1:]), Decimal(0))
    return found


def _drawn(saying: Saying, noise: Noise) -> Decimal:
    """The amount of the year before that the noise draws for an item."""
    kind, amount = _kind(saying, noise), saying.figures["amount"]
    if kind in ("flat", "new"):
        return amount if kind == "flat" else Decimal(0)
    share = Decimal(noise.count(f"{_question(saying)}/share", 20, 190)) / _HUNDRED
    return (amount * share).quantize(_CENT)


def _kind(saying: Saying, noise: Noise) -> str:
    return noise.pick(f"{_question(saying)}/kind", ("changed", "changed", "changed", "flat", "new", "plain"))


def _question(saying: Saying) -> str:
    return f"{saying.section}/{saying.code or saying.item}"


def _key(saying: Saying) -> tuple[str, str]:
    return saying.section, saying.code or saying.item


class _Tables:
    """Figures of a report's tables in the unit that the narrative uses."""

    def __init__(self, report: ReportTables, noise: Noise, before: Amounts) -> None:
        self.noise = noise
        self.before = before
        self._rows = report.rows
        self.unit = next((str(table["unit"]) for table in report.tables), "万元")

    def rows(self, table: str) -> Sequence[Row]:
        return self._rows.get(table, [])

    def figure(self, row: Row, column: str) -> Decimal | None:
        """A printed figure of money in the narrative's unit."""
        value: Decimal | None = row.get(column)
        if value is None or row.get(f"{column}__state") not in (CellState.FIGURE, CellState.ZERO):
            return None
        if unit_named(str(row[f"{column}__unit"])).dimension != "money":
            return None
        found = (value / unit_named(self.unit).factor).normalize()
        return found.quantize(_CENT) if found == found.quantize(_CENT) else None

    def named(self, table: str, item: str, column: str) -> Decimal | None:
        """The figure of the only row of this item."""
        rows = [row for row in self.rows(table) if row["item"] == item]
        return self.figure(rows[0], column) if len(rows) == 1 else None


def _said(tables: _Tables) -> Iterator[Saying]:
    yield from _with_parts(tables, "income", "本年收入合计", "income", _INCOME_COLUMNS)
    yield from _with_parts(tables, "expenditure", "本年支出合计", "expenditure", _EXPENDITURE_COLUMNS)
    yield from _by_code(tables, "general", "general_expenditure", "一般公共预算财政拨款支出")
    yield from _by_code(tables, "funds", "funds", "政府性基金预算财政拨款支出")
    yield from _basic(tables)
    yield from _official(tables)


_INCOME_COLUMNS: Final = dict(
    zip(("fiscal", "superior", "undertaking", "business", "affiliate", "other"), _INCOME, strict=True)
)
_EXPENDITURE_COLUMNS: Final = {
    "basic": "基本支出",
    "project": "项目支出",
    "remitted": "上缴上级支出",
    "business": "经营支出",
    "affiliate": "对附属单位补助支出",
}


def _with_parts(tables: _Tables, section: str, whole: str, table: str, parts: Mapping[str, str]) -> Iterator[Saying]:
    """A total with its change, and its parts with their shares."""
    row = next((row for row in tables.rows(table) if row["role"] == "total"), None)
    total = None if row is None else tables.figure(row, "total")
    if row is None or total is None:
        return
    yield _changed(tables, Saying(section, whole, whole, tables.unit, {"amount": total}))
    for column, item in parts.items():
        amount = tables.figure(row, column)
        if amount:
            share = (amount * _HUNDRED / total).quantize(_CENT) if total else Decimal(0)
            yield Saying(section, item, item, tables.unit, {"amount": amount, "share": share})


def _by_code(tables: _Tables, section: str, table: str, whole: str) -> Iterator[Saying]:
    """A total with its change, and each item of the code list with its own."""
    rows = tables.rows(table)
    total = next((tables.figure(row, "total") for row in rows if row["role"] == "total"), None)
    if total is None:
        return
    yield _changed(tables, Saying(section, whole, whole, tables.unit, {"amount": total}))
    parents = {row["parent"] for row in rows}
    for row in (row for row in rows if row["code"] and row["n"] not in parents):
        amount = tables.figure(row, "total")
        if amount is not None:
            name = str(row["label"])
            yield _changed(
                tables, Saying(section, str(row["item"]), name, tables.unit, {"amount": amount}, row["code"])
            )


def _basic(tables: _Tables) -> Iterator[Saying]:
    row = next((row for row in tables.rows("general_basic") if row["item"] == "合计"), None)
    if row is None:
        return
    names = {"total": "基本支出", "personnel": "人员经费", "public": "公用经费"}
    for column, item in names.items():
        amount = tables.figure(row, column)
        if amount is not None:
            name = "一般公共预算财政拨款基本支出" if column == "total" else item
            yield Saying("basic", item, name, tables.unit, {"amount": amount})


def _official(tables: _Tables) -> Iterator[Saying]:
    for row in tables.rows("statistics"):
        amount = tables.figure(row, "amount")
        item = "三公经费" if row["path"] == "支出合计" else str(row["item"])
        if amount is not None and item in _OFFICIAL:
            yield _changed(tables, Saying("three_public", item, _OFFICIAL[item], tables.unit, {"amount": amount}))


def _changed(tables: _Tables, saying: Saying) -> Saying:
    """The statement with its change against the year before, and the rate of that change."""
    amount = saying.figures["amount"]
    if _kind(saying, tables.noise) == "plain" or not amount:
        return saying
    prior = tables.before.get(_key(saying), Decimal(0))
    if not prior:
        return _with(saying, {"change": amount}, "new")
    change = amount - prior
    if not change:
        return _with(saying, {}, "flat")
    rate = (change * _HUNDRED / prior).quantize(_CENT)
    return _with(saying, {"change": change, "rate": rate}, "up" if change > 0 else "down")


def _with(saying: Saying, figures: Mapping[str, Decimal], word: str) -> Saying:
    return Saying(
        saying.section,
        saying.item,
        saying.name,
        saying.unit,
        {**saying.figures, **figures},
        saying.code,
        word,
    )
