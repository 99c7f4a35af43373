"""Evaluating the tests of one template on some reports; a test that cannot be evaluated takes no other with it."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache
from threading import Lock
from typing import TYPE_CHECKING, Final

import polars as pl

from dq.archive.handful import Handful
from dq.engine.elsewhere import Elsewhere
from dq.engine.evaluate import FEW, HELD, RESULTS, evaluate
from dq.engine.portion import TableTooLargeError, read_portion
from dq.engine.rows import IDENTITY, REPORT
from dq.engine.separating import Failed, Separating, spread
from dq.plan.whole import Plan, Test

if TYPE_CHECKING:
    from dq.archive import Store

_PROBES: Final = 3
OF_PROGRAM: Final = (NameError, ImportError)
"""What no report and no rule makes the program raise."""
_OF_DATA: Final = (
    pl.exceptions.PolarsError,
    pl.exceptions.PanicException,
    ArithmeticError,
    MemoryError,
    OSError,
    TableTooLargeError,
)
"""What reports that are too large, too many or damaged make the program raise."""


@dataclass(frozen=True, slots=True)
class Trial:
    """What came of it.

    Parameters: `results` and `held` as of `Evaluated`; `failed` the tests that could not be evaluated on some reports;
    `identities` columns r, n, code, label, path of the rows of each table that has row-wise tests; `plan` of all the
    tests, None where some failed.
    """

    results: pl.DataFrame
    held: pl.DataFrame
    failed: tuple[Failed, ...]
    identities: dict[str, pl.DataFrame]
    plan: Plan | None = None


@dataclass(slots=True)
class Bench:
    """Tries tests; plans are made once for each template.

    Parameters: `tables` every table of the schema; `raw` evaluates plans as written, without passes (tests do); `few`
    reports of a portion that plain Python evaluates; `elsewhere` the other reports that rules ask for; `blockable` the
    tests that others may block, where what holds need not be shown.
    """

    store: Store
    tables: Sequence[str]
    raw: bool = False
    few: int = FEW
    elsewhere: Elsewhere | None = None
    blockable: frozenset[int] | None = None
    plans: dict[tuple[str, tuple[int, ...]], Plan] = field(default_factory=dict)
    lock: Lock = field(default_factory=Lock)

    def run(self, tests: tuple[Test, ...], template: str, reports: Sequence[str], known: Plan | None = None) -> Trial:
        """All tests at once; where that fails, each where it does not.

        What a rule says of one report must not depend on which others are evaluated with it.
        Parameters: `known` the plan of the tests, where it is known.
        Errors: whatever is raised for every rule on every report: a fault of the program.
        """
        try:
            return self._evaluated(tests, template, reports, known, self.blockable)
        except (Exception, pl.exceptions.PanicException) as error:
            if self._is_ours(error, tests, template, reports):
                raise
        close = lru_cache(maxsize=_PROBES)(self._close)

        def attempt(some: tuple[Test, ...], of: Sequence[str]) -> Trial | str:
            return (close(of[0]) if len(of) == 1 else self).attempt(some, template, of)

        separating = Separating(attempt, reports)
        failed = separating.failed(tests)
        parts = [_moved(trial, start) for start, trial in separating.done]
        tables = dict.fromkeys(table for part in parts for table in part.identities)
        return Trial(
            pl.concat([pl.DataFrame(schema=RESULTS), *(part.results for part in parts)]),
            pl.DataFrame(schema=HELD),
            tuple(failed),
            {
                table: pl.concat([part.identities[table] for part in parts if table in part.identities]).unique()
                for table in tables
            },
        )

    def _evaluated(
        self,
        tests: tuple[Test, ...],
        template: str,
        reports: Sequence[str],
        known: Plan | None,
        blockable: Collection[int] | None,
    ) -> Trial:
        """All tests at once. Errors: whatever one of them raises."""
        plan = known or self._plan(tests, template)
        portion = read_portion(self.store, reports, plan, self.tables, self.elsewhere)
        found = evaluate(plan, portion, self.few, blockable)
        each = {base.each for base in plan.bases if base.each is not None}
        named = {table: portion.tables[table].select(REPORT, *IDENTITY) for table in each}
        return Trial(found.results, found.held, (), named, plan)

    def attempt(self, tests: tuple[Test, ...], template: str, reports: Sequence[str]) -> Trial | str:
        """What some of the tests say, or in one line why they say nothing.

        What blocks a test may not be among them, so every outcome has its figures.
        """
        try:
            return self._evaluated(tests, template, reports, None, None)
        except (Exception, pl.exceptions.PanicException) as error:  # noqa: BLE001 - told as a run error of its rule
            return told(error)

    def _is_ours(self, error: BaseException, tests: Sequence[Test], template: str, reports: Sequence[str]) -> bool:
        """True where this is neither a rule's fault nor a report's: it befalls the first, the middle and the last test
        in the same words even where there is no report at all. To look for who is to blame would take hours.

        What polars, arithmetic and the bounds of what is read raise is always the fault of some report or rule. So may
        be anything that some report is needed for, though all of these raise it: those of a run of what is new may be
        alike, and it must not end for a fault that a run of everything survives. A name that nobody defined is the
        program's, if three of the reports meet with it.
        """
        if isinstance(error, _OF_DATA) or len(tests) < _PROBES:
            return False
        same = replace(self, few=-1) if len(reports) > self.few else self
        on = [[report] for report in spread(reports)] if isinstance(error, OF_PROGRAM) else [[]] * _PROBES
        alone = (same.attempt((test,), template, some) for test, some in zip(spread(tests), on, strict=True))
        return all(found == told(error) for found in alone)

    def near(self, reports: Collection[str]) -> Bench:
        """The bench with these reports, and those read with them, in memory. Errors: as `Handful.of`."""
        if self.elsewhere is None:
            return replace(self, store=Handful.of(self.store, set(reports)))
        linked = self.elsewhere.linked
        store = Handful.of(self.store, linked.with_those_beside(reports))
        return replace(self, store=store, elsewhere=Elsewhere(store, linked))

    def _close(self, report: str) -> Bench:
        """The bench with this report in memory, to be asked about test by test; as it is, where that cannot be read."""
        try:
            return self.near([report])
        except _OF_DATA:
            return self

    def _plan(self, tests: Iterable[Test], template: str) -> Plan:
        from dq.plan.build import build_plan  # a plan that is remembered needs neither
        from dq.plan.passes import optimise

        tests = tuple(tests)
        key = template, tuple(test.number for test in tests)
        with self.lock:
            if key not in self.plans:
                written = build_plan(tests, template)
                self.plans[key] = written if self.raw else optimise(written)
            return self.plans[key]


def _moved(trial: Trial, start: int) -> Trial:
    """The trial of some reports, numbered as they stand among all."""
    moved = (pl.col(REPORT) + start).cast(pl.Int32)
    tables = {table: frame.with_columns(moved) for table, frame in trial.identities.items()}
    return Trial(trial.results.with_columns(moved), trial.held, trial.failed, tables)


def told(error: BaseException) -> str:
    """An exception in one line. Example: `told(ValueError("no"))` → `"ValueError: no"`."""
    first = str(error).strip().partition("\n")[0]
    return f"{type(error).__name__}: {first}"
