"""Use case: compare two runs of an archive."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import Final

from dq.application.exits import Exit, exit_of_diagnostics
from dq.archive import Archive
from dq.diagnostics import Diagnostic
from dq.outcome.model import RunRecord
from dq.outcome.waiving import kept_waivers, waived
from dq.runner import complaints
from dq.runner.comparing import Entry, compared
from dq.runner.runs import FOLDER, UNREADABLE, RunStore, StoredRun, UnreadableRunError

_LISTED: Final = 8
"""Runs that are named where none of them was meant."""


@dataclass(frozen=True, slots=True)
class Difference:
    """Two runs compared.

    Parameters: `told` what became of every outcome that is violated, undecided or failed. Without runs, `diagnostics`
    say why.
    """

    before: RunRecord | None
    after: RunRecord | None
    diagnostics: tuple[Diagnostic, ...] = ()
    told: tuple[Entry, ...] = ()

    @property
    def exit(self) -> Exit:
        """0 compared, 2 or 3 where there was nothing to compare."""
        return exit_of_diagnostics(self.diagnostics)


def compare_runs(archive: Path, runs: tuple[str, ...] = (), checkpoint: str = "") -> Difference:
    """Compare two runs of an archive: those named, else the last one and the one before it of the same checkpoint.

    Parameters: `runs` none, the earlier one (compared with the last of its checkpoint), or both.
    Example: `compare_runs(Path("archive")).told`.
    """
    there = Archive.open(archive)
    if there.archive is None:
        return Difference(None, None, there.diagnostics)
    store = RunStore(archive / FOLDER)
    wrong = _not_comparable(store, runs)
    if wrong is not None:
        return Difference(None, None, (wrong,))
    try:
        pair, said = _pair(store, runs, checkpoint)
        if pair is None:
            return Difference(None, None, said)
        before, after = (waived(run.record(), kept_waivers(run.about.waivers)) for run in pair)
        return Difference(before, after, said, tuple(compared(before, after)))
    except UNREADABLE as error:
        return Difference(None, None, (complaints.unreadable_run(" ".join(runs) or str(store.root), str(error)[:200]),))


def _not_comparable(store: RunStore, runs: tuple[str, ...]) -> Diagnostic | None:
    """What is wrong with the runs that were named."""
    if len(runs) > 2:  # noqa: PLR2004 - two are compared
        return complaints.too_many_runs(runs[2])
    there = store.ids()
    return next((complaints.unknown_run(run, _listed(store)) for run in runs if run not in there), None)


def _pair(
    store: RunStore, runs: tuple[str, ...], checkpoint: str
) -> tuple[tuple[StoredRun, StoredRun] | None, tuple[Diagnostic, ...]]:
    """The earlier run and the later one, None where there are not two, and what there is to say of them.

    Errors: `UnreadableRunError`.
    """
    named = [store.open(run) for run in runs]
    if len(named) == 2:  # noqa: PLR2004 - both are named
        return (named[0], named[1]), ()
    if named:
        (last,), damaged = store.newest(named[0].about.checkpoint, 1)
        if last.about.id == named[0].about.id:
            return None, _refusal(complaints.last_run(runs[0], _listed(store)), damaged)
        return (named[0], last), _passed(damaged)
    name = checkpoint or next((store.open(run).about.checkpoint for run in reversed(store.ids())), "")
    found, damaged = store.newest(name, 2)
    if len(found) < 2:  # noqa: PLR2004 - two are compared
        return None, _refusal(complaints.too_few_runs(store.root, name, _listed(store)), damaged)
    return (found[1], found[0]), _passed(damaged)


def _refusal(why: Diagnostic, damaged: Mapping[str, UnreadableRunError]) -> tuple[Diagnostic, ...]:
    """Why there are not two runs: where some cannot be read, these may be the ones that are missing."""
    return tuple(complaints.unreadable_run(run, str(error)) for run, error in damaged.items()) or (why,)


def _passed(damaged: Mapping[str, UnreadableRunError]) -> tuple[Diagnostic, ...]:
    return tuple(complaints.unreadable_earlier_run(run, str(error)) for run, error in damaged.items())


def _listed(store: RunStore) -> list[str]:
    """The last runs there are, the newest first, each with its checkpoint."""
    told = []
    for run in islice(reversed(store.ids()), _LISTED):
        try:
            told.append(f"{run} ({store.open(run).about.checkpoint})")
        except UnreadableRunError:
            told.append(run)
    return told
