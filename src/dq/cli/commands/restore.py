"""`dq restore`: a new data folder of the service from a backup."""

from __future__ import annotations

from importlib import import_module
from pathlib import Path

from dq.application.exits import Exit, exit_of_diagnostics
from dq.application.requests import missing_extra
from dq.cli.commands.serve import data_folder
from dq.cli.console import print_diagnostics, print_lines, spoken
from dq.diagnostics.layout import line
from dq.settings import Language


def run(*, backup_file: Path, data: Path | None, language: Language | None) -> int:
    """Restore, and give the exit code: 0 restored, 2 a request that cannot be met, 3 a damaged backup or a failure."""
    tongue, folder = spoken(language), data_folder(data)
    try:
        kept = import_module("dq.service.backup").restore(backup_file, folder)
    except ImportError as failure:
        print_diagnostics([missing_extra(failure.name or "fastapi", "service")], tongue)
        return Exit.USAGE
    print_diagnostics(kept.diagnostics, tongue)
    if kept.diagnostics:
        return exit_of_diagnostics(kept.diagnostics)
    zh, en = f"已恢复 {kept.files} 个文件：{folder}", f"{kept.files} files restored: {folder}"
    print_lines((line(zh if tongue == "zh" else en),))
    return Exit.DONE
