"""An alias that is also a column or a function."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from dq.authoring.linting.model import Finding, Here, Lint, Subject
from dq.diagnostics import Text
from dq.functions import function_named
from dq.semantics.columns import find_column
from dq.syntax import tree


def _find(subject: Subject) -> Iterator[Finding]:
    for here, node in subject.written():
        each = next((clause for clause in node.clauses if isinstance(clause, tree.ForEach)), None)
        if each is not None:
            table = None if each.table is None else subject.schema.resolve(each.table.text)
            for alias in (each.alias, *(columns.alias for columns in each.columns)):
                if alias is None:
                    continue
                column = table is not None and find_column(table, alias.text) is not None
                if column or function_named(alias.text) is not None:
                    yield _finding(here, alias, column=column)
    for here in subject.declarations():
        if isinstance(here.node, tree.Define | tree.Template):
            for parameter in here.node.parameters:
                if function_named(parameter.text) is not None or subject.schema.resolve(parameter.text) is not None:
                    yield _finding(here, parameter, column=False)


def _finding(here: Here, name: tree.Name, *, column: bool) -> Finding:
    what = Text("一列", "a column") if column else Text("函数或表", "a function or table")
    headline = Text(f"{name.text} 也是{what.zh}的名称", f"{name.text} is also the name of {what.en}")
    return Finding(here.span(name), headline, Text("换一个名称", "choose another name"))


LINT: Final = Lint(
    code="DQ-L411",
    name="shadowed-name",
    title=Text(
        "别名与列名或函数同名",
        "an alias that is also a column or a function",
    ),
    why=Text(
        "where 里单独的名称是列名，别处是别名：同名时，读的人分不清说的是哪一个。",
        "Within where a bare name is a column, elsewhere the alias: with one name for both, readers "
        "cannot tell which is meant.",
    ),
    remedy=Text(
        "换一个别名，例如 r、c。",
        "Choose another alias, r or c for example.",
    ),
    faulty=('rule AA101 "收支总计相等" {\n  for each expenditure as code\n  check code.total >= 0\n}'),
    mended=('rule AA101 "收支总计相等" {\n  for each expenditure as r\n  check r.total >= 0\n}'),
    find=_find,
)
