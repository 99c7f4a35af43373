"""What a draft would find on reports, beside what the rules as published find there."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Final

from dq.application.drafts.draft import Draft
from dq.application.drafts.looking import look_at
from dq.application.drafts.trial import MOST_REPORTS, MOST_TOLD, Tried
from dq.application.sources import Sources
from dq.application.stores import open_store
from dq.engine import check
from dq.runner.comparing import Change, compared
from dq.semantics.checked import CheckedRule, RuleBook
from dq.semantics.remembered import recall_rules
from dq.templates import default_schema

if TYPE_CHECKING:
    from dq.outcome.model import RunRecord


def try_on(draft: Draft, archive: Path, reports: Sequence[str], memory: Path | None, language: str = "zh") -> Tried:
    """Evaluate the rules that a draft changes, as published and as edited, on some reports.

    Parameters: `reports` ids of at most `MOST_REPORTS` reports; `memory` as for `look_at`; `language` of the messages.
    A draft with errors is not tried: its diagnostics say why.
    Errors: `ValueError` for no or too many reports.
    Example: `try_on(draft, Path("archive"), ["final_accounts-2018-…"], None).changes`.
    """
    if not 0 < len(reports) <= MOST_REPORTS:
        raise ValueError("a draft is tried on a few reports")
    looked = look_at(draft, memory)
    if not looked.is_sound:
        return Tried(diagnostics=(*looked.diagnostics, *looked.elsewhere))
    published = recall_rules([draft.folder], default_schema(), memory)[0]
    opened = open_store(Sources(archive=archive, reports=tuple(reports)), default_schema())
    if opened.store is None or opened.diagnostics:
        return Tried(diagnostics=opened.diagnostics)
    concerned = touched(published, looked.book, str(draft.path))
    before, after = (
        check(
            _part(book, concerned),
            opened.store,
            default_schema(),
            reports=reports,
            evidence="violated",
            language=language,
        )
        for book in (published, looked.book)
    )
    told = sorted(
        (each for each in compared(before, after) if each.rule in concerned), key=lambda each: _ORDER.index(each.change)
    )
    return Tried(
        tuple(sorted(concerned)),
        _counted(before, concerned),
        _counted(after, concerned),
        Counter(each.change for each in told),
        tuple(told[:MOST_TOLD]),
    )


_ORDER: Final = (Change.NEW, Change.CHANGED, Change.RESOLVED, Change.PERSISTING, Change.WAIVED)


def touched(before: RuleBook, after: RuleBook, file: str) -> frozenset[str]:
    """Rules of the file, those that mean something else now, and those that need one of them.

    Parameters: `before`, `after` the rules without and with an edit; `file` the one that was edited.
    Example: `touched(published, look_at(draft, None).book, str(draft.path))`.
    """
    old, new = ({rule.id: rule for rule in book.rules} for book in (before, after))
    found = {rule for rule in old.keys() | new.keys() if _meaning(old.get(rule)) != _meaning(new.get(rule))}
    found |= {rule.id for book in (before, after) for rule in book.rules if rule.span.file == file}
    needing = {rule.id: rule.needs for book in (before, after) for rule in book.rules}
    while more := {rule for rule, needs in needing.items() if found.intersection(needs)} - found:
        found |= more
    return frozenset(found)


def _meaning(rule: CheckedRule | None) -> object:
    """What tells two states of a rule apart."""
    return None if rule is None else (rule.fingerprint, rule.needs, rule.severity)


def _part(book: RuleBook, wanted: Iterable[str]) -> RuleBook:
    """These rules of a book, with those that they need: without them nothing would be blocked."""
    by_id = {rule.id: rule for rule in book.rules}
    waiting, kept = [rule for rule in wanted if rule in by_id], set[str]()
    while waiting:
        rule = waiting.pop()
        if rule not in kept:
            kept.add(rule)
            waiting += by_id[rule].needs
    return replace(book, rules=tuple(rule for rule in book.rules if rule.id in kept), fingerprint="", kept=None)


def _counted(run: RunRecord, rules: Iterable[str]) -> dict[str, int]:
    counts: Counter[str] = Counter()
    for rule in rules:
        counts.update(run.matrix.get(rule, {}))
    return dict(sorted(counts.items()))
