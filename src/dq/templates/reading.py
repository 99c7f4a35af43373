"""A template written in TOML, read and checked."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any, Final, TypeVar

from dq.diagnostics import Diagnostic, Span, Text, refused
from dq.templates.labels import normalise_label, split_unit
from dq.templates.model import Block, Item, Measure, Table, Template
from dq.templates.sections import Complaints, Section
from dq.templates.shared import Classes, Shared
from dq.types import ValueType

LAYOUTS: Final = ("items", "codes", "columns", "nested")
SIDES: Final = ("income", "expenditure", "use", "statistic")
ROLES: Final = ("item", "of_which", "total", "balance", "part", "heading")
KINDS: Final = ("final_accounts", "budget", "performance")
_MOST_DECIMALS: Final = 4
CODE_LISTS: Final = ("function", "economic")
TOTAL: Final = Item("合计", ("合计",), ("合计", "总计"), "", "total")
"""The grand total of a table whose rows come from a code list; every such table may print it."""

_SHAPE: Final = ("layout", "code_list", "open", "block", "items", "totals")
_Named = TypeVar("_Named", str, tuple[str, str])
_NAME: Final = re.compile(r"[a-z][a-z0-9]*(?:_[a-z0-9]+)*\Z")
_NUMERIC_TYPES: Final = tuple(each.value for each in ValueType if each.is_numeric and each is not ValueType.NUMBER)


@dataclass(frozen=True, slots=True)
class TemplateReading:
    """A template, or None with the reasons why it is none."""

    template: Template | None
    diagnostics: tuple[Diagnostic, ...]


def read_template(text: str, file: str, shared: Shared) -> TemplateReading:
    """Read a template file; every fault in it is told, not only the first.

    Parameters: `text` the file's TOML; `file` its name for diagnostics; `shared` what it may take in by name.
    Example: `read_template('name = "x"', "x.toml", Shared()).diagnostics[0].code` → `"DQ-I103"`.
    """
    complaints = Complaints(file, text)
    try:
        data = tomllib.loads(text)
    except (tomllib.TOMLDecodeError, RecursionError) as error:  # nested deeper than the parser goes
        found = re.search(r"line (\d+), column (\d+)", str(error))
        line, column = (int(found[1]), int(found[2])) if found else (0, 0)
        headline = Text("模板文件不是合法的 TOML", "the template file is not valid TOML")
        note = Text(f"原因：{error}", f"reason: {error}")
        return TemplateReading(None, (refused("DQ-I101", Span(file, line, column), headline, notes=(note,)),))
    template = _template(Section(data, "", complaints), shared)
    return TemplateReading(None if complaints.found else template, tuple(complaints.found))


def _template(section: Section, shared: Shared) -> Template:
    name = section.text("name")
    kind = section.choice("kind", KINDS)
    zh, en = _title(section)
    first, last = section.span_of_years("years")
    tables = tuple(_table(data, section, shared) for data in section.sections("table"))
    section.finish(("name", "kind", "title", "years", "table"))
    for table in _repeated([table.name for table in tables]):
        section.complain("DQ-I105", Text(f"表 {table} 定义了两次", f"table {table} is defined twice"))
    return Template(name, kind, zh, en, first, last, tuple(_with_substitutes(section, tables)))


def _with_substitutes(section: Section, tables: Sequence[Table]) -> Iterator[Table]:
    """The tables, each with those that may stand for it."""
    names = {table.name for table in tables if table.stands_for is None}
    for table in tables:
        if table.stands_for is not None and table.stands_for not in names:
            name = table.stands_for
            section.complain("DQ-I103", Text(f"stands_for 没有表 {name}", f"stands_for: there is no table {name}"))
        found = tuple(each for each in tables if each.stands_for == table.name)
        yield replace(table, substitutes=found) if found else table


def _title(section: Section) -> tuple[str, str]:
    title = section.section("title")
    texts = title.text("zh"), title.text("en")
    title.finish(("zh", "en"))
    return texts


def _table(data: dict[str, Any], parent: Section, shared: Shared) -> Table:
    section = Section(data, f"table.{data.get('name', '?')}", parent.complaints)
    name = _name(section, section.text("name"))
    zh, en = _title(section)
    stands_for = section.text("stands_for") if section.has("stands_for") else None
    # (Headings are those of the table that it stands for.)
    titles = (zh, *section.texts("headings", optional=True)) if stands_for is None else ()
    table = Table(
        name=name,
        title=zh,
        title_en=en,
        titles=_labels(titles),
        mandatory=section.flag("mandatory", default=stands_for is None),
        note_when_empty=section.flag("note_when_empty", default=False),
        layout="",
        blocks=(),
        stands_for=stands_for,
    )
    table = _shape(section, table, shared, None)
    variants = []
    for at, each in enumerate(_variants(section, shared), 1):
        inner = Section(each, f"{section.where}.variant[{at}]", parent.complaints)
        titles = *titles, *inner.texts("headings", optional=True)
        variants.append(_shape(inner, table, shared, table))
        inner.finish(("headings", *_SHAPE))
    keys = "name", "title", "headings", "mandatory", "note_when_empty", "stands_for", "shapes", "variant"
    section.finish((*keys, *_SHAPE))
    # A heading of one shape may stand above another: publishers change the one and keep the other.
    known = _labels(titles)
    return replace(table, titles=known, variants=tuple(replace(each, titles=known) for each in variants))


def _variants(section: Section, shared: Shared) -> Iterator[dict[str, Any]]:
    """The variants that a table takes in by name, then its own."""
    for name in section.chosen("shapes", tuple(shared.shapes)):
        yield from shared.shapes[name]
    yield from section.sections("variant", optional=True)


def _shape(section: Section, table: Table, shared: Shared, main: Table | None) -> Table:
    """The table in the shape that a section describes; a variant has from the `main` one what it does not say."""
    layout = section.choice("layout", LAYOUTS, main.layout if main else None)
    by_code = layout == "codes"
    code_list = section.choice("code_list", CODE_LISTS, main.code_list if main else None) if by_code else None
    inherited = main.blocks[0] if main and main.blocks and main.layout == layout else None
    words = shared.words.get(code_list or "", {}) if inherited is None else {}
    blocks = tuple(
        _block(Section({**words, **each}, f"{section.where}.block[{at}]", section.complaints), layout, inherited)
        for at, each in enumerate(section.sections("block"), 1)
    )
    if by_code and (main is None or section.has("totals")):
        items = _totals(section, is_across=len(blocks) > 1)
    elif main is not None and (by_code or not section.has("items")):
        items = main.items
    else:
        items = _items(_listed_items(section, shared), shared.classes)
    return replace(
        table,
        layout=layout,
        blocks=blocks,
        items=items,
        code_list=code_list,
        is_open=layout == "nested" and section.flag("open", default=False),
    )


def _listed_items(section: Section, shared: Shared) -> Section:
    """The table of items, written here or taken in by name."""
    if not section.holds_text("items"):
        return section.section("items")
    name = section.choice("items", tuple(shared.items))
    return Section(dict(shared.items.get(name, {})), f"{section.where}.items", section.complaints)


def _block(section: Section, layout: str, inherited: Block | None) -> Block:
    """A block; one of a variant has the words of the table's first block where it names none itself."""
    side = section.choice("side", SIDES, inherited.side if inherited else None) if layout != "codes" else ""
    takes_labels = inherited is not None and not section.has("labels")
    labels = section.texts("labels", optional=layout == "columns" or takes_labels)
    takes_codes = inherited is not None and not section.has("codes")
    codes = section.texts("codes", optional=takes_codes or layout != "codes") if layout in ("codes", "nested") else ()
    if inherited is not None:
        labels = inherited.labels if takes_labels else labels
        codes = inherited.codes if takes_codes else codes
    remarks = section.texts("remarks", optional=True) if layout == "nested" else ()
    words = section.texts("remark_words", optional=True) if layout == "nested" else ()
    inner = section.texts("inner", optional=True) if layout == "nested" else ()
    outer = section.texts("outer", optional=True) if layout == "nested" else ()
    columns = section.section("columns")
    measures = tuple(
        _measure(
            name,
            Section(value if isinstance(value, dict) else {}, f"{columns.where}.{name}", section.complaints),
            may_lack_headers=layout == "columns",
        )
        for name, value in columns.rest().items()
    )
    if not measures:
        section.complain("DQ-I103", Text("没有定义任何金额列", "no column of figures is defined"))
    if layout == "columns" and (len(measures) > 1 or labels) and not all(measure.headers for measure in measures):
        section.complain(
            "DQ-I103",
            Text(
                "没有 headers 的金额列只能有一个，且不能有 labels",
                "a column without headers must be the only one, without labels",
            ),
        )
    section.finish(("side", "labels", "codes", "inner", "outer", "remarks", "remark_words", "columns"))
    others = map(_labels, (remarks, words, inner, outer))
    return Block(side, _labels(labels), _code_words(codes), measures, *others)


def _measure(name: str, section: Section, *, may_lack_headers: bool) -> Measure:
    kind = section.choice("type", _NUMERIC_TYPES, "money")
    role = section.choice("role", ("total",)) if section.has("role") else None
    paths = section.texts("headers", optional=may_lack_headers)
    headers = tuple(tuple(map(normalise_label, path.split("/"))) for path in paths)
    measure = Measure(
        name=_name(section, name),
        type=ValueType(kind) if kind in _NUMERIC_TYPES else ValueType.MONEY,
        headers=headers,
        title=section.text("zh"),
        title_en=section.text("en"),
        role=role,
        classes=section.texts("classes", optional=True),
        least_precision=section.whole("least_precision", 0, _MOST_DECIMALS) if section.has("least_precision") else None,
        is_optional=section.flag("optional", default=False),
    )
    section.finish(("type", "role", "headers", "classes", "least_precision", "optional", "zh", "en"))
    return measure


def _items(section: Section, classes: Classes) -> tuple[Item, ...]:
    items: list[Item] = []
    for side in SIDES:
        for at, data in enumerate(section.sections(side, optional=True), 1):
            entry = Section(data, f"{section.where}.{side}[{at}]", section.complaints)
            items += _classes(entry, side, classes) if entry.has("classes") else [_item(entry, side)]
    section.finish(SIDES)
    known = {(item.side, item.path) for item in items}
    for item in items:
        if len(item.path) > 1 and (item.side, item.path[:-1]) not in known:
            path, above = "/".join(item.path), "/".join(item.path[:-1])
            section.complain(
                "DQ-I106", Text(f"{path} 的上级 {above} 没有列出", f"{above}, which holds {path}, is not listed")
            )
    for side, path in _repeated([(item.side, "/".join(item.path)) for item in items]):
        section.complain("DQ-I105", Text(f"{path}（{side}）列出了两次", f"{path} ({side}) is listed twice"))
    return tuple(items)


def _item(section: Section, side: str) -> Item:
    path = tuple(normalise_label(part) for part in section.text("path").split("/"))
    unit = section.text("unit") if section.has("unit") else None
    spellings = [path[-1], *map(normalise_label, section.texts("labels", optional=True))]
    item = Item(
        key=path[-1],
        path=path,
        labels=_labels(tuple(each for spelling in spellings for each in (spelling, split_unit(spelling)[0]))),
        side=side,
        role=section.choice("role", ROLES, "item"),
        function_code=section.text("code") if section.has("code") else None,
        unit=unit,
        is_across=section.flag("across", default=False),
        is_optional=section.flag("optional", default=False),
    )
    section.finish(("path", "labels", "role", "code", "unit", "across", "optional", "classes"))
    return item


def _classes(section: Section, side: str, classes: Classes) -> list[Item]:
    """One item a functional class, all of them under the item that `classes` names."""
    above = tuple(normalise_label(part) for part in section.text("classes").split("/"))
    section.finish(("classes",))
    return [
        Item(normalise_label(names[0]), (*above, normalise_label(names[0])), _labels(names), side, "item", code)
        for code, names in classes.items()
    ]


def _totals(section: Section, *, is_across: bool) -> tuple[Item, ...]:
    """The grand total, and those that the form names itself: of blocks side by side one may be that of several."""
    named = (normalise_label(label) for label in section.texts("totals", optional=True))
    return (TOTAL, *(Item(label, (label,), (label,), "", "total", is_across=is_across) for label in named))


def _name(section: Section, name: str) -> str:
    if name and not _NAME.match(name):
        section.complain(
            "DQ-I104",
            Text(
                f"名称 {name!r} 只能用小写字母、数字和单个下划线", f"{name!r} is no name: a-z, 0-9, single underscores"
            ),
        )
    return name


def _code_words(texts: tuple[str, ...]) -> tuple[str, ...]:
    """Headers of columns of codes, each with 编码 and with 代码."""
    swapped = (each.replace(*words) for each in texts for words in (("编码", "代码"), ("代码", "编码")))
    return _labels((*texts, *swapped))


def _labels(texts: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(map(normalise_label, texts)))


def _repeated(values: list[_Named]) -> list[_Named]:
    return list(dict.fromkeys(value for at, value in enumerate(values) if value in values[:at]))
