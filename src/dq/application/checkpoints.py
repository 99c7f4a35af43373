"""Use case: the checkpoints of a configuration; a first one where there is none."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Final

from dq.archive.manifest import write_durably
from dq.diagnostics import Diagnostic
from dq.runner.checkpoints import Checkpoint
from dq.runner.configuration import read_checkpoint
from dq.runner.toml import TomlFile

_FIRST: Final = """\
# What the service checks each night: see the reference of checkpoints.
[checkpoint.nightly]
archive = "archive"
rules = ["rules"]
waivers = "waivers.toml"
"""


@dataclass(frozen=True, slots=True)
class Configured:
    """The checkpoints that are sound, in the file's order, and what is wrong with the others."""

    checkpoints: tuple[Checkpoint, ...]
    diagnostics: tuple[Diagnostic, ...] = ()


def configured_checkpoints(config: Path) -> Configured:
    """All checkpoints of a file.

    Example: `[each.name for each in configured_checkpoints(Path("dq.toml")).checkpoints]`.
    """
    file = TomlFile.read(config)
    if file.diagnostics:
        return Configured((), tuple(file.diagnostics))
    named = file.values.get("checkpoint")
    found = [read_checkpoint(config, name) for name in named] if isinstance(named, dict) else []
    said = dict.fromkeys(each for one in found for each in one.diagnostics)
    return Configured(tuple(one.checkpoint for one in found if one.checkpoint is not None), tuple(said))


def begin_configuration(config: Path, waivers: Path) -> None:
    """Write a first checkpoint "nightly" and a file for its waivers where there are none; what is there stays.

    Errors: `OSError` where the disk refuses.
    """
    for path, text in ((config, _FIRST), (waivers, "")):
        if not path.exists():
            write_durably(path, text.encode())
