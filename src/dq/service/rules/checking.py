"""Looking at texts that somebody types: in processes of their own, which all of this service share."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache

from dq.application.drafts.checker import Checker, Said
from dq.application.drafts.completing import Completions
from dq.application.drafts.draft import Draft
from dq.service.rules.published import memory
from dq.service.security.access import CHECKERS


@lru_cache(maxsize=1)
def _checker() -> Checker:
    return Checker(processes=CHECKERS)


def look_at(draft: Draft) -> Said:
    """What is wrong with a draft. Example: `look_at(draft).errors`."""
    return _checker().look_at(draft, memory())


def mend(draft: Draft) -> tuple[str, int]:
    """The draft's text with its certain fixes, and their number. Example: `mend(draft)[0]`."""
    return _checker().mend(draft, memory())


def complete(draft: Draft, offset: int, rules: Mapping[str, str]) -> Completions:
    """What can be written at a place. Parameters: as for `Checker.complete`."""
    return _checker().complete(draft, offset, rules)
