"""A sum over totals and their parts."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from dq.authoring.linting.model import Finding, Lint, Subject
from dq.authoring.sense import walk
from dq.diagnostics import Text
from dq.functions import function_named
from dq.semantics.columns import find_column
from dq.syntax import tree
from dq.templates.model import TableSchema

_TELLING: Final = frozenset({"level", "code", "function_code", "item", "path", "label", "n", "line"})
_TOTALS: Final = frozenset({"total", "balance", "heading", "of_which", "part"})


def _find(subject: Subject) -> Iterator[Finding]:
    for here, root in subject.checks():
        for node in walk(root):
            if not isinstance(node, tree.Call) or len(node.arguments) != 1:
                continue
            function = function_named(node.function.text)
            if function is None or function.name not in {"sum", "avg"}:
                continue
            (argument,) = node.arguments
            value, condition = (
                (argument.value, argument.condition) if isinstance(argument, tree.Filtered) else (argument, None)
            )
            table = _whole_table(subject, value)
            if table is not None and not _is_told(table, condition, _layouts(subject, table)):
                headline = Text(
                    f"{table.title}里有明细也有合计或上级科目，会重复相加",
                    f"{table.title_en} holds totals or parents beside their parts: they would be counted twice",
                )
                help_ = Text(
                    "用 roots(…)，或在 where 里限定 role、level", "use roots(…), or ask for role and level in where"
                )
                yield Finding(here.span(node), headline, help_)


def _whole_table(subject: Subject, value: tree.Expression) -> TableSchema | None:
    """The table whose rows are all added up, or None where a function or a look-up chose among them."""
    if isinstance(value, tree.Member) and isinstance(value.base, tree.Name):
        return subject.schema.resolve(value.base.text)
    return None


def _layouts(subject: Subject, table: TableSchema) -> tuple[bool, bool]:
    """Whether a form prints the table by code (parents and children), and whether one prints totals by name."""
    printed = (form for each in subject.schema.templates.values() if (form := each.table(table.name)) is not None)
    forms = [shape for form in printed for shape in form.shapes]
    totals = any(item.role in _TOTALS for form in forms for item in form.items)
    return any(form.layout == "codes" for form in forms), totals


def _is_told(table: TableSchema, condition: tree.Expression | None, layouts: tuple[bool, bool]) -> bool:
    """Whether a condition keeps parts and their totals apart."""
    by_code, totals = layouts
    used = set()
    for each in walk(condition) if condition is not None else ():
        if isinstance(each, tree.Name):
            column = find_column(table, each.text)
            used.add(each.text if column is None else column.name)
    if used & _TELLING:
        return True
    return not by_code and (not totals or "role" in used)


LINT: Final = Lint(
    code="DQ-L425",
    name="double-counting",
    title=Text(
        "合计里又加了合计",
        "a sum over totals and their parts",
    ),
    why=Text(
        "表里既有明细又有合计、上级科目：不加条件地求和，同一笔钱加了两遍。",
        "A table holds items, their parents and totals: a sum over all of them counts the same money twice.",
    ),
    remedy=Text(
        "用 roots(T) 或 children(r)，或在 where 里写 role、level、code。",
        "Use roots(T) or children(r), or ask for role, level or code in where.",
    ),
    faulty=('rule AA101 "收支总计相等" {\n  check expenditure["合计"].total = sum(expenditure.total)\n}'),
    mended=(
        'rule AA101 "收支总计相等" {\n'
        '  check expenditure["合计"].total = sum(roots(expenditure).total where role = "item")\n'
        "}"
    ),
    find=_find,
)
