"""The program run in this process, as a person runs it."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from typer.testing import CliRunner, Result

from dq.cli.app import app

Dq = Callable[..., Result]


@pytest.fixture
def dq(monkeypatch: pytest.MonkeyPatch) -> Dq:
    """Run `dq` with these arguments, nothing of the environment in its way."""
    for name in ("DQ_LANG", "DQ_ARCHIVE", "DQ_RULES", "DQ_FILE_LIMIT", "DQ_DEBUG", "COLUMNS"):
        monkeypatch.delenv(name, raising=False)

    def run(*arguments: object) -> Result:
        return CliRunner().invoke(app, [str(argument) for argument in arguments], catch_exceptions=False)

    return run
