"""Invented reports from which corpora are begun: small, of every form, and of no real body."""

from __future__ import annotations

from collections.abc import Sequence

from dq.templates import Table, Template, load_catalogue

_ROWS = 6
_TABLES = 4
_CODES = {"function": ("201", "20103", "2010301"), "economic": ("301", "30101", "30102")}


def reports() -> dict[str, str]:
    """TAB-separated text of small reports of a few tables each, by template and number: all tables of all templates."""
    return {
        f"{template.name}-{number}": _report(template, template.tables[at : at + _TABLES])
        for template in load_catalogue()
        for number, at in enumerate(range(0, len(template.tables), _TABLES), 1)
    }


def _report(template: Template, shown: Sequence[Table]) -> str:
    kind = "部门决算" if template.kind == "final_accounts" else "部门预算"
    tables = "\n".join(map(_table, shown))
    return f"某市测试局\n{template.first_year} 年度{kind}\n目录\n\n{tables}"


def _table(table: Table) -> str:
    header: list[list[str]] = []
    for block in table.blocks:
        header += [[label] for label in (*block.codes[:1], *block.labels[:1])]
        header += [list(measure.headers[0] if measure.headers else (measure.title,)) for measure in block.measures]
    depth = max(map(len, header))
    rows = ["\t".join(path[at] if at < len(path) else "" for path in header) for at in range(depth)]
    return "\n".join([table.title, "单位：万元", *rows, *_body(table), ""])


def _body(table: Table) -> list[str]:
    match table.layout:
        case "columns":
            return ["\t".join(f"{at}.00" for at, _ in enumerate(table.blocks[0].measures, 1))]
        case "codes":
            labels = ("一般公共服务支出", "政府办公厅（室）及相关机构事务", "行政运行")
            measures = len(table.blocks[0].measures)
            figures = "\t".join(["12.50", "7.50", *[""] * measures][:measures])
            codes = _CODES[table.code_list or "function"]
            return ["\t合计\t" + figures] + [
                f"{code}\t{label}\t{figures}" for code, label in zip(codes, labels, strict=True)
            ]
        case _:
            return ["\t".join(_items(table, at)) for at in range(_ROWS)]


def _items(table: Table, at: int) -> list[str]:
    cells: list[str] = []
    for block in table.blocks:
        items = [item for item in table.items if item.side == block.side]
        label = items[at].key if at < len(items) else ""
        figure = "" if not label or items[at].role == "heading" else f"{at + 1}.25"
        cells += [label, *[figure] * len(block.measures)]
    return cells
