"""Use cases: run a checkpoint of dq.toml, compare two of its runs."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Iterable, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from dq.application import requests
from dq.application.exits import Exit, FailOn, exit_of_diagnostics, exit_of_run
from dq.application.rulebooks import LoadedRules, read_rules
from dq.application.sources import Progress, Sources
from dq.application.stores import OpenedStore, open_store
from dq.archive import Archive
from dq.archive.locking import alone
from dq.diagnostics import Diagnostic, Level
from dq.engine.run import Options
from dq.outcome.model import RunError, RunRecord
from dq.report import Material, Written, find_sink, sink_names
from dq.runner import complaints
from dq.runner.checkpoints import Checkpoint
from dq.runner.comparing import Change, Entry, compared
from dq.runner.configuration import read_checkpoint
from dq.runner.making import Order, make_run
from dq.runner.runs import FOLDER, RunStore, StoredRun, UnreadableRunError
from dq.runner.waivers import Waivers, kept_waivers, plain_waivers, read_waivers, waived

Waiting = Callable[[str], None]
"""Told who holds the archive while another run is waited for."""


@dataclass(frozen=True, slots=True)
class Night:
    """What a run of a checkpoint came to.

    Parameters: `run` None where it could not be made; `evaluated` reports that were evaluated, of all of them;
    `changes` numbers by what became of outcomes since the run `since` (None for a first run); `written` by sinks.
    """

    checkpoint: Checkpoint | None
    run: RunRecord | None
    diagnostics: tuple[Diagnostic, ...]
    rules: LoadedRules | None = None
    evaluated: int = 0
    since: str | None = None
    changes: dict[Change, int] = field(default_factory=dict)
    entries: tuple[Entry, ...] = ()
    written: tuple[Written, ...] = ()

    @property
    def exit(self) -> Exit:
        """As for a check; where the checkpoint sets `fail_on`, by that."""
        told = exit_of_diagnostics(self.diagnostics)
        if self.run is None or self.checkpoint is None:
            return max(told, Exit.USAGE)
        fail_on: FailOn = self.checkpoint.fail_on
        found = exit_of_run(self.run, fail_on, fail_on_undecided=self.checkpoint.fail_on_undecided)
        problems = Exit.RUN_ERROR if any(written.problems for written in self.written) else Exit.DONE
        return max(told, found, problems)


_TOLD: int = 20
"""New, changed and resolved outcomes that a digest names."""


def run_checkpoint(
    name: str,
    config: Path,
    today: date,
    *,
    full: bool = False,
    as_of: date | None = None,
    progress: Progress | None = None,
    waiting: Waiting = lambda _: None,
) -> Night:
    """Run a checkpoint: evaluate what changed since its last run, keep the result, write its reports.

    Parameters: `full` evaluates everything; `as_of` makes a run of that day again, with the rules, reports and waivers
    that it had.
    Example: `run_checkpoint("nightly", Path("dq.toml"), date.today()).run.counts["violated"]`.
    """
    configured = read_checkpoint(config, name)
    checkpoint = configured.checkpoint
    if checkpoint is None:
        return Night(None, None, configured.diagnostics)
    unknown = [requests.unknown_sink(sink, sink_names()) for sink, _ in checkpoint.sinks if sink not in sink_names()]
    waivers = Waivers() if checkpoint.waivers is None else read_waivers(checkpoint.waivers)
    wrong = (*unknown, *waivers.diagnostics)
    if wrong:
        return Night(checkpoint, None, wrong)
    job = _Job(checkpoint, today, full, waivers, progress)
    store = RunStore(checkpoint.archive / FOLDER)
    opened = Archive.open(checkpoint.archive)
    if opened.archive is None:
        return Night(checkpoint, None, opened.diagnostics)
    try:
        with _Holder(store.root, checkpoint.wait, waiting) as holder:
            if not holder.is_ours:
                return Night(checkpoint, None, (complaints.busy(store.root, checkpoint.wait, holder.other),))
            return job.again(as_of, store) if as_of is not None else job.now(store)
    except OSError as failure:
        return Night(checkpoint, None, (complaints.cannot_keep(store.root, failure),))
