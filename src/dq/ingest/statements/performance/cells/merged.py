"""Merged cells that a document prints once in each cell that they cover: what is repeated counts as blank."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import lru_cache

from dq.ingest.statements.performance.cells.tokens import Token, tokens_of
from dq.ingest.statements.performance.vocabulary import vocabulary
from dq.ingest.stream import Line


def rows_of(lines: Sequence[Line]) -> list[tuple[Line, tuple[Token, ...]]]:
    """The rows of a form with their filled cells; of a label repeated to the right, or below in the same merged cell
    (with the figure beside it), the first one only.

    Example: 预算安排, 预算安排, 实际到位, 实际到位 → 预算安排 and 实际到位, at the first and the third position.
    """
    rows: list[tuple[Line, tuple[Token, ...]]] = []
    above: tuple[str, ...] = ()
    for line in lines:
        tokens = tokens_of(line)
        again = _again(line.cells, above, tokens)
        above = line.cells
        if again:
            tokens = tuple(token for token in tokens if token.at not in again)
            cells = tuple("" if at in again else cell for at, cell in enumerate(line.cells))
            rows.append((replace(line, cells=cells), tokens))
        else:
            rows.append((line, tokens))
    return rows


def alone(tokens: Sequence[Token]) -> list[Token]:
    """The cells without those that repeat their left neighbour.

    Example: 差旅费, 差旅费, 差旅费, 5.00 → 差旅费, 5.00.
    """
    return [
        token
        for at, token in enumerate(tokens)
        if at == 0 or token.text != tokens[at - 1].text or token.at != tokens[at - 1].at + 1
    ]


def _again(cells: Sequence[str], above: Sequence[str], tokens: Sequence[Token]) -> set[int]:
    """The positions of cells that only repeat what a merged cell prints to their left or above them."""
    again: set[int] = set()
    same = _same_to_the_left(cells, above)
    for token in tokens:
        at = token.at
        is_below = at < same and above[at] == token.text
        if _is_label(token.text):
            if is_below or (at > 0 and cells[at - 1] == token.text):
                again.add(at)
        elif is_below and at - 1 in again and token.kind.is_figure and tokens[-1].at >= same:
            again.add(at)
    return again


def _same_to_the_left(cells: Sequence[str], above: Sequence[str]) -> int:
    """Before which position a row holds nothing but what the row above holds there, or blanks."""
    for at, cell in enumerate(cells):
        if at >= len(above) or (cell and cell != above[at]):
            return at
    return len(cells)


@lru_cache(maxsize=65_536)
def _is_label(text: str) -> bool:
    known = vocabulary()
    return bool(known.column(text) or known.field(text) or known.source(text) or known.part(text) or known.level(text))
