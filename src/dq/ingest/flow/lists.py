"""Lists of the body's own (units, projects, things to buy) in running text, where nothing shows the columns of labels.

The header tells how many labels a row can have, and which of them names it. A row that prints all of them is plain; one
that prints fewer goes on with the row before, whose outer labels hold, where its last word is known to stand in the
last column, or is its only one and names stand there. A row of labels that were seen in the columns before the name is
one of a sum: the rows that follow must make it up. A label broken around its row stands between the others where their
words were seen before, else it is guessed and doubted. What a list adds up to must be its grand total: a row that is
lost would break that.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal
from typing import Final

from dq.ingest.cells import read_cell
from dq.ingest.code_parts import is_body
from dq.ingest.flow.nested import OpenLine, share
from dq.ingest.flow.regions import Region
from dq.ingest.flow.rows import Row, Rows
from dq.ingest.flow.tokens import Kind, Token, TokenLine
from dq.templates import normalise_label

_SUMS: Final = frozenset(("小计", "合计", "总计"))
_REMARKS: Final = frozenset(
    (
        *("集中采购", "政府集中采购", "部门集中采购", "分散采购", "自行采购", "公开招标", "邀请招标", "竞争性谈判"),
        *("竞争性磋商", "询价", "单一来源", "单一来源采购", "网上商城", "框架协议", "框架协议采购"),
    )
)
"""How things are procured, where a column says so behind their names."""
_OUTER: Final = re.compile(r"(?:类|专项)$")
"""What names of kinds of projects end with."""
Label = tuple[Token, ...]


@dataclass(slots=True)
class _Levels:
    """What labels were seen in each column of rows that print all of them, and those that hold, whether for certain."""

    depth: int
    name: int | None
    seen: dict[str, set[int]] = field(default_factory=dict)
    often: Counter[str] = field(default_factory=Counter)
    held: list[str] = field(default_factory=list)
    is_sure: bool = True

    def learn(self, labels: Sequence[Label]) -> None:
        """Note the labels of a row that prints all of them on one line."""
        if len(labels) == self.depth:
            for level, label in enumerate(labels):
                self.seen.setdefault(_text(label), set()).add(level)
                self.often[_text(label)] += 1

    def fits(self, labels: Sequence[Label], first: int) -> bool:
        """True where no label, the first of them in column `first`, was seen in other columns only."""
        return all(at in self.seen.get(_text(label), {at}) for at, label in enumerate(labels, first))

    def are_plain(self, labels: Sequence[Label]) -> bool:
        """True where the labels beside the name are surely others' and no piece of a name with a space in it: they
        stand in several rows, or end as names of bodies and kinds do.
        """
        outer = [_text(label) for level, label in enumerate(labels) if level != self.name]
        return all(self.often[text] > 1 or _OUTER.search(text) or is_body(text) for text in outer)

    def is_known(self, label: Label, level: int) -> bool:
        """True where the label was seen in that column and in no other."""
        return self.seen.get(_text(label)) == {level}


def read_list(region: Region) -> Rows:
    """The rows of a list of which the form names nothing but the grand total."""
    listed = frozenset(label for item in region.table.items for label in item.labels)
    lines, stray = _lines(region)
    levels = _Levels(region.words.depth, region.words.name)
    for each in lines:
        if not each.wrapped and _text(each.words) not in listed:
            levels.learn([(word,) for word in each.words])
    sums: dict[int, int] = {}
    rows: list[Row] = []
    for each in lines:
        row, depth = _row(each, levels, listed)
        if depth is not None:
            sums[len(rows)] = depth
        rows.append(row)
    if levels.depth > 1 and not _adds_up(rows, sums):
        for row in rows:
            row.doubted = True
    return Rows(rows, stray)


def _lines(region: Region) -> tuple[list[OpenLine], list[Token]]:
    """The lines with values, each with the words around it that are its own, and values that belong to none."""
    remarks = _REMARKS if region.words.has_remarks else frozenset[str]()
    found: list[OpenLine] = []
    stray: list[Token] = []
    floats: list[TokenLine] = []
    for line in region.body:
        tokens = list(_joined(line.tokens))
        last = max((at for at, token in enumerate(tokens) if token.kind is Kind.WORD), default=-1)
        before, values = tokens[: last + 1], tokens[last + 1 :]
        if last < 0 and region.words.has_codes and values[0].kind is Kind.NUMBER and len(values) > 1:
            before, values = values[:1], values[1:]  # the code of a row whose label stands around it
        if not values:
            floats.append(replace(line, tokens=tuple(before)))
            continue
        words = [token for token in before if token.kind is Kind.WORD]
        if not words and not floats:
            stray += values
            continue
        remark = words.pop() if words and words[-1].plain in remarks else None
        row = OpenLine(line, words, remark, values)
        numbers = [token for token in before if token.kind is not Kind.WORD]
        row.doubted = any(token.kind is not Kind.NUMBER or not region.words.has_codes for token in numbers)
        _share(found, floats, row)
        floats = []
        found.append(row)
    _share(found, floats, None)
    return found, stray


def _joined(tokens: Sequence[Token]) -> Iterator[Token]:
    """The tokens, a number and the word that follows it without a space as one: 2025年度设备更新."""
    at = 0
    while at < len(tokens):
        token, after = tokens[at], tokens[at + 1] if at + 1 < len(tokens) else None
        if after is not None and (token.kind, after.kind, token.end) == (Kind.NUMBER, Kind.WORD, after.start):
            token = replace(after, text=token.text + after.text, plain=token.plain + after.plain, start=token.start)
            at += 1
        yield token
        at += 1


def _share(found: Sequence[OpenLine], floats: Sequence[TokenLine], row: OpenLine | None) -> None:
    """Share the lines of words between two rows. Words that are not as many below a row as above it may be the end of
    the one's label or the beginning of the other's.
    """
    share(found, floats, row)
    above = found[-1] if found else None
    if above is not None and len(above.above) != len(above.below):
        above.doubted = True
        if row is not None:
            row.doubted = True


def _row(each: OpenLine, levels: _Levels, listed: Collection[str]) -> tuple[Row, int | None]:
    """The row that a line is, and where it is that of a sum, how many labels it is the sum of: none for all."""
    row = Row(0, line=each.line.number, page=each.line.page, values=each.values)
    if not each.wrapped and _text(each.words) in listed:
        row.words = list(each.words)
        row.trail, row.doubted = [row.label], each.doubted
        return row, 0
    labels, first, is_sure = _labels(each, levels)
    outer = levels.held[:first]
    held = [*outer, *("".join(token.text for token in label) for label in labels)]
    name = levels.name if levels.name is not None and levels.name < len(held) else len(held) - 1
    row.words = list(labels[max(name - first, -1)]) if labels else []
    row.trail = [*held[:name], *held[name + 1 :], *held[name : name + 1]]
    is_sum = any(_text(label) in _SUMS for label in labels)
    is_named = levels.name is not None and (levels.name >= first or not labels)
    is_sure = is_sure and is_named and not each.doubted and not is_sum and len(outer) == first
    row.doubted = not (is_sure and (levels.is_sure or first == 0))
    levels.held, levels.is_sure = held, not row.doubted
    return row, len(held) if levels.name is not None and len(held) <= levels.name else None


def _labels(each: OpenLine, levels: _Levels) -> tuple[list[Label], int, bool]:
    """The labels of a row, the column of the first of them, and whether that is certain."""
    words: list[Label] = [(word,) for word in each.words]
    above, below = each.above, each.below
    if not above and not below:
        return _placed(words, levels, is_thing=each.remark is not None)
    if levels.depth == 1:
        label = (*_tokens(above), *each.words, *_tokens(below))
        return [label], 0, len(above) == len(below) and len(each.words) <= 1
    columns = {len(line.tokens) for line in (*above, *below)}
    is_plain = len(above) == len(below) == 1 and columns == {1}
    # A word as long as the line above it may be the middle of a label of three lines.
    is_plain = is_plain and all(len(word.text) != len(above[0].tokens[0].text) for word in each.words)
    return _with_wrapped(words, (*_tokens(above), *_tokens(below)), levels, is_plain=is_plain)


def _tokens(lines: Sequence[TokenLine]) -> Label:
    return tuple(token for line in lines for token in line.tokens)


def _placed(labels: list[Label], levels: _Levels, *, is_thing: bool) -> tuple[list[Label], int, bool]:
    """Labels that stand on one line: they end with the innermost, or are those of a sum. That none is blank there is
    told by its name, seen in that column before, by how the thing is procured, or by its being the only one.
    """
    first = levels.depth - len(labels)
    if first <= 0:
        return labels[-levels.depth :], 0, first == 0 and levels.fits(labels, 0) and levels.are_plain(labels)
    if levels.name and len(labels) <= levels.name and all(map(levels.is_known, labels, range(levels.depth))):
        return labels, 0, True
    is_only = len(labels) == 1 and levels.name == levels.depth - 1
    is_told = is_thing or is_only or (bool(labels) and levels.is_known(labels[-1], levels.depth - 1))
    return labels, first, bool(labels) and is_told and levels.fits(labels, first)


def _with_wrapped(
    words: list[Label], label: Label, levels: _Levels, *, is_plain: bool
) -> tuple[list[Label], int, bool]:
    """The labels with one that is broken around the line, in the place that the other words leave to it."""
    first = max(levels.depth - len(words) - 1, 0)
    places = [
        at
        for at in range(len(words) + 1)
        if all(levels.is_known(word, first + number + (number >= at)) for number, word in enumerate(words))
    ]
    if is_plain and len(places) == 1 and len(words) < levels.depth:
        return [*words[: places[0]], label, *words[places[0] :]], first, True
    at = min(len(words), 1 - first) if first < 2 else 0  # noqa: PLR2004 - the middle one of three
    return [*words[:at], label, *words[at:]], first, False


def _adds_up(rows: Sequence[Row], sums: Mapping[int, int]) -> bool:
    """True where the rows have one grand total, and the first figures of those that it is the sum of make it up, as
    they do every other sum, each rounded on its own.

    Parameters: `sums` the places of the rows of sums, each with how many labels it is the sum of.
    """
    if list(sums.values()).count(0) != 1:
        return False
    figures = [read_cell(row.values[0].plain).value if row.values else None for row in rows]
    parts: dict[int, list[Decimal]] = {at: [] for at in sums}
    (grand,) = (at for at, depth in sums.items() if not depth)
    within: list[int] = []
    for at, figure in enumerate(figures):
        if (depth := sums.get(at)) is not None:  # it ends what is a sum of as many labels, or of more
            within = [*(other for other in within if sums[other] < depth), *([at] if depth else [])]
        elif figure is not None:
            for each in (grand, *within):
                parts[each].append(figure)
    told = ((own, parts[at]) for at in sums if (own := figures[at]) is not None)
    return all(abs(sum(below) - own) <= sum(map(_half, below), _half(own)) for own, below in told)


def _half(figure: Decimal) -> Decimal:
    """Half a unit of a figure's last digit."""
    exponent = figure.as_tuple().exponent
    return Decimal(5).scaleb(exponent - 1) if isinstance(exponent, int) else Decimal(0)


def _text(label: Sequence[Token]) -> str:
    return normalise_label("".join(token.plain for token in label))
