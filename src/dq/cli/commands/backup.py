"""`dq backup`: one file of all that a data folder of the service holds."""

from __future__ import annotations

from importlib import import_module
from pathlib import Path

from dq.application.exits import Exit, exit_of_diagnostics
from dq.application.requests import missing_extra
from dq.cli.commands.serve import data_folder
from dq.cli.console import print_diagnostics, print_lines, spoken
from dq.diagnostics.layout import line
from dq.settings import Language


def run(*, out: Path, data: Path | None, language: Language | None) -> int:
    """Write the backup, and give the exit code: 0 written, 2 a request that cannot be met, 3 a failure."""
    tongue = spoken(language)
    try:
        kept = import_module("dq.service.backup").back_up(data_folder(data), out)
    except ImportError as failure:
        print_diagnostics([missing_extra(failure.name or "fastapi", "service")], tongue)
        return Exit.USAGE
    print_diagnostics(kept.diagnostics, tongue)
    if kept.diagnostics:
        return exit_of_diagnostics(kept.diagnostics)
    zh, en = f"已备份 {kept.files} 个文件：{out}", f"{kept.files} files backed up: {out}"
    print_lines((line(zh if tongue == "zh" else en),))
    return Exit.DONE
