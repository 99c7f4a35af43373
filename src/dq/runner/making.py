"""Making a run: what changed is evaluated, the rest is taken from the run before; a full run says the same."""

from __future__ import annotations

import hashlib
import shutil
from collections.abc import Callable, Sequence
from dataclasses import dataclass, fields
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import polars as pl

import dq
from dq.engine.bodies import Linked
from dq.engine.outcomes import Book
from dq.engine.portioning import portions
from dq.engine.run import Options, Task, now
from dq.engine.tally import Failing, Mark, run_errors, summed
from dq.outcome.kept import parquet_of
from dq.outcome.model import ReportRecord, RunError
from dq.runner.about import About
from dq.runner.assembling import Assembly
from dq.runner.evaluating import Bench
from dq.runner.fingerprints import Keys, engine_fingerprint, report_keys, rule_fingerprint
from dq.runner.planning import Base, Plan, base_of, plan
from dq.runner.runs import RunStore, StoredRun
from dq.runner.totals import totals
from dq.semantics.checked import RuleBook

if TYPE_CHECKING:
    from dq.archive import Archive
    from dq.templates.model import Schema

Progress = Callable[[int, int, str], None]
"""Told how many of how many reports are done; those that turn out to need all rules again are counted twice."""

_MARKS: Final[dict[str, pl.DataType]] = dict.fromkeys(("rule", "report", "failing", "message"), pl.String())


@dataclass(frozen=True, slots=True)
class Order:
    """A run that is asked for.

    Parameters: `archive` with sound files only; `wanted` says which of its reports are checked; `options` evidence and
    language; `unreadable` an error for each report that a damaged file holds; `full` evaluates everything; `waivers`
    plain, as they are in force on `day`; `jobs` processes that evaluate, which change nothing of what is told;
    `unread_rules` ids of rules that the run before had and that cannot be read now.
    """

    checkpoint: str
    archive: Archive
    book: RuleBook
    schema: Schema
    options: Options
    wanted: Callable[[ReportRecord], bool]
    unreadable: tuple[RunError, ...] = ()
    full: bool = False
    day: str = ""
    waivers: tuple[dict[str, Any], ...] = ()
    jobs: int = 1
    unread_rules: tuple[str, ...] = ()


def make_run(order: Order, store: RunStore, progress: Progress | None = None) -> StoredRun:
    """Make a run and put it in its place. The caller holds the lock of the runs.

    Errors: `OSError` where the disk refuses; the runs before are as they were.
    """
    started = now()
    run = store.new_id(started)
    folder = store.begin(run)
    try:
        return _make(order, store, folder, run, started.isoformat(), progress)
    finally:
        shutil.rmtree(folder, ignore_errors=True)  # nothing is there where the run was put in its place


def _make(order: Order, store: RunStore, folder: Path, run: str, started: str, progress: Progress | None) -> StoredRun:
    surveyed = _survey(order, store.memory)
    records = surveyed.records
    basis = _basis(order)
    base = None if order.full else _base(order.checkpoint, store, basis)
    book = store.keep_rules(order.book)
    rules = _rule_fingerprints(order.book, book, base)
    todo = plan(records, surveyed.keys, order.book, rules, base)
    assembly, places, marks, evaluated = _evaluated(order, todo, base, surveyed, folder, progress)
    (folder / "reports.parquet").write_bytes(parquet_of(_records_frame(records, surveyed.keys, places)))
    rows = sorted((mark.rule, mark.report, mark.failing.value, mark.message) for mark in marks)
    (folder / "marks.parquet").write_bytes(parquet_of(pl.DataFrame(rows, schema=_MARKS, orient="row")))
    matrix, idle = totals(folder, assembly).told(list(rules), len(records))
    about = About(
        id=run,
        checkpoint=order.checkpoint,
        started=started,
        finished=now().isoformat(),
        engine_version=dq.__version__,
        rules_fingerprint=order.book.fingerprint,
        archive_fingerprint=order.archive.fingerprint,
        basis=basis,
        book=book,
        rules=rules,
        counts=summed(matrix, idle),
        matrix=matrix,
        not_applicable=idle,
        errors=(*run_errors(marks), *order.unreadable),
        mandatory_missing=any(mark.failing is Failing.MANDATORY for mark in marks),
        parts=tuple(assembly.parts),
        evaluated=evaluated,
        base=None if base is None else base.run.about.id,
        day=order.day,
        waivers=order.waivers,
        unread_rules=order.unread_rules,
        language=order.options.language,
    )
    return store.publish(folder, about)


@dataclass(frozen=True, slots=True)
class _Surveyed:
    """What there is to check. Parameters: `records` in the run's order; `linked` those read with others."""

    records: list[ReportRecord]
    linked: Linked
    keys: Keys


def _survey(order: Order, memory: Path) -> _Surveyed:
    """The reports that are wanted. Parameters: `memory` as of `report_keys`."""
    rules = order.book
    task = Task(Book.of(rules.rules), order.archive, order.schema, order.options, rules.bodies, rules.kept)
    held = task.records()
    forms = {record.report: record.template for record in held}
    keys = report_keys(order.archive, task.linked, forms, memory)
    # Only where a rule asks for other reports do those change what is said of one.
    asking = {form for form in sorted(set(forms.values())) if task.asks_elsewhere(form)}
    before = {report: key if forms[report] in asking else "" for report, key in keys.before.items()}
    chosen = [record for record in held if order.wanted(record)]
    records = [record for portion in portions(chosen, len(chosen) or 1) for record in portion]
    return _Surveyed(records, task.linked, Keys(keys.own, before))


def _evaluated(
    order: Order,
    todo: Plan,
    base: Base | None,
    surveyed: _Surveyed,
    folder: Path,
    progress: Progress | None,
) -> tuple[Assembly, list[int], list[Mark], int]:
    """The parts of the run, the part of each report, what was wrong, and how many reports were evaluated."""
    passing = folder / "passing"
    evaluated = len(todo.whole) + (len(todo.rest) if todo.changed else 0)
    total, done = evaluated, 0

    def advance(number: int) -> None:
        nonlocal done
        done += number
        if progress is not None:
            progress(done, total, order.checkpoint)

    bench = Bench(order.archive, order.schema, order.book, order.options, surveyed.linked, passing, advance, order.jobs)
    whole = bench.evaluate("whole", order.book.rules, todo.whole)
    anew = bench.evaluate("changed", todo.changed, todo.rest)
    # What the changed rules accuse of may block other rules there, and share its cause with theirs.
    again = [each for each in todo.rest if each.report in anew.violated]
    total += len(again)
    more = bench.evaluate("again", order.book.rules, again)
    assembly = Assembly(folder, todo, base, (whole, more), anew, frozenset(anew.violated))
    places = list(assembly.put(surveyed.records))
    kept = {record.report for record in todo.rest} - anew.violated
    before = () if base is None else base.marks
    marks = [mark for mark in before if mark.report in kept and mark.rule not in todo.gone]
    marks += [*whole.marks, *more.marks, *(mark for mark in anew.marks if mark.report in kept)]
    shutil.rmtree(passing, ignore_errors=True)
    return assembly, places, marks, evaluated


def _rule_fingerprints(rules: RuleBook, book: str, base: Base | None) -> dict[str, str]:
    """Id → fingerprint, in the order of the rules.

    The same rules in the same program have the same ones: to make them takes as long as a small night.
    Parameters: `book` the name under which the rules are kept.
    """
    ids = [rule.id for rule in rules.rules]
    if base is not None and base.run.about.book == book and list(base.run.about.rules) == ids:
        return base.run.about.rules
    return {rule.id: rule_fingerprint(rule) for rule in rules.rules}


def _basis(order: Order) -> str:
    """Fingerprint of what concerns every outcome of a run."""
    parts = (engine_fingerprint(), order.options.language, order.options.evidence)
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()


def _base(checkpoint: str, store: RunStore, basis: str) -> Base | None:
    """The last run of the checkpoint, where it says what this one would say of what did not change."""
    last = next(iter(store.of(checkpoint)), None)
    return None if last is None or last.about.basis != basis else base_of(last)


def _records_frame(records: Sequence[ReportRecord], keys: Keys, places: Sequence[int]) -> pl.DataFrame:
    names = [each.name for each in fields(ReportRecord)]
    values: dict[str, Any] = {name: [getattr(record, name) for record in records] for name in names}
    values |= {
        name: [of[record.report] for record in records] for name, of in (("own", keys.own), ("before", keys.before))
    }
    values |= {name: _lists(values[name]) for name in ("tables_found", "tables_missing")}
    columns = dict.fromkeys((*names, "own", "before"), pl.String())
    numbers = dict.fromkeys(("year", "version", "corrected", "part"), pl.Int32())
    lists = dict.fromkeys(("tables_found", "tables_missing"), pl.List(pl.String()))
    return pl.DataFrame({**values, "part": list(places)}, schema={**columns, **numbers, **lists})


def _lists(values: Sequence[tuple[str, ...]]) -> pl.Series:
    """A column of lists, of which there are few different ones: each is made once."""
    places = {value: place for place, value in enumerate(dict.fromkeys(values))}
    lists = pl.Series([list(value) for value in places], dtype=pl.List(pl.String()))
    return lists.gather([places[value] for value in values])
