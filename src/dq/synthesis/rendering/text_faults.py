"""Faults put into what a report says outside its tables, each with the truth about it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal
from random import Random
from typing import Final, TypeVar

from dq.synthesis.generation.fault_spec import TextKind
from dq.synthesis.generation.faults import Fault
from dq.synthesis.generation.misprints import misprint
from dq.synthesis.rendering.project_forms import GRADES
from dq.synthesis.rendering.sayings import Saying
from dq.synthesis.rendering.told import Told

_HALF: Final = Decimal("0.005")
"""Half a unit of the last place: amounts are told in hundredths of their unit, rates in hundredths of a percent."""
_HUNDRED: Final = Decimal(100)
_MISPRINTS: Final = ("transposed", "dropped", "extra", "replaced")
_Element = TypeVar("_Element")


def put_text_fault(report: str, told: Told, kind: TextKind, chance: Random) -> tuple[Told, Fault] | None:
    """What a report says with one fault of this kind, and the truth; None where it has no place for one.

    Example: `put_text_fault("r", told, "wrong_grade", Random(1))[1].printed` → `"合格"`.
    """
    return _misgraded(report, told, chance) if kind == "wrong_grade" else _misgrown(report, told, chance)


def _misgraded(report: str, told: Told, chance: Random) -> tuple[Told, Fault] | None:
    """A form on which another grade is ticked than that of its score."""
    if not told.projects:
        return None
    at = int(chance.random() * len(told.projects))
    project = told.projects[at]
    other = _one([grade for grade in GRADES if grade != project.grade], chance)
    broken = ("project: the grade is that of the score",)
    fault = Fault(report, "wrong_grade", "project", project.name, "grade", project.grade, other, broken)
    return replace(told, projects=_with(told.projects, at, replace(project, ticked=other))), fault


def _misgrown(report: str, told: Told, chance: Random) -> tuple[Told, Fault] | None:
    """A sentence with another rate of change than that of its amounts."""
    places = [at for at, saying in enumerate(told.sayings) if saying.figures.get("rate")]
    if not places:
        return None
    at = _one(places, chance)
    saying = told.sayings[at]
    rate = saying.figures["rate"]
    text = f"{abs(rate):.2f}"
    printed = misprint(_one(_MISPRINTS, chance), text, "%", chance)
    if printed is None:
        return None
    wrong = Decimal(printed.replace(",", "")).copy_sign(rate)
    changed = replace(saying, figures={**saying.figures, "rate": wrong})
    broken = () if _is_right(changed) else ("narrative: the rate is the change by last year's amount",)
    fault = Fault(report, "wrong_growth", "narrative", _path(saying), "rate", text, printed, broken)
    return replace(told, sayings=_with(told.sayings, at, changed)), fault


def _path(saying: Saying) -> str:
    """The row as reading names it: a code below those of its class and subclass, else the item."""
    code = saying.code
    return saying.item if code is None else "/".join(dict.fromkeys((code[:3], code[:5], code)))


def _is_right(saying: Saying) -> bool:
    """True where rounding explains how the rate differs from change ÷ (amount less change)."""
    amount, change, rate = (saying.figures[name] for name in ("amount", "change", "rate"))
    corners = []
    for more in (-_HALF, _HALF):
        for less in (-_HALF, _HALF):
            prior = amount + more - change - less
            if prior <= 0:
                return True  # so small a year before explains any rate
            corners.append((change + less) * _HUNDRED / prior)
    return min(corners) - _HALF <= rate <= max(corners) + _HALF


def _one(choices: Sequence[_Element], chance: Random) -> _Element:
    return choices[int(chance.random() * len(choices))]


def _with(elements: tuple[_Element, ...], at: int, element: _Element) -> tuple[_Element, ...]:
    return (*elements[:at], element, *elements[at + 1 :])
