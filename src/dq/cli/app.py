"""The commands and their options. Nothing heavier than typer is imported before a command runs.

`--help` must not wait for polars or lark, so the work of each command stands in `dq.cli.commands.<name>`,
loaded by `dq.cli.running`: the one place where the command line imports late.
Annotations are real types here: typer would have to compile each one from its text.
"""

from typing import Annotated, Literal

import typer

from dq import __version__
from dq.cli.authoring import add_authoring
from dq.cli.correct_options import (
    AuthorOption,
    BatchOption,
    ColumnOption,
    CorrectedReportOption,
    EverythingOption,
    LineOption,
    ListingOption,
    PreviewOption,
    PrintedOption,
    ReasonOption,
    RowOption,
    TableOption,
    UndoOption,
    ValueOption,
)
from dq.cli.help import Command, Group
from dq.cli.ingest_options import JobsOption, ReadingFormOption, ReadingReportOption, ReplaceOption
from dq.cli.nightly import add_nightly
from dq.cli.options import (
    AllOption,
    ArchiveOption,
    EvidenceOption,
    FailOnOption,
    FailOnUndecidedOption,
    Format,
    LanguageOption,
    OutputOption,
    PathsArgument,
    ReportOption,
    RulesOption,
)
from dq.cli.render_options import DocumentFormOption, DocumentOption, NoiseSeedOption, OneReportOption
from dq.cli.reporting import EXIT_CODES, add_reporting
from dq.cli.running import run as _run
from dq.cli.serving import add_serving
from dq.cli.speech import said
from dq.cli.synth_options import (
    DocumentsOption,
    FaultsOption,
    FormOption,
    NewArchiveOption,
    ReportsOption,
    SeedOption,
    TemplatesOption,
    UnitsOption,
    YearsOption,
)

app = typer.Typer(
    name="dq",
    cls=Group,
    help=said(
        "检查政府部门公开的决算和预算：数字是否自洽，每个结论附依据和出处。",
        "Check published government accounts: whether the figures agree, each finding with its proof and place.",
    ),
    no_args_is_help=True,
    pretty_exceptions_enable=False,
)


def _print_version(wanted: bool) -> None:
    if wanted:
        typer.echo(f"dq {__version__}")
        raise typer.Exit


@app.callback()
def _program(
    version: Annotated[
        bool,
        typer.Option(
            "--version", callback=_print_version, is_eager=True, help=said("显示版本号。", "Show the version.")
        ),
    ] = False,
) -> None:
    """Hold the options that stand before a command."""


@app.command(cls=Command, help=said("读入报告，存进报告库。", "Read reports into an archive."))
def ingest(
    paths: PathsArgument = None,
    archive: ArchiveOption = None,
    replace: ReplaceOption = False,
    jobs: JobsOption = None,
    output: ReadingFormOption = "text",
    reading_report: ReadingReportOption = None,
    language: LanguageOption = None,
) -> None:
    """Read documents into an archive."""
    _run(
        "ingest",
        paths=paths or [],
        archive=archive,
        replacing=replace,
        jobs=jobs,
        output=output,
        reading_report=reading_report,
        language=language,
    )


@app.command(
    cls=Command,
    epilog=EXIT_CODES,
    help=said("检查报告文件或报告库，显示结论。", "Check documents or an archive and show the findings."),
)
def check(  # noqa: PLR0913, PLR0917 - one parameter an option
    paths: PathsArgument = None,
    archive: ArchiveOption = None,
    report: ReportOption = None,
    rules: RulesOption = None,
    output: Annotated[Format, typer.Option("--format", help=said("输出格式。", "Form of the output."))] = "text",
    everything: AllOption = False,
    evidence: EvidenceOption = "auto",
    fail_on: FailOnOption = "error",
    fail_on_undecided: FailOnUndecidedOption = False,
    language: LanguageOption = None,
) -> None:
    """Check documents or an archive."""
    _run(
        "check",
        paths=paths or [],
        archive=archive,
        reports=report or [],
        rules=rules or [],
        output=output,
        everything=everything,
        evidence=evidence,
        fail_on=fail_on,
        fail_on_undecided=fail_on_undecided,
        language=language,
    )


@app.command(cls=Command, help=said("列出读到的每个数据，一行一个。", "Print every stored fact, one a line."))
def facts(
    paths: PathsArgument = None,
    archive: ArchiveOption = None,
    report: ReportOption = None,
    output: Annotated[
        Literal["jsonl"], typer.Option("--format", help=said("输出格式。", "Form of the output."))
    ] = "jsonl",
    language: LanguageOption = None,
) -> None:
    """Print every stored fact."""
    _run("facts", paths=paths or [], archive=archive, reports=report or [], output=output, language=language)


@app.command(
    cls=Command,
    help=said(
        "更正读错的一格：原读数保留，写明谁改的、为什么。原件印错的不要更正，那是检查要发现的。",
        "Put a misread cell right: what was read is kept, with who corrects it and why. "
        "Never correct what the document itself prints wrong: that is for the checks to find.",
    ),
)
def correct(  # noqa: PLR0913, PLR0917 - one parameter an option
    archive: ArchiveOption = None,
    report: CorrectedReportOption = None,
    table: TableOption = None,
    row: RowOption = None,
    line: LineOption = None,
    column: ColumnOption = None,
    printed: PrintedOption = None,
    value: ValueOption = None,
    author: AuthorOption = None,
    reason: ReasonOption = None,
    batch: BatchOption = None,
    preview: PreviewOption = False,
    listing: ListingOption = False,
    everything: EverythingOption = False,
    undo: UndoOption = None,
    output: OutputOption = "text",
    language: LanguageOption = None,
) -> None:
    """Correct misread cells."""
    _run(
        "correct",
        archive=archive,
        cell={"report": report, "table": table, "row": row, "line": line, "column": column, "printed": printed},
        value=value,
        author=author,
        reason=reason,
        batch=batch,
        preview=preview,
        listing=listing,
        everything=everything,
        undone=undo,
        output=output,
        language=language,
    )


@app.command(cls=Command, name="rules", help=said("列出规则。", "List the rules."))
def rules_(
    rules: RulesOption = None,
    output: Annotated[
        Literal["text", "json"], typer.Option("--format", help=said("输出格式。", "Form of the output."))
    ] = "text",
    language: LanguageOption = None,
) -> None:
    """List the rules."""
    _run("rules", rules=rules or [], output=output, language=language)


add_authoring(app)


add_reporting(app)
add_nightly(app)
add_serving(app)


@app.command(
    cls=Command,
    help=said("生成虚构但前后一致的报告，供测试用。", "Make invented but consistent reports, for tests."),
)
def synth(  # noqa: PLR0913, PLR0917 - one parameter an option
    reports: ReportsOption,
    archive: NewArchiveOption = None,
    seed: SeedOption = 1,
    templates: TemplatesOption = None,
    years: YearsOption = "2017-2020",
    faults: FaultsOption = None,
    documents: DocumentsOption = None,
    form: FormOption = "tab",
    units: UnitsOption = 0,
    language: LanguageOption = None,
) -> None:
    """Make invented reports."""
    _run(
        "synth",
        reports=reports,
        seed=seed,
        archive=archive,
        templates=templates,
        years=years,
        faults=faults,
        documents=documents,
        form=form,
        units=units,
        language=language,
    )


@app.command(
    cls=Command,
    help=said("把库里的一份报告写成文件，样子如公开时一样。", "Write a stored report out as a publisher would."),
)
def render(
    report: OneReportOption,
    to: DocumentFormOption,
    out: DocumentOption,
    archive: ArchiveOption = None,
    seed: NoiseSeedOption = None,
    language: LanguageOption = None,
) -> None:
    """Write a stored report out as a document."""
    _run("render", archive=archive, report=report, form=to, out=out, seed=seed, language=language)
