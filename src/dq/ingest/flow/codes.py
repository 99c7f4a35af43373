"""Rows that a code list names: a code begins a row, its figures follow; the label may be broken around them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise, takewhile, zip_longest
from typing import Final

from dq.ingest.code_parts import FIRST_DIGITS, is_of_unit
from dq.ingest.flow.compared import MOST
from dq.ingest.flow.regions import Region
from dq.ingest.flow.rows import Group, Row, Rows, without_captions
from dq.ingest.flow.tokens import Kind, Token, TokenLine
from dq.ingest.flow.wrapped import Anchor, share_out
from dq.templates import functional_classes, normalise_label

_CODE: Final = re.compile(r"\d{3}(?:\d{2}){0,2}", re.ASCII)
_CODE_PART: Final = re.compile(r"\d{1,2}|\d{4}", re.ASCII)
_PART_DIGITS: Final = 2
_CLASS_DIGITS: Final = 3
_ITEM_DIGITS: Final = 7
_UNKNOWN_LINES: Final = 6


@dataclass(slots=True)
class _Reader:
    """The state of reading one table: `longest` digits of a code that it prints whole, `anchors` lines of rows,
    `floats` the words that stand between them.
    """

    region: Region
    widths: list[int]
    totals: frozenset[str]
    longest: int
    rows: list[Row] = field(default_factory=list)
    stray: list[Token] = field(default_factory=list)
    anchors: list[list[Row]] = field(default_factory=list)
    floats: list[list[list[Token]]] = field(default_factory=lambda: [[]])


def read_codes(region: Region, known: dict[str, str]) -> Rows:
    """The rows of a table whose template has layout "codes".

    Parameters: `known` labels of codes that the report prints whole elsewhere.
    """
    totals = frozenset(label for item in region.table.items for label in item.labels)
    beside = MOST if region.words.is_compared else 0
    lines = _lines(region, totals)
    widths = [len(each) + beside for each in region.words.measures]
    reader = _Reader(region, widths, totals, _longest_whole(region, lines))
    for line, after in zip_longest(lines, lines[1:]):
        groups = [Group(values=list(line.tokens))] if _is_figure_alone(reader, line, after) else _groups(reader, line)
        if len(reader.floats[-1]) > _UNKNOWN_LINES:
            break
        _read_line(reader, line, groups)
    _doubt_orphans(reader.rows)
    _give_labels(reader, known)
    if region.table.code_list == "function":
        _take_codes_of_units(reader)
    _give_blocks(reader)
    return Rows(sorted(reader.rows, key=lambda row: row.block), reader.stray)


def _lines(region: Region, totals: frozenset[str]) -> list[TokenLine]:
    """The body's lines, before them a total's that came out as the last line of the header."""
    body = list(_unnumbered(region.body)) if region.words.has_sequence else list(region.body)
    body = _codes_first(region, body, totals)
    last = region.header[-1] if region.header else None
    if last is None or not region.words.spare_totals or not last.tokens:
        return body
    named = without_captions(last.tokens)
    whole, first = normalise_label("".join(word.plain for word in named)), normalise_label(last.tokens[0].plain)
    if whole in totals:
        return [TokenLine(last.index, last.number, last.page, tuple(named)), *body]
    if not region.body and first in totals:
        return [TokenLine(last.index, last.number, last.page, last.tokens[:1])]
    return body


def _codes_first(region: Region, lines: list[TokenLine], totals: frozenset[str]) -> list[TokenLine]:
    """The lines with each row's code before its name, where the header prints the names' column right before that of
    the codes and each line is a whole row so. (A name broken over lines does not show which row it belongs to.)
    """
    (block, *others) = region.table.blocks
    texts = [[normalise_label(token.plain) for token in line.tokens] for line in region.header]
    pairs = [pair for line in texts for pair in pairwise(line)]
    if others or not any(name in block.labels and code in block.codes for name, code in pairs):
        return lines
    first = FIRST_DIGITS.get(region.table.code_list or "", ())
    moved: list[TokenLine] = []
    for line in lines:
        words = tuple(takewhile(lambda token: token.kind is Kind.WORD, line.tokens))
        rest = line.tokens[len(words) :]
        if normalise_label("".join(word.plain for word in words)) in totals:
            moved.append(line)
        elif words and rest and _CODE.fullmatch(rest[0].plain) and rest[0].plain.startswith(first):
            moved.append(replace(line, tokens=(rest[0], *words, *rest[1:])))
        else:
            return lines
    return moved


def _unnumbered(lines: Sequence[TokenLine]) -> Iterator[TokenLine]:
    """The lines without the numbers of rows that stand before all else, each one more than the one before."""
    count = 0
    for line in lines:
        first = line.tokens[0] if len(line.tokens) > 1 else None
        if first is not None and first.kind is Kind.NUMBER and first.plain == str(count + 1):
            count += 1
            yield replace(line, tokens=line.tokens[1:])
        else:
            yield line


def _longest_whole(region: Region, lines: Sequence[TokenLine]) -> int:
    """How many digits the longest code has that stands whole right before its name."""
    first = FIRST_DIGITS.get(region.table.code_list or "", ())
    pairs = ((line.tokens[0].plain, line.tokens[1].kind) for line in lines if len(line.tokens) > 1)
    whole = (code for code, after in pairs if after is Kind.WORD and _CODE.fullmatch(code) and code.startswith(first))
    return max(map(len, whole), default=0)


def _doubt_orphans(rows: Sequence[Row]) -> None:
    """Doubt rows without one for the code above theirs where most have it: a last part may be the number of a page."""
    codes = {row.code for row in rows}
    below = [row for row in rows if row.code and len(row.code) > _CLASS_DIGITS]
    orphans = [row for row in below if (row.code or "")[:-_PART_DIGITS] not in codes]
    for row in orphans:
        row.doubted = row.doubted or (row.is_parted and 2 * len(orphans) < len(below))


def _groups(reader: _Reader, line: TokenLine) -> list[Group]:
    """The runs of a line: (code, words, values) each."""
    found: list[Group] = [Group()]
    for at, token in enumerate(line.tokens):
        group = found[-1]
        behind = line.tokens[at + 1] if at + 1 < len(line.tokens) else None
        following = behind.kind if behind is not None else None
        if token.kind is Kind.WORD:
            label = normalise_label("".join(word.plain for word in group.words))
            is_total = label in reader.totals
            if is_total and not group.values and normalise_label(token.plain) == label and len(reader.widths) == 1:
                continue  # a merged cell, printed for each column that it covers
            if group.values or is_total:
                found.append(Group())
            found[-1].words.append(token)
        elif token.kind is Kind.NUMBER and _is_code(reader, group, line.tokens[at : at + max(reader.widths) + 1]):
            if group.words or group.values or group.code:
                found.append(Group())
            found[-1].code = token.plain
        elif token.kind is Kind.NUMBER and _is_code_part(group, line.tokens[at:]):
            code = f"{group.code}{token.plain.zfill(2)}"
            if len(code) > reader.longest or following is not Kind.WORD:
                group.code, group.is_parted = code, not token.plain.startswith("0")
            # else a page's number: the table prints such codes whole
        elif _is_code_of_unit(reader, group, token, behind):
            group.is_unit = group.code is None
        else:
            group.values.append(token)
    for group in found:
        group.words = without_captions(group.words)
    return [group for group in found if group.code or group.words or group.values]


def _is_code(reader: _Reader, group: Group, rest: Sequence[Token]) -> bool:
    """True where the first of some tokens, a number without a decimal point, is the code of a row, told from where it
    stands: behind a block's figures, before a label, or where its block would have more figures than columns.
    """
    token, following = rest[0], rest[1].kind if len(rest) > 1 else None
    first = FIRST_DIGITS.get(reader.region.table.code_list or "", ())
    if not _CODE.fullmatch(token.plain) or (first and not token.plain.startswith(first)):
        return False
    if not (group.code or group.words or group.values):
        return True
    if len(reader.widths) == 1:
        return False
    figures = sum(1 for _ in takewhile(lambda each: each.kind is not Kind.WORD, rest))
    is_beyond = bool(group.code and group.words) and len(group.values) + figures > max(reader.widths)
    return following is Kind.WORD or len(group.values) >= min(reader.widths) or is_beyond


def _is_code_of_unit(reader: _Reader, group: Group, token: Token, behind: Token | None) -> bool:
    """True for the whole number right before a row's name where the header has a column for the codes of units, or that
    is as long as these are and the name a body's.
    """
    if behind is None or behind.kind is not Kind.WORD or group.words or group.values or not token.plain.isdecimal():
        return False
    is_body = is_of_unit(token.plain, behind.plain) and reader.region.table.code_list == "function"
    return token.kind is Kind.NUMBER and (reader.region.words.has_units or is_body)


def _is_figure_alone(reader: _Reader, line: TokenLine, after: TokenLine | None) -> bool:
    """True for a whole number that has a line to itself and the digits of a code of the lowest level, but neither a
    code above it among the rows nor words beside it: the rest of a row whose figures were broken over lines.
    """
    number = line.tokens[0] if len(line.tokens) == 1 else None
    if number is None or number.kind is not Kind.NUMBER or len(number.plain) != _ITEM_DIGITS:
        return False
    above = {number.plain[:_CLASS_DIGITS], number.plain[: _CLASS_DIGITS + 2]}
    has_words = bool(reader.floats[-1]) or (after is not None and after.tokens[0].kind is Kind.WORD)
    last = reader.rows[-1] if reader.rows else None
    is_rest = last is not None and bool(last.values) and len(last.values) < max(reader.widths)
    return is_rest and not has_words and all(row.code not in above for row in reader.rows)


def _is_code_part(group: Group, rest: Sequence[Token]) -> bool:
    """True for the second and third part of a code in columns of its own (201 03 01). One that lost its zero (201 3 1)
    and both in one (201 0301) could be figures, unless the row's label follows.
    """
    token = rest[0]
    whole = f"{group.code or ''}{token.plain.zfill(2)}"
    if not group.code or group.words or group.values or not _CODE_PART.fullmatch(token.plain):
        return False
    behind = next((each for each in rest if not _CODE_PART.fullmatch(each.plain)), None)
    is_certain = len(token.plain) == _PART_DIGITS or (behind is not None and behind.kind is Kind.WORD)
    return is_certain and _CODE.fullmatch(whole) is not None


def _read_line(reader: _Reader, line: TokenLine, groups: Sequence[Group]) -> None:
    begun: list[Row] = []
    for group in groups:
        last = reader.rows[-1] if reader.rows else None
        label = normalise_label("".join(word.plain for word in group.words))
        if group.code is not None or label in reader.totals:
            begun.append(_row(reader, line, group))
        elif group.values and last is not None and last.code and not last.values and not begun:
            _complete(reader, last, group)
        elif group.values and not group.words and not begun and last is not None and _awaits(reader, last, group):
            _take(reader, last, group.values)
        elif group.words and group.values:
            begun.append(_row(reader, line, group))
        elif group.values:
            _continue(reader, last, group.values)
        else:
            reader.floats[-1].append(group.words)
    if begun:
        reader.anchors.append(begun)
        reader.floats.append([])


def _awaits(reader: _Reader, row: Row, group: Group) -> bool:
    """True for a total whose figures came out on the line below it, all of them."""
    is_total = row.code is None and normalise_label(row.label) in reader.totals
    return is_total and not row.values and len(group.values) == max(reader.widths)


def _row(reader: _Reader, line: TokenLine, group: Group) -> Row:
    row = Row(0, group.code, list(group.words), line=line.number, page=line.page)
    row.is_unit, row.is_parted = group.is_unit, group.is_parted
    reader.rows.append(row)
    _take(reader, row, group.values)
    return row


def _take(reader: _Reader, row: Row, values: Sequence[Token]) -> None:
    width = max(reader.widths)
    room = width - len(row.values)
    row.extra += values[room:]
    row.values += values[:room]
    row.doubted = row.doubted or bool(row.extra)


def _complete(reader: _Reader, row: Row, group: Group) -> None:
    """A code stood alone on its line; the words since then and this line's are its label, its figures follow."""
    row.words += [*(word for words in reader.floats[-1] for word in words), *group.words]
    reader.floats[-1] = []
    _take(reader, row, group.values)


def _continue(reader: _Reader, last: Row | None, values: list[Token]) -> None:
    """Figures on a line of their own: the rest of a row whose figures were broken over lines, if they fit exactly."""
    if last is not None and last.values and len(last.values) + len(values) == max(reader.widths):
        last.values += values
        last.doubted = True
    else:
        reader.stray += values
        if last is not None:
            last.doubted = True


def _give_labels(reader: _Reader, known: dict[str, str]) -> None:
    """Share out the words that stand between rows."""
    anchors = [Anchor(_target(rows), known.get(_target(rows).code or "")) for rows in reader.anchors]
    for anchor, (before, after) in zip(anchors, share_out(anchors, reader.floats), strict=True):
        anchor.row.words = [*before, *anchor.row.words, *after]


def _take_codes_of_units(reader: _Reader) -> None:
    """Take a class whose row bears a body's name for a unit (205 某局); beside a column for the codes of units any
    whose row does not bear the class's.
    """
    for row in reader.rows:
        names = map(normalise_label, functional_classes().get(row.code or "", ()))
        is_strange = reader.region.words.has_units and normalise_label(row.label) not in names
        if row.code and len(row.code) == _CLASS_DIGITS and (is_strange or is_of_unit(row.code, row.label)):
            row.code, row.is_unit = None, True


def _target(rows: Sequence[Row]) -> Row:
    """Of the rows on one line the one whose label is broken over lines: one without a label, else the longest label."""
    return next((row for row in rows if not row.words), max(rows, key=lambda row: len(row.label)))


def _give_blocks(reader: _Reader) -> None:
    """Of blocks side by side, rows on a line where some blocks print nothing belong to that with the code before
    theirs; else to the block behind the row before them, one alone to that of the last such row.
    """
    width = len(reader.widths)
    if width == 1:
        return
    if all(len(rows) == 1 for rows in reader.anchors if any(row.code for row in rows)):
        _give_blocks_by_class([row for row in reader.rows if row.code], width)
        return
    classes: list[str | None] = [None] * width
    alone = 0
    for rows in reader.anchors:
        least = 0 if len(rows) > 1 else alone
        for at, row in enumerate(rows[:width]):
            of_class = (row.code or "")[:_CLASS_DIGITS]
            known = (block for block in range(at, width) if of_class and classes[block] == of_class)
            row.block = at if len(rows) >= width else next(known, least)
            least = min(row.block + 1, width - 1)
        if len(rows) == 1:
            alone = rows[0].block
        for row in rows:
            if row.code:
                classes[row.block] = row.code[:_CLASS_DIGITS]


def _give_blocks_by_class(rows: Sequence[Row], width: int) -> None:
    """Of blocks side by side whose rows come one after the other, as with a cell a line: a class holds its block until
    its last row; the next class takes the first block that none holds.
    """
    last = {(row.code or "")[:_CLASS_DIGITS]: at for at, row in enumerate(rows)}
    held: list[str | None] = [None] * width
    for at, row in enumerate(rows):
        of_class = (row.code or "")[:_CLASS_DIGITS]
        free = (block for block, other in enumerate(held) if other is None or last[other] < at)
        row.block = held.index(of_class) if of_class in held else next(free, 0)
        held[row.block] = of_class


def whole_labels(rows: Rows) -> dict[str, str]:
    """Labels of codes as these rows have them, plain."""
    return {row.code: normalise_label(row.label) for row in rows.rows if row.code and row.words}
