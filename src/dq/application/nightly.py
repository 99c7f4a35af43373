"""Use case: run a checkpoint of dq.toml."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import islice
from pathlib import Path
from typing import Final

from dq.application import requests
from dq.application.changes import Changes, changes_since
from dq.application.exits import Exit, exit_of_diagnostics, exit_of_run
from dq.application.places import holds
from dq.application.related import wrong_lists
from dq.application.reporting import written_by
from dq.application.rulebooks import LoadedRules, read_rules
from dq.application.sources import Progress, Sources
from dq.application.stores import OpenedStore, open_store
from dq.archive import Archive, ReportEntry
from dq.archive.locking import alone
from dq.archive.manifest import FILE_NAME as MANIFEST
from dq.diagnostics import Diagnostic, Level
from dq.engine.run import Options
from dq.outcome.model import RunError, RunRecord
from dq.outcome.waiving import kept_waivers, plain_waivers, waived
from dq.report import Material, Written, find_sink, sink_names
from dq.report.protocol import EarlierRun
from dq.runner import complaints
from dq.runner.checkpoints import Checkpoint
from dq.runner.configuration import read_checkpoint
from dq.runner.making import Order, make_run
from dq.runner.runs import FOLDER, UNREADABLE, RunStore, StoredRun
from dq.runner.waivers import Waivers, read_waivers
from dq.semantics.checked import RuleBook
from dq.templates import default_schema
from dq.templates.model import Schema

Event = Callable[[str, Mapping[str, object]], None]
"""Told the name of an event and what belongs to it."""

_EARLIER: Final = 30
"""Earlier runs that reports are given."""


@dataclass(frozen=True, slots=True)
class Listener:
    """Who is told how a night goes on.

    Parameters: `waiting` hears who holds the archive while another run is waited for; `event` a name and what belongs
    to it, as plain values, for structured logs.
    """

    progress: Progress | None = None
    waiting: Callable[[str], None] = lambda _: None
    event: Event = lambda _name, _facts: None


@dataclass(frozen=True, slots=True)
class Night:
    """What a run of a checkpoint came to.

    Parameters: `run` None where it could not be made; `evaluated` reports that were evaluated; `changes` None for a
    first run; `written` by sinks.
    """

    checkpoint: Checkpoint | None
    diagnostics: tuple[Diagnostic, ...]
    run: RunRecord | None = None
    evaluated: int = 0
    changes: Changes | None = None
    written: tuple[Written, ...] = ()

    @property
    def exit(self) -> Exit:
        """As for a check, by what the checkpoint says of failing; 3 also where a report cannot be trusted."""
        told = exit_of_diagnostics(self.diagnostics)
        if self.run is None or self.checkpoint is None:
            return max(told, Exit.USAGE)
        found = exit_of_run(self.run, self.checkpoint.fail_on, fail_on_undecided=self.checkpoint.fail_on_undecided)
        problems = Exit.RUN_ERROR if any(written.problems for written in self.written) else Exit.DONE
        return max(told, found, problems)


def run_checkpoint(
    name: str,
    config: Path,
    today: date,
    *,
    full: bool = False,
    as_of: date | str | None = None,
    jobs: int | None = None,
    listener: Listener = Listener(),
) -> Night:
    """Run a checkpoint: evaluate what changed since its last run, keep the result, write its reports.

    Parameters: `full` evaluates everything; `as_of` makes the last run up to that day, or the run of that id, again,
    with the rules, reports and waivers that it had; `jobs` processes that evaluate, None for what dq.toml says.
    Example: `run_checkpoint("nightly", Path("dq.toml"), date.today()).run.counts["violated"]`.
    """
    configured = read_checkpoint(config, name)
    if configured.checkpoint is None:
        return Night(None, configured.diagnostics)
    checkpoint = configured.checkpoint if jobs is None else replace(configured.checkpoint, jobs=jobs)
    waivers = Waivers() if checkpoint.waivers is None else read_waivers(checkpoint.waivers)
    wrong = (*_wrong_sinks(checkpoint), *waivers.diagnostics)
    if wrong:
        return Night(checkpoint, wrong)
    if not (checkpoint.archive / MANIFEST).is_file():
        return Night(checkpoint, Archive.open(checkpoint.archive).diagnostics)
    job = _Job(checkpoint, config, RunStore(checkpoint.archive / FOLDER), today, waivers, listener, full=full)
    try:
        return _alone(job, as_of)
    except ChildProcessError:
        return Night(checkpoint, (complaints.process_ended(job.store.root),))
    except OSError as failure:
        return Night(checkpoint, (complaints.cannot_keep(job.store.root, failure),))


def _wrong_sinks(checkpoint: Checkpoint) -> list[Diagnostic]:
    """Why reports of a checkpoint cannot be written: nobody knows their form, or they would lie in the archive."""
    names = sink_names()
    unknown = [
        requests.unknown_sink(each.sink, names, each.place) for each in checkpoint.sinks if each.sink not in names
    ]
    within = [each for each in checkpoint.sinks if holds(checkpoint.archive, each.folder)]
    return [*unknown, *(requests.would_overwrite(each.folder, each.place) for each in within)]


def _alone(job: _Job, as_of: date | str | None) -> Night:
    """Do the job when no other run of the archive is being made, or tell who makes one. Errors: `OSError`."""
    root, seconds = job.store.root, job.checkpoint.wait
    holder: list[str] = []

    def wait(other: str) -> None:
        holder.append(other)
        job.listener.waiting(other)

    with alone(root, seconds, wait) as is_ours:
        if not is_ours:
            return Night(job.checkpoint, (complaints.busy(root, seconds, holder[0]),))
        return job.now() if as_of is None else job.again(as_of)


@dataclass(frozen=True, slots=True)
class _Job:
    """A run of a checkpoint while it has the archive's runs for itself."""

    checkpoint: Checkpoint
    config: Path
    store: RunStore
    today: date
    waivers: Waivers
    listener: Listener
    full: bool

    def now(self) -> Night:
        """With the rules, reports and waivers as they are."""
        loaded = read_rules(self.checkpoint.rules, self.checkpoint.archive)
        if not loaded.book.rules or loaded.lacks_relations:
            return Night(self.checkpoint, loaded.diagnostics)
        opened = open_store(Sources(archive=self.checkpoint.archive), loaded.schema)
        diagnostics = (*loaded.diagnostics, *opened.diagnostics)
        if not isinstance(opened.store, Archive):
            return Night(self.checkpoint, diagnostics)
        entries = (*opened.store.latest, *opened.unreadable)
        selection = self.checkpoint.selection
        unreadable = [entry for entry in opened.unreadable if selection.wants(entry)]
        if not unreadable and not any(map(selection.wants, opened.store.latest)):
            nothing = complaints.nothing_selected(selection.place, self.checkpoint.name, len(entries))
            return Night(self.checkpoint, (*diagnostics, nothing))
        last, damaged = self.store.newest(self.checkpoint.name, 1)
        wrong = wrong_lists(loaded.book.bodies, (entry.department for entry in entries), opened.store)
        beside = (*self._beside(entries, damaged), *wrong)
        has_faults = any(each.level is Level.ERROR for each in loaded.diagnostics)
        order = Order(
            self.checkpoint.name,
            opened.store,
            loaded.book,
            loaded.schema,
            self._options,
            selection.wants,
            _unreadable(unreadable, diagnostics, self.checkpoint.language),
            full=self.full,
            day=self.today.isoformat(),
            waivers=plain_waivers(self.waivers.on(self.today)),
            unread_rules=_unread_rules(last, loaded) if has_faults else (),
        )
        made = self._made(order)
        record = made.record()
        run = waived(record, self.waivers.on(self.today))
        said = self.waivers.complaints(run, self.today, entries, all_rules=not has_faults)
        changes, uncompared = changes_since(next(iter(last), None), made, record, self.waivers.on(self.today))
        written, unwritten = self._reports(run, loaded.book, loaded.schema, opened, changes)
        told = (*diagnostics, *beside, *uncompared, *said, *unwritten)
        return Night(self.checkpoint, told, run, made.about.evaluated, changes, written)

    def _beside(self, entries: Sequence[ReportEntry], damaged: Mapping[str, object]) -> list[Diagnostic]:
        """What is told of the selection and of earlier runs, whatever the night comes to."""
        selection = self.checkpoint.selection
        idle = [complaints.idle_pattern(selection.place, pattern) for pattern in selection.idle(entries)]
        return [*idle, *(complaints.unreadable_earlier_run(run, str(why)) for run, why in damaged.items())]

    def _made(self, order: Order) -> StoredRun:
        """The run that was asked for, and word of it."""
        facts = {"reports": len(order.archive.latest), "rules": len(order.book.rules), "full": order.full}
        self.listener.event("run.begun", {**facts, "unreadable": len(order.unreadable), "jobs": self.checkpoint.jobs})
        made = make_run(replace(order, jobs=self.checkpoint.jobs), self.store, self.listener.progress)
        about = made.about
        kept = {"run": about.id, "base": about.base, "evaluated": about.evaluated, "counts": about.counts}
        self.listener.event("run.kept", kept)
        return made

    def again(self, as_of: date | str) -> Night:
        """With the rules, reports and waivers of the last run up to a day, or of the run of an id; its reports are not
        written again.
        """
        runs = self.store.of(self.checkpoint.name)
        then = next((run for run in runs if _is_meant(run, as_of)), None)
        if then is None:
            return Night(self.checkpoint, (complaints.no_run_then(self.store.root, as_of),))
        try:
            book, states, waivers = self.store.rules(then.about.book), _states(then), kept_waivers(then.about.waivers)
        except UNREADABLE as error:
            return Night(self.checkpoint, (complaints.unreadable_run(then.about.id, str(error)[:200]),))
        schema = default_schema()
        opened = open_store(Sources(archive=self.checkpoint.archive), schema)
        if not isinstance(opened.store, Archive):
            return Night(self.checkpoint, opened.diagnostics)
        archive = opened.store.seeing(list(states))
        held = {entry.report for entry in archive.latest}
        english = self.checkpoint.language == "en"
        gone = "not in the archive any more" if english else "报告库里已经没有这份报告"
        order = Order(
            f"{self.checkpoint.name}@{as_of}",
            archive,
            book,
            schema,
            self._options,
            lambda record: record.report in states,
            tuple(RunError(None, report, gone) for report in sorted(states) if report not in held),
            full=True,
            day=then.about.day,
            waivers=then.about.waivers,
        )
        made = self._made(order)
        other = sorted(report for report, own in _states(made).items() if own != states[report])
        said = (complaints.other_contents(other, then.about.day),) if other else ()
        record = made.record()
        run = waived(record, waivers)
        changes, uncompared = changes_since(then, made, record, waivers)
        told = (*opened.diagnostics, *said, *uncompared)
        return Night(self.checkpoint, told, run, made.about.evaluated, changes)

    def _earlier(self, run: RunRecord) -> tuple[EarlierRun, ...]:
        """The last runs of the checkpoint before this one, the oldest first; reports alone tell of them."""
        if not self.checkpoint.sinks:
            return ()
        before = (each.about for each in self.store.of(self.checkpoint.name) if each.about.id != run.id)
        return tuple(
            EarlierRun(each.id, each.finished, each.counts) for each in reversed(list(islice(before, _EARLIER)))
        )

    def _selected(self, run: RunRecord, opened: OpenedStore) -> tuple[str, ...]:
        """The reports that the run is of, none where it is of all: not every sink can tell of a part."""
        held = opened.store.latest if isinstance(opened.store, Archive) else ()
        is_all = all(map(self.checkpoint.selection.wants, held))
        return () if is_all else tuple(each.report for each in run.reports)

    @property
    def _options(self) -> Options:
        return Options(evidence=self.checkpoint.evidence, language=self.checkpoint.language)

    def _reports(
        self, run: RunRecord, book: RuleBook, schema: Schema, opened: OpenedStore, changes: Changes | None
    ) -> tuple[tuple[Written, ...], list[Diagnostic]]:
        """What the sinks wrote, and why some could not."""
        written: list[Written] = []
        wrong: list[Diagnostic] = []
        material = Material(
            lambda: run,
            book,
            schema,
            self.checkpoint.archive,
            self.checkpoint.language,
            reports=self._selected(run, opened),
            store=opened.store,
            text=opened.originals.text,
            reading=opened.originals.reading,
            command=("dq", "run", self.checkpoint.name, "--config", str(self.config), "--as-of", run.id),
            progress=self.listener.progress,
            fail_on=self.checkpoint.fail_on,
            fail_on_undecided=self.checkpoint.fail_on_undecided,
            earlier=self._earlier(run),
            since=None if changes is None else changes.as_told,
            waivers=self.waivers.on(self.today),
        )
        for output in self.checkpoint.sinks:
            sink = find_sink(output.sink)
            if sink is not None:
                done = written_by(sink, material, output.folder)
                if isinstance(done, Diagnostic):
                    wrong.append(done)
                else:
                    written.append(done)
                    self.listener.event("report.written", {"sink": output.sink, "path": str(done.paths[0])})
        return tuple(written), wrong


def _is_meant(run: StoredRun, as_of: date | str) -> bool:
    """Whether it is the run of that id, or one up to that day: the day that it was made for, since `started` is in UTC,
    where another day may begin.
    """
    return run.about.id == as_of if isinstance(as_of, str) else run.about.day <= as_of.isoformat()


def _states(run: StoredRun) -> dict[str, str]:
    """Report → the fingerprint of what is stored of it. Errors: `UnreadableRunError`."""
    return dict(run.reports().select("report", "own").iter_rows())


def _unread_rules(last: Iterable[StoredRun], loaded: LoadedRules) -> tuple[str, ...]:
    """The rules that the run before had, or missed already, and that are not among those that loaded."""
    had = (rule for run in last for rule in (*run.about.rules, *run.about.unread_rules))
    return tuple(sorted(set(had) - loaded.by_id.keys()))


def _unreadable(
    entries: Iterable[ReportEntry], diagnostics: Iterable[Diagnostic], language: str
) -> tuple[RunError, ...]:
    """An error for each report that a damaged file keeps from being checked."""
    causes = [each.headline.in_language(language) for each in diagnostics if each.code.startswith("DQ-A")]
    why = "; ".join(dict.fromkeys(causes))
    return tuple(RunError(None, entry.report, why) for entry in entries)
