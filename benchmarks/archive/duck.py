"""Contender (b): the thirty rules as DuckDB SQL over the same Parquet files, in a process and environment of its own.

    python benchmarks/archive/duck.py ARCHIVE OUT.parquet     prints seconds, CPU seconds, memory and counts as JSON

The statements are put together from the same few pieces that an analyst would write as macros; every table is read once
into a view of the columns needed. Needs only `duckdb` (benchmarks/archive/duckdb.lock), and of dq nothing that reads or
judges.
"""

from __future__ import annotations

import json
import resource
import sys
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Final

INCOME: Final = ("total", "fiscal", "superior", "undertaking", "business", "affiliate", "other")
SPENT: Final = ("total", "basic", "project", "remitted", "business", "affiliate")
SPLIT: Final = ("total", "basic", "project")
STAFF: Final = ("total", "personnel", "public")
FUNDS: Final = ("amount", "general", "funds", "state_capital")
FLOW: Final = ("opening", "income", "total", "closing")
TABLES: Final = {
    "summary": (("item", "side", "role", "parent", "function_code"), ("amount",)),
    "income": (("item", "role", "code", "parent"), INCOME),
    "expenditure": (("item", "role", "code", "parent", "level"), SPENT),
    "fiscal_summary": (("item", "side", "role", "function_code"), FUNDS),
    "general_expenditure": (("item", "role", "code", "parent"), SPLIT),
    "general_basic": (("item", "role", "code", "parent"), STAFF),
    "funds": ((), FLOW),
}


def cell(measure: str, of: str = "r") -> tuple[str, str, str, str]:
    """Value, radius, printed, told of a cell."""
    name = f"{of}.{measure}"
    radius, state = f"{of}.{measure}__radius", f"{of}.{measure}__state"
    return f"coalesce({name}, 0)", f"coalesce({radius}, 0)", f"({name} IS NOT NULL)", f"({state} < 5)"


def plus(*sides: tuple[str, str, str, str]) -> tuple[str, str, str, str]:
    """The sum of sides."""
    value, radius, printed, told = zip(*sides, strict=True)
    return " + ".join(value), " + ".join(radius), f"({' OR '.join(printed)})", f"({' AND '.join(told)})"


def brought(name: str, of: str) -> tuple[str, str, str, str]:
    """What a join brought."""
    prefix = f"{of}.{name}"
    return (
        f"coalesce({prefix}, 0)",
        f"coalesce({prefix}__radius, 0)",
        f"(coalesce({prefix}__printed, 0) > 0)",
        f"coalesce({prefix}__told, false)",
    )


def summed(measure: str, name: str, where: str = "true") -> str:
    """Aggregates of a sum."""
    kept = f"FILTER (WHERE {where})"
    return (
        f"sum({measure}) {kept} AS {name}, sum({measure}__radius) {kept} AS {name}__radius, "
        f"count({measure}) {kept} AS {name}__printed, "
        f"coalesce(bool_and({measure}__state < 5) {kept}, true) AS {name}__told"
    )


def single(measure: str, name: str, where: str = "true") -> str:
    """Aggregates of a look-up: told where exactly one row matches."""
    kept = f"FILTER (WHERE {where})"
    return (
        f"min({measure}) {kept} AS {name}, min({measure}__radius) {kept} AS {name}__radius, "
        f"count({measure}) {kept} AS {name}__printed, "
        f"(count(*) {kept} = 1 AND coalesce(bool_and({measure}__state < 5) {kept}, false)) AS {name}__told"
    )


class Statement:
    """One SELECT: rows of `source`, each with the verdict of every rule about them."""

    def __init__(self, source: str, report: str = "r.report", n: str = "r.n") -> None:
        """Parameters: `source` the FROM clause."""
        self.source, self.report, self.n = source, report, n
        self.rules: list[tuple[str, str | None, str, str, str, str]] = []

    def add(
        self,
        rule: str,
        left: tuple[str, str, str, str],
        right: tuple[str, str, str, str],
        there: str = "true",
        column: str | None = None,
        *,
        at_most: bool = False,
    ) -> Statement:
        """A rule on these rows."""
        difference = f"({left[0]}) - ({right[0]})"
        allowance = f"({left[1]}) + ({right[1]})"
        distance = difference if at_most else f"abs({difference})"
        verdict = (
            f"CASE WHEN NOT coalesce({there}, false) OR NOT ({left[2]} OR {right[2]}) THEN 4 "
            f"WHEN NOT coalesce({left[3]} AND {right[3]}, false) THEN 3 "
            f"WHEN {distance} <= 0 THEN 0 WHEN {distance} <= {allowance} THEN 1 ELSE 2 END"
        )
        self.rules.append((rule, column, verdict, left[0], right[0], allowance))
        return self

    def sql(self) -> str:
        """A row of the source with every rule's verdict, and both sides with the allowance where it is violated."""
        verdicts = ", ".join(f"CAST({rule[2]} AS TINYINT) AS v{place}" for place, rule in enumerate(self.rules))
        sides = ", ".join(
            f"CASE WHEN v{place} = 2 THEN struct_pack(l := CAST({left} AS DECIMAL(38, 6)), "
            f"r := CAST({right} AS DECIMAL(38, 6)), a := CAST({allowance} AS DECIMAL(38, 6))) END AS s{place}"
            for place, (_, _, _, left, right, allowance) in enumerate(self.rules)
        )
        return f"SELECT {self.report} AS report, {self.n} AS n, {verdicts}, {sides} FROM {self.source}"

    def counted(self) -> str:
        """How often each rule holds, nearly holds and is violated."""
        counts = (
            f"count(*) FILTER (WHERE v{place} = {verdict})" for place in range(len(self.rules)) for verdict in range(3)
        )
        return f"SELECT {', '.join(counts)} FROM told"

    def violated(self) -> str:
        """The violated rows of all rules."""
        return " UNION ALL ".join(
            f"SELECT '{rule}' AS rule, {'NULL' if column is None else repr(column)} AS col, report, n, "
            f"s{place}.l, s{place}.r, s{place}.a FROM told WHERE v{place} = 2"
            for place, (rule, column, *_) in enumerate(self.rules)
        )


def statements() -> list[Statement]:
    """All thirty rules."""
    return [_reports(), _summary(), _income(), _expenditure(), _fiscal(), _general(), _basic(), _funds()]


def _reports() -> Statement:
    own = ", ".join(
        [
            single("amount", "income", "item = '本年收入合计'"),
            single("amount", "spent", "item = '本年支出合计'"),
            single("amount", "all_income", "item = '收入总计'"),
            single("amount", "all_spent", "item = '支出总计'"),
            single("amount", "opening", "item = '年初结转和结余'"),
            single("amount", "closing", "item = '年末结转和结余'"),
            summed("amount", "sources", "side = 'income' AND role = 'item'"),
            summed("amount", "classes", "side = 'expenditure' AND role = 'item'"),
            summed("amount", "carried_in", "side = 'income' AND role = 'balance'"),
            summed("amount", "carried_out", "side = 'expenditure' AND role = 'balance'"),
        ]
    )
    totals = f"(SELECT report, {own} FROM summary GROUP BY report)"
    of_total = "WHERE item = '合计' GROUP BY report"
    source = (
        f"{totals} r LEFT JOIN (SELECT report, {single('total', 'x')} FROM income {of_total}) i USING (report) "
        f"LEFT JOIN (SELECT report, {single('total', 'x')} FROM expenditure {of_total}) e USING (report) "
        f"LEFT JOIN (SELECT report, {single('total', 'x')} FROM general_expenditure {of_total}) g USING (report) "
        f"LEFT JOIN (SELECT report, {single('general', 'x')} FROM fiscal_summary WHERE item = '本年支出合计' "
        f"GROUP BY report) f USING (report) "
        f"LEFT JOIN (SELECT now.report, was.report AS earlier FROM reports now JOIN reports was "
        f"ON now.department = was.department AND now.kind = was.kind AND now.year = was.year + 1) p USING (report) "
        f"LEFT JOIN {totals} l ON l.report = p.earlier"
    )
    found = Statement(source, n="NULL")
    mine = {name: brought(name, "r") for name in ("income", "spent", "all_income", "all_spent", "opening")}
    return (
        found.add("SM101", mine["income"], brought("sources", "r"))
        .add("SM102", mine["spent"], brought("classes", "r"))
        .add("SM103", mine["all_income"], plus(mine["income"], brought("carried_in", "r")))
        .add("SM104", mine["all_spent"], plus(mine["spent"], brought("carried_out", "r")))
        .add("SM105", mine["all_income"], mine["all_spent"])
        .add("IN105", brought("x", "i"), mine["income"])
        .add("EX201", brought("x", "e"), mine["spent"])
        .add("GE201", brought("x", "g"), brought("x", "f"))
        .add("YR101", mine["opening"], brought("closing", "l"))
    )


def _summary() -> Statement:
    zero = ("0", "0", "false", "true")
    classes = f"SELECT report, code, {single('total', 'x')} FROM expenditure WHERE level = 1 GROUP BY report, code"
    source = (
        "summary r LEFT JOIN summary up ON up.report = r.report AND up.n = r.parent "
        f"LEFT JOIN ({classes}) c ON c.report = r.report AND c.code = r.function_code"
    )
    classed = "r.function_code IS NOT NULL AND (coalesce(r.amount, 0) <> 0 OR c.report IS NOT NULL)"
    return (
        Statement(source)
        .add("SM107", cell("amount"), cell("amount", "up"), "r.role = 'of_which'", at_most=True)
        .add("SM109", zero, cell("amount"), "r.role = 'item'", at_most=True)
        .add("EX202", cell("amount"), brought("x", "c"), classed)
    )


def _children(table: str, columns: Sequence[str]) -> str:
    sums = ", ".join(summed(c, f"d_{c}") for c in columns)
    return (
        f"LEFT JOIN (SELECT report, parent, {sums} FROM {table} WHERE parent IS NOT NULL GROUP BY report, parent) d "
        "ON d.report = r.report AND d.parent = r.n "
    )


def _roots(table: str, columns: Sequence[str]) -> str:
    sums = ", ".join(summed(c, f"t_{c}") for c in columns)
    top = "parent IS NULL AND role = 'item'"
    return f"LEFT JOIN (SELECT report, {sums} FROM {table} WHERE {top} GROUP BY report) t ON t.report = r.report "


def _tree(found: Statement, columns: Sequence[str], below: str, top: str | None = None) -> Statement:
    for c in columns:
        found.add(below, cell(c), brought(f"d_{c}", "d"), "d.report IS NOT NULL", c)
    for c in columns if top else ():
        found.add(top or "", cell(c), brought(f"t_{c}", "t"), "r.role = 'total'", c)
    return found


def _income() -> Statement:
    codes = "SELECT report, code, count(*) AS times FROM income WHERE code IS NOT NULL GROUP BY report, code"
    source = (
        f"income r {_children('income', INCOME)} {_roots('income', INCOME)} "
        f"LEFT JOIN ({codes}) s ON s.report = r.report AND s.code = r.code"
    )
    found = Statement(source).add("IN101", cell("total"), plus(*(cell(c) for c in INCOME[1:])))
    _tree(found, INCOME, "IN102", "IN103")
    found.add("IN104", ("s.times", "0", "true", "true"), ("1", "0", "true", "true"), "r.code IS NOT NULL")
    for c in INCOME[1:]:
        lowest = "r.code IS NOT NULL AND d.report IS NULL"
        found.add("IN117", ("0", "0", "false", "true"), cell(c), lowest, c, at_most=True)
    return found


def _expenditure() -> Statement:
    unclear = (
        "SELECT DISTINCT report FROM summary WHERE side = 'expenditure' AND role = 'item' "
        "AND function_code IS NULL AND amount IS NOT NULL"
    )
    listed = "SELECT DISTINCT report, function_code AS code FROM summary WHERE function_code IS NOT NULL"
    source = (
        f"expenditure r {_children('expenditure', SPENT)} {_roots('expenditure', SPENT)} "
        f"LEFT JOIN ({unclear}) u ON u.report = r.report "
        f"LEFT JOIN ({listed}) s ON s.report = r.report AND s.code = r.code"
    )
    found = Statement(source).add("EX101", cell("total"), plus(*(cell(c) for c in SPENT[1:])))
    _tree(found, SPENT, "EX102", "EX103")
    there = "r.level = 1 AND r.code IS NOT NULL AND r.total IS NOT NULL AND u.report IS NULL"
    missing = "CASE WHEN s.report IS NULL THEN 1 ELSE 0 END"
    return found.add("EX203", (missing, "0", "true", "true"), ("0", "0", "true", "true"), there)


def _fiscal() -> Statement:
    sums = ", ".join(summed(c, f"t_{c}") for c in FUNDS)
    top = f"SELECT report, {sums} FROM fiscal_summary WHERE side = 'expenditure' AND role = 'item' GROUP BY report"
    classes = (
        f"SELECT report, function_code, {single('amount', 'x')} FROM summary "
        "WHERE function_code IS NOT NULL GROUP BY report, function_code"
    )
    source = (
        f"fiscal_summary r LEFT JOIN ({top}) t ON t.report = r.report "
        f"LEFT JOIN ({classes}) c ON c.report = r.report AND c.function_code = r.function_code"
    )
    found = Statement(source)
    for c in FUNDS:
        there = f"r.role = 'total' AND r.item = '本年支出合计' AND r.{c}__state IS NOT NULL"
        found.add("FS102", cell(c), brought(f"t_{c}", "t"), there, c)
    value, radius, printed, _ = plus(*(cell(c) for c in FUNDS[1:]))
    found.add("FS103", cell("amount"), (value, radius, printed, "true"), "r.side = 'expenditure'")
    return found.add("FS207", cell("amount"), brought("x", "c"), "r.function_code IS NOT NULL", at_most=True)


def _general() -> Statement:
    singles = ", ".join(single(c, f"w_{c}") for c in SPLIT)
    whole = f"SELECT report, code, {singles} FROM expenditure WHERE code IS NOT NULL GROUP BY report, code"
    source = (
        f"general_expenditure r {_children('general_expenditure', SPLIT)} "
        f"LEFT JOIN ({whole}) w ON w.report = r.report AND w.code = r.code"
    )
    found = Statement(source).add("GE101", cell("total"), plus(cell("basic"), cell("project")))
    _tree(found, SPLIT, "GE102")
    for c in SPLIT:
        found.add("GE203", cell(c), brought(f"w_{c}", "w"), "r.code IS NOT NULL", c, at_most=True)
    return found


def _basic() -> Statement:
    found = Statement(f"general_basic r {_children('general_basic', STAFF)}")
    formed = "r.personnel__state IS NOT NULL"
    found.add("GB101", cell("total"), plus(cell("personnel"), cell("public")), formed)
    return _tree(found, STAFF, "GB102")


def _funds() -> Statement:
    sides = plus(cell("opening"), cell("income")), plus(cell("total"), cell("closing"))
    return Statement("funds r").add("FU101", *sides)


def run(archive: Path, out: Path) -> dict[str, list[int]]:
    """Counts (holds, rounding, violated) by rule; the violated rows go to `out`."""
    import duckdb  # only in its own environment

    base = duckdb.connect()
    for table, (keys, measures) in TABLES.items():
        families = [name for each in measures for name in (each, f"{each}__state", f"{each}__radius")]
        columns = ", ".join(("report", "n", *keys, *families))
        base.execute(f"CREATE VIEW {table} AS SELECT {columns} FROM read_parquet('{_files(archive, table)}')")
    base.execute(f"CREATE VIEW reports AS SELECT * FROM read_parquet('{_files(archive, 'reports')}')")
    base.execute(
        "CREATE TABLE found (rule VARCHAR, col VARCHAR, report VARCHAR, n INTEGER, "
        "l DECIMAL(38, 6), r DECIMAL(38, 6), a DECIMAL(38, 6))"
    )
    counts: dict[str, list[int]] = {}
    for statement in statements():
        base.execute(f"CREATE OR REPLACE TEMP TABLE told AS {statement.sql()}")
        numbers = base.execute(statement.counted()).fetchall()[0]
        for place, (rule, *_) in enumerate(statement.rules):
            mine = counts.setdefault(rule, [0, 0, 0])
            counts[rule] = [a + b for a, b in zip(mine, numbers[place * 3 : place * 3 + 3], strict=True)]
        base.execute(f"INSERT INTO found {statement.violated()}")
    place_of = str(out).replace("'", "''")
    base.execute(
        f'COPY (SELECT rule, col AS "column", report, n, l AS "left", r AS "right", a AS allowance '
        f"FROM found ORDER BY ALL) TO '{place_of}' (FORMAT parquet)"
    )
    return counts


def _files(archive: Path, table: str) -> str:
    return str(archive / "tables" / table / "*" / "part-*.parquet").replace("'", "''")


def main(archive: Path, out: Path) -> None:
    """One round, measured as `contender.py` measures."""
    before, started = resource.getrusage(resource.RUSAGE_SELF), time.perf_counter()
    counts = run(archive, out)
    seconds, after = time.perf_counter() - started, resource.getrusage(resource.RUSAGE_SELF)
    spent = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    told = {"seconds": seconds, "cpu": spent, "memory_mb": after.ru_maxrss / 1024, "counts": counts}
    sys.stdout.write(json.dumps(told))


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
