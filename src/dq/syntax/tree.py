"""The syntax tree of the rule language: what was written, where, with nothing resolved.

Places are character offsets within the rule's own text, so that a rule that is moved keeps its tree.
"""

from __future__ import annotations

from dataclasses import dataclass

from dq.syntax.cases import (
    CaseLine,
    Change,
    Detail,
    Difference,
    Expect,
    Fixture,
    Form,
    FromFixture,
    FromSample,
    Given,
    HintDetail,
    NothingElse,
    PriorFixture,
    Remove,
    TableLine,
    Test,
    UnitFixture,
    Year,
)
from dq.syntax.expressions import (
    Among,
    Arithmetic,
    Between,
    Branch,
    Call,
    Case,
    Comparison,
    Connective,
    Exists,
    Expression,
    Filtered,
    Labels,
    Listed,
    Logical,
    Lookup,
    Matches,
    Member,
    MissingAsZero,
    Name,
    Negation,
    Node,
    Number,
    Relation,
    RelationSign,
    Sign,
    Signed,
    StartsWith,
    StateTest,
    String,
)

__all__ = [
    "Among",
    "Applies",
    "Arithmetic",
    "Basis",
    "Between",
    "Branch",
    "Call",
    "Case",
    "CaseLine",
    "Change",
    "Check",
    "Clause",
    "Columns",
    "Comment",
    "Comparison",
    "Connective",
    "Declaration",
    "Define",
    "Detail",
    "Difference",
    "Exists",
    "Expect",
    "Explain",
    "Expression",
    "File",
    "Filtered",
    "Fixture",
    "ForEach",
    "Form",
    "FromFixture",
    "FromSample",
    "Given",
    "HintDetail",
    "Import",
    "Interpolation",
    "Labels",
    "Listed",
    "Logical",
    "Lookup",
    "Matches",
    "Member",
    "Message",
    "Meta",
    "MissingAsViolation",
    "MissingAsZero",
    "Name",
    "Needs",
    "Negation",
    "Node",
    "NothingElse",
    "Number",
    "Option",
    "Placed",
    "PlacedRule",
    "PriorFixture",
    "Relation",
    "RelationSign",
    "Remove",
    "Rule",
    "SeverityClause",
    "Sign",
    "Signed",
    "Since",
    "StartsWith",
    "StateTest",
    "String",
    "TableLine",
    "Template",
    "TemplateUse",
    "Test",
    "Title",
    "Token",
    "Tolerance",
    "UnitFixture",
    "Until",
    "Year",
]


@dataclass(frozen=True, slots=True)
class Title(Node):
    """title en "…", or en "…" behind the title of the first line."""

    language: Name | None
    text: String


@dataclass(frozen=True, slots=True)
class Basis(Node):
    """basis "…"."""

    text: String


@dataclass(frozen=True, slots=True)
class Explain(Node):
    """explain "…" or explain en "…"."""

    language: Name | None
    text: String


@dataclass(frozen=True, slots=True)
class Interpolation(Node):
    """{value}, within the text of a message."""

    value: Expression


@dataclass(frozen=True, slots=True)
class Message(Node):
    """message "…{value}…" or message en "…"; `parts` are the values to be put in, in order."""

    language: Name | None
    text: String
    parts: tuple[Interpolation, ...] = ()


@dataclass(frozen=True, slots=True)
class Meta(Node):
    """meta key "…": whatever else the authors of a rule note about it."""

    key: Name
    text: String


@dataclass(frozen=True, slots=True)
class Since(Node):
    """since 2015: the first year of reports for which the rule is in force."""

    year: Number


@dataclass(frozen=True, slots=True)
class Until(Node):
    """until 2018: the last year of reports for which the rule is in force."""

    year: Number


@dataclass(frozen=True, slots=True)
class SeverityClause(Node):
    """severity error."""

    level: Name


@dataclass(frozen=True, slots=True)
class Applies(Node):
    """applies condition."""

    condition: Expression


@dataclass(frozen=True, slots=True)
class Columns(Node):
    """column as alias in (names)."""

    alias: Name
    names: tuple[Name, ...]


@dataclass(frozen=True, slots=True)
class ForEach(Node):
    """for each table as alias where condition, column as … in (…), column as …; without table: over columns alone."""

    table: Name | None
    alias: Name | None
    condition: Expression | None
    columns: tuple[Columns, ...]


@dataclass(frozen=True, slots=True)
class Tolerance(Node):
    """tolerance …, of a check."""

    amount: Name | Number


@dataclass(frozen=True, slots=True)
class MissingAsViolation(Node):
    """missing as violation, of a check."""


Option = Tolerance | MissingAsViolation


@dataclass(frozen=True, slots=True)
class Check(Node):
    """check condition, and how it is to be taken."""

    condition: Expression
    options: tuple[Option, ...]


@dataclass(frozen=True, slots=True)
class Needs(Node):
    """needs RULE, RULE."""

    rules: tuple[Name, ...]


Clause = Title | Basis | Explain | Message | Meta | SeverityClause | Since | Until | Applies | ForEach | Check | Needs


@dataclass(frozen=True, slots=True)
class TemplateUse(Node):
    """from template(arguments): what a rule is made of."""

    template: Name
    arguments: tuple[Expression, ...]


@dataclass(frozen=True, slots=True)
class Rule(Node):
    """rule ID "title" en "…" { clauses }, or rule ID "title" en "…" from template(arguments) { further clauses }."""

    id: Name
    title: String | None
    clauses: tuple[Clause, ...]
    use: TemplateUse | None = None


@dataclass(frozen=True, slots=True)
class Define(Node):
    """define name(parameters) = body: a value or condition by a name; without parameters `parameters` is empty."""

    name: Name
    parameters: tuple[Name, ...]
    body: Expression


@dataclass(frozen=True, slots=True)
class Template(Node):
    """template name(parameters) { clauses }: a rule with blanks to be filled in."""

    name: Name
    parameters: tuple[Name, ...]
    clauses: tuple[Clause, ...]


@dataclass(frozen=True, slots=True)
class Import(Node):
    """import "file.dq": the definitions and templates of another file."""

    path: String


Declaration = Rule | Define | Template | Import | Test | Fixture
"""What a rule file is made of."""


@dataclass(frozen=True, slots=True)
class Comment(Node):
    """# …, to the end of the line; offsets within the file."""

    text: str


@dataclass(frozen=True, slots=True)
class Token(Node):
    """A word or sign as the parser took it: `kind` is its terminal in the grammar; offsets within the file."""

    kind: str
    text: str


@dataclass(frozen=True, slots=True)
class Placed:
    """A declaration of a file: its offsets count from `base`."""

    base: int
    declaration: Declaration


@dataclass(frozen=True, slots=True)
class PlacedRule:
    """A rule of a file: its offsets count from `base`."""

    base: int
    rule: Rule


@dataclass(frozen=True, slots=True)
class File:
    """A rule file: the declarations that could be read, in their order, and every comment."""

    name: str
    text: str
    declarations: tuple[Placed, ...]
    comments: tuple[Comment, ...]

    @property
    def rules(self) -> tuple[PlacedRule, ...]:
        """The rules among the declarations."""
        placed = ((each.base, each.declaration) for each in self.declarations)
        return tuple(PlacedRule(base, declared) for base, declared in placed if isinstance(declared, Rule))
