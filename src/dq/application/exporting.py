"""Use case: a stored run written by one of the sinks, as one file that can be handed on."""

from __future__ import annotations

import zipfile
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final

from dq.application import requests
from dq.application.indexing import rules_of, told_run
from dq.application.reporting import written_by
from dq.application.sources import Progress, Sources
from dq.application.stores import open_store
from dq.archive import Archive
from dq.diagnostics import Diagnostic, Text
from dq.outcome.waiving import kept_waivers
from dq.report import Material, Written, find_sink, sink_names
from dq.runner import complaints
from dq.runner.runs import FOLDER, UNREADABLE, RunStore
from dq.templates import default_schema

_EARLIEST: Final = (1980, 1, 1, 0, 0, 0)
"""The time of every entry of a package, so that equal reports give equal bytes; no package holds an earlier one."""


@dataclass(frozen=True, slots=True)
class Exported:
    """What was written: one file, None with the reasons where there is none. `problems` why it may not be trusted."""

    path: Path | None
    diagnostics: tuple[Diagnostic, ...] = ()
    problems: tuple[Text, ...] = ()


def export_run(
    archive: Path,
    run: str,
    sink: str,
    out: Path,
    *,
    language: str = "zh",
    everything: bool = False,
    progress: Progress | None = None,
) -> Exported:
    """Write a stored run in a form of `dq report --to`: the file that the sink writes, or its folder as a zip.

    Parameters: `out` a folder that is there for this export only; `everything` lists what holds, too. Tables are those
    that the archive holds now of the versions that were checked. A sink that evaluates by itself (gx) uses the rules
    of the run.
    Example: `export_run(Path("archive"), run.id, "xlsx", Path("exports/1f…")).path` → `exports/1f…/findings.xlsx`.
    """
    form = find_sink(sink)
    if form is None:
        return Exported(None, (requests.unknown_sink(sink, sink_names()),))
    try:
        kept = _kept(archive, run)
    except UNREADABLE as error:
        return Exported(None, (complaints.unreadable_run(run, str(error)[:200]),))
    opened = open_store(Sources(archive=archive), kept.schema)
    if not isinstance(opened.store, Archive):
        return Exported(None, opened.diagnostics)
    material = replace(
        kept,
        language=language,
        store=opened.store.seeing([each.report for each in kept.run().reports]),
        text=opened.originals.text,
        reading=opened.originals.reading,
        progress=progress,
        everything=everything,
    )
    return _handed_on(out, f"{run}-{sink}", written_by(form, material, out / "report"), opened.diagnostics)


def _kept(archive: Path, run: str) -> Material:
    """What is kept of a run: what it found, its rules and its waivers. Raises `UNREADABLE`."""
    stored = RunStore(archive / FOLDER).open(run)
    record = told_run(stored)
    rules, waivers = rules_of(archive, stored.about.book), kept_waivers(stored.about.waivers)
    return Material(lambda: record, rules, default_schema(), archive, waivers=waivers)


def _handed_on(out: Path, name: str, written: Written | Diagnostic, told: tuple[Diagnostic, ...]) -> Exported:
    """The file that was written under `out`, packed under `name` where there are several."""
    if isinstance(written, Diagnostic):
        return Exported(None, (written,))
    try:
        return Exported(_one_file(out, name), told, written.problems)
    except OSError as failure:
        return Exported(None, (requests.cannot_write(out, failure),))


def _one_file(out: Path, name: str) -> Path:
    """The only file that was written under `out`, or all of them in a package."""
    files = sorted(path for path in out.rglob("*") if path.is_file() and not path.is_symlink())
    if len(files) == 1:
        return files[0]
    package = out / f"{name}.zip"
    with zipfile.ZipFile(package, "w", zipfile.ZIP_DEFLATED) as archive:
        for file in files:
            entry = zipfile.ZipInfo(file.relative_to(out).as_posix(), _EARLIEST)
            entry.compress_type = zipfile.ZIP_DEFLATED
            with file.open("rb") as content, archive.open(entry, "w") as target:
                while chunk := content.read(1024 * 1024):
                    target.write(chunk)
    return package
