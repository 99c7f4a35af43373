"""The mutation score: which wrong versions of a rule its tests would notice."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

from dq.authoring.mutation.edits import Edit, edits
from dq.authoring.mutation.lending import Lent, lent
from dq.authoring.mutation.rounding import untoleranced
from dq.authoring.mutation.variants import Variant, Written, checked_variants, needed, renamed, written_rules
from dq.authoring.testing.judging import Verdict, is_met, loud
from dq.authoring.testing.model import Lender, RuleTest
from dq.authoring.testing.running import related, report_id, stacked, verdicts_of
from dq.diagnostics import Span
from dq.engine.judging import judge

if TYPE_CHECKING:
    from dq.semantics.checked import CheckedRule, RuleBook
    from dq.semantics.files import RuleTexts
    from dq.templates.model import Schema

_MARK: Final = "__mutant"
_OF_PASS: Final = 600
"""What a pass of the engine costs by itself, in mutants held to a test."""


@dataclass(frozen=True, slots=True)
class Mutant:
    """A wrong version of a rule. Parameters: `before` and `after` the piece changed; `killers` tests that notice."""

    rule: str
    kind: str
    before: str
    after: str
    span: Span
    killers: tuple[str, ...]

    @property
    def survived(self) -> bool:
        """True where no test notices."""
        return not self.killers


@dataclass(frozen=True, slots=True)
class Score:
    """What became of the mutants.

    Parameters: `equivalent` how many others mean what the rule or another mutant means; `refused` how many
    others are no valid rules.
    """

    mutants: tuple[Mutant, ...]
    equivalent: int
    refused: int

    @property
    def killed(self) -> int:
        """Mutants that a test notices."""
        return sum(not each.survived for each in self.mutants)

    @property
    def percent(self) -> float:
        """Killed of all, in percent; 100 where there is none."""
        return 100 * self.killed / len(self.mutants) if self.mutants else 100.0


def joined(scores: Sequence[Score]) -> Score:
    """The scores of several folders as one."""
    return Score(
        tuple(each for part in scores for each in part.mutants),
        sum(part.equivalent for part in scores),
        sum(part.refused for part in scores),
    )


def score(
    tests: Sequence[RuleTest], texts: RuleTexts, book: RuleBook, schema: Schema, lender: Lender, jobs: int = 1
) -> Score:
    """Try all mutants of the rules that the tests watch against them, and those of the templates of these rules: that a
    template is wrong is noticed where it is in one of its rules.

    Parameters: `tests` that pass; `texts` the rule files; `book` their rules.
    Example: `score(tests, read_texts([folder]), book, schema, lender).percent`.
    """
    by_id = {rule.id: rule for rule in book.rules}
    watched = {name: sum(test.watches(name) for test in tests) for name in by_id}
    rules = [rule for rule in written_rules(texts) if watched.get(rule.node.id.text)]
    by_file: dict[str, tuple[list[Written], list[Lent]]] = {}
    for rule in rules:
        by_file.setdefault(rule.file, ([], []))[0].append(rule)
    for template in lent(sorted(rules, key=lambda rule: -watched[rule.node.id.text]), texts):
        by_file[template.rules[0].file][1].append(template)
    trial = _Trial(texts, book, by_id, schema, lender, tests)
    with ThreadPoolExecutor(jobs) as pool:  # polars computes outside the interpreter's lock
        tried = joined(list(pool.map(trial.of, by_file.values())))
    mutants = sorted(tried.mutants, key=lambda each: (each.rule, each.span.line, each.span.column))
    return replace(tried, mutants=tuple(mutants))


@dataclass(frozen=True, slots=True)
class _Try:
    """A wrong version of a rule. Parameters: `place` what `edit` changes, the rule itself or its template."""

    variant: Variant
    place: Written
    edit: Edit


@dataclass(frozen=True, slots=True)
class _Trial:
    """Tries the mutants of rules. Parameters: as `score`; `by_id` the rules of the book."""

    texts: RuleTexts
    book: RuleBook
    by_id: Mapping[str, CheckedRule]
    schema: Schema
    lender: Lender
    tests: Sequence[RuleTest]

    def of(self, written: tuple[Sequence[Written], Sequence[Lent]]) -> Score:
        """What became of the mutants of rules of one file, and of templates."""
        rules, templates = written
        made = [
            _Try(
                Variant(rule.node.id.text, name, rule.file, renamed(rule, edit.start, edit.end, edit.text, name)),
                rule,
                edit,
            )
            for rule in rules
            for number, edit in enumerate(edits(rule.node, rule.source, self.schema))
            for name in [f"{rule.node.id.text}{_MARK}{number}"]
        ]
        found, same = self._tried({each.variant.id: each for each in made})
        own = Score(tuple(found.values()), len(same), len(made) - len(found) - len(same))
        return joined((own, self._of_templates(templates)))

    def _of_templates(self, templates: Sequence[Lent]) -> Score:
        """What became of the mutants of templates: each is tried in one rule after the other until it is noticed."""
        left = [(each, edit) for each in templates for edit in edits(each.node, each.source, self.schema)]
        told: dict[int, Mutant | None] = {}
        for turn in range(max((len(each.rules) for each in templates), default=0)):
            made: dict[str, _Try] = {}
            numbers: dict[str, int] = {}
            for number, (each, edit) in enumerate(left):
                before = told.get(number)
                if turn < len(each.rules) and (before is None or before.survived):
                    rule = each.rules[turn]
                    name = f"{rule.node.id.text}{_MARK}{number}"
                    text = each.changed(edit, rule, name)
                    made[name] = _Try(Variant(rule.node.id.text, name, rule.file, text), each, edit)
                    numbers[name] = number
            found, same = self._tried(made)
            told |= {numbers[name]: told.get(numbers[name]) for name in same}
            told |= {numbers[name]: mutant for name, mutant in found.items()}
        mutants = tuple(each for each in told.values() if each is not None)
        return Score(mutants, len(told) - len(mutants), len(left) - len(told))

    def _tried(self, made: Mapping[str, _Try]) -> tuple[dict[str, Mutant], set[str]]:
        """The mutants by their ids, and the ids of those that mean what their rule or another of its mutants means."""
        accepted = checked_variants(self.texts, [each.variant for each in made.values()], self.schema)
        checked = _distinct(accepted, made, self.by_id)
        by_rule: dict[str, list[str]] = {}
        for variant in checked:
            by_rule.setdefault(made[variant].variant.rule, []).append(variant)
        found: dict[str, Mutant] = {}
        for each in _passes(
            _Pass(tuple(those), frozenset(at for at, test in enumerate(self.tests) if test.watches(name)))
            for name, those in by_rule.items()
        ):
            asked = [self.tests[at] for at in sorted(each.tests)]
            found |= self._judged({variant: checked[variant] for variant in each.variants}, made, asked)
        return found, accepted.keys() - checked.keys()

    def _judged(
        self, checked: Mapping[str, CheckedRule], made: Mapping[str, _Try], tests: Sequence[RuleTest]
    ) -> Iterator[tuple[str, Mutant]]:
        """What the tests say of some mutants, in one pass of the engine."""
        rules = {**needed(checked.values(), self.by_id), **checked}
        stack = replace(self.book, rules=tuple(rules[name] for name in sorted(rules)), bodies=related(tests))
        names = dict.fromkeys(made[variant].variant.rule for variant in checked)
        watching = {name: {at: test for at, test in enumerate(tests) if test.watches(name)} for name in names}
        by_variant = {variant: watching[made[variant].variant.rule] for variant in checked}
        watched = [(report_id(place), variant) for variant, those in by_variant.items() for place in those]
        found = verdicts_of(judge(stack, stacked(tests, self.schema, self.lender), self.schema), watched)
        for variant, those in by_variant.items():
            yield variant, _mutant(made[variant], those, found)


@dataclass(frozen=True, slots=True)
class _Pass:
    """What the engine judges at once. Parameters: `variants` mutants; `tests` places of those that watch them."""

    variants: tuple[str, ...]
    tests: frozenset[int]

    @property
    def cost(self) -> int:
        """Mutants times tests, since each is held to each, and what a pass costs by itself."""
        return _OF_PASS + len(self.variants) * len(self.tests)

    def saved(self, other: _Pass) -> int:
        """What both cost less together than apart."""
        return self.cost + other.cost - self.with_(other).cost

    def with_(self, other: _Pass) -> _Pass:
        """Both together."""
        return _Pass(self.variants + other.variants, self.tests | other.tests)


def _passes(of_rules: Iterable[_Pass]) -> list[_Pass]:
    """Those of single rules, together where that costs less: rules of one subject are watched by the same tests."""
    found: list[_Pass] = []
    for each in sorted(of_rules, key=lambda one: -len(one.tests)):
        nearest = max(found, key=each.saved, default=each)
        if nearest is each or each.saved(nearest) <= 0:
            found.append(each)
        else:
            found[found.index(nearest)] = nearest.with_(each)
    return found


def _distinct(
    checked: Mapping[str, CheckedRule], made: Mapping[str, _Try], by_id: Mapping[str, CheckedRule]
) -> dict[str, CheckedRule]:
    """The mutants without those that mean what their rule or an earlier mutant of it means."""
    kept: dict[str, CheckedRule] = {}
    seen: dict[str, list[object]] = {}
    for variant, rule in checked.items():
        name = made[variant].variant.rule
        meanings = seen.setdefault(name, [_meaning(by_id[name])])
        meaning = _meaning(rule)
        if meaning not in meanings:
            meanings.append(meaning)
            kept[variant] = rule
    return kept


def _meaning(rule: CheckedRule) -> object:
    checks = tuple(replace(each, rule="", sentences=(), check=untoleranced(each.check)) for each in rule.expectations)
    return checks, rule.since, rule.until


def _mutant(
    tried: _Try, watching: Mapping[int, RuleTest], found: Mapping[str, Mapping[str, Sequence[Verdict]]]
) -> Mutant:
    name, edit = tried.variant.rule, tried.edit
    killers = []
    for place, test in watching.items():
        verdicts = {name: found.get(report_id(place), {}).get(tried.variant.id, ())}
        own = [each for each in test.expected if each.subject.rule == name]
        if not all(is_met(each, verdicts) for each in own) or loud(test, verdicts):
            killers.append(test.name)
    span = tried.place.span(edit.start, max(edit.end, edit.start + 1))
    before = " ".join(tried.place.source[edit.start : edit.end].split())
    return Mutant(name, edit.kind, before, " ".join(edit.text.split()), span, tuple(killers))
