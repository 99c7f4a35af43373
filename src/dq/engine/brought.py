"""Columns that joins bring, made when they are asked for: many lookups are read on a few rows only, some on none."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import polars as pl

from dq.engine.expression import col, fused
from dq.engine.keys import Keys
from dq.engine.settling import with_absence
from dq.semantics.checked import Home


@dataclass(frozen=True, slots=True)
class Found:
    """What a group-by came to.

    Parameters: `keys` how rows are compared with `rows`, which have what is compared and where (PLACE) their row stands
    in `columns`; these are settled and have one row more at their end: that of what is not found.
    """

    keys: Keys
    rows: pl.DataFrame
    columns: Mapping[str, pl.Series]


@dataclass(frozen=True, slots=True)
class _Source:
    """Where a column comes from. Parameters: as of `Brought.bring`; `absent` only where it is a column of bits."""

    column: pl.Series
    places: pl.Series
    absent: pl.Series | None
    home: Home

    def made(self) -> pl.Series:
        """The column."""
        column = self.column[self.places]
        if self.absent is None:
            return column
        bits = with_absence(col("bits"), col("absent"), home=self.home)
        return pl.select(bits=column, absent=self.absent).select(fused(bits)).to_series()

    def at(self, rows: pl.Series) -> pl.Series:
        """The column of some rows only."""
        absent = None if self.absent is None else self.absent[rows]
        return _Source(self.column, self.places[rows], absent, self.home).made()


class Brought(dict[str, pl.Series]):
    """Columns of rows by name: their own, and those of lookups.

    Example: after `bring("j0_0", found, "a0", places, None, home=Home.OWN)`, `brought["j0_0_v"]` are the values.
    """

    def __init__(self, own: Mapping[str, pl.Series]) -> None:
        super().__init__(own)
        self._sources: dict[str, _Source] = {}

    def bring(
        self, prefix: str, found: Found, name: str, places: pl.Series, absent: pl.Series | None, *, home: Home
    ) -> None:
        """Add the columns of a lookup, all that `found` has of the aggregate `name`, under `prefix`.

        Parameters: `places` where each row finds it; `absent` the bits of its table's absence, None where it is there
        for all rows; `home` whose reports the table stands in.
        """
        for made, column in found.columns.items():
            aggregate, _, suffix = made.rpartition("_")
            if aggregate == name:
                told = absent if suffix == "b" else None
                self._sources[f"{prefix}_{suffix}"] = _Source(column, places, told, home)

    def brought(self) -> list[str]:
        """Names of the columns that are brought."""
        return list(self._sources)

    def __contains__(self, name: object) -> bool:
        return super().__contains__(name) or name in self._sources

    def __missing__(self, name: str) -> pl.Series:
        column = self[name] = self._sources[name].made()
        return column

    def at(self, name: str, rows: pl.Series) -> pl.Series:
        """A column of some rows, without making all of one that is brought."""
        return self[name][rows] if super().__contains__(name) else self._sources[name].at(rows)
