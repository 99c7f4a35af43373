"""Use case: explain one rule, from its text to the plan that evaluates it, and step by step on a report."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from dq.application import requests
from dq.application.rulebooks import LoadedRules, read_rules
from dq.application.sources import Sources
from dq.application.stores import open_store
from dq.diagnostics import Diagnostic
from dq.engine import check, explain, explain_outcomes
from dq.outcome.model import Outcome
from dq.semantics.checked import CheckedRule

if TYPE_CHECKING:
    from dq.engine.steps import Step


@dataclass(frozen=True, slots=True)
class Explanation:
    """A rule and the plan by which it is evaluated; None where no rule has the id.

    Parameters: `outcomes` of the reports that were named, with their operands, None where none was; `steps` of each
    the parts of the check, those that a part is made of before it, the check itself last.
    """

    rule: CheckedRule | None
    plan: str
    rules: LoadedRules
    diagnostics: tuple[Diagnostic, ...]
    outcomes: tuple[Outcome, ...] | None = None
    steps: tuple[tuple[Step, ...], ...] = ()


def explain_rule(
    rule: str, paths: Sequence[Path], sources: Sources | None = None, *, row: str = "", language: str = "zh"
) -> Explanation:
    """Look up `rule` in the rules under `paths` and say how it is evaluated.

    Parameters: `sources` documents or an archive, and the reports on which to show it; `row` code, label or path of
    the one row wanted; `language` of the statements.
    Example: `explain_rule("FA101", []).rule`.
    """
    rules = read_rules(paths, None if sources is None else sources.archive)
    found = rules.by_id.get(rule) or rules.by_id.get(rule.upper())
    if found is None:
        unknown = requests.unknown_rule(rule, rules.by_id)
        return Explanation(None, "", rules, (*rules.diagnostics, unknown))
    explained = Explanation(found, explain(found, rules.schema), rules, rules.diagnostics)
    return explained if sources is None else _on_reports(explained, found, sources, row, language)


def _on_reports(explained: Explanation, rule: CheckedRule, sources: Sources, row: str, language: str) -> Explanation:
    """The explanation with the rule's outcomes on the reports named."""
    opened = open_store(sources, explained.rules.schema)
    diagnostics = (*explained.diagnostics, *opened.diagnostics)
    if opened.store is None:
        return replace(explained, diagnostics=diagnostics)
    # With all rules, since what a rule needs may block it.
    run = check(
        explained.rules.book,
        opened.store,
        explained.rules.schema,
        reports=sources.reports or None,
        evidence="all",
        language=language,
        holds=True,
    )
    outcomes = tuple(each for each in run.outcomes if each.rule == rule.id)
    steps = explain_outcomes(
        rule, outcomes, explained.rules.book, opened.store, explained.rules.schema, language=language
    )
    shown = [pair for pair in zip(outcomes, steps, strict=True) if _is_wanted(pair[0], row)]
    if outcomes and not shown:
        unknown = requests.unknown_row(row, {_row_name(each) for each in outcomes} - {""})
        return replace(explained, diagnostics=(*diagnostics, unknown))
    return replace(
        explained,
        diagnostics=diagnostics,
        outcomes=tuple(outcome for outcome, _ in shown),
        steps=tuple(parts for _, parts in shown),
    )


def _row_name(outcome: Outcome) -> str:
    """The shortest name by which the row can be asked for; empty where the outcome is of the whole report."""
    row = outcome.row or {}
    return str(row.get("label") or row.get("code") or row.get("path") or "")


def _is_wanted(outcome: Outcome, row: str) -> bool:
    if not row:
        return True
    names = {} if outcome.row is None else outcome.row
    return row in {names.get("code"), names.get("label"), names.get("path"), str(names.get("path")).rpartition("/")[2]}
