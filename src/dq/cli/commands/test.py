"""`dq test`: the tests of rules, what they cover, and whether they would notice a wrong rule."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Literal

from dq.application.testing import Tested
from dq.application.testing import run as run_rule_tests
from dq.authoring.mutation.scoring import Score
from dq.authoring.testing.junit import junit
from dq.authoring.testing.model import Result
from dq.cli.console import print_data, print_diagnostics, print_lines, spoken, working
from dq.diagnostics.layout import Line, Piece, Style, line
from dq.settings import Language

_SHOWN = 8
_VERDICTS = ("holds", "rounding", "violated", "undecided")


def run(  # noqa: PLR0913 - the options of the command
    *,
    paths: Sequence[Path],
    wanted: str,
    jobs: int,
    output: Literal["text", "json", "junit"],
    coverage: bool,
    mutation: bool,
    least: float,
    language: Language | None,
) -> int:
    """Run the tests, tell in the form asked for, and give the exit code: 0 clean, 1 failures, 2 usage or syntax."""
    tongue = spoken(language)
    with working("测试中…" if tongue == "zh" else "testing…"):
        tested = run_rule_tests(
            paths,
            wanted=wanted,
            jobs=jobs,
            language=tongue,
            coverage=coverage,
            mutation=mutation or least > 0,
        )
    print_diagnostics(tested.diagnostics, tongue)
    match output:
        case "json":
            print_data([json.dumps(_plain(tested), ensure_ascii=False, indent=1)])
        case "junit":
            print_data([junit(tested.results, tested.diagnostics, tongue)])
        case "text":
            print_lines(_page(tested, tongue))
    return tested.exit(least)


def _plain(tested: Tested) -> dict[str, object]:
    """The JSON form (docs/reference/testing.md)."""
    said: dict[str, object] = {
        "schema_version": 1,
        "tests": [
            {
                "name": each.case.name,
                "file": each.case.file,
                "line": each.case.span.line,
                "passed": each.passed,
                "failures": [
                    {
                        "expected": failure.expected,
                        "actual": failure.actual,
                        "line": failure.span.line,
                        "statements": failure.statements,
                    }
                    for failure in each.failures
                ],
            }
            for each in tested.results
        ],
        "rules": {rule: sorted(verdicts) for rule, verdicts in sorted(tested.verdicts.items())},
    }
    if tested.branches is not None:
        said["branches"] = [
            {
                "rule": each.rule,
                "condition": each.text,
                "line": each.span.line,
                "true": each.seen_true,
                "false": each.seen_false,
            }
            for each in tested.branches
        ]
    if tested.mutation is not None:
        said["mutation"] = _plain_score(tested.mutation)
    return said


def _plain_score(score: Score) -> dict[str, object]:
    return {
        "killed": score.killed,
        "mutants": len(score.mutants),
        "equivalent": score.equivalent,
        "refused": score.refused,
        "percent": round(score.percent, 1),
        "survived": [
            {
                "rule": each.rule,
                "kind": each.kind,
                "file": each.span.file,
                "line": each.span.line,
                "before": each.before,
                "after": each.after,
            }
            for each in score.mutants
            if each.survived
        ],
    }


def _page(tested: Tested, language: str) -> Iterator[Line]:
    zh = language == "zh"
    for result in tested.failed:
        yield from _failed(result, zh=zh)
    if tested.branches is not None:
        yield from _coverage(tested, zh=zh)
    if tested.mutation is not None:
        yield from _mutation(tested.mutation, zh=zh)
    passed, failed = len(tested.results) - len(tested.failed), len(tested.failed)
    style = Style.ERROR if failed else Style.GOOD
    told = f"{passed} 个测试通过，{failed} 个没有通过" if zh else f"{passed} tests passed, {failed} failed"
    if tested.results:
        yield line(Piece(told, style))


def _failed(result: Result, *, zh: bool) -> Iterator[Line]:
    case = result.case
    yield line(Piece("✗ ", Style.ERROR), Piece(case.name, Style.STRONG))
    for failure in result.failures:
        place = f"{failure.span.file}:{failure.span.line}"
        yield line(Piece("预期  " if zh else "expected  ", Style.FAINT), failure.expected, indent=4, hang=6)
        yield line(Piece("实得  " if zh else "actual    ", Style.FAINT), failure.actual, indent=4, hang=6)
        for statement in failure.statements:
            yield line(statement, indent=10, hang=12)
        yield line(Piece(place, Style.PLACE), indent=4)


def _coverage(tested: Tested, *, zh: bool) -> Iterator[Line]:
    yield line(Piece("覆盖" if zh else "Coverage", Style.STRONG))
    rules = tested.verdicts
    reached = sum(bool(verdicts) for verdicts in rules.values())
    yield line(f"规则 {reached}/{len(rules)}" if zh else f"rules {reached}/{len(rules)}", indent=2)
    for verdict in _VERDICTS:
        count = sum(verdict in verdicts for verdicts in rules.values())
        lacking = sorted(rule for rule, verdicts in rules.items() if verdict not in verdicts)
        more = " …" if len(lacking) > _SHOWN else ""
        rest = f"  {'没有见到' if zh else 'not seen'}: {', '.join(lacking[:_SHOWN])}{more}" if lacking else ""
        yield line(f"{verdict} {count}/{len(rules)}", Piece(rest, Style.FAINT), indent=2, hang=4)
    branches = tested.branches or ()
    seen = sum(each.seen for each in branches)
    yield line(f"{'分支' if zh else 'branches'} {seen}/{len(branches)}", indent=2)
    for each in branches:
        if not each.seen:
            lack = [word for word, is_seen in (("true", each.seen_true), ("false", each.seen_false)) if not is_seen]
            yield line(
                Piece(f"{each.rule}:{each.span.line}  ", Style.PLACE),
                each.text,
                Piece(f"  {'没有见到' if zh else 'not seen'} {', '.join(lack)}", Style.FAINT),
                indent=4,
                hang=6,
            )


def _mutation(score: Score, *, zh: bool) -> Iterator[Line]:
    yield line(Piece("变异" if zh else "Mutation", Style.STRONG))
    for each in score.mutants:
        if each.survived:
            yield line(
                Piece(f"{each.rule}:{each.span.line}  ", Style.PLACE),
                f"{each.before or '∅'} → {each.after or '∅'}",
                Piece(f"  {each.kind}", Style.FAINT),
                indent=2,
                hang=4,
            )
    told = f"{score.killed}/{len(score.mutants)} ({score.percent:.1f} %)"
    same, refused = score.equivalent, score.refused
    rest = (
        f"，另有 {same} 个与原规则同义，{refused} 个不成规则"
        if zh
        else f"; {same} more mean the same, {refused} are no valid rules"
    )
    yield line(f"{'测试发现的错误规则' if zh else 'wrong rules that tests notice'} {told}{rest}", indent=2)
