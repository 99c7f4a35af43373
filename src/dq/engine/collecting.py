"""Running queries together, with the engine that suits how much there is to read."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import polars as pl

_FEW_REPORTS: Final = 100
"""Up to so many reports the in-memory engine is quicker: the streaming engine starts a pipeline for every query."""

_AS_WRITTEN: Final = pl.QueryOptFlags.none()
"""Queries over small frames in memory read what they need and no more: optimising them takes longer than running."""


def collected(queries: Sequence[pl.LazyFrame], reports: int) -> list[pl.DataFrame]:
    """The results of queries that read a store, in no promised order of rows.

    Parameters: `reports` how many reports the queries read.
    """
    if reports <= _FEW_REPORTS:
        return pl.collect_all(queries, engine="in-memory")
    return [frame.rechunk() for frame in pl.collect_all(queries, engine="streaming")]


def computed(queries: Sequence[pl.LazyFrame], reports: int) -> list[pl.DataFrame]:
    """The results of queries over frames in memory, in no promised order of rows; `reports` as for `collected`."""
    if reports > _FEW_REPORTS:
        return pl.collect_all(queries, engine="streaming")
    return pl.collect_all(queries, engine="in-memory", optimizations=_AS_WRITTEN)


def computed_in_order(queries: Sequence[pl.LazyFrame]) -> list[pl.DataFrame]:
    """The results of queries over frames in memory that keep the order of rows, which streaming would not promise."""
    return pl.collect_all(queries, engine="in-memory", optimizations=_AS_WRITTEN)
