"""Rules of many files become one book: ids are unique, what is needed is there, nothing needs itself."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from graphlib import CycleError, TopologicalSorter
from pathlib import PurePath
from typing import Final

from dq.diagnostics import Diagnostic, Level, Span, Text
from dq.semantics.bodies import Bodies
from dq.semantics.checked import CheckedRule, RuleBook
from dq.semantics.complaints import rules as wrong
from dq.semantics.complaints.reuse import too_much
from dq.semantics.expansion import expanded
from dq.semantics.library import Opened
from dq.semantics.lists import CodeLists
from dq.semantics.places import Places
from dq.semantics.rule import Draft, RuleChecker, choices, fingerprint
from dq.syntax import parts_of, tree
from dq.templates.model import Schema

MOST_PARTS: Final = 200_000
"""Nodes of all rules of a file that putting in definitions and choosing columns make: what checking it costs, not told
by its length.
"""

MOST_GUESSED: Final = 50
"""Errors of a file up to which a name that is nowhere is compared with all that are there: a text can hold thousands of
both.
"""

_UNRELATED: Final = Bodies()

_DECLARED: Final = re.compile(r"^[ \t\u3000\ufeff]*(?:rule|规则)[ \t\u3000]+(?P<id>[^\W\d]\w*)", re.MULTILINE)


@dataclass(slots=True)
class RuleFile:
    """One rule file, checked by itself.

    Parameters: `drafts` the rules without errors; `declared` ids of all its rules, those with errors too.
    """

    name: str
    text: str
    drafts: list[Draft] = field(default_factory=list)
    declared: frozenset[str] = frozenset()
    diagnostics: list[Diagnostic] = field(default_factory=list)
    told: dict[tuple[str, Span, Text], str] = field(default_factory=dict)

    def say(self, diagnostics: Iterable[Diagnostic], rule: str) -> None:
        """Take in what is wrong with a rule; of a shared definition, only what no other rule has told yet."""
        for each in diagnostics:
            told = (each.code, each.span, each.headline)
            if told not in self.told:
                self.told[told] = rule
                self.diagnostics.append(each)

    @property
    def failed(self) -> bool:
        """True where an error keeps all of the file's rules out."""
        return any(each.level is Level.ERROR for each in self.diagnostics)

    @property
    def guesses(self) -> bool:
        """True where it is worth its time to find what a wrong name stands for."""
        return len(self.diagnostics) < MOST_GUESSED


def check_file(opened: Opened, places: Places, schema: Schema, lists: CodeLists) -> RuleFile:
    """The rules of one file, each checked by itself; every error of the file is said."""
    checker = RuleChecker(schema, places, PurePath(opened.name).stem, lists)
    file = RuleFile(opened.name, opened.text, diagnostics=list(opened.diagnostics))
    parts = 0
    for placed in opened.file.rules:
        here = tree.PlacedRule(opened.address + placed.base, placed.rule)
        whole, wrong_there, made = expanded(here, opened.names, places, guess=file.guesses)
        file.say(wrong_there, placed.rule.id.text)
        parts += made if whole is None else _grown(whole.placed.rule, made)
        if parts > MOST_PARTS:
            node = placed.rule.id
            file.say([too_much(places.span(here.base + node.start, here.base + node.end), MOST_PARTS)], node.text)
            break
        if whole is None:
            continue
        draft, diagnostics = checker.check(whole)
        file.say(diagnostics, placed.rule.id.text)
        if draft is not None:
            file.drafts.append(draft)
    known = {placed.rule.id.text for placed in opened.file.rules}
    file.declared = frozenset(known | {match["id"] for match in _DECLARED.finditer(opened.text)})
    return file


def _grown(rule: tree.Rule, made: int) -> int:
    """How many nodes of a rule are checked beyond those that are written, once for each choice of its columns."""
    times = choices(rule)
    return made if times == 1 else times * parts_of(rule)


def lent(opened: Opened) -> RuleFile:
    """A file that is only imported: what is wrong with its form and its declarations, none of its rules."""
    return RuleFile(opened.name, opened.text, diagnostics=list(opened.diagnostics))


def bind(files: Sequence[RuleFile], bodies: Bodies = _UNRELATED) -> RuleBook:
    """The book of all files without errors; what is wrong between the rules is added to their files."""
    _refuse_duplicates(files)
    _refuse_unknown_needs(files)
    _refuse_cycles(files)
    loaded = {draft.rule.id for file in files if not file.failed for draft in file.drafts}
    home = {rule: file.name for file in reversed(files) for rule in file.declared}
    bound: list[CheckedRule] = []
    for file in files:
        if file.failed:
            continue
        for draft in file.drafts:
            absent = [rule for rule in draft.rule.needs if rule not in loaded]
            file.diagnostics += [wrong.needed_not_loaded(draft.need_spans[rule], rule, home[rule]) for rule in absent]
            bound.append(replace(draft.rule, needs=tuple(rule for rule in draft.rule.needs if rule in loaded)))
    bound.sort(key=lambda rule: rule.id)
    told = [f"{rule.id} {rule.fingerprint}" for rule in bound] + [
        str(each) for each in (*bodies.successions, *bodies.units)
    ]
    return RuleBook(tuple(bound), fingerprint("\n".join(told)), bodies)


def _drafts(files: Iterable[RuleFile]) -> Iterable[tuple[RuleFile, Draft]]:
    return ((file, draft) for file in files for draft in file.drafts)


def _refuse_duplicates(files: Sequence[RuleFile]) -> None:
    first: dict[str, Draft] = {}
    for file, draft in _drafts(files):
        earlier = first.setdefault(draft.rule.id, draft)
        if earlier is not draft:
            file.diagnostics.append(wrong.duplicate_rule(draft.id_span, earlier.id_span, draft.rule.id))


def _refuse_unknown_needs(files: Sequence[RuleFile]) -> None:
    declared = frozenset[str]().union(*(file.declared for file in files))
    for file, draft in _drafts(files):
        for rule in (each for each in draft.rule.needs if each not in declared):
            near = declared if file.guesses else ()
            file.diagnostics.append(wrong.unknown_rule(draft.need_spans[rule], rule, near))


def _refuse_cycles(files: Sequence[RuleFile]) -> None:
    """Refuse one file a cycle, the one whose rule has the smallest id, until none is left."""
    while True:
        drafts = {draft.rule.id: (file, draft) for file, draft in _drafts(files) if not file.failed}
        needs = {rule: sorted(drafts.keys() & draft.rule.needs) for rule, (_file, draft) in sorted(drafts.items())}
        try:
            TopologicalSorter(needs).prepare()
        except CycleError as found:
            cycle: list[str] = found.args[1][:-1][::-1]
            start = cycle.index(min(cycle))
            cycle = [*cycle[start:], *cycle[:start]]
            file, draft = drafts[cycle[0]]
            span = draft.need_spans[cycle[1 % len(cycle)]]
            file.diagnostics.append(wrong.needs_cycle(span, (*cycle, cycle[0])))
        else:
            return
