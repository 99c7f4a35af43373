"""What an archive answers: opened, written, corrected, looked through."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from dq.archive.corrections import Correction
from dq.archive.versions import ReportEntry, Stored
from dq.diagnostics import Diagnostic

if TYPE_CHECKING:
    from dq.archive.archive import Archive


@dataclass(frozen=True, slots=True)
class Opened:
    """An archive, or the diagnostics that say why there is none."""

    archive: Archive | None
    diagnostics: tuple[Diagnostic, ...] = ()


@dataclass(frozen=True, slots=True)
class Written:
    """What a write did. With an error among `diagnostics` nothing was written and `stored` is empty."""

    stored: tuple[Stored, ...]
    diagnostics: tuple[Diagnostic, ...] = ()


@dataclass(frozen=True, slots=True)
class Corrected:
    """What correcting or undoing did. With an error nothing was written."""

    corrections: tuple[Correction, ...]
    diagnostics: tuple[Diagnostic, ...] = ()


@dataclass(frozen=True, slots=True)
class Inspection:
    """An archive after every file was looked at.

    Parameters: `sound` the archive without the batches that cannot be read; `diagnostics` what is wrong with the
    others (an error each) or was changed by hand (a warning); `unreadable` the reports left out, to be reported as
    run errors: they must not read as missing tables.
    """

    sound: Archive
    diagnostics: tuple[Diagnostic, ...]
    unreadable: tuple[ReportEntry, ...]
