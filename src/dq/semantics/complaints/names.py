"""Faults of names: tables, columns, aliases, functions, labels, and values that never occur."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

from dq.diagnostics import Diagnostic, Label, Span, Text, did_you_mean, refused, replace, warned
from dq.templates.model import TableSchema

_SHOWN = 16
"""Names listed before the rest is left out."""
_MARKS = dict.fromkeys(map(ord, "“”"))
_IN_WORDS = re.compile("(?:百分之)?[零一二三四五六七八九十百千万亿两]+[元点成辆个人]?")
"""A figure in words."""
_CALLED = {
    **dict.fromkeys(("合计", "总和", "总计", "加总", "汇总"), "求和"),
    **dict.fromkeys(("个数", "数量", "行数"), "计数"),
    **dict.fromkeys(("平均", "均值", "average", "mean"), "平均值"),
    **dict.fromkeys(("比例", "比重", "占", "ratio"), "占比"),
    "取整": "四舍五入", "最大": "最大值", "最小": "最小值", "去年": "上年",
}  # fmt: skip
"""What people call functions."""
_LAST_YEAR = ("上年度", "上年", "去年", "prior_", "last_year_")
"""What people put before the name of a table where they mean the year before."""


def _listed(zh: str, en: str, names: Iterable[str]) -> tuple[Text, ...]:
    known = list(dict.fromkeys(names))
    if not known:
        return ()
    more = " …" if len(known) > _SHOWN else ""
    return (Text(f"{zh}：{'、'.join(known[:_SHOWN])}{more}", f"{en}: {', '.join(known[:_SHOWN])}{more}"),)


def unknown_table(span: Span, name: str, tables: Iterable[TableSchema]) -> Diagnostic:
    """No table of this name."""
    known = list(tables)
    spellings = [spelling for table in known for spelling in (table.name, table.title, *table.aliases)]
    shown = sorted(known, key=lambda table: table.name)[:_SHOWN]
    more = " …" if len(known) > _SHOWN else ""
    last = next(
        (each for word in _LAST_YEAR if name.startswith(word) and (each := name.removeprefix(word)) in spellings), None
    )
    wrapped = Text(f"上年的数写成 上年（{last}…）", f"last year's figure is written prior({last}…)")
    listed = Text(
        "规则可用的表：" + "、".join(f"{table.name}（{table.title}）" for table in shown) + more,
        "tables that rules may name: " + ", ".join(f"{table.name} ({table.title_en})" for table in shown) + more,
    )
    return refused(
        "DQ-L201",
        span,
        Text(f"没有名为 {name} 的表", f"there is no table {name}"),
        help=did_you_mean(name, spellings) if last is None else wrapped,
        notes=(listed,),
    )


def unknown_column(span: Span, name: str, table: TableSchema, used: Span | None = None) -> Diagnostic:
    """The table has no such column; `used` where the alias of a column list stands for it."""
    spellings = [each for column in table.columns.values() for each in (column.name, column.title, *column.aliases)]
    labels = () if used is None else (Label(used, Text("在这里用到", "used here")),)
    return refused(
        "DQ-L202",
        span,
        Text(f"表 {table.name}（{table.title}）没有 {name} 列", f"table {table.name} has no column {name}"),
        help=did_you_mean(name, spellings),
        notes=_columns(table),
        labels=labels,
    )


def _columns(table: TableSchema) -> tuple[Text, ...]:
    """The columns of a table: its figures, its words, then the keys that all tables have."""
    found = sorted(table.columns.values(), key=lambda each: (not each.is_measure, not each.is_attribute))
    more = " …" if len(found) > _SHOWN else ""
    return (
        Text(
            "这张表的列：" + "、".join(f"{each.name}（{each.title}）" for each in found[:_SHOWN]) + more,
            "its columns: " + ", ".join(each.name for each in found[:_SHOWN]) + more,
        ),
    )


def unknown_name(span: Span, name: str, known: Iterable[str], *, dashed: bool = False) -> Diagnostic:
    """A name that nothing in scope bears; `dashed` where -- stands before it, as before a remark elsewhere."""
    names = list(known)
    help_ = did_you_mean(name, names)
    if dashed:
        help_ = Text("若是注释，用 # 开头；-- 是减号和负号", "a remark begins with #; -- is a minus and a sign")
    elif _IN_WORDS.fullmatch(name) is not None:
        help_ = Text("数用数字写，例如 1万元、50%", "a figure is written in digits, for example 1万元, 50%")
    owner, _, column = name.partition("的")
    return refused(
        "DQ-L203",
        span,
        Text(f"这里不认识 {name}", f"{name} is not known here"),
        help=help_,
        notes=_listed("这里可用的名称", "names that can stand here", names),
        fix=replace(span, f"{owner}．{column}") if column and owner in names else None,
    )


def unquoted_label(span: Span, label: str) -> Diagnostic:
    """`summary[收入总计]`: the label of a row without quotation marks."""
    headline = Text("行名写在引号里", "the label of a row stands between quotation marks")
    return refused("DQ-L203", span, headline, fix=replace(span, f"“{label}”"))


def bare_column(span: Span, name: str, alias: str) -> Diagnostic:
    """A column of the row without its alias."""
    written = f"{alias}.{name}"
    headline = Text(f"{name} 是哪一行的？", f"{name} of which row?")
    return refused("DQ-L203", span, headline, fix=replace(span, written))


def row_without_column(span: Span, alias: str, table: TableSchema) -> Diagnostic:
    """A row where a figure is needed."""
    return refused(
        "DQ-L211",
        span,
        Text(f"{alias} 是一整行，不是一个数", f"{alias} is a row, not a figure"),
        help=Text(f"写出列名：{alias}.列名", f"name a column of it: {alias}.column"),
        notes=_listed("这张表的列", "its columns", (column.name for column in table.columns.values())),
    )


def unknown_function(span: Span, name: str, known: Iterable[str]) -> Diagnostic:
    """No function of this name."""
    names = list(known)
    return refused(
        "DQ-L204",
        span,
        Text(f"没有名为 {name} 的函数", f"there is no function {name}"),
        help=did_you_mean(_CALLED.get(name, name.lower()), names),
        notes=_listed("函数", "functions", sorted(each for each in names if each.isascii())),
    )


def unknown_property(span: Span, name: str, known: Iterable[str]) -> Diagnostic:
    """The report has no such property."""
    names = list(known)
    return refused(
        "DQ-L205",
        span,
        Text(f"报告没有 {name} 这个属性", f"a report has no {name}"),
        help=did_you_mean(name, names),
        notes=_listed("报告的属性", "properties of a report", names),
    )


def unknown_label(span: Span, label: str, table: TableSchema, near: Iterable[str]) -> Diagnostic:
    """No form prints a row of this label in the table."""
    return refused(
        "DQ-L206",
        span,
        Text(f"表 {table.name}（{table.title}）没有“{label}”这一行", f"table {table.name} has no row “{label}”"),
        help=did_you_mean(label, near),
        notes=(
            Text(
                "行名按表式核对，空格、序号（一、（二）3.）和“其中：”不计",
                "rows are those of the forms; blanks, enumerators and 其中： do not count",
            ),
        ),
    )


def ambiguous_label(span: Span, label: str, paths: Iterable[tuple[str, ...]]) -> Diagnostic:
    """The label stands in several places of one form."""
    written = ["/".join(f'"{part}"' for part in path) for path in paths]
    return refused(
        "DQ-L207",
        span,
        Text(f"同一张表里有几行“{label}”", f"a form prints “{label}” several times"),
        help=Text(f"写出路径，例如 [{written[0]}]", f"write the path, for example [{written[0]}]"),
        notes=_listed("可能是", "it may be", written),
    )


def labels_by_code(span: Span, table: TableSchema) -> Diagnostic:
    """A path in a table whose rows come from a code list."""
    return refused(
        "DQ-L206",
        span,
        Text(
            f"表 {table.name} 的行按科目编码列示，没有路径",
            f"the rows of {table.name} are named by codes, not by paths",
        ),
        help=Text(f'按编码取行：{table.name}[code = "201"]', f'pick the row by its code: {table.name}[code = "201"]'),
    )


def hiding_alias(span: Span, name: str) -> Diagnostic:
    """An alias that hides a table, the report or another alias."""
    return refused(
        "DQ-L209",
        span,
        Text(f"别名 {name} 与已有的名称相同", f"the alias {name} hides another name"),
        help=Text("换一个别名，例如 r", "choose another alias, r for example"),
    )


def column_of_many(span: Span, table: str, column: str) -> Diagnostic:
    """A whole column where one figure is needed."""
    return refused(
        "DQ-L210",
        span,
        Text(f"{table}.{column} 是一整列，不是一个数", f"{table}.{column} is a whole column, not one figure"),
        help=Text(
            f'汇总写 sum({table}.{column} where …)，取一行写 {table}["行名"].{column}',
            f'add it up with sum({table}.{column} where …), or pick a row: {table}["label"].{column}',
        ),
    )


def table_where_value(span: Span, table: str) -> Diagnostic:
    """A table where one figure is needed."""
    return refused(
        "DQ-L210",
        span,
        Text(f"{table} 是一张表，不是一个数", f"{table} is a table, not one figure"),
        help=Text(
            f'汇总写 sum({table}.列名 where …)，取一格写 {table}["行名"].列名',
            f'add a column up with sum({table}.column where …), or pick a cell: {table}["label"].column',
        ),
    )


def rows_where_value(span: Span, written: str) -> Diagnostic:
    """Rows where one figure is needed."""
    return refused(
        "DQ-L211",
        span,
        Text(f"{written} 可能有许多行，不是一个数", f"{written} may be many rows, not one figure"),
        help=Text(f"汇总写 sum({written}.列名)", f"add them up: sum({written}.column)"),
    )


def lookup_without_column(span: Span, written: str) -> Diagnostic:
    """A row where one of its cells is needed."""
    return refused(
        "DQ-L211",
        span,
        Text("取到的是一整行，还没有说哪一列", "this picks a row and does not say which column of it"),
        help=Text(f"写成 {written}.列名", f"write {written}.column"),
    )


def no_columns(span: Span, written: str) -> Diagnostic:
    """A dot behind something that has no columns."""
    headline = Text(f"{written} 没有列可取", f"{written} has no columns")
    return refused("DQ-L211", span, headline)


def value_never_occurs(span: Span, value: str, column: str, known: Mapping[str, str]) -> Diagnostic:
    """A comparison with a word that the column never holds. Parameters: `known` those it does, with their Chinese."""
    names = sorted(known)
    within = [chinese for chinese in known.values() if chinese and value.strip() in chinese.translate(_MARKS)]
    asked = did_you_mean(value, [*names, *filter(None, known.values())])
    if len(within) == 1:
        asked = Text(f"是不是想写 {within[0]}？", f"did you mean {within[0]}?")
    return refused(
        "DQ-L215",
        span,
        Text(f"{column} 不会是“{value}”", f"{column} is never “{value}”"),
        help=asked,
        notes=_listed("它的值", "its values", [f"{name}（{known[name]}）" if known[name] else name for name in names]),
    )


def qualified_inner(span: Span, table: str, column: str) -> Diagnostic:
    """The aggregated table's own column written with the table's name within a where."""
    headline = Text(f"这里的列名前不写表名 {table}", f"columns of {table} stand here without its name")
    return refused("DQ-L203", span, headline, fix=replace(span, column))


def many_matches(span: Span, table: TableSchema) -> Diagnostic:
    """A look-up whose conditions do not identify a row."""
    return warned(
        "DQ-L218",
        span,
        Text(f"这些条件在表 {table.name} 里可能取到许多行", f"these conditions may match many rows of {table.name}"),
        help=Text(
            '按行名、编码或 role = "total" 取行；取到两行时结论是“无法判断：不唯一”',
            'pick by label, code or role = "total"; two matches make the outcome undecided: ambiguous',
        ),
    )
