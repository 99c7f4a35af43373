"""Plan → fused Polars → outcomes. Importing this package imports no polars; checking does."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from dq.archive import Store
    from dq.engine.steps import Step
    from dq.outcome.model import Outcome, RunRecord
    from dq.semantics.checked import CheckedRule, RuleBook
    from dq.templates.model import Schema

__all__ = ["check", "explain", "explain_outcomes"]


def check(
    book: RuleBook,
    store: Store,
    schema: Schema,
    *,
    reports: Sequence[str] | None = None,
    evidence: str = "auto",
    language: str = "zh",
    holds: bool = False,
) -> RunRecord:
    """Evaluate every rule of the book on the reports of the store.

    Parameters: `reports` ids, None for all; `evidence` "auto" gives operands with violated outcomes and, of a
    single report, with all; "all" with all; "violated" with violated outcomes only, which is quickest;
    `language` "zh" or "en" of titles, statements and messages; `holds` has outcomes that hold among
    `RunRecord.outcomes` (they are always counted).
    Nothing about rules or data is raised: what cannot be evaluated is in `RunRecord.errors`.
    Example: `check(book, MemoryStore([report], schema), schema).counts["violated"]` → 1.
    """
    from dq.engine.run import Options, run

    return run(book, store, schema, Options(reports, evidence, language, holds))


def explain(rule: CheckedRule, schema: Schema) -> str:
    """The rule's way from its source to polars: checked tree, plan as written and after each pass, queries.

    Example: `explain(book.rules[0], default_schema())` starts with the rule's own text.
    """
    from dq.engine.stages import explain_rule

    return explain_rule(rule, schema)


def explain_outcomes(
    rule: CheckedRule, outcomes: tuple[Outcome, ...], book: RuleBook, store: Store, schema: Schema, *, language: str
) -> tuple[tuple[Step, ...], ...]:
    """For each outcome the parts of the rule's check, each with its value and interval, the check itself last.

    Parameters: `outcomes` all of this rule that `check` with `holds` found in their reports, in its order.
    Example: `explain_outcomes(rule, run.outcomes, book, store, schema, language="en")[0][-1].verdict`.
    """
    from dq.engine.steps import steps

    return steps(rule, outcomes, book, store, schema, language)
