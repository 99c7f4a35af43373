"""`dq ingest`: documents into an archive, with a word on how each was read."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

from dq.application.exits import Exit, exit_of_diagnostics
from dq.application.ingesting import Ingested, Ingestion, ingest
from dq.application.reading import ReadingSummary
from dq.application.requests import no_archive_named, nothing_to_ingest
from dq.archive import Action
from dq.cli.console import print_diagnostics, print_lines, reading_progress, spoken
from dq.cli.sources import named_archive
from dq.cli.speech import current_settings
from dq.diagnostics.layout import Line, Piece, Style, line
from dq.ingest.bodies import DEPARTMENT, UNIT
from dq.report.sinks.text.view import View, counted
from dq.settings import Language
from dq.templates import default_schema

_TOLD_IN_FULL = 10


def run(*, paths: Sequence[Path], archive: Path | None, replacing: bool, language: Language | None) -> int:
    """Ingest, tell what was read, and give the exit code: 0 all read, 2 usage, 3 some refused."""
    tongue = spoken(language)
    root = named_archive(archive)
    if root is None or not paths:
        diagnostic = nothing_to_ingest() if root is not None else no_archive_named()
        print_diagnostics([diagnostic], tongue)
        return Exit.USAGE
    with reading_progress("读入" if tongue == "zh" else "reading") as progress:
        limit = current_settings().file_limit
        ingestion = ingest(paths, root, limit=limit, replacing=replacing, progress=progress)
    print_diagnostics(ingestion.diagnostics, tongue)
    print_lines(_summary(ingestion, root, View(tongue, default_schema())))
    refused = Exit.RUN_ERROR if ingestion.refused else Exit.DONE
    return max(refused, exit_of_diagnostics(ingestion.diagnostics))


def _summary(ingestion: Ingestion, root: Path, view: View) -> Iterator[Line]:
    told = ingestion.ingested if len(ingestion.ingested) <= _TOLD_IN_FULL else ()
    for each in told:
        yield from _document(each, view)
    if not told:
        doubted = [each for each in ingestion.ingested if each.summary.doubts or each.summary.missing]
        for each in doubted[:_TOLD_IN_FULL]:
            yield from _document(each, view)
        hidden = len(doubted) - _TOLD_IN_FULL
        if hidden > 0:
            yield line(
                Piece(
                    view.say(f"… 还有 {hidden} 份缺表或读数可疑", f"… {hidden} more lack tables or are doubted"),
                    Style.FAINT,
                )
            )
    for path in ingestion.refused[:_TOLD_IN_FULL]:
        yield line(Piece(view.say("没有读入  ", "refused  "), Style.ERROR), str(path))
    yield line()
    yield _total(ingestion, root, view)


def _document(each: Ingested, view: View) -> Iterator[Line]:
    summary = each.summary
    word, style = _action(each.stored.action, view)
    yield line(
        Piece(word, style),
        Piece(f"  {each.path.name}  ", Style.STRONG),
        view.say(f"{summary.department} · {summary.year} 年度", f"{summary.department} · {summary.year}"),
        Piece(_about(summary, view), Style.FAINT),
    )
    found, missing = len(summary.found), tuple(view.table(name) for name in summary.missing)
    yield line(
        view.say(
            f"{found} 张表，{summary.figures} 个数字",
            f"{counted(found, 'table')}, {counted(summary.figures, 'figure')}",
        ),
        Piece(f"  {each.stored.entry.report}", Style.FAINT),
        indent=4,
        hang=6,
    )
    if missing:
        text = view.say(f"未见 {len(missing)} 张表：", f"{len(missing)} tables not found: ")
        yield line(Piece(text, Style.WARNING), view.listed(missing), indent=4, hang=6)
    if summary.doubts:
        text = view.say(
            f"{summary.doubts} 格读数可疑，请核对", f"{counted(summary.doubts, 'cell')} doubted: check the reading"
        )
        yield line(Piece(text, Style.WARNING), indent=4)


def _about(summary: ReadingSummary, view: View) -> str:
    """Level, region and code of the body, as far as they are printed."""
    levels = {DEPARTMENT: view.say("部门", "department"), UNIT: view.say("单位", "unit")}
    level = levels.get(summary.level or "", "")
    code = view.say(f"代码 {summary.code}", f"code {summary.code}") if summary.code else ""
    told = " · ".join(part for part in (level, summary.region or "", code) if part)
    return f"  {told}" if told else ""


def _action(action: Action, view: View) -> tuple[str, Style]:
    match action:
        case Action.ADDED:
            return view.say("已读入", "read"), Style.GOOD
        case Action.NEW_VERSION:
            return view.say("新版本", "new version"), Style.GOOD
        case Action.REPLACED:
            return view.say("已取代", "replaced"), Style.GOOD
        case Action.DUPLICATE:
            return view.say("重复，未再存", "duplicate, not stored again"), Style.WARNING


def _total(ingestion: Ingestion, root: Path, view: View) -> Line:
    new = [each for each in ingestion.ingested if each.stored.action is not Action.DUPLICATE]
    figures = sum(each.summary.figures for each in new)
    stored, duplicates, refused = len(new), len(ingestion.ingested) - len(new), len(ingestion.refused)
    return line(
        Piece(view.say(f"存入 {stored} 份", f"{stored} stored"), Style.STRONG),
        view.say(f" · 重复 {duplicates} · ", f" · {duplicates} duplicates · "),
        Piece(view.say(f"没有读入 {refused}", f"{refused} refused"), Style.ERROR if refused else Style.PLAIN),
        view.say(f" · 共 {figures} 个数字 → {root}", f" · {figures} figures → {root}"),
    )
