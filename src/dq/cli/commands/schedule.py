"""`dq schedule`: a timer for a checkpoint, in the user's own folder of configuration."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Literal

from dq.application.exits import Exit, exit_of_diagnostics
from dq.application.scheduling import Scheduled, scheduled
from dq.cli.console import print_diagnostics, print_lines, spoken
from dq.diagnostics.layout import Line, Piece, Style, line
from dq.runner.scheduling import Keeper
from dq.settings import Language


def run(
    *,
    action: Literal["install", "remove", "show"],
    checkpoint: str,
    config: Path,
    keeper: Keeper,
    write: bool,
    language: Language | None,
) -> int:
    """Show, write or remove the timer, and give the exit code: 0 done, 2 a bad configuration, 3 a failure."""
    tongue = spoken(language)
    program = Path(sys.executable).with_name("dq")
    words = [str(program)] if program.is_file() else [sys.executable, "-c", "from dq.cli import main; main()"]
    home = os.environ.get("XDG_CONFIG_HOME") or str(Path.home() / ".config")
    done = scheduled(action, checkpoint, config, words, Path(home), keeper=keeper, write=write)
    print_diagnostics(done.diagnostics, tongue)
    print_lines(_lines(done, action, tongue))
    return Exit.DONE if not done.diagnostics else exit_of_diagnostics(done.diagnostics)


def _lines(done: Scheduled, action: str, language: Language) -> Iterator[Line]:
    zh = language == "zh"
    for path, content in done.shown.items():
        words = {
            "written": ("已写入", "written"),
            "removed": ("已删除", "removed"),
            "there": ("已有", "there"),
            "planned": ("将写入（加 --write 才写）", "would be written (with --write)"),
            "planned removal": ("将删除（加 --write 才删）", "would be removed (with --write)"),
            "absent": ("没有", "not there"),
        }
        word = words[done.state[path]][0 if zh else 1]
        yield line(Piece(word, Style.STRONG), f"  {path}")
        if action != "remove":
            for each in content.rstrip("\n").split("\n"):
                yield line(each, indent=2, whole=True)
    if done.then:
        yield line(Piece("然后运行：" if zh else "then run:", Style.FAINT))
        for command in done.then:
            yield line(command, indent=2, whole=True)
