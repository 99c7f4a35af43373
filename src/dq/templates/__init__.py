"""The shapes of known report tables: one TOML a template family, and the schema that rules are checked against."""

from dq.templates.labels import normalise_label, split_unit
from dq.templates.loading import load_catalogue
from dq.templates.model import (
    Attribute,
    Block,
    ColumnSchema,
    Item,
    Measure,
    Schema,
    StatementTable,
    Table,
    TableSchema,
    Template,
)
from dq.templates.reading import TemplateReading, read_template
from dq.templates.schema import PERFORMANCE, build_schema, default_schema
from dq.templates.shared import Shared, economic_classes, functional_classes, shared
from dq.templates.statement_tables import load_statements

__all__ = [
    "PERFORMANCE",
    "Attribute",
    "Block",
    "ColumnSchema",
    "Item",
    "Measure",
    "Schema",
    "Shared",
    "StatementTable",
    "Table",
    "TableSchema",
    "Template",
    "TemplateReading",
    "build_schema",
    "default_schema",
    "economic_classes",
    "functional_classes",
    "load_catalogue",
    "load_statements",
    "normalise_label",
    "read_template",
    "shared",
    "split_unit",
]
