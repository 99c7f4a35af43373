"""The logical plan: what is read, grouped, joined and compared, free of any engine.

Every operand is named by what it is (`Lookup` is a value), so passes move joins and groups without renaming anything.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from decimal import Decimal
from enum import IntEnum, StrEnum

from dq.semantics.checked import Comparison, Home, StateName, Tolerance
from dq.types import Rounding, ValueType


@dataclass(frozen=True, slots=True)
class Cell:
    """A column of the row at hand.

    Parameters: `measure` whether it is a family of figure columns; `optional` (`missing as zero`) reads a cell
    that the report's form does not have as exact zero; `truncated` takes its figure as cut off behind the last
    printed digit, not rounded there.
    """

    column: str
    type: ValueType
    measure: bool
    optional: bool = False
    truncated: bool = False


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
    DISTINCT = "distinct"  # how many different values are printed
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

    Parameters: `digits` the power of ten it is scaled by; `blank` a null key column is an empty cell;
    `truncated` its figure was cut off, not rounded.
    """

    origin: Origin
    type: ValueType
    spread: Spread = Spread.NONE
    digits: int = 0
    optional: bool = False
    blank: bool = False
    truncated: bool = False


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
    """An aggregate over the rows of `table` in the reports at `home` whose `keys` equal `outer`: many to one value.

    The hash is kept, since plans look operands up again and again.
    """

    table: str
    keys: tuple[Cell, ...]
    outer: tuple[Key, ...]
    aggregate: Aggregate
    home: Home = Home.OWN
    digest: int = field(init=False, compare=False, repr=False, default=0)

    def __post_init__(self) -> None:
        object.__setattr__(self, "digest", hash((self.table, self.keys, self.outer, self.aggregate, self.home)))

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


@dataclass(frozen=True, slots=True)
class Product:
    """left · right, both figures. `type` of the result."""

    left: Linear
    right: Linear
    type: ValueType


@dataclass(frozen=True, slots=True)
class Quotient:
    """left ÷ right. `type` of the result."""

    left: Linear
    right: Linear
    type: ValueType


@dataclass(frozen=True, slots=True)
class Rounded:
    """The operand as a multiple of `step`."""

    operand: Linear
    step: Decimal
    way: Rounding


@dataclass(frozen=True, slots=True)
class Extreme:
    """The smallest or `largest` of several figures."""

    operands: tuple[Linear, ...]
    largest: bool


@dataclass(frozen=True, slots=True)
class Month:
    """The month that a text names, as a number of months; unreadable where it names none."""

    operand: Words


Leaf = Cell | Property | Slot | Operand
"""What is read, rather than computed."""

Computed = Product | Quotient | Rounded | Extreme | Month
"""What no sum of columns gives: tests with one are evaluated exactly, row by row (`dq.engine.exact`)."""

Atom = Leaf | Absolute | Computed
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
class Single:
    """A side that is one printed figure, beside a product, quotient, average or share: that need only round to it.

    Parameters: `unit` a leaf that tells the unit and decimals it is printed with.
    """

    on_left: bool
    unit: Leaf


@dataclass(frozen=True, slots=True)
class NumberTest:
    """left comparison right; `difference` is left − right with common atoms cancelled."""

    comparison: Comparison
    left: Linear
    right: Linear
    difference: Linear
    tolerance: Tolerance
    single: Single | None = None


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
class Like:
    """The whole text has this pattern."""

    operand: Words
    pattern: str


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


@dataclass(frozen=True, slots=True)
class Choice:
    """The condition behind the first guard that is true; where intervals cannot settle a guard, all still possible."""

    branches: tuple[tuple[Condition, Condition], ...]
    otherwise: Condition


Condition = NumberTest | TextTest | OneOf | Starts | Like | StateIs | Occurs | Both | Either | Contrary | Given | Choice
"""Something true or false or not to be told."""
