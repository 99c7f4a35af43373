"""Use case: explain one rule, from its text to the plan that evaluates it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from dq.application import requests
from dq.application.rulebooks import LoadedRules, read_rules
from dq.diagnostics import Diagnostic
from dq.engine import explain
from dq.semantics.checked import CheckedRule


@dataclass(frozen=True, slots=True)
class Explanation:
    """A rule and the plan by which it is evaluated; None where no rule has the id."""

    rule: CheckedRule | None
    plan: str
    rules: LoadedRules
    diagnostics: tuple[Diagnostic, ...]


def explain_rule(rule: str, paths: Sequence[Path]) -> Explanation:
    """Look up `rule` in the rules under `paths` and say how it is evaluated.

    Example: `explain_rule("FA101", []).rule`.
    """
    rules = read_rules(paths)
    found = rules.by_id.get(rule) or rules.by_id.get(rule.upper())
    if found is None:
        unknown = requests.unknown_rule(rule, rules.by_id)
        return Explanation(None, "", rules, (*rules.diagnostics, unknown))
    return Explanation(found, explain(found, rules.schema), rules, rules.diagnostics)
