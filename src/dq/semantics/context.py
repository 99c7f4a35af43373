"""What is known while a rule is checked: the schema, the names in scope, what was used, what was wrong."""

from __future__ import annotations

from abc import ABC, abstractmethod
from dataclasses import dataclass, field, replace

from dq.diagnostics import Diagnostic, Span, Text
from dq.semantics import checked
from dq.semantics.lists import CodeLists
from dq.semantics.places import STRIDE, Places
from dq.syntax import tree
from dq.templates.model import Schema, TableSchema


@dataclass(frozen=True, slots=True)
class Row:
    """The row that `for each` stands on, by its alias."""

    alias: str
    table: TableSchema


@dataclass(frozen=True, slots=True)
class Column:
    """The alias of `column as … in (…)` and the column it stands for this time."""

    alias: str
    chosen: tree.Name


@dataclass(frozen=True, slots=True)
class Scope:
    """The names that may be used at a place.

    Parameters: `row` and `columns` as above; `inner` the table whose columns bare names mean (within a `where` of an
    aggregate or look-up); `element` the rows that an aggregate runs over, as written without blanks (within its
    first argument); `report_only` within `applies`; `prior` within prior(…), where rows are those of the year before.
    """

    row: Row | None = None
    columns: tuple[Column, ...] = ()
    inner: TableSchema | None = None
    element: str | None = None
    report_only: bool = False
    prior: bool = False

    @property
    def home(self) -> checked.Home:
        """Whose report rows stand in that are named by their table."""
        return checked.Home.BEFORE if self.prior else checked.Home.OWN

    def column(self, name: str) -> Column | None:
        """The column list whose alias `name` is."""
        return next((each for each in self.columns if each.alias == name), None)

    def within(self, table: TableSchema) -> Scope:
        """The scope of a `where` over the rows of `table`."""
        return replace(self, inner=table, element=None)

    def over(self, table: TableSchema, rows: str) -> Scope:
        """The scope of an aggregate's element over `rows` of `table`."""
        return replace(self, inner=table, element=rows)


@dataclass(frozen=True, slots=True)
class Use:
    """A thing of the schema that a rule names, and the templates that print it."""

    what: str
    templates: frozenset[str]
    span: Span


@dataclass(slots=True)
class Uses:
    """Everything that one expectation names."""

    tables: dict[str, None] = field(default_factory=dict)
    uses: list[Use] = field(default_factory=list)
    of_units: bool = False
    """Whether something is read in the reports of the department's units."""

    def table(self, table: TableSchema, span: Span) -> None:
        """Note that a table is read; forms that do not print it are out."""
        self.tables.setdefault(table.name)
        self.uses.append(Use(table.name, table.templates, span))

    def templates(self, known: frozenset[str]) -> frozenset[str]:
        """The templates that print all that was noted."""
        return known.intersection(*(use.templates for use in self.uses))


class Checking(ABC):
    """The check of one expectation's expressions: what every part of it shares.

    Parameters: `schema` to check against, `places` the texts, `base` the address of the rule's text, `lists` the code
    lists that it may name.
    """

    def __init__(self, schema: Schema, places: Places, base: int, lists: CodeLists) -> None:
        self.schema = schema
        self.lists = lists
        self.places = places
        self.base = base
        self.uses = Uses()
        self.diagnostics: list[Diagnostic] = []
        self._said: set[tuple[str, Span, Text]] = set()

    @abstractmethod
    def value(self, node: tree.Expression, scope: Scope) -> checked.Expr | None:
        """The checked value, or None where something is wrong with it, which was then said."""

    @abstractmethod
    def condition(self, node: tree.Expression, scope: Scope, tolerance: checked.Tolerance) -> checked.Condition | None:
        """The checked condition, or None where something is wrong with it, which was then said."""

    def span(self, node: tree.Node) -> Span:
        """The place of a node in its file."""
        return self.places.span(self.base + node.start, self.base + node.end)

    def written(self, node: tree.Node) -> str:
        """What stands at a node, on one line."""
        return " ".join(self.places.text(self.base + node.start, self.base + node.end).split())

    def follows(self, node: tree.Node, sign: str) -> bool:
        """Whether `sign` stands right before a node."""
        place = self.base + node.start
        before = max(place - 40, place - place % STRIDE)
        return self.places.text(before, place).rstrip(" \t\u3000").endswith(sign)

    def say(self, diagnostic: Diagnostic) -> None:
        """Note what is wrong; the same thing once only, however many columns it is checked for."""
        said = (diagnostic.code, diagnostic.span, diagnostic.headline)
        if said not in self._said:
            self._said.add(said)
            self.diagnostics.append(diagnostic)
