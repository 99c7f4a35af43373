"""Header rows of the tables of a form: which columns they print, in print order."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from enum import Enum, auto
from functools import lru_cache
from itertools import pairwise
from typing import Final

from dq.ingest.header_columns import columns_of
from dq.ingest.statements.performance.cells.tokens import Kind, Token, is_part
from dq.ingest.statements.performance.vocabulary import Group, plain_label, vocabulary
from dq.ingest.stream import Line

_NUMBERING: Final = re.compile(r"[\d①-⑳()（）=＝+＋\-－*×/÷A-Za-z]+")
_BARE: Final = ("amount", "share")
_FEW: Final = 2
_MANY: Final = 3
_LABELS: Final = ("level1", "level2")
_MONEY: Final = ("funds", "expenditure")
_WIDE: Final = 60
"""Columns of a header that are looked at."""


Row = tuple[Line, tuple[Token, ...]]
"""A row of a form: its line and its filled cells."""


class Table(Enum):
    """What the rows of a table are about; `SOURCES` are funds whose columns are the sources."""

    TARGETS = auto()
    INDICATORS = auto()
    FUNDS = auto()
    SOURCES = auto()
    EXPENDITURE = auto()


@dataclass(frozen=True, slots=True)
class FormColumn:
    """A column of a form's table.

    Parameters: `name` what it holds (as in the vocabulary; of money the measure; of SOURCES the source; "unknown"),
    `type` what its cells look like (`placing`), `label` its header as printed, `start` its position in the header,
    None where merged cells left that open.
    """

    name: str
    type: str
    label: str
    start: int | None


@dataclass(frozen=True, slots=True)
class FormHeader:
    """A header.

    Parameters: `columns` in print order; `rows` how many rows it has; `parts` the headings of parts that stand beside
    it; `inline` the values that it prints itself (预算金额 214).
    """

    table: Table
    columns: tuple[FormColumn, ...]
    rows: int
    parts: tuple[tuple[Line, Token], ...] = ()
    inline: tuple[tuple[FormColumn, Token, Line], ...] = ()


def header_at(lines: Sequence[Row], at: int) -> FormHeader | None:
    """The header that begins with this row, None where none does.

    Parameters: `lines` the form's rows with their filled cells.
    Example: over (序号, 具体支出内容, 金额（万元）) → table EXPENDITURE with three columns.
    """
    line, first = lines[at]
    if not _is_first(first):
        return _sources(lines[at : at + 3])
    rows = [lines[at]]
    while len(rows) < _MANY + 1 and at + len(rows) < len(lines) and _continues(rows, lines[at + len(rows)][1]):
        rows.append(lines[at + len(rows)])
    count = len(rows) + (at + len(rows) < len(lines) and is_numbering(lines[at + len(rows)][1]))
    inline = _inline(line, first)
    found = _columns(rows, [column.name for column, _, _ in inline])
    if found is None:
        return None
    names = {column.name for column in found}
    if "level2" not in names:
        # The only column of classes has those of either level.
        found = [replace(each, type="class") if each.name == "level1" else each for each in found]
    table = _table(names)
    return None if table is None else FormHeader(table, tuple(found), count, _parts(rows), inline)


def is_unread_header(tokens: Sequence[Token]) -> bool:
    """Whether a row that no table is read under is the header of one all the same: what stands above it ends.

    It opens a part on money, or names columns, and holds no figure.
    Parameters: `tokens` a row at which `header_at` finds nothing.
    Example: of the row (项目安排资金, 预算安排, 实际到位, 实际支出, 其他 ③=①) → `True`.
    """
    if not tokens or any(token.kind.is_figure for token in tokens):
        return False
    return vocabulary().part(tokens[0].text) in _MONEY or len({_names(token) for token in tokens} - {None}) >= _MANY


def _parts(rows: Sequence[Row]) -> tuple[tuple[Line, Token], ...]:
    return tuple((line, token) for line, tokens in rows for token in tokens if is_part(token.text))


def _names(token: Token) -> str | None:
    return None if token.kind.is_figure else _column_named(token.text)


@lru_cache(maxsize=65_536)
def _column_named(text: str) -> str | None:
    column = vocabulary().column(text)
    return None if column is None else column.name


def _is_first(tokens: Sequence[Token]) -> bool:
    """Whether a header begins with this row: it names columns, and holds no figures but those beside a name."""
    named = [name for token in tokens if (name := _names(token)) is not None]
    figures = sum(token.kind.is_figure for token in tokens)
    strange = {token.text for token in tokens if _names(token) is None and not token.kind.is_figure}
    rest = sum(not is_part(text) for text in strange)
    if figures:
        return figures == 1 and len(set(named)) >= _MANY and rest <= 1
    if "arranged" in named and rest <= _FEW:
        return True
    return len(set(named)) >= _FEW and rest <= len(named)


def _continues(rows: Sequence[Row], tokens: Sequence[Token]) -> bool:
    """Whether a row is the next one of a header: columns below the merged ones above."""
    if not tokens or any(token.kind.is_figure for token in tokens):
        return False
    above = {name for _, row in rows for token in row if (name := _names(token)) is not None}
    named = [_names(token) for token in tokens]
    known = [name for name in named if name is not None]
    if not known or _FEW * len(known) < len(tokens):
        return False
    groups = vocabulary().groups
    bare = any(name in _BARE for name in known)
    return (bare and any(name in groups for name in above)) or not above & set(known) or "arranged" in above


def is_numbering(tokens: Sequence[Token]) -> bool:
    """True for a row that numbers the columns: ①, ②, ③=①-②."""
    texts = [token.text for token in tokens]
    return (
        len(texts) >= _MANY
        and all(_NUMBERING.fullmatch(text.replace(" ", "")) for text in texts)
        and any(not text.strip().isdigit() for text in texts)
    )


def _inline(line: Line, tokens: Sequence[Token]) -> tuple[tuple[FormColumn, Token, Line], ...]:
    """The figure that a header row prints beside a name."""
    found: list[tuple[FormColumn, Token, Line]] = []
    for name, value in pairwise(tokens):
        column = vocabulary().column(name.text)
        if column is not None and value.kind is Kind.NUMBER:
            found.append((FormColumn(column.name, column.type, name.text, name.at), value, line))
    return tuple(found)


def _columns(rows: Sequence[Row], inline: Sequence[str]) -> list[FormColumn] | None:
    tokens = [token for _, row in rows for token in row]
    if any(_names(token) in _BARE for token in tokens) and sum(_names(each) in vocabulary().groups for each in tokens):
        return _grouped(rows, inline)
    if len(rows) == 1:
        return _told_apart([_column(token.text, token.at) for token in _columns_of(tokens)])
    found = [
        _column(
            next((text for text in reversed(each.printed) if vocabulary().column(text)), each.printed[-1]), each.start
        )
        for each in columns_of([line for line, _ in rows])[:_WIDE]
        if each.printed and not all(is_part(text) for text in each.printed)
    ]
    names = [each.name for each in found if each.name != "unknown"]
    return found if len(names) == len(set(names)) else None


def _columns_of(tokens: Sequence[Token]) -> list[Token]:
    """The cells of a header that name columns. What is a part's heading, too, is one where nothing else names what the
    rows are about: 绩效指标, 目标值, 完成值.
    """
    bare = [token for token in tokens if not is_part(token.text)]
    if any(_names(token) in (*_LABELS, "indicator", "content", "source") for token in bare):
        return bare
    named = next((token for token in reversed(tokens) if is_part(token.text) and _names(token) == "indicator"), None)
    return [token for token in tokens if token is named or token in bare]


def _told_apart(columns: list[FormColumn]) -> list[FormColumn]:
    """The columns, 完成情况 as what was reached where another one beside it holds the rates."""
    names = [column.name for column in columns]
    if names.count("completion") != _FEW or "actual" in names:
        return columns
    return [
        replace(each, name="actual", type="quantity") if each.name == "completion" and "情况" in each.label else each
        for each in columns
    ]


def _column(text: str, start: int | None) -> FormColumn:
    known = vocabulary().column(text)
    if known is None and vocabulary().source(text) is not None:
        # 年度资金总额 may stand over the sources as their header.
        return FormColumn("source", "label", text, start)
    if known is None:
        return FormColumn("unknown", "any", text, start)
    kind = known.name if known.name in (*_LABELS, "number", "weight") else known.type
    return FormColumn(known.name, "weight" if known.name == "full_mark" else kind, text, start)


def _grouped(rows: Sequence[Row], inline: Sequence[str]) -> list[FormColumn] | None:
    """Columns of money whose groups stand over them: each bare 金额 belongs to the group that its neighbours tell, or
    all of them, in order, to the groups that print no figure themselves. None where that does not come out even.
    """
    known = vocabulary().groups
    tokens = [[token for token in row if _names(token) is not None] for _, row in rows]
    leaves = tokens[-1]
    above = sorted((each for row in tokens[:-1] for each in row if _is_money(each)), key=lambda each: each.at)
    groups = [each for each in above if _names(each) not in inline]
    segments: list[list[Token]] = []
    for leaf in leaves:
        if _names(leaf) == "amount" or not segments:
            segments.append([])
        segments[-1].append(leaf)
    hinted = [_hint(segment, known) for segment in segments]
    if len(segments) == len(groups) and not any(hinted):
        hinted = [_names(each) for each in groups]
    names = [_names(each) for each in groups]
    hinted = _between(hinted, names)
    if None in hinted or len(set(hinted)) < len(hinted) or any(each not in names for each in hinted):
        return None
    by_group = dict(zip(hinted, segments, strict=True))
    found: list[FormColumn] = []
    for token, name in zip(groups, names, strict=True):
        if name in by_group:
            group = known[name or ""]
            found += [_leaf(each, group, token.text) for each in by_group[name]]
        else:
            found.append(FormColumn(name or "", "amount", token.text, token.at))
    return found


def _between(hinted: Sequence[str | None], names: Sequence[str | None]) -> list[str | None]:
    """The groups of the columns, those that nothing tells by the only group that stands between their neighbours'."""
    told: list[str | None] = []
    for at, name in enumerate(hinted):
        first = names.index(told[-1]) + 1 if told and told[-1] in names else 0
        following = next((each for each in hinted[at + 1 :] if each in names), None)
        left = names[first : len(names) if following is None else names.index(following)]
        told.append(left[0] if name is None and len(left) == 1 else name)
    return told


def _is_money(token: Token) -> bool:
    column = vocabulary().column(token.text)
    return column is not None and column.type == "amount" and column.name not in _BARE


def _hint(segment: Sequence[Token], groups: Mapping[str, Group]) -> str | None:
    """The group that the columns beside a bare 金额 tell."""
    names = [_names(leaf) for leaf in segment]
    return next((group.name for group in groups.values() if any(name in group.follows for name in names)), None)


def _leaf(token: Token, group: Group, above: str) -> FormColumn:
    name = _names(token) or "unknown"
    column = _column(token.text, token.at)
    match name:
        case "amount":
            # The unit may stand in either of the two header cells.
            return FormColumn(group.amount, "amount", f"{token.text}{above}", token.at)
        case "share":
            return FormColumn(group.share or "unknown", "percent", token.text, token.at)
        case _:
            return column


def _sources(rows: Sequence[Row]) -> FormHeader | None:
    """A header whose columns are sources of money, its rows what there is of each (收入, 支出, 结余): one row, or a
    second one below it that parts the last ones, each from its 小计 on.
    """
    named = _names_sources(rows[0][1])
    below = (_names_sources(rows[1][1]) if len(rows) > 1 else None) or []
    if named is None or (not below and len(named) < _MANY):
        return None
    count = 2 if below else 1
    segments: list[list[Token]] = []
    for token in below:
        if plain_label(token.text) == "小计":
            segments.append([])
        if segments:
            segments[-1].append(token)
    alone = named[: max(0, len(named) - len(segments))]
    columns = [FormColumn("measure", "label", "", None), *(_source(token, None) for token in alone)]
    for outer, segment in zip(named[len(alone) :], segments, strict=False):
        columns += [_source(token, vocabulary().source(outer.text)) for token in segment]
    numbering = len(rows) > count and is_numbering(rows[count][1])
    whole = sum(map(len, segments)) == len(below) and len(segments) <= len(named)
    names = {column.name for column in columns}
    known = columns if whole and len(names) == len(columns) else columns[:1]
    return FormHeader(Table.SOURCES, tuple(known), count + numbering, _parts(rows[:count]))


def _names_sources(tokens: Sequence[Token]) -> list[Token] | None:
    """The cells of a row that name sources of money, None where it holds anything else but a part's heading."""
    known = vocabulary()
    bare = [token for token in tokens if not is_part(token.text)]
    return bare if len(bare) >= _FEW and all(known.source(token.text) is not None for token in bare) else None


def _source(token: Token, outer: str | None) -> FormColumn:
    """The column of a source; `outer` the one that it is a part of."""
    source = vocabulary().source(token.text) or ""
    if outer is not None and plain_label(token.text) == "小计":
        source = outer
    elif source == outer == "other":
        source = "other_part"
    return FormColumn(source, "any", token.text, token.at)


def _table(names: set[str]) -> Table | None:
    """What the rows of a table with these columns are about."""
    money = names & {"arranged", "budget", "full_year_budget", "received", "spent", "balance", "allotted", "approved"}
    if "content" in names and names & {"amount", "spent", "budget"}:
        return Table.EXPENDITURE
    if names & {"score", "weight", "full_mark"} and names & {"level1", "level2", "indicator"}:
        return Table.INDICATORS
    if names & {"target", "actual", "reference"} and names & {"level1", "level2", "indicator"}:
        return Table.TARGETS
    return Table.FUNDS if len(money) >= _FEW else None
