"""Checked rules: every name resolved, every type known. The planner reads nothing else.

A rule over a list of columns expands into one `Expectation` a column. Relations (children, parent, above, below)
are plain key equalities here: children(r) is `Source(T, keys=(("parent", Field("n")),))`.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from decimal import Decimal
from enum import StrEnum
from pathlib import Path
from typing import Final

from dq.diagnostics import Span, Text
from dq.semantics.bodies import Bodies
from dq.types import Severity, ValueType


@dataclass(frozen=True, slots=True)
class Literal:
    """A constant. A figure with a unit is in the base unit (5万元 → 50000)."""

    value: Decimal | str | bool
    type: ValueType
    text: str  # as written in the rule


@dataclass(frozen=True, slots=True)
class Field:
    """A column of the row that `for each` stands on.

    `optional` (`missing as zero`): a cell that the report's form does not have is exact zero.
    """

    table: str
    column: str
    type: ValueType
    optional: bool = False


@dataclass(frozen=True, slots=True)
class Inner:
    """A column of the row that a Source stands on (only inside a Source's filter or a Reduce's element)."""

    table: str
    column: str
    type: ValueType


UNITS: Final = "units"
"""The property of a report that is no column of it: how many units its department is declared to have that year."""


@dataclass(frozen=True, slots=True)
class ReportField:
    """A property of the report: kind, year, department."""

    name: str
    type: ValueType


class Home(StrEnum):
    """Whose report rows stand in."""

    OWN = "own"
    BEFORE = "last year"  # the same body's report of the year before
    UNITS = "units"  # those of the department's units, all together


@dataclass(frozen=True, slots=True)
class Source:
    """Rows of `table`: each `keys` column equals its outer expression, and `filter` holds."""

    table: str
    keys: tuple[tuple[str, Expr], ...] = ()
    filter: Condition | None = None
    home: Home = Home.OWN


@dataclass(frozen=True, slots=True)
class Pick:
    """`column` of the one row of a Source: no row is `missing`, two or more are `ambiguous`."""

    source: Source
    column: str
    type: ValueType
    text: str  # the reference as an auditor wrote it
    optional: bool = False  # `missing as zero`: no row, or no such cell in the form, is exact zero


class Reducer(StrEnum):
    """Aggregate functions. COUNT counts rows, DISTINCT the different values printed; EXISTS is COUNT > 0."""

    SUM = "sum"
    COUNT = "count"
    AVERAGE = "avg"
    DISTINCT = "count_distinct"
    MIN = "min"
    MAX = "max"


@dataclass(frozen=True, slots=True)
class Reduce:
    """An aggregate over a Source. `element` speaks of Inner columns; None for COUNT."""

    reducer: Reducer
    source: Source
    element: Expr | None
    type: ValueType
    text: str
    optional: bool = False  # `missing as zero`, of a sum: what is not there adds nothing


@dataclass(frozen=True, slots=True)
class Negate:
    """− operand."""

    operand: Expr
    type: ValueType


class Operator(StrEnum):
    """Arithmetic between two numbers."""

    ADD = "+"
    SUBTRACT = "-"
    MULTIPLY = "*"
    DIVIDE = "/"


@dataclass(frozen=True, slots=True)
class Arithmetic:
    """left operator right."""

    operator: Operator
    left: Expr
    right: Expr
    type: ValueType


@dataclass(frozen=True, slots=True)
class Call:
    """A scalar function of `dq.functions`, by its English name; `step` what it rounds to, in the base unit."""

    function: str
    arguments: tuple[Expr, ...]
    type: ValueType
    step: Decimal | None = None


@dataclass(frozen=True, slots=True)
class MonthOf:
    """The month that a text names: "2018-12", 2018年12月. A number of months, so that months can be counted."""

    operand: Expr
    type: ValueType = ValueType.DATE


@dataclass(frozen=True, slots=True)
class Case:
    """The value of the first branch whose guard is true; all have one type."""

    branches: tuple[tuple[Condition, Expr], ...]
    otherwise: Expr
    type: ValueType


Expr = Literal | Field | Inner | ReportField | Pick | Reduce | Negate | Arithmetic | Call | MonthOf | Case
"""A value: a number or a text."""


class Comparison(StrEnum):
    """Comparisons; they do not chain."""

    EQ = "="
    NE = "!="
    LT = "<"
    LE = "<="
    GT = ">"
    GE = ">="


CONTRARY: Final = {
    Comparison.EQ: Comparison.NE,
    Comparison.NE: Comparison.EQ,
    Comparison.LT: Comparison.GE,
    Comparison.GE: Comparison.LT,
    Comparison.GT: Comparison.LE,
    Comparison.LE: Comparison.GT,
}
"""The comparison that holds where another does not."""


class ToleranceKind(StrEnum):
    """How far a comparison may be off: the radii of its figures, nothing, what is cut off behind printed digits, a
    number in the base unit, or a part of the right side.
    """

    ROUNDING = "rounding"
    EXACT = "exact"
    TRUNCATION = "truncation"
    ABSOLUTE = "absolute"
    RELATIVE = "relative"


@dataclass(frozen=True, slots=True)
class Tolerance:
    """The tolerance of a check; `amount` in the base unit for ABSOLUTE, 0.01 for 1% of RELATIVE."""

    kind: ToleranceKind = ToleranceKind.ROUNDING
    amount: Decimal = Decimal(0)


@dataclass(frozen=True, slots=True)
class Compare:
    """left comparison right, both numbers or both texts."""

    comparison: Comparison
    left: Expr
    right: Expr
    tolerance: Tolerance


@dataclass(frozen=True, slots=True)
class And:
    """Both conditions (Kleene)."""

    left: Condition
    right: Condition


@dataclass(frozen=True, slots=True)
class Or:
    """Either condition (Kleene)."""

    left: Condition
    right: Condition


@dataclass(frozen=True, slots=True)
class Not:
    """The condition's contrary."""

    operand: Condition


@dataclass(frozen=True, slots=True)
class Implies:
    """Where `left` holds as printed, `right`; the antecedent reads printed values."""

    left: Condition
    right: Condition


class StateName(StrEnum):
    """`is present` a printed figure or text, `is blank` an empty cell or dash of a printed row, `is absent` no such row
    or cell.
    """

    PRESENT = "present"
    BLANK = "blank"
    ABSENT = "absent"


@dataclass(frozen=True, slots=True)
class StateTest:
    """operand is state; the operand is a Field, Inner or Pick."""

    operand: Expr
    state: StateName


@dataclass(frozen=True, slots=True)
class Exists:
    """The Source has a row (its filter reads printed values)."""

    source: Source


@dataclass(frozen=True, slots=True)
class Among:
    """operand in (literals); `listed` what was written instead of them (a code list)."""

    operand: Expr
    choices: tuple[Literal, ...]
    listed: str = ""


@dataclass(frozen=True, slots=True)
class Matches:
    """text matches pattern, from its first to its last character."""

    operand: Expr
    pattern: str


@dataclass(frozen=True, slots=True)
class StartsWith:
    """text starts with prefix."""

    operand: Expr
    prefix: Expr


Condition = Compare | And | Or | Not | Implies | StateTest | Exists | Among | StartsWith | Matches
"""Something true or false."""


@dataclass(frozen=True, slots=True)
class Sentence:
    """A rule's own message: texts, and the values that are to be put in between them."""

    pieces: tuple[str | Expr, ...]


@dataclass(frozen=True, slots=True)
class Expectation:
    """A compiled assertion: one rule, one column of its column list.

    Parameters: `each` the table whose rows are checked, None for once a report; `where` which rows;
    `applies` which reports (ReportField only); `column` the chosen column of `column as c in (…)`, of several lists
    one of each, joined by commas; `tables` every table named; `templates` names of the templates that print all that
    is named; `missing_violates` what is not there violates the check (`missing as violation`); `sentences` the rule's
    own message by language.
    """

    rule: str
    column: str | None
    each: str | None
    where: Condition | None
    applies: Condition | None
    check: Condition
    tables: tuple[str, ...]
    templates: frozenset[str]
    missing_violates: bool = False
    sentences: tuple[tuple[str, Sentence], ...] = ()


@dataclass(frozen=True, slots=True)
class CheckedRule:
    """A rule that passed every check, with its expectations and what people read of it."""

    id: str
    title: Text
    basis: Text
    severity: Severity
    explanation: Text | None
    needs: tuple[str, ...]
    source: str  # the rule's text as written
    check_text: str  # the check's text as written, one line
    span: Span
    pack: str  # name of the rule file without folder and ending
    expectations: tuple[Expectation, ...]
    fingerprint: str  # of its text and of the definitions that it uses
    since: int | None = None  # first and last year of the reports that it is in force for
    until: int | None = None
    metadata: tuple[tuple[str, str], ...] = ()  # whatever else its authors noted, by key
    used: tuple[str, ...] = ()  # the texts of the definitions and the template that were put in

    @property
    def whole(self) -> str:
        """The rule as a file of its own: its text behind all that it uses.

        Example: `check_each({rule.id: rule.whole}, schema).book.rules[0].fingerprint == rule.fingerprint` for a rule
        that needs no other.
        """
        return "\n\n".join((*self.used, self.source))


@dataclass(frozen=True, slots=True)
class RuleBook:
    """All rules that loaded, in order of rule id, needs resolved and free of cycles; and how bodies are related."""

    rules: tuple[CheckedRule, ...]
    fingerprint: str
    bodies: Bodies = field(default_factory=Bodies)
    kept: Path | None = field(default=None, compare=False, repr=False)
    """Where the book is remembered: what is made of it can be remembered beside it."""
