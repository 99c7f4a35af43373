"""Use case: a timer for a checkpoint, shown, written or removed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

from dq.application import requests
from dq.archive.manifest import write_durably
from dq.diagnostics import Diagnostic
from dq.runner import complaints
from dq.runner.configuration import read_checkpoint
from dq.runner.scheduling import Keeper, timer


@dataclass(frozen=True, slots=True)
class Scheduled:
    """What was done, or would be.

    Parameters: `shown` files with their content; `state` of each: "there", "absent", "written", "removed", "planned",
    "planned removal"; `then` commands for the user to run.
    """

    shown: dict[Path, str] = field(default_factory=dict)
    state: dict[Path, str] = field(default_factory=dict)
    then: tuple[str, ...] = ()
    diagnostics: tuple[Diagnostic, ...] = ()


def scheduled(
    action: Literal["install", "remove", "show"],
    name: str,
    config: Path,
    program: Sequence[str],
    home: Path,
    *,
    keeper: Keeper = "systemd",
    write: bool = False,
) -> Scheduled:
    """Show, write or remove the files of a checkpoint's timer; without `write` nothing is touched.

    Parameters: `program` the words that start dq; `home` the user's folder of configuration.
    Example: `scheduled("install", "nightly", Path("dq.toml"), ["dq"], Path("/home/a/.config")).shown`.
    """
    configured = read_checkpoint(config, name)
    if configured.checkpoint is None:
        return Scheduled(diagnostics=configured.diagnostics)
    made = timer(configured.checkpoint, config, program, home, keeper)
    if made is None:
        return Scheduled(diagnostics=(complaints.no_schedule(config, name),))
    try:
        there = {path: path.read_text(encoding="utf-8", errors="replace") for path in made.files if path.is_file()}
        others = [path for path, content in there.items() if made.is_of_another(path, content)]
        if others:
            return Scheduled(diagnostics=(complaints.timer_of_another(others[0], name),))
        state = {path: _state(action, path, write=write) for path in made.files}
        if write and action != "show":
            _all_or_none(made.files if action == "install" else dict.fromkeys(made.files))
    except OSError as failure:
        return Scheduled(diagnostics=(requests.cannot_write(Path(failure.filename or home), failure),))
    then = {"install": made.then, "remove": made.after, "show": ()}[action]
    return Scheduled(made.files, state, then)


def _state(action: Literal["install", "remove", "show"], path: Path, *, write: bool) -> str:
    match action:
        case "show":
            return "there" if path.is_file() else "absent"
        case "install":
            return "written" if write else "planned"
        case "remove":
            done = "removed" if write else "planned removal"
            return done if path.is_file() else "absent"


def _all_or_none(files: Mapping[Path, str | None]) -> None:
    """Write files, those that are None removed; where one of them cannot be, all are as they were.

    Errors: `OSError`.
    """
    before = {path: path.read_bytes() if path.is_file() else None for path in files}
    try:
        for path, content in files.items():
            _put(path, None if content is None else content.encode())
    except OSError:
        for path, old in before.items():
            with suppress(OSError):
                _put(path, old)
        raise


def _put(path: Path, content: bytes | None) -> None:
    if content is None:
        path.unlink(missing_ok=True)
    else:
        write_durably(path, content)
