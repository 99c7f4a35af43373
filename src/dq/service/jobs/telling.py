"""Diagnostics as jobs keep them: in both languages, since nobody knows who will read them."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, Final

from dq.diagnostics import Diagnostic
from dq.service.problems import diagnostic_document

_MOST: Final = 200
"""Diagnostics kept of one job; a document may have any number of small faults."""


def kept(diagnostics: Iterable[Diagnostic]) -> list[dict[str, Any]]:
    """Diagnostics as JSON. Example: `told(kept(diagnostics), "en")[0]["headline"]`."""
    return [
        {language: diagnostic_document(each, language) for language in ("zh", "en")}
        for each in list(diagnostics)[:_MOST]
    ]


def told(diagnostics: object, language: str) -> list[dict[str, Any]]:
    """What `kept` gave, in one language."""
    return [each[language] for each in diagnostics] if isinstance(diagnostics, list) else []
