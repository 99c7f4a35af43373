"""What a template says of a family of report tables, and the schema that rules are checked against."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass, field, replace
from typing import Final

from dq.types import ValueType

STATEMENTS: Final = "statements"
"""The layout of a table of statements where one is written down as a table; no document prints one."""

_WRITTEN_KEYS: Final = (("role", "行性质", "Role"), ("path", "项目路径", "Item path"))


@dataclass(frozen=True, slots=True)
class Measure:
    """A column of figures.

    Parameters: `name` as rules say it (total), `type`, `headers` the alternative header paths,
    each read from the top header row down and matched on its last parts (("本年支出", "小计"), ("小计",)), none
    where the header names items only (layout "columns" with one measure),
    `role` "total" where the column always carries the sum of its row's parts, else None, `classes` the classes of the
    code list whose rows alone fill the column (人员经费: 301, 303), none where any row may,
    `title` and `title_en` for people; `least_precision` decimals that the form gives its figures at least: one printed
    with fewer (460 for 460.00) is meant with that many. None where the print alone says how exact it is. `is_optional`
    where bodies without such money leave the column out, so that nobody misses it.
    """

    name: str
    type: ValueType
    headers: tuple[tuple[str, ...], ...]
    title: str
    title_en: str
    role: str | None = None
    classes: tuple[str, ...] = ()
    least_precision: int | None = None
    is_optional: bool = False


@dataclass(frozen=True, slots=True)
class Item:
    """A row that the form prints by name.

    Parameters: `key` the canonical label after `normalise_label`; `path` the keys from the outermost
    ancestor to this item; `labels` all spellings seen, normalised; `side` ("income", "expenditure", "use",
    "statistic"); `role` ("item", "of_which", "total", "balance", "heading"); `function_code` where the line is a
    functional class (一般公共服务支出 → 201); `unit` where the row fixes it (辆), else None; `is_across` where the
    label reaches over the blocks to its right and its figure stands in the last of them; `is_optional` where only some
    departments print it, so that nothing is amiss without it.
    """

    key: str
    path: tuple[str, ...]
    labels: tuple[str, ...]
    side: str
    role: str
    function_code: str | None = None
    unit: str | None = None
    is_across: bool = False
    is_optional: bool = False


@dataclass(frozen=True, slots=True)
class Block:
    """One label column group with its figures; a form may print several side by side.

    Parameters: `side` given to its rows; `labels` header aliases of the label column (of layout "columns" only where
    the rows name the measures, each on a row of its own);
    `codes` header aliases of the code columns (empty where rows have no code); in layout "nested" `remarks` header
    aliases of columns of words that are no label, `remark_words` what such words end with,
    `inner` header aliases of the label columns to the right of the first, one each (none where they have no header);
    in a list of the document's own `labels` those of the column that names a row, the likeliest first, and `outer`
    those of columns, on either side of it, that say of what the row is a part or whose it is.
    """

    side: str
    labels: tuple[str, ...]
    codes: tuple[str, ...]
    measures: tuple[Measure, ...]
    remarks: tuple[str, ...] = ()
    remark_words: tuple[str, ...] = ()
    inner: tuple[str, ...] = ()
    outer: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Table:
    """The shape of one table of a form.

    Parameters: `layout` "items" (rows named by the form), "codes" (rows named by a code list),
    "columns" (one row of figures whose header paths are the items, or one a measure) or "nested" (rows whose labels
    stand in several columns, each holding for the rows below it); `is_open` where such a table has rows of the
    document's own;
    `titles` normalised heading aliases;
    `code_list` "function" or "economic" for layout "codes"; `mandatory` where the form demands the table;
    `note_when_empty` where it demands a note below a table without figures (本表无数据); `variants` other shapes in
    which departments print the same table, each with the same name and without variants of its own;
    `stands_for` the name of a table of the form instead of which this one may be printed, under the same headings but
    with rows of another kind (units, not codes), so that a report has one of them; `substitutes` the tables that may
    so stand for this one.
    """

    name: str
    title: str
    title_en: str
    titles: tuple[str, ...]
    layout: str
    mandatory: bool
    blocks: tuple[Block, ...]
    items: tuple[Item, ...] = ()
    code_list: str | None = None
    is_open: bool = False
    note_when_empty: bool = False
    variants: tuple[Table, ...] = ()
    stands_for: str | None = None
    substitutes: tuple[Table, ...] = ()

    @property
    def is_list(self) -> bool:
        """True for a list of the body's own (units, projects), of which the form names nothing but the grand total."""
        return self.is_open and all(item.role == "total" for item in self.items)

    @property
    def total_labels(self) -> frozenset[str]:
        """How its grand totals may be printed."""
        return frozenset(label for item in self.items if item.role == "total" for label in item.labels)

    @property
    def shapes(self) -> tuple[Table, ...]:
        """All shapes in which the table is printed, the form's own first."""
        return (self, *self.variants)

    def shape_with(self, measures: Collection[str], paths: Collection[str] = ()) -> Table:
        """The shape that lacks fewest of these columns of figures and item paths, the form's own where it lacks no
        more than any, of others that with the fewest columns: what is stored of a report does not say in which shape
        it was printed.

        Example: `table.shape_with({"total", "personnel"})` → the shape with a column of personnel.
        """

        def unlike(shape: Table) -> tuple[int, bool, int]:
            own = {measure.name for block in shape.blocks for measure in block.measures}
            items = {"/".join(item.path) for item in shape.items}
            return len(set(measures) - own) + len(set(paths) - items), shape is not self, len(own)

        return min(self.shapes, key=unlike)


@dataclass(frozen=True, slots=True)
class Template:
    """A family of report forms: final accounts as printed in a span of years."""

    name: str
    kind: str
    title: str
    title_en: str
    first_year: int
    last_year: int
    tables: tuple[Table, ...]

    def table(self, name: str) -> Table | None:
        """The table called `name`, or None where this form does not print it."""
        return next((table for table in self.tables if table.name == name), None)

    def missing(self, found: Collection[str]) -> tuple[Table, ...]:
        """The tables of the form that are not among the `found` ones, where nothing is found that may stand for them.

        Example: `template.missing({"income_by_unit"})` is without `income`, which that one stands for.
        """
        there = {name for table in self.tables if table.name in found for name in (table.name, table.stands_for)}
        return tuple(table for table in self.tables if table.stands_for is None and table.name not in there)

    def printing(self, shapes: Iterable[Table]) -> Template:
        """The same form with these shapes of its tables.

        Example: `template.printing([template.table("statistics").variants[0]])`.
        """
        chosen = {shape.name: shape for shape in shapes}
        return replace(self, tables=tuple(chosen.get(table.name, table) for table in self.tables))


@dataclass(frozen=True, slots=True)
class Attribute:
    """A column of words in a table of statements, which say what a row is about: `section`, `form`.

    Parameters: `words` what it may hold, each with what it means for people (zh, en); empty where any text may stand.
    """

    name: str
    type: ValueType
    title: str
    title_en: str
    words: dict[str, tuple[str, str]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class StatementTable:
    """A table of what the text and the forms behind the tables say: one row a statement, made by reading sentences.

    Parameters: `kinds` the kinds of report in which it is looked for (final_accounts, budget);
    `aliases` further names that rules may use.
    """

    name: str
    title: str
    title_en: str
    aliases: tuple[str, ...]
    kinds: tuple[str, ...]
    attributes: tuple[Attribute, ...]
    measures: tuple[Measure, ...]

    def as_table(self) -> Table:
        """The same as a table that a person writes down (layout "statements"): one column for each word and figure.

        Example: `load_statements()[0].as_table().blocks[0].measures[0].name` → `"role"`.
        """
        words = (Measure(name, ValueType.TEXT, (), zh, en) for name, zh, en in _WRITTEN_KEYS)
        named = (Measure(each.name, ValueType.TEXT, (), each.title, each.title_en) for each in self.attributes)
        block = Block("", (), (), (*words, *named, *self.measures))
        return Table(self.name, self.title, self.title_en, (), STATEMENTS, mandatory=False, blocks=(block,))


@dataclass(frozen=True, slots=True)
class ColumnSchema:
    """A column that rules may name.

    Parameters: `templates` names of the templates that print it (for a key column: all that have the table);
    `is_attribute` for a column of words that only this table has, `words` what such a column may hold (as `Attribute`).
    """

    name: str
    type: ValueType
    title: str
    title_en: str
    is_measure: bool
    templates: frozenset[str]
    aliases: tuple[str, ...] = ()
    is_attribute: bool = False
    words: dict[str, tuple[str, str]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class TableSchema:
    """A table that rules may name: the union of what the templates say of it.

    Parameters: `items` maps every known normalised label to the item paths it can mean, each with the templates
    that print it; empty for tables whose rows come from a code list.
    """

    name: str
    title: str
    title_en: str
    aliases: tuple[str, ...]
    columns: dict[str, ColumnSchema]
    items: dict[str, tuple[tuple[tuple[str, ...], frozenset[str]], ...]]
    templates: frozenset[str]
    item_units: dict[tuple[str, ...], str] = field(default_factory=dict)
    """The unit of each item path that fixes one (statistics: 辆, 个); money where the form says nothing."""

    @property
    def measures(self) -> tuple[str, ...]:
        """Names of the columns of figures, as stored."""
        return tuple(name for name, column in self.columns.items() if column.is_measure)

    @property
    def attributes(self) -> tuple[str, ...]:
        """Names of the columns of words beside the key columns, as stored."""
        return tuple(name for name, column in self.columns.items() if column.is_attribute)


@dataclass(frozen=True, slots=True)
class Schema:
    """Every table that rules may name, with the templates in force."""

    tables: dict[str, TableSchema]
    templates: dict[str, Template]

    def resolve(self, name: str) -> TableSchema | None:
        """The table that `name` (its name or a Chinese alias) means, or None."""
        found = self.tables.get(name)
        if found is not None:
            return found
        return next((table for table in self.tables.values() if name in table.aliases), None)
