"""A service that stops at its worst moments and waits there to be killed: `python -m tests.service.doomed DATA`.

A document is taken up and not read; a run is made, and the rules are written, but the database does not know it yet. On
standard output it says to which of these it has come.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Callable
from typing import Any

from dq.service.jobs.kinds import HANDLERS
from dq.service.rules import versions
from dq.service.serving import serve


def say(text: str) -> None:
    """To who waits for it."""
    sys.stdout.write(f"{text}\n")
    sys.stdout.flush()


def stopping(name: str, work: Callable[..., Any] | None) -> Callable[..., Any]:
    """Work that is done, if there is any, and never comes back."""

    def stopped(*arguments: object) -> None:
        if work is not None:
            work(*arguments)
        say(name)
        time.sleep(600)

    return stopped


if __name__ == "__main__":
    HANDLERS["ingest"] = stopping("reading", None)
    HANDLERS["run"] = stopping("ran", HANDLERS["run"])
    versions.make_public = stopping("published", versions.make_public)
    # In one process: another would publish what this one is to hang in.
    serve({"data": sys.argv[1], "port": 0, "workers": 2, "processes": 1}, lambda told: say(told.en))
