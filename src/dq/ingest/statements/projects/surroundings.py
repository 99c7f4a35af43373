"""A paragraph's figures and the words around each, found once for all."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from dataclasses import dataclass
from typing import Final

from dq.ingest.statements.projects import wording as w
from dq.ingest.statements.projects.years import year_of, years_of
from dq.ingest.statements.prose import Figure, Kind, figures

_TIME: Final = frozenset({Kind.YEAR, Kind.MONTH, Kind.DAY})
_STOP: Final = re.compile(r"[，;。!?]")
_COMMA: Final = re.compile(r"(?<!\d),|,(?!\d{3}(?!\d))")
_SENTENCE: Final = re.compile(r"[。!?]")
_QUOTE: Final = re.compile(r"“[^”]{0,200}”")
_RESULT: Final = re.compile(r"”的?(?:目标)?(?:完成|实际)")
_BRACKETS: Final = re.compile(r"\([^()]*\)")
_PERCENT_IMPLIED: Final = re.compile(r"(?:比例|程度|率)(?:均|各)?(?:为|是|达到?)$")
_COUNT_IMPLIED: Final = re.compile(
    r"(?:数量|人数|家数|个数|次数|总数|户数)(?:均|各)?(?:为|是|达到?|有|共)?$|目标(?:为|是|有|共)$"
)
_MONEY_NOUN: Final = re.compile(rf"(?:经费|资金|支出|补贴|补助|费用?|奖励金?|投入|拨款){w.SMALL}$")
_OPENS: Final = re.compile(r"(?:^|[。!?;])(?:\(?[\d一二三四五六七八九十]{1,3}[)、.．])?$")
_LONGEST_LEAD: Final = 400
_LONGEST_REST: Final = 60
"""Characters of the words before and behind a figure that are looked at: a broken text must not take for ever."""
_LINK: Final = "、和及与-~—至 "
_NEAR: Final = 12
"""Characters between a quotation and the figure that is said of it."""
_LONGEST_CLAUSE: Final = 120


@dataclass(frozen=True, slots=True)
class Words:
    """A figure and the words around it.

    Parameters: `kind` and `unit` as the words mean it; `lead` from the last stop or figure to it, without what stands
    in brackets or (`head`) before a colon, and `start` where that begins in the text; `rest` from behind its unit to
    the next stop or figure, `beyond` the same of the next figure where but a link stands between both
    (10%-20%的增长), `ahead` a few characters behind the unit, stops and all; `topic` what is spoken of: "" or problems,
    goals, reason; `is_quoted` inside “…” whose result follows.
    """

    figure: Figure
    kind: Kind
    unit: str
    lead: str
    head: str
    start: int
    rest: str
    beyond: str
    ahead: str
    topic: str
    is_quoted: bool = False


class Surroundings:
    """One paragraph's text, its figures (`figures`; of time and in titles left out) and what stands by."""

    __slots__ = ("_quotes", "_reasons", "_sentences", "_stops", "_topics", "_years", "figures", "text")

    def __init__(self, text: str, topic: str) -> None:
        text = plain(text)
        hidden = [found.span() for found in w.HIDDEN.finditer(text)]
        self.text = text
        shown = [each for each in figures(text) if _within(hidden, each.begin) is None]
        self.figures = tuple(each for each in shown if each.kind not in _TIME)
        self._years = years_of(text, shown)
        self._quotes = [found.span() for found in _QUOTE.finditer(text)]
        self._stops = [found.end() for found in _STOP.finditer(text)]
        self._sentences = [found.end() for found in _SENTENCE.finditer(text)]
        self._reasons = _reasons(text)
        self._topics = _topics(text, topic)

    def sentence(self, figure: Figure) -> int:
        """The number of the sentence that a figure stands in."""
        return bisect_right(self._sentences, figure.begin)

    def year(self, figure: Figure, quantity: str) -> Figure | None:
        """The year that the figure's sentence names as the one it is of, None where it names none."""
        number = self.sentence(figure)
        begin = self._sentences[number - 1] if number else 0
        return year_of(self.text, figure, quantity, self._years, self.figures, begin) if self._years else None

    def words(self, at: int, previous: int) -> Words:
        """The words around the figure at this index; `previous` is where the figure before it ends, 0 without one."""
        figure = self.figures[at]
        start = max(previous, self._last_stop(figure.begin), figure.begin - _LONGEST_LEAD)
        lead = self.text[start : figure.begin]
        head, _, tail = lead.rpartition(":")
        head, lead = (head, tail) if tail else ("", head or lead)
        lead = _outside(lead)
        rest = self._rest(at)
        is_linked = rest != "" and not rest.strip(_LINK) and at + 1 < len(self.figures)
        beyond = self._rest(at + 1) if is_linked else ""
        kind, unit = meant(figure, lead)
        quoted = _within(self._quotes, figure.begin)
        is_quoted = quoted is not None and _RESULT.match(self.text, quoted[1] - 1) is not None
        ahead = self.text[figure.until : figure.until + _NEAR]
        return Words(figure, kind, unit, lead, head, start, rest, beyond, ahead, self._topic(figure.begin), is_quoted)

    def between(self, figure: Figure, following: Figure) -> str:
        """The words from behind a figure to another one."""
        return self.text[figure.until : following.begin]

    def clause(self, start: int, previous: int) -> str:
        """The words of the clause that ends at a start of words, "" where a figure (up to `previous`) stands in it or
        a sentence ends there.
        """
        begin = self._last_stop(start - 1)
        if (
            start == 0
            or previous > begin
            or bisect_right(self._sentences, begin) != bisect_right(self._sentences, start)
        ):
            return ""
        return self.text[max(begin, start - _LONGEST_CLAUSE) : start].strip("，,;:")

    def named_before(self, word: str, at: int) -> str:
        """The words from the last place of a word, not far before here, to the next stop; "" where it is not there."""
        begin = self.text.rfind(word, max(0, at - _LONGEST_CLAUSE), at)
        return "" if begin < 0 else _STOP.split(self.text[begin:at])[0]

    def quotation(self, figure: Figure) -> tuple[int, int] | None:
        """Where the quotation stands that right before a figure something is said of: its quotation marks."""
        last = bisect_right(self._quotes, figure.begin, key=lambda span: span[1]) - 1
        if last < 0 or figure.begin - self._quotes[last][1] >= _NEAR:
            return None
        first, end = self._quotes[last]
        return None if _STOP.search(self.text, end, figure.begin) else (first, end)

    def _last_stop(self, at: int) -> int:
        """The end of the last stop up to here, 0 without one."""
        last = bisect_right(self._stops, at) - 1
        return self._stops[last] if last >= 0 else 0

    def _rest(self, at: int) -> str:
        until = self.figures[at].until
        following = self.figures[at + 1].begin if at + 1 < len(self.figures) else len(self.text)
        place = bisect_left(self._stops, until + 1)
        stop = self._stops[place] - 1 if place < len(self._stops) else len(self.text)
        return self.text[until : max(until, min(following, stop, until + _LONGEST_REST))].lstrip("多余")

    def _topic(self, at: int) -> str:
        if _within(self._reasons, at) is not None:
            return "reason"
        return self._topics[bisect_right(self._topics, at, key=lambda each: each[0]) - 1][1]


def plain(text: str) -> str:
    """The text with a full-width comma for each comma that parts no thousands: patterns are written for that.

    Example: `plain("优秀,共1,200人")` → `"优秀，共1,200人"`.
    """
    return _COMMA.sub("，", text)


def meant(figure: Figure, lead: str) -> tuple[Kind, str]:
    """Kind and unit of a figure, also where the unit is left to the words before it.

    Example: the 0 of 完成比例为0 is a percentage.
    """
    if figure.kind is Kind.BARE:
        if _PERCENT_IMPLIED.search(lead):
            return Kind.PERCENT, "%"
        if _COUNT_IMPLIED.search(lead):
            return Kind.COUNT, ""
    if figure.unit == "万" and _MONEY_NOUN.search(lead):
        return Kind.MONEY, "万元"
    return figure.kind, figure.unit


def _within(spans: list[tuple[int, int]], at: int) -> tuple[int, int] | None:
    """The span that holds a place."""
    last = bisect_right(spans, at, key=lambda span: span[0]) - 1
    return spans[last] if last >= 0 and spans[last][0] < at < spans[last][1] else None


def _outside(lead: str) -> str:
    """The words without what stands in brackets, but from the last bracket that is still open."""
    previous = ""
    while previous != lead:
        previous, lead = lead, _BRACKETS.sub("", lead)
    return lead.rpartition("(")[2] or lead


def _reasons(text: str) -> list[tuple[int, int]]:
    """Where reasons are told, up to the next entry of a list of scores that follows without a number."""
    spans: list[tuple[int, int]] = []
    for found in w.REASON.finditer(text):
        if spans and found.start() < spans[-1][1]:
            continue
        following = w.REASON_END.search(text, found.end())
        spans.append((found.start(), following.start() if following else len(text)))
    return spans


def _topics(text: str, topic: str) -> list[tuple[int, str]]:
    """From which character on what is spoken of."""
    marks = [(0, topic)]
    marks += [
        (found.start(), "problems")
        for found in w.PROBLEM.finditer(text)
        if _OPENS.search(text, max(0, found.start() - 8), found.start())
    ]
    marks += [(found.start(), "") for found in w.BODY.finditer(text)]
    return sorted(marks)
