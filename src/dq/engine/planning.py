"""The tests of a rule book, lowered for one template at a time, or recalled with their plan."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from pathlib import Path

from dq.engine.outcomes import Book
from dq.engine.trial import told
from dq.plan.nodes import Leaf, Property, Slot
from dq.plan.remembered import keep_plan, recall_plan
from dq.plan.walk import leaves, test_nodes
from dq.plan.whole import Plan, Test
from dq.semantics.checked import UNITS, Home
from dq.templates.model import Schema


@dataclass(frozen=True, slots=True)
class Planned:
    """The tests for one template.

    Parameters: `unplanned` pairs (test number, why it could not be lowered); `plan` of all tests, where it is known;
    `asks_elsewhere` whether something reads other reports.
    """

    tests: tuple[Test, ...]
    unplanned: tuple[tuple[int, str], ...] = ()
    plan: Plan | None = None
    asks_elsewhere: bool = False


@dataclass(frozen=True, slots=True)
class Planning:
    """Makes the tests of each template once.

    Parameters: `kept` the place of the remembered book, None where plans are not remembered.
    """

    book: Book
    schema: Schema
    kept: Path | None
    made: dict[str, Planned] = field(default_factory=dict)

    def of(self, template: str) -> Planned:
        """The tests for reports of a template."""
        planned = self.made.get(template)
        if planned is None:
            planned = self.made[template] = self._recalled(template) or self._lowered(template)
        return planned

    def keep(self, template: str, plan: Plan) -> None:
        """Remember the plan that was made of all the tests for this template."""
        planned = self.made[template]
        if planned.plan is None:
            self.made[template] = replace(planned, plan=plan)
            if self.kept is not None and not planned.unplanned:
                keep_plan(self.kept, plan, self.book.expectations)

    def _recalled(self, template: str) -> Planned | None:
        plan = None if self.kept is None else recall_plan(self.kept, template, self.book.expectations)
        if plan is None:
            return None
        tests = sorted((test for base in plan.bases for test in base.tests), key=lambda test: test.number)
        return Planned(tuple(tests), (), plan, any(map(_asks_elsewhere, tests)))

    def _lowered(self, template: str) -> Planned:
        from dq.plan.build import build_test  # a recalled plan needs none of it

        tests: list[Test] = []
        unplanned: list[tuple[int, str]] = []
        for number, expectation in enumerate(self.book.expectations):
            if template in expectation.templates:
                try:
                    tests.append(build_test(number, expectation, self.schema))
                except Exception as error:  # noqa: BLE001 - told as a run error of its rule
                    unplanned.append((number, told(error)))
        return Planned(tuple(tests), tuple(unplanned), None, any(map(_asks_elsewhere, tests)))


def _asks_elsewhere(test: Test) -> bool:
    """Whether a test reads other reports, or how many units there are."""
    read = (leaf for node in test_nodes(test) for leaf in leaves(node))
    return any(_is_elsewhere(leaf) for leaf in read)


def _is_elsewhere(leaf: Leaf) -> bool:
    match leaf:
        case Slot(lookup):
            return lookup.home is not Home.OWN
        case Property(name):
            return name == UNITS
        case _:
            return False
