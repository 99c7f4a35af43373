"""The shapes of known report tables: one TOML a template family, and the schema that rules are checked against."""

from dq.templates.labels import normalise_label, split_unit
from dq.templates.loading import economic_classes, functional_classes, load_catalogue
from dq.templates.model import Block, ColumnSchema, Item, Measure, Schema, Table, TableSchema, Template
from dq.templates.reading import TemplateReading, read_template
from dq.templates.schema import build_schema, default_schema

__all__ = [
    "Block",
    "ColumnSchema",
    "Item",
    "Measure",
    "Schema",
    "Table",
    "TableSchema",
    "Template",
    "TemplateReading",
    "build_schema",
    "default_schema",
    "economic_classes",
    "functional_classes",
    "load_catalogue",
    "normalise_label",
    "read_template",
    "split_unit",
]
