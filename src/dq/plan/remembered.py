"""Plans that were made before: beside the book that is remembered, the plan of its rules for each template.

The book's name tells everything that a plan depends on (`dq.semantics.remembered`), this program's planner included.
"""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path
from typing import Final

from dq.plan import nodes, whole
from dq.plan.whole import Plan
from dq.semantics.checked import Expectation, ToleranceKind
from dq.semantics.remembered import keep
from dq.semantics.saved import Notation

_MOST: Final = 64
"""Plans kept; those not asked for longest go first."""

_PLANS: Final = Notation((*vars(nodes).values(), *vars(whole).values(), ToleranceKind))


def recall_plan(kept: Path, template: str, expectations: Sequence[Expectation]) -> Plan | None:
    """The plan for a template, None where none is remembered.

    Parameters: `kept` the place of the book (`RuleBook.kept`); `expectations` those of the book in their order.
    Example: `recall_plan(book.kept, "final_accounts_2018", expectations)`.
    """
    place = _place(kept, template)
    with suppress(OSError, ValueError):
        plan = _PLANS.read(place.read_text(encoding="utf-8"), expectations)
        if isinstance(plan, Plan) and plan.template == template:
            with suppress(OSError):
                place.touch()
            return plan
    return None


def keep_plan(kept: Path, plan: Plan, expectations: Sequence[Expectation]) -> None:
    """Remember a plan; parameters as for `recall_plan`. Example: `keep_plan(book.kept, plan, expectations)`."""
    keep(_place(kept, plan.template), _PLANS.written(plan, expectations), _MOST)


def _place(kept: Path, template: str) -> Path:
    return kept.parent / "plans" / f"{kept.stem}-{template}.json"
