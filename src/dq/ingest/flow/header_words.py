"""What the header of a table in running text shows: words that are broken and out of order."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Final

from dq.ingest.flow.body_start import FURNITURE
from dq.ingest.flow.column_order import in_printed_order
from dq.ingest.flow.named_columns import items_named, items_spelled, printed_order, years_beside
from dq.ingest.flow.tokens import TokenLine
from dq.ingest.headers import names_items_only
from dq.ingest.units import column_units
from dq.templates import Block, Item, Measure, Table, normalise_label

_STRANGE: Final = 3
"""Characters of a header that nothing explains, beyond which it has a column that the form does not know; a misprint or
the number of an attachment has fewer.
"""
_STRANGE_LIST: Final = 0.5
"""What a list with columns that the form does not know says for it: other forms have lists under the same titles."""
_ROW_NUMBERS: Final = "行次"
_BUDGETS_OWN: Final = "部门预算"
"""Whose classification (部门预算支出经济分类科目), above the columns of codes and labels."""
_SEQUENCE: Final = "序号"
_SORTED: Final = "项目(按"
"""How a column of items begins that says by what these are sorted: by function in all forms that sort them."""
_BY_FUNCTION: Final = "功能"
_OF_EARLIER: Final = ("增减", "执", "上年", "去年", "同比", "占比")
"""What is left of the shortest names of columns of the year before, of changes and shares."""
_COMPARING: Final = frozenset("年度上本去预决算执行完成实际支出安排比较与同增减变动额率幅金百分例情况数")
"""Letters of columns that compare those of the form with the year before."""
_OF_UNITS: Final = ("单位代码", "单位编码", "部门代码", "部门编码")
"""Columns of codes beside those of a code list: they say whose a row is."""
_UNIT_NAMES: Final = ("单位名称(科目)", "单位名称", "部门名称")
_AMOUNTS: Final = ("数量", "采购数量")
"""Columns of numbers that nothing but their place tells from figures."""
_KINDS: Final = ("决算数", "预算数")
"""What kind of figures a column has: often said once more below its name."""


@dataclass(frozen=True, slots=True)
class HeaderWords:
    """What a running header shows. `measures` the columns of each block that it names, in the form's order; `score` the
    share of the form's columns; `spare_totals` words 合计 beyond those that name columns (a row in the header);
    `has_row_numbers` where a column only numbers the rows; `is_strange` where much is printed that no word of the form
    explains: a column that the form does not have would move every figure behind it; `items` those that the columns
    of a table of layout "columns" stand for, each with its label there, in print order; `by_measure` where it prints
    the columns of one measure (预算数) before those of the next; `has_sequence` where a column before the codes only
    numbers the rows (序号), `has_units` where one beside them has the codes of units; `unit` the money unit that
    columns state for themselves;
    `unexplained` how many letters no word of the form explains; of a list of the body's own `depth` how many columns of
    labels it has, `name` which of them in print order names its rows (None where that cannot be told), `has_codes` and
    `has_remarks` whether there are codes or numbers before or between them and words that are no label behind them;
    `years` those for which it prints the only column of the form, in print order; `is_compared` where all that is
    strange names figures of the year before and changes.
    """

    measures: tuple[tuple[Measure, ...], ...]
    score: float
    spare_totals: int
    has_row_numbers: bool
    is_strange: bool
    items: tuple[tuple[Item, str], ...] = ()
    by_measure: bool = False
    has_sequence: bool = False
    has_units: bool = False
    unit: str | None = None
    unexplained: int = 0
    depth: int = 1
    name: int | None = 0
    has_codes: bool = False
    has_remarks: bool = False
    years: tuple[int, ...] = ()
    is_compared: bool = False


def _read_items(table: Table, lines: Sequence[TokenLine]) -> HeaderWords:
    """What a header names whose only words are the table's items."""
    items, unexplained = items_named(table, lines)
    return HeaderWords(
        (table.blocks[0].measures,),
        len(items) / len(table.items),
        0,
        has_row_numbers=False,
        is_strange=unexplained > _STRANGE,
        items=items,
        unexplained=unexplained,
    )


def read_header(table: Table, lines: Sequence[TokenLine]) -> HeaderWords:
    """Which of the table's columns a header names whose words are broken and out of order: a column is shown where all
    characters of its label are there, each used once.
    """
    if table.is_list:
        return _read_list(table, lines)
    printed = normalise_label("".join(line.words for line in lines))
    units = column_units(printed)
    letters = Counter(printed) - Counter("".join(units))
    plain = [token.plain for line in lines for token in line.tokens]
    whole = {text.removesuffix(kind) for text in plain for kind in ("", *_KINDS)}
    letters -= Counter("".join(whole.intersection(_title_words(table)) if table.layout == "codes" else ()))
    has_sequence = table.layout == "codes" and not Counter(_SEQUENCE) - letters
    letters -= Counter(_SEQUENCE if has_sequence else "")
    shared: set[str] = set()
    shown, is_mixed = in_printed_order([_shown(block, letters, shared) for block in table.blocks], lines)
    if table.layout == "columns":
        return _read_items(table, lines) if names_items_only(table) else _read_across(table, lines, _wanted(table))
    _take_labels(table, letters)
    has_units = table.layout == "codes" and _take_units(letters)
    letters -= _kinds_of_figures(table, lines, shown)
    years = years_beside(table, lines)
    letters -= Counter("".join(f"年度{path[-1]}" for path in table.blocks[0].measures[0].headers) * len(years))
    spare, row_numbers = min(letters[each] for each in "合计"), all(letters[each] for each in _ROW_NUMBERS)
    strange = _left(table, letters)
    is_comparing, is_compared = _compares(letters, table, is_mixed=is_mixed)
    return HeaderWords(
        tuple(shown),
        sum(map(len, shown)) / _wanted(table),
        spare,
        has_row_numbers=row_numbers,
        is_strange=strange > (0 if years else _STRANGE)
        or len(set(units)) > 1
        or is_mixed
        or is_comparing
        or _is_sorted_otherwise(table, whole),
        has_sequence=has_sequence,
        has_units=has_units,
        unit=units[0] if units else None,
        unexplained=strange,
        years=years,
        is_compared=is_compared,
    )


def _take_labels(table: Table, letters: Counter[str]) -> None:
    """Use up the letters of what heads the columns of labels, codes and remarks."""
    for block in table.blocks:
        for words in (block.labels, block.codes, block.remarks, *((each,) for each in block.inner)):
            letters -= Counter(_spelled_first(words, letters))


def _take_units(letters: Counter[str]) -> bool:
    """Use up the letters of the columns that say whose a row is. Returns: whether one of them has codes."""
    codes = _spelled_first(_OF_UNITS, letters)
    letters -= Counter(codes + _spelled_first(_UNIT_NAMES if codes else (), letters))
    return bool(codes)


def _left(table: Table, letters: Counter[str]) -> int:
    """How many letters are left without words of any header and those above several columns."""
    letters -= Counter("".join(FURNITURE) * 2)
    for word in (*_upper_words(table), _BUDGETS_OWN) * 2:
        letters -= Counter(word) if not Counter(word) - letters else Counter()
    return sum(count for letter, count in letters.items() if letter.isalpha())


def _kinds_of_figures(table: Table, lines: Sequence[TokenLine], shown: Sequence[tuple[Measure, ...]]) -> Counter[str]:
    """The letters that only say what kind of figures the columns have: 决算数 once below each of them, or behind what
    is above several (支出决算数). Words of two kinds, or more of them than columns, would be columns of their own.
    """
    own = {path[-1] for measures in shown for each in measures for path in each.headers}
    texts = [normalise_label(token.plain) for line in lines for token in line.tokens]
    kinds = {kind for kind in _KINDS if any(text.endswith(kind) for text in texts)}
    labels = {label for block in table.blocks for label in block.labels}
    if len(kinds) != 1 or sum(text in labels for text in texts) > len(table.blocks):
        return Counter()  # with columns of labels beside one another it is the heading of the figures of each
    (kind,) = kinds
    below = 0 if kind in own else texts.count(kind)
    upper = {*_title_words(table), *FURNITURE}
    above = sum(text.endswith(kind) and text.removesuffix(kind) in upper for text in texts)
    return Counter(kind * ((below if below == sum(map(len, shown)) else 0) + above))


def _is_sorted_otherwise(table: Table, words: Collection[str]) -> bool:
    """True where a column of items says that it is sorted by something else than the form's is."""
    labels = {label for block in table.blocks for label in block.labels}
    return any(each.startswith(_SORTED) and _BY_FUNCTION not in each and each not in labels for each in words)


def _compares(letters: Counter[str], table: Table, *, is_mixed: bool) -> tuple[bool, bool]:
    """Whether letters that are left name columns of the year before, and whether they name nothing else, beside columns
    whose order is known.
    """
    is_named = any(not Counter(word) - letters for word in _OF_EARLIER)
    is_sole = {each for each in letters if each.isalpha()} <= _COMPARING
    return is_named, is_named and is_sole and table.layout == "codes" and len(table.blocks) == 1 and not is_mixed


def _spelled_first(words: Sequence[str], letters: Counter[str]) -> str:
    """The first of some words that the letters can spell; nothing where there is none."""
    return next((word for word in words if not Counter(word) - letters), "")


def _upper_words(table: Table) -> set[str]:
    return {word for block in table.blocks for each in block.measures for path in each.headers for word in path[:-1]}


def _title_words(table: Table) -> set[str]:
    """What the table is called without a word for table: above its columns it names all of them. (What one of these is
    called, too, may be a piece of it.)
    """
    words = {title.removesuffix("表").removesuffix("决算").removesuffix("预算") for title in table.titles}
    heads = [path[-1] for block in table.blocks for measure in block.measures for path in measure.headers]
    return {word for word in words if not any(word in head for head in heads)}


def _wanted(table: Table) -> int:
    if table.layout == "columns":
        return len(table.items) * len(table.blocks[0].measures)
    return sum(len(block.measures) for block in table.blocks)


def _shown(block: Block, letters: Counter[str], shared: set[str]) -> tuple[Measure, ...]:
    """The measures of a block that the letters can spell; what they use up is gone, an upper label only once."""
    shown: list[Measure] = []
    for measure in block.measures:
        for path in measure.headers:
            upper = [word for word in path[:-1] if f"{block.side}/{word}" not in shared]
            word = Counter("".join((path[-1], *upper)))
            if not word - letters:
                letters -= word
                shared.update(f"{block.side}/{each}" for each in path[:-1])
                shown.append(measure)
                break
    return tuple(shown)


def _read_across(table: Table, lines: Sequence[TokenLine], wanted: int) -> HeaderWords:
    """A header whose columns are items, each for every measure: as often as the measures' names are printed, or where
    each of them stands once over all items, as often as the letters can spell the items.
    """
    measures = table.blocks[0].measures
    names = {path[-1] for measure in measures for path in measure.headers}
    texts = [normalise_label(token.plain) for line in lines for token in line.tokens]
    count = sum(text in names for text in texts)
    by_measure = len(measures) > 1 and count == len(measures)
    if by_measure:
        count = items_spelled(table, texts, len(measures)) * len(measures)
    items = printed_order(table, lines, table.items, len(measures) if by_measure else 1)
    labelled = tuple((item, next((each for each in item.labels if each in texts), item.key)) for item in items)
    is_strange = count != wanted or not items
    return HeaderWords(
        (measures,),
        min(count, wanted) / wanted,
        0,
        has_row_numbers=False,
        is_strange=is_strange,
        items=labelled or tuple((item, item.key) for item in table.items),
        by_measure=by_measure,
    )


def _read_list(table: Table, lines: Sequence[TokenLine]) -> HeaderWords:
    """The header of a list of the body's own. Nothing but it tells how many columns of labels a row has, so one that
    prints anything more is strange.
    """
    block = table.blocks[0]
    labels = tuple(dict.fromkeys((*block.labels, *block.outer)))
    columns = {"labels": labels, "codes": (*block.codes, _SEQUENCE), "remarks": block.remarks}
    words = _Words(lines)
    named = {kind: [word for word in own if words.take_whole(word)] for kind, own in columns.items()}
    paths = {each: path for each in block.measures if (path := words.take_column(each)) is not None}
    # A word that stands whole may still be a part of a longer one: 部门(单位) above 名称.
    paths = {each: words.lengthened(path, each.headers) for each, path in paths.items()}
    for kind, own in columns.items():
        longer = [words.lengthened((word,), [(each,) for each in own])[0] for word in named[kind]]
        named[kind] = [*longer, *words.spelled(own)]
    ordered, is_mixed = in_printed_order([tuple(paths)], lines)
    strange = words.unexplained
    must = {each for each in block.measures if not each.is_optional}
    is_numbered = any(each in _AMOUNTS for each in named["codes"])
    score = _STRANGE_LIST if strange else 1.0
    return HeaderWords(
        tuple(ordered),
        score if named["labels"] and must <= paths.keys() else 0.0,
        0,
        has_row_numbers=False,
        is_strange=bool(strange) or is_mixed or is_numbered,
        unexplained=strange,
        depth=len(named["labels"]),
        name=_name_among(sorted(named["labels"], key=labels.index), lines),
        has_codes=bool(named["codes"]),
        has_remarks=bool(named["remarks"]),
    )


def _name_among(labels: Sequence[str], lines: Sequence[TokenLine]) -> int | None:
    """Which of a list's columns of labels, in print order, names its rows; None where their order cannot be told, as it
    is where all of them stand whole on one line, or one a line.

    Parameters: `labels` their headers, that of the name first.
    """
    texts = [[normalise_label(token.plain) for token in line.tokens] for line in lines]
    for rows in (texts, [[text for row in texts for text in row]] if max(map(len, texts), default=0) == 1 else []):
        for row in rows:
            if all(label in row for label in labels):
                return sum(row.index(other) < row.index(labels[0]) for other in labels[1:])
    return 0 if len(labels) == 1 else None


class _Words:
    """The words of a header's lines, and the letters of them that are not explained yet. Letters of upper labels are
    kept till the end, since several columns have the same one.
    """

    def __init__(self, lines: Sequence[TokenLine]) -> None:
        texts = [normalise_label(token.plain) for line in lines for token in line.tokens]
        self._texts = Counter(texts)
        self._letters = Counter("".join(texts))
        self._upper: set[str] = set()

    def take_whole(self, word: str) -> bool:
        """Take a word that stands whole."""
        if self._texts[word]:
            self._letters.subtract(word)
        return bool(self._texts[word])

    def take_column(self, measure: Measure) -> tuple[str, ...] | None:
        """Take a header of the column, one whose last part stands whole before all others; None where the letters can
        spell none.
        """
        order = sorted(measure.headers, key=lambda path: (not self._texts[path[-1]], -len(path), -len(path[-1])))
        found = next((path for path in order if self._spells(path)), None)
        if found is not None:
            self._letters.subtract(found[-1])
            self._texts[found[-1]] -= 1
            self._upper.update(found[:-1])
        return found

    def _spells(self, path: tuple[str, ...]) -> bool:
        return not Counter("".join((path[-1], *self._upper.union(path[:-1])))) - self._letters

    def lengthened(self, path: tuple[str, ...], others: Sequence[tuple[str, ...]]) -> tuple[str, ...]:
        """The longest of the other headers of a column that the letters left can make of the one taken."""
        self._letters.update(path[-1])
        same = [other for other in others if other[:-1] == path[:-1] and path[-1] in other[-1] and self._spells(other)]
        longest = max(same, key=lambda other: len(other[-1]), default=path)
        self._letters.subtract(longest[-1])
        return longest

    def spelled(self, words: Sequence[str]) -> list[str]:
        """Take the words that the letters left can spell, the longest first."""
        found: list[str] = []
        for word in sorted(words, key=len, reverse=True):
            if self._spells((word,)):
                self._letters.subtract(word)
                found.append(word)
        return found

    @property
    def unexplained(self) -> int:
        """How many letters are left."""
        left = self._letters - Counter("".join(self._upper))
        return sum(count for letter, count in left.items() if letter.isalpha())
