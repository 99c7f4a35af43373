"""How a command is run: its module is loaded only now."""

from importlib import import_module
from typing import Any

import typer


def run(command: str, **options: Any) -> None:  # noqa: ANN401 - each command types its own options
    """Load the module of `command`, run it and exit with its code.

    Example: `run("rules", rules=[], output="text", language=None)`.
    """
    raise typer.Exit(import_module(f"dq.cli.commands.{command}").run(**options))
