"""Figures in the text of a form: cells of a row, quantities with their units, values that a target is bound to."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from dq.ingest.cells import read_cell
from dq.ingest.statements.model import Said
from dq.ingest.statements.performance.flowing.text import PLAIN, Flow
from dq.ingest.statements.performance.vocabulary import PER_UNIT, any_of, vocabulary
from dq.types import DoubtReason

NUMBER: Final = r"(?<![\d.,])-?(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?(?![\d.])"
"""A figure as forms print it, without its unit."""

CELL: Final = re.compile(r"-?(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?%?|[-—–/]+")
_ROUNDED: Final = Decimal("0.01")
_DASH: Final = re.compile(r"[-—–]+")
_WORDS: Final = vocabulary()
_UNIT: Final = (
    rf"(?:{any_of(_WORDS.units['signs'])})|"
    rf"(?:{any_of(_WORDS.units['prefixes'])})?(?:{any_of(_WORDS.units['words'])})(?:次)?(?:/{PER_UNIT})?|[万亿]"
)
_QUANTITY: Final = re.compile(rf"(?<!\d:)({NUMBER})(?!\s?:\s?\d)\s?((?:{_UNIT})?)")
_STRANGE: Final = re.compile(r"[^\W\d_]{1,3}")
_MULTIPLES: Final = frozenset({"", "万", "亿"})
"""Not yet a unit: what follows is."""

_YEAR: Final = re.compile(r"(?<!\d)(?:19|20)\d\d年(?:度|[年]?末|底)?")
_DATE: Final = re.compile(r"(?<!\d)(?:19|20)\d\d\s?年\s?(\d\d?)\s?月(?:\s?(\d\d?)\s?日)?")
"""A day or month, whose figures bind nothing."""
RELATION: Final = any_of([sign.translate(PLAIN) for signs in _WORDS.relations.values() for sign in signs])
"""Words and signs that bind a target."""

_BOUND: Final = re.compile(RELATION)


@dataclass(frozen=True, slots=True)
class Quantity:
    """A figure with its unit: where the figure begins and ends in the text, the unit as printed ("" for none), and
    where both end.
    """

    begin: int
    end: int
    unit: str
    stop: int

    def said(self, flow: Flow, unit: str = "", doubt: DoubtReason | None = None) -> Said:
        """The figure as printed, with its own unit or, where it prints none, the one given."""
        return flow.said(self.begin, self.end, self.unit or unit, doubt)


@dataclass(frozen=True, slots=True)
class Goal:
    """The value that a target is bound to.

    Parameters: `begin` where its words begin in the text; `value` the figure, None where words alone are the goal;
    `relation` how it binds; `rest` the quantities after it.
    """

    begin: int
    value: Quantity | None
    relation: str | None
    rest: tuple[Quantity, ...]


def quantities(flow: Flow, begin: int, end: int) -> list[Quantity]:
    """The figures between two characters, years and dates left out.

    Example: in "2017年不低于30家" they are one: 30 with the unit 家.
    """
    dated = {found.start() for found in _YEAR.finditer(flow.text, begin, end)}
    dated |= {found.start(part) for found in _DATE.finditer(flow.text, begin, end) for part in (1, 2)}
    return [
        _quantity(flow, found, end) for found in _QUANTITY.finditer(flow.text, begin, end) if found.start() not in dated
    ]


def _quantity(flow: Flow, found: re.Match[str], end: int) -> Quantity:
    """The figure with its unit, also one that is not known, where it ends a word: 5 区."""
    unit, stop = found[2], found.end()
    strange = _STRANGE.match(flow.text, stop, end) if unit in _MULTIPLES else None
    if strange is not None and (strange.end() == end or flow.is_start(strange.end())):
        unit, stop = unit + strange[0], strange.end()
    return Quantity(found.start(1), found.end(1), _WORDS.spelled(unit), stop)


def goal(flow: Flow, begin: int, end: int) -> Goal | None:
    """The target value that ends a text of name and value: from the last year or binding word on; else the last figure,
    where it begins a word and nothing but its unit follows.

    Example: "增幅超25%的限上企业2017年不低于30家" → 30 家, at_least.
    """
    years = [each for each in _YEAR.finditer(flow.text, begin, end) if flow.is_start(each.start())]
    if years:
        start = years[-1].start()
    else:
        bounds = [each for each in _BOUND.finditer(flow.text, begin, end) if flow.is_start(each.start())]
        if not bounds:
            return None
        start = bounds[-1].start()
    found = quantities(flow, start, end)
    if not found:
        return Goal(start, None, None, ())
    bound = [each[0] for each in _BOUND.finditer(flow.text, start, found[0].begin)]
    return Goal(start, found[0], _WORDS.relation(bound[-1]) if bound else None, tuple(found[1:]))


def row_cells(flow: Flow, begin: int, end: int, count: int) -> list[tuple[int, int]] | None:
    """Where the cells of a row of figures begin and end, None unless there are just as many as the row must have (or
    what follows begins a new line: the next row's number).

    Parameters: `begin`, `end` the characters between which they stand; `count` how many there must be.
    """
    found: list[tuple[int, int]] = []
    for start, stop in flow.words(begin, end):
        if not CELL.fullmatch(flow.text, start, stop):
            break
        if len(found) == count:
            return found if flow.is_line_start(start) else None
        found.append((start, stop))
    return found if len(found) == count else None


def cell(flow: Flow, place: tuple[int, int], unit: str) -> Said | None:
    """A cell of a row of figures: a figure, a dash, or None for a stroke (which says that there is nothing to say)."""
    start, stop = place
    text = flow.text[start:stop]
    if text.endswith("%"):
        return flow.said(start, stop - 1, "%")
    if _DASH.fullmatch(text):
        return flow.said(start, stop, unit)
    return None if text.strip("/") == "" else flow.said(start, stop, unit)


def is_rate(printed: str, spent: str, whole: str) -> bool:
    """Whether a figure without its sign is the rate in per cent of two sums.

    Example: `is_rate("87.06", "1,097", "1,260")` → `True`.
    """
    value, part, base = (read_cell(text).value for text in (printed, spent, whole))
    if value is None or part is None or not base:
        return False
    return abs(part / base * 100 - value) < _ROUNDED
