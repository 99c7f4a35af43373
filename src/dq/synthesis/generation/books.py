"""All exact amounts of some reports: lines by functional item, lines by economic class, and figures of the whole."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

import polars as pl

from dq.synthesis.generation.bodies import FEN
from dq.synthesis.generation.dice import Dice
from dq.synthesis.generation.ledger import AMOUNTS, draw_ledger
from dq.synthesis.generation.lists import economics
from dq.synthesis.generation.sharing import shared, split

CLASS_AMOUNTS: Final[dict[str, tuple[str, ...]]] = {
    "general": ("spent_general_basic", "spent_general_project"),
    "funds": ("spent_funds_project",),
    "state": ("spent_state_project",),
    "all": (
        "spent_general_basic",
        "spent_general_project",
        "spent_funds_project",
        "spent_state_project",
        "spent_other_basic",
        "spent_other_project",
        "spent_remitted",
        "spent_business",
        "spent_affiliate",
    ),
}
"""Expenditure of a functional class by budget: the column `class_<code>_<budget>` of `Books.whole`."""

CARS: Final = ("secretaries", "leaders", "messages", "emergencies", "enforcement", "special", "retired", "others")
"""Kinds of vehicles, each with a column `cars_…` of `Books.whole`."""
GOODS: Final = ("goods", "works", "services")
PAYERS: Final = ("general", "funds", "other", "nonfiscal")
_CAR_CODES: Final = ("30231", "31013")
_SMALLEST: Final = 1000 * FEN
_DEAR: Final = 200_000 * FEN
"""What a vehicle costs at most."""
_CLASS_DIGITS: Final = 3


@dataclass(frozen=True, slots=True)
class Books:
    """Parameters: `reports` with traits, one row a report, numbered in `at`; `lines` as `draw_ledger` gives them;
    `economic` with `at`, `code` (classes and subclasses), `basic` and `project` (fen; project by class only);
    `whole` one row a report, in the order of `reports`, with the sum of every amount of the lines under its name,
    `class_…`, and what `_whole` adds.
    """

    reports: pl.DataFrame
    lines: pl.DataFrame
    economic: pl.DataFrame
    whole: pl.DataFrame


def draw_books(reports: pl.DataFrame, dice: Dice, printed: Mapping[str, range]) -> Books:
    """The books of these reports. Parameters: as in `draw_ledger`."""
    lines = draw_ledger(reports, dice, printed)
    sums = lines.group_by("at").agg(pl.col(AMOUNTS).sum(), *_classes()).sort("at")
    whole = reports.join(sums, on="at", how="left", maintain_order="left")
    economic = _economic(whole, dice)
    picked = economic.group_by("at").agg(
        pl.col("basic")
        .filter(pl.col("group") == "public", pl.col("code").str.len_chars() == _CLASS_DIGITS)
        .sum()
        .alias("public"),
        *(pl.col("basic").filter(pl.col("code") == code).sum().alias(f"economic_{code}") for code in _PICKED),
    )
    whole = whole.join(picked, on="at", how="left", maintain_order="left")
    for stage in (_travel, _reception, _guests, _cars, _driving, _running, _budgets, _buying, _kinds_bought, _planned):
        whole = whole.with_columns(**stage(dice))
    return Books(reports, lines, economic, whole)


_PICKED: Final = ("30212", "30215", "30216", "30217", "30231", "31013")


def _classes() -> list[pl.Expr]:
    code = pl.col("code").str.slice(0, _CLASS_DIGITS)
    return [
        pl.sum_horizontal(*(pl.col(name) for name in names))
        .filter(code == number)
        .sum()
        .alias(f"class_{number}_{budget}")
        for number in class_codes()
        for budget, names in CLASS_AMOUNTS.items()
    ]


def class_codes() -> list[str]:
    """The functional classes that a body may have."""
    from dq.synthesis.generation.lists import functions

    codes = functions()["code"]
    return codes.filter(codes.str.len_chars() == _CLASS_DIGITS).to_list()


def _economic(whole: pl.DataFrame, dice: Dice) -> pl.DataFrame:
    """Basic expenditure of the general budget by subclass and class, project expenditure by class."""
    codes = economics().with_columns(pl.col("code").cast(pl.Int64).alias("number"))
    is_class = pl.col("code").str.len_chars() == _CLASS_DIGITS
    classes = codes.filter(is_class)
    shares = classes.select(pl.col("code").alias("class"), pl.col("basic_share").alias("share"))
    subclasses = codes.filter(~is_class).with_columns(pl.col("code").str.slice(0, _CLASS_DIGITS).alias("class"))
    subclasses = subclasses.join(shares, on="class", maintain_order="left")
    keys = (pl.col("body"), pl.col("number"))
    bodies = whole.select("at", "body", "year", "has_cars", "spent_general_basic", "spent_general_project")
    lines = bodies.join(subclasses, how="cross").filter(
        dice.unit("economic", *keys) < pl.col("frequency") / 100,
        pl.col("has_cars") | ~pl.col("code").is_in(_CAR_CODES),
    )
    weight = (pl.col("share") * (dice.unit("economic weight", *keys, pl.col("year")) + 0.2) * 10).cast(pl.Int64) + 1
    lines = lines.sort("at", "code").with_columns(shared(pl.col("spent_general_basic"), weight, "at").alias("basic"))
    by_class = lines.group_by("at", "class").agg(pl.col("basic").sum())
    weight = (pl.col("project_share") * (dice.unit("project weight", *keys) + 0.2) * 10).cast(pl.Int64)
    projects = bodies.join(classes, how="cross").sort("at", "code")
    projects = projects.with_columns(shared(pl.col("spent_general_project"), weight, "at").alias("project"))
    tops = projects.join(by_class, left_on=("at", "code"), right_on=("at", "class"), how="left")
    columns = ("at", "code", "group", pl.col("basic").fill_null(0), pl.col("project").fill_null(0))
    subs = lines.select("at", "code", "group", "basic", pl.lit(0, dtype=pl.Int64).alias("project"))
    return pl.concat([tops.select(*columns), subs]).sort("at", "code")


def _yearly() -> tuple[pl.Expr, pl.Expr]:
    return pl.col("body"), pl.col("year")


def _beyond(dice: Dice, question: str, share: float) -> pl.Expr:
    """What projects spend on something that basic expenditure pays for, too: a small part of them, not a trifle."""
    spent = (pl.col("spent_general_project") * (dice.unit(question, *_yearly()) * share)).cast(pl.Int64)
    return pl.when(spent >= _SMALLEST).then(spent).otherwise(0)


def _travel(dice: Dice) -> dict[str, pl.Expr]:
    cost = pl.col("economic_30212") + pl.when("travels").then(_beyond(dice, "travel", 0.01)).otherwise(0)
    return {
        "travel": cost,
        "groups": dice.whole("groups", 5, *_yearly()) + 1,
        "times": dice.whole("times", 60, *_yearly()) + 1,
        "times_abroad": dice.whole("times abroad", 4, *_yearly()) + 1,
        "reception_domestic": pl.col("economic_30217") + _beyond(dice, "reception", 0.002),
        "reception_abroad": pl.when(dice.chance("abroad", 0.05, *_yearly()))
        .then(_beyond(dice, "reception abroad", 0.001))
        .otherwise(0),
        "has_guests": dice.chance("foreign guests", 0.15, *_yearly()),
    }


def _reception(_: Dice) -> dict[str, pl.Expr]:
    """Numbers only where there are expenses."""

    def if_spent(count: str, expense: str) -> pl.Expr:
        return pl.when(pl.col(expense) > 0).then(pl.col(count)).otherwise(0)

    return {
        "travel_groups": if_spent("groups", "travel"),
        "times": if_spent("times", "reception_domestic"),
        "times_abroad": if_spent("times_abroad", "reception_abroad"),
        "reception_guests": pl.when("has_guests").then(pl.col("reception_domestic") // 8).otherwise(0),
    }


def _guests(dice: Dice) -> dict[str, pl.Expr]:
    persons = pl.col("times") * (dice.whole("persons", 12, pl.col("body")) + 2)
    guests = pl.col("reception_guests") > 0
    return {
        "travellers": pl.col("travel_groups") * (dice.whole("travellers", 6, *_yearly()) + 1),
        "persons": persons,
        "times_guests": pl.when(guests).then((pl.col("times") + 3) // 4).otherwise(0),
        "persons_guests": pl.when(guests).then((persons + 3) // 4).otherwise(0),
        "persons_abroad": pl.col("times_abroad") * (dice.whole("persons abroad", 5, *_yearly()) + 1),
    }


def _cars(dice: Dice) -> dict[str, pl.Expr]:
    has = pl.col("has_cars")
    counts = {kind: dice.whole(f"cars {kind}", 4, pl.col("body")) + (kind == "emergencies") for kind in CARS}
    price = 120_000 * FEN + (dice.unit("price", *_yearly()) * 80_000 * FEN).cast(pl.Int64)
    bought = pl.when(pl.col("economic_31013") > 0).then(pl.max_horizontal("economic_31013", _SMALLEST)).otherwise(0)
    wanted = has & dice.chance("buys cars", 0.12, *_yearly()) & (pl.col("spent_general_project") > _DEAR)
    return {
        **{f"cars_{kind}": pl.when(has).then(count).otherwise(0) for kind, count in counts.items()},
        "car_purchase": bought + pl.when(wanted).then(price).otherwise(0),
        "car_running": pl.when(has).then(pl.col("economic_30231") + _beyond(dice, "running", 0.003)).otherwise(0),
    }


def _driving(_: Dice) -> dict[str, pl.Expr]:
    return {
        "cars_bought": (pl.col("car_purchase") > 0).cast(pl.Int64),
        "cars_kept": pl.sum_horizontal(*(pl.col(f"cars_{kind}") for kind in ("leaders", "messages", "emergencies"))),
    }


def _running(dice: Dice) -> dict[str, pl.Expr]:
    """Operating expenses of administrative bodies and of institutions under civil-service law: of public expenses."""
    parts = split(pl.col("public"), [dice.whole(f"runs {kind}", 9, pl.col("body")) for kind in ("body", "law", "rest")])
    return {
        "running_bodies": parts[0],
        "running_institutions": parts[1],
        "costly_general": dice.whole("general devices", 9, pl.col("body")),
        "costly_special": dice.whole("special devices", 3, pl.col("body")),
    }


def _budgets(dice: Dice) -> dict[str, pl.Expr]:
    """What was planned for official spending: at least what was spent."""
    return {
        f"budget_{what}": (pl.col(what) * (1 + dice.unit(f"budget {what}", *_yearly()) / 2)).cast(pl.Int64)
        for what in ("travel", "car_purchase", "car_running", "reception_domestic", "reception_abroad")
    }


def _buying(dice: Dice) -> dict[str, pl.Expr]:
    """What is bought with each kind of money, and the weights of what kinds of things."""
    spent = {
        "general": pl.col("spent_general_project"),
        "funds": pl.col("spent_funds_project"),
        "other": pl.col("spent_other_project"),
        "nonfiscal": pl.col("spent_other_basic"),
    }
    found: dict[str, pl.Expr] = {}
    for payer, money in spent.items():
        bought = (money * (dice.unit(f"buys {payer}", *_yearly()) * 0.4)).cast(pl.Int64)
        found[f"bought_{payer}"] = pl.when("buys").then(bought).otherwise(0)
        for kind in GOODS:
            found[f"weight_{kind}_{payer}"] = dice.whole(f"{payer} {kind}", 10, *_yearly())
    return found


def _kinds_bought(_: Dice) -> dict[str, pl.Expr]:
    found: dict[str, pl.Expr] = {}
    for payer in PAYERS:
        weights = [pl.col(f"weight_{kind}_{payer}") for kind in GOODS]
        parts = split(pl.col(f"bought_{payer}"), weights)
        found |= {f"actual_{kind}_{payer}": part for kind, part in zip(GOODS, parts, strict=True)}
    return found


def _planned(dice: Dice) -> dict[str, pl.Expr]:
    """Procurement planned: at least what was bought."""
    found: dict[str, pl.Expr] = {}
    for payer in PAYERS:
        for kind in GOODS:
            more = dice.unit(f"planned {payer} {kind}", *_yearly()) * 0.3
            actual = pl.col(f"actual_{kind}_{payer}")
            found[f"planned_{kind}_{payer}"] = actual + (actual * more).cast(pl.Int64)
    return found
