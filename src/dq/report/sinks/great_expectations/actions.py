"""What a checkpoint does after its validations: build the site once, write all findings to Parquet."""

from __future__ import annotations

import logging
from pathlib import Path
from typing import Any, Literal

from dq.report.sinks.great_expectations.execution import take_records
from dq.report.sinks.great_expectations.findings import write_findings
from dq.report.sinks.great_expectations.private_api import (
    ExpectationSuiteIdentifier,
    UpdateDataDocsAction,
    ValidationAction,
)

FINDINGS = "findings.parquet"
_LOG = logging.getLogger(__name__)


class DocsOnceAction(UpdateDataDocsAction):
    """Builds the site once a run; the stock action builds the first page once a result."""

    type: Literal["dq_docs_once"] = "dq_docs_once"

    def run(self, checkpoint_result: Any, action_context: Any = None) -> dict[str, Any]:
        """The pages of this run's results and their suites, then the first page."""
        results = list(checkpoint_result.run_results)
        suites = {key.expectation_suite_identifier.name for key in results}
        pages = [*results, *(ExpectationSuiteIdentifier(name=name) for name in sorted(suites))]
        built: dict[str, Any] = self._build_data_docs(site_names=self.site_names, resource_identifiers=pages)
        return built or {}


class FindingsAction(ValidationAction):
    """Writes every outcome of the run to `findings.parquet` beside the context's folder."""

    type: Literal["dq_findings"] = "dq_findings"

    def run(self, checkpoint_result: Any, action_context: Any = None) -> dict[str, Any]:
        """The file written. Raising would abort the run: what goes wrong is logged, and the gate sees it."""
        records = [
            record
            for key, result in checkpoint_result.run_results.items()
            for record in take_records(
                key.batch_identifier,
                frozenset(found.expectation_config.kwargs.get("rule_id", "") for found in result.results),
            )
        ]
        path = Path(self._resolve_context().context.root_directory).parent / FINDINGS
        try:
            write_findings(records, path)
        except OSError:
            _LOG.exception("could not write %s", path)
            return {}
        return {"path": str(path)}
