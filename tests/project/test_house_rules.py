"""What the architecture promises about the code as a whole."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
from dataclasses import dataclass, field
from pathlib import Path

import pytest

CHECKOUT = Path(__file__).resolve().parents[2]
MODULES = sorted((CHECKOUT / "src").rglob("*.py"))
HEAVY = {
    "lark": ("syntax",),
    "great_expectations": ("report/sinks/great_expectations",),
    "apprise": ("application/notifying",),
    "filelock": ("archive", "service"),
    "typer": ("cli",),
    "pydantic": ("service",),
    "fastapi": ("service",),
    "starlette": ("service",),
    "uvicorn": ("service/serving", "service/security/patience", "service/processes"),
    "sqlalchemy": ("service",),
    "alembic": ("service/database",),
    "argon2": ("service/accounts/passwords",),
    "prometheus_client": ("service/figures", "service/api/operation"),
    "pyarrow": (),
    "pandas": (),
}
"""The rooms in which a dependency may be imported."""

KINDS_OF_NODES = {"authoring/mutation/edits.py _of", "semantics/checker.py condition"}
"""Functions that are one `match` with a case for each kind of syntax node: torn apart, nobody sees what is missing."""

MACHINE_PATH = re.compile(r"/(?:work|farm|root|tmp)/[a-z]")
POSSESSIVE = re.compile(r"(?<!\\)\)[*+?]\+")
REGISTRY = re.compile(r"pypi\.org|pythonhosted\.|registry\.npmjs|deb\.debian|index-url\s*=|--index-url", re.IGNORECASE)


def test_imports_go_downward_only(checkout):
    linter = Path(sys.executable).with_name("lint-imports")
    done = subprocess.run([linter, "--no-cache"], cwd=checkout, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout


@dataclass
class Seen:
    """What is amiss in the modules, by the rule of the house that it breaks."""

    long_modules: list[str] = field(default_factory=list)
    strays: list[str] = field(default_factory=list)
    long_functions: set[str] = field(default_factory=set)
    possessive: list[str] = field(default_factory=list)


@pytest.fixture(scope="module")
def seen():
    """All modules, read once."""
    found = Seen()
    for module in MODULES:
        text = module.read_text(encoding="utf-8")
        room = module.relative_to(CHECKOUT / "src" / "dq").as_posix()
        tree = ast.parse(text)
        if len(text.splitlines()) > 400:
            found.long_modules.append(room)
        for name in _imported(tree):
            if not any(room.startswith(allowed) for allowed in HEAVY.get(name, (room,))):
                found.strays.append(f"{name} imported in {room}")
        for node in ast.walk(tree):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) and _lines_of_code(node) > 40:
                found.long_functions.add(f"{room} {node.name}")
            if isinstance(node, ast.Constant) and isinstance(node.value, str) and POSSESSIVE.search(node.value):
                found.possessive.append(f"{room}:{node.lineno}")
    return found


def test_a_module_is_one_room_that_imports_what_belongs_to_it(seen):
    assert (seen.long_modules, seen.strays) == ([], [])


def test_a_function_is_read_on_one_page(seen):
    assert seen.long_functions == KINDS_OF_NODES


def test_no_pattern_repeats_a_group_possessively(seen):
    """Python before 3.11.5 matches those wrongly (its issue 106052), and read other figures; `(?>…)` means the same."""
    assert seen.possessive == []


def _lines_of_code(function: ast.FunctionDef | ast.AsyncFunctionDef) -> int:
    """From `def` to the last line, without the docstring."""
    first = function.body[0]
    told = first.end_lineno - first.lineno + 1 if ast.get_docstring(function) is not None else 0
    return function.end_lineno - function.lineno + 1 - told


def _imported(tree: ast.Module):
    """Top names of the packages imported anywhere in a module."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name.partition(".")[0] for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            yield node.module.partition(".")[0]


def test_no_file_names_a_machine_or_a_registry(checkout):
    listed = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        cwd=checkout,
        capture_output=True,
        text=True,
        check=True,
    )
    found = []
    for name in filter(None, listed.stdout.split("\0")):
        path = checkout / name
        if path == Path(__file__) or not path.is_file():
            continue
        text = path.read_bytes().decode("utf-8", errors="replace")
        found += [f"{name}: {match[0]}" for pattern in (MACHINE_PATH, REGISTRY) for match in pattern.finditer(text)]
    assert found == []


@pytest.mark.parametrize(("file", "least"), [("requirements.lock", 41), ("tests/fuzz/requirements.lock", 1)])
def test_every_dependency_is_locked_with_its_hashes(checkout, file, least):
    lock = (checkout / file).read_text(encoding="utf-8")
    entries = re.split(r"\n(?=[a-z])", lock.strip())
    assert len(entries) >= least
    assert all("==" in entry and "--hash=sha256:" in entry for entry in entries)
    assert "://" not in lock
