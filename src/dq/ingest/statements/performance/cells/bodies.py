"""The rows below a header: which cell belongs to which column."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from dq.ingest.statements.performance.cells.headers import FormColumn
from dq.ingest.statements.performance.cells.merged import alone
from dq.ingest.statements.performance.cells.placing import Layout, Placed, certain, place, suits
from dq.ingest.statements.performance.cells.tokens import Token, is_part
from dq.ingest.stream import Line
from dq.types import DoubtReason

_FEW: Final = 2
_LAYOUTS: Final = 12
"""Different places of cells that are kept of one table's rows."""


@dataclass(frozen=True, slots=True)
class BodyRow:
    """A row of a table: its line and its cells by column name; `doubted` the names whose column is not certain."""

    line: Line
    cells: dict[str, Token]
    doubted: frozenset[str] = frozenset()

    def text(self, name: str) -> str | None:
        """The text of a column, None where it is blank."""
        token = self.cells.get(name)
        return None if token is None else token.text

    def doubt(self, name: str) -> DoubtReason | None:
        """Why the cell's column is doubted."""
        return DoubtReason.COLUMN_SHIFT if name in self.doubted else None


def body_rows(columns: Sequence[FormColumn], rows: Iterable[tuple[Line, Sequence[Token]]]) -> list[BodyRow]:
    """The rows with their cells by column. Headings of parts that merged cells left in front of a row are no cells of
    it; of a row with more cells than columns only its ends are read, and doubted.
    """
    rows = list(rows)
    columns = [column for column in columns if not _is_beside(column, [line for line, _ in rows])]
    types = [column.type for column in columns]
    starts = [column.start for column in columns if column.start is not None]
    kept = [(line, _of_columns(_without_parts(tokens, len(types)), starts, len(types))) for line, tokens in rows]
    layouts, intact = _layouts(columns, types, [tokens for _, tokens in kept])
    width = max((len(line.cells) for line, _ in kept), default=0)
    # Where rows keep the blank cells at their ends, a shorter row has lost one.
    is_padded = any(line.cells and not line.cells[-1] for line, _ in kept)
    found: list[BodyRow] = []
    for line, tokens in kept:
        if not tokens:
            continue
        whole = intact and (not is_padded or len(line.cells) == width)
        placed = place(types, tokens, layouts, intact=whole) or _ends(types, tokens)
        if placed is None:
            continue
        cells = {columns[column].name: token for column, token in placed.columns.items()}
        unknown = any(
            columns[column].name == "unknown" and token.kind.is_figure for column, token in placed.columns.items()
        )
        doubted = cells if unknown else {columns[column].name for column in placed.doubted}
        found.append(BodyRow(line, cells, frozenset(doubted)))
    return found


def _is_beside(column: FormColumn, lines: Sequence[Line]) -> bool:
    """Whether a header cell without a meaning stands over no cell of the rows: a part's heading beside the table."""
    if column.name != "unknown" or column.start is None:
        return False
    below = [line.cells[column.start] for line in lines if len(line.cells) > column.start]
    return bool(below) and not any(below)


def _layouts(
    columns: Sequence[FormColumn], types: Sequence[str], rows: Sequence[Sequence[Token]]
) -> tuple[list[Layout], bool]:
    """The places of cells in rows that are certain, and those of the header where all of them agree: then no blank cell
    was lost.
    """
    layouts: list[Layout] = []
    for tokens in rows:
        layout = certain(types, tokens) if tokens else None
        if layout is not None and layout not in layouts and len(layouts) < _LAYOUTS:
            layouts.append(layout)
    header = {at: column.start for at, column in enumerate(columns) if column.start is not None}
    names = {tokens[0].at for tokens in rows if tokens}
    if len(names) == 1 and 0 not in header and 0 not in names:
        # Names below no header, beside the heading of their part: no blank cell before them is lost.
        header[0] = names.pop()
    agreeing = [header.get(at, found) == found for layout in layouts for at, found in layout.items()]
    intact = all(agreeing) and len(header) >= len(columns) - 1
    if intact and header not in layouts:
        layouts.append(header)
    return layouts, intact


def _without_parts(tokens: Sequence[Token], count: int) -> Sequence[Token]:
    """The cells without a part's heading in front."""
    if tokens and is_part(tokens[0].text) and (len(tokens) > count or tokens[0].at == 0):
        return tokens[1:]
    return tokens


def _of_columns(tokens: Sequence[Token], starts: Sequence[int], count: int) -> Sequence[Token]:
    """The cells of a row; where they are too many for the columns, without those that repeat their left neighbour: all
    such below one header cell, or, where it is not known where columns begin, where that makes them fit.
    """
    if len(tokens) > _FEW and len({token.text for token in tokens}) == 1 and not tokens[0].kind.is_figure:
        return ()  # one sentence across the whole table
    if len(tokens) <= count:
        return tokens
    if len(starts) >= count - 1:
        single = set(alone(tokens))
        return [token for token in tokens if token in single or token.at in starts]
    return alone(tokens)


def _ends(types: Sequence[str], tokens: Sequence[Token]) -> Placed | None:
    """The first labels and the last cell of a row with more cells than columns, all doubted."""
    labels = [at for at, each in enumerate(types) if each in ("level1", "level2", "class", "label")]
    tries = (place([types[at] for at in labels], tokens[:count], ()) for count in range(len(labels), 0, -1))
    heads = next((placed for placed in tries if placed is not None), None)
    if heads is None or not suits(types[-1], tokens[-1]):
        return None
    found = {labels[at]: token for at, token in heads.columns.items()}
    last = len(types) - 1
    return Placed({**found, last: tokens[-1]}, frozenset({last}))
