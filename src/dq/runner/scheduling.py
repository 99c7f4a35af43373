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
    user puts them in force; `after` those that end what was in force, when the files are removed; `mark` how the file
    that starts the run names its configuration.
    """

    files: dict[Path, str]
    then: tuple[str, ...]
    after: tuple[str, ...]
    mark: str

    def is_of_another(self, path: Path, content: str) -> bool:
        """True where this stands in one of the files, and starts a checkpoint of another configuration."""
        return self.mark in self.files[path] and "--config" in content and self.mark not in content


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
{_environment_of_unit(checkpoint, home)}ExecStart={" ".join(map(_unit_word, command))}
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
    reload = "systemctl --user daemon-reload"
    # Without the last one a user's timers rest while nobody is logged in.
    begin = (reload, f"systemctl --user enable --now {name}.timer", "loginctl enable-linger")
    link = units / "timers.target.wants" / f"{name}.timer"
    end = (f"systemctl --user stop {name}.timer", f"rm -f {shlex.quote(str(link))}", reload)
    return Timer(files, (*_addresses(checkpoint, home), *begin), end, _unit_word(command[-1]))


def _environment(checkpoint: Checkpoint, home: Path) -> Path:
    """The file that holds the addresses of notices for a run that nobody starts by hand."""
    return home / "dq" / f"{checkpoint.name}.env"


def _environment_of_unit(checkpoint: Checkpoint, home: Path) -> str:
    path = str(_environment(checkpoint, home)).replace("%", "%%")
    return f"EnvironmentFile=-{path}\n" if checkpoint.notices else ""


def _addresses(checkpoint: Checkpoint, home: Path) -> tuple[str, ...]:
    """Commands that keep the addresses where only the user reads them; quoted so that systemd and sh read the same."""
    path = _environment(checkpoint, home)
    lines = dict.fromkeys(f"{notice.variable}='…'" for notice in checkpoint.notices)
    folder = shlex.quote(str(path.parent))
    return tuple(f'mkdir -p {folder}; ( umask 077; echo "{line}" >> {shlex.quote(str(path))} )' for line in lines)


def _unit_word(word: str) -> str:
    """A word of a command as systemd reads it: % and $ stand for themselves."""
    text = word.replace("\\", "\\\\").replace('"', '\\"').replace("%", "%%").replace("$", "$$")
    return f'"{text}"'


def _cron(checkpoint: Checkpoint, at: str, command: Sequence[str], home: Path) -> Timer:
    hour, minute = map(int, at.split(":"))
    days = ",".join(str(_CRON_DAYS[day]) for day in checkpoint.days) or "*"
    words = shlex.join(command).replace("%", "\\%")  # to cron, a bare % ends the line
    environment = shlex.quote(str(_environment(checkpoint, home))).replace("%", "\\%")
    known = f"test ! -r {environment} || {{ set -a; . {environment}; }}; " if checkpoint.notices else ""
    path = home / "dq" / "cron" / checkpoint.name
    end = f"# dq:{checkpoint.name}"
    others = f"crontab -l | grep -v '{end}$'"  # its line of before, if there is one
    begin = f"( {others}; cat {shlex.quote(str(path))} ) | crontab -"
    line = f"{minute} {hour} * * {days} {known}{words} {end}\n"
    mark = f"--config {shlex.quote(command[-1])} ".replace("%", "\\%")
    return Timer({path: line}, (*_addresses(checkpoint, home), begin), (f"{others} | crontab -",), mark)
