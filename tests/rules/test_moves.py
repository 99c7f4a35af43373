"""Each rule, shown on a real report: one cell is moved, and exactly the rules tied to that cell turn.

moves.toml lists for each rule the cell, the move and all rules that must turn to violated; the lists were read through
by hand. A rule that turned without having the cell among its operands, or one that kept quiet, fails here.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from functools import lru_cache
from pathlib import Path

import pytest

from dq.outcome import Outcome
from tests.reading import named
from tests.rules.moving import Move, book, moved, moves, read, run, violated

UNMOVED = "unmoved"


def _name(value: object) -> str | None:
    return value.rule if isinstance(value, Move) else None


NOTHING_TO_MOVE = {"LY110", "SC104", "SC205"}
"""Rules of the items of state capital, of which no real report has any."""


def test_every_rule_has_a_move():
    assert sorted(move.rule for move in moves()) == sorted({rule.id for rule in book().rules} - NOTHING_TO_MOVE)


@lru_cache
def _told(documents: Path, name: str) -> Mapping[str, Sequence[Outcome]]:
    """What is said of a report and of each of its moves, by rule; all are checked together."""
    report = read(documents, name)
    changed = {move.rule: moved(report, move) for move in moves() if move.report == name}
    record = run(*(named(each, rule) for rule, each in {UNMOVED: report, **changed}.items()))
    assert record.errors == ()
    told = defaultdict(list)
    for outcome in record.outcomes:
        told[outcome.report].append(outcome)
    return told


@pytest.mark.parametrize("move", moves(), ids=_name)
def test_exactly_the_rules_tied_to_the_cell_turn(shared_documents, move):
    told = _told(shared_documents, move.report)
    turned = violated(told[move.rule]) - violated(told[UNMOVED])
    assert move.rule in turned
    assert turned == set(move.turns)
    if move.by is not None:
        assert turned <= _tied(told[move.rule], move)


def _tied(outcomes: Sequence[Outcome], move: Move) -> set[str]:
    """Rules with a violated outcome that read the moved cell."""
    return {
        outcome.rule
        for outcome in outcomes
        for operand in outcome.operands
        if (operand.table, operand.row["path"], operand.column) == (move.table, move.row, move.column)
    }
