"""Rows whose names contradict one another: what they print is doubted, since it may belong to another row.

Cells and lines that are lost, merged or moved on the way out of a document leave traces that no figure shows: a code
out of order, a code under another code's label, an ordinal out of order, a row without the name that stands alone above
it. Only names are looked at here. What figures add up to is for checks.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import pairwise
from typing import Any, Final

from dq.ingest.facts import measures_of
from dq.templates import Table, Template, normalise_label
from dq.types import CellState, DoubtReason

Row = dict[str, Any]
Tables = Mapping[str, Sequence[Row]]

_LEVELS: Final = (3, 5, 7)
"""Digits of the codes of classes, subclasses and items."""
_MOSTLY: Final = 0.9
_FEW: Final = 5
_ALIKE: Final = 0.5
"""Labels of one code that share at least this part of their characters are spellings of one another."""
_MOST_NAMES: Final = 40
"""Names of one code that others are held to, the usual ones first; time must stay bounded."""
_TENS: Final = {digit: number for number, digit in enumerate("一二三四五六七八九", 1)}
_ORDINALS: Final = (
    re.compile(r"([一二三四五六七八九十]{1,3})[、.]"),
    re.compile(r"\(([一二三四五六七八九十]{1,3})\)"),
    re.compile(r"(\d{1,2})[.、](?!\d)", re.ASCII),
    re.compile(r"\((\d{1,2})\)", re.ASCII),
)
"""Ordinals from the outermost to the innermost kind."""


def doubt_contradictions(template: Template, tables: Tables) -> None:
    """Doubt the cells of stored rows that contradict other rows of the report.

    Parameters: `tables` the stored rows by table; their doubts are set here, what is doubted already stays as it is.
    Example: where 20805 is 教育管理事务 in one table and 行政事业单位离退休 in another, both rows are doubted.
    """
    for table in template.tables:
        rows = tables.get(table.name, ())
        blocks = list(_blocks(rows))
        for block in blocks:
            doubt_all(_broken_rows(block), DoubtReason.ROW_SHIFT)
        doubt_all(_repeated(rows), DoubtReason.ROW_SHIFT)
        doubt_all(_without_item(rows), DoubtReason.UNKNOWN_ROW)
        if len(table.blocks) > 1 or table.layout == "items":
            # Of a list by code alone a row without a name is a fault that checks name: there the form has no other.
            doubt_all(filter(_is_nameless, rows), DoubtReason.UNKNOWN_ROW)
        if table.layout == "codes":
            for block in blocks:
                doubt_all(_out_of_order(block, by_class=table.code_list != "function"), DoubtReason.ROW_SHIFT)
            doubt_all(_without_ancestor(rows), DoubtReason.UNKNOWN_ROW)
            doubt_all(_printed_twice(rows), DoubtReason.ROW_SHIFT)
            if table.code_list == "function":
                doubt_all(_without_parts(rows), DoubtReason.UNKNOWN_ROW)
            doubt_all(_unrecognised(table, rows), DoubtReason.UNKNOWN_ROW)
        elif table.layout == "items":
            for block in blocks:
                doubt_all((*_miscounted(block), *_classes_out_of_order(block)), DoubtReason.ROW_SHIFT)
            if len({block.side for block in table.blocks}) > 1:
                doubt_all(_beside_an_empty_total(blocks), DoubtReason.ROW_SHIFT)
    for rows in _under_other_labels(template, tables):
        doubt_all(rows, DoubtReason.ROW_SHIFT)
    doubt_all(_under_cut_codes(template, tables), DoubtReason.ROW_SHIFT)


def missing_totals(table: Table, rows: Sequence[Row]) -> list[str]:
    """Names of totals that the form prints and that are not among a table's rows, where it has rows enough to expect
    them: for rows by code all of its totals together, since forms differ in which of them they print. A total none of
    whose parts is printed either belongs to a part of the table that this form leaves out.

    Example: `missing_totals(table, rows)` → `["支出总计"]`.
    """
    printed = {(row["side"] or "", row["path"]) for row in rows}
    begun = {(side, path.split("/")[0]) for side, path in printed}
    parted = {(item.side or "", item.path[0]) for item in table.items if len(item.path) > 1}
    totals = [item for item in table.items if item.role == "total" and len(item.path) == 1 and not item.is_optional]
    wanted = [
        item for item in totals if (item.side or "", item.key) in begun or (item.side or "", item.key) not in parted
    ]
    lacking = [item.key for item in wanted if (item.side or "", item.key) not in printed]
    if sum(map(_is_filled, rows)) < _FEW or (table.layout == "codes" and len(lacking) < len(totals)):
        return []
    return lacking


def doubt_all(rows: Iterable[Row], reason: DoubtReason) -> None:
    """Doubt all cells of these rows, blank ones too: what they lack may stand elsewhere."""
    for row in rows:
        for column in _columns(row):
            row[f"{column}__doubt"] = row[f"{column}__doubt"] or reason.value


def _columns(row: Row) -> list[str]:
    return [column for column in measures_of(tuple(row)) if row[f"{column}__state"] is not None]


def _is_filled(row: Row) -> bool:
    return any(row[f"{column}__state"] != CellState.BLANK for column in _columns(row))


def _blocks(rows: Sequence[Row]) -> Iterator[list[Row]]:
    """The rows of each block, in print order."""
    block: list[Row] = []
    for row in rows:
        if row["above"] is None and block:
            yield block
            block = []
        block.append(row)
    if block:
        yield block


def _broken_rows(rows: Sequence[Row]) -> Iterator[Row]:
    """A row without figures and a row without a name beside it: the two halves of one row, as they may be."""
    for one, other in pairwise(rows):
        for named, nameless in ((one, other), (other, one)):
            if _is_nameless(nameless) and not _is_nameless(named) and not _is_filled(named) and _is_filled(nameless):
                yield from (named, nameless)


def _is_nameless(row: Row) -> bool:
    return row["code"] is None and row["label"] is None


def _out_of_order(rows: Sequence[Row], *, by_class: bool) -> Iterator[Row]:
    """Neighbours whose codes do not rise. Parameters: `by_class` where classes may stand in any order, but together."""
    coded = [row for row in rows if row["code"]]
    done: set[str] = set()
    for one, other in pairwise(coded):
        before, after = one["code"], other["code"]
        new_class = before[: _LEVELS[0]] != after[: _LEVELS[0]]
        if new_class:
            done.add(before[: _LEVELS[0]])
        falls = after <= before if not (new_class and by_class) else after[: _LEVELS[0]] in done
        if falls and before != after:
            yield from (one, other)


def _without_item(rows: Sequence[Row]) -> Iterator[Row]:
    """Of-which rows below an item that is not printed: its row may be lost."""
    printed = {(row["side"], row["path"]) for row in rows}
    for row in rows:
        if row["role"] == "of_which" and (row["side"], row["path"].rpartition("/")[0]) not in printed:
            yield row


def _without_ancestor(rows: Sequence[Row]) -> Iterator[Row]:
    """Rows whose next higher code is not printed, in a table that prints nearly all of those, those of nearly all rows,
    or all other classes of such rows.
    """
    codes = {row["code"] for row in rows if row["code"]}
    inner = [row for row in rows if len(row["code"] or "") in _LEVELS[1:]]
    parents = {row["code"][:-2] for row in inner}
    lost = parents - codes
    orphans = [row for row in inner if row["code"][:-2] in lost]
    is_class = all(len(code) == _LEVELS[0] for code in lost)
    is_one = is_class and len(lost) == 1 and len(inner) >= _FEW and len(parents) > len(lost) + 1
    if is_one or _is_seldom(len(lost), len(parents)) or (lost != parents and _is_seldom(len(orphans), len(inner))):
        yield from orphans


def _is_seldom(some: int, of: int) -> bool:
    return of >= _FEW and some <= (1 - _MOSTLY) * of + 1


def _without_parts(rows: Sequence[Row]) -> Iterator[Row]:
    """Classes and subclasses none of whose parts is printed, in a table that prints parts of nearly all of them."""
    parents = {row["code"][:-2] for row in rows if len(row["code"] or "") in _LEVELS[1:]}
    # What the table's longest codes are is as far as it goes.
    deepest = max((len(row["code"]) for row in rows if len(row["code"] or "") in _LEVELS), default=0)
    inner = [row for row in rows if len(row["code"] or "") in _LEVELS and len(row["code"]) < deepest]
    bare = [row for row in inner if row["code"] not in parents]
    if _is_seldom(len(bare), len(inner)):
        yield from bare


def _printed_twice(rows: Sequence[Row]) -> Iterator[Row]:
    """Rows of one code and the same figures, or one of them without any: a line that came out twice, whole or in part.
    (Checks find other repeated codes.)
    """
    seen: dict[str, Row] = {}
    for row in rows:
        before = seen.setdefault(row["code"] or "", row)
        if not row["code"] or before is row:
            continue
        same = all(row[f"{column}__printed"] == before.get(f"{column}__printed") for column in _columns(row))
        if same or not _is_filled(row) or not _is_filled(before):
            yield from (before, row)


def _unrecognised(table: Table, rows: Sequence[Row]) -> Iterator[Row]:
    """Rows with figures that are no total and have no code, or one that no list can have; and the rows that they may
    be a part of, those of the code before: their parts are not all known.
    """
    labels = {label for item in table.items for label in item.labels}
    coded: dict[str, list[Row]] = defaultdict(list)
    for row in rows:
        coded[row["code"] or ""].append(row)
    before = ""
    levels = _LEVELS[:2] if table.code_list == "economic" else _LEVELS  # no item is below an economic subclass
    for row in rows:
        code, label = row["code"], normalise_label(row["label"] or "")
        odd = len(code) not in levels if code else bool(label) and label not in labels
        if odd and row["role"] == "item" and _is_filled(row):
            yield row
            for digits in _LEVELS[:-1]:
                yield from coded.pop(before[:digits], ()) if digits <= len(before) else ()
        elif code:
            before = code


def _under_other_labels(template: Template, tables: Tables) -> Iterator[list[Row]]:
    """Rows of one code that its tables give different names, but for those whose name most tables have."""
    named: dict[tuple[str, str], dict[str, list[Row]]] = defaultdict(lambda: defaultdict(list))
    for table in template.tables:
        for row in tables.get(table.name, ()):
            if table.code_list and row["code"] and row["label"]:
                named[table.code_list, row["code"]][normalise_label(row["label"])].append(row)
    for labels in named.values():
        if len(labels) == 1:
            continue
        votes = Counter({label: len(rows) for label, rows in labels.items()})
        common = votes.most_common(_MOST_NAMES)
        usual, most = common[0]
        for label, rows in labels.items():
            is_usual = label == usual and 2 * most > votes.total()
            if not is_usual and any(not _alike(label, other) for other, _ in common):
                yield rows


def _under_cut_codes(template: Template, tables: Tables) -> Iterator[Row]:
    """Rows whose name other tables print under a longer code that this one begins, and this one under another name: the
    end of their code is lost, where their own table does not print the longer one.
    """
    longer: dict[tuple[str, str, str], set[str]] = defaultdict(set)
    names: dict[tuple[str, str], dict[str, set[str]]] = defaultdict(dict)
    lists = {table.name: table.code_list for table in template.tables if table.code_list}
    for table, code_list in lists.items():
        for code, label in _named_codes(tables.get(table, ())):
            names[code_list, code].setdefault(table, set()).add(label)
            for digits in _LEVELS[:-1]:
                longer[code_list, label, code[:digits]].add(code)
    for table, code_list in lists.items():
        rows = tables.get(table, ())
        named = set(_named_codes(rows))
        own = {code for code, _ in named}
        cut = set()
        for code, label in named:
            others = [labels for other, labels in names[code_list, code].items() if other != table]
            if others and not any(label in labels for labels in others):
                begun = longer.get((code_list, label, code), set()) - {code}
                cut |= {(code, label)} if any(each not in own for each in begun) else set()
        yield from (row for row in rows if row["code"] and (row["code"], normalise_label(row["label"] or "")) in cut)


def _named_codes(rows: Iterable[Row]) -> Iterator[tuple[str, str]]:
    """The codes and names of rows that print both."""
    return ((row["code"], normalise_label(row["label"])) for row in rows if row["code"] and row["label"])


def _alike(one: str, other: str) -> bool:
    """True for two spellings of a label: a part of it, or most of its characters."""
    if one in other or other in one:
        return True
    shared = sum((Counter(one) & Counter(other)).values())
    return shared >= _ALIKE * max(len(one), len(other))


def _ordinal(row: Row) -> tuple[int, int] | None:
    """The kind of ordinal that a label begins with, and its number."""
    text = "".join(unicodedata.normalize("NFKC", row["label"] or "").split())
    for kind, pattern in enumerate(_ORDINALS):
        found = pattern.match(text)
        if found is not None:
            return kind, int(found[1]) if found[1].isdecimal() else _number(found[1])
    return None


def _number(text: str) -> int:
    """A Chinese number below one hundred."""
    tens, ten, ones = text.rpartition("十")
    return 10 * (_TENS.get(tens, 1) if ten else 0) + _TENS.get(ones[-1:], 0)


def _miscounted(rows: Sequence[Row]) -> Iterator[Row]:
    """Neighbours whose ordinals do not rise. A count may begin anew, unless it goes on behind as if it had not, or the
    one before is 二 alone.
    """
    last: dict[int, tuple[int, Row]] = {}
    swapped: dict[int, tuple[int, Row, Row]] = {}
    begun: set[int] = set()
    for row in rows:
        ordinal = _ordinal(row)
        if ordinal is None:
            continue
        kind, number = ordinal
        counted, before = last.get(kind, (0, row))
        if kind in swapped and number == swapped[kind][0] + 1:
            yield from swapped[kind][1:]
        swapped.pop(kind, None)
        if number == 1 and counted == 2 and kind not in begun:  # noqa: PLR2004 - the ordinal behind the first
            yield from (before, row)
        elif number == 1 and counted:
            swapped[kind] = counted, before, row
        elif number <= counted:
            yield from (before, row)
        last = {each: held for each, held in last.items() if each < kind}
        last[kind] = number, row
        if number == 1:
            begun.add(kind)


def _classes_out_of_order(rows: Sequence[Row]) -> Iterator[Row]:
    """Neighbours among the lines of functional classes whose codes do not rise."""
    classes = [row for row in rows if row["function_code"]]
    for one, other in pairwise(classes):
        if other["function_code"] < one["function_code"]:
            yield from (one, other)


def _repeated(rows: Sequence[Row]) -> Iterator[Row]:
    """Rows of one item that the form prints once. (Checks find a code that is printed twice.)"""
    named: dict[tuple[str | None, str], list[Row]] = defaultdict(list)
    for row in rows:
        if row["code"] is None and not _is_nameless(row):
            named[row["side"], row["path"].partition("#")[0]].append(row)
    for again in named.values():
        if len(again) > 1:
            yield from again


def _beside_an_empty_total(blocks: Sequence[Sequence[Row]]) -> Iterator[Row]:
    """The neighbours of a total without figures below rows that have some: its own may stand with one of them."""
    for rows in blocks:
        for at, row in enumerate(rows):
            is_empty = row["role"] == "total" and not _is_filled(row)
            if is_empty and any(map(_is_filled, rows[:at])):
                yield from rows[max(at - 1, 0) : at + 2]
