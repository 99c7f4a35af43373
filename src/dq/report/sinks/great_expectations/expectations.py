"""The expectations: one class a kind of rule; the rule's id and its text are in the arguments."""

from __future__ import annotations

from typing import Any, ClassVar, Final

from dq.report.sinks.great_expectations.content import COMPACT, observed_counts, prescription, status
from dq.report.sinks.great_expectations.evidence import diagnostic_rows, diagnostic_statement
from dq.report.sinks.great_expectations.execution import METRIC
from dq.report.sinks.great_expectations.kinds import RuleKind
from dq.report.sinks.great_expectations.private_api import (
    BatchExpectation,
    LegacyDiagnosticRendererType,
    LegacyRendererType,
    renderer,
)
from dq.report.sinks.great_expectations.words import COUNTED, NOT_APPLICABLE
from dq.types import Severity

GX_SEVERITY: Final = {Severity.ERROR: "critical", Severity.WARNING: "warning", Severity.INFO: "info"}


class RuleNotEvaluatedError(Exception):
    """A rule could not be compiled or evaluated: Great Expectations files it as this expectation's exception."""


class ReportRuleExpectation(BatchExpectation):
    """What all kinds share. Abstract: Great Expectations registers the kinds below.

    Parameters: `rule_id` the rule's identity (ids of Great Expectations change); `rule_text` the rule as its author
    wrote it, compiled again at every run; `check_text` its check in one line; `definitions` the texts that its own
    uses (definitions, template); `needed` the texts of the rules it needs, with theirs; `fingerprint` of the compiled
    rule; `title_zh`, `title_en`, `basis`, `kind`, `pack`, `pack_title` for people, in `language` where they are
    not in both; `column` the section of the page it stands in.
    """

    rule_id: str
    rule_text: str
    check_text: str
    definitions: list[str] = []
    needed: list[str] = []
    fingerprint: str
    title_zh: str
    title_en: str
    basis: str
    kind: str
    pack: str
    pack_title: str = ""
    column: str | None = None
    language: str = "zh"

    domain_keys: ClassVar[tuple[str, ...]] = ("batch_id",)
    success_keys: ClassVar[tuple[str, ...]] = ("rule_id", "rule_text", "definitions", "needed", "fingerprint")
    metric_dependencies: ClassVar[tuple[str, ...]] = (METRIC,)

    @classmethod
    def is_abstract(cls) -> bool:
        """True for this class only."""
        return cls.__name__ == "ReportRuleExpectation"

    def _get_success_kwargs(self) -> dict[str, Any]:
        """As the library's, which puts the whole configuration together anew for every key."""
        kwargs = self.configuration.kwargs
        return {key: kwargs.get(key, self._get_default_value(key)) for key in (*self.success_keys, *self.domain_keys)}

    def _validate(
        self,
        metrics: dict[str, Any],
        runtime_configuration: Any = None,
        execution_engine: Any = None,
    ) -> dict[str, Any]:
        """Success is: nothing violated that is not waived, nothing in error. Rounding, undecided and waived outcomes
        stay visible in the counts.
        """
        details = metrics[METRIC]
        if "failed" in details:
            raise RuleNotEvaluatedError(f"{self.rule_id}: {details['failed']}")
        counts = details["counts"]
        result = {
            "observed_value": {name: counts[name] for name in COUNTED},
            "element_count": sum(counts[name] for name in COUNTED if name != NOT_APPLICABLE),
            "unexpected_count": counts["violated"],
            "details": details,
        }
        return {"success": counts["violated"] == 0 and counts["error"] == 0, "result": result}

    @classmethod
    @renderer(renderer_type=LegacyRendererType.PRESCRIPTIVE)
    def _prescriptive_renderer(cls, configuration: Any = None, runtime_configuration: Any = None, **_: Any) -> Any:
        styling = (runtime_configuration or {}).get("styling") or {}
        return prescription(configuration, compact=bool(styling.get(COMPACT)))

    @classmethod
    @renderer(renderer_type=LegacyDiagnosticRendererType.STATUS_ICON)
    def _diagnostic_status_icon_renderer(cls, result: Any = None, **_: Any) -> Any:
        return status(result)

    @classmethod
    @renderer(renderer_type=LegacyDiagnosticRendererType.UNEXPECTED_STATEMENT)
    def _diagnostic_unexpected_statement_renderer(cls, result: Any = None, **_: Any) -> Any:
        return diagnostic_statement(result)

    @classmethod
    @renderer(renderer_type=LegacyDiagnosticRendererType.UNEXPECTED_TABLE)
    def _diagnostic_unexpected_table_renderer(cls, result: Any = None, **_: Any) -> Any:
        return diagnostic_rows(result)

    @classmethod
    @renderer(renderer_type=LegacyDiagnosticRendererType.OBSERVED_VALUE)
    def _diagnostic_observed_value_renderer(cls, result: Any = None, **_: Any) -> Any:
        return observed_counts(result)


class ExpectReportIdentityToHold(ReportRuleExpectation):
    """A figure equals a sum or another expression."""


class ExpectReportFiguresToAgree(ReportRuleExpectation):
    """Two printings of one figure coincide."""


class ExpectReportBoundToHold(ReportRuleExpectation):
    """One side limits the other."""


class ExpectReportStateToHold(ReportRuleExpectation):
    """A cell is printed, blank or of some text."""


class ExpectReportLogicToHold(ReportRuleExpectation):
    """A combination of conditions."""


EXPECTATION_CLASSES: Final[dict[RuleKind, type[ReportRuleExpectation]]] = {
    RuleKind.IDENTITY: ExpectReportIdentityToHold,
    RuleKind.AGREEMENT: ExpectReportFiguresToAgree,
    RuleKind.BOUND: ExpectReportBoundToHold,
    RuleKind.STATE: ExpectReportStateToHold,
    RuleKind.LOGIC: ExpectReportLogicToHold,
}
