"""A rule's way from its source to polars, stage by stage."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import fields, is_dataclass
from enum import Enum

import polars as pl

from dq.archive import Correction
from dq.archive.layout import REPORTS, TABLES, table_columns
from dq.engine.evaluate import explain_stages
from dq.engine.portion import read_portion
from dq.plan.build import build_plan, build_test
from dq.plan.explain import plan_text
from dq.plan.passes import PASSES, purpose
from dq.semantics.checked import CheckedRule
from dq.templates.model import Schema


class _Nothing:
    """A store without reports: polars plans against its columns."""

    fingerprint = ""
    corrections: tuple[Correction, ...] = ()

    def __init__(self, schema: Schema) -> None:
        self._columns = {"reports": REPORTS, "tables": TABLES}
        for name, table in schema.tables.items():
            self._columns[name] = table_columns(table.measures, table.attributes)

    def datasets(self) -> tuple[str, ...]:
        return tuple(sorted(self._columns))

    def scan(self, dataset: str, of: Collection[str] | None = None) -> pl.LazyFrame:  # noqa: ARG002 - nothing is there
        return pl.LazyFrame(schema=self._columns[dataset])

    def together(self) -> tuple[tuple[str, ...], ...]:
        return ()


def explain_rule(rule: CheckedRule, schema: Schema) -> str:
    """Source, checked tree, plan as written and after each pass, and polars' plans, for the newest template it is for.

    Errors: `PlanError` for a rule that no plan can be made of.
    """
    return "\n".join(_sections(rule, schema))


def _sections(rule: CheckedRule, schema: Schema) -> Iterator[str]:
    yield f"-- source: {rule.id} {rule.title.en}\n{rule.source}\n"
    for expectation in rule.expectations:
        yield "\n".join(("-- checked", *_tree(expectation, 0), ""))
    tests = tuple(build_test(number, each, schema) for number, each in enumerate(rule.expectations))
    named = frozenset[str]().union(*(each.templates for each in rule.expectations)) & schema.templates.keys()
    if not named:
        yield "-- plan\nno template prints what the rule reads"
        return
    template = max(named, key=lambda name: (schema.templates[name].last_year, name))
    plan = build_plan(tests, template)
    yield f"-- plan for {template}, as written\n{plan_text(plan)}\n"
    for each in PASSES:
        before, plan = plan, each(plan)
        text = "no change" if plan == before else plan_text(plan)
        yield f"-- after {each.__name__}: {purpose(each)}\n{text}\n"
    portion = read_portion(_Nothing(schema), ["-"], plan, tuple(schema.tables))
    for title, text in explain_stages(plan, portion):
        yield f"-- polars, {title}\n{text}\n"


def _tree(node: object, depth: int, name: str = "") -> Iterator[str]:
    """A node with its fields, one a line, indented by depth."""
    lead = "  " * depth + (f"{name}: " if name else "")
    if isinstance(node, tuple):
        for each in node:
            yield from _tree(each, depth, name)
    elif is_dataclass(node):
        yield lead + type(node).__name__
        for each in fields(node):
            yield from _tree(getattr(node, each.name), depth + 1, each.name)
    elif isinstance(node, frozenset):
        yield lead + ", ".join(sorted(map(str, node)))
    elif node is not None:
        yield lead + str(node.value if isinstance(node, Enum) else node)
