"""Runs and exports in a process of their own: one that hangs is ended, and whoever serves pages meanwhile goes on.

Whatever moment its process is ended at, nothing half made is taken for a run or a report; the next run tidies up.
"""

from __future__ import annotations

import json
import os
import sys
import threading
from collections.abc import Callable, Mapping
from contextlib import closing
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any, Final, cast

from dq.apart import leave_with_input, told_apart
from dq.diagnostics import Diagnostic, Fix, Label, Level, Span, Text
from dq.semantics.saved import Notation


@dataclass(frozen=True, slots=True)
class Follower:
    """Who waits for it. Parameters: `seconds` that it may take by the clock; `advance` is told how much is done of how
    much, and again while nothing changes: what it raises ends the work; `made` is told when a run is kept, before its
    reports are written.
    """

    seconds: float
    advance: Callable[[int, int], None]
    made: Callable[[], None] = lambda: None


@dataclass(frozen=True, slots=True)
class Ran:
    """What a run of a checkpoint came to. Parameters: `run` its id, None where none was made; the others of `Night`."""

    run: str | None
    exit: int
    evaluated: int
    diagnostics: tuple[Diagnostic, ...]


@dataclass(frozen=True, slots=True)
class Exported:
    """What was written. Parameters: `file` under the folder that was given, None where there is none; the others of
    `dq.application.exporting.Exported`.
    """

    file: str | None
    diagnostics: tuple[Diagnostic, ...]
    problems: tuple[Text, ...]


_ANSWERS: Final = Notation([Diagnostic, Level, Text, Span, Label, Fix, Ran, Exported])


def run_apart(name: str, config: Path, today: date, follower: Follower, *, full: bool = False) -> Ran:
    """As `run_checkpoint`.

    Errors: `TooCostlyError`, `ChildProcessError` as `told_apart`; what the follower raises.
    Example: `run_apart("nightly", Path("dq.toml"), date.today(), Follower(3600, print)).run`.
    """
    asked = {"task": "run", "name": name, "config": str(config), "today": today.isoformat(), "full": full}
    return cast("Ran", _followed(asked, follower))


def export_apart(
    archive: Path, run: str, sink: str, out: Path, follower: Follower, *, language: str = "zh", everything: bool = False
) -> Exported:
    """As `export_run`. Errors: as of `run_apart`.

    Example: `export_apart(Path("archive"), run.id, "xlsx", Path("exports/1f…"), Follower(600, print)).file`.
    """
    asked = {"task": "export", "archive": str(archive), "run": run, "sink": sink, "out": str(out)}
    return cast("Exported", _followed({**asked, "language": language, "everything": everything}, follower))


def _followed(asked: Mapping[str, Any], follower: Follower) -> object:
    done, total = 0, 0
    with closing(told_apart(__name__, json.dumps(asked).encode(), seconds=follower.seconds)) as lines:
        for line in lines:
            match json.loads(line or "null"):
                case {"answer": str(answer)}:
                    return _ANSWERS.read(answer)
                case {"done": int(done), "total": int(total)}:
                    pass
                case {"made": True}:
                    follower.made()
                case _:
                    pass
            follower.advance(done, total)
    raise ChildProcessError("it ended without an answer")


class _Teller:
    """Writes lines to whoever asked, from any thread, on what was this process's standard output."""

    def __init__(self) -> None:
        self._lines = os.fdopen(os.dup(sys.stdout.fileno()), "w", encoding="utf-8")
        os.dup2(sys.stderr.fileno(), sys.stdout.fileno())  # what a library prints is no answer
        self._turn = threading.Lock()

    def tell(self, **said: object) -> None:
        with self._turn:
            self._lines.write(json.dumps(said) + "\n")
            self._lines.flush()

    def advance(self, done: int, total: int, _name: str) -> None:
        self.tell(done=done, total=total)


def _ran(asked: Mapping[str, Any], teller: _Teller) -> Ran:
    from dq.application.nightly import Listener, run_checkpoint

    def event(name: str, _facts: Mapping[str, object]) -> None:
        if name == "run.kept":
            teller.tell(made=True)

    night = run_checkpoint(
        asked["name"],
        Path(asked["config"]),
        date.fromisoformat(asked["today"]),
        full=asked["full"],
        listener=Listener(progress=teller.advance, event=event),
    )
    made = None if night.run is None else night.run.id
    return Ran(made, int(night.exit), night.evaluated, night.diagnostics)


def _exported(asked: Mapping[str, Any], teller: _Teller) -> Exported:
    from dq.application.exporting import export_run

    out = Path(asked["out"])
    done = export_run(
        Path(asked["archive"]),
        asked["run"],
        asked["sink"],
        out,
        language=asked["language"],
        everything=asked["everything"],
        progress=teller.advance,
    )
    file = None if done.path is None else done.path.relative_to(out).as_posix()
    return Exported(file, done.diagnostics, done.problems)


def main() -> None:
    """Do what is asked in a line of the standard input, and answer in lines."""
    teller = _Teller()
    asked = json.loads(sys.stdin.buffer.readline())
    leave_with_input()
    done = _ran(asked, teller) if asked["task"] == "run" else _exported(asked, teller)
    teller.tell(answer=_ANSWERS.written(done))


if __name__ == "__main__":
    main()
