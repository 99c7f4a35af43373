"""Which branches of a rule its tests have seen: each condition within it asked as a rule of its own, true and false."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

from dq.authoring.mutation.variants import Variant, Written, checked_variants, written_rules
from dq.authoring.testing.model import Lender, RuleTest
from dq.authoring.testing.running import related, stacked
from dq.diagnostics import Span
from dq.engine.judging import judge
from dq.engine.verdicts import HOLDS, ROUNDING, VIOLATED
from dq.syntax import children, tree

if TYPE_CHECKING:
    from dq.semantics.checked import RuleBook
    from dq.semantics.files import RuleTexts
    from dq.templates.model import Schema

_MARK: Final = "__branch"


@dataclass(frozen=True, slots=True)
class Branch:
    """A condition within a rule, and whether it was true and false in the tests of the rule."""

    rule: str
    text: str
    span: Span
    seen_true: bool
    seen_false: bool

    @property
    def seen(self) -> bool:
        """True where both were seen."""
        return self.seen_true and self.seen_false


@dataclass(frozen=True, slots=True)
class _Asked:
    """How a condition is asked: the clause that chooses rows, and the check."""

    node: tree.Expression
    each: str
    check: str
    opposite: str | None = None


def branches(
    tests: Sequence[RuleTest], texts: RuleTexts, book: RuleBook, schema: Schema, lender: Lender
) -> list[Branch]:
    """The branches of the rules that the tests watch, in order of rule and place.

    What is asked: the operands of and, or, not and implies, the conditions of `where`, the guards of `case`. One that
    cannot be asked alone is left out.
    """
    asked: dict[str, tuple[Written, _Asked]] = {}
    variants: list[Variant] = []
    known = {rule.id for rule in book.rules}
    for rule in written_rules(texts):
        name = rule.node.id.text
        if name not in known or not any(test.watches(name) for test in tests):
            continue
        for number, one in enumerate(_asked(rule)):
            for side, check in (("t", one.check), ("f", one.opposite)):
                if check is not None:
                    variant = f"{name}{_MARK}{number}{side}"
                    asked[variant] = rule, one
                    # What chooses between branches reads figures as printed.
                    text = f'rule {variant} "-" {{ severity info {one.each} check {check} tolerance exact }}'
                    variants.append(Variant(name, variant, rule.file, text))
    checked = checked_variants(texts, variants, schema)
    stack = replace(book, rules=tuple(checked[name] for name in sorted(checked)), bodies=related(tests))
    judged = judge(stack, stacked(tests, schema, lender), schema)
    seen: dict[str, set[int]] = {}
    for rule_id, verdict in judged.select("rule", "verdict").unique().iter_rows():
        seen.setdefault(rule_id, set()).add(verdict)
    whole = (each for each in asked if each.endswith("t") and each in checked)
    return [
        _branch(each, *asked[each], seen)
        for each in whole
        if asked[each][1].opposite is None or f"{each[:-1]}f" in checked
    ]


def _branch(variant: str, rule: Written, one: _Asked, seen: Mapping[str, AbstractSet[int]]) -> Branch:
    verdicts = seen.get(variant, set())
    is_true = bool(verdicts & {HOLDS, ROUNDING})
    is_false = VIOLATED in verdicts
    if one.opposite is not None:
        is_false = bool(seen.get(f"{variant[:-1]}f", set()) & {HOLDS, ROUNDING})
    text = " ".join(rule.source[one.node.start : one.node.end].split())
    return Branch(rule.node.id.text, text, rule.span(one.node.start, one.node.end), is_true, is_false)


def _asked(rule: Written) -> Iterator[_Asked]:
    """Every condition within a rule that can be true or false by itself."""
    written = rule.source
    each = next((clause for clause in rule.node.clauses if isinstance(clause, tree.ForEach)), None)
    rows = "" if each is None else written[each.start : each.end]
    if each is not None and each.condition is not None and each.alias is not None:
        lists = "".join(f", {written[columns.start : columns.end]}" for columns in each.columns)
        bare = f"{written[each.start : each.alias.end]}{lists}"
        yield _Asked(each.condition, bare, written[each.condition.start : each.condition.end])
        for node in _operands(each.condition):
            yield _Asked(node, bare, written[node.start : node.end])
    for clause in rule.node.clauses:
        if isinstance(clause, tree.Check):
            for node in _operands(clause.condition):
                yield _Asked(node, rows, written[node.start : node.end])
            yield from _filters(clause.condition, rows, written)


def _operands(root: tree.Expression) -> Iterator[tree.Expression]:
    waiting: list[tree.Node] = [root]
    while waiting:
        node = waiting.pop()
        if isinstance(node, tree.Logical):
            yield from (node.left, node.right)
        elif isinstance(node, tree.Branch):
            yield node.guard
        waiting += [child for child in children(node) if not isinstance(child, tree.Filtered)]


def _filters(root: tree.Expression, rows: str, written: str) -> Iterator[_Asked]:
    """The conditions of aggregates: whether some row satisfies them, and whether some row does not."""
    waiting: list[tree.Node] = [root]
    while waiting:
        node = waiting.pop()
        if isinstance(node, tree.Filtered):
            base = node.value.base if isinstance(node.value, tree.Member) else node.value
            source, condition = written[base.start : base.end], written[node.condition.start : node.condition.end]
            yield _Asked(
                node.condition, rows, f"exists {source} where {condition}", f"exists {source} where not ({condition})"
            )
        waiting += children(node)
