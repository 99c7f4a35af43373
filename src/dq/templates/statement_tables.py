"""The tables of what texts say: every TOML file in the folder `statements`."""

from __future__ import annotations

import tomllib
from functools import lru_cache
from importlib import resources
from typing import Final

from dq.diagnostics import Diagnostic
from dq.templates.model import Attribute, Measure, StatementTable
from dq.templates.reading import KINDS
from dq.templates.sections import Complaints, Section
from dq.types import ValueType

_TYPES: Final = tuple(each.value for each in ValueType if each is not ValueType.NUMBER)


@lru_cache(maxsize=1)
def load_statements() -> tuple[StatementTable, ...]:
    """All tables of statements, in order of name.

    Errors: `RuntimeError` naming every fault where a shipped file is damaged; that is no bad input but a broken
    installation.
    Example: `[table.name for table in load_statements()][:2]` → `["claim", "heading"]`.
    """
    folder = resources.files(__package__).joinpath("statements")
    tables: list[StatementTable] = []
    faults: list[str] = []
    for file in sorted(folder.iterdir(), key=lambda each: each.name):
        if file.name.endswith(".toml"):
            table, said = read_statements(file.read_text(encoding="utf-8"), file.name)
            tables.append(table)
            faults += [f"{each.span.file}:{each.span.line}: {each.headline.en}" for each in said]
    if faults:
        raise RuntimeError("damaged tables of statements\n" + "\n".join(faults))
    return tuple(sorted(tables, key=lambda table: table.name))


def read_statements(text: str, file: str) -> tuple[StatementTable, list[Diagnostic]]:
    """A table of statements and what is wrong with its file.

    Errors: `tomllib.TOMLDecodeError` where it is not TOML.
    Example: `read_statements('name = "x"', "x.toml")[1][0].code` → `"DQ-I103"`.
    """
    complaints = Complaints(file, text)
    section = Section(tomllib.loads(text), "", complaints)
    name = section.text("name")
    title = section.section("title")
    table = StatementTable(
        name=name,
        title=title.text("zh"),
        title_en=title.text("en"),
        aliases=section.texts("aliases", optional=True),
        kinds=section.texts("kinds"),
        attributes=_attributes(section.section("attributes")),
        measures=_measures(section.section("measures")),
    )
    title.finish(("zh", "en"))
    section.finish(("name", "title", "aliases", "kinds", "attributes", "measures"))
    for kind in table.kinds:
        Section({"kind": kind}, "kinds", complaints).choice("kind", KINDS)
    return table, complaints.found


def _attributes(section: Section) -> tuple[Attribute, ...]:
    found: list[Attribute] = []
    for name, data in section.rest().items():
        each = Section(data, f"{section.where}.{name}", section.complaints)
        kind = _type(each, ValueType.TEXT)
        words = _words(each.section("words")) if each.has("words") else {}
        found.append(Attribute(name, kind, each.text("zh"), each.text("en"), words))
        each.finish(("type", "zh", "en", "words"))
    return tuple(found)


def _type(section: Section, default: ValueType) -> ValueType:
    name = section.choice("type", _TYPES, default=default.value)
    return ValueType(name) if name in _TYPES else default


def _words(section: Section) -> dict[str, tuple[str, str]]:
    words: dict[str, tuple[str, str]] = {}
    for word, data in section.rest().items():
        each = Section(data, f"{section.where}.{word}", section.complaints)
        words[word] = each.text("zh"), each.text("en")
        each.finish(("zh", "en"))
    return words


def _measures(section: Section) -> tuple[Measure, ...]:
    found: list[Measure] = []
    for name, data in section.rest().items():
        each = Section(data, f"{section.where}.{name}", section.complaints)
        kind = _type(each, ValueType.MONEY)
        found.append(Measure(name, kind, (), each.text("zh"), each.text("en")))
        each.finish(("type", "zh", "en"))
    return tuple(found)
