"""Outcomes: what the rules say of the reports, with the figures that prove it."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, field, replace
from decimal import Decimal

from dq.types import Hint, Reason, Severity, Verdict, cell_reference


@dataclass(frozen=True, slots=True)
class Source:
    """Where a figure stands in the ingested document. `sheet` names the workbook's sheet, whose number is the page."""

    document: str
    page: int | None
    line: int | None
    column: int | None
    sheet: str | None = None

    @property
    def cell(self) -> str | None:
        """The cell as a spreadsheet names it, or None where the document is no workbook.

        Example: `Source("b.xlsx", 1, 8, 3, "决算表").cell` → `"C8"`.
        """
        if self.sheet is None or self.line is None or self.column is None:
            return None
        return cell_reference(self.line, self.column)


@dataclass(frozen=True, slots=True)
class CorrectedCell:
    """That a cell was misread and put right by a person.

    Parameters: `original` the text that was read; `author`, `reason`, `at` (UTC, ISO 8601) of the correction.
    """

    original: str
    author: str
    reason: str
    at: str


@dataclass(frozen=True, slots=True)
class Operand:
    """A printed cell that an outcome read.

    Parameters: `row` identifies it (code, label, path, n); `value` in `unit` as printed, None for a blank;
    `printed` the cell's text; `role` "left" or "right"; `doubt` why its reading is doubted, or None;
    `corrected` where a person put a misreading right: `value` is the corrected one then, `printed` what was read.
    """

    table: str
    row: dict[str, str | int | None]
    column: str
    value: Decimal | None
    unit: str | None
    printed: str | None
    state: str
    role: str
    source: Source
    doubt: str | None = None
    corrected: CorrectedCell | None = None
    report: str | None = None
    """Where it stands in another report: that of the year before."""


@dataclass(frozen=True, slots=True)
class Waiver:
    """That a violation is known and borne for a while.

    Parameters: `rule` pattern of rule ids; `body` pattern of bodies, None for all; `years` none for all; `row` code,
    label or path of a row, None for all; `reason`, `approver`; `expires` the last day on which it has effect, ISO 8601.
    """

    rule: str
    body: str | None
    years: tuple[int, ...]
    row: str | None
    reason: str
    approver: str
    expires: str


@dataclass(frozen=True, slots=True)
class Translation:
    """What an outcome says in the other language than its run's. Parameters: `language` "zh" or "en"."""

    language: str
    rule_title: str
    statement: str
    message: str


@dataclass(frozen=True, slots=True)
class Outcome:
    """An expectation on one row or report.

    Figures are in `unit`, the printed unit of the first operand. Fields: docs/reference/outcomes.md.
    """

    rule: str
    rule_title: str
    severity: Severity
    report: str
    row: dict[str, str | int | None] | None
    verdict: Verdict
    reason: Reason | None = None
    hint: Hint | None = None
    cause: str | None = None
    reading_doubt: bool = False
    left: Decimal | None = None
    right: Decimal | None = None
    difference: Decimal | None = None
    allowance: Decimal | None = None
    left_text: str | None = None
    right_text: str | None = None
    unit: str | None = None
    statement: str = ""
    message: str = ""
    operands: tuple[Operand, ...] = ()
    waiver: Waiver | None = None
    translation: Translation | None = None
    """None in runs that were kept before there was one."""

    def told_in(self, language: str) -> Outcome:
        """The outcome as it is said in a language, where it is known how.

        Example: `outcome.told_in("en").message` → `"…is 12.00 万元, should equal…"`.
        """
        other = self.translation
        if other is None or other.language != language:
            return self
        own = Translation("zh" if language == "en" else "en", self.rule_title, self.statement, self.message)
        return replace(
            self, rule_title=other.rule_title, statement=other.statement, message=other.message, translation=own
        )


@dataclass(frozen=True, slots=True)
class ReportRecord:
    """A report that was checked. Parameters: what dataset "reports" says of it; `code`, `level` ("department", "unit")
    and `region` None where they are not printed.
    """

    report: str
    department: str
    year: int
    kind: str
    document: str
    sha256: str
    template: str
    tables_found: tuple[str, ...]
    tables_missing: tuple[str, ...]
    version: int = 1
    code: str | None = None
    level: str | None = None
    region: str | None = None
    corrected: int = 0
    """Cells whose misreading a person put right."""


@dataclass(frozen=True, slots=True)
class RunError:
    """A report or rule that could not be evaluated: our bug or a broken environment, never a pass."""

    rule: str | None
    report: str | None
    message: str


@dataclass(frozen=True, slots=True)
class RunRecord:
    """All that one run of the rules over an archive found.

    Parameters: `counts` by verdict name and "not_applicable"; `rules` ids of all compiled rules;
    `matrix` rule id → verdict name → number of outcomes (what was checked and held); `outcomes` report by report (by
    form, year and id), within a report by rule and row. Those of an archive lie on disk and are read anew each time one
    goes through them: never keep them all; `failed` pairs (rule id, report id) that could not be evaluated, each of
    them, while `errors` tell people of a rule that failed on several reports once.
    """

    id: str
    started: str
    finished: str
    engine_version: str
    rules_fingerprint: str
    archive_fingerprint: str
    reports: tuple[ReportRecord, ...]
    counts: dict[str, int]
    outcomes: Collection[Outcome]
    rules: tuple[str, ...]
    matrix: dict[str, dict[str, int]] = field(default_factory=dict)
    errors: tuple[RunError, ...] = ()
    mandatory_missing: bool = False
    """An error-severity rule is undecided because a mandatory table is missing (exit code 3)."""
    not_applicable: dict[str, int] = field(default_factory=dict)
    """Rule id → number of reports in which the rule has no outcome at all."""
    failed: frozenset[tuple[str, str]] = frozenset()
    unread_rules: frozenset[str] = frozenset()
    """Ids of rules that the run before had and this one could not read, a rule file being faulty."""
