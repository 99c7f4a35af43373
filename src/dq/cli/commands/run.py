"""`dq run`: a checkpoint of dq.toml."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Iterator, Sequence
from datetime import date, datetime
from functools import partial
from pathlib import Path
from typing import Any, Final, Literal

from dq.application.exits import Exit
from dq.application.nightly import Listener, Night, run_checkpoint
from dq.application.notifying import notify
from dq.application.requests import missing_extra
from dq.cli.changes import change_lines, entry_json, number_piece
from dq.cli.console import print_data, print_diagnostics, print_lines, reading_progress, spoken
from dq.diagnostics.layout import Line, Piece, Style, line
from dq.outcome.model import RunError, RunRecord
from dq.report.sinks.json import refused
from dq.runner.complaints import not_a_day
from dq.runner.runs import is_run_id
from dq.settings import Language
from dq.types import Verdict

_NAMED: Final = 10
"""Run errors that are told one by one."""


def run(  # noqa: PLR0913 - the options of the command
    *,
    checkpoint: str,
    config: Path,
    full: bool,
    as_of: str | None,
    jobs: int | None,
    log: Literal["text", "json"],
    output: Literal["text", "json"],
    language: Language | None,
) -> int:
    """Run the checkpoint, tell what it came to, and give the exit code."""
    tongue = spoken(language)
    then: date | str | None = as_of
    if as_of is not None and not is_run_id(as_of):
        try:
            then = date.fromisoformat(as_of)
        except ValueError:
            print_diagnostics([not_a_day(as_of)], tongue)
            return Exit.USAGE

    today = datetime.now().astimezone().date()
    wish = partial(run_checkpoint, checkpoint, config, today, full=full, as_of=then, jobs=jobs)
    if log == "json":
        try:
            from dq.cli.logs import EventLog  # structlog is loaded where it is asked for
        except ModuleNotFoundError:
            print_diagnostics([missing_extra("structlog", "log")], tongue)
            return Exit.USAGE
        events = EventLog(sys.stderr, checkpoint)
        night = wish(listener=events.listener)
        events.end(night, (*night.diagnostics, *notify(night, os.environ)), tongue)
    else:
        with reading_progress("检查" if tongue == "zh" else "checking") as progress:
            night = wish(listener=Listener(progress, partial(_tell_waiting, tongue)))
        print_diagnostics((*night.diagnostics, *notify(night, os.environ)), tongue)
    if output == "json":
        print_data([json.dumps(_document(night, tongue), ensure_ascii=False, indent=1)])
    elif night.run is not None:
        print_lines(_lines(night, night.run, tongue))
    return night.exit


def _tell_waiting(language: Language, holder: str) -> None:
    word = "另一次运行占着报告库，等它结束" if language == "zh" else "another run has the archive; waiting for it"
    sys.stderr.write(f"{word} ({holder})\n")


def _error_lines(errors: Sequence[RunError], *, zh: bool) -> Iterator[Line]:
    """The first run errors, and how many there are besides."""
    for error in errors[:_NAMED]:
        where = " ".join(part for part in (error.rule, error.report) if part)
        yield line(
            Piece("运行出错" if zh else "run error", Style.ERROR), f"  {where}  {error.message}", indent=2, hang=4
        )
    if len(errors) > _NAMED:
        rest = len(errors) - _NAMED
        yield line(f"… 还有 {rest} 个" if zh else f"… {rest} more", indent=2)


def _lines(night: Night, run: RunRecord, language: Language) -> Iterator[Line]:
    zh = language == "zh"
    total = len(run.reports)
    yield line(
        Piece(f"运行 {run.id}" if zh else f"run {run.id}", Style.STRONG),
        f"  {total} 份报告，检查了其中 {night.evaluated} 份"
        if zh
        else f"  {total} reports, {night.evaluated} of them evaluated",
    )
    words = {
        Verdict.HOLDS: ("成立", "holds"),
        Verdict.ROUNDING: ("四舍五入", "rounding"),
        Verdict.VIOLATED: ("不成立", "violated"),
        Verdict.UNDECIDED: ("无法判断", "undecided"),
        Verdict.ERROR: ("出错", "error"),
    }
    yield line(" · ".join(f"{word[0 if zh else 1]} {run.counts[each.value]}" for each, word in words.items()), indent=2)
    yield from _error_lines(run.errors, zh=zh)
    if night.changes is None:
        yield line("这是第一次运行。" if zh else "This is the first run.", indent=2)
    else:
        since = f"与 {night.changes.since} 相比：" if zh else f"since {night.changes.since}: "
        yield line(Piece(since, Style.FAINT), number_piece(night.changes.numbers, language), indent=2)
        yield from change_lines(night.changes.named, language, night.changes.numbers)
    for written in night.written:
        yield line("报告：" if zh else "report: ", str(written.paths[0]), indent=2)


def _document(night: Night, language: Language) -> dict[str, Any]:
    run, changes = night.run, night.changes
    return {
        "schema_version": 1,
        "run": None if run is None else run.id,
        "reports": 0 if run is None else len(run.reports),
        "evaluated": night.evaluated,
        "counts": {} if run is None else run.counts,
        "errors": []
        if run is None
        else [{"rule": e.rule, "report": e.report, "message": e.message} for e in run.errors],
        "since": None if changes is None else changes.since,
        "changes": {} if changes is None else {change.value: number for change, number in changes.numbers.items()},
        "named": [] if changes is None else [entry_json(entry) for entry in changes.named],
        "written": [str(path) for written in night.written for path in written.paths],
        "refused": refused(night.diagnostics, language),
        "exit": int(night.exit),
    }
