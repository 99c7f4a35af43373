"""What rules may name: the union of what the templates print."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from functools import lru_cache
from typing import Final

from dq.templates.labels import normalise_label
from dq.templates.loading import load_catalogue
from dq.templates.model import ColumnSchema, Item, Measure, Schema, StatementTable, Table, TableSchema, Template
from dq.templates.statement_tables import load_statements
from dq.types import ValueType

_KEY_COLUMNS: Final = (
    ("n", ValueType.COUNT, "行序", "Row number", ()),
    ("line", ValueType.COUNT, "原文行号", "Source line", ()),
    ("code", ValueType.CODE, "科目编码", "Code", ("编码", "科目代码")),
    ("label", ValueType.TEXT, "项目原文", "Label as printed", ("名称", "科目名称")),
    ("item", ValueType.TEXT, "项目", "Item", ()),
    ("path", ValueType.TEXT, "项目路径", "Item path", ()),
    ("side", ValueType.TEXT, "收支方向", "Side", ()),
    ("role", ValueType.TEXT, "行性质", "Role", ()),
    ("function_code", ValueType.CODE, "功能分类", "Functional class", ()),
    ("level", ValueType.COUNT, "科目级次", "Level", ("级次",)),
)


PERFORMANCE: Final = Template(
    "performance", "performance", "项目绩效表（单独成册）", "Performance forms on their own", 1949, 2099, ()
)
"""What documents of performance forms alone are: they print none of the catalogue's tables, and so no form's."""


@lru_cache(maxsize=1)
def default_schema() -> Schema:
    """The schema of the catalogue that comes with the program, and of documents without any of its tables."""
    return build_schema((*load_catalogue(), PERFORMANCE))


def build_schema(templates: Sequence[Template], statements: Sequence[StatementTable] | None = None) -> Schema:
    """The tables, columns and items of all templates, and the tables of statements. Where two templates differ on a
    title, that of final accounts is shown, of two of these the later one's. What only a variant of a form's table
    prints is there, but of no form: rules over it would be undecided in all reports of the form that print another.

    Parameters: `statements` the tables of what texts say, by default those shipped.

    Example: `sorted(build_schema(load_catalogue()).tables["summary"].templates)`
    → `["final_accounts_2018", "final_accounts_2024"]`.
    """
    # Final accounts first: rules are named after their tables, of which budgets print a part.
    latest_first = sorted(templates, key=lambda each: (each.kind != "final_accounts", -each.last_year, each.name))
    printed: dict[str, list[tuple[Template, Table]]] = {}
    for template in latest_first:
        for table in template.tables:
            printed.setdefault(table.name, []).extend((template, shape) for shape in table.shapes)
    tables = {name: _table(printed[name]) for name in sorted(printed)}
    for said in load_statements() if statements is None else statements:
        tables[said.name] = _said(said, frozenset(each.name for each in templates if each.kind in said.kinds))
    # One heading may be that of different tables in different forms; then it is an alias of neither.
    uses = Counter(alias for table in tables.values() for alias in table.aliases)
    return Schema(
        tables={
            name: replace(table, aliases=tuple(alias for alias in table.aliases if uses[alias] == 1))
            for name, table in tables.items()
        },
        templates={template.name: template for template in templates},
    )


def _said(table: StatementTable, templates: frozenset[str]) -> TableSchema:
    """A table of statements: its rows have no names of their own in the forms."""
    measures = (
        ColumnSchema(
            each.name,
            each.type,
            each.title,
            each.title_en,
            is_measure=True,
            templates=templates,
            aliases=(normalise_label(each.title),),
        )
        for each in table.measures
    )
    attributes = (
        ColumnSchema(
            each.name,
            each.type,
            each.title,
            each.title_en,
            is_measure=False,
            templates=templates,
            aliases=(each.title,),
            is_attribute=True,
            words=each.words,
        )
        for each in table.attributes
    )
    return TableSchema(
        name=table.name,
        title=table.title,
        title_en=table.title_en,
        aliases=(table.title, *table.aliases),
        columns={**_keys(templates), **{each.name: each for each in (*attributes, *measures)}},
        items={},
        templates=templates,
    )


def _keys(templates: frozenset[str]) -> dict[str, ColumnSchema]:
    return {
        name: ColumnSchema(name, kind, zh, en, is_measure=False, templates=templates, aliases=(zh, *aliases))
        for name, kind, zh, en, aliases in _KEY_COLUMNS
    }


def _table(printed: list[tuple[Template, Table]]) -> TableSchema:
    _, latest = printed[0]
    templates = frozenset(template.name for template, _ in printed)
    units = {item.path: item.unit for _, table in printed for item in table.items if item.unit is not None}
    return TableSchema(
        name=latest.name,
        title=latest.title,
        title_en=latest.title_en,
        aliases=tuple(dict.fromkeys(alias for _, table in printed for alias in (table.title, *table.titles))),
        columns={**_keys(templates), **_measures(printed)},
        items=_items(printed),
        templates=templates,
        item_units=units,
    )


def _measures(printed: list[tuple[Template, Table]]) -> dict[str, ColumnSchema]:
    """The columns of figures. A Chinese name that could mean two of them is an alias of neither."""
    found: dict[str, list[tuple[frozenset[str], Measure]]] = {}
    for template, table in printed:
        for block in table.blocks:
            for measure in block.measures:
                found.setdefault(measure.name, []).append((_forms(template, table), measure))
    aliases = {name: _aliases([measure for _, measure in measures]) for name, measures in found.items()}
    uses = Counter(alias for names in aliases.values() for alias in names)
    return {
        name: ColumnSchema(
            name=name,
            type=measures[0][1].type,
            title=measures[0][1].title,
            title_en=measures[0][1].title_en,
            is_measure=True,
            templates=frozenset[str]().union(*(forms for forms, _ in measures)),
            aliases=tuple(alias for alias in aliases[name] if uses[alias] == 1),
        )
        for name, measures in found.items()
    }


def _aliases(measures: list[Measure]) -> tuple[str, ...]:
    """The titles and the last header labels of one column over the templates, each once."""
    titles = (normalise_label(measure.title) for measure in measures)
    headers = (path[-1] for measure in measures for path in measure.headers)
    return tuple(dict.fromkeys((*titles, *headers)))


def _items(printed: list[tuple[Template, Table]]) -> dict[str, tuple[tuple[tuple[str, ...], frozenset[str]], ...]]:
    found: dict[str, dict[tuple[str, ...], set[str]]] = {}
    for template, table in printed:
        for item in table.items if table.layout != "codes" else ():
            for label in _spellings(item):
                found.setdefault(label, {}).setdefault(item.path, set()).update(_forms(template, table))
    return {
        label: tuple((path, frozenset(names)) for path, names in sorted(paths.items()))
        for label, paths in sorted(found.items())
    }


def _forms(template: Template, table: Table) -> frozenset[str]:
    """The name of the form whose own table this is; none for a variant."""
    return frozenset((template.name,) if table is template.table(table.name) else ())


def _spellings(item: Item) -> tuple[str, ...]:
    """All labels of an item, with its unit in brackets too: people copy labels as they stand in the form."""
    if item.unit is None:
        return item.labels
    return (*item.labels, *(f"{label}({item.unit})" for label in item.labels))
