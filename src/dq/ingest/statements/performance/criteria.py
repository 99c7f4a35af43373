"""What a way of scoring says in figures: where the full mark is given, where deductions begin, by which steps."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from dq.ingest.statements.performance.vocabulary import vocabulary

_FIGURE: Final = r"(?P<figure>\d{1,9}(?:\.\d{1,4})?)\s*"
_REST: Final = r"(?P<rest>[^\d,，。;；:：<>≤≥]{0,28}?)"
_UP: Final = "不低于|不少于|不小于|超过|大于|高于|多于|达到|≥|≧|>|＞"
_DOWN: Final = "不高于|不超过|不大于|不多于|小于|低于|少于|不足|≤|≦|<|＜"
_BOUND: Final = rf"(?P<up>{_UP})|(?P<down>{_DOWN})"
_FULL: Final = re.compile(rf"(?:{_BOUND})?\s*{_FIGURE}{_REST}[,，]?\s*[即则]?(?:得|为|是)?\s*满分(?![值\-－×*xX])")
_DEDUCT: Final = re.compile(rf"(?:{_BOUND})\s*{_FIGURE}{_REST}[,，]\s*(?:每[^。;；,，]{{1,12}}[,，]\s*)?扣")
_STEP: Final = re.compile(
    rf"(?:(?P<less>减少|降低|下降|少|低)|(?P<more>增加|提高|超过|高|多|超))\s*{_FIGURE}{_REST}[,，]?\s*"
    r"扣\s*(?P<points>\d{1,3}(?:\.\d{1,2})?)\s*分"
)
_ABOVE: Final = re.compile("^.{0,4}?及?以上")
_BELOW: Final = re.compile("^.{0,4}?(?:及?以下|以内)")
_GRADED: Final = re.compile(
    r"[得计记给打评为](?:该项|权重|分值|满分|总分)?[的之]?[\d零〇一二两三四五六七八九十.]+分|[得计记给]分值|[得计记给]\d+%|一半|[为评][优良]"
)
"""Grades between full and nothing (80%以上得85分): whoever reaches the target may well score one of them."""
_OTHER: Final = "[^\\d,。;:<>≤≥除因如若未非经]"
_STEPWISE: Final = re.compile(
    rf"(?:{_OTHER}{{0,28}}?(?:{_UP}|{_DOWN})?\d+(?:\.\d+)?{_OTHER}{{0,28}}|(?:达到|完成)(?:绩效|预期|计划)?(?:目标|指标)值?的?)"
    r",?[即则]?(?:得|为|是)?满分[,;。]"
    rf"(?:(?:{_UP}|{_DOWN})(?P<from>\d+(?:\.\d+)?){_OTHER}{{0,8}}[,;]|(?:未达到|未达标|未完成|否则)的?,?)?"
    rf"每(?:减少|降低|下降|少|低|增加|提高|超过|高|多|超)\d+(?:\.\d+)?{_OTHER}{{0,8}},?扣\d+(?:\.\d+)?分"
    r"(?:[,;。](?:直至)?扣完为止)?[。;.]?"
)
"""A whole way of scoring of a limit and steps: one word more, an exception or a bound, and steps are none."""
_CLAUSE: Final = re.compile("[,，。;；:：]")
_RATE: Final = re.compile("[一-鿿]{2}[率度]$")
_WHOLE: Final = 100
_LONGEST_UNIT: Final = 4


@dataclass(frozen=True, slots=True)
class Threshold:
    """A figure of a way of scoring: the measure that it is, its digits as printed, its unit, its place in the text."""

    measure: str
    printed: str
    unit: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Criterion:
    """The figures of a way of scoring, and on which side of `full_from` the full mark is: "up" or "down", None where
    the text does not say from where on it is given.
    """

    side: str | None
    thresholds: tuple[Threshold, ...]


def read_criterion(text: str, name: str) -> Criterion:
    """What a way of scoring says in figures of the indicator of that name.

    Of two limits, of further grades, or of a limit for something else (the idle share, where the indicator is the used
    one), nothing is taken; steps only where limit and steps are the whole of it.

    Example: `read_criterion("大于40台为满分，每减少4台扣1分", "终端数").side` → `"up"`; its thresholds are full_from
    40 台, step 4 台 and deduction 1.
    """
    plain = unicodedata.normalize("NFKC", "".join(text.split()))
    full = [each for each in _FULL.finditer(text) if _side(each) and not _is_whole(each)]
    if _GRADED.search(plain) or len(full) > 1 or (full and not _is_about(text[: full[0].start()], name)):
        return Criterion(None, ())
    limit = full[0] if full else None
    side = _side(limit) if limit else None
    found = [_threshold("full_from", limit), *_deductions(text, name, limit)] if limit else []
    whole, steps = _STEPWISE.fullmatch(plain), _STEP.search(text)
    if (
        whole
        and steps
        and side in (None, "up" if steps["less"] else "down")
        and _counts_from(steps, limit, whole["from"])
    ):
        found += _steps(steps)
    return Criterion(side, tuple(found))


def _counts_from(steps: re.Match[str], limit: re.Match[str] | None, start: str | None) -> bool:
    """Whether steps are counted in the limit's unit and, if the text says from where (少于95人的), from the limit."""
    if limit is None:
        return start is None
    unit = _unit(limit["rest"])
    if unit != _unit(steps["rest"]) or (not unit and not limit["rest"].startswith(steps["rest"].removesuffix("的"))):
        return False
    return start is None or Decimal(start) == Decimal(limit["figure"])


def _is_about(before: str, name: str) -> bool:
    """Whether the words before a limit are none, or share a word with the name; of rates, the kind of rate."""
    subject = _CLAUSE.split(before)[-1].strip()
    if not subject:
        return True
    rate = _RATE.search(subject)
    if rate is not None:
        return rate[0] in name
    return any(subject[at : at + 2] in name for at in range(len(subject) - 1))


def _side(found: re.Match[str]) -> str | None:
    """Which side of the limit is meant: more or less than the figure; None where no word says so."""
    if found["up"] or _ABOVE.match(found["rest"]):
        return "up"
    return "down" if found["down"] or _BELOW.match(found["rest"]) else None


def _is_whole(found: re.Match[str]) -> bool:
    """Whether a limit is 100 %, which may as well be meant of the target (完成 100% 以上得满分)."""
    return Decimal(found["figure"]) == _WHOLE and found["rest"].startswith(("%", "％"))


def _deductions(text: str, name: str, limit: re.Match[str]) -> Iterator[Threshold]:
    """The first limit beyond which points are deducted: on the other side than the full mark, of the same unit."""
    for each in _DEDUCT.finditer(text):
        is_other = _side(each) != _side(limit) and _unit(each["rest"]) == _unit(limit["rest"])
        if is_other and _is_about(text[: each.start()], name):
            yield _threshold("deduct_from", each)
            return


def _steps(found: re.Match[str]) -> Iterator[Threshold]:
    yield _threshold("step", found)
    yield Threshold("deduction", found["points"], "分", *found.span("points"))


def _threshold(measure: str, found: re.Match[str]) -> Threshold:
    return Threshold(measure, found["figure"], _unit(found["rest"]), *found.span("figure"))


def _unit(rest: str) -> str:
    """The unit that what stands behind a figure begins with: 台 of 台终端; points of percentages are per cent."""
    plain = rest.replace("％", "%")
    if plain.startswith(("个百分点", "百分点")):
        return "%"
    known = vocabulary()
    longest = min(len(plain), _LONGEST_UNIT)
    return next((plain[:end] for end in range(longest, 0, -1) if known.is_unit(plain[:end])), "")
