"""Use case: an archive of invented reports."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final

from dq.application import requests
from dq.application.sources import Progress
from dq.diagnostics import Diagnostic
from dq.semantics.references import FOLDER, UNITS
from dq.synthesis.generation import complaints
from dq.synthesis.generation.fault_spec import FaultSpec, read_faults
from dq.templates import default_schema, load_catalogue

if TYPE_CHECKING:
    import polars as pl

    from dq.synthesis.generation.faults import Fault
    from dq.synthesis.generation.plan import Plan
    from dq.synthesis.rendering import Amounts, Told

_DOCUMENTS: Final = 10_000
"""Documents that one run writes at most."""


@dataclass(frozen=True, slots=True)
class Request:
    """What to make. Parameters: `reports` how many; `templates` names of forms, all that can be made where empty;
    `years` as typed (2017-2020 or 2018,2020); `faults` as typed (`all`, or kinds with shares), none where empty;
    `documents` the folder for each report as a document of this `form`, none where None; `units` how many bodies make
    up a department, whose reports are made besides and whose units the archive lists.
    """

    reports: int
    seed: int
    templates: tuple[str, ...] = ()
    years: str = "2017-2020"
    faults: str = ""
    documents: Path | None = None
    form: str = "tab"
    units: int = 0


@dataclass(frozen=True, slots=True)
class Synthesis:
    """What was made. With an error among `diagnostics` nothing was. `truth` are the files that list the `faults`;
    `departments` of the bodies have units.
    """

    reports: int
    bodies: int
    figures: int
    diagnostics: tuple[Diagnostic, ...] = ()
    faults: int = 0
    truth: tuple[Path, ...] = ()
    departments: int = 0


def synthesise(request: Request, root: Path, progress: Progress | None = None) -> Synthesis:
    """Make an archive of invented reports at `root`, which must be new or empty.

    The same request gives the same bytes, on every machine.
    Example: `synthesise(Request(reports=100, seed=1), Path("archive")).figures`.
    """
    from dq.archive.bulk import write_archive
    from dq.synthesis.generation.faulty import truth_paths, write_truth

    planned, diagnostics = _planned(request)
    reading = read_faults(request.faults, documents=request.documents is not None) if request.faults else None
    truth = truth_paths(root) if reading is not None else ()
    told = [*diagnostics, *(reading.diagnostics if reading else ()), *_place(root, "--archive"), *_taken(truth)]
    if planned is not None and request.documents is not None:
        told += [*_place(request.documents, "--documents"), *_writable(planned, request.form)]
    if planned is None or told:
        return Synthesis(0, 0, 0, tuple(told))
    made = _Made(planned, request, reading.spec if reading else None, progress)
    try:
        opened = write_archive(root, made.batches(), default_schema())
        if truth and opened.archive is not None:
            write_truth(made.faults, root)
        if request.units and opened.archive is not None:
            _list_units(planned, root / FOLDER)
    except OSError as failure:
        return Synthesis(0, 0, 0, (requests.cannot_write(root, failure),))
    except ModuleNotFoundError as failure:
        return Synthesis(0, 0, 0, (requests.missing_extra(failure.name or request.form, "synth"),))
    departments = len({department for department, _ in planned.memberships()})
    bodies = planned.bodies + departments
    return Synthesis(made.reports, bodies, made.figures, opened.diagnostics, len(made.faults), truth, departments)


def _list_units(planned: Plan, folder: Path) -> None:
    """Write which units are whose. Errors: `OSError`."""
    from dq.synthesis.generation.consolidation import listed

    folder.mkdir()
    (folder / f"{UNITS}.csv").write_text(listed(planned.memberships()), encoding="utf-8", newline="")


def _taken(paths: Sequence[Path]) -> list[Diagnostic]:
    return [complaints.truth_there(path) for path in paths if path.exists()]


def _place(root: Path, option: str) -> list[Diagnostic]:
    if root.exists() and not root.is_dir():
        return [requests.not_a_folder(root)]
    if root.is_dir() and any(each.name != ".lock" for each in root.iterdir()):
        return [complaints.not_empty(root, option)]
    return []


def _writable(planned: Plan, form: str) -> list[Diagnostic]:
    """What keeps the reports from being written out in this form."""
    from dq.synthesis.rendering import forms

    told: list[Diagnostic] = []
    if form not in forms():
        told.append(complaints.unknown_form(form, forms()))
    if planned.reports > _DOCUMENTS:
        told.append(complaints.too_many_documents(planned.reports, _DOCUMENTS))
    return told


def _planned(request: Request) -> tuple[Plan | None, list[Diagnostic]]:
    from dq.synthesis.generation.plan import most_reports, plan

    catalogue = {template.name: template for template in load_catalogue()}
    unknown = [complaints.unknown_template(name, catalogue) for name in request.templates if name not in catalogue]
    years = complaints.read_years(request.years)
    wrong = [*unknown, *([] if years else [complaints.bad_years(request.years)])]
    if wrong:
        return None, wrong
    chosen = [form for name, form in catalogue.items() if not request.templates or name in request.templates]
    planned = plan(request.reports, request.seed, chosen, years, request.units)
    if not planned.slots:
        return None, [complaints.no_form_in_force(request.years, chosen)]
    most = most_reports(planned)
    if not 1 <= request.reports <= most:
        return None, [complaints.bad_number(request.reports, most)]
    return planned, []


class _Made:
    """What has been made so far."""

    def __init__(self, planned: Plan, request: Request, spec: FaultSpec | None, progress: Progress | None) -> None:
        self._planned = planned
        self._request = request
        self._spec = spec
        self._progress = progress
        self.reports = 0
        self.figures = 0
        self.faults: list[Fault] = []
        self._told: dict[tuple[str, str, int], Amounts] = {}

    def batches(self) -> Iterator[tuple[int, dict[str, pl.DataFrame]]]:
        """The portions, counted as they pass."""
        from dq.synthesis.generation.faulty import faulty_portions
        from dq.synthesis.generation.plan import portions

        made = portions(self._planned)
        if self._spec is not None:
            made = faulty_portions(self._planned, self._spec, self.faults)
        for year, frames in made:
            if self._request.documents is not None:
                self._write_documents(frames, self._request.documents)
            yield year, frames
            self.reports += frames["reports"].height
            self.figures += sum(_figures(frame) for frame in frames.values())
            if self._progress is not None:
                self._progress(self.reports, self._planned.reports, str(year))

    def _write_documents(self, frames: dict[str, pl.DataFrame], folder: Path) -> None:
        """Write each report out as its publisher would have, under its id, some with a fault in what they say."""
        from dq.synthesis.generation.fault_spec import chance
        from dq.synthesis.generation.plan import as_report_tables
        from dq.synthesis.rendering import Noise, Told, amounts, form_named, render

        folder.mkdir(parents=True, exist_ok=True)
        catalogue = {template.name: template for template in load_catalogue()}
        suffix = form_named(self._request.form).SUFFIX
        for report in as_report_tables(frames):
            about = report.report
            key = about["kind"], about["department"], about["year"]
            self._told[key] = amounts(report)
            noise = Noise(chance(self._request.seed, f"told {about['report']}").getrandbits(32))
            told = Told.of(report, noise, self._told.get((*key[:2], key[2] - 1)))
            told = self._with_text_fault(str(about["report"]), told)
            document = render(report, catalogue[about["template"]], self._request.form, told=told)
            (folder / f"{about['report']}{suffix}").write_bytes(document)

    def _with_text_fault(self, report: str, told: Told) -> Told:
        """What a report says, with a fault where one is dealt out to it."""
        from dq.synthesis.generation.fault_spec import TEXT_KINDS, chance
        from dq.synthesis.rendering import put_text_fault

        seed = self._request.seed
        dealt = None if self._spec is None else self._spec.kind_of(seed, report)
        kind = next((kind for kind in TEXT_KINDS if kind == dealt), None)
        done = None if kind is None else put_text_fault(report, told, kind, chance(seed, report))
        if done is None:
            return told
        self.faults.append(done[1])
        return done[0]


def _figures(frame: pl.DataFrame) -> int:
    measures = [name for name in frame.columns if name.endswith("__radius")]
    return sum(frame.height - frame[name].null_count() for name in measures)


def templates_of(text: str | None) -> Sequence[str]:
    """Names separated by commas, as typed."""
    return [name.strip() for name in (text or "").split(",") if name.strip()]
