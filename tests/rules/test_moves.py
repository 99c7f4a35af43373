"""Each rule, shown on a real report: one cell is moved, and exactly the rules tied to that cell turn.

moves.toml lists for each rule the cell, the move and all rules that must turn to violated; the lists were read through
by hand. A rule that turned without having the cell among its operands, or one that kept quiet, fails here.
"""

from __future__ import annotations

from functools import lru_cache

import pytest

from dq.outcome import RunRecord
from tests.rules.moving import Move, book, moved, moves, read, run, violated


def _name(value: object) -> str | None:
    return value.rule if isinstance(value, Move) else None


NOTHING_TO_MOVE = {"LY110", "SC104", "SC205"}
"""Rules of the items of state capital, of which no real report has any."""


def test_every_rule_has_a_move():
    assert sorted(move.rule for move in moves()) == sorted({rule.id for rule in book().rules} - NOTHING_TO_MOVE)


@lru_cache(maxsize=8)
def _base(documents, report):
    read_report = read(documents, report)
    return read_report, run(read_report)


@pytest.mark.parametrize("move", moves(), ids=_name)
def test_exactly_the_rules_tied_to_the_cell_turn(shared_documents, move):
    report, before = _base(shared_documents, move.report)
    after = run(moved(report, move))
    turned = violated(after) - violated(before)
    assert move.rule in turned
    assert turned == set(move.turns)
    assert after.errors == ()
    if move.by is not None:
        assert turned <= _tied(after, move)


def _tied(record: RunRecord, move: Move) -> set[str]:
    """Rules with a violated outcome that read the moved cell."""
    return {
        outcome.rule
        for outcome in record.outcomes
        for operand in outcome.operands
        if (operand.table, operand.row["path"], operand.column) == (move.table, move.row, move.column)
    }
