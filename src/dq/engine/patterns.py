"""What polars says of texts, asked for a few of them: its patterns are its own, and linear in time."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import lru_cache
from typing import Any, Final

import polars as pl

_REMEMBERED: Final = 1_000
"""Texts of which one meaning is remembered: many rules ask the same of the same cells."""

_MEANINGS: Final = 256
"""Meanings, each with its parameters, of which texts are remembered."""

Meaning = Callable[..., pl.Expr]
"""What is made of a column of texts, with parameters that are the same in every row."""


def of_texts(meaning: Meaning, texts: Sequence[str | None], parameters: tuple[Any, ...]) -> list[Any]:
    """What the meaning makes of each of the texts; null of none.

    Example: `of_texts(has_pattern, ["201", None, "2"], ("[0-9]{3}",))` → `[True, None, False]`.
    """
    if len(_known(meaning, parameters)) > _REMEMBERED:
        _known.cache_clear()
    known = _known(meaning, parameters)
    new = [text for text in dict.fromkeys(texts) if text not in known]
    if new:
        column = pl.Series("t", new, dtype=pl.String())
        answers = column.to_frame().select(meaning(pl.col("t"), *parameters)).to_series()
        known.update(zip(new, answers.to_list(), strict=True))
    return [known[text] for text in texts]


@lru_cache(maxsize=_MEANINGS)
def _known(meaning: Meaning, parameters: tuple[Any, ...]) -> dict[str | None, Any]:  # noqa: ARG001 - what it is kept by
    return {None: None}


def matches(pattern: str, text: str) -> bool:
    """Whether the whole text has the pattern. Example: `matches("[0-9]{3}", "201")` → True."""
    return bool(of_texts(has_pattern, (text,), (pattern,))[0])


def has_pattern(text: pl.Expr, pattern: str) -> pl.Expr:
    """Whether each of the whole texts has the pattern."""
    return text.str.contains(f"^(?:{pattern})$")
