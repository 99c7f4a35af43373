"""Columns by the names that rules give them, and the words that a column can hold."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Final

from dq.semantics.checked import Expr, Field, Inner, Literal, Pick, ReportField
from dq.semantics.complaints import names as wrong
from dq.semantics.context import Checking, Scope, Use
from dq.semantics.vocabulary import KINDS, LEVELS, ROLES, SIDES
from dq.syntax import tree
from dq.templates import normalise_label
from dq.templates.model import ColumnSchema, Schema, TableSchema
from dq.types import ValueType

_CODE_TABLE_ROLES: Final = frozenset({"item", "total"})
"""Rows of a table whose rows come from a code list, and its 合计 row."""
_MARKS: Final = dict.fromkeys(map(ord, ' \u3000“”"＂「」‘’'))


def find_column(table: TableSchema, name: str) -> ColumnSchema | None:
    """The column that `name` means: its name, an alias, or its title where no other column has it."""
    found = table.columns.get(name)
    if found is not None:
        return found
    meant = [column for column in table.columns.values() if name in column.aliases]
    if not meant:
        meant = [column for column in table.columns.values() if name == column.title]
    return meant[0] if len(meant) == 1 else None


def column_of(checking: Checking, table: TableSchema, name: tree.Name, scope: Scope) -> ColumnSchema | None:
    """The column that `name` means of `table`, the alias of a column list included; None where it was complained of."""
    alias = scope.column(name.text)
    meant, used = name, None
    if alias is not None:
        meant, used = alias.chosen, checking.span(name)
    found = find_column(table, meant.text)
    if found is None:
        checking.say(wrong.unknown_column(checking.span(meant), meant.text, table, used))
        return None
    checking.uses.uses.append(Use(f"{table.name}.{found.name}", found.templates, checking.span(name)))
    return found


def _words(schema: Schema, table: TableSchema, column: str) -> dict[str, str]:
    """The words that a column of a form can hold, each with its Chinese; empty where anything can stand there."""
    printed = (form for template in schema.templates.values() if (form := template.table(table.name)) is not None)
    forms = [shape for form in printed for shape in form.shapes]
    if column == "item":
        return {path[-1]: "" for meanings in table.items.values() for path, _templates in meanings}
    if column == "side":
        blocks = {block.side for form in forms for block in form.blocks}
        return _said(blocks | {item.side for form in forms for item in form.items}, SIDES)
    if column == "role":
        roles = {item.role for form in forms for item in form.items}
        by_code = any(form.layout == "codes" for form in forms)
        return _said(roles | _CODE_TABLE_ROLES, ROLES) if by_code or roles else {}
    return {word: zh for word, (zh, _en) in table.columns[column].words.items()}


def _said(words: Iterable[str], chinese: Mapping[str, str]) -> dict[str, str]:
    return {word: chinese.get(word, "") for word in words}


def as_held(checking: Checking, node: tree.Node, column: Expr, literal: Literal) -> Literal:
    """The literal as the column would hold it: a label in its canonical form, a word of few by its name; a word never
    held is complained of.
    """
    value = str(literal.value)
    match column:
        case Field() | Inner() | Pick() if isinstance(literal.value, str):
            name = column.column
            table = checking.schema.tables[column.source.table if isinstance(column, Pick) else column.table]
            words = _words(checking.schema, table, name)
            if name == "item":
                value = _canonical(table, value)
        case ReportField("kind", _):
            name = "report.kind"
            words = _said({template.kind for template in checking.schema.templates.values()}, KINDS)
        case ReportField("level", _):
            name, words = "report.level", LEVELS
        case _:
            return literal
    if words and value not in words:
        meant = [word for word, chinese in words.items() if chinese and _plain(chinese) == _plain(value)]
        if len(meant) != 1:
            checking.say(wrong.value_never_occurs(checking.span(node), value, name, words))
        value = meant[0] if len(meant) == 1 else value
    return Literal(value, ValueType.TEXT, literal.text)


def _plain(text: str) -> str:
    """Words without quotation marks and blanks, in which people differ."""
    return text.translate(_MARKS)


def _canonical(table: TableSchema, label: str) -> str:
    """A label as the column `item` holds it: normalised, and the form's own key where it means one item."""
    normalised = normalise_label(label)
    meant = {path[-1] for path, _templates in table.items.get(normalised, ())}
    return meant.pop() if len(meant) == 1 else normalised
