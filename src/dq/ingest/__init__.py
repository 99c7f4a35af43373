"""Documents into reports: what is printed, where it stands, and what could not be read."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from dq.ingest.lines import text_lines

if TYPE_CHECKING:
    from dq.ingest.reading import ReadResult, read_bytes, read_document

__all__ = ["ReadResult", "read_bytes", "read_document", "text_lines"]


def __getattr__(name: str) -> Any:  # noqa: ANN401 - whatever the module has
    """The readers, imported when they are first asked for: who only looks up lines does without them."""
    if name in __all__:
        from dq.ingest import reading

        return getattr(reading, name)
    raise AttributeError(name)
