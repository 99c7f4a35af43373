"""What becomes of corrections when reports are written: they follow their cells, or are told to be stale."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from dq.archive import complaints
from dq.archive.corrections import Correction, Ending, Log, follow
from dq.archive.report_tables import ReportTables
from dq.archive.versions import ReportEntry, Settlement, entry_of
from dq.diagnostics import Diagnostic


@dataclass(frozen=True, slots=True)
class Carried:
    """Settled reports with the corrections that still hold applied, the log afterwards, and what was said."""

    settlement: Settlement
    log: Log
    diagnostics: tuple[Diagnostic, ...]


def carry(log: Log, held: Sequence[ReportEntry], settlement: Settlement, at: str) -> Carried:
    """Apply the corrections in force to the settled reports.

    A correction holds on where its cell prints what was misread before: in the same document read anew, and in a new
    version. Where the cell prints something else it is stale, which is told. Corrections of an earlier version that a
    new one continues stay with that version.
    Parameters: `held` the reports before; `at` the time of the write.
    """
    written: list[ReportTables] = []
    diagnostics: list[Diagnostic] = []
    settled: set[int] = set()
    for tables in settlement.written:
        entry = entry_of(tables.report)
        applied: list[Correction] = []
        for correction in _concerned(log.in_force, entry, held):
            settled.add(correction.number)
            told = follow(correction, tables.report, tables.datasets)
            if told.continued is None:
                log = log.close(correction.number, Ending.STALE, at, reason=entry.report)
                diagnostics.append(complaints.stale_correction(correction, entry.report, told.found))
                continue
            applied.append(told.continued)
            if told.continued is not correction:
                if correction.report == entry.report:
                    log = log.close(correction.number, Ending.CARRIED, at, reason=entry.report)
                log = log.add([told.continued])
        written.append(_with_corrections(tables, applied))
    present = {entry.report for entry in settlement.entries}
    for correction in log.in_force:
        if correction.report not in present:
            ending = Ending.CARRIED if correction.number in settled else Ending.STALE
            log = log.close(correction.number, ending, at)
    return Carried(replace(settlement, written=tuple(written)), log, tuple(diagnostics))


def _concerned(
    in_force: Iterable[Correction], entry: ReportEntry, held: Sequence[ReportEntry]
) -> tuple[Correction, ...]:
    """The corrections of this report as it was, of its document, or of the version before it."""
    earlier = [each for each in held if each.series == entry.series and each.version < entry.version]
    before = max(earlier, key=lambda each: each.version).report if earlier else None
    own = [each for each in in_force if each.report == entry.report or each.sha256 == entry.sha256]
    return tuple(own or [each for each in in_force if each.report == before])


def _with_corrections(tables: ReportTables, corrections: Sequence[Correction]) -> ReportTables:
    if not corrections:
        return tables
    rows = tables.datasets
    for correction in corrections:
        rows[correction.table] = [
            {**row, **correction.after.columns(correction.column)} if row["n"] == correction.n else row
            for row in rows[correction.table]
        ]
    return replace(
        tables,
        rows={name: rows[name] for name in tables.rows},
        statements={name: rows[name] for name in tables.statements},
    )
