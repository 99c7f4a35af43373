"""`dq ingest`: documents into an archive, with an account of how each was read."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Literal

from dq.application.exits import Exit, exit_of_diagnostics
from dq.application.ingesting import Ingested, Ingestion, ingest
from dq.application.places import is_read
from dq.application.readings import text, words
from dq.application.requests import cannot_write, no_archive_named, nothing_to_ingest, would_overwrite
from dq.archive import Action
from dq.archive.reading import Reading
from dq.cli.console import print_data, print_diagnostics, print_lines, reading_progress, spoken
from dq.cli.sources import named_archive
from dq.cli.speech import current_settings
from dq.diagnostics.layout import Line, Piece, Style, line
from dq.ingest.bodies import DEPARTMENT, UNIT
from dq.report.sinks.text.view import View
from dq.settings import Language
from dq.templates import default_schema

_TOLD_IN_FULL = 3
_TOLD_IN_SHORT = 10
_INTERRUPTED = 130
"""The exit code of what Ctrl-C ended, as shells have it."""


def run(
    *,
    paths: Sequence[Path],
    archive: Path | None,
    replacing: bool,
    jobs: int | None,
    output: Literal["text", "json"],
    reading_report: Path | None,
    language: Language | None,
) -> int:
    """Ingest, tell how each document was read, and give the exit code: 0 all read, 2 usage, 3 some refused."""
    tongue = spoken(language)
    root = named_archive(archive)
    if root is None or not paths:
        diagnostic = nothing_to_ingest() if root is not None else no_archive_named()
        print_diagnostics([diagnostic], tongue)
        return Exit.USAGE
    if reading_report is not None and is_read(reading_report, root, paths):
        print_diagnostics([would_overwrite(reading_report)], tongue)
        return Exit.USAGE
    with reading_progress("读入" if tongue == "zh" else "reading") as progress:
        limit = current_settings().file_limit
        ingestion = ingest(paths, root, limit=limit, replacing=replacing, jobs=jobs, progress=progress)
    view = View(tongue, default_schema())
    if reading_report is not None:
        ingestion = _with_page(ingestion, reading_report, view)
    print_diagnostics(ingestion.diagnostics, tongue)
    if output == "json":
        from dq.application.readings.data import ingestion_document

        print_data([ingestion_document(ingestion, tongue)])
    else:
        print_lines(_summary(ingestion, root, view))
    if ingestion.interrupted:
        return _INTERRUPTED
    refused = Exit.RUN_ERROR if ingestion.refused else Exit.DONE
    return max(refused, exit_of_diagnostics(ingestion.diagnostics))


def _with_page(ingestion: Ingestion, path: Path, view: View) -> Ingestion:
    """Write the page; where that is not possible, say so."""
    from dq.application.readings.page import reading_page  # loads what renders pages

    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(reading_page(ingestion, view), encoding="utf-8", errors="replace", newline="\n")
    except OSError as failure:
        return replace(ingestion, diagnostics=(*ingestion.diagnostics, cannot_write(path, failure)))
    return ingestion


def _summary(ingestion: Ingestion, root: Path, view: View) -> Iterator[Line]:
    told = ingestion.ingested
    if len(told) > _TOLD_IN_SHORT:
        told = tuple(each for each in told if words.has_faults(each.reading))
    hidden = len(told) - _TOLD_IN_SHORT
    in_full = len(ingestion.ingested) <= _TOLD_IN_FULL
    for each in told[:_TOLD_IN_SHORT]:
        yield from _document(each, view, in_full=in_full)
    if hidden > 0:
        more = view.say(
            f"… 还有 {hidden} 份缺表、有未读或可疑的数字", f"… {hidden} more lack tables or are not read surely"
        )
        yield line(Piece(more, Style.FAINT))
    for path in ingestion.refused[:_TOLD_IN_SHORT]:
        yield line(Piece(view.say("没有读入  ", "refused  "), Style.ERROR), str(path))
    yield line()
    if ingestion.interrupted:
        yield line(
            Piece(
                view.say(
                    "已中断：其余文件没有读入；再运行一次会接着读。",
                    "interrupted: the rest was not read; run again to go on.",
                ),
                Style.WARNING,
            )
        )
    yield _total(ingestion, root, view)


def _document(each: Ingested, view: View, *, in_full: bool) -> Iterator[Line]:
    reading = each.reading
    style = Style.WARNING if each.stored.action is Action.DUPLICATE else Style.GOOD
    yield line(
        Piece(words.action(each.stored.action).in_language(view.language), style),
        Piece(f"  {each.path.name}  ", Style.STRONG),
        view.say(f"{reading.department} · {reading.year} 年度", f"{reading.department} · {reading.year}"),
        Piece(_about(reading, view), Style.FAINT),
        Piece(f"  {each.stored.entry.report}", Style.FAINT),
    )
    yield from text.in_full(reading, view) if in_full else text.in_short(reading, view)


def _about(reading: Reading, view: View) -> str:
    """Level, region and code of the body, as far as they are printed."""
    levels = {DEPARTMENT: view.say("部门", "department"), UNIT: view.say("单位", "unit")}
    level = levels.get(reading.level or "", "")
    code = view.say(f"代码 {reading.code}", f"code {reading.code}") if reading.code else ""
    told = " · ".join(part for part in (level, reading.region or "", code) if part)
    return f"  {told}" if told else ""


def _total(ingestion: Ingestion, root: Path, view: View) -> Line:
    new = [each for each in ingestion.ingested if each.stored.action is not Action.DUPLICATE]
    figures = sum(each.reading.facts + each.reading.text_facts for each in new)
    stored, duplicates, refused = len(new), len(ingestion.ingested) - len(new), len(ingestion.refused)
    later = sum(each.stored.action is Action.NEW_VERSION for each in new)
    versions = view.say(f"，其中 {later} 份是同一报告的又一版本", f", {later} of them further versions of a report")
    return line(
        Piece(view.say(f"存入 {stored} 份", f"{stored} stored"), Style.STRONG),
        versions if later else "",
        view.say(f" · 重复 {duplicates} · ", f" · {duplicates} duplicates · "),
        Piece(view.say(f"没有读入 {refused}", f"{refused} refused"), Style.ERROR if refused else Style.PLAIN),
        view.say(f" · 共 {figures} 个数字 → {root}", f" · {figures} figures → {root}"),
    )
