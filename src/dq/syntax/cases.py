"""Tests of rules, as written: printed rows and the verdicts expected of them. Everyone reads them as `dq.syntax.tree`.

Example:
    test "总额少一分" { form final_accounts_2018 given summary { | 项目 | 决算数 | … } expect SM101 rounding }

"""

from __future__ import annotations

from dataclasses import dataclass

from dq.syntax.expressions import Expression, Name, Node, Number, String


@dataclass(frozen=True, slots=True)
class Form(Node):
    """form final_accounts_2018: the form that the report is printed in."""

    name: Name


@dataclass(frozen=True, slots=True)
class Year(Node):
    """year 2018: the year of the report; without it the last year of its form."""

    year: Number


@dataclass(frozen=True, slots=True)
class FromFixture(Node):
    """from "name": begins with the tables of a fixture."""

    name: String


@dataclass(frozen=True, slots=True)
class FromSample(Node):
    """from sample "report": begins with a stored report."""

    report: String


@dataclass(frozen=True, slots=True)
class PriorFixture(Node):
    """prior "name": the fixture that is the same body's report of the year before."""

    name: String


@dataclass(frozen=True, slots=True)
class UnitFixture(Node):
    """unit "name": the fixture that is the report of one of the department's units, of the same year."""

    name: String


@dataclass(frozen=True, slots=True)
class TableLine(Node):
    """A row of a table as it is printed, `text` with its upright strokes: | 合计 | 1,234.50 |."""

    text: str


@dataclass(frozen=True, slots=True)
class Given(Node):
    """given table unit 万元 { rows }: a table of the report, its first row being the header."""

    table: Name
    unit: Name | None
    rows: tuple[TableLine, ...]


@dataclass(frozen=True, slots=True)
class Change(Node):
    """change summary["本年收入合计"].amount to "…": what one cell prints instead."""

    place: Expression
    text: String


@dataclass(frozen=True, slots=True)
class Remove(Node):
    """remove summary["其他收入"], or a whole table: what the report does not print."""

    place: Expression


@dataclass(frozen=True, slots=True)
class HintDetail(Node):
    """hint truncated, of an expectation."""

    name: Name


@dataclass(frozen=True, slots=True)
class Difference(Node):
    """difference "0.01", of an expectation: left side less right side, in the printed unit."""

    amount: String


Detail = HintDetail | Difference


@dataclass(frozen=True, slots=True)
class Expect(Node):
    """expect RULE, RULE["row"].column verdict reason details."""

    subjects: tuple[Expression, ...]
    verdict: Name
    reason: Name | None
    details: tuple[Detail, ...]


@dataclass(frozen=True, slots=True)
class NothingElse(Node):
    """expect nothing else violated: no rule of the pack has these verdicts but those named."""

    verdicts: tuple[Name, ...]


CaseLine = (
    Form | Year | FromFixture | FromSample | PriorFixture | UnitFixture | Given | Change | Remove | Expect | NothingElse
)


@dataclass(frozen=True, slots=True)
class Test(Node):
    """test "name" { lines }."""

    name: String
    lines: tuple[CaseLine, ...]


@dataclass(frozen=True, slots=True)
class Fixture(Node):
    """fixture "name" { lines }: a report that tests begin with."""

    name: String
    lines: tuple[CaseLine, ...]
