"""An execution engine that hands a whole suite to our planner as one fused plan, and the metric that carries a rule."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, NoReturn

from dq.report.sinks.great_expectations.evaluation import Evaluation, StoredRule, evaluate
from dq.report.sinks.great_expectations.private_api import (
    BatchData,
    BatchMarkers,
    ExecutionEngine,
    MetricDomainTypes,
    MetricPartialFunctionTypes,
    TableMetricProvider,
    metric_partial,
)
from dq.report.sinks.great_expectations.terms import Terms

METRIC = "dq.rule_outcome"


@dataclass(frozen=True, slots=True)
class Evaluated:
    """What the rules of a suite said of a partition. Parameters: `archive` its folder; `rules` ids of the suite's."""

    archive: Path
    terms: Terms
    rules: frozenset[str]
    evaluation: Evaluation


_LATEST: dict[tuple[str, frozenset[str]], Evaluated] = {}


def take_evaluated(batch: str, rules: frozenset[str]) -> Evaluated | None:
    """The last evaluation of these rules on this batch, once; None where there is none.

    Example: `take_evaluated("archive-2018", frozenset({"FA101"}))`.
    """
    return _LATEST.pop((batch, rules), None)


class ArchiveBatchData(BatchData):
    """One partition of an archive: nothing is read before the rules are evaluated."""

    def __init__(self, execution_engine: Any, archive: Path, year: int) -> None:
        super().__init__(execution_engine)
        self.archive = archive
        self.year = year


class RulesExecutionEngine(ExecutionEngine):
    """Evaluates rules on archive partitions. Only `dq.rule_outcome` metrics can be computed here.

    Parameters: `language`, `waivers`, `successions` and `units` those of the data source.
    """

    def __init__(
        self,
        *args: Any,
        language: str = "zh",
        waivers: Sequence[Mapping[str, Any]] = (),
        successions: Sequence[Mapping[str, Any]] = (),
        units: Sequence[Mapping[str, Any]] = (),
        **kwargs: Any,
    ) -> None:
        kwargs["caching"] = False  # a cached metric would survive a change of the archive
        super().__init__(*args, **kwargs)
        self._terms = Terms.read({"language": language, "waivers": waivers, "successions": successions, "units": units})

    def get_batch_data_and_markers(self, batch_spec: Any) -> tuple[ArchiveBatchData, Any]:
        """The partition that the specification names, and when it was opened."""
        data = ArchiveBatchData(self, Path(batch_spec["path"]), int(batch_spec["year"]))
        return data, BatchMarkers({"ge_load_time": datetime.now(UTC).isoformat()})

    def get_domain_records(self, domain_kwargs: dict[str, Any]) -> ArchiveBatchData:
        """The partition that the domain speaks of."""
        manager = self.batch_manager
        data: ArchiveBatchData = manager.batch_data_cache[domain_kwargs.get("batch_id") or manager.active_batch_data_id]
        return data

    def get_compute_domain(
        self,
        domain_kwargs: dict[str, Any],
        domain_type: Any,
        accessor_keys: Any = None,
    ) -> tuple[ArchiveBatchData, dict[str, Any], dict[str, Any]]:
        """The partition with the domain split as Great Expectations asks."""
        parts = self._partition_domain_kwargs(domain_kwargs, domain_type, accessor_keys)
        return self.get_domain_records(domain_kwargs), parts.compute, parts.accessor

    def resolve_metric_bundle(self, metric_fn_bundle: Any) -> dict[Any, Any]:
        """All rules of a suite at once, in one fused evaluation of the batch. Never raises; `[]` comes first."""
        batches: dict[str | None, list[Any]] = {}
        for metric in metric_fn_bundle:
            batches.setdefault(metric.compute_domain_kwargs.get("batch_id"), []).append(metric)
        resolved: dict[Any, Any] = {}
        for batch_id, metrics in batches.items():
            data = self.get_domain_records({"batch_id": batch_id})
            rules = {metric.metric_fn.id: metric.metric_fn for metric in metrics}
            evaluation = evaluate(list(rules.values()), data.archive, data.year, self._terms)
            taken = Evaluated(data.archive, self._terms, frozenset(rules), evaluation)
            _LATEST[batch_id or self.batch_manager.active_batch_data_id, taken.rules] = taken
            for metric in metrics:
                resolved[metric.metric_configuration.id] = evaluation.details[metric.metric_fn.id]
        return resolved

    def _refuse(self, condition: object) -> NoReturn:
        raise NotImplementedError(f"row conditions are part of a rule's text, not of {condition!r}")

    _comparison_condition_to_filter_clause = _refuse
    _nullity_condition_to_filter_clause = _refuse
    _and_condition_to_filter_clause = _refuse
    _or_condition_to_filter_clause = _refuse


class RuleOutcomeMetric(TableMetricProvider):
    """The metric of one rule: its value is the rule's details (`details.py`)."""

    metric_name = METRIC
    value_keys = ("rule_id", "rule_text", "definitions", "needed", "fingerprint")

    @metric_partial(
        engine=RulesExecutionEngine,
        partial_fn_type=MetricPartialFunctionTypes.AGGREGATE_FN,
        domain_type=MetricDomainTypes.TABLE,
    )
    def _stored_rule(
        cls: Any,  # noqa: N805 - the library calls it as a class method
        execution_engine: Any,
        metric_domain_kwargs: Any,
        metric_value_kwargs: Any,
        **_: Any,
    ) -> tuple[StoredRule, Any, Any]:
        """The rule to be evaluated later, with all others of its batch."""
        _, compute, accessor = execution_engine.get_compute_domain(metric_domain_kwargs, MetricDomainTypes.TABLE)
        return StoredRule.of(metric_value_kwargs), compute, accessor
