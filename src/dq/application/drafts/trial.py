"""What became of trying a draft on reports, without the engine that tries it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from dq.diagnostics import Diagnostic
from dq.runner.comparing import Change, Entry

MOST_REPORTS: Final = 20
"""Reports that a draft is tried on at once."""

MOST_TOLD: Final = 500
"""Outcomes told of a trial; all are counted."""


@dataclass(frozen=True, slots=True)
class Tried:
    """What the rules that an edit touches come to on some reports, before and after it.

    Parameters: `rules` ids of these rules; `before` and `after` their outcomes by verdict name; `changes` numbers of
    outcomes by what became of them; `told` the first of them, what is new first; `diagnostics` why something could not
    be tried.
    """

    rules: tuple[str, ...] = ()
    before: Mapping[str, int] | None = None
    after: Mapping[str, int] | None = None
    changes: Mapping[Change, int] | None = None
    told: tuple[Entry, ...] = ()
    diagnostics: tuple[Diagnostic, ...] = ()
