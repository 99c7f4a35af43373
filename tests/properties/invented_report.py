"""Reports of any template with figures that add up to nothing: only a form with cells shows where they belong."""

from __future__ import annotations

from decimal import Decimal
from random import Random

from dq.archive import ReportTables
from dq.ingest.contradictions import doubt_contradictions
from dq.templates import Table, Template
from dq.types import CellState, ValueType, unit_named

UNITS = ("万元", "元")
CODES = {"function": ("201", "205", "206", "208", "210", "212", "221", "229"), "economic": ("301", "302", "303", "310")}


def invented_report(template: Template, seed: int) -> ReportTables:
    dice = Random(seed)  # noqa: S311 - nothing secret
    unit = dice.choice(UNITS)
    labels = {}
    rows = {table.name: _rows(table, unit, dice, labels) for table in template.tables}
    doubt_contradictions(template, rows)  # what names say is so in every form
    year = dice.randint(max(template.first_year, 2015), min(template.last_year, 2026))
    report = {
        "report": "invented",
        "department": dice.choice(("某市测试局", "某县经信部门", "某区某某街道办事处", "中共某市委组织部")),
        "year": year,
        "kind": template.kind,
        "version": 1,
        "template": template.name,
    }
    tables = [
        {
            "table": table.name,
            "title": table.title,
            "unit": unit,
            "rows": len(rows[table.name]),
            "state": "filled" if any(_prints(row) for row in rows[table.name]) else "empty",
        }
        for table in template.tables
    ]
    return ReportTables(report, tables, rows)


def _prints(row) -> bool:
    return any(CellState(state).is_printed_figure for name, state in row.items() if name.endswith("__state"))


def _rows(table: Table, unit: str, dice: Random, labels: dict[tuple[str, str], str]):
    """The rows of a table, block by block; now and then none, or only a total. `labels` those of codes seen before."""
    found = []
    for at, block in enumerate(table.blocks):
        named = _by_code(table, at, dice, labels) if table.layout == "codes" else _by_item(table, at, dice)
        measures = _shown(block.measures, dice) if table.layout != "columns" else list(block.measures)
        for number, row in enumerate(named):
            row.update(
                {"n": len(found), "line": 100 + number, "page": None, "above": None if not number else len(found) - 1}
            )
            row_unit = row.pop("unit", None)
            cells = {measure.name: _cell(measure, unit, row_unit, dice) for measure in measures}
            _fill_totals(measures, cells, unit, row_unit)
            for name, cell in cells.items():
                row.update({name + suffix: value for suffix, value in cell.items()})
            found.append(row)
    if table.layout == "columns" and not any(row[name] for row in found for name in row if name.endswith("__printed")):
        return []  # a line without any text is not there
    for row in found:
        row["parent"] = _parent(row, found)
    return found


def _shown(measures, dice):
    """Now and then a column is not printed."""
    parts = [each for each in measures if each.role != "total"]
    dropped = dice.choice(parts) if len(parts) >= 4 and dice.random() < 0.2 else None
    return [each for each in measures if each is not dropped]


def _by_code(table, at, dice, labels):
    classes = CODES[table.code_list]
    own = classes[at :: len(table.blocks)] if len(table.blocks) > 1 else classes
    codes = []
    for code in own if dice.random() < 0.9 else ():
        if dice.random() < 0.4:
            continue
        codes.append(code)
        for group in sorted(dice.sample(range(1, 100), dice.randint(0, 3))):
            codes.append(f"{code}{group:02d}")
            depth = dice.randint(0, 3) if table.code_list == "function" else 0
            codes += [f"{code}{group:02d}{each:02d}" for each in sorted(dice.sample(range(1, 100), depth))]
    total = _total(table, at)
    rows = [_code_row(table, code, dice, labels) for code in codes]
    return [total, *rows] if dice.random() < 0.7 and total else rows


def _total(table, at):
    """A block's total: that of the table, or where blocks have totals of their own, the block's; None where a block
    shares that of the one before.
    """
    has_own = len(table.items) > 1 and len(table.blocks) > 1
    if has_own and at + 1 >= len(table.items):
        return None
    item = table.items[at + 1] if has_own else table.items[0]
    return _named(None, item.labels[0], item.path, item.role, None)


def _code_row(table, code, dice, labels):
    syllables = dice.choices("机关运行事务服务管理保障培训其他支出项目补助工资津贴", k=dice.randint(2, 22))
    label = labels.setdefault((table.code_list, code), "".join(syllables))
    trail = [code[:end] for end in range(3, len(code) + 1, 2)]
    function = code[:3] if table.code_list == "function" else None
    return _named(code, label, trail, "item", function, level=len(trail))


def _named(code, label, path, role, function, *, level=None, side=None, item=None):
    return {
        "code": code,
        "label": label,
        "item": item or label,
        "path": "/".join(path),
        "side": side,
        "role": role,
        "function_code": function,
        "level": level,
    }


def _by_item(table, at, dice):
    side = table.blocks[at].side
    items = [item for item in table.items if item.side == side]
    twins = [block for block, each in enumerate(table.blocks) if each.side == side]
    if len(twins) > 1:  # blocks of one side share its items
        share = -(-len(items) // len(twins))
        items = items[share * twins.index(at) : share * (twins.index(at) + 1)]
    uses = [label for item in table.items if item.side == side for label in item.labels]
    rows = []
    for item in items:
        labels = [label for label in item.labels if uses.count(label) == 1]
        if labels and len(twins) == 1 and table.layout == "items" and dice.random() < 0.1:
            continue  # not printed; one whose label others share must be, or they would be taken for it
        label = dice.choice(labels) if labels and dice.random() < 0.3 else item.labels[0]
        front = dice.choice(("", "", "其中：", f"{len(rows) + 1}.")) if table.layout == "items" else ""
        row = _named(None, front + label, item.path, item.role, item.function_code, side=side, item=item.key)
        rows.append({**row, "unit": item.unit})
    return rows


def _cell(measure, unit, row_unit, dice):
    counted = measure.type is ValueType.QUANTITY and row_unit is not None
    kind = dice.random()
    if kind < 0.3:
        return _stored("", CellState.BLANK, None, row_unit if counted else unit)
    if kind < 0.34:
        return _stored(dice.choice("—-"), CellState.DASH, None, row_unit if counted else unit)
    if kind < 0.36:
        return _stored("略", CellState.TEXT, None, row_unit if counted else unit)
    if kind < 0.45:
        return _figure(Decimal(0), counted, unit, row_unit)
    digits = dice.choice((2, 4, 6, 9, 12))
    value = Decimal(dice.randint(1, 10**digits)) * (-1 if dice.random() < 0.1 else 1)
    return _figure(value, counted, unit, row_unit)


def _figure(value, counted, unit, row_unit):
    figure = value if counted else value.scaleb(-2)
    printed = f"{figure:f}"
    state = CellState.FIGURE if figure else CellState.ZERO
    return _stored(
        printed, state, figure * unit_named(row_unit if counted else unit).factor, row_unit if counted else unit
    )


def _stored(printed, state, value, unit):
    decimals = len(printed.partition(".")[2]) if value is not None else None
    return {
        "": value,
        "__state": int(state),
        "__printed": printed,
        "__decimals": decimals,
        "__unit": unit,
        "__doubt": None,
    }


def _fill_totals(measures, cells, unit, row_unit):
    """A total is printed wherever one of its parts is."""
    for measure in measures:
        if (
            measure.role == "total"
            and any(cell["__printed"] for cell in cells.values())
            and not cells[measure.name]["__printed"]
        ):
            cells[measure.name] = _figure(
                Decimal(0), measure.type is ValueType.QUANTITY and row_unit is not None, unit, row_unit
            )


def _parent(row, rows):
    """The nearest printed ancestor."""
    places = {(each["side"], each["path"]): each["n"] for each in rows}
    path = row["path"].split("/")
    above = ((row["side"], "/".join(path[:end])) for end in range(len(path) - 1, 0, -1))
    return next((places[each] for each in above if each in places), None)
