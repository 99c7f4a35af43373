"""The clauses of a rule, one by one: each once, in words and figures that mean something."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from decimal import Decimal
from typing import Final, TypeVar

from dq.diagnostics import Diagnostic, Text
from dq.semantics import literals
from dq.semantics.agreement import common
from dq.semantics.checked import (
    UNITS,
    And,
    Compare,
    Comparison,
    Condition,
    Expr,
    Implies,
    Not,
    Or,
    ReportField,
    Sentence,
    Tolerance,
    ToleranceKind,
)
from dq.semantics.complaints import names, reuse, rules
from dq.semantics.context import Checking, Row, Scope
from dq.semantics.items import EXACT
from dq.semantics.rows import table_named
from dq.semantics.vocabulary import LANGUAGES, REPORT, SEVERITIES, TOLERANCES
from dq.syntax import BRACED, tree
from dq.types import Severity, ValueType

_ONCE: Final = {
    tree.Basis: "basis",
    tree.SeverityClause: "severity",
    tree.Since: "since",
    tree.Until: "until",
    tree.Applies: "applies",
    tree.ForEach: "for each",
    tree.Check: "check",
    tree.Needs: "needs",
}
_TOLD: Final = 10
"""So many repeated columns are complained of; more say nothing new."""

_YEARS: Final = range(1900, 2200)

Clause = TypeVar("Clause", bound=tree.Title | tree.Explain | tree.Message)


def once(checking: Checking, rule: tree.Rule) -> dict[type[tree.Node], tree.Clause]:
    """The first clause of each kind that a rule has once; a second one is complained of."""
    first: dict[type[tree.Node], tree.Clause] = {}
    for clause in rule.clauses:
        kind = type(clause)
        if kind not in _ONCE:
            continue
        if kind in first:
            checking.say(rules.clause_twice(checking.span(clause), checking.span(first[kind]), _ONCE[kind]))
        else:
            first[kind] = clause
    return first


def repeated(checking: Checking, lists: Sequence[Sequence[tree.Name]]) -> bool:
    """Complain of columns that one list names twice; true where there is one."""
    found = False
    for columns in lists:
        first: dict[str, tree.Name] = {}
        again = [name for name in columns if first.setdefault(name.text, name) is not name]
        for name in again[:_TOLD]:
            checking.say(rules.column_twice(checking.span(name), checking.span(first[name.text]), name.text))
        found |= bool(again)
    return found


def texts(
    checking: Checking, clauses: Sequence[tree.Title | tree.Explain], word: str, headline: tree.String | None
) -> Text | None:
    """The title or explanation in both languages; the one that is there stands for one that is not."""
    found = {} if headline is None else {"zh": headline.text}
    places: dict[str, tree.Node] = {} if headline is None else {"zh": headline}
    for language, clause in _by_language(checking, clauses, word, places):
        found[language] = clause.text.text
    if not found:
        return None
    zh = found.get("zh", found.get("en", ""))
    return Text(zh, found.get("en", zh))


def sentences(checking: Checking, clauses: Sequence[tree.Message], scope: Scope) -> tuple[tuple[str, Sentence], ...]:
    """A rule's own messages by language, their values checked in the scope of the check."""
    found = []
    for language, clause in _by_language(checking, clauses, "message", {}):
        texts_between = BRACED.split(clause.text.text)[::2]
        pieces: list[str | Expr] = [texts_between[0]]
        for part, text in zip(clause.parts, texts_between[1:], strict=False):
            value = checking.value(part.value, scope)
            pieces += [text] if value is None else [value, text]
        found.append((language, Sentence(tuple(piece for piece in pieces if piece))))
    return tuple(found)


def _by_language(
    checking: Checking, clauses: Sequence[Clause], word: str, places: dict[str, tree.Node]
) -> Iterator[tuple[str, Clause]]:
    """Pairs (language, clause); a language twice, or one that is not known, is complained of."""
    for clause in clauses:
        language = "zh"
        if clause.language is not None:
            known = LANGUAGES.get(clause.language.text)
            if known is None:
                span = checking.span(clause.language)
                checking.say(rules.unknown_word(span, clause.language.text, "语言", "language", LANGUAGES))
                continue
            language = known
        if language in places:
            first = checking.span(places[language])
            checking.say(rules.clause_twice(checking.span(clause), first, f"{word} {language}"))
            continue
        places[language] = clause
        yield language, clause


def metadata(checking: Checking, clauses: Sequence[tree.Meta]) -> tuple[tuple[str, str], ...]:
    """What the authors noted, by key; a key twice is complained of."""
    found: dict[str, tree.Meta] = {}
    for clause in clauses:
        first = found.setdefault(clause.key.text, clause)
        if first is not clause:
            checking.say(rules.clause_twice(checking.span(clause), checking.span(first), f"meta {clause.key.text}"))
    return tuple((key, clause.text.text) for key, clause in found.items())


def year(checking: Checking, clause: tree.Clause | None) -> int | None:
    """The year of since or until."""
    if not isinstance(clause, tree.Since | tree.Until):
        return None
    text = clause.year.text
    if text.isdecimal() and int(text) in _YEARS:
        return int(text)
    checking.say(reuse.years(checking.span(clause.year)))
    return None


def in_force(
    applies: Condition | None, since: int | None, until: int | None, *, of_units: bool = False
) -> Condition | None:
    """`applies`, and the years for which the rule is in force.

    Parameters: `of_units` the rule reads the reports of a department's units: it is for bodies that have some.
    """
    least = 1 if of_units else None
    bounds = ((since, Comparison.GE, "year"), (until, Comparison.LE, "year"), (least, Comparison.GE, UNITS))
    for bound, sign, name in bounds:
        if bound is not None:
            test = Compare(sign, ReportField(name, ValueType.NUMBER), literals.bare(bound), EXACT)
            applies = test if applies is None else And(applies, test)
    return applies


def severity(checking: Checking, clause: tree.Clause | None) -> Severity:
    """How grave a violation is; an error where nothing is said."""
    if not isinstance(clause, tree.SeverityClause):
        return Severity.ERROR
    found = SEVERITIES.get(clause.level.text)
    if found is None:
        checking.say(rules.unknown_word(checking.span(clause.level), clause.level.text, "级别", "severity", SEVERITIES))
    return found or Severity.ERROR


def row(checking: Checking, each: tree.Clause | None) -> Row | None:
    """The row that `for each` stands on."""
    if not isinstance(each, tree.ForEach) or each.table is None or each.alias is None:
        return None
    table = table_named(checking, each.table)
    return None if table is None else Row(each.alias.text, table)


def aliases(checking: Checking, each: tree.ForEach | None) -> None:
    """An alias must not hide a table, the report or another alias."""
    if each is None:
        return
    found = [alias for alias in (each.alias, *(columns.alias for columns in each.columns)) if alias is not None]
    for place, alias in enumerate(found):
        taken = alias.text in {other.text for other in found[:place]}
        if taken or alias.text in REPORT or checking.schema.resolve(alias.text) is not None:
            checking.say(names.hiding_alias(checking.span(alias), alias.text))


def tolerance(checking: Checking, check: tree.Check) -> Tolerance:
    """How far the comparisons of a check may be off."""
    options = [each for each in check.options if isinstance(each, tree.Tolerance)]
    for each in options[1:]:
        checking.say(rules.clause_twice(checking.span(each), checking.span(options[0]), "tolerance"))
    match options[0].amount if options else None:
        case None:
            return Tolerance()
        case tree.Name() as node:
            kind = TOLERANCES.get(node.text)
            if kind is None:
                checking.say(rules.unknown_word(checking.span(node), node.text, "容差", "tolerance", TOLERANCES))
            return Tolerance(ToleranceKind(kind or "rounding"))
        case tree.Number() as node:
            literal = literals.number(checking, node)
            if literal is None or not isinstance(literal.value, Decimal):
                return Tolerance()
            if literal.type is ValueType.PERCENT:
                return Tolerance(ToleranceKind.RELATIVE, literal.value * literals.HUNDREDTH)
            if literal.type is ValueType.DATE:
                checking.say(rules.no_literal_tolerance(checking.span(node)))
            return Tolerance(ToleranceKind.ABSOLUTE, literal.value)


def missing_violates(checking: Checking, check: tree.Check) -> bool:
    """Whether what is not there violates the check."""
    options = [each for each in check.options if isinstance(each, tree.MissingAsViolation)]
    for each in options[1:]:
        checking.say(rules.clause_twice(checking.span(each), checking.span(options[0]), "missing as violation"))
    return bool(options)


def suits(checking: Checking, check: tree.Check, condition: Condition) -> None:
    """An absolute tolerance is in a unit of what is compared."""
    node = next((each.amount for each in check.options if isinstance(each, tree.Tolerance)), None)
    literal = literals.number(checking, node) if isinstance(node, tree.Number) else None
    if literal is None or node is None or literal.type is ValueType.PERCENT:
        return
    span = checking.span(node)
    for left in _compared(condition):
        found = common(span, (span, left), (span, literal))
        if isinstance(found, Diagnostic):
            checking.say(replace(found, labels=()))


def _compared(condition: Condition) -> Iterator[Expr]:
    """The left sides of the comparisons of figures in a condition."""
    match condition:
        case Compare(_, left, _, _) if left.type.is_numeric:
            yield left
        case And(left, right) | Or(left, right) | Implies(left, right):
            yield from _compared(left)
            yield from _compared(right)
        case Not(operand):
            yield from _compared(operand)
        case _:
            pass
