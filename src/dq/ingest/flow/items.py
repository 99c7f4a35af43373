"""Rows that the form prints by name: labels are known from the template, however they are broken over lines.

Words are added to a label for as long as the result begins a label of the form. A label left open
(其中：财政拨款结转和结) takes its figures and is completed by a later word (余). What is no label of the form becomes
a row of its own where figures follow it; it is stored under its printed name and doubted.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Final

from dq.ingest.flow.regions import Region
from dq.ingest.flow.rows import Row, Rows
from dq.ingest.flow.tokens import Kind, Token, TokenLine
from dq.templates import Item, normalise_label, split_unit

_MAX_OPEN: Final = 4
_MOST_WORDS: Final = 12
_UNKNOWN_LINES: Final = 3
_FAR: Final = 10_000


@dataclass(slots=True)
class _Reader:
    """The state of reading one table."""

    region: Region
    widths: list[int]
    labels: list[dict[str, list[int]]]
    prefixes: set[str]
    rows: list[Row] = field(default_factory=list)
    stray: list[Token] = field(default_factory=list)
    last: list[int] = field(default_factory=list)
    numbers: list[int | None] = field(default_factory=list)
    seen: set[tuple[int, int]] = field(default_factory=set)
    unknown: int = 0


def read_items(region: Region) -> Rows:
    """The rows of a table whose template has layout "items"."""
    table = region.table
    labels = [_labels_of(table.items, block.side) for block in table.blocks]
    prefixes = {label[:end] for known in labels for label in known for end in range(1, len(label) + 1)}
    reader = _Reader(region, [len(each) for each in region.words.measures], labels, prefixes)
    reader.last = [-1] * len(table.blocks)
    reader.numbers = [None] * len(table.blocks)
    for line in region.body:
        if _is_foreign(reader, line):
            reader.unknown += 1
            if reader.unknown == _UNKNOWN_LINES:
                break
            continue
        reader.unknown = 0
        _read_line(reader, line)
    return Rows(sorted(reader.rows, key=lambda row: row.block), reader.stray)


def _labels_of(items: Sequence[Item], side: str) -> dict[str, list[int]]:
    found: dict[str, list[int]] = {}
    for index, item in enumerate(items):
        if item.side == side:
            for label in item.labels:
                found.setdefault(label, []).append(index)
    return found


def _plain_label(words: Sequence[Token]) -> str:
    return split_unit(normalise_label("".join(word.plain for word in words)))[0]


def _begins(reader: _Reader, words: Sequence[Token]) -> bool:
    """True where the words are a label of the form or the beginning of one (with its unit's beginning behind it)."""
    whole = normalise_label("".join(word.plain for word in words))
    return whole in reader.prefixes or split_unit(whole)[0] in reader.prefixes or _with_open_unit(reader, whole)


def _with_open_unit(reader: _Reader, text: str) -> bool:
    """True for a whole label with the beginning of a unit in brackets: 公务用车购置数(辆"""
    head, bracket, tail = text.rpartition("(")
    return bool(bracket) and ")" not in tail and _is_known(reader, head)


def _is_known(reader: _Reader, label: str) -> bool:
    return any(label in known for known in reader.labels)


def _is_foreign(reader: _Reader, line: TokenLine) -> bool:
    """A line of words that the form does not print: a running title, an attachment's number, the prose that follows."""
    if not line.is_words:
        return False
    openers = _open_rows(reader)
    for token in line.tokens:
        if _begins(reader, [token]) or any(_begins(reader, [*row.words, token]) for row in openers):
            return False
        if _is_unit(reader, token):
            return False
    return True


def _is_unit(reader: _Reader, token: Token) -> bool:
    """A unit in brackets on a line of its own belongs to the label before it."""
    return bool(reader.rows) and token.plain.startswith("(") and token.plain.endswith(")")


def _open_rows(reader: _Reader) -> list[Row]:
    return reader.rows[-_MAX_OPEN:]


def _read_line(reader: _Reader, line: TokenLine) -> None:
    current: Row | None = None
    joined = False
    values: list[Token] = []
    for at, token in enumerate(line.tokens):
        in_label = (
            token.kind is Kind.NUMBER and not values and current is not None and _continues(reader, current, line, at)
        )
        if token.kind is Kind.WORD or in_label:
            if values:
                _give(reader, current, values)
                current, values = None, []
            current = _take_word(reader, current, token, line)
            joined = True
        else:
            values.append(token)
    if values:
        _give(reader, current if joined else None, values)


def _continues(reader: _Reader, row: Row, line: TokenLine, at: int) -> bool:
    """True where a number belongs to a label (单价 50 万元以上): it and the next word go on with a label."""
    rest = line.tokens[at : at + 2]
    return len(rest) > 1 and rest[1].kind is Kind.WORD and _begins(reader, [*row.words, *rest])


def _take_word(reader: _Reader, current: Row | None, token: Token, line: TokenLine) -> Row:
    """The row that a word belongs to: the one just begun, one left open, or a new one."""
    open_rows = [row for row in reversed(_open_rows(reader)) if row is not current and _extends(reader, row, token)]
    if current is not None and _begins(reader, [*current.words, token]):
        open_rows = [current]
    elif current is not None and not open_rows and not _begins(reader, [token]) and not _is_whole(reader, current):
        open_rows = [current]  # a label that the form does not print, with spaces in it
    for row in open_rows[:1]:
        if len(row.words) < _MOST_WORDS:
            row.words.append(token)
            _place(reader, row)
            return row
    row = Row(0, words=[token], line=token.number, page=line.page)
    reader.rows.append(row)
    _place(reader, row)
    return row


def _is_whole(reader: _Reader, row: Row) -> bool:
    return _is_known(reader, _plain_label(row.words))


def _extends(reader: _Reader, row: Row, token: Token) -> bool:
    """True where a word completes a label that was left open; a label of its own, standing alone, is none."""
    if not row.words or len(row.words) >= _MOST_WORDS:
        return False
    whole = [*row.words, token]
    if not _begins(reader, whole):
        return False
    if not _is_whole(reader, row) or not _begins(reader, [token]):
        return True
    # 文化体育与传媒 is a label, and so is 文化体育与传媒支出; 支出 alone is none.
    return not row.values and _is_known(reader, _plain_label(whole)) and not _is_known(reader, _plain_label([token]))


def _place(reader: _Reader, row: Row) -> None:
    """Find the block of a row by its label: the one where it comes next in the form's order."""
    label = _plain_label(row.words)
    best: tuple[int, int, int] | None = None
    for block, known in enumerate(reader.labels):
        for index in known.get(label, []):
            if (block, index) in reader.seen:
                continue
            ahead = index - reader.last[block]
            cost = ahead if ahead > 0 else _FAR - ahead
            if best is None or cost < best[0]:
                best = cost, block, index
    if best is None:
        # A label that goes on in the next line stands in the only block that has such a label.
        blocks = [
            at for at, known in enumerate(reader.labels) if label and any(each.startswith(label) for each in known)
        ]
        row.block = blocks[0] if len(blocks) == 1 else row.block
    else:
        _, row.block, index = best
        reader.last[row.block] = index
        reader.seen.add((row.block, index))
        if len(reader.labels) > 1 and reader.region.table.blocks[0].side == reader.region.table.blocks[1].side:
            reader.seen.update((block, index) for block in range(len(reader.labels)))


def _give(reader: _Reader, row: Row | None, values: list[Token]) -> None:
    """Give values to the row before them, or to the latest rows without any."""
    alone = row is None
    if row is None or row.values:
        row = _waiting(reader)
    if row is None:
        _continue(reader, values)
        return
    rest = list(values)
    if reader.region.words.has_row_numbers:
        rest = _without_row_numbers(reader, row, rest)
    width = reader.widths[row.block]
    waiting = [each for each in _open_rows(reader) if not each.values]
    wanted = sum(reader.widths[each.block] for each in waiting)
    blocks = [each.block for each in waiting]
    if alone and len(rest) > width and blocks == list(range(len(reader.widths))) and len(rest) == wanted:
        for each in waiting:
            each.values, rest = rest[: reader.widths[each.block]], rest[reader.widths[each.block] :]
        return
    row.values, row.extra = rest[:width], rest[width:]
    row.doubted = row.doubted or bool(row.extra)


def _continue(reader: _Reader, values: list[Token]) -> None:
    """Values for which no row waits: the rest of the last row's, which is doubted then, or strays."""
    last = reader.rows[-1] if reader.rows else None
    if last is not None:
        last.doubted = True
    if last is not None and last.values and len(last.values) + len(values) <= reader.widths[last.block]:
        last.values += values
    else:
        reader.stray += values


def _waiting(reader: _Reader) -> Row | None:
    """The row that values on a line of their own belong to: the last one, or one whose label is still open."""
    waiting = [row for row in reversed(_open_rows(reader)) if not row.values]
    if waiting and waiting[0] is reader.rows[-1]:
        return waiting[0]
    return next((row for row in waiting if not _is_whole(reader, row)), None)


def _without_row_numbers(reader: _Reader, row: Row, values: list[Token]) -> list[Token]:
    """The values without the numbers of the rows (行次): the row's own before its value, and those of rows of other
    blocks that print no label. A number is one only where it goes on with the count.
    """
    first = values[0]
    if first.kind is Kind.NUMBER and first.plain.isdecimal():
        block = _numbered_block(reader, row, int(first.plain))
        if block is not None:
            row.block = block
            reader.numbers[block] = int(first.plain)
            values = values[1:]
        else:
            row.doubted = True
    width = reader.widths[row.block]
    others = {last + 1 for at, last in enumerate(reader.numbers) if last is not None and at != row.block}
    if len(values) == width and values[-1].plain.isdecimal() and int(values[-1].plain) in others:
        row.doubted = True  # its value, or the number of the row beside it while its own is blank
    while len(values) > width and values[width].kind is Kind.NUMBER:
        number = int(values[width].plain) if values[width].plain.isdecimal() else -1
        block = next((at for at, last in enumerate(reader.numbers) if last is not None and number == last + 1), None)
        if block is None or block == row.block:
            break
        reader.numbers[block] = number
        del values[width]
    return values


def _numbered_block(reader: _Reader, row: Row, number: int) -> int | None:
    """The block whose count this number goes on with; the first number of a block begins its count."""
    for block, last in enumerate(reader.numbers):
        if last is not None and number == last + 1:
            return block
    for block, last in enumerate(reader.numbers):
        if last is None and (block == row.block or len(reader.numbers) == 1 or block > row.block):
            return block
    return None
