"""The kind of a rule, read from the shape of its check: one expectation class a kind."""

from __future__ import annotations

from enum import StrEnum
from typing import Final, assert_never

from dq.diagnostics import Text
from dq.semantics.checked import (
    Among,
    And,
    CheckedRule,
    Compare,
    Comparison,
    Condition,
    Exists,
    Expr,
    Field,
    Implies,
    Literal,
    Matches,
    Not,
    Or,
    Pick,
    StartsWith,
    StateTest,
)


class RuleKind(StrEnum):
    """What sort of thing a rule asserts.

    IDENTITY a figure equals a sum or another expression, AGREEMENT two printings of one figure coincide, BOUND one side
    limits the other, STATE a cell is printed, blank or of some text, LOGIC a combination of conditions.
    """

    IDENTITY = "identity"
    AGREEMENT = "agreement"
    BOUND = "bound"
    STATE = "state"
    LOGIC = "logic"


KIND_TITLES: Final = {
    RuleKind.IDENTITY: Text("勾稽恒等", "identity"),
    RuleKind.AGREEMENT: Text("表间相符", "agreement"),
    RuleKind.BOUND: Text("上下限", "bound"),
    RuleKind.STATE: Text("填列状态", "state"),
    RuleKind.LOGIC: Text("逻辑条件", "logic"),
}


def kind_of(rule: CheckedRule) -> RuleKind:
    """The kind of `rule`; a rule over several columns has the shape of its first expectation.

    Example: a rule that checks `total = basic + project` → `RuleKind.IDENTITY`.
    """
    return _kind_of_condition(rule.expectations[0].check)


def _kind_of_condition(condition: Condition) -> RuleKind:
    match condition:
        case Compare(comparison=Comparison.EQ, left=left, right=right):
            return RuleKind.AGREEMENT if _is_cell(left) and _is_cell(right) else RuleKind.IDENTITY
        case Compare():
            return RuleKind.BOUND
        case StateTest() | Exists() | Among() | StartsWith() | Matches():
            return RuleKind.STATE
        case And() | Or() | Implies() | Not():
            return RuleKind.LOGIC
    assert_never(condition)


def _is_cell(expression: Expr) -> bool:
    """True for one printed cell or constant, not for a computation."""
    return isinstance(expression, Field | Pick | Literal)
