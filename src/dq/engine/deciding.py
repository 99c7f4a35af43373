"""The parts of a check that make it come out as it does: what a statement shows.

A check lists its exceptions, `a = b or (a = 100% and not …)`; whoever reads an accusation wants the comparisons that
failed, not the conditions that let them be asked.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final, assert_never

from dq.engine.facts import Facts, Row
from dq.semantics.checked import (
    Among,
    And,
    Arithmetic,
    Call,
    Case,
    Compare,
    Condition,
    Exists,
    Expr,
    Field,
    Implies,
    Inner,
    Literal,
    Matches,
    MonthOf,
    Negate,
    Not,
    Or,
    Pick,
    Reduce,
    ReportField,
    StartsWith,
    StateTest,
)
from dq.types import ValueType

_FIGURES: Final = 2
"""The weight of a comparison that proves something by itself."""
_WORDS: Final = (ValueType.TEXT, ValueType.CODE, ValueType.BOOL)


def deciding(node: Condition, facts: Facts, row: Row | None) -> Condition:
    """A condition without the parts that its truth as printed does not rest on.

    Of two sides those remain that come out as the whole does (true, false or not to be told): of a false `and` the
    false ones, of a true `or` the true ones. Whether a cell is printed and which year it is are left out beside
    anything else, and so are alternatives that are for other rows than this, and conditions that are met and tell
    less than what they ask for: words beside figures.

    Parameters: `facts` the report; `row` the row of `for each`.

    Example: `a is present implies (a = b or a = 0)`, violated, becomes `a = b or a = 0`.
    """
    match node:
        case And(left, right) | Or(left, right):
            whole = facts.true(node, row)
            sides = [each for each in (left, right) if facts.true(each, row) is whole]
            if isinstance(node, Or):
                sides = [each for each in sides if _is_asked(each, facts, row)] or sides
            kept = _telling([deciding(each, facts, row) for each in sides], aside=isinstance(node, And) and not whole)
            if len(kept) < 2:  # noqa: PLR2004 - two sides
                return kept[0] if kept else node
            return And(*kept) if isinstance(node, And) else Or(*kept)
        case Implies(left, right) if _is_aside(left, right) and facts.true(left, row):
            return deciding(right, facts, row)
        case Implies(left, right):
            return Implies(deciding(left, facts, row), deciding(right, facts, row))
        case Not(operand):
            return Not(deciding(operand, facts, row))
        case Compare() | StateTest() | Exists() | Matches() | Among() | StartsWith():
            return node
        case _:
            assert_never(node)


def shown_comparison(check: Condition, facts: Facts, row: Row | None) -> Condition | None:
    """The part whose figures an outcome shows: the first comparison that speaks against it, else the first told.

    As the engine chooses it (`dq.plan.shown`). A number that is none of those listed is compared with each of them.
    """
    printed = [(part, facts.true(part, row), negated) for part, negated in _comparisons(check, negated=False)]
    told = [part for part, true, _ in printed if true is not None]
    against = [part for part, true, negated in printed if true is negated]
    return next(iter(against or told), None)


def shows(decided: Condition, part: Condition | None) -> bool:
    """Whether a comparison is still among the parts that decide."""
    return any(each is part for each, _ in _comparisons(decided, negated=False))


def _comparisons(check: Condition, *, negated: bool) -> Iterator[tuple[Condition, bool]]:
    match check:
        case And(left, right) | Or(left, right):
            yield from _comparisons(left, negated=negated)
            yield from _comparisons(right, negated=negated)
        case Not(operand):
            yield from _comparisons(operand, negated=not negated)
        case Implies(_, right):
            yield from _comparisons(right, negated=negated)
        case Compare() if _weight(check) > 0:
            yield check, negated
        case Among(operand) if operand.type.is_numeric and _reads_print(operand):
            yield check, negated
        case _:
            return


def has_figures(node: Condition) -> bool:
    """Whether a condition compares figures, dates or two printed texts: its other tests are of words of the program."""
    match node:
        case Implies(_, right):
            return has_figures(right)
        case And(left, right) | Or(left, right):
            return has_figures(left) or has_figures(right)
        case _:
            return _weight(node) == _FIGURES


def _is_aside(antecedent: Condition, consequent: Condition) -> bool:
    """Whether a condition that is met tells nothing beside what it asks for."""
    return _weight(antecedent) == 0 or _weight(antecedent) < _weight(consequent)


def _telling(sides: list[Condition], *, aside: bool) -> list[Condition]:
    """Without what only asks what is printed, unless nothing else is left; `aside` that alone, where there is any."""
    lightest = [each for each in sides if _weight(each) == 0]
    others = [each for each in sides if _weight(each) > 0]
    return (lightest or others) if aside else (others or lightest)


def _is_asked(node: Condition, facts: Facts, row: Row | None) -> bool:
    """Whether an alternative comes to its comparisons: `label matches … and a = b` does where the label matches."""
    match node:
        case And():
            parts = list(_conjuncts(node))
            most = max(_weight(each) for each in parts)
            return all(facts.true(each, row) is not False for each in parts if _weight(each) < most)
        case Or(left, right):
            return _is_asked(left, facts, row) or _is_asked(right, facts, row)
        case _:
            return True


def _conjuncts(node: Condition) -> Iterator[Condition]:
    if isinstance(node, And):
        yield from _conjuncts(node.left)
        yield from _conjuncts(node.right)
    else:
        yield node


def _weight(node: Condition) -> int:
    """What a condition tells: 0 which cells are printed or which report it is, 1 words and rows, 2 figures."""
    match node:
        case StateTest():
            return 0
        case Compare(_, left, right) if not (_reads_print(left) or _reads_print(right)):
            return 0
        case Compare(_, left, right):
            is_of_rule = _is_written(left) or _is_written(right)
            return 1 if is_of_rule and (left.type in _WORDS or _is_of_rows(left) or _is_of_rows(right)) else _FIGURES
        case And(left, right) | Or(left, right) | Implies(left, right):
            return max(_weight(left), _weight(right))
        case Not(operand):
            return _weight(operand)
        case Among(operand):
            return 0 if not _reads_print(operand) else _FIGURES if operand.type.is_numeric else 1
        case Exists() | Matches() | StartsWith():
            return 1
        case _:
            assert_never(node)


def _is_written(node: Expr) -> bool:
    """Whether it is a value that the rule itself writes, or one of several."""
    if isinstance(node, Case):
        return all(_is_written(value) for _, value in node.branches) and _is_written(node.otherwise)
    return isinstance(node, Literal)


def _is_of_rows(node: Expr) -> bool:
    """Whether it is how many rows there are."""
    return isinstance(node, Reduce) and node.element is None


def _reads_print(node: Expr) -> bool:
    """Whether something that the document prints is read, not only what is known of the report."""
    match node:
        case Literal() | ReportField():
            return False
        case Field() | Inner() | Pick() | Reduce():
            return True
        case Negate(operand) | MonthOf(operand):
            return _reads_print(operand)
        case Arithmetic(_, left, right):
            return _reads_print(left) or _reads_print(right)
        case Call(_, arguments):
            return any(map(_reads_print, arguments))
        case Case(branches, otherwise):
            return any(_reads_print(value) for _, value in branches) or _reads_print(otherwise)
        case _:
            assert_never(node)
