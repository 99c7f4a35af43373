"""Contender (a): the thirty rules written by hand as fused Polars, as an experienced user of it would.

Each table is scanned once, for the columns that are needed; all rules of a table share one pass, one join brings all
that they look up by one key, and everything is collected together. Exact decimals, radii and blanks as in the language.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import polars as pl

HOLDS, ROUNDING, VIOLATED, UNDECIDED, NOTHING = range(5)
UNUSABLE: Final = 5
"""States from here on (text, unreadable) are no figures."""
KEY: Final = ["rule", "column", "report", "n"]
INCOME: Final = ("total", "fiscal", "superior", "undertaking", "business", "affiliate", "other")
SPENT: Final = ("total", "basic", "project", "remitted", "business", "affiliate")
SPLIT: Final = ("total", "basic", "project")
STAFF: Final = ("total", "personnel", "public")
FUNDS: Final = ("amount", "general", "funds", "state_capital")
FLOW: Final = ("opening", "income", "total", "closing")


@dataclass(frozen=True, slots=True)
class Side:
    """One side of a comparison: value, radius, whether a figure is printed in it, whether it can be told."""

    value: pl.Expr
    radius: pl.Expr
    printed: pl.Expr
    told: pl.Expr

    def __add__(self, other: Side) -> Side:
        return Side(
            self.value + other.value,
            self.radius + other.radius,
            self.printed | other.printed,
            self.told & other.told,
        )


@dataclass(frozen=True, slots=True)
class Rule:
    """A rule on the rows of a frame: `there` says which rows it is about."""

    id: str
    left: Side
    right: Side
    there: pl.Expr
    column: str | None = None
    at_most: bool = False
    of_report: bool = False

    def verdict(self) -> pl.Expr:
        """The verdict of each row."""
        difference = self.left.value - self.right.value
        allowance = self.left.radius + self.right.radius
        distance = difference if self.at_most else difference.abs()
        figures = pl.when(distance <= 0).then(HOLDS).when(distance <= allowance).then(ROUNDING).otherwise(VIOLATED)
        return (
            pl.when(~self.there | ~(self.left.printed | self.right.printed))
            .then(NOTHING)
            .when(~(self.left.told & self.right.told))
            .then(UNDECIDED)
            .otherwise(figures)
            .cast(pl.UInt8)
        )


def cell(measure: str) -> Side:
    """A cell of the row itself."""
    return Side(
        pl.col(measure).fill_null(0),
        pl.col(f"{measure}__radius").fill_null(0),
        pl.col(measure).is_not_null(),
        pl.col(f"{measure}__state") < UNUSABLE,
    )


def brought(name: str) -> Side:
    """What a join brought: `name` with its radius, printed figures, and whether it is there just once."""
    return Side(
        pl.col(name).fill_null(0),
        pl.col(f"{name}__radius").fill_null(0),
        pl.col(f"{name}__printed").fill_null(0) > 0,
        pl.col(f"{name}__told").fill_null(value=False),
    )


def nothing() -> Side:
    """The number 0."""
    zero = pl.lit(0)
    return Side(zero, zero, pl.lit(value=False), pl.lit(value=True))


def summed(measure: str, name: str, where: pl.Expr | None = None) -> list[pl.Expr]:
    """Aggregates that make `brought(name)` a sum."""

    def here(each: pl.Expr) -> pl.Expr:
        return each if where is None else each.filter(where)

    return [
        here(pl.col(measure)).sum().alias(name),
        here(pl.col(f"{measure}__radius")).sum().alias(f"{name}__radius"),
        here(pl.col(measure)).count().alias(f"{name}__printed"),
        (here(pl.col(f"{measure}__state")) < UNUSABLE).all().alias(f"{name}__told"),
    ]


def single(measure: str, name: str, where: pl.Expr | None = None) -> list[pl.Expr]:
    """Aggregates that make `brought(name)` a look-up: told where exactly one row matches."""

    def here(each: pl.Expr) -> pl.Expr:
        return each if where is None else each.filter(where)

    state = here(pl.col(f"{measure}__state"))
    return [
        here(pl.col(measure)).first().alias(name),
        here(pl.col(f"{measure}__radius")).first().alias(f"{name}__radius"),
        here(pl.col(measure)).count().alias(f"{name}__printed"),
        ((state.len() == 1) & (state.first() < UNUSABLE)).alias(f"{name}__told"),
    ]


def scanned(files: Sequence[Path], keys: Sequence[str], measures: Sequence[str]) -> pl.LazyFrame:
    """The columns of a table that rules read."""
    families = [name for each in measures for name in (each, f"{each}__state", f"{each}__radius")]
    return pl.scan_parquet(list(files), hive_partitioning=False).select("report", "n", *keys, *families)


def judged(archive: Path) -> tuple[dict[str, list[int]], pl.DataFrame]:
    """Counts (holds, rounding, violated) by rule, and the violated rows with both sides and their allowance."""
    counts: dict[str, list[int]] = {}
    found = []
    for frames in _years(archive):
        asked = [query for frame, rules in frames for query in (_counted(frame, rules), _violated(frame, rules))]
        answers = pl.collect_all(asked, engine="streaming")
        for counted in answers[::2]:
            for rule, *numbers in counted.iter_rows():
                counts[rule] = [a + b for a, b in zip(counts.get(rule, [0, 0, 0]), numbers, strict=True)]
        found += answers[1::2]
    return counts, pl.concat(found).sort(KEY)


def frames_of(archive: Path) -> Iterator[tuple[pl.LazyFrame, list[Rule]]]:
    """Every frame, joined by hand, with the rules on its rows."""
    for frames in _years(archive):
        yield from frames


def _years(archive: Path) -> Iterator[list[tuple[pl.LazyFrame, list[Rule]]]]:
    years = sorted(path.name for path in (archive / "tables" / "reports").iterdir())
    for year, before in zip(years, [None, *years], strict=False):
        yield list(_year(archive, year, before))


def _judging(frame: pl.LazyFrame, rules: Sequence[Rule]) -> pl.LazyFrame:
    return frame.with_columns(rule.verdict().alias(f"?{place}") for place, rule in enumerate(rules))


def _counted(frame: pl.LazyFrame, rules: Sequence[Rule]) -> pl.LazyFrame:
    columns = [
        pl.concat_list([(pl.col(f"?{place}") == verdict).sum() for verdict in (HOLDS, ROUNDING, VIOLATED)]).alias(
            str(place)
        )
        for place in range(len(rules))
    ]
    wide = (
        _judging(frame, rules)
        .select(columns)
        .unpivot()
        .with_columns(
            rule=pl.Series([rule.id for rule in rules]), told=pl.col("value").list.to_struct(fields=["h", "r", "v"])
        )
    )
    return wide.select("rule", pl.col("told").struct.unnest())


def _violated(frame: pl.LazyFrame, rules: Sequence[Rule]) -> pl.LazyFrame:
    wide = _judging(frame, rules)
    return pl.concat(
        wide.filter(pl.col(f"?{place}") == VIOLATED).select(
            rule=pl.lit(rule.id),
            column=pl.lit(rule.column, pl.String),
            report="report",
            n=pl.lit(None, pl.Int32) if rule.of_report else pl.col("n"),
            left=rule.left.value.cast(pl.Decimal(38, 6)),
            right=rule.right.value.cast(pl.Decimal(38, 6)),
            allowance=(rule.left.radius + rule.right.radius).cast(pl.Decimal(38, 6)),
        )
        for place, rule in enumerate(rules)
    )


def _year(archive: Path, year: str, before: str | None) -> Iterator[tuple[pl.LazyFrame, list[Rule]]]:
    """Frames of one year, each with the rules on its rows."""

    def files(table: str, of: str = year) -> list[Path]:
        return sorted((archive / "tables" / table / of).glob("part-*.parquet"))

    summary = scanned(files("summary"), ["item", "side", "role", "parent", "function_code"], ["amount"])
    income = scanned(files("income"), ["item", "role", "code", "parent"], INCOME)
    spent = scanned(files("expenditure"), ["item", "role", "code", "parent", "level"], SPENT)
    fiscal = scanned(files("fiscal_summary"), ["item", "side", "role", "function_code"], FUNDS)
    general = scanned(files("general_expenditure"), ["item", "role", "code", "parent"], SPLIT)
    basic = scanned(files("general_basic"), ["item", "role", "code", "parent"], STAFF)
    totals = _totals(summary, income, spent, fiscal, general)
    earlier = None if before is None else _earlier(files("reports"), files("reports", before), files("summary", before))
    yield _of_reports(totals, earlier)
    yield _of_summary(summary, spent)
    yield _of_income(income)
    yield _of_spent(spent, summary)
    yield _of_fiscal(fiscal, summary)
    yield _of_general(general, spent)
    yield _of_basic(basic)
    if files("funds"):
        funds = scanned(files("funds"), [], FLOW)
        row = pl.lit(value=True)
        yield funds, [Rule("FU101", cell("opening") + cell("income"), cell("total") + cell("closing"), row)]


def _totals(
    summary: pl.LazyFrame, income: pl.LazyFrame, spent: pl.LazyFrame, fiscal: pl.LazyFrame, general: pl.LazyFrame
) -> pl.LazyFrame:
    """A row a report: what its rules look up."""
    item, side, role = pl.col("item"), pl.col("side"), pl.col("role")
    left, right = side == "income", side == "expenditure"
    own = summary.group_by("report").agg(
        *single("amount", "income", item == "本年收入合计"),
        *single("amount", "spent", item == "本年支出合计"),
        *single("amount", "all_income", item == "收入总计"),
        *single("amount", "all_spent", item == "支出总计"),
        *single("amount", "opening", item == "年初结转和结余"),
        *summed("amount", "sources", left & (role == "item")),
        *summed("amount", "classes", right & (role == "item")),
        *summed("amount", "carried_in", left & (role == "balance")),
        *summed("amount", "carried_out", right & (role == "balance")),
    )
    total = item == "合计"
    others = [
        income.filter(total).group_by("report").agg(single("total", "of_income")),
        spent.filter(total).group_by("report").agg(single("total", "of_spent")),
        general.filter(total).group_by("report").agg(single("total", "of_general")),
        fiscal.filter(item == "本年支出合计").group_by("report").agg(single("general", "of_fiscal")),
    ]
    for other in others:
        own = own.join(other, on="report", how="left")
    return own


def _earlier(reports: list[Path], reports_before: list[Path], summary_before: list[Path]) -> pl.LazyFrame:
    """The closing balance of the year before, by report."""
    about = [
        pl.scan_parquet(files, hive_partitioning=False).select("report", "department", "kind")
        for files in (reports, reports_before)
    ]
    closing = (
        scanned(summary_before, ["item"], ["amount"])
        .filter(pl.col("item") == "年末结转和结余")
        .group_by("report")
        .agg(single("amount", "closing"))
    )
    last = about[1].join(closing, on="report").drop("report")
    return about[0].join(last, on=["department", "kind"]).drop("department", "kind")


def _of_reports(totals: pl.LazyFrame, earlier: pl.LazyFrame | None) -> tuple[pl.LazyFrame, list[Rule]]:
    row = pl.lit(value=True)
    pairs = [
        ("SM101", brought("income"), brought("sources")),
        ("SM102", brought("spent"), brought("classes")),
        ("SM103", brought("all_income"), brought("income") + brought("carried_in")),
        ("SM104", brought("all_spent"), brought("spent") + brought("carried_out")),
        ("SM105", brought("all_income"), brought("all_spent")),
        ("IN105", brought("of_income"), brought("income")),
        ("EX201", brought("of_spent"), brought("spent")),
        ("GE201", brought("of_general"), brought("of_fiscal")),
    ]
    frame = totals
    if earlier is not None:
        frame = totals.join(earlier, on="report", how="left")
        pairs.append(("YR101", brought("opening"), brought("closing")))
    return frame, [Rule(name, one, other, row, of_report=True) for name, one, other in pairs]


def _of_summary(summary: pl.LazyFrame, spent: pl.LazyFrame) -> tuple[pl.LazyFrame, list[Rule]]:
    parents = summary.select("report", parent="n", up="amount", up__radius="amount__radius", up__state="amount__state")
    classes = spent.filter(pl.col("level") == 1).group_by("report", "code").agg(*single("total", "of_class"), pl.len())
    frame = (
        summary.join(parents, on=["report", "parent"], how="left")
        .join(classes, left_on=["report", "function_code"], right_on=["report", "code"], how="left")
        .with_columns(up__printed=pl.col("up").is_not_null().cast(pl.UInt32), up__told=pl.col("up__state") < UNUSABLE)
    )
    amount, role = cell("amount"), pl.col("role")
    classed = pl.col("function_code").is_not_null() & (
        (pl.col("amount").fill_null(0) != 0) | pl.col("len").is_not_null()
    )
    return frame, [
        Rule("SM107", amount, brought("up"), role == "of_which", at_most=True),
        Rule("SM109", nothing(), amount, role == "item", at_most=True),
        Rule("EX202", amount, brought("of_class"), classed),
    ]


def _grouped(rows: pl.LazyFrame, columns: Sequence[str]) -> pl.LazyFrame:
    """The rows with the sums of their children as `down_…`."""
    below = rows.group_by("report", "parent").agg(each for c in columns for each in summed(c, f"down_{c}"))
    below = below.filter(pl.col("parent").is_not_null()).with_columns(has=pl.lit(value=True))
    return rows.join(below, left_on=["report", "n"], right_on=["report", "parent"], how="left")


def _rooted(rows: pl.LazyFrame, columns: Sequence[str]) -> pl.LazyFrame:
    """The rows with the sums of all top rows of their report as `top_…`."""
    tops = rows.filter(pl.col("parent").is_null() & (pl.col("role") == "item"))
    return tops.group_by("report").agg(each for c in columns for each in summed(c, f"top_{c}"))


def _children(name: str, columns: Sequence[str]) -> list[Rule]:
    has = pl.col("has").fill_null(value=False)
    return [Rule(name, cell(c), brought(f"down_{c}"), has, c) for c in columns]


def _roots(name: str, columns: Sequence[str]) -> list[Rule]:
    return [Rule(name, cell(c), brought(f"top_{c}"), pl.col("role") == "total", c) for c in columns]


def _sum(columns: Sequence[str]) -> Side:
    first, *rest = (cell(c) for c in columns)
    for each in rest:
        first = first + each
    return first


def _of_income(income: pl.LazyFrame) -> tuple[pl.LazyFrame, list[Rule]]:
    same = income.filter(pl.col("code").is_not_null()).group_by("report", "code").agg(times=pl.len().cast(pl.Int64))
    frame = _grouped(income, INCOME).join(same, on=["report", "code"], how="left")
    frame = frame.join(_rooted(income, INCOME), on="report", how="left")
    row, yes, no = pl.lit(value=True), pl.lit(value=True), pl.lit(0)
    times = Side(pl.col("times"), no, yes, yes)
    lowest = pl.col("code").is_not_null() & pl.col("has").is_null()
    return frame, [
        Rule("IN101", cell("total"), _sum(INCOME[1:]), row),
        *_children("IN102", INCOME),
        *_roots("IN103", INCOME),
        Rule("IN104", times, Side(pl.lit(1), no, yes, yes), pl.col("code").is_not_null()),
        *(Rule("IN117", nothing(), cell(c), lowest, c, at_most=True) for c in INCOME[1:]),
    ]


def _of_spent(spent: pl.LazyFrame, summary: pl.LazyFrame) -> tuple[pl.LazyFrame, list[Rule]]:
    unknown = (
        (pl.col("side") == "expenditure")
        & (pl.col("role") == "item")
        & pl.col("function_code").is_null()
        & pl.col("amount").is_not_null()
    )
    unclear = summary.filter(unknown).select("report").unique().with_columns(unclear=pl.lit(value=True))
    listed = summary.filter(pl.col("function_code").is_not_null()).select("report", code="function_code").unique()
    listed = listed.with_columns(listed=pl.lit(0))
    frame = _grouped(spent, SPENT).join(_rooted(spent, SPENT), on="report", how="left")
    frame = frame.join(unclear, on="report", how="left").join(listed, on=["report", "code"], how="left")
    row, yes, no = pl.lit(value=True), pl.lit(value=True), pl.lit(0)
    asked = (pl.col("level") == 1) & pl.col("code").is_not_null() & pl.col("total").is_not_null()
    asked &= pl.col("unclear").is_null()
    return frame, [
        Rule("EX101", cell("total"), _sum(SPENT[1:]), row),
        *_children("EX102", SPENT),
        *_roots("EX103", SPENT),
        Rule("EX203", Side(pl.col("listed").fill_null(1), no, yes, yes), Side(no, no, yes, yes), asked),
    ]


def _of_fiscal(fiscal: pl.LazyFrame, summary: pl.LazyFrame) -> tuple[pl.LazyFrame, list[Rule]]:
    item = (pl.col("side") == "expenditure") & (pl.col("role") == "item")
    sums = fiscal.filter(item).group_by("report").agg(each for c in FUNDS for each in summed(c, f"top_{c}"))
    classes = summary.filter(pl.col("function_code").is_not_null()).group_by("report", "function_code")
    frame = fiscal.join(sums, on="report", how="left")
    frame = frame.join(classes.agg(single("amount", "of_class")), on=["report", "function_code"], how="left")
    total = (pl.col("role") == "total") & (pl.col("item") == "本年支出合计")
    there = {c: total & pl.col(f"{c}__state").is_not_null() for c in FUNDS}
    parts = [cell("general"), cell("funds"), cell("state_capital")]
    split = parts[0] + parts[1] + parts[2]
    split = Side(split.value, split.radius, split.printed, pl.lit(value=True))
    return frame, [
        *(Rule("FS102", cell(c), brought(f"top_{c}"), there[c], c) for c in FUNDS),
        Rule("FS103", cell("amount"), split, pl.col("side") == "expenditure"),
        Rule("FS207", cell("amount"), brought("of_class"), pl.col("function_code").is_not_null(), at_most=True),
    ]


def _of_general(general: pl.LazyFrame, spent: pl.LazyFrame) -> tuple[pl.LazyFrame, list[Rule]]:
    coded = spent.filter(pl.col("code").is_not_null()).group_by("report", "code")
    whole = coded.agg(each for c in SPLIT for each in single(c, f"whole_{c}"))
    frame = _grouped(general, SPLIT).join(whole, on=["report", "code"], how="left")
    has_code = pl.col("code").is_not_null()
    return frame, [
        Rule("GE101", cell("total"), cell("basic") + cell("project"), pl.lit(value=True)),
        *_children("GE102", SPLIT),
        *(Rule("GE203", cell(c), brought(f"whole_{c}"), has_code, c, at_most=True) for c in SPLIT),
    ]


def _of_basic(basic: pl.LazyFrame) -> tuple[pl.LazyFrame, list[Rule]]:
    formed = pl.col("personnel__state").is_not_null()  # a form without these columns is not asked
    return _grouped(basic, STAFF), [
        Rule("GB101", cell("total"), cell("personnel") + cell("public"), formed),
        *_children("GB102", STAFF),
    ]
