"""One context for all tests of the Great Expectations sink: loading the library alone takes seconds."""

from __future__ import annotations

import warnings
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from dq.semantics.checked import RuleBook
from tests.report.builders import HOSTILE, write_archive, write_rules


@dataclass(frozen=True)
class Built:
    """A context that ran once: where it lies, what it was made of, what came of it."""

    out: Path
    archive: Path
    book: RuleBook
    run: Any


@pytest.fixture(scope="session")
def sink():
    """The sink's package, loaded without the warnings of the library's own imports."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        from dq.report.sinks import great_expectations
    return great_expectations


@pytest.fixture(scope="session")
def book(tmp_path_factory):
    """The compiled test rules."""
    from dq.semantics import load_rules
    from dq.templates import default_schema

    loaded = load_rules([write_rules(tmp_path_factory.mktemp("rules"))], default_schema())
    assert not loaded.diagnostics
    return loaded.book


@pytest.fixture(scope="session")
def built(sink, book, tmp_path_factory):
    """The context, run once. Tests read it; those that change something make `rebuilt`."""
    from dq.templates import default_schema

    folder = tmp_path_factory.mktemp("gx")
    archive = write_archive(folder / "archive")
    sink.build_context(folder / "out", archive, book, default_schema())
    run = sink.run_checkpoint(folder / "out", run_name=HOSTILE)
    return Built(folder / "out", archive, book, run)


@pytest.fixture
def rebuilt(sink, book, tmp_path):
    """A context of its own for a test that changes it; not run yet."""
    from dq.templates import default_schema

    archive = write_archive(tmp_path / "archive")
    sink.build_context(tmp_path / "out", archive, book, default_schema())
    return Built(tmp_path / "out", archive, book, None)
