"""`dq serve`: pages and an HTTP API until a signal ends it."""

from __future__ import annotations

import os
import sys
from importlib import import_module
from pathlib import Path

from dq.application.exits import Exit, exit_of_diagnostics
from dq.application.requests import missing_extra
from dq.cli.console import print_diagnostics, spoken
from dq.diagnostics import Text
from dq.settings import Language


def run(*, language: Language | None, **options: str | int | Path | None) -> int:
    """Serve, and give the exit code: 0 ended by a signal, 2 a configuration that is wrong, 3 a failure to begin."""
    tongue = spoken(language)
    try:
        # By its name, as any entry point: the command line and the service do not know each other.
        serve = import_module("dq.service.serving").serve
    except ImportError as failure:
        print_diagnostics([missing_extra(failure.name or "fastapi", "service")], tongue)
        return Exit.USAGE

    def say(text: Text) -> None:
        sys.stderr.write(text.in_language(tongue) + "\n")
        sys.stderr.flush()

    refusal = serve({name: value for name, value in options.items() if value is not None}, say)
    if refusal is None:
        return Exit.DONE
    print_diagnostics([refusal], tongue)
    return exit_of_diagnostics([refusal])


def data_folder(named: Path | None) -> Path:
    """The data folder that an option names, else the environment, else the usual one, as the service takes it."""
    return named or Path(os.environ.get("DQ_SERVE_DATA") or "dq-data")
