"""`dq gx run`: a persisted Great Expectations checkpoint once more, in this process."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from dq.application.reporting import run_persisted_checkpoint
from dq.cli.console import print_diagnostics, print_lines, spoken, working
from dq.diagnostics.layout import Line, Piece, Style, line
from dq.report.sinks.text.view import View
from dq.settings import Language
from dq.templates import default_schema
from dq.types import Verdict

if TYPE_CHECKING:
    from dq.report.sinks.great_expectations import GxRun


def run(*, name: str, context: Path, language: Language | None) -> int:
    """Run the checkpoint, tell what it found, and give the exit code."""
    tongue = spoken(language)
    with working("运行检查点…" if tongue == "zh" else "running the checkpoint…"):
        result = run_persisted_checkpoint(name, context)
    print_diagnostics(result.diagnostics, tongue)
    if result.run is not None:
        print_lines(_told(result.run, View(tongue, default_schema())))
    return result.exit


def _told(run: GxRun, view: View) -> Iterator[Line]:
    yield line(
        Piece(run.checkpoint, Style.STRONG),
        view.say(
            f"  {run.results} 个验证结果，{run.evaluated} 次规则检查",
            f"  {run.results} results, {run.evaluated} rules evaluated",
        ),
    )
    counts = [f"{view.verdict(verdict)} {run.counts.get(verdict.value, 0)}" for verdict in Verdict]
    idle = run.counts.get("not_applicable", 0)
    borne = run.counts.get("waived", 0)
    counts += [view.say(f"已豁免 {borne}", f"waived {borne}"), view.say(f"不适用 {idle}", f"not applicable {idle}")]
    yield line(" · ".join(counts), indent=2)
    for problem in run.problems:
        yield line(Piece(problem.in_language(view.language), Style.ERROR), indent=2)
    for error in run.errors:
        yield line(Piece(f"{error.rule} {error.partition}: {error.message}", Style.ERROR), indent=2)
    yield line(str(run.site), indent=2)
