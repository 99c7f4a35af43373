"""Use case: check documents or an archive against rules."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from tempfile import gettempdir
from typing import Literal

from dq.application import requests
from dq.application.exits import Exit, FailOn, exit_of_diagnostics, exit_of_run
from dq.application.originals import NO_ORIGINALS, Originals
from dq.application.related import wrong_lists
from dq.application.rulebooks import LoadedRules, read_rules
from dq.application.sources import Progress, Sources
from dq.application.stores import OpenedStore, open_store
from dq.archive.reading import Unsure
from dq.diagnostics import Diagnostic
from dq.engine import check as evaluate
from dq.outcome.model import RunError, RunRecord

EvidenceOf = Literal["violated", "auto", "all"]
"""Which outcomes come with their operands: violated ones; of a single report all; all."""


@dataclass(frozen=True, slots=True)
class Checked:
    """What a check came to.

    Parameters: `run` None where the request made no sense (then `diagnostics` say why); `rules` as loaded;
    `unsure` tells what of the documents was not read or is doubted; an archive's accounts are read when it is called;
    `originals` the documents.
    """

    run: RunRecord | None
    rules: LoadedRules
    diagnostics: tuple[Diagnostic, ...]
    unsure: Callable[[], Unsure] = Unsure
    originals: Originals = NO_ORIGINALS

    def exit(self, fail_on: FailOn, *, fail_on_undecided: bool = False) -> Exit:
        """The exit code: the highest of what the input and the run call for."""
        told = exit_of_diagnostics(self.diagnostics)
        if self.run is None:
            return max(told, Exit.USAGE)
        return max(told, exit_of_run(self.run, fail_on, fail_on_undecided=fail_on_undecided))


def check(
    sources: Sources,
    rules: Sequence[Path] = (),
    *,
    evidence: EvidenceOf = "auto",
    language: str = "zh",
    holds: bool = False,
    progress: Progress | None = None,
) -> Checked:
    """Evaluate the rules (by default those shipped) over what `sources` name.

    Rule files with errors, documents and data files that cannot be read are told, the rest is checked. `holds` has what
    holds among the outcomes.
    Example: `check(Sources(paths=(Path("report.txt"),))).run.counts["violated"]`.
    """
    loaded = read_rules(rules, sources.archive)
    if not loaded.book.rules:
        return Checked(None, loaded, loaded.diagnostics)
    opened = open_store(sources, loaded.schema, progress)
    diagnostics = (*loaded.diagnostics, *opened.diagnostics)
    if opened.store is None:
        return Checked(None, loaded, diagnostics)
    if sources.archive is not None and loaded.book.bodies.units:
        known = opened.store.scan("reports").select("department").collect()["department"]
        diagnostics = (*diagnostics, *wrong_lists(loaded.book.bodies, known, opened.store))
    try:
        run = evaluate_opened(
            loaded, opened, diagnostics, sources.reports, evidence=evidence, language=language, holds=holds
        )
    except OSError as failure:  # many outcomes go to the disk for a while, and it may be full
        return Checked(None, loaded, (*diagnostics, requests.cannot_write(Path(gettempdir()), failure)))
    return Checked(run, loaded, diagnostics, opened.unsure, opened.originals)


def evaluate_opened(
    loaded: LoadedRules,
    opened: OpenedStore,
    diagnostics: Sequence[Diagnostic],
    reports: Sequence[str] = (),
    *,
    evidence: EvidenceOf = "auto",
    language: str = "zh",
    holds: bool = False,
) -> RunRecord:
    """Evaluate rules over a store, with an error for each report that a damaged file keeps from being checked.

    Parameters: `opened` has a store; `diagnostics` say why reports are unreadable.
    """
    if opened.store is None:
        raise ValueError("there is no store to check")
    run = evaluate(
        loaded.book,
        opened.store,
        loaded.schema,
        reports=reports or None,
        evidence=evidence,
        language=language,
        holds=holds,
    )
    if not opened.unreadable:
        return run
    causes = [each.headline.in_language(language) for each in diagnostics if each.code.startswith("DQ-A")]
    errors = tuple(RunError(None, entry.report, "; ".join(dict.fromkeys(causes))) for entry in opened.unreadable)
    return dataclasses.replace(run, errors=(*run.errors, *errors))
