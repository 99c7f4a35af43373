"""The thirty rules of the comparison: every family of table rules, from the library, without their `needs`."""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence
from typing import Final

from dq.application.rulebooks import read_rules
from dq.semantics.checked import RuleBook

IDS: Final = (
    *("SM101", "SM102", "SM103", "SM104", "SM105", "SM107", "SM109"),
    *("IN101", "IN102", "IN103", "IN104", "IN105", "IN117"),
    *("EX101", "EX102", "EX103", "EX201", "EX202", "EX203"),
    *("FS102", "FS103", "FS207", "GE101", "GE102", "GE201", "GE203"),
    *("GB101", "GB102", "FU101", "YR101"),
)
"""Totals, sums by class, rows, bounds, of-which, repeated codes, look-ups between tables, and one across years."""


def book(ids: Sequence[str] = IDS) -> RuleBook:
    """The rules by themselves: what one rule blocks of another is no part of the comparison.

    No plan of theirs is remembered: the place of one is that of all rules.
    Example: `len(book().rules)` → 30.
    """
    loaded = read_rules(()).book
    known = {rule.id: rule for rule in loaded.rules}
    rules = tuple(dataclasses.replace(known[each], needs=()) for each in ids)
    return dataclasses.replace(loaded, rules=rules, kept=None)
