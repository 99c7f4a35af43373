"""What is read of a table of a running text, as printed rows in the shape that the readers of cells give."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from dq.ingest.alignment import Placing
from dq.ingest.body import Body, PrintedRow, Stray
from dq.ingest.cells import read_cell
from dq.ingest.flow.blanks import Columns, settle
from dq.ingest.flow.open_orders import columns_in_doubt
from dq.ingest.flow.reading import Reading, block_of
from dq.ingest.flow.rows import Row
from dq.ingest.flow.standing import is_beside_its_label
from dq.ingest.flow.sums import adds_up, item_sums
from dq.ingest.flow.tokens import Kind, Token
from dq.ingest.header_search import FoundTable
from dq.ingest.headers import BlockHeader, Header, Slot, names_items_only, of_measure
from dq.ingest.stream import Line
from dq.ingest.stretches import MAX_ROWS

_MOSTLY: Final = 0.9
_FEW: Final = 5


def found_table(reading: Reading) -> FoundTable:
    """The table as the readers of cells find it: its title, where its body begins, its header and unit."""
    region = reading.region
    body = region.body[0].index if region.body else region.last + 1
    return FoundTable(region.heading.text, region.heading.index, body, reading.header, region.unit)


def printed_body(reading: Reading, *, by_sums: bool) -> Body:
    """The rows of a settled reading, their figures in columns, doubted where in doubt; `by_sums` where sums tell."""
    rows = reading.rows.rows
    usual = [_usual([row for row in rows if row.block == at]) for at in range(len(reading.header.blocks))]
    printed = [
        _printed(reading, row, columns, doubt | _not_standing(reading, at, columns), usual[row.block])
        for at, (row, (columns, doubt)) in enumerate(zip(rows, settle(reading.choices, by_sums=by_sums), strict=True))
    ]
    left = (token for token in reading.rows.stray if token.kind is not Kind.MARK)
    stray = tuple(Stray(token.number, token.text, token.page) for token in left)
    cut = reading.region.cut or len(printed) > MAX_ROWS
    return Body(tuple(printed[:MAX_ROWS]), reading.region.last + 1, cut, stray)


def _not_standing(reading: Reading, at: int, columns: Columns) -> frozenset[int]:
    """All columns of a row whose values do not clearly stand in the columns that they are read into, beside its label,
    or stand where structure forbids it: then its blanks are no clearer than its figures.
    """
    row = reading.rows.rows[at]
    if reading.standings is None:
        return frozenset()
    at_odds = bool(row.values) and reading.choices[at].is_at_odds
    if reading.standings[at] == columns and is_beside_its_label(row) and not at_odds:
        return frozenset()
    return frozenset(range(len(reading.header.blocks[row.block].slots)))


@dataclass(frozen=True, slots=True)
class _Usual:
    """What nearly all rows of a block print: at least `count` figures where they print any (0 where there are too few
    rows to say), `decimals` in them (None where rows differ); `never_blank` where nearly all rows print some.
    """

    count: int
    decimals: int | None
    never_blank: bool


def _usual(rows: Sequence[Row]) -> _Usual:
    counts = sorted(len(row.values) for row in rows)
    filled = [count for count in counts if count]
    least = filled[int(len(filled) * (1 - _MOSTLY))] if len(filled) >= _FEW else 0
    cells = [read_cell(value.plain) for row in rows for value in row.values]
    decimals = Counter(cell.decimals for cell in cells if cell.value is not None)
    most = max(decimals, key=lambda each: decimals[each], default=None)
    certain = decimals[most] >= _MOSTLY * decimals.total()
    return _Usual(least, most if certain else None, bool(least) and len(filled) >= _MOSTLY * len(counts))


def _printed(reading: Reading, row: Row, columns: Columns, doubt: frozenset[int], usual: _Usual) -> PrintedRow:
    """The row with its figures in their columns: the label at position 0, column n at n + 1, further values behind."""
    block = block_of(reading.header, row)
    placed = dict(zip(columns, row.values, strict=True))
    tokens: list[Token | None] = [placed.get(column) for column in range(len(block.slots))]
    cells = [row.label, *(token.text if token else "" for token in tokens), *(token.text for token in row.extra)]
    spots = [_spot(row, token) for token in (row.words[0] if row.words else None, *tokens, *row.extra)]
    # A row that prints fewer figures than nearly all others has lost one: no cell of it stands where it seems to.
    # (A page without rulings shows its blanks.)
    lost = len(row.values) < usual.count and (bool(row.values) or usual.never_blank) and reading.standings is None
    if names_items_only(reading.region.table) and _may_have_moved(row, block.slots):
        lost = lost or not adds_up(item_sums(block.slots), [_figure(token) for token in tokens])
    if reading.is_gathered:  # which of its columns are blank, no place tells
        doubt |= {column for column, token in enumerate(tokens) if token is None}
    if reading.orders:
        doubt |= columns_in_doubt(block.slots, [_figure(token) for token in tokens], reading.orders)
    lost = lost or (bool(row.values) and _is_beside_other_columns(reading.header, block))
    if row.doubted or lost or (reading.region.words.is_strange and row.values):
        doubt = frozenset(range(len(tokens)))
    unusual = {column for column, token in enumerate(tokens) if token is not None and _is_unusual(token, usual)}
    number = row.values[0].number if row.values else row.line
    line = Line(number, tuple(cells), row.page, tuple(spots))
    placing = Placing(tuple(range(1, len(block.slots) + 1)), doubt | unusual)
    unplaced = frozenset(range(len(block.slots) + 1, len(cells)))
    if block.label is not None and reading.region.table.layout == "columns":
        block = of_measure(block, row.label) or block
    return PrintedRow(line, row.block, block, row.code, row.label or None, placing, unplaced, tuple(row.trail))


def _is_beside_other_columns(header: Header, block: BlockHeader) -> bool:
    """True where another block of the same items has other columns: which of the two a row stands in, no word tells."""
    sides = [each.block for each in header.blocks if each.block.side == block.block.side]
    return header.table.layout == "items" and len({tuple(m.name for m in each.measures) for each in sides}) > 1


def _figure(token: Token | None) -> Decimal | None:
    return read_cell(token.plain).value if token is not None else None


def _may_have_moved(row: Row, slots: Sequence[Slot]) -> bool:
    """True for a row that lacks figures or is broken over lines."""
    return 0 < len(row.values) < len(slots) or len({value.number for value in row.values}) > 1


def _is_unusual(token: Token, usual: _Usual) -> bool:
    """True for a figure with other decimals than nearly all in its table: two that run together, or a part of one."""
    decimals = read_cell(token.plain).decimals
    return token.doubted or (decimals is not None and usual.decimals not in (None, decimals) and token.plain != "0")


def _spot(row: Row, token: Token | None) -> tuple[int, int | None]:
    return (
        (token.number, token.start) if token is not None else (row.values[0].number if row.values else row.line, None)
    )
