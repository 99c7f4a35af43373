"""What several templates print alike, written down once: functional classes, header words, items, shapes of tables."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from importlib import resources
from typing import Any

Classes = dict[str, tuple[str, ...]]
"""Class code → its names, the latest first."""


@dataclass(frozen=True, slots=True)
class Shared:
    """What templates take in by name, as written in `shapes.toml`.

    Parameters: `classes` the functional classes that `{ classes = … }` stands for; `words` for each code list the
    header words (`labels`, `codes`) of a block that names none itself; `items` lists of items that `items = "…"`
    stands for; `shapes` lists of variants that `shapes = ["…"]` of a table stands for.
    """

    classes: Classes = field(default_factory=dict)
    words: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    items: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    shapes: Mapping[str, list[dict[str, Any]]] = field(default_factory=dict)


@lru_cache(maxsize=1)
def shared() -> Shared:
    """What the templates of the catalogue share.

    Example: `sorted(shared().words)` → `["economic", "function"]`.
    """
    written = tomllib.loads(resources.files(__package__).joinpath("shapes.toml").read_text(encoding="utf-8"))
    return Shared(functional_classes(), written["words"], written["items"], written["shapes"])


@lru_cache(maxsize=1)
def functional_classes() -> Classes:
    """Functional classes of expenditure: code → names over the years, the latest first.

    Example: `functional_classes()["207"][0]` → `"文化旅游体育与传媒支出"`.
    """
    return _classes("functional_classes.toml")


@lru_cache(maxsize=1)
def economic_classes() -> Classes:
    """Economic classes of expenditure, of both levels: code → names over the years, the latest first.

    Example: `economic_classes()["30202"][0]` → `"印刷费"`.
    """
    return _classes("economic_classes.toml")


def _classes(name: str) -> Classes:
    file = resources.files(__package__).joinpath(name)
    return {code: tuple(names) for code, names in tomllib.loads(file.read_text(encoding="utf-8")).items()}
