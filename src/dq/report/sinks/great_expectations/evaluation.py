"""Rules compiled from their stored texts and evaluated on one partition as ONE fused plan: those of a suite, or of all
suites that a checkpoint runs on it.

Nothing here raises: a rule that cannot be compiled or evaluated is told apart from the others, since Great
Expectations would otherwise compute everything three times over.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from contextvars import ContextVar
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from functools import lru_cache
from operator import attrgetter
from pathlib import Path
from typing import TYPE_CHECKING, Any

from dq.diagnostics import Level
from dq.outcome.waiving import in_force, waived
from dq.report.sinks.great_expectations.details import Details, add_error, failed, rule_details
from dq.report.sinks.great_expectations.gathered import gathered
from dq.report.sinks.text.view import View
from dq.semantics.checked import RuleBook

if TYPE_CHECKING:
    from dq.archive import Archive, Inspection, Store
    from dq.outcome.model import Outcome, RunRecord
    from dq.report.sinks.great_expectations.terms import Terms
    from dq.semantics.checked import CheckedRule
    from dq.templates.model import Schema


@dataclass(frozen=True, slots=True)
class StoredRule:
    """A rule as an expectation stores it.

    Parameters: `text` the rule as its author wrote it, behind the definitions that it uses; `needed` the
    same of all rules it needs, directly or not; `fingerprint` of the rule when the suite was written.
    """

    id: str
    text: str
    needed: tuple[str, ...]
    fingerprint: str

    @classmethod
    def of(cls, arguments: Mapping[str, Any]) -> StoredRule:
        """From the arguments of an expectation. Example: `StoredRule.of(expectation.dict())`."""
        return cls(
            id=arguments["rule_id"],
            text="\n\n".join((*(arguments["definitions"] or ()), arguments["rule_text"])),
            needed=tuple(arguments["needed"] or ()),
            fingerprint=arguments["fingerprint"],
        )


@dataclass(frozen=True, slots=True)
class Evaluation:
    """What one partition says of some rules.

    Parameters: `details` by rule id, one for every rule asked; `shown` the outcomes behind their rows, by rule id;
    `records` the run records behind them, with rules that were only needed, too.
    """

    details: dict[str, Details]
    shown: dict[str, tuple[Outcome, ...]] = field(default_factory=dict)
    records: tuple[RunRecord, ...] = ()

    def of(self, rules: Sequence[StoredRule]) -> Evaluation:
        """What was said of some of the rules."""
        details = {rule.id: self.details[rule.id] for rule in rules}
        return Evaluation(details, {id_: self.shown[id_] for id_ in details if id_ in self.shown}, self.records)


@dataclass(frozen=True, slots=True)
class Together:
    """All rules that a run will ask for, so that a partition is read and evaluated once and not once a suite.

    Parameters: `rules` by archive and year; `results` how many suites and years will be asked for, of which `progress`
    is told.
    """

    rules: Mapping[tuple[Path, int], tuple[StoredRule, ...]]
    results: int = 0
    progress: Callable[[int, int, str], None] | None = None
    _asked: list[int] = field(default_factory=list)
    _done: dict[tuple[Path, int], tuple[Terms, Evaluation]] = field(default_factory=dict)

    def evaluated(self, rules: Sequence[StoredRule], archive: Path, year: int, terms: Terms) -> Evaluation:
        """What a partition says of `rules`; those that were not announced are evaluated by themselves."""
        evaluation = self._evaluated(rules, archive, year, terms)
        self._asked.append(year)
        if self.progress is not None:
            self.progress(min(len(self._asked), self.results), self.results, str(year))
        return evaluation

    def _evaluated(self, rules: Sequence[StoredRule], archive: Path, year: int, terms: Terms) -> Evaluation:
        partition = archive, year
        announced = self.rules.get(partition, ())
        if not set(rules) <= set(announced):
            return _evaluated(rules, archive, year, terms)
        if partition not in self._done:
            self._done[partition] = terms, _evaluated(announced, archive, year, terms)
        known, evaluation = self._done[partition]
        return evaluation.of(rules) if known == terms else _evaluated(rules, archive, year, terms)


together: ContextVar[Together | None] = ContextVar("together", default=None)
"""What the run under way will ask for: engines are made by the library from the context's files, told nothing else."""


def open_archive(path: Path) -> Archive:
    """The archive at this path. Raises FileNotFoundError where there is none, ValueError where it cannot be read.

    Example: `open_archive(Path("archive")).years` → `(2018, 2024)`.
    """
    from dq.archive import Archive

    if not path.is_dir():
        raise FileNotFoundError(f"没有这个档案库: {path}")
    opened = Archive.open(path)
    if opened.archive is None:
        raise ValueError("; ".join(diagnostic.headline.zh for diagnostic in opened.diagnostics))
    return opened.archive


def evaluate(rules: Sequence[StoredRule], archive: Path, year: int, terms: Terms) -> Evaluation:
    """Evaluate `rules` on the reports of `year` in the archive.

    A report whose files are damaged counts as an error of every rule. Waivers have effect up to their last day (UTC).
    Example: `evaluate(rules, Path("archive"), 2018, Terms()).details["FA101"]["counts"]["violated"]` → 1.
    """
    asked = together.get()
    return asked.evaluated(rules, archive, year, terms) if asked else _evaluated(rules, archive, year, terms)


def _evaluated(rules: Sequence[StoredRule], archive: Path, year: int, terms: Terms) -> Evaluation:
    from dq.templates import default_schema

    try:
        inspection = _inspected(archive, _state_of_files(archive))
        reports = _reports(inspection.sound, year)
    except Exception as error:  # noqa: BLE001 - whatever breaks, the rules are reported as not evaluated
        reason = f"{type(error).__name__}: {error}"
        return Evaluation({rule.id: failed(reason, year) for rule in rules})
    if not reports:
        nothing = terms.words.say("这一年度没有可读的报表", "no report of this year can be read")
        return Evaluation({rule.id: failed(nothing, year) for rule in rules})
    evaluation = _Task(inspection.sound, default_schema(), reports, year, terms).solve(rules)
    for entry in inspection.unreadable:
        if entry.year == year:
            damaged = terms.words.say(f"报表 {entry.report} 的数据文件已损坏", f"data of {entry.report} are damaged")
            for details in evaluation.details.values():
                add_error(details, damaged)
    return evaluation


def sound_reports(archive: Path) -> Store:
    """The archive without the reports whose files are damaged. Raises as `open_archive`.

    Example: `sound_reports(Path("archive")).scan("reports")`.
    """
    return _inspected(archive, _state_of_files(archive)).sound


def _state_of_files(archive: Path) -> tuple[tuple[str, int, int], ...]:
    """Name, size and time of every file: while they stay, so does the inspection of the archive."""
    files = ((path, path.stat()) for path in sorted(archive.rglob("*.*")) if path.is_file())
    return tuple((str(path), state.st_size, state.st_mtime_ns) for path, state in files)


@lru_cache(maxsize=1)
def _inspected(archive: Path, state: tuple[tuple[str, int, int], ...]) -> Inspection:  # noqa: ARG001 - part of the key
    return open_archive(archive).inspect()


def _reports(store: Store, year: int) -> tuple[str, ...]:
    import polars as pl

    found = store.scan("reports").filter(pl.col("year") == year).select("report").unique().collect()
    return tuple(sorted(found["report"]))


@dataclass(frozen=True, slots=True)
class _Task:
    """One partition to be checked."""

    store: Store
    schema: Schema
    reports: tuple[str, ...]
    year: int
    terms: Terms

    def solve(self, rules: Sequence[StoredRule]) -> Evaluation:
        """All rules at once; where some do not compile, halves, down to those that are to blame.

        The engine tells the rules apart that it cannot evaluate: what it raises is a fault of the program.
        """
        if not rules:
            return Evaluation({})
        try:
            return self._solve_together(rules)
        except _NotCompiledError as error:
            if len(rules) == 1:
                return Evaluation({rules[0].id: failed(str(error), self.year)})
        except Exception as error:  # noqa: BLE001 - whatever breaks, the rules are reported as not evaluated
            reason = f"{type(error).__name__}: {error}"
            return Evaluation({rule.id: failed(reason, self.year) for rule in rules})
        half = len(rules) // 2
        first, second = self.solve(rules[:half]), self.solve(rules[half:])
        details, shown = {**first.details, **second.details}, {**first.shown, **second.shown}
        return Evaluation(details, shown, (*first.records, *second.records))

    def _solve_together(self, rules: Sequence[StoredRule]) -> Evaluation:
        from dq.engine import check

        book = _compile(rules, self.schema, self.terms)
        _verify(rules, book, self.terms)
        evidence = "all" if len(self.reports) <= _FEW_REPORTS else "auto"
        language = self.terms.language
        record = check(book, self.store, self.schema, reports=self.reports, evidence=evidence, language=language)
        record = waived(record, in_force(self.terms.waivers, datetime.now(UTC).date()))
        found = gathered(record)
        details = rule_details(record, found, self.year, View(language, self.schema))
        return Evaluation(details, {rule: each.shown for rule, each in found.items()}, (record,)).of(rules)


_FEW_REPORTS = 50
"""Up to so many reports every rounding and undecided outcome carries its operands too."""


_KNOWN: dict[str, CheckedRule] = {}
"""Rules that this process has compiled, by the very text that suites store."""
_BOOKS: list[RuleBook] = []
"""The book that they are of: plans of all its rules are kept beside it."""


def remember(book: RuleBook) -> None:
    """Keep compiled rules for the evaluation that follows: their texts need not be compiled again.

    Example: `remember(book)`.
    """
    _KNOWN.clear()
    _KNOWN.update((rule.whole, rule) for rule in book.rules)
    _BOOKS[:] = [book]


def recall(rules: Iterable[StoredRule], memory: Path | None) -> None:
    """Compile the rules that a run will ask for once, or take them from memory, where this process does not know them.

    Texts that do not compile together are left to the evaluation, which tells those that do not from the others.
    Parameters: `memory` the folder of books that were checked before. Example: `recall(rules, None)`.
    """
    from dq.semantics.remembered import recall_each
    from dq.templates import default_schema

    texts = _texts(sorted(rules, key=attrgetter("id", "text")))
    if not all(text in _KNOWN for text in texts):
        book, complaints = recall_each(_files(texts), default_schema(), memory)
        if not any(each.level is Level.ERROR for each in complaints):
            remember(book)


def _texts(rules: Iterable[StoredRule]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(text for rule in rules for text in (*rule.needed, rule.text)))


def _files(texts: Iterable[str]) -> dict[str, str]:
    """Each text a file of its own: two rules may come from files that define one name differently."""
    return {f"rule {number}": text for number, text in enumerate(texts, 1)}


class _NotCompiledError(Exception):
    """The stored text of these rules does not compile, or not to what it was."""


def _compile(rules: Sequence[StoredRule], schema: Schema, terms: Terms) -> RuleBook:
    """The rule book of these rules and all they need."""
    texts = _texts(rules)
    known = [_KNOWN.get(text) for text in texts]
    if all(known):
        found = {rule.id: rule for rule in known if rule is not None}
        book = RuleBook(tuple(found[rule] for rule in sorted(found)), "", terms.bodies)
        same = next((whole for whole in _BOOKS if whole.rules == book.rules), None)
        return book if same is None else replace(book, kept=same.kept)
    from dq.semantics import check_each  # of all rules known, none is read anew

    result = check_each(_files(texts), schema)
    complaints = [d.headline.in_language(terms.language) for d in result.diagnostics if d.level is Level.ERROR]
    if complaints:
        intro = terms.words.say("规则文本不能编译：", "the rule's text does not compile: ")
        raise _NotCompiledError(intro + "; ".join(complaints))
    return replace(result.book, bodies=terms.bodies)


def _verify(rules: Sequence[StoredRule], book: RuleBook, terms: Terms) -> None:
    """Every rule is in the book under its own id and is what the suite was written with."""
    compiled = {rule.id: rule.fingerprint for rule in book.rules}
    for rule in rules:
        if compiled.get(rule.id) != rule.fingerprint:
            raise _NotCompiledError(
                terms.words.say(
                    f"{rule.id} 的文本与写入套件时不同，请重新运行 dq report",
                    f"the text of {rule.id} is not what the suite was written with; run dq report again",
                )
            )
