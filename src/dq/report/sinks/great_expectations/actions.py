"""What a checkpoint does after its validations: build the site once, write all findings and what evidence links to."""

from __future__ import annotations

import logging
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any, Literal

from dq.outcome import SCHEMA_VERSION
from dq.outcome.model import RunRecord
from dq.report.sinks.great_expectations.execution import Evaluated, take_evaluated
from dq.report.sinks.great_expectations.private_api import (
    ExpectationSuiteIdentifier,
    UpdateDataDocsAction,
    ValidationAction,
)
from dq.report.sinks.great_expectations.sources import write_sources
from dq.report.sinks.parquet import write_outcomes

FINDINGS = "findings.parquet"
SITE = "site"
# The gate of a run listens to this logger: what is told here is a problem of the run, never passed over.
_LOG = logging.getLogger("great_expectations.dq")


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
    """Writes every outcome of the run to `findings.parquet` beside the context's folder, and into the site the pages
    that evidence links to.
    """

    type: Literal["dq_findings"] = "dq_findings"

    def run(self, checkpoint_result: Any, action_context: Any = None) -> dict[str, Any]:
        """The file written. Raising would abort the run: what goes wrong is logged, and the gate sees it."""
        taken = [
            take_evaluated(
                key.batch_identifier,
                frozenset(found.expectation_config.kwargs.get("rule_id", "") for found in result.results),
            )
            for key, result in checkpoint_result.run_results.items()
        ]
        evaluated = [each for each in taken if each is not None]
        out = Path(self._resolve_context().context.root_directory).parent
        try:
            records = told_records(evaluated)
            about = {"dq.schema_version": str(SCHEMA_VERSION), "dq.run": str(checkpoint_result.run_id.run_name)}
            write_outcomes(records, out / FINDINGS, everything=True, about=about)
            write_sources(evaluated, out / SITE)
        except OSError as failure:
            _LOG.error("%s: %s", out, failure)
            return {}
        return {"path": str(out / FINDINGS)}


def told_records(evaluated: Sequence[Evaluated]) -> Iterator[RunRecord]:
    """The records of a run, each once, however many suites it answers, with the outcomes of the rules asked only.

    Example: `[record.id for record in told_records(evaluated)]`.
    """
    records: dict[int, tuple[RunRecord, set[str]]] = {}
    for each in evaluated:
        for record in each.evaluation.records:
            records.setdefault(id(record), (record, set()))[1].update(each.rules)
    for record, asked in records.values():
        needed_only = set(record.rules) - asked
        told = (each for each in record.outcomes if each.rule in asked)
        yield replace(record, outcomes=tuple(told)) if needed_only else record
