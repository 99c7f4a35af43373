"""Use cases: check an archive and write a report by one of the sinks; run a persisted checkpoint again."""

from __future__ import annotations

import errno
import os
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Final

from dq.application import requests
from dq.application.checking import EvidenceOf, evaluate_opened
from dq.application.exits import Exit, FailOn, exit_of_diagnostics, exit_of_run
from dq.application.originals import Originals
from dq.application.places import holds, is_read
from dq.application.rulebooks import LoadedRules, read_rules
from dq.application.sources import Progress, Sources
from dq.application.stores import OpenedStore, known_reports, open_store
from dq.diagnostics import Diagnostic
from dq.outcome.model import RunRecord
from dq.report import ArchiveNeededError, Material, Sink, Written, find_sink, sink_names
from dq.settings import read_settings
from dq.templates import default_schema

if TYPE_CHECKING:
    from dq.report.sinks.great_expectations import GxRun

_GX = "great_expectations"
_EXTRAS = {_GX: "gx", "xlsxwriter": "xlsx"}
"""Packages that a sink needs → the extra that installs them."""
_REFUSALS: Final = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG, errno.EROFS, errno.EACCES, errno.EPERM, errno.EIO}
"""What a file that cannot be written is refused with."""


@dataclass(frozen=True, slots=True)
class Reported:
    """What was written, None where nothing could be. Parameters: `found` the exit code of what was found."""

    written: Written | None
    diagnostics: tuple[Diagnostic, ...]
    found: Exit = Exit.DONE

    @property
    def exit(self) -> Exit:
        """As for a check, the highest wins; 2 also where nothing was written, 3 where the report cannot be trusted."""
        told = exit_of_diagnostics(self.diagnostics)
        if self.written is None:
            return max(told, Exit.USAGE)
        return Exit.RUN_ERROR if self.written.problems else max(told, self.found)


@dataclass(frozen=True, slots=True)
class ReportRequest:
    """Which report is to be written, and where.

    Parameters: `sink` the word after `--to`; `rules` files and folders, those shipped where empty; `everything` lists
    what holds, too; `fail_on` and `fail_on_undecided` say what fails a pipeline; `command` the words that write it
    again; `progress` is told of documents read, of the reports to be checked and of pages written.
    """

    sink: str
    sources: Sources
    out: Path
    rules: Sequence[Path] = ()
    language: str = "zh"
    everything: bool = False
    evidence: EvidenceOf = "auto"
    fail_on: FailOn = "error"
    fail_on_undecided: bool = False
    command: tuple[str, ...] = ()
    progress: Progress | None = None


def write_report(request: ReportRequest) -> Reported:
    """Check what the request names and write the report that it asks for.

    Example: `write_report(ReportRequest("gx", Sources(archive=Path("a")), Path("out"))).written.paths[0]` →
    `out/site/index.html`.
    """
    sources = request.sources
    sink = find_sink(request.sink)
    if sink is None:
        return Reported(None, (requests.unknown_sink(request.sink, sink_names()),))
    if sources.archive is None and not sources.paths:
        return Reported(None, (requests.no_archive_named(),))
    if is_read(request.out, sources.archive, sources.paths):
        return Reported(None, (requests.would_overwrite(request.out),))
    loaded = read_rules(request.rules, sources.archive)
    opened = open_store(sources, loaded.schema, request.progress)
    diagnostics = (*loaded.diagnostics, *opened.diagnostics)
    if opened.store is None or not loaded.book.rules:
        return Reported(None, diagnostics)
    known = known_reports(opened.store)
    if not known:
        empty = (requests.empty_archive(sources.archive),) if sources.archive is not None else ()
        return Reported(None, (*diagnostics, *empty))
    material = _material(request, loaded, opened, len(known))
    written = written_by(sink, material, request.out)
    if isinstance(written, Diagnostic):
        return Reported(None, (*diagnostics, written))
    if written.found is not None:
        return Reported(written, diagnostics, Exit(written.found))
    found = exit_of_run(material.run(), request.fail_on, fail_on_undecided=request.fail_on_undecided)
    return Reported(written, diagnostics, found)


def _material(request: ReportRequest, loaded: LoadedRules, opened: OpenedStore, reports: int) -> Material:
    """What the sink may draw on. Parameters: `reports` how many there are to check."""

    @cache
    def run() -> RunRecord:
        if request.progress is not None:
            request.progress(0, reports, "")
        return evaluate_opened(
            loaded,
            opened,
            (*loaded.diagnostics, *opened.diagnostics),
            request.sources.reports,
            evidence=request.evidence,
            language=request.language,
            holds=request.everything,
        )

    return Material(
        run,
        loaded.book,
        loaded.schema,
        request.sources.archive,
        request.language,
        reports=request.sources.reports,
        store=opened.store,
        text=opened.originals.text,
        reading=opened.originals.reading,
        command=request.command,
        progress=request.progress,
        everything=request.everything,
        fail_on=request.fail_on,
        fail_on_undecided=request.fail_on_undecided,
    )


def written_by(sink: Sink, material: Material, out: Path) -> Written | Diagnostic:
    """What a sink wrote, or why it could not.

    Example: `written_by(find_sink("json"), material, Path("out"))`.
    """
    if holds(material.archive, out):
        return requests.would_overwrite(out)
    try:
        return sink.write(material, out)
    except ArchiveNeededError:
        return requests.whole_archive_needed(sink.name)
    except ModuleNotFoundError as missing:
        if missing.name not in _EXTRAS:
            raise
        return requests.missing_extra(missing.name, _EXTRAS[missing.name])
    except Exception as failure:
        refused = _refused(failure)
        if refused is None:
            raise
        return requests.cannot_write(out, refused)


def _refused(failure: BaseException | None) -> OSError | None:
    """What the operating system refused, be it told by an error of the library that met with it.

    A fault of the program that strikes while something is looked for in vain is none of these.
    """
    if isinstance(failure, OSError):
        return failure
    while failure is not None and not (isinstance(failure, OSError) and failure.errno in _REFUSALS):
        failure = failure.__cause__ or failure.__context__
    return failure


@dataclass(frozen=True, slots=True)
class CheckpointRun:
    """What a persisted checkpoint found, None where there is none."""

    run: GxRun | None
    diagnostics: tuple[Diagnostic, ...]

    @property
    def exit(self) -> Exit:
        """As for a check: 1 where an error-severity rule is violated, 3 where the run is incomplete."""
        told = exit_of_diagnostics(self.diagnostics)
        return told if self.run is None else max(told, Exit(self.run.exit_code()))


def run_persisted_checkpoint(name: str, context: Path) -> CheckpointRun:
    """Run the checkpoint `name` of the Great Expectations context at `context`.

    Example: `run_persisted_checkpoint("audit", Path("out/gx")).run.counts`.
    """
    try:
        from dq.report.sinks.great_expectations import UnknownCheckpointError, context_folder, run_checkpoint
    except ModuleNotFoundError as missing:
        if missing.name != _GX:
            raise
        return CheckpointRun(None, (requests.missing_extra(_GX, "gx"),))
    try:
        folder = context_folder(context)
    except FileNotFoundError:
        return CheckpointRun(None, (requests.no_context(context),))
    try:
        memory = read_settings(os.environ, os.pathsep).memory
        return CheckpointRun(run_checkpoint(folder, name, text=_text_of_archive, memory=memory), ())
    except UnknownCheckpointError as unknown:
        return CheckpointRun(None, (requests.unknown_checkpoint(name, unknown.names),))


def _text_of_archive(archive: Path, sha256: str) -> tuple[str, ...] | None:
    """The lines of a document that an archive keeps."""
    return _originals(archive).text(sha256)


@lru_cache(maxsize=1)
def _originals(archive: Path) -> Originals:
    return open_store(Sources(archive=archive), default_schema()).originals
