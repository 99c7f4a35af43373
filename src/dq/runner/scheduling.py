"""Timers that run a checkpoint: systemd units of the user, or a line for cron."""

from __future__ import annotations

import shlex
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final, Literal

from dq.runner.checkpoints import Checkpoint

Keeper = Literal["systemd", "cron"]
"""Who keeps the time."""

_CRON_DAYS: Final = {"mon": 1, "tue": 2, "wed": 3, "thu": 4, "fri": 5, "sat": 6, "sun": 7}


@dataclass(frozen=True, slots=True)
class Timer:
    """What a schedule is made of.

    Parameters: `files` path → content, all within the user's own folder of configuration; `then` commands by which the
    user puts them in force.
    """

    files: dict[Path, str]
    then: tuple[str, ...]


def timer(
    checkpoint: Checkpoint, config: Path, program: Sequence[str], home: Path, keeper: Keeper = "systemd"
) -> Timer | None:
    """The files that run a checkpoint at its time; None where it says no time.

    Parameters: `config` the file that has the checkpoint; `program` the words that start dq; `home` the user's folder
    of configuration ($XDG_CONFIG_HOME).
    Example: `timer(checkpoint, Path("dq.toml"), ["/usr/bin/dq"], Path("~/.config")).files`.
    """
    if checkpoint.at is None:
        return None
    command = (*program, "run", checkpoint.name, "--config", str(config.absolute()))
    match keeper:
        case "systemd":
            return _systemd(checkpoint, checkpoint.at, command, config.absolute().parent, home)
        case "cron":
            return _cron(checkpoint, checkpoint.at, command, home)


def _systemd(checkpoint: Checkpoint, at: str, command: Sequence[str], folder: Path, home: Path) -> Timer:
    name = f"dq-{checkpoint.name}"
    units = home / "systemd" / "user"
    days = f"{','.join(day.capitalize() for day in checkpoint.days)} " if checkpoint.days else ""
    service = f"""\
[Unit]
Description=dq checkpoint {checkpoint.name}

[Service]
Type=oneshot
WorkingDirectory={str(folder).replace("%", "%%")}
ExecStart={" ".join(map(_unit_word, command))}
SuccessExitStatus=1
"""
    when = f"""\
[Unit]
Description=dq checkpoint {checkpoint.name}, every night

[Timer]
OnCalendar={days}*-*-* {at}:00
Persistent=true

[Install]
WantedBy=timers.target
"""
    files = {units / f"{name}.service": service, units / f"{name}.timer": when}
    return Timer(files, ("systemctl --user daemon-reload", f"systemctl --user enable --now {name}.timer"))


def _unit_word(word: str) -> str:
    """A word of a command as systemd reads it: % and $ stand for themselves."""
    text = word.replace("\\", "\\\\").replace('"', '\\"').replace("%", "%%").replace("$", "$$")
    return f'"{text}"'


def _cron(checkpoint: Checkpoint, at: str, command: Sequence[str], home: Path) -> Timer:
    hour, minute = map(int, at.split(":"))
    days = ",".join(str(_CRON_DAYS[day]) for day in checkpoint.days) or "*"
    words = shlex.join(command).replace("%", "\\%")  # to cron, a bare % ends the line
    path = home / "dq" / "cron" / checkpoint.name
    line = f"{minute} {hour} * * {days} {words}\n"
    return Timer({path: line}, (f"( crontab -l; cat {shlex.quote(str(path))} ) | crontab -",))
