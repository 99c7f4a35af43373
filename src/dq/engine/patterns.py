"""Patterns of `matches` on single texts, by the engine that evaluates them on columns: linear in time."""

from __future__ import annotations

from functools import lru_cache

import polars as pl


@lru_cache(maxsize=10_000)
def matches(pattern: str, text: str) -> bool:
    """Whether the whole text has the pattern. Example: `matches("[0-9]{3}", "201")` → True."""
    return bool(pl.Series([text], dtype=pl.String()).str.contains(whole_text(pattern)).item())


def whole_text(pattern: str) -> str:
    """The pattern for the whole text, in the form that polars takes."""
    return f"^(?:{pattern})$"
