"""Sink `gx`: a Great Expectations context on disk, run once, with its documentation site."""

from __future__ import annotations

from pathlib import Path

from dq.diagnostics import Text
from dq.report.protocol import ArchiveNeededError, Material, Sink, Written
from dq.types import Severity


class GreatExpectationsSink:
    """Writes OUT/gx (the context), OUT/site/index.html, OUT/findings.parquet and OUT/digest.md."""

    name = "gx"
    title = Text("Great Expectations 上下文与数据质量文档", "a Great Expectations context and its Data Docs")

    def write(self, material: Material, out: Path) -> Written:
        """Build the context, run its checkpoint, and say where everything is.

        Raises ArchiveNeededError where single reports are asked for, ValueError where there is nothing to check.
        """
        if material.archive is None or material.reports:
            raise ArchiveNeededError
        from dq.report.sinks.great_expectations import Terms, build_context, run_checkpoint
        from dq.report.sinks.great_expectations.notices import DIGEST

        terms = Terms(material.language, material.waivers)
        context = build_context(out, material.archive, material.rules, material.schema, terms)
        run = run_checkpoint(context, text=lambda _, sha256: material.text(sha256), progress=material.progress)
        again = f"dq gx run {run.checkpoint} --context {context}"
        least = None if material.fail_on == "never" else Severity(material.fail_on)
        undecided = material.fail_on_undecided and run.counts["undecided"] > 0
        return Written(
            found=max(run.exit_code(least), int(undecided)),
            paths=(run.site, context, run.findings, context.parent / DIGEST),
            notes=(
                Text(
                    f"检查点 {run.checkpoint}：{run.results} 个结果，{run.evaluated} 次规则核对；"
                    f"不成立 {run.counts['violated']}，无法判断 {run.counts['undecided']}，"
                    f"已豁免 {run.counts['waived']}，四舍五入之差 {run.counts['rounding']}",
                    f"checkpoint {run.checkpoint}: {run.results} results, {run.evaluated} rules evaluated; "
                    f"violated {run.counts['violated']}, undecided {run.counts['undecided']}, "
                    f"waived {run.counts['waived']}, rounding {run.counts['rounding']}",
                ),
                Text(f"再次运行：{again}", f"run it again: {again}"),
            ),
            problems=(
                *run.problems,
                *(
                    Text(
                        f"规则 {error.rule} 在 {error.partition} 没有执行：{error.message}",
                        f"rule {error.rule} was not evaluated on {error.partition}: {error.message}",
                    )
                    for error in run.errors
                ),
            ),
        )


SINK: Sink = GreatExpectationsSink()
