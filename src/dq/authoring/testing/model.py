"""What a test of rules is once its text was read: given reports and what is expected of them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Protocol

from dq.diagnostics import Span
from dq.types import Hint, Reason

if TYPE_CHECKING:
    from decimal import Decimal

    from dq.templates.model import Table, Template

Row = dict[str, Any]
"""A stored row: columns of `dq.archive.layout`."""


@dataclass(frozen=True, slots=True)
class GridRow:
    """A printed row: `block` of the form it stands in, `cells` by measure name; `line` where it is written."""

    block: int
    code: str | None
    label: str | None
    cells: Mapping[str, str]
    line: int


@dataclass(frozen=True, slots=True)
class Grid:
    """A given table: its shape in the form, its money unit and printed rows, block by block."""

    table: Table
    unit: str
    rows: tuple[GridRow, ...]


@dataclass(frozen=True, slots=True)
class Report:
    """A report as given: its form and year, its tables by name; what is not there is not printed. `refused` are the
    tables given with a fault, of which nothing more need be said.
    """

    template: Template
    year: int
    grids: Mapping[str, Grid]
    refused: frozenset[str] = frozenset()


class Lender(Protocol):
    """What the application lends, since authoring knows neither documents nor archives."""

    def rows(self, report: str, grid: Grid) -> list[Row]:
        """The given rows as ingestion would store them, in the same order."""
        ...

    def unlisted(self, grid: Grid) -> list[int]:
        """Places of the rows that the form does not print."""
        ...

    def sample(self, report: str, beside: str) -> Report | Sequence[str]:
        """A stored report, or the ids that there are. Parameters: `beside` the test file that asks."""
        ...


@dataclass(frozen=True, slots=True)
class Subject:
    """What an expectation speaks of: a rule, or its outcomes on one row, in one column.

    Parameters: `n` number of the row, None for all; `column` as the rule's column list has it, None for all.
    """

    rule: str
    n: int | None
    column: str | None
    text: str
    span: Span


@dataclass(frozen=True, slots=True)
class Expected:
    """That a subject's gravest outcome is `verdict` ("not_applicable": that it has none)."""

    subject: Subject
    verdict: str
    reason: Reason | None = None
    hint: Hint | None = None
    difference: Decimal | None = None


@dataclass(frozen=True, slots=True)
class RuleTest:
    """One test.

    Parameters: `before` the report of the year before, `units` those of the department's units; `quiet` the verdicts
    that no other rule of the pack may have (`nothing else`).
    """

    name: str
    file: str
    span: Span
    report: Report
    before: Report | None
    units: tuple[Report, ...]
    expected: tuple[Expected, ...]
    quiet: tuple[str, ...]
    pack: frozenset[str]

    @property
    def rules(self) -> frozenset[str]:
        """Ids of the rules that it names."""
        return frozenset(each.subject.rule for each in self.expected)

    def watches(self, rule: str) -> bool:
        """Whether it would notice that a rule gives another verdict."""
        return rule in self.rules or (bool(self.quiet) and rule in self.pack)


@dataclass(frozen=True, slots=True)
class Failure:
    """An expectation that was not met: both verdicts in words of the contract, and the statements behind the second."""

    expected: str
    actual: str
    span: Span
    statements: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Result:
    """A test that ran; it passed where nothing failed."""

    case: RuleTest
    failures: tuple[Failure, ...] = ()

    @property
    def passed(self) -> bool:
        """True where every expectation was met."""
        return not self.failures
