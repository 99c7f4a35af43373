"""What can be named by a user is explained in the reference."""

from __future__ import annotations

import re

import pytest
from typer.main import get_command

from dq.cli.app import app
from dq.functions import function_names
from dq.templates import default_schema, load_catalogue
from scripts.write_rules_reference import pages
from scripts.write_sinks_reference import page as sinks_page
from scripts.write_tables_reference import page


@pytest.fixture
def reference(checkout):
    """Reads a page of the reference."""
    return lambda name: (checkout / "docs" / "reference" / name).read_text(encoding="utf-8")


def test_every_diagnostic_code_is_explained(checkout):
    source = "\n".join(path.read_text(encoding="utf-8") for path in (checkout / "src").rglob("*.py"))
    codes = set(re.findall(r'"(DQ-[A-Z]\d{3})"', source))
    pages = "\n".join(
        f"{path.name}\n{path.read_text(encoding='utf-8')}"
        for path in (checkout / "docs" / "reference" / "diagnostics").rglob("*.md")
    )
    assert codes
    assert {code for code in codes if code not in pages} == set()


def test_every_rule_function_is_explained(reference):
    page = reference("language.md")
    assert [name for name in function_names() if f"{name}(" not in page and f"| {name} |" not in page] == []


def test_every_family_of_tables_is_explained(reference):
    page = reference("templates.md")
    assert [template.name for template in load_catalogue() if template.name not in page] == []


def test_the_page_of_tables_is_what_the_templates_say(reference):
    assert reference("tables.md") == page(default_schema())


def test_the_page_of_forms_is_what_the_sinks_say(reference):
    assert reference("sinks.md") == sinks_page()


def test_every_command_is_explained(reference):
    page = reference("cli.md")
    assert [name for name in get_command(app).commands if f"dq {name}" not in page] == []


def test_the_catalogue_of_rules_is_that_of_the_rules(checkout):
    stored = {path.name: path.read_text(encoding="utf-8") for path in (checkout / "docs/reference/rules").glob("*.md")}
    assert pages() == stored, "run `python scripts/write_rules_reference.py`"
