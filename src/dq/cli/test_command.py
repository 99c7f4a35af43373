"""`dq test` as a command: its options and help. Its work stands in `dq.cli.commands.test`."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Final, Literal

import typer

from dq.cli.options import LanguageOption
from dq.cli.running import run
from dq.cli.speech import said

TEST_HELP: Final = said("运行规则的测试（*_test.dq）。", "Run the tests of rules (*_test.dq).")
TEST_EXIT_CODES: Final = said(
    "退出码：0 全部通过；1 有测试没有通过，或变异得分不足；2 用法或文件有误。",
    "Exit codes: 0 all passed; 1 a test failed or the mutation score is too low; 2 usage or file errors.",
)

TestPathsArgument = Annotated[
    list[Path],
    typer.Argument(
        metavar="PATH",
        help=said(
            "测试文件（*_test.dq）、规则文件（运行它旁边的测试），或文件夹。",
            "Files of tests (*_test.dq), rule files (the tests beside them are run), or folders.",
        ),
        show_default=False,
    ),
]
FilterOption = Annotated[
    str,
    typer.Option(
        "--filter",
        metavar="TEXT",
        help=said(
            "只运行名称、文件名或所测规则编号里有这段文字的测试。",
            "Only tests with this text in their name, their file's name or the id of a rule they name.",
        ),
        show_default=False,
    ),
]
TestJobsOption = Annotated[
    int,
    typer.Option(
        "--jobs",
        metavar="N",
        min=1,
        help=said(
            "同时处理的规则文件数；不影响结果。", "Rule files worked on at once; the result does not depend on it."
        ),
    ),
]
TestFormatOption = Annotated[
    Literal["text", "json", "junit"], typer.Option("--format", help=said("输出格式。", "Form of the output."))
]
CoverageOption = Annotated[
    bool,
    typer.Option(
        "--coverage",
        help=said("列出测试见到了哪些结论和分支。", "Tell which verdicts and branches the tests have seen."),
    ),
]
MutationOption = Annotated[
    bool,
    typer.Option(
        "--mutation",
        help=said(
            "把规则改错，看测试能否发现；列出没有被发现的。",
            "Make rules wrong and see whether the tests notice; list what they miss.",
        ),
    ),
]
FailUnderOption = Annotated[
    float,
    typer.Option(
        "--fail-under",
        metavar="N",
        min=0,
        max=100,
        help=said(
            "变异得分低于 N% 时退出码为 1（隐含 --mutation）。",
            "Exit code 1 where the mutation score is below N percent (implies --mutation).",
        ),
        show_default=False,
    ),
]


def run_rule_tests(  # noqa: PLR0913, PLR0917 - one parameter an option
    paths: TestPathsArgument,
    wanted: FilterOption = "",
    jobs: TestJobsOption = 1,
    output: TestFormatOption = "text",
    coverage: CoverageOption = False,
    mutation: MutationOption = False,
    least: FailUnderOption = 0.0,
    language: LanguageOption = None,
) -> None:
    """Run the tests of rules."""
    run(
        "test",
        paths=paths,
        wanted=wanted,
        jobs=jobs,
        output=output,
        coverage=coverage,
        mutation=mutation,
        least=least,
        language=language,
    )
