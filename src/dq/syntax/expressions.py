"""Values and conditions of the syntax tree. Everyone reads them as `dq.syntax.tree`."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


@dataclass(frozen=True, slots=True)
class Node:
    """Anything written. Parameters: `start` and `end` (exclusive), offsets within the rule's text."""

    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Name(Node):
    """A name; `quoted` where it was written 【…】 (the brackets are no part of `text`)."""

    text: str
    quoted: bool


@dataclass(frozen=True, slots=True)
class Number(Node):
    """A figure with its unit, as written: 5万元."""

    text: str


@dataclass(frozen=True, slots=True)
class String(Node):
    """A text; `text` is what stands between the quotation marks, untouched."""

    text: str


@dataclass(frozen=True, slots=True)
class Member(Node):
    """base.name"""

    base: Expression
    name: Name


@dataclass(frozen=True, slots=True)
class Labels(Node):
    """A path of labels within a look-up: "年末结转和结余"/"项目支出结转和结余"."""

    labels: tuple[String, ...]


@dataclass(frozen=True, slots=True)
class Lookup(Node):
    """base[selector]: a row by its label, its path, or by a condition."""

    base: Expression
    selector: Labels | Expression


@dataclass(frozen=True, slots=True)
class Filtered(Node):
    """value where condition: an argument of an aggregate."""

    value: Expression
    condition: Expression


@dataclass(frozen=True, slots=True)
class Call(Node):
    """function(arguments)."""

    function: Name
    arguments: tuple[Expression | Filtered, ...]


@dataclass(frozen=True, slots=True)
class MissingAsZero(Node):
    """operand missing as zero."""

    operand: Expression


@dataclass(frozen=True, slots=True)
class Signed(Node):
    """+ operand or − operand."""

    negative: bool
    operand: Expression


class Sign(StrEnum):
    """Arithmetic between two values."""

    PLUS = "+"
    MINUS = "-"
    TIMES = "*"
    DIVIDE = "/"


@dataclass(frozen=True, slots=True)
class Branch(Node):
    """guard => value, of a case."""

    guard: Expression
    value: Expression


@dataclass(frozen=True, slots=True)
class Case(Node):
    """case { guard => value; … else => value }: the value of the first guard that is true."""

    branches: tuple[Branch, ...]
    otherwise: Expression


@dataclass(frozen=True, slots=True)
class Arithmetic(Node):
    """left sign right."""

    left: Expression
    sign: Sign
    right: Expression


class Relation(StrEnum):
    """The comparisons."""

    EQUALS = "="
    DIFFERS = "!="
    LESS = "<"
    AT_MOST = "<="
    MORE = ">"
    AT_LEAST = ">="


@dataclass(frozen=True, slots=True)
class RelationSign(Node):
    """A comparison's sign; `text` as written."""

    relation: Relation
    text: str


@dataclass(frozen=True, slots=True)
class Comparison(Node):
    """operand sign operand; more than two operands are refused, but read, so that they can be spoken of."""

    operands: tuple[Expression, ...]
    signs: tuple[RelationSign, ...]


@dataclass(frozen=True, slots=True)
class Between(Node):
    """operand [not] between low and high."""

    operand: Expression
    low: Expression
    high: Expression
    negated: bool


@dataclass(frozen=True, slots=True)
class Among(Node):
    """operand [not] in (choices)."""

    operand: Expression
    choices: tuple[Expression, ...]
    negated: bool


@dataclass(frozen=True, slots=True)
class Listed(Node):
    """operand [not] in codelist("…", year)."""

    operand: Expression
    codes: Call
    negated: bool


@dataclass(frozen=True, slots=True)
class Matches(Node):
    """operand [not] matches "pattern"."""

    operand: Expression
    pattern: String
    negated: bool


@dataclass(frozen=True, slots=True)
class StartsWith(Node):
    """operand [not] starts with prefix."""

    operand: Expression
    prefix: Expression
    negated: bool


@dataclass(frozen=True, slots=True)
class StateTest(Node):
    """operand is [not] state."""

    operand: Expression
    state: Name
    negated: bool


@dataclass(frozen=True, slots=True)
class Exists(Node):
    """exists rows where condition."""

    rows: Expression
    condition: Expression | None


@dataclass(frozen=True, slots=True)
class Negation(Node):
    """not operand."""

    operand: Expression


class Connective(StrEnum):
    """What joins two conditions."""

    AND = "and"
    OR = "or"
    IMPLIES = "implies"


@dataclass(frozen=True, slots=True)
class Logical(Node):
    """left connective right."""

    left: Expression
    connective: Connective
    right: Expression


Expression = (
    Name
    | Number
    | String
    | Member
    | Lookup
    | Call
    | MissingAsZero
    | Signed
    | Case
    | Arithmetic
    | Comparison
    | Between
    | Among
    | Listed
    | Matches
    | StartsWith
    | StateTest
    | Exists
    | Negation
    | Logical
)
"""A value or a condition; which one is for the check of types to say."""
