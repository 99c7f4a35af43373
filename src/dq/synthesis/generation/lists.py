"""The lists that synthesis draws from: codes with short names, and parts of invented names. Data, not code."""

from __future__ import annotations

import tomllib
from functools import lru_cache
from importlib import resources
from typing import Any, Final

import polars as pl

from dq.templates import normalise_label

_STRIDE: Final = 7919
"""A prime that divides no list's length: neighbours in number are strangers in name."""


@lru_cache(maxsize=1)
def functions() -> pl.DataFrame:
    """Functional codes of all levels: code, name, budget (general, funds, state), nature (basic, project, both) and
    frequency (percent of bodies; 100 is all), the last three for items (seven digits) only.
    """
    return _read("functions.csv", {"budget": pl.String(), "nature": pl.String(), "frequency": pl.Int64()})


@lru_cache(maxsize=1)
def economics() -> pl.DataFrame:
    """Economic codes: code, name, group (personnel, public), frequency (of subclasses), and for classes the parts of
    basic and of project expenditure that fall to them.
    """
    whole = pl.Int64()
    types = {"group": pl.String(), "frequency": whole, "basic_share": whole, "project_share": whole}
    return _read("economics.csv", types)


def names_by_code(codes: pl.DataFrame) -> pl.DataFrame:
    """Code, printed label and canonical item, to be joined to printed rows."""
    items = [normalise_label(name) for name in codes["name"]]
    return codes.select("code", pl.col("name").alias("label"), pl.Series("item", items))


def most_bodies() -> int:
    """How many bodies have a name of their own."""
    names = _names()
    return len(names["places"]) ** 2 * len(names["kinds"]) * len(names["numbers"]) * len(names["organs"])


def body_name(body: int) -> str:
    """The name of the body with this number, from 0 to `most_bodies()` - 1; no two have the same.

    Example: `body_name(0)` → `"青禾市青禾区公园管理处"`.
    """
    names = _names()
    rest = body * _STRIDE % most_bodies()
    chosen = []
    for part in ("organs", "places", "kinds", "numbers", "places"):
        rest, at = divmod(rest, len(names[part]))
        chosen.append(names[part][at])
    organ, place, kind, number, city = chosen
    return f"{city}市{place}{kind}{number}{organ}"


def own_names(kind: str) -> list[str]:
    """Names of what a body has of its own: `units`, the body itself first, `project_types`, `projects`, and things to
    buy: `goods`, `works`, `services`.
    """
    names = _names()
    return list(names[kind] if kind in names else names["things"][kind])


@lru_cache(maxsize=1)
def _names() -> dict[str, Any]:
    text = resources.files(__package__).joinpath("names.toml").read_text(encoding="utf-8")
    return tomllib.loads(text)


def _read(name: str, types: dict[str, pl.DataType]) -> pl.DataFrame:
    file = resources.files(__package__).joinpath(name)
    return pl.read_csv(file.read_bytes(), schema={"code": pl.String(), "name": pl.String(), **types})
