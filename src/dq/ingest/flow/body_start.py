"""Where the rows of a table in running text begin, below the words of its header."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from dq.ingest.flow.tokens import Kind, TokenLine, tokenise
from dq.ingest.stream import Line
from dq.ingest.units import is_unit_line
from dq.templates import Table, normalise_label, split_unit

# What ends a table: a note, the next chapter, prose.
END: Final = re.compile(r"^(?:注|说明|备注|填表说明)[:：]|^第[一二三四五六七八九十]{1,3}(?:部分|章)|。$|。.{8,}")
CODE: Final = re.compile(r"\d{3}(?:\d{2}){0,2}", re.ASCII)
PAGE_NUMBER: Final = re.compile(r"[-–—]?(?:第)?\d{1,4}(?:页)?(?:[/,]?共\d+页|/\d{1,4})?[-–—]?")
NEAR: Final = 6
"""Lines between what belongs together."""
_LABEL_KINDS: Final = (Kind.WORD, Kind.NUMBER)
_CAPTIONS: Final = frozenset(("类", "款", "项"))
_ENUMERATED: Final = re.compile(
    r"(?:[一二三四五六七八九十]{1,3}、|\([一二三四五六七八九十]{1,3}\)|\(?\d{1,2}[.)、]|其中:)"
)
_COLUMN_NUMBERS: Final = "栏次"
_SUM: Final = "小计"
FURNITURE: Final = (  # words of headers that name no column of the form
    "收入",
    "支出",
    "项目",
    "栏次",
    "行次",
    "类款项",
    "统计数",
    "编码",
    "功能分类",
    "经济分类",
    "科目名称",
)


def body_start(table: Table, lines: Sequence[Line], begin: int, limit: int) -> int:
    """Index of the first line of the rows: a figure, a code, or (where the form names rows) an enumerated label of it.
    `limit` where none is there: then all is header.
    """
    labels = [label for item in table.items for label in item.labels]
    for index in range(begin, limit):
        if not lines[index].filled:
            continue
        line = tokenise(index, lines[index])
        if END.match(line.words):
            return min(index, _blank_rows(table, lines, begin, index + 1))
        if is_unit_line(line.words):
            continue
        if table.layout != "columns" and _is_whole_row(table, line):
            return min(index, _blank_rows(table, lines, begin, index + 1))
        if line.has_figure or (table.layout == "codes" and _begins_with_code(line)):
            return _with_label(table, lines, index, begin)
        if table.layout == "items" and _begins_a_row(line, labels):
            return index
        if table.layout == "columns" and (_is_figures(line) or _names_a_measure(table, line)):
            return index
    return _blank_rows(table, lines, begin, limit)


def _blank_rows(table: Table, lines: Sequence[Line], begin: int, limit: int) -> int:
    """Index of the first of two neighbouring lines that are labels of the form: the rows of a table that prints no
    figure. `limit` where there are none.
    """
    if table.layout not in ("items", "nested"):
        return limit
    labels = {label for item in table.items for label in item.labels}
    before: tuple[int, str] | None = None
    for index in range(begin, limit):
        if not lines[index].filled:
            continue
        line = tokenise(index, lines[index])
        words = "".join(token.plain for token in line.tokens if token.kind is Kind.WORD)
        label = split_unit(normalise_label(words.removesuffix(_SUM) or words))[0]
        if label in labels and before is not None and before[1] != label:
            return before[0]
        before = (index, label) if label in labels else None
    return limit


def _is_figures(line: TokenLine) -> bool:
    """A line of whole numbers and dashes, which number neither the columns nor the page (- 6 -)."""
    is_numbered = is_numbering(line) or PAGE_NUMBER.fullmatch(line.words)
    return len(line.tokens) > 1 and all(token.is_value for token in line.tokens) and not is_numbered


def _names_a_measure(table: Table, line: TokenLine) -> bool:
    """True for a row of a table whose rows name the measures (预算数 0 0 0)."""
    if not line.tokens:  # a line of nothing but signs that are passed over
        return False
    block = table.blocks[0]
    label, *values = line.tokens
    is_named = any((normalise_label(label.plain),) in measure.headers for measure in block.measures)
    return bool(block.labels and values) and is_named and all(token.is_value for token in values)


def _begins_with_code(line: TokenLine) -> bool:
    first = line.tokens[0] if line.tokens else None
    return first is not None and first.kind is Kind.NUMBER and CODE.fullmatch(first.plain) is not None


def _is_whole_row(table: Table, line: TokenLine) -> bool:
    """True for a row that begins with a label of the form and has values without decimals (合计 94359701 92148391), or
    one that is broken at its point.
    """
    tokens = [token for token in line.tokens if token.plain not in _CAPTIONS]
    end = next((at for at, token in enumerate(tokens) if token.is_value), len(tokens))
    labels = {label for item in table.items for label in item.labels}
    values = [token.plain for token in tokens if token.is_value]
    is_numbering = values == [str(at) for at in range(1, len(values) + 1)]
    label = split_unit(normalise_label("".join(token.plain for token in tokens[:end])))[0]
    return bool(values) and not is_numbering and label in labels


def _begins_a_row(line: TokenLine, labels: Sequence[str]) -> bool:
    """True where the line begins with an enumerated label of the form or its first half."""
    first = next((at for at, token in enumerate(line.tokens) if token.kind is Kind.WORD), None)
    words = "".join(token.plain for token in line.tokens[: first + 1]) if first is not None else ""
    if not _ENUMERATED.match(words):
        return False
    text = split_unit(normalise_label(words))[0]
    return len(text) > 1 and any(label.startswith(text) for label in labels)


def _with_label(table: Table, lines: Sequence[Line], index: int, begin: int) -> int:
    """The first line of the label that belongs to the figures on line `index`, where it is broken over lines."""
    if table.layout == "columns" or _label_stands(table, tokenise(index, lines[index])):
        return index
    labels = [label for item in table.items for label in item.labels]
    text = ""
    start = index
    for before in range(index - 1, max(begin, index - NEAR) - 1, -1):
        if not lines[before].filled:
            continue
        line = tokenise(before, lines[before])
        words = "".join(token.plain for token in line.tokens if token.kind is Kind.WORD)
        numbered = table.layout == "items" and words and all(token.kind in _LABEL_KINDS for token in line.tokens)
        if not (line.is_words or numbered) or (table.layout == "codes" and _is_header_line(table, line)):
            break
        text = words + text
        if table.layout == "codes" or normalise_label(text) in labels:
            start = before
    return start


def _label_stands(table: Table, line: TokenLine) -> bool:
    """True where the line prints a label itself: then nothing above belongs to it."""
    words = [token for token in line.tokens if token.kind is Kind.WORD and token.plain not in _CAPTIONS]
    return bool(words) and (table.layout == "items" or line.tokens[0].kind is Kind.WORD)


def _is_header_line(table: Table, line: TokenLine) -> bool:
    """True where each word of a line is a part of the table's header, which may be broken anywhere."""
    words = [word for block in table.blocks for measure in block.measures for path in measure.headers for word in path]
    words += [word for block in table.blocks for word in (*block.labels, *block.codes)]
    words += [*FURNITURE, "单位:"]
    texts = [normalise_label(token.plain) for token in line.tokens]
    return any(any(text in word for word in words) for text in texts) or is_unit_line(line.words)


def is_numbering(line: TokenLine) -> bool:
    """A row that numbers the columns: 栏次 1 2 3 …"""
    words = "".join(token.plain for token in line.tokens if token.kind is Kind.WORD)
    numbers = [token.plain for token in line.tokens if token.kind is Kind.NUMBER]
    if len(numbers) + len(words) == 0 or line.has_figure:
        return False
    if words:
        return not "".join(words.split(_COLUMN_NUMBERS))
    return len(numbers) > 1 and numbers == [str(at) for at in range(1, len(numbers) + 1)]
