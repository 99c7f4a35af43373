"""The figures that a paragraph on performance states, each with what it is a figure of."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from dq.ingest.statements.projects import wording as w
from dq.ingest.statements.projects.labels import head_of, label_of, part_of, verb_of
from dq.ingest.statements.projects.meaning import LINK, Before, quantity_of
from dq.ingest.statements.projects.memory import Claim, Memory
from dq.ingest.statements.projects.surroundings import Surroundings, Words, meant
from dq.ingest.statements.prose import Kind

_FACTS: Final = frozenset({Kind.MONEY, Kind.PERCENT, Kind.POINTS, Kind.COUNT, Kind.MEASURE, Kind.SCORE, Kind.BARE})
_ENDS: Final = frozenset({Kind.ENUMERATOR, Kind.DOCUMENT, Kind.CODE})
"""Numbers that are no facts, but end the words of the next figure all the same."""
_SIGNED: Final = frozenset({"rate", "change", "difference"})
_PLAIN: Final = frozenset({"count", "measure", "amount", "share"})
_NAMED: Final = _SIGNED | _PLAIN
"""Quantities that say nothing where it is not plain of what: no claim then."""
_MET: Final = re.compile(r"[^，;。,:\d]{0,12}[，,(]实际[^，;。,:]*")
_DIGIT: Final = re.compile(r"\d")
_CALCULATED: Final = ("*", "×", "÷")


def claims(text: str, topic: str = "") -> list[Claim]:
    """The figures that a paragraph states, in order.

    Parameters: `text` as `Paragraph.text` has it; `topic` "goals" where targets are being set, "problems" where what
    went wrong or should be done is told, else "".
    Example: `claims("到位率100%。")[0].quantity` → `"ratio"`.
    """
    return list(_read(Surroundings(text, topic))) if _DIGIT.search(text) else []


def _read(around: Surroundings) -> Iterator[Claim]:
    memory = Memory()
    head = head_of(around.text)
    previous = 0
    lead = ""
    for at, figure in enumerate(around.figures):
        if figure.kind not in _FACTS:
            previous = figure.until if figure.kind in _ENDS else previous
            continue
        if around.sentence(figure) != memory.sentence:
            memory.enter(around.sentence(figure))
        words = around.words(at, previous)
        before = memory.before(around.text[max(memory.until, words.start - 1) : figure.begin], lead)
        quantity = quantity_of(words, before)
        if words.lead.startswith(_CALCULATED) or words.rest.startswith(_CALCULATED):
            quantity = "operand"
        claim = None
        if quantity is not None:
            claim = _claim(around, words, _settled(around, at, words, quantity), before, memory, head)
        if claim is None or (not claim.label and claim.quantity in _NAMED):
            memory.counts_targets = False
            continue
        memory.remember(claim, words)
        previous, lead = figure.until, words.lead
        yield claim


def _claim(around: Surroundings, words: Words, quantity: str, before: Before, memory: Memory, head: str) -> Claim:
    role = "of_which" if before.fund and quantity == before.fund else None
    if role:
        label = part_of(words)
        path: str | None = f"{memory.fund_label}/{label}"
    else:
        label, path = label_of(around, words, quantity, memory)
        label = label or verb_of(words.lead)
        if path is None and head and head not in label:
            path = f"{head}/{label}"
    negative = quantity in _SIGNED and _falls(words, memory)
    year = around.year(words.figure, quantity)
    return Claim(words.figure, words.kind, quantity, label, words.unit, path, role, negative, year)


def _settled(around: Surroundings, at: int, words: Words, quantity: str) -> str:
    """The quantity, after a look at what follows: a number is a target where its actual value follows at once
    (数量3场，实际5场); 全年预算数 is another than the budget only where 年初预算 stands beside it.
    """
    if quantity == "full_year_budget":
        return quantity if "年初预算" in around.text else "budget"
    if quantity not in _PLAIN or at + 1 >= len(around.figures) or words.topic == "reason":
        return quantity
    if quantity == "count" and (w.SET.search(words.lead) or w.TARGETS.search(words.lead)):
        return quantity
    following = around.figures[at + 1]
    between = around.between(words.figure, following)
    is_met = _MET.fullmatch(between) is not None and meant(following, between)[1] == words.unit
    is_fund = w.RECEIVED_LAST.search(between) or w.SPENT_LAST.search(between) or w.EXECUTED_LAST.search(between)
    return "target" if is_met and not is_fund else quantity


def _falls(words: Words, memory: Memory) -> bool:
    """True for a rate, a change or a difference downwards."""
    lead = words.lead.strip(LINK)
    if not lead and memory.last is not None and not w.RATE.search(words.rest):
        return memory.last.is_negative
    if w.FALL.search(lead):
        return True
    return words.kind is not Kind.PERCENT and w.LESS.search(lead) is not None
