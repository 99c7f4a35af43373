"""Numbers of rows (行次): told by their count going on, they say to whom the figures behind them belong."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field
from typing import Final

from dq.ingest.flow.tokens import Kind, Token, TokenLine

_MOST_SKIPPED: Final = 8
_MOST_LEFT_OUT: Final = 60
"""Rows that a form leaves out at the most; more of them where a whole number right before a figure is a row's and
all blocks have begun."""
_MANY: Final = 10
_FIRST: Final = 3
"""A form's first row has the number 1; a heading or two may stand before it without one."""


@dataclass(slots=True)
class Part:
    """Values behind the number of a row. `block` the block whose count that number goes on with, None for values before
    any number; `is_certain` False where the count skips, or where a value may be the number of a row beside a blank.
    """

    block: int | None
    is_certain: bool = True
    values: list[Token] = field(default_factory=list)


def is_fixed(lines: Iterable[TokenLine]) -> bool:
    """True where many figures of a table all have the same decimals, as those do that are written by one format.

    Parameters: `lines` of the table's body.
    Example: ten lines that print 4.50, 12.00 and the like → `True`.
    """
    texts = [token.plain for line in lines for token in line.tokens if token.kind is Kind.FIGURE]
    return len(texts) >= _MANY and len({len(text.rpartition(".")[2]) for text in texts}) == 1


def parts_by_number(
    last: list[int | None],
    values: Sequence[Token],
    begun: Collection[int],
    *,
    alone: bool,
    fixed: bool,
    taken: Collection[int] = (),
) -> list[Part]:
    """The values of a line parted by the numbers of rows among them, which are left out.

    Parameters: `last` each block's last number, which is brought forward; `begun` blocks whose labels may stand before
    these values, on the same line unless they stand `alone`; `fixed` where all figures of the table have the same
    decimals, so that a whole number is none; `taken` blocks whose number this line has printed: each has one.
    Example: after rows 7 and 43, the values 8 44 139.52 are nothing for the first block and 139.52 for the second.
    """
    parts = [Part(None)]
    for at, token in enumerate(values):
        number = int(token.plain) if token.kind is Kind.NUMBER and token.plain.isdecimal() else None
        free = [block for block in range(len(last)) if block not in {*taken, *(part.block for part in parts)}]
        own = [each for each in free if at or alone or each in begun]
        after = values[at + 1].kind if at + 1 < len(values) else None
        is_before_figure = fixed and None not in last and after is Kind.FIGURE
        block = _counted(last, number, own, 1 if at else _MOST_LEFT_OUT if is_before_figure else _MOST_SKIPPED)
        if block is None and at == 0:
            block = _first_of(last, number, [each for each in free if each in begun])
        if block is None or number is None:
            is_last = at > 0 and at + 1 == len(values) and not parts[-1].values
            right = [each for each in free if each > (parts[-1].block or 0)]
            if is_last and _counted(last, number, right, _MOST_SKIPPED) is not None:
                parts[-1].is_certain = False  # it may be the number of the row beside, where the count was lost
            parts[-1].values.append(token)
            continue
        certain = last[block] in (None, number - 1)
        last[block] = number
        is_long = min(each or 0 for each in last) > _MANY  # a table in which each line had the numbers of all blocks
        is_counted = (alone or fixed or is_long) and certain and parts[-1].is_certain and parts[-1].block is not None
        if at and at + 1 == len(values) and not parts[-1].values and not is_counted:
            parts[-1].values.append(token)  # the only value of its row, or the number of the row beside it
            parts[-1].is_certain = False
        else:
            parts.append(Part(block, certain))
    return parts


def _counted(last: Sequence[int | None], number: int | None, free: Sequence[int], furthest: int) -> int | None:
    """The block whose count the number goes on with most closely."""
    if number is None:
        return None
    ahead = {block: number - count for block in free if (count := last[block]) is not None}
    near = [block for block, step in ahead.items() if 0 < step <= furthest]
    return min(near, key=lambda block: ahead[block], default=None)


def _first_of(last: Sequence[int | None], number: int | None, free: Sequence[int]) -> int | None:
    """The block whose count may begin with this number: the first with 1, others behind those before them."""
    for block in free:
        before = last[block - 1] if block else 0
        if last[block] is None and before is not None and number and number > before and (block or number <= _FIRST):
            return block
    return None
