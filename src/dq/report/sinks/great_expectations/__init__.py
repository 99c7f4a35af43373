"""Great Expectations: rules as expectations over archive partitions, evaluated by our engine.

Importing this package registers the plug-in (data source `dq_archive`, the expectations, the actions): do so before
your own `great_expectations.get_context()`. It takes some seconds: everything else in `dq` imports it only on demand.
"""

from dq.report.sinks.great_expectations.loading import VERSION

# isort: split
from dq.report.sinks.great_expectations.context import CHECKPOINT, build_context
from dq.report.sinks.great_expectations.expectations import EXPECTATION_CLASSES
from dq.report.sinks.great_expectations.gate import GxRun, RuleError
from dq.report.sinks.great_expectations.run import (
    UnknownCheckpointError,
    checkpoint_names,
    context_folder,
    run_checkpoint,
)
from dq.report.sinks.great_expectations.source import ArchiveDatasource
from dq.report.sinks.great_expectations.terms import Terms

__all__ = [
    "CHECKPOINT",
    "EXPECTATION_CLASSES",
    "VERSION",
    "ArchiveDatasource",
    "GxRun",
    "RuleError",
    "Terms",
    "UnknownCheckpointError",
    "build_context",
    "checkpoint_names",
    "context_folder",
    "run_checkpoint",
]
