"""The pinned Great Expectations still has everything that the sink takes from it."""

from __future__ import annotations

import ast
import importlib.metadata
import re
import warnings
from pathlib import Path

import pytest

with warnings.catch_warnings():
    warnings.simplefilter("ignore")
    from dq.report.sinks.great_expectations import private_api

FOLDER = Path(private_api.__file__).parent


def test_the_installed_version_is_the_pinned_one(checkout):
    pin = re.search(r'"great-expectations==([0-9.]+)"', (checkout / "pyproject.toml").read_text(encoding="utf-8"))
    assert pin is not None
    assert importlib.metadata.version("great-expectations") == pin.group(1)


@pytest.mark.parametrize("name", private_api.__all__)
def test_every_name_is_there(name):
    assert getattr(private_api, name) is not None


@pytest.mark.parametrize(
    ("owner", "method"),
    [
        pytest.param(owner, method, id=f"{owner.__name__}.{method}")
        for owner, methods in private_api.OVERRIDDEN.items()
        for method in methods
    ],
)
def test_every_overridden_method_is_there(owner, method):
    assert hasattr(owner, method)


def test_only_the_adapter_imports_from_within_great_expectations():
    for path in FOLDER.glob("*.py"):
        if path.name == "private_api.py":
            continue
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            names = [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
            names += [node.module or ""] if isinstance(node, ast.ImportFrom) else []
            inner = [name for name in names if name.startswith("great_expectations.")]
            assert not inner, f"{path.name} imports {inner}"


def test_no_other_room_imports_great_expectations():
    for path in FOLDER.parents[2].rglob("*.py"):
        if FOLDER in path.parents:
            continue
        assert not re.search(r"^\s*(import|from) great_expectations", path.read_text(encoding="utf-8"), re.MULTILINE), (
            path
        )
