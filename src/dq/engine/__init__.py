"""Plan → fused Polars → outcomes. Importing this package imports no polars; checking does."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from dq.archive import Store
    from dq.outcome.model import RunRecord
    from dq.semantics.checked import CheckedRule, RuleBook
    from dq.templates.model import Schema

__all__ = ["check", "explain"]


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
    from dq.engine.explain import explain_rule

    return explain_rule(rule, schema)
