"""From one rule's syntax to a checked rule: its clauses, and one expectation for each column of its list."""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass
from itertools import islice, product
from math import prod
from typing import Final

from dq.diagnostics import Diagnostic, Level, Span, Text
from dq.semantics import clauses
from dq.semantics.checked import CheckedRule, Condition, Expectation
from dq.semantics.checker import Checker
from dq.semantics.columns import find_column
from dq.semantics.complaints import reuse, rules
from dq.semantics.context import Column, Scope
from dq.semantics.expansion import Whole
from dq.semantics.items import EXACT
from dq.semantics.lists import CodeLists
from dq.semantics.places import Places
from dq.syntax import comments, tree
from dq.templates.model import Schema
from dq.types import Severity

MOST_EXPECTATIONS: Final = 1_000
"""Choices of columns of one rule."""

_BROKEN_BRACKET: Final = re.compile(r"(?<=[(（\[［])\s*\n\s*|\s*\n\s*(?=[)）\]］])")
"""The end of a line just within a bracket; no text of a rule spans lines."""

_Clauses = dict[type[tree.Node], tree.Clause]


@dataclass(frozen=True, slots=True)
class Draft:
    """A rule checked by itself: what it needs of other rules is still to be seen.

    Parameters: `id_span` where its id stands, `need_spans` where each id after `needs` stands.
    """

    rule: CheckedRule
    id_span: Span
    need_spans: dict[str, Span]


@dataclass(frozen=True, slots=True)
class _Described:
    """What a rule says of itself besides its check; `wanted` the rules that it needs."""

    title: Text
    explanation: Text | None
    basis: Text
    severity: Severity
    metadata: tuple[tuple[str, str], ...]
    wanted: tuple[tree.Name, ...]


class RuleChecker:
    """Checks one rule of a file.

    Parameters: `schema` to check against, `places` the texts, `pack` the file's name without folder and ending,
    `lists` the code lists.
    Example: `RuleChecker(schema, places, "income", {}).check(Whole(placed))` → (draft or None, diagnostics).
    """

    def __init__(self, schema: Schema, places: Places, pack: str, lists: CodeLists) -> None:
        self.schema = schema
        self.lists = lists
        self.places = places
        self.pack = pack
        self._known = frozenset(schema.templates)

    def check(self, whole: Whole) -> tuple[Draft | None, list[Diagnostic]]:
        """The checked rule, or None with at least one error."""
        rule, used = whole.placed.rule, whole.used
        checking = Checker(self.schema, self.places, whole.placed.base, self.lists)
        first = clauses.once(checking, rule)
        described = self._described(checking, rule, first)
        since, until = self._years(checking, first)
        expectations = self._expectations(checking, rule, first, (since, until))
        if any(each.level is Level.ERROR for each in checking.diagnostics) or described is None or expectations is None:
            return None, checking.diagnostics
        check = first[tree.Check]
        source = self._text(checking, rule)
        text = whole.check or (self._text(checking, check.condition) if isinstance(check, tree.Check) else "")
        checked = CheckedRule(
            id=rule.id.text,
            title=described.title,
            basis=described.basis,
            severity=described.severity,
            explanation=described.explanation,
            needs=tuple(dict.fromkeys(name.text for name in described.wanted)),
            source=source,
            check_text=_one_line(text),
            span=checking.span(rule),
            pack=self.pack,
            expectations=expectations,
            fingerprint=fingerprint("\n".join(_one_line(text) for text in (source, *used))),
            since=since,
            until=until,
            metadata=described.metadata,
            used=used,
        )
        spans = {name.text: checking.span(name) for name in described.wanted}
        return Draft(checked, checking.span(rule.id), spans), checking.diagnostics

    def _described(self, checking: Checker, rule: tree.Rule, first: _Clauses) -> _Described | None:
        """What the clauses around the check say of the rule; None where it has no title."""
        titles = [each for each in rule.clauses if isinstance(each, tree.Title)]
        title = clauses.texts(checking, titles, "title", rule.title)
        explains = [each for each in rule.clauses if isinstance(each, tree.Explain)]
        explained = clauses.texts(checking, explains, "explain", None)
        metadata = clauses.metadata(checking, [each for each in rule.clauses if isinstance(each, tree.Meta)])
        severity = clauses.severity(checking, first.get(tree.SeverityClause))
        if title is None:
            checking.say(rules.title_missing(checking.span(rule.id), rule.id.text))
            return None
        basis, needs = first.get(tree.Basis), first.get(tree.Needs)
        return _Described(
            title=title,
            explanation=explained,
            basis=self._basis(basis.text.text if isinstance(basis, tree.Basis) else ""),
            severity=severity,
            metadata=metadata,
            wanted=needs.rules if isinstance(needs, tree.Needs) else (),
        )

    def _basis(self, said: str) -> Text:
        """What a rule rests on; the list `bases` beside the rules has it in English."""
        english = (each.name for each in self.lists.get("bases", ()) if each.code == said)
        return Text(said, next(english, "") or said)

    @staticmethod
    def _years(checking: Checker, first: _Clauses) -> tuple[int | None, int | None]:
        """The first and the last year of the accounts that the rule holds for."""
        since, until = (clauses.year(checking, first.get(kind)) for kind in (tree.Since, tree.Until))
        if since is not None and until is not None and since > until:
            checking.say(reuse.years(checking.span(first[tree.Until])))
        return since, until

    def _text(self, checking: Checker, node: tree.Node) -> str:
        return self.places.text(checking.base + node.start, checking.base + node.end)

    def _expectations(
        self, checking: Checker, rule: tree.Rule, first: _Clauses, years: tuple[int | None, int | None]
    ) -> tuple[Expectation, ...] | None:
        """One expectation for each choice of columns, or one; None where something is wrong."""
        check, each = first.get(tree.Check), first.get(tree.ForEach)
        if not isinstance(check, tree.Check):
            checking.say(rules.check_missing(checking.span(rule.id), rule.id.text))
            return None
        each = each if isinstance(each, tree.ForEach) else None
        lists = () if each is None else each.columns
        clauses.aliases(checking, each)
        if clauses.repeated(checking, [columns.names for columns in lists]):
            return None
        chosen = list(islice(product(*(columns.names for columns in lists)), MOST_EXPECTATIONS + 1))
        if len(chosen) > MOST_EXPECTATIONS:
            checking.say(reuse.too_large(checking.span(rule.id), MOST_EXPECTATIONS))
            return None
        found: list[Expectation] = []
        for names in chosen:
            one = Checker(self.schema, self.places, checking.base, self.lists)
            columns = tuple(Column(each.alias.text, name) for each, name in zip(lists, names, strict=True))
            compiled = self._expectation(one, rule, first, columns, years)
            for diagnostic in one.diagnostics:
                checking.say(diagnostic)
            if compiled is not None:
                found.append(compiled)
        return tuple(found)

    def _expectation(
        self,
        checking: Checker,
        rule: tree.Rule,
        first: _Clauses,
        columns: tuple[Column, ...],
        years: tuple[int | None, int | None],
    ) -> Expectation | None:
        """The expectation for one choice of columns, its own complaints in `checking`."""
        check, each = first[tree.Check], first.get(tree.ForEach)
        scope = Scope(row=clauses.row(checking, each), columns=columns)
        if not isinstance(check, tree.Check):
            return None
        if isinstance(each, tree.ForEach) and each.table is not None and scope.row is None:
            return None
        where, applied = self._limits(checking, first, scope)
        condition = checking.condition(check.condition, scope, clauses.tolerance(checking, check))
        violates = clauses.missing_violates(checking, check)
        messages = [each for each in rule.clauses if isinstance(each, tree.Message)]
        sentences = clauses.sentences(checking, messages, scope)
        if condition is None or any(diagnostic.level is Level.ERROR for diagnostic in checking.diagnostics):
            return None
        clauses.suits(checking, check, condition)
        return Expectation(
            rule=rule.id.text,
            column=",".join(_canonical(column, scope) for column in columns) or None,
            each=None if scope.row is None else scope.row.table.name,
            where=where,
            applies=clauses.in_force(applied, *years, of_units=checking.uses.of_units),
            check=condition,
            tables=tuple(checking.uses.tables),
            templates=self._templates(checking, rule),
            missing_violates=violates,
            sentences=sentences,
        )

    @staticmethod
    def _limits(checking: Checker, first: _Clauses, scope: Scope) -> tuple[Condition | None, Condition | None]:
        """Which rows, and which reports, the check is for."""
        each, applies = first.get(tree.ForEach), first.get(tree.Applies)
        where = applied = None
        if isinstance(each, tree.ForEach) and each.condition is not None:
            where = checking.condition(each.condition, scope, EXACT)
        if isinstance(applies, tree.Applies):
            applied = checking.condition(applies.condition, Scope(report_only=True), EXACT)
        return where, applied

    def _templates(self, checking: Checker, rule: tree.Rule) -> frozenset[str]:
        """The forms that have all that the rule names; it is complained of where there is none."""
        templates = checking.uses.templates(self._known)
        if not templates:
            uses = {use.what: (use.what, use.templates, use.span) for use in checking.uses.uses}
            checking.say(rules.no_template(checking.span(rule.id), uses.values()))
        return templates


def choices(rule: tree.Rule) -> int:
    """For how many choices of columns a rule is checked: at most one more than it may have."""
    lists = (columns for clause in rule.clauses if isinstance(clause, tree.ForEach) for columns in clause.columns)
    return min(prod(len(columns.names) for columns in lists), MOST_EXPECTATIONS + 1)


def fingerprint(text: str) -> str:
    """A short name of a text that no other text has."""
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:16]


def _one_line(text: str) -> str:
    """A text without its comments, on one line."""
    for comment in reversed(comments(text)):
        text = text[: comment.start] + text[comment.end :]
    return " ".join(_BROKEN_BRACKET.sub("", text).split())


def _canonical(column: Column, scope: Scope) -> str:
    """The name of the chosen column as the schema has it, where a row's table tells."""
    found = None if scope.row is None else find_column(scope.row.table, column.chosen.text)
    return column.chosen.text if found is None else found.name
