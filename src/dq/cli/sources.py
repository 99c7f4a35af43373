"""From options and environment to what a command reads."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from dq.application.sources import Sources
from dq.cli.speech import current_settings


def named_sources(paths: Sequence[Path], archive: Path | None, reports: Sequence[str]) -> Sources:
    """What to read: the paths or the archive of the command line, else the archive of the environment."""
    settings = current_settings()
    chosen = archive if archive is not None or paths else settings.archive
    return Sources(tuple(paths), chosen, tuple(reports), settings.file_limit)


def named_archive(archive: Path | None) -> Path | None:
    """The archive of the command line, else that of the environment."""
    return archive if archive is not None else current_settings().archive


def named_rules(rules: Sequence[Path]) -> tuple[Path, ...]:
    """The rules of the command line, else those of the environment; empty for those shipped."""
    return tuple(rules) or current_settings().rules
