"""All that this sink takes from Great Expectations beyond its documented interface, in one place.

`great-expectations` is pinned exactly, and `tests/report/test_private_api.py` says at once whether a new version
still has every name below, and every method that our subclasses override.

Great Expectations is not typed well enough to be followed (its classes are `Any` to mypy): values from it are `Any`
in this package, and turned into our own types at its edge (`gate.py`, `details.py`).
"""

from __future__ import annotations

import logging
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, Final

from great_expectations.checkpoint import UpdateDataDocsAction
from great_expectations.checkpoint.actions import ValidationAction
from great_expectations.core.batch import BatchData, BatchMarkers, LegacyBatchDefinition
from great_expectations.core.batch_spec import PathBatchSpec
from great_expectations.core.id_dict import IDDict
from great_expectations.core.metric_domain_types import MetricDomainTypes
from great_expectations.core.metric_function_types import MetricPartialFunctionTypes
from great_expectations.core.run_identifier import RunIdentifier
from great_expectations.core.validation_definition import ValidationDefinition
from great_expectations.data_context.types.resource_identifiers import (
    ExpectationSuiteIdentifier,
    ValidationResultIdentifier,
)
from great_expectations.datasource.fluent.batch_identifier_util import make_batch_identifier
from great_expectations.datasource.fluent.batch_request import BatchRequest
from great_expectations.datasource.fluent.interfaces import Batch, DataAsset, Datasource
from great_expectations.execution_engine import ExecutionEngine
from great_expectations.expectations.expectation import BatchExpectation
from great_expectations.expectations.metrics.metric_provider import metric_partial
from great_expectations.expectations.metrics.table_metric_provider import TableMetricProvider
from great_expectations.render import (
    CollapseContent,
    LegacyDiagnosticRendererType,
    LegacyRendererType,
    RenderedBulletListContent,
    RenderedDocumentContent,
    RenderedHeaderContent,
    RenderedSectionContent,
    RenderedStringTemplateContent,
    RenderedTableContent,
)
from great_expectations.render.renderer.column_section_renderer import (
    ExpectationSuiteColumnSectionRenderer,
    ValidationResultsColumnSectionRenderer,
)
from great_expectations.render.renderer.content_block import (
    ExpectationSuiteBulletListContentBlockRenderer,
    ValidationResultsTableContentBlockRenderer,
)
from great_expectations.render.renderer.page_renderer import (
    ExpectationSuitePageRenderer,
    ValidationResultsPageRenderer,
)
from great_expectations.render.renderer.renderer import renderer
from great_expectations.render.renderer.site_builder import DefaultSiteIndexBuilder, SiteBuilder
from great_expectations.render.renderer.site_index_page_renderer import SiteIndexPageRenderer
from great_expectations.render.view.view import DefaultJinjaPageView

__all__ = [
    "Batch",
    "BatchData",
    "BatchExpectation",
    "BatchMarkers",
    "BatchRequest",
    "CollapseContent",
    "DataAsset",
    "Datasource",
    "DefaultJinjaPageView",
    "DefaultSiteIndexBuilder",
    "ExecutionEngine",
    "ExpectationSuiteBulletListContentBlockRenderer",
    "ExpectationSuiteColumnSectionRenderer",
    "ExpectationSuiteIdentifier",
    "ExpectationSuitePageRenderer",
    "IDDict",
    "LegacyBatchDefinition",
    "LegacyDiagnosticRendererType",
    "LegacyRendererType",
    "MetricDomainTypes",
    "MetricPartialFunctionTypes",
    "PathBatchSpec",
    "RenderedBulletListContent",
    "RenderedDocumentContent",
    "RenderedHeaderContent",
    "RenderedSectionContent",
    "RenderedStringTemplateContent",
    "RenderedTableContent",
    "RunIdentifier",
    "SiteBuilder",
    "SiteIndexPageRenderer",
    "TableMetricProvider",
    "UpdateDataDocsAction",
    "ValidationAction",
    "ValidationDefinition",
    "ValidationResultIdentifier",
    "ValidationResultsColumnSectionRenderer",
    "ValidationResultsPageRenderer",
    "ValidationResultsTableContentBlockRenderer",
    "compared_once",
    "make_batch_identifier",
    "metric_partial",
    "quiet",
    "renderer",
]

OVERRIDDEN: Final[dict[Any, tuple[str, ...]]] = {
    ExecutionEngine: (
        "get_batch_data_and_markers",
        "get_domain_records",
        "get_compute_domain",
        "resolve_metric_bundle",
        "_partition_domain_kwargs",
        "_comparison_condition_to_filter_clause",
        "_nullity_condition_to_filter_clause",
        "_and_condition_to_filter_clause",
        "_or_condition_to_filter_clause",
    ),
    DataAsset: (
        "test_connection",
        "get_batch_parameters_keys",
        "get_batch_identifiers_list",
        "build_batch_request",
        "get_batch",
        "_get_batch_metadata_from_batch_request",
    ),
    Datasource: ("execution_engine_type", "test_connection", "_add_asset", "get_execution_engine"),
    BatchExpectation: ("_validate", "_get_success_kwargs", "_get_default_value", "configuration"),
    UpdateDataDocsAction: ("run", "_build_data_docs"),
    ValidationAction: ("run",),
    ValidationDefinition: ("is_fresh",),
    SiteBuilder: ("build", "get_resource_url"),
    DefaultSiteIndexBuilder: ("_add_validations_to_index_links", "add_resource_info_to_index_links_dict"),
    ValidationResultsPageRenderer: ("render", "_parse_run_values"),
    ExpectationSuitePageRenderer: (
        "render",
        "_get_grouped_and_ordered_expectations_by_column",
    ),
    SiteIndexPageRenderer: ("render",),
    ValidationResultsTableContentBlockRenderer: ("_process_content_block",),
    DefaultJinjaPageView: (
        "render",
        "render_content_block",
        "render_string_template",
        "render_styling",
        "render_styling_from_string_template",
        "render_markdown",
        "attributes_dict_to_html_string",
    ),
}
"""Classes and the methods that our subclasses override or call."""


class _Complaints(logging.Handler):
    """Keeps the first line of every error that the library logs (the rest is its traceback)."""

    def __init__(self) -> None:
        super().__init__(logging.ERROR)
        self.messages: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        lines = record.getMessage().strip().splitlines()
        self.messages.extend(line for line in lines[:1] if line not in self.messages)


@contextmanager
def quiet() -> Iterator[list[str]]:
    """Keep warnings, chatter and tracebacks of Great Expectations off the screen; gives the errors that it logs.

    It logs and goes on where a page cannot be rendered or an expectation cannot be read.
    Example: `with quiet() as complaints: context = gx.get_context(mode="file")`.
    """
    log = logging.getLogger("great_expectations")
    propagate, handler = log.propagate, _Complaints()
    log.propagate = False
    log.addHandler(handler)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            yield handler.messages
        finally:
            log.removeHandler(handler)
            log.propagate = propagate


@contextmanager
def compared_once() -> Iterator[None]:
    """Compare each validation definition with its stored form once: a run asks for it four times, and changes none.

    One that is not as it was stored is compared again each time.
    Example: `with compared_once(): checkpoint.run()`.
    """
    compare = ValidationDefinition.is_fresh
    fresh: dict[str, Any] = {}

    def compared(definition: Any) -> Any:
        told = fresh.get(definition.id)
        if told is None and (told := compare(definition)).success:
            fresh[definition.id] = told
        return told

    ValidationDefinition.is_fresh = compared
    try:
        yield
    finally:
        ValidationDefinition.is_fresh = compare
