"""The gate after every run: was everything checked that should have been, and what came of it.

Great Expectations drops expectations of a type that it does not know, lets results with one key overwrite each other,
and then says success; its success knows no severity. The verdict here is computed from our own.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from dq.diagnostics import Text
from dq.report.sinks.great_expectations.content import result_counts, result_details, words_of
from dq.report.sinks.great_expectations.evidence import exception_text
from dq.report.sinks.great_expectations.words import COUNTED
from dq.types import Severity


@dataclass(frozen=True, slots=True)
class RuleError:
    """A rule that was not, or not wholly, evaluated on a partition. Never a pass."""

    rule: str
    partition: str
    message: str


@dataclass(frozen=True, slots=True)
class GxRun:
    """What one run of a checkpoint found.

    Parameters: `results` and `definitions` are equal, and so are `evaluated` and `compiled`, unless a problem says
    otherwise; `counts` outcomes by verdict (and "not_applicable", and "waived" for those violated or undecided ones
    that a waiver covers) over all rules and partitions; `rules` the same for each rule; `violated` outcomes violated by
    severity, those waived or with a doubted reading left out; `errors` rules that were not evaluated; `problems` why
    the run cannot be trusted; `mandatory_missing` an error-severity rule is undecided because a mandatory table is
    missing.
    """

    checkpoint: str
    run_name: str
    context: Path
    site: Path
    findings: Path
    definitions: int
    results: int
    compiled: int
    evaluated: int
    counts: dict[str, int]
    rules: dict[str, dict[str, int]]
    violated: dict[Severity, int]
    errors: tuple[RuleError, ...]
    problems: tuple[Text, ...]
    mandatory_missing: bool

    @property
    def complete(self) -> bool:
        """True where every rule of every partition was evaluated."""
        return not self.errors and not self.problems

    @property
    def success(self) -> bool:
        """True where everything was evaluated and nothing is violated; undecided outcomes are told beside it."""
        return self.complete and not self.counts["violated"]

    def exit_code(self, fail_on: Severity | None = Severity.ERROR) -> int:
        """The exit code of the command: 3 run errors, 1 something violated at or above `fail_on`, else 0.

        Parameters: `fail_on` None never fails on a violation.
        Example: `run.exit_code(Severity.WARNING)` → 1.
        """
        if not self.complete or self.mandatory_missing:
            return 3
        failing = [severity for severity in Severity if fail_on is not None and severity.rank >= fail_on.rank]
        return int(any(self.violated[severity] for severity in failing))


def rule_errors(results: Sequence[Any]) -> tuple[RuleError, ...]:
    """The rules that were not, or not wholly, evaluated. Parameters: `results` the suites' results of a run."""
    errors = []
    for suite in results:
        partition = str(suite.batch_id)
        for result in suite.results:
            rule = rule_of(result)
            details = result_details(result)
            if details is None or details["counts"]["error"]:
                told = exception_text(result) if details is None else "; ".join(details["errors"])
                unknown = words_of(result.expectation_config).say("原因不明", "for no reason given")
                errors.append(RuleError(rule, partition, told or unknown))
    return tuple(sorted(errors, key=lambda error: (error.rule, error.partition)))


def rule_counts(results: Sequence[Any]) -> dict[str, dict[str, int]]:
    """Counts of the verdicts of each rule over all partitions.

    Example: `rule_counts(results)["FA101"]["violated"]` → 1.
    """
    totals: dict[str, Counter[str]] = {}
    for suite in results:
        for result in suite.results:
            totals.setdefault(rule_of(result), Counter()).update(result_counts(result))
    return {rule: {name: count[name] for name in COUNTED} for rule, count in sorted(totals.items())}


def violated_by_severity(results: Sequence[Any]) -> dict[Severity, int]:
    """Violated outcomes by severity; one whose reading is doubted does not fail a run by itself."""
    totals = dict.fromkeys(Severity, 0)
    for suite in results:
        for result in suite.results:
            for name, count in ((result_details(result) or {}).get("violated_by_severity") or {}).items():
                totals[Severity(name)] += int(count)
    return totals


def rule_of(result: Any) -> str:
    """The rule that a result speaks of; the expectation's type where it is not one of ours."""
    configuration = result.expectation_config
    return str(configuration.kwargs.get("rule_id", configuration.type))


def missing_results(definitions: Sequence[str], results: int) -> list[Text]:
    """A problem where results overwrote each other or a definition did not run."""
    if results == len(definitions):
        return []
    return [
        Text(
            f"{len(definitions)} 个验证定义只得到 {results} 个结果：有结果互相覆盖或没有执行",
            f"{len(definitions)} definitions gave {results} results: some overwrote each other or did not run",
        )
    ]


def dropped_rules(suite: str, expected: dict[str, str], evaluated: set[str]) -> list[Text]:
    """A problem where rules of the suite were not evaluated. Parameters: `expected` rule id → fingerprint."""
    dropped = sorted(expected.keys() - evaluated)
    if not dropped:
        return []
    names = ", ".join(dropped)
    return [
        Text(
            f"规则包 {suite} 有 {len(dropped)} 条规则没有执行（期望类型未知或已从套件中删除）：{names}",
            f"{len(dropped)} rules of suite {suite} were not evaluated (unknown type or taken out): {names}",
        )
    ]


def uncovered_partitions(expected: Sequence[int], covered: Sequence[int]) -> list[Text]:
    """A problem where the archive has years that no definition covers."""
    missing = sorted(set(expected) - set(covered))
    if not missing:
        return []
    years = ", ".join(map(str, missing))
    return [
        Text(
            f"档案库新增的年度没有核对：{years}；请重新运行 dq report --to gx",
            f"years of the archive are not covered: {years}; run dq report --to gx again",
        )
    ]


def unwritten(paths: Sequence[Path]) -> list[Text]:
    """A problem for each file that the run should have written and did not (page errors are only logged)."""
    return [
        Text(f"没有写出 {path}", f"not written: {path}")
        for path in paths
        if not path.is_file() or not path.stat().st_size
    ]
