"""The logical plan: what is read, grouped, joined and compared, free of any engine.

Every operand is named by what it is (`Lookup` is a value), so passes move joins and groups without renaming anything.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from decimal import Decimal
from enum import IntEnum, StrEnum

from dq.semantics.checked import Comparison, Expectation, StateName, Tolerance
from dq.types import ValueType


@dataclass(frozen=True, slots=True)
class Cell:
    """A column of the row at hand.

    Parameters: `measure` whether it is a family of figure columns; `optional` (`missing as zero`) reads a cell
    that the report's form does not have as exact zero.
    """

    column: str
    type: ValueType
    measure: bool
    optional: bool = False


@dataclass(frozen=True, slots=True)
class Property:
    """A property of the report (kind, year, department)."""

    name: str
    type: ValueType


class Kind(StrEnum):
    """What an aggregate makes of the rows of its group."""

    PICK = "pick"  # the one row's cell
    STATE = "state"  # the state of the one row's cell
    SUM = "sum"
    COUNT = "count"
    MIN = "min"
    MAX = "max"
    UNIT = "unit"  # the unit and decimals that the rows are printed with


class Spread(IntEnum):
    """How far a true value can be from the printed one, downwards and upwards."""

    NONE = 0
    EVEN = 1
    UNEVEN = 2


class Origin(StrEnum):
    """What columns an operand has (`dq.engine.frame`)."""

    NUMBER = "number"  # a cell of a measure, or what a lookup made of some
    WORDS = "words"  # a looked-up text
    KEY = "key"  # a key column, or the text of a measure that is no number
    PROPERTY = "property"  # of the report
    CONSTANT = "constant"  # a text written in the rule
    STATE = "state"  # of a cell
    PICKED_STATE = "picked state"
    UNIT = "unit"


@dataclass(frozen=True, slots=True)
class Form:
    """All that evaluation has to know of an operand; operands of one form are evaluated alike.

    Parameters: `digits` the power of ten it is scaled by; `blank` a null key column is an empty cell.
    """

    origin: Origin
    type: ValueType
    spread: Spread = Spread.NONE
    digits: int = 0
    optional: bool = False
    blank: bool = False


@dataclass(frozen=True, slots=True)
class Operand:
    """A place for an operand of this form: what tests of one shape have instead of their own."""

    place: int
    form: Form


@dataclass(frozen=True, slots=True)
class Aggregate:
    """One aggregate of a group: `kind` over `element` (None for COUNT) of the rows where `filter` is true.

    The hash is kept, since plans look aggregates up again and again.
    """

    kind: Kind
    element: Linear | Cell | None
    filter: Condition | None
    digest: int = field(init=False, compare=False, repr=False, default=0)

    def __post_init__(self) -> None:
        object.__setattr__(self, "digest", hash((self.kind, self.element, self.filter)))

    def __hash__(self) -> int:
        return self.digest


Key = Cell | Property | Decimal | str
"""What a lookup is asked with: a key column of the row at hand, a report property or a constant."""


@dataclass(frozen=True, slots=True)
class Lookup:
    """An aggregate over the rows of `table` in the same report whose `keys` equal `outer`: many rows to one value.

    The hash is kept, since plans look operands up again and again.
    """

    table: str
    keys: tuple[Cell, ...]
    outer: tuple[Key, ...]
    aggregate: Aggregate
    digest: int = field(init=False, compare=False, repr=False, default=0)

    def __post_init__(self) -> None:
        object.__setattr__(self, "digest", hash((self.table, self.keys, self.outer, self.aggregate)))

    def __hash__(self) -> int:
        return self.digest


@dataclass(frozen=True, slots=True)
class Slot:
    """The result of a lookup. `optional` (`missing as zero`): nothing found is exact zero."""

    lookup: Lookup
    type: ValueType
    optional: bool = False


@dataclass(frozen=True, slots=True)
class Absolute:
    """|operand|."""

    operand: Linear


Leaf = Cell | Property | Slot | Operand
"""What is read, rather than computed."""

Atom = Leaf | Absolute
"""What a linear form is made of."""


@dataclass(frozen=True, slots=True)
class Term:
    """coefficient · atom; `exact` drops the atom's radius."""

    coefficient: Decimal
    atom: Atom
    exact: bool = False


@dataclass(frozen=True, slots=True)
class Linear:
    """A number: the sum of its terms and a constant; no atom occurs twice."""

    terms: tuple[Term, ...]
    constant: Decimal = Decimal(0)


@dataclass(frozen=True, slots=True)
class Words:
    """A text: of a cell, a report property or a lookup, or a constant."""

    atom: Leaf | str


Value = Linear | Words
"""A number or a text."""


@dataclass(frozen=True, slots=True)
class NumberTest:
    """left comparison right; `difference` is left − right with common atoms cancelled."""

    comparison: Comparison
    left: Linear
    right: Linear
    difference: Linear
    tolerance: Tolerance


@dataclass(frozen=True, slots=True)
class TextTest:
    """left comparison right, in the order of their characters."""

    comparison: Comparison
    left: Words
    right: Words


@dataclass(frozen=True, slots=True)
class OneOf:
    """The text is one of the choices."""

    operand: Words
    choices: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Starts:
    """The text starts with the prefix."""

    operand: Words
    prefix: Words


@dataclass(frozen=True, slots=True)
class StateIs:
    """The state of a cell or of a STATE lookup."""

    operand: Leaf
    state: StateName


@dataclass(frozen=True, slots=True)
class Occurs:
    """The COUNT lookup found a row."""

    operand: Leaf


@dataclass(frozen=True, slots=True)
class Both:
    """Kleene's and."""

    left: Condition
    right: Condition


@dataclass(frozen=True, slots=True)
class Either:
    """Kleene's or."""

    left: Condition
    right: Condition


@dataclass(frozen=True, slots=True)
class Contrary:
    """Kleene's not."""

    operand: Condition


@dataclass(frozen=True, slots=True)
class Given:
    """`consequent` where `antecedent` is true as printed."""

    antecedent: Condition
    consequent: Condition


Condition = NumberTest | TextTest | OneOf | Starts | StateIs | Occurs | Both | Either | Contrary | Given
"""Something true or false or not to be told."""


@dataclass(frozen=True, slots=True)
class Group:
    """A group-by over the rows of `table` on report and `keys`; `joins` are what its filters look up themselves."""

    table: str
    keys: tuple[Cell, ...]
    joins: tuple[Join, ...]
    aggregates: tuple[Aggregate, ...]


@dataclass(frozen=True, slots=True)
class Join:
    """m:1 join of group number `group`; its `lookups` differ in their aggregate only and are what the join brings."""

    group: int
    lookups: tuple[Lookup, ...]

    @property
    def outer(self) -> tuple[Key, ...]:
        """What equals the group's keys, in their order."""
        return self.lookups[0].outer


@dataclass(frozen=True, slots=True)
class Test:
    """An expectation, lowered.

    Parameters: `number` its place in the rule book; `unit_of` the operand (a cell, or a UNIT lookup) in whose
    printed unit figures are shown; `tables` those whose absence makes it undecided.
    """

    number: int
    expectation: Expectation
    applies: Condition | None
    where: Condition | None
    check: Condition
    unit_of: Leaf | None
    tables: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Base:
    """Tests of one grain: the rows of table `each`, or the reports themselves (None)."""

    each: str | None
    joins: tuple[Join, ...]
    tests: tuple[Test, ...]


@dataclass(frozen=True, slots=True)
class Plan:
    """What to evaluate for reports of one template.

    Parameters: `shared` are joins that depend on nothing but the report, made once for all bases.
    """

    template: str
    groups: tuple[Group, ...]
    shared: tuple[Join, ...]
    bases: tuple[Base, ...]
