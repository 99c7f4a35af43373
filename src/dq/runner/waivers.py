"""The file of waivers: violations that are known and borne for a while, each with a reason, an approver and an end."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from fnmatch import fnmatchcase
from pathlib import Path
from typing import Final

from dq.archive.versions import ReportEntry
from dq.diagnostics import Diagnostic, Span, Text
from dq.outcome.model import ReportRecord, RunRecord, Waiver
from dq.outcome.waiving import borne, in_force
from dq.runner import complaints
from dq.runner.toml import Table, TomlFile, numbers_of, text_of

_KEYS: Final = ("rule", "body", "years", "row", "reason", "approver", "expires")


@dataclass(frozen=True, slots=True)
class Waivers:
    """The waivers of a file, each with its place; with an error among `diagnostics` the file is not to be used."""

    entries: tuple[tuple[Waiver, Span], ...] = ()
    diagnostics: tuple[Diagnostic, ...] = ()

    def on(self, day: date) -> tuple[Waiver, ...]:
        """Those in force on a day."""
        return in_force((waiver for waiver, _ in self.entries), day)

    def complaints(
        self, run: RunRecord, day: date, held: Iterable[ReportEntry], *, all_rules: bool = True
    ) -> tuple[Diagnostic, ...]:
        """What there is to say of them after a run: those that are expired, and those in force that match nothing.

        Of a waiver that reaches beyond what the run checked nobody can tell whether it still matches something, so
        nothing is said of it.
        Parameters: `held` all reports of the archive; `all_rules` false where a rule file could not be read.
        """
        used = {outcome.waiver for outcome in borne(run)}
        checked = {record.report: record for record in run.reports}
        unchecked = [entry for entry in held if entry.report not in checked]
        failed = [(rule, checked[report]) for rule, report in run.failed if report in checked]
        current = self.on(day)
        said = []
        for waiver, span in self.entries:
            if waiver not in current:
                said.append(complaints.expired_waiver(span, waiver.rule, waiver.expires))
            elif (
                waiver not in used
                and (all_rules or waiver.rule in run.rules)
                and not any(_is_of(waiver, entry) for entry in unchecked)
                and not any(fnmatchcase(rule, waiver.rule) and _is_of(waiver, record) for rule, record in failed)
            ):
                said.append(complaints.stale_waiver(span, waiver.rule))
        return tuple(said)


def read_waivers(path: Path) -> Waivers:
    """The waivers of a file: tables `[[waiver]]`; every fault is told, with its line.

    Example: `read_waivers(Path("waivers.toml")).on(date.today())`.
    """
    file = TomlFile.read(path)
    if file.diagnostics:
        return Waivers((), tuple(file.diagnostics))
    whole = Table(file, "", file.values)
    whole.only(("waiver",))
    entries = tuple((_waiver(table), table.span()) for table in whole.tables("waiver"))
    return Waivers(() if file.diagnostics else entries, tuple(file.diagnostics))


def _waiver(table: Table) -> Waiver:
    table.only(_KEYS)
    rule = Text("规则编号，可用 * 和 ?", "a rule id, with * and ? for any letters")
    body = Text("单位名称，可用 * 和 ?", "a body's name, with * and ? for any letters")
    return Waiver(
        rule=table.take("rule", text_of, "", rule, needed=True),
        body=table.take("body", text_of, None, body),
        years=table.take("years", numbers_of, (), Text('2024、[2023, 2024] 或 "2020-2024"', "years of reports")),
        row=table.take("row", text_of, None, Text("一行的科目编码、名称或路径", "a row's code, label or path")),
        reason=table.take("reason", text_of, "", Text("豁免的理由", "why it is waived"), needed=True),
        approver=table.take("approver", text_of, "", Text("批准人", "who approved it"), needed=True),
        expires=table.take("expires", _day, "", Text("日期，如 2026-12-31", "a day, such as 2026-12-31"), needed=True),
    )


def _day(value: object) -> str | None:
    return value.isoformat() if type(value) is date else None


def _is_of(waiver: Waiver, entry: ReportEntry | ReportRecord) -> bool:
    """True where a waiver speaks of this report."""
    return (waiver.body is None or fnmatchcase(entry.department, waiver.body)) and (
        not waiver.years or entry.year in waiver.years
    )
