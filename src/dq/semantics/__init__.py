"""Rule text → checked rules: every name resolved, every type and unit known, before any data is read."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from dq.semantics.checked import CheckedRule, Expectation, RuleBook

if TYPE_CHECKING:
    from dq.semantics.loading import LoadResult, check_each, check_text, load_rules

__all__ = ["CheckedRule", "Expectation", "LoadResult", "RuleBook", "check_each", "check_text", "load_rules"]


def __getattr__(name: str) -> Any:  # noqa: ANN401 - whatever the module has
    """The reading of rules, imported when it is first asked for: who only runs checked rules does without it."""
    if name in __all__:
        from dq.semantics import loading

        return getattr(loading, name)
    raise AttributeError(name)
