"""Header rows: which of a template's columns they print."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from itertools import takewhile
from typing import Final

from dq.ingest.header_columns import Column, columns_of
from dq.ingest.label_columns import levels_between, levels_of_list, others_of_list
from dq.ingest.stream import Line
from dq.templates import Block, Item, Measure, Table, normalise_label

FURNITURE: Final = frozenset(("项", "目", "项目", "类", "款", "栏次", "行次", "序号", "科目", "收入", "支出", "编码"))
"""Words of header rows that name no column of figures."""
_ROW_NUMBERS: Final = frozenset(("行次", "序号"))
_NUMBERED: Final = frozenset((word,) for word in _ROW_NUMBERS)
NUMBERING: Final = frozenset(("栏次", "行次"))
_SUMS: Final = frozenset(("小计", "合计"))
_YEAR: Final = re.compile(r"^(\d{4})年(?:度)?")
_BEFORE: Final = re.compile(r"^(?:上|去|上一)年度?(?:预算|决算|执行|完成|实际|支出|收入)|[比较](?:上年|\d{4}年)|^增减")
"""Labels over figures of the year before, or of the change against it."""
_LEAST_FOLDED: Final = 2
_ITEMS: Final = "项目"
_OF_UNITS: Final = re.compile(r"(?:预算)?(?:部门|单位|部门\(单位\)|部门/单位)(?:代码|编码|名称)?")
"""Headers of columns that say whose a row is, beside the codes and labels of a code list."""


@dataclass(frozen=True, slots=True)
class Slot:
    """A column of figures of a block, in print order. `measure` is None for a column that the template does not know;
    `item` is the item that a column of layout "columns" stands for; `label` its printed header, empty for a column
    that only numbers the rows (行次); `unit` the money unit that the column states for itself; `is_part` says that its
    figures may be parts of the block's total: they are not of an earlier year or under a sum of their own.
    """

    start: int
    end: int
    measure: Measure | None
    label: str
    item: Item | None = None
    unit: str | None = None
    is_part: bool = True

    @property
    def is_unknown(self) -> bool:
        """True for a column of figures that the template does not know."""
        return self.measure is None and self.label != ""


@dataclass(frozen=True, slots=True)
class BlockHeader:
    """Where a block's columns stand. `begin` is its first position; `label` that of its label column (None where
    there is none: layout "columns", but for rows that name the measures); `total_row` a total's label that stands in
    the header itself, below the label column, with its row; `levels` in layout "nested" the positions of the label
    columns, the outermost first, and `name` that of a list whose words name its rows; `numbers` positions
    of columns before the label that number the rows (序号), those of `units` among them; `codes_behind` those of codes
    behind it.
    """

    block: Block
    begin: int
    label: int | None
    slots: tuple[Slot, ...]
    total_row: tuple[str, Line] | None = None
    levels: tuple[int, ...] = ()
    name: int | None = None
    numbers: frozenset[int] = frozenset()
    units: frozenset[int] = frozenset()
    codes_behind: frozenset[int] = frozenset()


@dataclass(frozen=True, slots=True)
class Header:
    """A table's header as printed. `score` 0 to 1: how much of the template's header is there."""

    table: Table
    blocks: tuple[BlockHeader, ...]
    rows: tuple[Line, ...]
    width: int
    score: float

    @property
    def unit(self) -> str | None:
        """The money unit that every column of figures states for itself; None where one states none or another."""
        units = {slot.unit for block in self.blocks for slot in block.slots if slot.label}
        return units.pop() if len(units) == 1 else None

    @property
    def known(self) -> int:
        """How many of its columns of figures the template knows."""
        return sum(slot.measure is not None for block in self.blocks for slot in block.slots)

    @property
    def unknown(self) -> tuple[str, ...]:
        """Labels of columns that the template does not know."""
        return tuple(slot.label for block in self.blocks for slot in block.slots if slot.is_unknown)

    @property
    def lacking(self) -> tuple[Measure, ...]:
        """Columns of the template that the header does not show, other than those that only some print."""
        if self.table.layout == "columns":
            return ()
        shown = [{slot.measure.name for slot in block.slots if slot.measure} for block in self.blocks]
        return tuple(
            measure
            for block, names in zip(self.blocks, shown, strict=True)
            for measure in block.block.measures
            if measure.name not in names and not measure.is_optional
        )


def _unfolded(table: Table, rows: Sequence[Line]) -> Sequence[Line]:
    """Header rows, the first with the cells that it lost where a merged one came out as one: 项目 stands over the
    columns that a row below names as those of codes and labels, so that no column of figures begins among these.
    """
    if table.layout != "codes" or len(rows) < _LEAST_FOLDED or not rows[0].cells[0]:
        return rows
    names = {word for block in table.blocks for word in (*block.labels, *block.codes)}
    first, *others = rows
    below = next(
        (len(row.filled) for row in others if row.cells[0] and all(_is_of(row.cells[at], names) for at in row.filled)),
        0,
    )
    folded = below - 1
    if folded < 1 or normalise_label(first.cells[0]) not in FURNITURE or not any(first.cells[1:below]):
        return rows
    return [replace(first, cells=(first.cells[0], *[""] * folded, *first.cells[1:]), spots=()), *others]


def _is_of(text: str, names: Collection[str]) -> bool:
    return normalise_label(text) in names


def match_header(table: Table, rows: Sequence[Line]) -> Header | None:
    """The template's table found in these header rows, or None where they are not its header.

    At least half of the columns of figures and every label column must be there.
    """
    printed = _unfolded(table, rows)
    columns = columns_of(printed)
    width = max((len(row.cells) for row in printed), default=0)
    if table.layout == "columns":
        return _match_columns(table, tuple(rows), columns, width)
    begins = _block_begins(table, columns)
    if begins is None:
        return None
    blocks: list[BlockHeader] = []
    for at, block in enumerate(table.blocks):
        end = begins[at + 1][0] if at + 1 < len(begins) else width
        begin, label = begins[at]
        within = [column for column in columns if label < column.start < end]
        codes = _codes_behind(block, begin, label, within)
        slots = _slots(block.measures, [column for column in within if column.start not in codes])
        levels: tuple[int, ...] = ()
        name = None
        if table.layout == "nested":
            slots = slots[next((number for number, slot in enumerate(slots) if slot.measure), 0) :]
        first = slots[0].start if table.layout == "nested" and slots else label
        before = [column for column in columns if begin <= column.start < first]
        units = frozenset(column.start for column in before if _is_of_units(table, column))
        numbers = units.union(column.start for column in before if _is_of_numbers(table, column))
        if table.is_list:
            levels, name = levels_of_list(block, before)
            numbers |= others_of_list(block, before, levels)
        elif table.layout == "nested":
            levels = tuple(each for each in levels_between(block, label, first, columns) if each not in numbers)
        total_row = _total_row(table, columns, begins[at], rows)
        blocks.append(BlockHeader(block, begin, label, slots, total_row, levels, name, numbers, units, codes))
    header = Header(table, tuple(blocks), tuple(rows), width, 0.0)
    wanted = header.known + len(header.lacking)
    earlier = _of_earlier_years(columns)
    unknown = sum(slot.is_unknown and slot.start not in earlier for block in blocks for slot in block.slots)
    if 2 * header.known < wanted or any(not any(slot.measure for slot in block.slots) for block in blocks):
        return None
    return replace(header, score=max(0.0, (header.known - unknown / 2) / wanted))


def _block_begins(table: Table, columns: Sequence[Column]) -> list[tuple[int, int]] | None:
    """(first position, label position) of each block, or None where a label column is not there."""
    begins: list[tuple[int, int]] = []
    left = list(columns)
    for block in table.blocks:
        labels = (*block.labels, *block.outer)
        exact = (column for column in left if column.path[-1:] and column.path[-1] in labels)
        label = next(exact, None) or next((column for column in left if _names(column, labels)), None)
        label = label or _of_codes_with_labels(table, left)
        if label is None:
            return None
        codes = [column.start for column in left if column.start < label.start and _names(column, block.codes)]
        begins.append((codes[-1] if codes else label.start, label.start))
        left = [column for column in left if column.start > label.start]
    # Whatever stands before the first label belongs to its block (类, 款, 项 in columns of their own).
    return [(0, begins[0][1]), *begins[1:]]


def _of_codes_with_labels(table: Table, columns: Sequence[Column]) -> Column | None:
    """The first column, where nothing but 项目 stands above it: its cells hold code and label together."""
    first = columns[0] if columns else None
    is_sole = first is not None and first.start == 0 and first.end == 1 and first.path == (_ITEMS,)
    return first if is_sole and table.layout == "codes" and len(table.blocks) == 1 else None


def _codes_behind(block: Block, begin: int, label: int, columns: Sequence[Column]) -> frozenset[int]:
    """The positions of a code's columns that stand behind the label: those next to it, where none stands before it."""
    if begin < label:
        return frozenset()
    found = takewhile(lambda column: _names(column, block.codes), columns)
    return frozenset(at for column in found for at in range(column.start, column.end))


def _is_of_numbers(table: Table, column: Column) -> bool:
    """True for a column of the rows' numbers, or of codes where these name no row."""
    return column.path[-1:] in _NUMBERED or (table.layout == "nested" and _names(column, table.blocks[0].codes))


def _is_of_units(table: Table, column: Column) -> bool:
    return table.layout == "codes" and bool(column.path) and _OF_UNITS.fullmatch(column.path[-1]) is not None


def _names(column: Column, aliases: Sequence[str]) -> bool:
    return any(part in aliases for part in column.path)


def _of_earlier_years(columns: Sequence[Column]) -> frozenset[int]:
    """The positions of columns whose header says that they are of an earlier year than others, or of a change."""
    stated = {column.start: int(found[1]) for column in columns for part in column.path if (found := _YEAR.match(part))}
    latest = max(stated.values(), default=0)
    changes = {column.start for column in columns if any(map(_BEFORE.search, column.path))}
    return frozenset(changes | {at for at, year in stated.items() if year < latest})


def _slots(measures: Sequence[Measure], columns: Sequence[Column]) -> tuple[Slot, ...]:
    """The columns of figures, with the measures that they are of: those that a header names in full before those that
    stand as a sum under the name of one (基本支出 / 小计), none of an earlier year.
    """
    earlier = _of_earlier_years(columns)
    paths = {column.start: tuple(map(undated, column.path)) for column in columns if column.start not in earlier}
    sums = {at: path[:-1] for at, path in paths.items() if len(path) > 1 and path[-1] in _SUMS}
    taken: dict[int, Measure] = {}
    for named in (paths, sums):
        for measure in (each for each in measures if each not in taken.values()):
            candidates = (
                at
                for wanted in measure.headers
                for at, path in named.items()
                if at not in taken and path[-len(wanted) :] == wanted
            )
            at = next(candidates, None)
            if at is not None:
                taken[at] = measure
    totals = {paths[at][:-1] for at, measure in taken.items() if measure.role == "total"}
    other = {path for at, path in sums.items() if at in taken and taken[at].role != "total"}
    parts = {
        at for at, path in paths.items() if path[:-1] not in other and any(path[: len(top)] == top for top in totals)
    }
    slots = []
    for column in columns:
        known = taken.get(column.start)
        if known is not None or (column.path and column.path[-1] not in FURNITURE):
            is_part = column.start in parts
            slots.append(Slot(column.start, column.end, known, column.printed[-1], unit=column.unit, is_part=is_part))
        elif column.path and column.path[-1] in _ROW_NUMBERS:
            slots.append(Slot(column.start, column.end, None, ""))
    return tuple(slots)


def _total_row(
    table: Table, columns: Sequence[Column], begin: tuple[int, int], rows: Sequence[Line]
) -> tuple[str, Line] | None:
    """A total's label below the label column within the header: a row of the table that came out merged into it."""
    totals = table.total_labels
    if table.layout != "codes":
        return None
    for column in columns:
        if begin[0] <= column.start <= begin[1] and len(column.path) > 1 and column.path[-1] in totals:
            for row in rows:
                if column.start < len(row.cells) and normalise_label(row.cells[column.start]) == column.path[-1]:
                    return row.cells[column.start], row
    return None


def _match_columns(table: Table, rows: tuple[Line, ...], columns: Sequence[Column], width: int) -> Header | None:
    """A header whose paths name the items, and at their one or other end the measures (预算数, 决算数); where the rows
    name these, their labels have a column of their own before the items.
    """
    block = table.blocks[0]
    label = None
    if block.labels:
        at = next((at for at, column in enumerate(columns[:2]) if _names(column, block.labels)), None)
        if at is None:
            return None
        label, columns = columns[at].start, columns[at + 1 :]
    slots: list[Slot] = []
    earlier = _of_earlier_years(columns)
    for column in columns:
        if column.start in earlier:
            measure, item, printed = block.measures[0], None, " / ".join(column.printed)
        elif names_items_only(table):
            measure, (item, printed) = block.measures[0], _item_below(table.items, column)
        else:
            named = _measure_of(block.measures, column)
            if named is None:
                return None
            measure, (item, printed) = named[0], _item_of(table.items, named[1])
            printed = printed or " / ".join(column.printed)
        slots.append(Slot(column.start, column.end, measure if item else None, printed, item, column.unit))
    items = {slot.item for slot in slots if slot.item} | {item for item in table.items if not item.is_optional}
    wanted = len(items) * (1 if names_items_only(table) else len(block.measures))
    shown = len({(slot.item.path, slot.measure.name) for slot in slots if slot.item and slot.measure})
    if 2 * shown < wanted:
        return None
    score = shown / max(wanted, len(slots) - len(earlier))
    return Header(table, (BlockHeader(block, 0, label, tuple(slots)),), rows, width, score)


def _measure_of(measures: Sequence[Measure], column: Column) -> tuple[Measure, Column] | None:
    """The measure that a column's last label names, or its first one over those of items; and the column without it."""
    for label, rest in ((column.path[-1:], slice(-1)), (column.path[:1], slice(1, None))):
        found = next((each for each in measures if label in each.headers), None)
        if found is not None:
            return found, replace(column, path=column.path[rest], printed=column.printed[rest])
    return None


def names_items_only(table: Table) -> bool:
    """True for a table whose header names the items and nothing else: it has one measure, or its rows name them."""
    block = table.blocks[0]
    return table.layout == "columns" and (bool(block.labels) or not block.measures[0].headers)


def of_measure(block: BlockHeader, label: str | None) -> BlockHeader | None:
    """The block's columns for a row of a table whose rows name the measures; None where the label names none.

    Example: `of_measure(block, "预算数").slots[0].measure.name` → `"budget"`.
    """
    wanted = (normalise_label(label or ""),)
    measure = next((each for each in block.block.measures if wanted in each.headers), None)
    if measure is None:
        return None
    return replace(block, slots=tuple(replace(each, measure=measure if each.item else None) for each in block.slots))


def of_one_year(labels: Sequence[str]) -> list[str]:
    """The labels of rows, without the year before them where all that have one have the same.

    Example: `of_one_year(["2020年预算数", "2020年决算数"])` → `["预算数", "决算数"]`.
    """
    years = {found[1] for label in labels if (found := _YEAR.match(label))}
    return list(map(undated, labels)) if len(years) == 1 else list(labels)


def undated(label: str) -> str:
    """A header's label without the year before it: 2024年机关运行经费预算数 → 机关运行经费预算数."""
    return _YEAR.sub("", label)


def _item_below(items: Sequence[Item], column: Column) -> tuple[Item | None, str]:
    """The item that a column stands for whose header names items only: its last label's, or where that is 小计 or 合计
    under the label of an item, that one's.
    """
    labels = list(zip(column.path, column.printed, strict=True))
    is_sum = len(labels) > 1 and column.path[-1] in _SUMS
    for label, text in labels[-2:] if is_sum else labels[-1:]:
        item = next((each for each in items if undated(label) in each.labels), None)
        if item is not None:
            return item, undated(text)
    return None, " / ".join(column.printed)


def _item_of(items: Sequence[Item], column: Column) -> tuple[Item | None, str]:
    """The item that a header path stands for, and the printed label that says so: the innermost label that is an
    item's, so that 公务用车购置及运行维护费 / 小计 is the former.
    """
    for label, printed in zip(reversed(column.path), reversed(column.printed), strict=True):
        for item in items:
            if label in item.labels:
                return item, printed
    return None, " / ".join(column.printed)
