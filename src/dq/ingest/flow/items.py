"""Rows that the form prints by name: labels are known from the template, however they are broken over lines.

Words are added to a label for as long as the result begins a label of the form. A label left open
(其中：财政拨款结转和结) takes its figures and is completed by a later word (余). What is no label of the form becomes
a row of its own where figures follow it; it is stored under its printed name and doubted.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise
from typing import Final

from dq.ingest.flow.item_labels import (
    Reader,
    are_twins,
    begins,
    blocks_begun,
    goes_on,
    is_known,
    is_whole,
    may_be_right_of,
    place,
    plain_label,
    takes,
)
from dq.ingest.flow.regions import Region
from dq.ingest.flow.row_numbers import is_fixed, parts_by_number
from dq.ingest.flow.rows import Row, Rows
from dq.ingest.flow.tokens import CLOSING, Kind, Token, TokenLine, is_open
from dq.templates import Item

_ENUMERATOR: Final = re.compile(r"\d{1,2}[.、]|\(\d{1,2}\)", re.ASCII)
_WORD_ENUMERATOR: Final = re.compile(r"\([一二三四五六七八九十]{1,3}\)|[一二三四五六七八九十]{1,3}[、.]")
_MAX_OPEN: Final = 4
_MOST_WORDS: Final = 12
_UNKNOWN_LINES: Final = 3


def read_items(region: Region) -> Rows:
    """The rows of a table whose template has layout "items"."""
    table = region.table
    labels = [_labels_of(table.items, block.side) for block in table.blocks]
    prefixes = {label[:end] for known in labels for label in known for end in range(1, len(label) + 1)}
    widths = [len(region.words.years) or len(each) for each in region.words.measures]
    reader = Reader(region, widths, labels, prefixes, is_fixed(region.body))
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
    for row in reader.rows:
        # What the form does not print may be a part of a label, and its blank no blank.
        row.doubted = row.doubted or not is_whole(reader, row)
    _doubt_loose(reader)
    return Rows(sorted(reader.rows, key=lambda row: row.block), reader.stray)


def _doubt_loose(reader: Reader) -> None:
    """Doubt figures that stand alone below a whole label where the next label of the form is not the next one printed:
    then they may be those of a row whose label was lost.
    """
    for block in range(len(reader.widths)):
        rows = [row for row in reader.rows if row.block == block]
        for row, after in pairwise(rows):
            if row.is_loose and (row.item is None or after.item != row.item + 1):
                row.doubted = True


def _labels_of(items: Sequence[Item], side: str) -> dict[str, list[int]]:
    found: dict[str, list[int]] = {}
    for index, item in enumerate(items):
        if item.side == side:
            for label in item.labels:
                found.setdefault(label, []).append(index)
    return found


def _is_foreign(reader: Reader, line: TokenLine) -> bool:
    """A line of words that the form does not print: a running title, an attachment's number, the prose that follows."""
    if not line.is_words:
        return False
    openers = _open_rows(reader)
    for token in line.tokens:
        if begins(reader, [token]) or any(begins(reader, [*row.words, token]) for row in openers):
            return False
        if reader.rows and token.plain.startswith("(") and token.plain.endswith(")"):
            return False  # a unit in brackets on a line of its own belongs to the label before it
    return True


def _open_rows(reader: Reader) -> list[Row]:
    return reader.rows[-_MAX_OPEN:]


def _read_line(reader: Reader, line: TokenLine) -> None:
    if len(line.tokens) == 1 and line.tokens[0].is_page_number:
        _give_doubtful(reader, line.tokens[0])
        return
    current: Row | None = None
    joined = False
    values: list[Token] = []
    for at, token in enumerate(line.tokens):
        in_label = (
            token.kind is Kind.NUMBER and not values and current is not None and _continues(reader, current, line, at)
        )
        if token.plain == CLOSING:
            _close(reader, token)
        elif token.kind is Kind.WORD or in_label:
            if values:
                _give(reader, current, values)
                current, values = None, []
            current = _take_word(reader, current, token, line)
            joined = True
        elif _is_enumerator(reader, line, at):
            if current is not None and joined and len(values) < reader.widths[current.block]:
                current.doubted = True  # a figure may have been broken at its point
        else:
            values.append(token)
    if values:
        _give(reader, current if joined else None, values)


def _close(reader: Reader, closing: Token) -> None:
    """A bracket alone closes the latest label that is open; one that closes none is left out."""
    row = next((row for row in reversed(_open_rows(reader)) if is_open(row.words)), None)
    if row is not None and begins(reader, [*row.words, closing]):
        row.words.append(closing)
        place(reader, row)


def _give_doubtful(reader: Reader, token: Token) -> None:
    """Give the row that waits for a value a number which may as well be that of the page; both are doubted."""
    row = _waiting(reader)
    if row is None:
        return
    for each in (row, *_rivals(reader, row, alone=True)):
        each.doubted = True
    if not reader.region.words.has_row_numbers:
        _fill(reader, row, [token])


def _is_enumerator(reader: Reader, line: TokenLine, at: int) -> bool:
    """True for the number before a label of the form, apart from it: 2. 主要领导干部用车, (1) 公务用车购置费."""
    after = line.tokens[at + 1] if at + 1 < len(line.tokens) else None
    is_number = _ENUMERATOR.fullmatch(line.tokens[at].plain) is not None
    return is_number and after is not None and after.kind is Kind.WORD and begins(reader, [after])


def _continues(reader: Reader, row: Row, line: TokenLine, at: int) -> bool:
    """True where a number belongs to a label (单价 50 万元以上): it and the next word go on with a label."""
    rest = line.tokens[at : at + 2]
    return len(rest) > 1 and rest[1].kind is Kind.WORD and begins(reader, [*row.words, *rest])


def _take_word(reader: Reader, current: Row | None, token: Token, line: TokenLine) -> Row:
    """The row that a word belongs to: the one just begun, one left open, or a new one."""
    open_rows = [row for row in reversed(_open_rows(reader)) if row is not current and _extends(reader, row, token)]
    if current is not None and begins(reader, [*current.words, token]) and takes(reader, current, token):
        open_rows = [current]
    elif (
        current is not None
        and not open_rows
        and not _WORD_ENUMERATOR.fullmatch(token.plain)
        and not begins(reader, [token])
        and not is_whole(reader, current)
    ):
        open_rows = [current]  # a label that the form does not print, with spaces in it
    # A label that is not whole yet goes before one that could stand as it is.
    for row in sorted(open_rows, key=lambda row: is_whole(reader, row))[:1]:
        if len(row.words) < _MOST_WORDS:
            _doubt_between(reader, row)
            row.words.append(token)
            place(reader, row)
            return row
    row = Row(0, words=[token], line=token.number, page=line.page)
    reader.rows.append(row)
    place(reader, row)
    return row


def _extends(reader: Reader, row: Row, token: Token) -> bool:
    """True where a word completes a label that was left open; a label of its own, standing alone, is none."""
    if not row.words or len(row.words) >= _MOST_WORDS:
        return False
    whole = [*row.words, token]
    if not begins(reader, whole) or not takes(reader, row, token):
        return False
    if not is_whole(reader, row) or not begins(reader, [token]):
        return True
    # 文化体育与传媒 is a label, and so is 文化体育与传媒支出; 支出 alone is none.
    is_next = not row.values or row is reader.rows[-1]
    return is_next and is_known(reader, plain_label(whole)) and not is_known(reader, plain_label([token]))


def _give(reader: Reader, row: Row | None, values: list[Token]) -> None:
    """Give values to the row before them, or to the latest rows without any."""
    if reader.region.words.has_row_numbers:
        _give_by_number(reader, row, values)
        return
    alone = row is None
    if row is None or row.values:
        row = _waiting(reader)
    if row is None:
        _continue(reader, values)
        return
    row.is_loose = alone and is_whole(reader, row) and len({word.number for word in row.words}) == 1
    if _give_to_all(reader, row, values, alone=alone):
        return
    _fill(reader, row, values)
    if row.extra:
        _doubt_waiting(reader)
    # In text with a cell a line a value has a line of its own, and may stand between the halves of both labels.
    rivals = _rivals(reader, row, alone=alone or values[0].number != row.words[-1].number)
    row.doubted = row.doubted or bool(rivals)
    for rival in rivals:
        rival.doubted = True


def _give_to_all(reader: Reader, row: Row, values: Sequence[Token], *, alone: bool) -> bool:
    """Give the values of one line to a row of each block, where they are as many as all these take: rows that wait for
    values, or beside the line's own one whose label begins on the line above; that it goes on below is not certain.
    """
    waiting = [each for each in _open_rows(reader) if not each.values]
    if not alone:
        is_line = {row.words[0].number} == {value.number for value in values}  # and no cell a line
        waiting = [each for each in waiting if is_line and (each is row or each.line == row.line - 1)]
    waiting.sort(key=lambda each: each.block if not alone else 0)
    widths = [reader.widths[each.block] for each in waiting]
    is_all = [each.block for each in waiting] == list(range(len(reader.widths)))
    if not is_all or len(widths) == 1 or len(values) != sum(widths):
        return False
    rest = list(values)
    for each, width in zip(waiting, widths, strict=True):
        each.values, rest = rest[:width], rest[width:]
        each.doubted = each.doubted or not alone
    return True


def _doubt_waiting(reader: Reader) -> None:
    """Doubt the latest rows without values: what is too much for another row is theirs."""
    for row in _open_rows(reader):
        row.doubted = row.doubted or not row.values


def _fill(reader: Reader, row: Row, values: Sequence[Token]) -> None:
    width = reader.widths[row.block]
    row.values, row.extra = list(values[:width]), list(values[width:])
    row.doubted = row.doubted or bool(row.extra) or _is_number_of_else(reader, row)


def _give_by_number(reader: Reader, row: Row | None, values: Sequence[Token]) -> None:
    """Give values to the rows whose numbers stand before them; a value without its row's number is doubted."""
    open_rows = [row] if row is not None else _open_rows(reader)
    begun = {block for each in open_rows for block in blocks_begun(reader, each)}
    taken = reader.on_line.setdefault(values[0].number, set())
    parts = parts_by_number(reader.numbers, values, begun, alone=row is None, fixed=reader.is_fixed, taken=taken)
    taken.update(part.block for part in parts if part.block is not None)
    beside = _rows_beside(reader, row, sum(part.block is not None for part in parts))
    for part in parts:
        by_place = beside and part.block is not None
        target = beside.pop(0) if by_place else _numbered_row(reader, row, part.block)
        if target is None:
            if part.values:
                _continue(reader, part.values)
            continue
        if part.block is None:
            target.doubted = target.doubted or bool(part.values)
        else:
            target.block = part.block
            reader.numbered.add(id(target))
            target.doubted = target.doubted or not part.is_certain
        if part.values:
            _fill(reader, target, part.values)
        if target.extra:
            _doubt_waiting(reader)


def _is_number_of_else(reader: Reader, row: Row) -> bool:
    """True where money without decimals stands in a table that prints them throughout: it is a page's number, or that
    of another row.
    """
    item = None if row.item is None else reader.region.table.items[row.item]
    is_money = item is not None and item.unit is None and item.side != "statistic"  # which counts things, too
    wholes = (each.plain for each in row.values if each.kind is Kind.NUMBER and each.plain.isdecimal())
    return reader.is_fixed and is_money and any(int(each) for each in wholes)


def _rows_beside(reader: Reader, row: Row | None, count: int) -> list[Row]:
    """The rows that wait for the values of a line of their own, from left to right, where labels do not tell their
    blocks; none where their numbers do. As many as there are values, or it is not known whose these are.
    """
    if row is not None or not are_twins(reader):
        return []
    waiting = [each for each in _open_rows(reader) if not each.values and id(each) not in reader.numbered]
    if len(waiting) > 1 and len(waiting) != count:
        for each in waiting:
            each.doubted = True
    return waiting if len(waiting) == count else []


def _numbered_row(reader: Reader, row: Row | None, block: int | None) -> Row | None:
    """The row that a number of this block stands for: the one just begun, else the latest without number and values."""
    rows = [*([row] if row is not None else []), *reversed(_open_rows(reader))]
    for each in rows:
        if each.values or id(each) in reader.numbered:
            continue
        if block is None or block in blocks_begun(reader, each):
            return each
    return None


def _rivals(reader: Reader, row: Row, *, alone: bool) -> list[Row]:
    """Rows beside this one that its values may belong to as well: their labels are broken around the line of values.

    Values behind this row's own label can only be those of a block further right.
    """
    if len(reader.widths) == 1:
        return []
    waiting = [each for each in _open_rows(reader) if each is not row and not each.values]
    if alone:
        return [each for each in waiting if each.line == row.line or goes_on(reader, each)]
    return [each for each in waiting if goes_on(reader, each) and may_be_right_of(reader, each, row)]


def _doubt_between(reader: Reader, row: Row) -> None:
    """Doubt the values of rows further left that were read between the parts of this row's label: they stand on the
    line of both rows.
    """
    if row.values or row is reader.rows[-1]:
        return
    for other in reversed(_open_rows(reader)):
        if other is row:
            break
        if other.values and may_be_right_of(reader, row, other):
            other.doubted = row.doubted = True


def _continue(reader: Reader, values: Sequence[Token]) -> None:
    """Values for which no row waits: the rest of the last row's, which is doubted then, or strays."""
    last = reader.rows[-1] if reader.rows else None
    if last is not None:
        last.doubted = True
    if last is not None and last.values and len(last.values) + len(values) <= reader.widths[last.block]:
        last.values += values
    else:
        reader.stray += values


def _waiting(reader: Reader) -> Row | None:
    """The row that values on a line of their own belong to: the last one, or one whose label is still open."""
    waiting = [row for row in reversed(_open_rows(reader)) if not row.values]
    if waiting and waiting[0] is reader.rows[-1]:
        return waiting[0]
    return next((row for row in waiting if not is_whole(reader, row)), None)
