"""Run a checkpoint that lies on disk, and pass its result through the gate."""

from __future__ import annotations

import re
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from operator import attrgetter
from pathlib import Path
from typing import Any, Final

import great_expectations as gx

from dq.diagnostics import Text
from dq.report.sinks.great_expectations.actions import FINDINGS, SITE
from dq.report.sinks.great_expectations.content import result_details
from dq.report.sinks.great_expectations.context import CHECKPOINT, CONFIGURATION, CONTEXT_FOLDER, META, RUNS_SHOWN
from dq.report.sinks.great_expectations.evaluation import StoredRule, Together, open_archive, recall, together
from dq.report.sinks.great_expectations.expectations import ReportRuleExpectation
from dq.report.sinks.great_expectations.gate import (
    GxRun,
    dropped_rules,
    missing_results,
    rule_counts,
    rule_errors,
    rule_of,
    uncovered_partitions,
    unwritten,
    violated_by_severity,
)
from dq.report.sinks.great_expectations.private_api import RunIdentifier, compared_once, quiet
from dq.report.sinks.great_expectations.source import ArchivePartition
from dq.report.sinks.great_expectations.sources import Texts, no_text, texts
from dq.report.sinks.great_expectations.stored import compact, forget
from dq.report.sinks.great_expectations.words import COUNTED

_RESULTS: Final = "uncommitted/validations"
_UNSAFE_IN_A_PATH: Final = re.compile(r"[/\\\x00-\x1f]+")


class UnknownCheckpointError(Exception):
    """No checkpoint of that name.

    Parameters: `names` those there are.
    """

    def __init__(self, name: str, names: tuple[str, ...]) -> None:
        super().__init__(f"no checkpoint {name!r}; there are: {', '.join(names) or 'none'}")
        self.name = name
        self.names = names


def context_folder(path: Path) -> Path:
    """The context's folder, given itself or the folder that `dq report` wrote to.

    Raises FileNotFoundError where neither holds a context.
    Example: `context_folder(Path("out"))` → `out/gx`.
    """
    for folder in (path, path / CONTEXT_FOLDER):
        if (folder / CONFIGURATION).is_file():
            return folder.resolve()
    raise FileNotFoundError(f"{path}: 这里没有 Great Expectations 上下文（{CONFIGURATION}）")


def checkpoint_names(path: Path) -> tuple[str, ...]:
    """Names of the checkpoints in a context, sorted.

    Example: `checkpoint_names(Path("out/gx"))` → `("audit",)`.
    """
    with quiet():
        context = gx.get_context(mode="file", context_root_dir=context_folder(path))
        return tuple(sorted(checkpoint.name for checkpoint in context.checkpoints.all()))


def run_checkpoint(
    path: Path,
    name: str = CHECKPOINT,
    *,
    run_name: str | None = None,
    text: Texts = no_text,
    memory: Path | None = None,
    progress: Callable[[int, int, str], None] | None = None,
) -> GxRun:
    """Run the checkpoint `name` of the context at `path` (its own folder, or the one around it).

    Parameters: `run_name` what people call this run; the time of day in UTC where it is None; `text` the
    lines of documents, which the pages show that evidence links to; `memory` the folder of rules compiled before;
    `progress` is told how many of its results the run has.
    Returns what was found, with the gate's verdict. Raises FileNotFoundError where there is no context,
    UnknownCheckpointError where it has no such checkpoint.
    Example: `run_checkpoint(Path("out"), "audit").counts["violated"]` → 11.
    """
    folder = context_folder(path)
    run_name = _UNSAFE_IN_A_PATH.sub("_", run_name or datetime.now(UTC).strftime("%Y%m%dT%H%M%SZ"))
    started = time.time()
    with quiet() as complaints:
        context = gx.get_context(mode="file", context_root_dir=folder)
        checkpoints = {each.name: each for each in context.checkpoints.all()}
        if name not in checkpoints:
            raise UnknownCheckpointError(name, tuple(sorted(checkpoints)))
        checkpoint = checkpoints[name]
        wanted = _together(checkpoint, progress)
        recall({rule for rules in wanted.rules.values() for rule in rules}, memory)
        _forget_older_runs(folder, checkpoint)
        told, asked = texts.set(text), together.set(wanted)
        try:
            with compared_once():
                result = checkpoint.run(run_id=RunIdentifier(run_name=run_name, run_time=datetime.now(UTC)))
        finally:
            texts.reset(told)
            together.reset(asked)
        compact(_files(folder / _RESULTS, result, ".json"))
        return _pass_gate(context, checkpoint, result, _Run(run_name, started, complaints))


@dataclass(frozen=True, slots=True)
class _Run:
    """What is known of a run besides its result: name, start in seconds, what the library complained of."""

    name: str
    started: float
    complaints: list[str]


def _together(checkpoint: Any, progress: Callable[[int, int, str], None] | None) -> Together:
    """The rules that the checkpoint will ask of each partition of our archives.

    Two texts under one id (a suite of a person's own making) cannot be told apart in one evaluation.
    """
    asked: dict[tuple[Path, int], set[StoredRule]] = {}
    for definition in checkpoint.validation_definitions:
        if isinstance(asset := definition.data.data_asset, ArchivePartition):
            rules = (each for each in definition.suite.expectations if isinstance(each, ReportRuleExpectation))
            asked.setdefault((asset.folder, asset.year), set()).update(StoredRule.of(each.dict()) for each in rules)
    return Together(
        {
            partition: tuple(sorted(rules, key=attrgetter("id")))
            for partition, rules in asked.items()
            if len({rule.id for rule in rules}) == len(rules)
        },
        len(checkpoint.validation_definitions),
        progress,
    )


def _dropped(results: Sequence[Any], expected: Mapping[str, dict[str, str]]) -> Iterator[Text]:
    """Rules of a suite that its result does not hold."""
    for found in results:
        kept = {rule_of(rule) for rule in found.results}
        yield from dropped_rules(f"{found.suite_name} ({found.batch_id})", expected.get(found.suite_name, {}), kept)


def _pass_gate(context: Any, checkpoint: Any, result: Any, run: _Run) -> GxRun:
    root = Path(context.root_directory)
    results = list(result.run_results.values())
    definitions = checkpoint.validation_definitions
    expected = {definition.suite.name: _expected_rules(definition.suite) for definition in definitions}
    site, findings = root.parent / SITE / "index.html", root.parent / FINDINGS
    problems = [
        *missing_results([definition.name for definition in definitions], len(results)),
        *_dropped(results, expected),
        *_uncovered(definitions),
        *unwritten([site, findings, *_files(site.parent / "validations", result, ".html")]),
        *_stale(findings, run.started),
        *(Text(f"Great Expectations：{line}", f"Great Expectations: {line}") for line in run.complaints),
    ]
    details = [result_details(rule) for found in results for rule in found.results]
    rules = rule_counts(results)
    return GxRun(
        checkpoint=checkpoint.name,
        run_name=run.name,
        context=root,
        site=site,
        findings=findings,
        definitions=len(definitions),
        results=len(results),
        compiled=sum(len(expected[definition.suite.name]) for definition in definitions),
        evaluated=sum(found.statistics["evaluated_expectations"] for found in results),
        counts={verdict: sum(counts[verdict] for counts in rules.values()) for verdict in COUNTED},
        rules=rules,
        violated=violated_by_severity(results),
        errors=rule_errors(results),
        problems=tuple(problems),
        mandatory_missing=any(found is not None and found.get("mandatory_missing") for found in details),
    )


def _expected_rules(suite: Any) -> dict[str, str]:
    """The rules that the suite was written with. A suite of a person's own making promises nothing."""
    rules: dict[str, str] = ((suite.meta or {}).get(META) or {}).get("rules", {})
    return rules


def _uncovered(definitions: Any) -> list[Text]:
    """Years in the archives that no definition covers."""
    covered: dict[Path, list[int]] = {}
    for definition in definitions:
        asset = definition.data.data_asset
        if hasattr(asset, "year"):
            covered.setdefault(Path(asset.path), []).append(asset.year)
    problems = []
    for archive, years in sorted(covered.items()):
        try:
            problems.extend(uncovered_partitions(open_archive(archive).years, years))
        except Exception as error:  # noqa: BLE001 - an archive that cannot be opened is what we report
            problems.append(Text(f"档案库打不开: {error}", f"the archive cannot be opened: {error}"))
    return problems


def _files(folder: Path, result: Any, end: str) -> list[Path]:
    """The file of each result in a folder of such files."""
    return [
        folder.joinpath(
            *key.expectation_suite_identifier.name.split("."),
            *key.run_id.to_tuple(),
            f"{key.batch_identifier}{end}",
        )
        for key in result.run_results
    ]


def _forget_older_runs(context: Path, checkpoint: Any) -> None:
    """Make room for one run more, in results and pages, for each suite of a checkpoint."""
    names = {definition.suite.name for definition in checkpoint.validation_definitions}
    suites = [_UNSAFE_IN_A_PATH.sub("_", name).split(".") for name in sorted(names)]
    for results in (context / _RESULTS, context.parent / SITE / "validations"):
        forget(results, (results.joinpath(*suite) for suite in suites), RUNS_SHOWN - 1)


def _stale(findings: Path, started: float) -> list[Text]:
    """A problem where the findings were not written by this run."""
    if not findings.is_file() or findings.stat().st_mtime >= started - _CLOCK_SLACK:
        return []
    return [Text(f"{findings} 是以前写的", f"{findings} is from an earlier run")]


_CLOCK_SLACK: Final = 2.0  # seconds: file systems keep coarse times
