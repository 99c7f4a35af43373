"""Evaluating the tests of one template on some reports; a test that cannot be evaluated takes no other with it."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field, replace
from threading import Lock
from typing import TYPE_CHECKING, Final, TypeVar

import polars as pl

from dq.archive.handful import Handful
from dq.engine.evaluate import FEW, HELD, RESULTS, evaluate
from dq.engine.portion import TableTooLargeError, read_portion
from dq.engine.priors import Before
from dq.engine.rows import IDENTITY, REPORT
from dq.plan.whole import Plan, Test

if TYPE_CHECKING:
    from dq.archive import Store

_T = TypeVar("_T")
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
class Failed:
    """A test that could not be evaluated. Parameters: `test` its number; `reports` their places among those tried."""

    test: int
    message: str
    reports: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Trial:
    """What came of it.

    Parameters: `results` and `held` as of `Evaluated`; `failed` pairs (test number, what went wrong);
    `identities` columns r, n, code, label, path of the rows of each table that has row-wise tests; `plan` of all the
    tests, None where some failed.
    """

    results: pl.DataFrame
    held: pl.DataFrame
    failed: tuple[tuple[int, str], ...]
    identities: dict[str, pl.DataFrame]
    plan: Plan | None = None


@dataclass(slots=True)
class Bench:
    """Tries tests; plans are made once for each template.

    Parameters: `tables` every table of the schema; `raw` evaluates plans as written, without passes (tests do); `few`
    reports of a portion that plain Python evaluates; `before` the reports of the year before; `blockable` the tests
    that others may block, where what holds need not be shown.
    """

    store: Store
    tables: Sequence[str]
    raw: bool = False
    few: int = FEW
    before: Before | None = None
    blockable: frozenset[int] | None = None
    plans: dict[tuple[str, tuple[int, ...]], Plan] = field(default_factory=dict)
    lock: Lock = field(default_factory=Lock)

    def run(
        self,
        tests: tuple[Test, ...],
        template: str,
        reports: Sequence[str],
        known: Plan | None = None,
        *,
        all_tests: bool = True,
    ) -> Trial:
        """All tests at once; where that fails, halves, down to the test that is to blame.

        Parameters: `known` the plan of all the tests, where it is known; `all_tests` these are all there are: among
        some, what blocks a test may be missing, so every outcome has its figures.
        Errors: whatever is raised for every rule on every report: a fault of the program.
        """
        try:
            plan = known or self._plan(tests, template)
            portion = read_portion(self.store, reports, plan, self.tables, self.before)
            found = evaluate(plan, portion, self.few, self.blockable if all_tests else None)
        except (Exception, pl.exceptions.PanicException) as error:
            if all_tests and self._is_ours(error, tests, template, reports):
                raise
            if len(tests) == 1:
                return Trial(
                    pl.DataFrame(schema=RESULTS), pl.DataFrame(schema=HELD), ((tests[0].number, told(error)),), {}
                )
        else:
            each = {base.each for base in plan.bases if base.each is not None}
            named = {table: portion.tables[table].select(REPORT, *IDENTITY) for table in each}
            return Trial(found.results, found.held, (), named, plan)
        half = len(tests) // 2
        parts = [self.run(some, template, reports, all_tests=False) for some in (tests[:half], tests[half:])]
        return Trial(
            pl.concat([part.results for part in parts]),
            pl.concat([part.held for part in parts]),
            tuple(failure for part in parts for failure in part.failed),
            {table: frame for part in parts for table, frame in part.identities.items()},
        )

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
        on = [[report] for report in _spread(reports)] if isinstance(error, OF_PROGRAM) else [[]] * _PROBES
        alone = (
            same.run((test,), template, some, all_tests=False) for test, some in zip(_spread(tests), on, strict=True)
        )
        return all([message for _, message in trial.failed] == [told(error)] for trial in alone)

    def near(self, reports: Collection[str]) -> Bench:
        """The bench with these reports, and those of the year before, in memory. Errors: as `Handful.of`."""
        of = {} if self.before is None else self.before.of
        store = Handful.of(self.store, {*reports, *(of[report] for report in reports if report in of)})
        return replace(self, store=store, before=None if self.before is None else Before(store, of))

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


def apart(
    bench: Bench, trial: Trial, tests: Sequence[Test], template: str, reports: Sequence[str]
) -> tuple[Trial, list[Failed]]:
    """The trial with what these tests say where they can be evaluated, and the reports on which each of them cannot.

    What a rule says of one report must not depend on which others are evaluated with it.
    Parameters: `tests` those that failed on all of `reports` together.
    """
    results, identities, failed = [trial.results], dict(trial.identities), []
    for test in tests:
        found, by_message = _apart(bench, test, template, reports)
        failed += [Failed(test.number, message, tuple(places)) for message, places in by_message.items()]
        for each in found:
            results.append(each.results)
            for table, frame in each.identities.items():
                identities[table] = pl.concat([*([identities[table]] if table in identities else []), frame]).unique()
    return Trial(pl.concat(results), trial.held, (), identities), failed


def _apart(bench: Bench, test: Test, template: str, reports: Sequence[str]) -> tuple[list[Trial], dict[str, list[int]]]:
    """What a test says of the reports that it does not fail on, and the places of the others by what went wrong."""
    alone = [bench.run((test,), template, [report], all_tests=False) for report in _spread(reports)]
    if all(each.failed for each in alone):  # it is the rule, not the reports: no need to ask each of them
        return [], {alone[0].failed[0][1]: list(range(len(reports)))}
    done: list[Trial] = []
    failed: dict[str, list[int]] = {}
    waiting = [(0, len(reports))]
    while waiting:
        start, end = waiting.pop()
        trial = bench.run((test,), template, reports[start:end], all_tests=False)
        if not trial.failed:
            moved = (pl.col(REPORT) + start).cast(pl.Int32)
            tables = {table: frame.with_columns(moved) for table, frame in trial.identities.items()}
            done.append(Trial(trial.results.with_columns(moved), trial.held, (), tables))
        elif end - start == 1:
            failed.setdefault(trial.failed[0][1], []).append(start)
        else:
            middle = (start + end) // 2
            waiting += [(middle, end), (start, middle)]
    return done, failed


def _spread(several: Sequence[_T]) -> tuple[_T, _T, _T]:
    """The first, the middle and the last one."""
    return several[0], several[len(several) // 2], several[-1]


def told(error: BaseException) -> str:
    """An exception in one line. Example: `told(ValueError("no"))` → `"ValueError: no"`."""
    first = str(error).strip().partition("\n")[0]
    return f"{type(error).__name__}: {first}"
