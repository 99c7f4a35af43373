"""The reading report for programs: one JSON document (docs/reference/reading.md)."""

from __future__ import annotations

import json
from typing import Any, Final

from dq.application.ingesting import Ingestion
from dq.archive.reading import plain_reading
from dq.diagnostics import Diagnostic

_VERSION: Final = 1


def ingestion_document(ingestion: Ingestion, language: str) -> str:
    """What a run of ingestion did, as one JSON document.

    Example: `json.loads(ingestion_document(done, "en"))["documents"][0]["reading"]["totals"]["unread"]` → 0.
    """
    documents = [
        {
            "path": str(each.path),
            "action": each.stored.action.value,
            "report": each.stored.entry.report,
            "reading": plain_reading(each.reading),
        }
        for each in ingestion.ingested
    ]
    said = {
        "format_version": _VERSION,
        "documents": documents,
        "refused": [str(path) for path in ingestion.refused],
        "diagnostics": [_diagnostic(each, language) for each in ingestion.diagnostics],
        "interrupted": ingestion.interrupted,
    }
    # A file's name may hold bytes that are no text; they come out as escapes, as they went in.
    return (
        json.dumps(said, ensure_ascii=False, sort_keys=True)
        .encode("utf-8", "surrogateescape")
        .decode("utf-8", "replace")
    )


def _diagnostic(said: Diagnostic, language: str) -> dict[str, Any]:
    return {
        "code": said.code,
        "level": said.level.value,
        "file": said.span.file,
        "line": said.span.line,
        "message": said.headline.in_language(language),
    }
