"""The store of reports: in memory for one document, in Parquet for many.

Names are loaded on first use, so that `ReportTables` is at hand without polars.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from dq.archive.answers import Corrected, Inspection, Opened, Written
    from dq.archive.archive import Archive
    from dq.archive.corrections import Closing, Correction, Ending, Figure, Log
    from dq.archive.parts import Partition
    from dq.archive.report_tables import ReportTables
    from dq.archive.store import MemoryStore, Store
    from dq.archive.versions import Action, ReportEntry, Stored

__all__ = [
    "Action",
    "Archive",
    "Closing",
    "Corrected",
    "Correction",
    "Ending",
    "Figure",
    "Inspection",
    "Log",
    "MemoryStore",
    "Opened",
    "Partition",
    "ReportEntry",
    "ReportTables",
    "Store",
    "Stored",
    "Written",
]

_MODULES: Final = {
    "Action": "versions",
    "Archive": "archive",
    "Closing": "corrections",
    "Corrected": "answers",
    "Correction": "corrections",
    "Ending": "corrections",
    "Figure": "corrections",
    "Inspection": "answers",
    "Log": "corrections",
    "MemoryStore": "store",
    "Opened": "answers",
    "Partition": "parts",
    "ReportEntry": "versions",
    "ReportTables": "report_tables",
    "Store": "store",
    "Stored": "versions",
    "Written": "answers",
}


def __getattr__(name: str) -> Any:  # noqa: ANN401 - the type of a module's attribute is what the import above says
    """The public name, loaded when it is first asked for."""
    if name not in _MODULES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    value = getattr(import_module(f"dq.archive.{_MODULES[name]}"), name)
    globals()[name] = value
    return value
