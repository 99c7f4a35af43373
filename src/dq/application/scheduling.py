"""Use case: a timer for a checkpoint, shown, written or removed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

from dq.application import requests
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
    state = {}
    try:
        for path, content in made.files.items():
            state[path] = _done(action, path, content, write=write)
    except OSError as failure:
        return Scheduled(diagnostics=(requests.cannot_write(home, failure),))
    return Scheduled(made.files, state, made.then if action == "install" else ())


def _done(action: Literal["install", "remove", "show"], path: Path, content: str, *, write: bool) -> str:
    match action:
        case "show":
            return "there" if path.is_file() else "absent"
        case "install":
            if write:
                path.parent.mkdir(parents=True, exist_ok=True)
                path.write_text(content, encoding="utf-8")
            return "written" if write else "planned"
        case "remove":
            if not path.is_file():
                return "absent"
            if write:
                path.unlink()
            return "removed" if write else "planned removal"
