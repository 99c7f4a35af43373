"""Rows whose labels stand in several columns, in running text, where nothing shows the columns.

Two grammars. A closed table has groups whose first row is 小计 and whose name stands somewhere beside the group's rows,
since its cell is centred on them: the one group's name printed from one 小计 to the next is that group's. An open table
has rows with a remark (how a thing is procured), which name the thing, and rows of sums without one, which name the
columns before it and end with an economic class. Whatever fits neither is doubted.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field, replace
from typing import Final

from dq.ingest.flow.regions import Region
from dq.ingest.flow.rows import Row, Rows
from dq.ingest.flow.tokens import CLOSING, Kind, Token, TokenLine, is_open
from dq.templates import normalise_label

_ORDINAL: Final = re.compile(r"[一二三四五六七八九十]{1,3}、")
_SUMS: Final = frozenset(("小计", "合计"))
_MOST_WORDS: Final = 4
"""Words of one line that are put together to a label."""


def read_nested(region: Region, subjects: Collection[str]) -> Rows:
    """The rows of a table whose template has layout "nested".

    Parameters: `subjects` names of economic classes.
    """
    return _read_open(region, subjects) if region.table.is_open else _read_groups(region)


def _joined(words: Sequence[Token]) -> str:
    return normalise_label("".join(word.plain for word in words))


@dataclass(slots=True)
class _Group:
    """The rows from one 小计 to the next, and the groups' names printed among them."""

    rows: list[Row] = field(default_factory=list)
    names: list[str] = field(default_factory=list)


@dataclass(slots=True)
class _Groups:
    """A closed table while it is read. Parameters: `tops`, `names` and `labels` the grand total's, the groups' and all
    labels; `open` a label of which only the first part was printed so far.
    """

    tops: frozenset[str]
    names: frozenset[str]
    labels: frozenset[str]
    groups: list[_Group] = field(default_factory=lambda: [_Group()])
    stray: list[Token] = field(default_factory=list)
    last: Row | None = None
    open: Row | None = None

    def read_line(self, line: TokenLine) -> None:
        """Read the labels and values of one line."""
        at = 0
        beside = False
        while at < len(line.tokens):
            if line.tokens[at].kind is not Kind.WORD:
                self._give(line.tokens[at])
                at += 1
                continue
            words, label = _known_label(line.tokens, at, self.labels)
            at += len(words)
            if self._goes_on(words) or self._closes(words):
                continue
            if label in self.names:
                beside = True
                self.groups[-1].names.append("".join(word.text for word in words))
                continue
            row = self.last = Row(0, words=list(words), line=line.number, page=line.page)
            if not self._is_whole(label) and self._begins(label):
                self.close()
                self.open = row
                continue
            if label in _SUMS or label in self.tops:
                # The name before 小计 on its line is that of the group which begins here.
                self.groups.append(_Group(names=[self.groups[-1].names.pop()] if beside else []))
                beside = False
            self.groups[-1].rows.append(row)

    def _give(self, token: Token) -> None:
        """Give a value to the row before it; one that may be the page's number only where that row has none yet."""
        if token.is_page_number and (self.last is None or self.last.values):
            return
        self.last = _give(self.last, token, self.stray)
        if token.is_page_number and self.last is not None:
            self.last.doubted = True

    def _is_whole(self, text: str) -> bool:
        """True for a label of the form; a bracket that closes it may be lost, alone on the next line."""
        return text in self.labels or f"{text})" in self.labels

    def _begins(self, text: str) -> bool:
        return any(label.startswith(text) for label in self.labels)

    def _goes_on(self, words: Sequence[Token]) -> bool:
        """True where the words go on with the label that is open; its values stand between its halves."""
        row = self.open
        if row is None or not self._begins(label := _joined([*row.words, *words])):
            return False
        row.words += words
        if label in self.names and not row.values:
            self.groups[-1].names.append(row.label)
            self.open = None
        elif self._is_whole(label):
            self.close()
        return True

    def _closes(self, words: Sequence[Token]) -> bool:
        """True for a bracket alone: it closes that of the label before, or none that was read."""
        if words[0].plain != CLOSING:
            return False
        if self.last is not None and is_open(self.last.words):
            self.last.words += words
        return True

    def close(self) -> None:
        """Take the label that is open for a row of its own."""
        if self.open is not None:
            self.groups[-1].rows.append(self.open)
            self.open = None


def _read_groups(region: Region) -> Rows:
    items = region.table.items
    tops = frozenset(label for item in items if len(item.path) == 1 for label in item.labels)
    names = frozenset(label for item in items if len(item.path) == 2 for label in item.labels)  # noqa: PLR2004 - total / group
    labels = frozenset(label for item in items for label in item.labels)
    read = _Groups(tops, names - tops, labels | _SUMS)
    for line in region.body:
        read.read_line(line)
    read.close()
    for group in read.groups:
        _name_group(group, tops)
        for row in group.rows:
            if f"{_joined(row.words)})" in labels:
                row.trail[-1] += ")"
    return Rows([row for group in read.groups for row in group.rows], read.stray)


def _known_label(tokens: Sequence[Token], at: int, labels: Collection[str]) -> tuple[Sequence[Token], str]:
    """The most words from here on that are a label of the form together; one word where none are."""
    words: Sequence[Token] = tokens[at : at + 1]
    for end in range(at + 1, min(at + _MOST_WORDS, len(tokens)) + 1):
        if tokens[end - 1].kind is not Kind.WORD:
            break
        if _joined(tokens[at:end]) in labels:
            words = tokens[at:end]
    return words, _joined(words)


def _give(row: Row | None, token: Token, stray: list[Token]) -> Row | None:
    """Give a value to the row before it; a second value for one row leaves it doubted."""
    if row is None or row.values:
        stray.append(token)
        if row is not None:
            row.doubted = True
    else:
        row.values.append(token)
    return row


def _name_group(group: _Group, tops: Collection[str]) -> None:
    for row in group.rows:
        is_top = _joined(row.words) in tops
        row.trail = [row.label] if is_top else [*group.names[:1], row.label]
        row.doubted = row.doubted or (len(group.names) != 1 and not is_top) or (is_top and bool(group.names))


@dataclass(slots=True)
class OpenLine:
    """A line of an open table: its words before a remark, the remark, its values; `above` and `below` the words of
    lines around it that are its own.
    """

    line: TokenLine
    words: list[Token]
    remark: Token | None
    values: list[Token]
    above: list[TokenLine] = field(default_factory=list)
    below: list[TokenLine] = field(default_factory=list)
    doubted: bool = False

    @property
    def wrapped(self) -> list[Token]:
        """The words of the label that is broken around the line."""
        return [token for line in (*self.above, *self.below) for token in line.tokens]


def _read_open(region: Region, subjects: Collection[str]) -> Rows:
    listed = {label for item in region.table.items for label in item.labels}
    lines, stray = _open_lines(region, listed)
    depth = 1 + len(region.table.blocks[0].inner)
    held: dict[int, tuple[str, bool]] = {}
    rows: list[Row] = []
    for at, each in enumerate(lines):
        after = lines[at + 1] if at + 1 < len(lines) else None
        labels, certain = _labels(each, depth, listed, subjects)
        if not _followed(each, after, listed):
            certain = False
            if after is not None:
                after.doubted = True
        own = {level: ("".join(word.text for word in words), certain and not each.doubted) for level, words in labels}
        if not certain:
            # What stands around the row may be the label of the rows that follow, a group's where it is numbered.
            is_group = each.remark is None and any(_ORDINAL.match(word.text) for word in each.words[:1])
            held = {level: (text, sure and level == 0 and not is_group) for level, (text, sure) in held.items()}
        deepest = max(own, default=0)
        held = {level: text for level, text in {**held, **own}.items() if level <= deepest}
        row = Row(0, words=list(labels[-1][1]) if labels else [], line=each.line.number, page=each.line.page)
        row.values, row.extra = each.values[:1], each.values[1:]
        row.trail = [held[level][0] for level in sorted(held)]
        complete = sorted(held) == list(range(len(held)))
        row.doubted = bool(row.extra) or not (labels and complete and all(sure for _, sure in held.values()))
        rows.append(row)
    return Rows(rows, stray)


def _open_lines(region: Region, listed: Collection[str]) -> tuple[list[OpenLine], list[Token]]:
    """The table's rows with the words around them, and values that belong to none."""
    ends = region.table.blocks[0].remark_words
    found: list[OpenLine] = []
    stray: list[Token] = []
    floats: list[TokenLine] = []
    waiting: list[Token] = []
    for line in map(with_number_of_label, region.body):
        words = [token for token in line.tokens if token.kind is Kind.WORD]
        values = [token for token in line.tokens if token.kind is not Kind.WORD]
        if not words:
            if found and not found[-1].values and not floats:
                found[-1].values = values
            elif waiting or floats:
                stray += values
            else:
                waiting = values
            continue
        has_remark = words[-1].plain.endswith(ends)
        is_group = _joined(words) in listed and not _lacks_end(found, floats, words)
        if not values and not waiting and not has_remark and not is_group:
            floats.append(line)
            continue
        remark = words.pop() if has_remark else None
        row = OpenLine(line, words, remark, values or waiting)
        row.doubted = bool(values and waiting)
        stray += waiting if values else []
        waiting = []
        share(found, floats, row)
        floats = []
        found.append(row)
    share(found, floats, None)
    return found, [*stray, *waiting]


def _lacks_end(found: Sequence[OpenLine], floats: Sequence[TokenLine], words: Sequence[Token]) -> bool:
    """True where words without a number of their own end the label that is broken around the row before: it has fewer
    lines below than above so far. (…设备维修和保养 / 服务 ends as a group is named.)
    """
    return bool(found) and len(floats) < len(found[-1].above) and _ORDINAL.match(words[0].plain) is None


def with_number_of_label(line: TokenLine) -> TokenLine:
    """The line, where a number that begins it belongs to the word that follows without a space: 20万以下)"""
    first, after = (*line.tokens[:2], None, None)[:2]
    if first is None or after is None or first.kind is not Kind.NUMBER or after.kind is not Kind.WORD:
        return line
    if first.end != after.start:
        return line
    whole = replace(after, text=first.text + after.text, plain=first.plain + after.plain, start=first.start)
    return replace(line, tokens=(whole, *line.tokens[2:]))


def share(found: Sequence[OpenLine], floats: Sequence[TokenLine], row: OpenLine | None) -> None:
    """Share the lines of words between two rows: the upper row has as many below as above, the rest is the lower's."""
    below = min(len(found[-1].above), len(floats)) if found else 0
    if found:
        found[-1].below = list(floats[:below])
    if row is not None:
        row.above = list(floats[below:])
    elif found and floats[below:]:
        found[-1].doubted = True


def _labels(
    each: OpenLine, depth: int, listed: Collection[str], subjects: Collection[str]
) -> tuple[list[tuple[int, list[Token]]], bool]:
    """The labels of a row with their levels, and whether that is certain."""
    words, wrapped = each.words, each.wrapped
    whole = not wrapped or bool(each.above and each.below)
    if each.remark is not None:
        own = [[word] for word in words] or ([wrapped] if wrapped else [])
        # Behind a page break the labels that hold are printed again.
        certain = whole and len(own) in (1, depth - 1) and not (words and wrapped)
        return _levels(own, depth), certain
    if _joined(words) in listed:
        return [(0, words)], not wrapped
    if not wrapped:
        own = [[word] for word in words]
        return _levels(own, depth - 1), len(own) in (1, 2) and _joined(own[-1]) in subjects
    if len(words) != 1:
        return _levels([[word] for word in words], depth - 1), False
    is_subject = (_joined(words) in subjects, _joined(wrapped) in subjects)
    own = [words, wrapped] if is_subject == (False, True) else [wrapped, words]
    return _levels(own, depth - 1), whole and any(is_subject)


def _levels(labels: Sequence[list[Token]], depth: int) -> list[tuple[int, list[Token]]]:
    """Labels with their levels, the last one at the deepest."""
    return [(max(depth - len(labels) + at, 0), label) for at, label in enumerate(labels)]


def _followed(each: OpenLine, after: OpenLine | None, listed: Collection[str]) -> bool:
    """True where what follows a row is what must follow it: the things themselves behind the row of their sum."""
    if each.remark is not None or _joined(each.words) in listed:
        return True
    return after is not None and after.remark is not None
