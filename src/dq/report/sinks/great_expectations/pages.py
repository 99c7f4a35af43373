"""The pages of a rule pack and of its results: which sections they have, and what stands in them.

They are configured as renderers of the documentation site; the rows themselves come from the expectations' own
renderers through Great Expectations' table and list renderers.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from typing import Any, Final

from dq.report.sinks.great_expectations.blocks import (
    GRAVITY,
    facts_table,
    heading,
    link,
    partition_of,
    states_table,
    total_counts,
)
from dq.report.sinks.great_expectations.content import COMPACT, result_counts, words_of
from dq.report.sinks.great_expectations.packs import pack_label
from dq.report.sinks.great_expectations.private_api import (
    ExpectationSuitePageRenderer,
    RenderedDocumentContent,
    RenderedSectionContent,
    ValidationResultsPageRenderer,
    ValidationResultsTableContentBlockRenderer,
)
from dq.report.sinks.great_expectations.words import Words, state_of


class RuleResultsTable(ValidationResultsTableContentBlockRenderer):
    """The table of rules on a page of results."""

    _rendered_component_default_init_kwargs: Final[dict[str, Any]] = {}
    _default_element_styling: Final[dict[str, Any]] = {COMPACT: True}

    @classmethod
    def _process_content_block(
        cls,
        content_block: Any,
        has_failed_evr: bool | None,  # noqa: ARG003, FBT001 - the library's signature
        render_object: Any = None,
    ) -> None:
        words = words_of(render_object[0].expectation_config) if render_object else Words()
        zh, en = ["结论", "规则与证据", "各判定的数目"], ["verdict", "rule and evidence", "counts"]
        content_block.header_row = en if words.language == "en" else zh
        content_block.styling = {"body": {"classes": ["table", "dq-results"]}, "classes": ["col-12", "px-0"]}


class ResultsPage(ValidationResultsPageRenderer):
    """The results of one rule pack on one partition: an overview, then the rules by table, gravest first.

    Parameters: `language` "zh" or "en".
    """

    def __init__(self, *, column_section_renderer: Any = None, language: str = "zh") -> None:
        super().__init__(column_section_renderer)
        self._words = Words(language)

    def render(self, validation_results: Any, suite_parameters: Any = None) -> Any:
        """The page as rendered content."""
        words = self._words
        _, run_time = self._parse_run_values(validation_results)
        suite = validation_results.suite_name
        label = pack_label(title_in(validation_results.results), suite, words.language)
        groups: dict[str, list[Any]] = {}
        for result in sorted(validation_results.results, key=_by_gravity):
            table = result.expectation_config.kwargs.get("column") or words.say("其他", "others")
            groups.setdefault(table, []).append(result)
        sections = [
            self._column_section_renderer.render(validation_results=group, suite_parameters=suite_parameters)
            for group in groups.values()
        ]
        kind, partition = words.say("核对结果", "results"), partition_of(validation_results, words)
        return RenderedDocumentContent(
            renderer_type="ValidationResultsPageRenderer",
            page_title=f"{kind} / {label} / {partition} / {run_time}",
            expectation_suite_name=suite,
            sections=[self._overview(validation_results, label, partition), *sections],
        )

    def _overview(self, found: Any, label: str, partition: str) -> Any:
        """How many outcomes and rules came to each state, and where the results are from."""
        words = self._words
        run_name, run_time = self._parse_run_values(found)
        zh = ["判定", "核对次数", "规则数（按最重的判定）", "含义"]
        header = ["verdict", "checks", "rules (by their gravest)", "meaning"] if words.language == "en" else zh
        rules = Counter(state_of(result_counts(result)) for result in found.results)
        return RenderedSectionContent(
            section_name=words.say("总览", "Overview"),
            content_blocks=[
                heading(f"{label} · {partition}"),
                states_table(header, [total_counts(found.results), rules], words),
                facts_table(
                    [
                        (words.say("规则包", "rule pack"), _suite_link(found.suite_name, label, depth=4)),
                        (words.say("分区", "partition"), partition),
                        (words.say("运行名称", "run"), run_name),
                        (words.say("运行时间", "time"), run_time),
                        (words.say("规则数", "rules"), str(len(found.results))),
                        ("Great Expectations", str(found.meta.get("great_expectations_version", ""))),
                    ]
                ),
            ],
        )


class SuitePage(ExpectationSuitePageRenderer):
    """The rules of one pack, by table. Parameters: `language` "zh" or "en"."""

    def __init__(self, *, column_section_renderer: Any = None, language: str = "zh") -> None:
        super().__init__(column_section_renderer)
        self._words = Words(language)

    def render(self, expectations: Any) -> Any:
        """The page as rendered content."""
        words = self._words
        columns, order = self._get_grouped_and_ordered_expectations_by_column(expectations)
        label = pack_label(title_of(expectations), expectations.name, words.language)
        kind = words.say("规则包", "rule pack")
        overview = RenderedSectionContent(
            section_name=words.say("总览", "Overview"),
            content_blocks=[
                heading(words.say(f"规则包 {label}", f"Rule pack {label}")),
                facts_table([(words.say("规则数", "rules"), str(len(expectations.expectations)))]),
            ],
        )
        return RenderedDocumentContent(
            renderer_type="ExpectationSuitePageRenderer",
            page_title=f"{kind} / {label}",
            expectation_suite_name=expectations.name,
            sections=[overview, *(self._column_section_renderer.render(columns[column]) for column in order)],
        )


def title_of(suite: Any) -> str:
    """What people call the pack of a suite; "" where its file does not say."""
    return next((str(getattr(each, "pack_title", "")) for each in suite.expectations), "")


def title_in(results: Iterable[Any]) -> str:
    """The same, from results of the suite."""
    return next((str(each.expectation_config.kwargs.get("pack_title", "")) for each in results), "")


def _suite_link(suite: str, label: str, depth: int) -> Any:
    parts = suite.split(".")
    return link(label, "../" * (depth + len(parts) - 1) + "/".join(["expectations", *parts]) + ".html")


def _by_gravity(result: Any) -> tuple[int, str]:
    """Gravest first, then by rule id."""
    configuration = result.expectation_config
    rule = str(configuration.kwargs.get("rule_id", configuration.type))
    return GRAVITY[state_of(result_counts(result))], rule
