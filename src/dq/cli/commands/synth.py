"""`dq synth`: an archive of invented reports."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from dq.application.exits import exit_of_diagnostics
from dq.application.requests import no_archive_named
from dq.application.synthesis import Request, Synthesis, synthesise, templates_of
from dq.cli.console import print_diagnostics, print_lines, reading_progress, spoken
from dq.diagnostics.layout import Line, Piece, Style, line
from dq.settings import Language


def run(  # noqa: PLR0913 - the options of the command
    *,
    reports: int,
    seed: int,
    archive: Path | None,
    templates: str | None,
    years: str,
    faults: str | None,
    documents: Path | None,
    form: str,
    units: int,
    language: Language | None,
) -> int:
    """Make the archive, tell what was made, and give the exit code."""
    tongue = spoken(language)
    if archive is None:  # an archive of the environment is a real one: never the place for invented reports
        print_diagnostics([no_archive_named()], tongue)
        return exit_of_diagnostics([no_archive_named()])
    request = Request(reports, seed, tuple(templates_of(templates)), years, faults or "", documents, form, units)
    with reading_progress("生成" if tongue == "zh" else "making") as progress:
        made = synthesise(request, archive, progress)
    print_diagnostics(made.diagnostics, tongue)
    if made.reports:
        print_lines(_told(made, archive, tongue, wants_departments=units > 0))
    return exit_of_diagnostics(made.diagnostics)


def _told(made: Synthesis, archive: Path, language: Language, *, wants_departments: bool) -> Iterator[Line]:
    if language == "zh":
        told = f"生成 {made.reports} 份报告"
        among = f"（其中 {made.departments} 个部门）" if wants_departments else ""
        rest = f" · {made.bodies} 个虚构的单位{among} · {made.figures} 个数字 → {archive}"
    else:
        told = f"{made.reports} reports made"
        among = f" ({made.departments} of them departments)" if wants_departments else ""
        rest = f" · {made.bodies} invented bodies{among} · {made.figures} figures → {archive}"
    yield line(Piece(told, Style.STRONG), rest)
    if wants_departments and not made.departments:
        few = "表式相同的单位太少，没有部门：请增加份数（--reports），或只用一种表式（--templates）"
        more = "too few bodies with the same forms for a department: ask for more --reports, or one form in --templates"
        yield line(Piece(few if language == "zh" else more, Style.WARNING))
    if made.truth:
        listed = "、".join(map(str, made.truth)) if language == "zh" else ", ".join(map(str, made.truth))
        word = (
            f"其中 {made.faults} 份各有一处差错，列于 " if language == "zh" else f"{made.faults} with one fault each: "
        )
        yield line(word, listed)
