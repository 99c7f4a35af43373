"""What a finding says, in the language of who reads it: a run keeps its sentences in both."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any


def told_in(evidence: Mapping[str, Any], language: str) -> str:
    """The language of `message` and `statement`: the run's where it kept no other; empty where it does not say.

    Parameters: `evidence` of a finding; `language` asked for.
    Example: `told_in({"language": "en", "outcome": {}}, "zh")` → `"en"`.
    """
    own: str = evidence.get("language", "")
    return language if _translation(evidence, language) else own


def message(evidence: Mapping[str, Any], language: str) -> str:
    """The finding in one sentence: of a run that kept its own language only, in that.

    Parameters: `evidence` of a finding; `language` "zh" or "en".
    Example: `message(row.evidence, "en")` → `'"Income" 12.00 should equal …'`.
    """
    return _said(evidence, language, "message")


def statement(evidence: Mapping[str, Any], language: str) -> str:
    """The rule with the figures of the finding put in; parameters and language as of `message`."""
    return _said(evidence, language, "statement")


def _said(evidence: Mapping[str, Any], language: str, name: str) -> str:
    said: str = (_translation(evidence, language) or evidence["outcome"])[name]
    return said


def _translation(evidence: Mapping[str, Any], language: str) -> Mapping[str, str] | None:
    """What the run kept in a language besides its own."""
    kept: Mapping[str, str] | None = evidence["outcome"].get("translation")
    return kept if kept is not None and kept["language"] == language else None
