"""Composing diagnostics: both languages at once, and the nearest word to one that is not known."""

from __future__ import annotations

from collections.abc import Iterable

from dq.diagnostics.model import Diagnostic, Fix, Label, Level, Span, Text


def refused(
    code: str,
    span: Span,
    headline: Text,
    *,
    help: Text | None = None,  # noqa: A002 - the field's name
    notes: tuple[Text, ...] = (),
    labels: tuple[Label, ...] = (),
    fix: Fix | None = None,
) -> Diagnostic:
    """A diagnostic that refuses its input.

    Example: `refused("DQ-L201", span, Text("没有这张表", "no such table"))`.
    """
    return Diagnostic(code, Level.ERROR, headline, span, help, notes, labels, fix)


def warned(
    code: str,
    span: Span,
    headline: Text,
    *,
    help: Text | None = None,  # noqa: A002 - the field's name
    notes: tuple[Text, ...] = (),
    labels: tuple[Label, ...] = (),
) -> Diagnostic:
    """A diagnostic that lets its input pass with a word."""
    return Diagnostic(code, Level.WARNING, headline, span, help, notes, labels)


def replace(span: Span, replacement: str) -> Fix:
    """The certain fix that writes `replacement` at `span`."""
    told = Text(f"改写为 {replacement}", f"write {replacement}") if replacement.strip() else Text("删去", "drop it")
    return Fix(span, replacement, told)


def nearest(word: str, known: Iterable[str]) -> str | None:
    """The known word that `word` most likely stands for, or None where none is close.

    Example: `nearest("sumary", ("summary", "income"))` → `"summary"`.
    """
    from difflib import get_close_matches  # only needed once something is wrong

    found = get_close_matches(word[:80], sorted(set(known)), n=1, cutoff=0.55)
    return found[0] if found else None


def did_you_mean(word: str, known: Iterable[str]) -> Text | None:
    """The question "did you mean …?", or None where no known word is close."""
    found = nearest(word, known)
    return None if found is None else Text(f"是不是想写 {found}？", f"did you mean {found}?")
