"""Chance that depends on nothing but the seed and what it is asked about: the same draw for the same question,
in whatever order and batch it is asked, on every machine.

A draw is SplitMix64 (Steele, Lea & Flood 2014, "Fast splittable pseudorandom number generators") over the seed, the
name of the question and its keys, in 64-bit integers that wrap around.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import polars as pl

_STEP: Final = 0x9E3779B97F4A7C15
_FIRST: Final = 0xBF58476D1CE4E5B9
_SECOND: Final = 0x94D049BB133111EB
_UNIT: Final = 2.0**-53


@dataclass(frozen=True, slots=True)
class Dice:
    """Draws of one synthesis. Parameters: `seed` any whole number; `topic` sets draws apart that ask `of_topic`.

    Example: `frame.with_columns(size=Dice(7).unit("size", pl.col("body"), pl.col("code")))`.
    """

    seed: int
    topic: str = ""

    def about(self, topic: str) -> Dice:
        """The same dice for another topic: only what is drawn by `of_topic` differs."""
        return Dice(self.seed, topic)

    def of_topic(self, question: str, *keys: pl.Expr) -> pl.Expr:
        """As `unit`, differently for each topic: what was planned is not what came."""
        return self.unit(f"{self.topic} {question}".strip(), *keys)

    def unit(self, question: str, *keys: pl.Expr) -> pl.Expr:
        """A number from 0 (included) to 1 (excluded), evenly spread; `keys` are whole numbers."""
        return (self._bits(question, keys) // 2048).cast(pl.Float64) * _UNIT

    def whole(self, question: str, below: int, *keys: pl.Expr) -> pl.Expr:
        """A whole number from 0 to `below` - 1."""
        return (self.unit(question, *keys) * below).cast(pl.Int64)

    def chance(self, question: str, share: float, *keys: pl.Expr) -> pl.Expr:
        """True in this share of the cases."""
        return self.unit(question, *keys) < share

    def _bits(self, question: str, keys: tuple[pl.Expr, ...]) -> pl.Expr:
        start = int.from_bytes(hashlib.sha256(f"{self.seed}\x00{question}".encode()).digest()[:8], "big")

        # As an expression each mixing would double the tree: three keys would make thousands of nodes.
        def draw(columns: Sequence[pl.Series]) -> pl.Series:
            bits = pl.Series([start], dtype=pl.UInt64)
            for column in columns:
                bits = _mixed(bits + (column.cast(pl.UInt64) + 1) * _number(_STEP))
            return bits

        return pl.map_batches(list(keys), draw, return_dtype=pl.UInt64, is_elementwise=True)


def _mixed(bits: pl.Series) -> pl.Series:
    bits = (bits ^ (bits // _number(1 << 30))) * _number(_FIRST)
    bits = (bits ^ (bits // _number(1 << 27))) * _number(_SECOND)
    return bits ^ (bits // _number(1 << 31))


def _number(value: int) -> pl.Series:
    return pl.Series([value], dtype=pl.UInt64)
