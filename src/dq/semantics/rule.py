"""From one rule's syntax to a checked rule: its clauses, and one expectation for each column of its list."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Final

from dq.diagnostics import Diagnostic, Level, SourceText, Span, Text
from dq.semantics import literals
from dq.semantics.agreement import common
from dq.semantics.checked import (
    And,
    CheckedRule,
    Compare,
    Condition,
    Expectation,
    Expr,
    Implies,
    Not,
    Or,
    Tolerance,
    ToleranceKind,
)
from dq.semantics.checker import Checker
from dq.semantics.columns import find_column
from dq.semantics.complaints import names, rules
from dq.semantics.context import Checking, Column, Row, Scope
from dq.semantics.items import EXACT
from dq.semantics.rows import table_named
from dq.semantics.vocabulary import LANGUAGES, REPORT, SEVERITIES, TOLERANCES
from dq.syntax import comments, tree
from dq.templates.model import Schema
from dq.types import Severity, ValueType

_ONCE = {
    tree.Basis: "basis",
    tree.SeverityClause: "severity",
    tree.Applies: "applies",
    tree.ForEach: "for each",
    tree.Check: "check",
    tree.Needs: "needs",
}


@dataclass(frozen=True, slots=True)
class Draft:
    """A rule checked by itself: what it needs of other rules is still to be seen.

    Parameters: `id_span` where its id stands, `need_spans` where each id after `needs` stands.
    """

    rule: CheckedRule
    id_span: Span
    need_spans: dict[str, Span]


class RuleChecker:
    """Checks one rule of a file.

    Parameters: `schema` to check against, `source` the file, `pack` the file's name without folder and ending.
    Example: `RuleChecker(schema, source, "income").check(placed)` → (draft or None, diagnostics).
    """

    def __init__(self, schema: Schema, source: SourceText, pack: str) -> None:
        self.schema = schema
        self.source = source
        self.pack = pack
        self._known = frozenset(schema.templates)

    def check(self, placed: tree.PlacedRule) -> tuple[Draft | None, list[Diagnostic]]:
        """The checked rule, or None with at least one error."""
        rule = placed.rule
        checking = Checker(self.schema, self.source, placed.base)
        first = _sorted(checking, rule)
        title = _texts(checking, [each for each in rule.clauses if isinstance(each, tree.Title)], "title", rule.title)
        explained = _texts(checking, [each for each in rule.clauses if isinstance(each, tree.Explain)], "explain", None)
        if title is None:
            checking.say(rules.title_missing(checking.span(rule.id), rule.id.text))
        severity = _severity(checking, first.get("severity"))
        expectations = self._expectations(checking, rule, first)
        if any(each.level is Level.ERROR for each in checking.diagnostics) or title is None or expectations is None:
            return None, checking.diagnostics
        needs = first.get("needs")
        wanted = needs.rules if isinstance(needs, tree.Needs) else ()
        basis, check = first.get("basis"), first["check"]
        source = self.source.text[placed.base + rule.start : placed.base + rule.end]
        checked = CheckedRule(
            id=rule.id.text,
            title=title,
            basis=basis.text.text if isinstance(basis, tree.Basis) else "",
            severity=severity,
            explanation=explained,
            needs=tuple(dict.fromkeys(name.text for name in wanted)),
            source=source,
            check_text=_one_line(self._text(checking, check.condition)) if isinstance(check, tree.Check) else "",
            span=checking.span(rule),
            pack=self.pack,
            expectations=expectations,
            fingerprint=fingerprint(_one_line(source)),
        )
        spans = {name.text: checking.span(name) for name in wanted}
        return Draft(checked, checking.span(rule.id), spans), checking.diagnostics

    def _text(self, checking: Checker, node: tree.Node) -> str:
        return self.source.text[checking.base + node.start : checking.base + node.end]

    def _expectations(
        self, checking: Checker, rule: tree.Rule, first: dict[str, tree.Clause]
    ) -> tuple[Expectation, ...] | None:
        """One expectation for each column of the list, or one; None where something is wrong."""
        check, each = first.get("check"), first.get("for each")
        if not isinstance(check, tree.Check):
            checking.say(rules.check_missing(checking.span(rule.id), rule.id.text))
            return None
        each = each if isinstance(each, tree.ForEach) else None
        columns = None if each is None else each.columns
        _aliases(checking, each)
        if columns is not None and _repeated(checking, columns.names):
            return None
        found: list[Expectation] = []
        for column in (None,) if columns is None else columns.names:
            one = Checker(self.schema, self.source, checking.base)
            alias = None if columns is None or column is None else Column(columns.alias.text, column)
            compiled = self._expectation(one, rule, first, check, alias)
            for diagnostic in one.diagnostics:
                checking.say(diagnostic)
            if compiled is not None:
                found.append(compiled)
        return tuple(found)

    def _expectation(
        self,
        checking: Checker,
        rule: tree.Rule,
        first: dict[str, tree.Clause],
        check: tree.Check,
        column: Column | None,
    ) -> Expectation | None:
        """The expectation for one column, its own complaints in `checking`."""
        each, applies = first.get("for each"), first.get("applies")
        scope = Scope(row=_row(checking, each), column=column)
        if isinstance(each, tree.ForEach) and each.table is not None and scope.row is None:
            return None
        where = applied = None
        if isinstance(each, tree.ForEach) and each.condition is not None:
            where = checking.condition(each.condition, scope, EXACT)
        if isinstance(applies, tree.Applies):
            applied = checking.condition(applies.condition, Scope(report_only=True), EXACT)
        tolerance = _tolerance(checking, check.tolerance)
        condition = checking.condition(check.condition, scope, tolerance)
        if condition is None or any(diagnostic.level is Level.ERROR for diagnostic in checking.diagnostics):
            return None
        _suits(checking, check.tolerance, condition)
        templates = checking.uses.templates(self._known)
        if not templates:
            uses = {use.what: (use.what, use.templates, use.span) for use in checking.uses.uses}
            checking.say(rules.no_template(checking.span(rule.id), uses.values()))
        return Expectation(
            rule=rule.id.text,
            column=None if column is None else _canonical(column, scope),
            each=None if scope.row is None else scope.row.table.name,
            where=where,
            applies=applied,
            check=condition,
            tables=tuple(checking.uses.tables),
            templates=templates,
        )


def fingerprint(text: str) -> str:
    """A short name of a text that no other text has."""
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:16]


def _one_line(text: str) -> str:
    """A text without its comments, on one line."""
    for comment in reversed(comments(text)):
        text = text[: comment.start] + text[comment.end :]
    return " ".join(text.split())


_TOLD: Final = 10
"""So many repeated columns are complained of; more say nothing new."""


def _repeated(checking: Checker, names: Sequence[tree.Name]) -> bool:
    """Complain of columns that a list names twice; true where there is one."""
    first: dict[str, tree.Name] = {}
    repeated = [name for name in names if first.setdefault(name.text, name) is not name]
    for name in repeated[:_TOLD]:
        checking.say(rules.column_twice(checking.span(name), checking.span(first[name.text]), name.text))
    return bool(repeated)


def _canonical(column: Column, scope: Scope) -> str:
    """The name of the chosen column as the schema has it, where a row's table tells."""
    found = None if scope.row is None else find_column(scope.row.table, column.chosen.text)
    return column.chosen.text if found is None else found.name


def _sorted(checking: Checking, rule: tree.Rule) -> dict[str, tree.Clause]:
    """The first clause of each kind that a rule has once; a second one is complained of."""
    first: dict[str, tree.Clause] = {}
    for clause in rule.clauses:
        word = _ONCE.get(type(clause))
        if word is None:
            continue
        if word in first:
            checking.say(rules.clause_twice(checking.span(clause), checking.span(first[word]), word))
        else:
            first[word] = clause
    return first


def _texts(
    checking: Checking, clauses: Sequence[tree.Title | tree.Explain], word: str, headline: tree.String | None
) -> Text | None:
    """The title or explanation in both languages; the one that is there stands for one that is not."""
    places: dict[str, tree.Node] = {} if headline is None else {"zh": headline}
    texts: dict[str, str] = {} if headline is None else {"zh": headline.text}
    for clause in clauses:
        language = "zh"
        if clause.language is not None:
            known = LANGUAGES.get(clause.language.text)
            if known is None:
                span = checking.span(clause.language)
                checking.say(rules.unknown_word(span, clause.language.text, "语言", "language", LANGUAGES))
                continue
            language = known
        if language in texts:
            checking.say(
                rules.clause_twice(checking.span(clause), checking.span(places[language]), f"{word} {language}")
            )
            continue
        places[language] = clause
        texts[language] = clause.text.text
    if not texts:
        return None
    zh = texts.get("zh", texts.get("en", ""))
    return Text(zh, texts.get("en", zh))


def _severity(checking: Checking, clause: tree.Clause | None) -> Severity:
    if not isinstance(clause, tree.SeverityClause):
        return Severity.ERROR
    found = SEVERITIES.get(clause.level.text)
    if found is None:
        checking.say(rules.unknown_word(checking.span(clause.level), clause.level.text, "级别", "severity", SEVERITIES))
    return found or Severity.ERROR


def _row(checking: Checking, each: tree.Clause | None) -> Row | None:
    if not isinstance(each, tree.ForEach) or each.table is None or each.alias is None:
        return None
    table = table_named(checking, each.table)
    return None if table is None else Row(each.alias.text, table)


def _aliases(checking: Checking, each: tree.ForEach | None) -> None:
    """An alias must not hide a table, the report or the other alias."""
    if each is None:
        return
    aliases = [alias for alias in (each.alias, each.columns.alias if each.columns else None) if alias is not None]
    for place, alias in enumerate(aliases):
        taken = place > 0 and alias.text == aliases[0].text
        if taken or alias.text in REPORT or checking.schema.resolve(alias.text) is not None:
            checking.say(names.hiding_alias(checking.span(alias), alias.text))


def _tolerance(checking: Checking, node: tree.Name | tree.Number | None) -> Tolerance:
    match node:
        case None:
            return Tolerance()
        case tree.Name():
            kind = TOLERANCES.get(node.text)
            if kind is None:
                checking.say(rules.unknown_word(checking.span(node), node.text, "容差", "tolerance", TOLERANCES))
            return Tolerance(ToleranceKind(kind or "rounding"))
        case tree.Number():
            literal = literals.number(checking, node)
            if literal is None or not isinstance(literal.value, Decimal):
                return Tolerance()
            if literal.type is ValueType.PERCENT:
                checking.say(rules.no_literal_tolerance(checking.span(node)))
            return Tolerance(ToleranceKind.ABSOLUTE, literal.value)


def _suits(checking: Checking, node: tree.Name | tree.Number | None, condition: Condition) -> None:
    """An absolute tolerance is in a unit of what is compared."""
    literal = literals.number(checking, node) if isinstance(node, tree.Number) else None
    if literal is None or node is None:
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
