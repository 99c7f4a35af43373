"""What a finding says, in the language of who reads it: a run keeps its sentences in both."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any


def told_in(evidence: Mapping[str, Any]) -> str:
    """The language in which the run told its outcomes; empty where the run does not say.

    Parameters: `evidence` of a finding. Example: `told_in({"language": "en", "outcome": {}})` → `"en"`.
    """
    language: str = evidence.get("language", "")
    return language


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
    outcome = evidence["outcome"]
    translation = outcome.get("translation") or {}
    said: str = (translation if translation.get("language") == language else outcome)[name]
    return said
