"""The pages of the site in Chinese: which sections they have, and what stands in them.

They are configured as renderers of the documentation site; the rows themselves come from the expectations' own
renderers through Great Expectations' table and list renderers.
"""

from __future__ import annotations

from collections import Counter
from typing import Any, Final

from dq.report.sinks.great_expectations.content import COMPACT, counts_phrase, phrase, result_counts, result_details
from dq.report.sinks.great_expectations.packs import pack_label
from dq.report.sinks.great_expectations.private_api import (
    DefaultSiteIndexBuilder,
    ExpectationSuitePageRenderer,
    RenderedDocumentContent,
    RenderedHeaderContent,
    RenderedSectionContent,
    RenderedTableContent,
    SiteIndexPageRenderer,
    ValidationResultsPageRenderer,
    ValidationResultsTableContentBlockRenderer,
)
from dq.report.sinks.great_expectations.words import VERDICT_HELP, VERDICTS, colour_of, state_of

_GRAVITY: Final = {verdict: place for place, verdict in enumerate(VERDICTS)}
_TABLE: Final = {"body": {"classes": ["table", "table-sm", "dq-facts"]}, "classes": ["col-12"]}
_LISTING: Final = {"body": {"classes": ["table", "table-sm", "table-hover"]}, "classes": ["col-12"]}


class RuleResultsTable(ValidationResultsTableContentBlockRenderer):
    """The table of rules on a page of results."""

    _rendered_component_default_init_kwargs: Final[dict[str, Any]] = {}
    _default_element_styling: Final[dict[str, Any]] = {COMPACT: True}

    @classmethod
    def _process_content_block(
        cls,
        content_block: Any,
        has_failed_evr: bool | None,  # noqa: ARG003, FBT001 - the library's signature
        render_object: Any = None,  # noqa: ARG003
    ) -> None:
        content_block.header_row = ["结论", "规则与证据", "各判定的数目"]
        content_block.styling = {"body": {"classes": ["table", "dq-results"]}, "classes": ["col-12", "px-0"]}


class ResultsPage(ValidationResultsPageRenderer):
    """The results of one rule pack on one partition: an overview, then the rules by table, gravest first."""

    def render(self, validation_results: Any, suite_parameters: Any = None) -> Any:
        """The page as rendered content."""
        run_name, run_time = self._parse_run_values(validation_results)
        suite = validation_results.suite_name
        partition = partition_of(validation_results)
        label = pack_label(_title_in(validation_results.results), suite)
        groups: dict[str, list[Any]] = {}
        for result in sorted(validation_results.results, key=_by_gravity):
            groups.setdefault(result.expectation_config.kwargs.get("column") or "其他", []).append(result)
        overview = RenderedSectionContent(
            section_name="总览",
            content_blocks=[
                _heading(f"{label} · {partition}"),
                _verdict_table(validation_results.results),
                _facts_table(
                    [
                        ("规则包", _suite_link(suite, label, depth=4)),
                        ("分区", partition),
                        ("运行名称", run_name),
                        ("运行时间", run_time),
                        ("规则数", str(len(validation_results.results))),
                        ("Great Expectations", str(validation_results.meta.get("great_expectations_version", ""))),
                    ]
                ),
            ],
        )
        sections = [
            self._column_section_renderer.render(validation_results=group, suite_parameters=suite_parameters)
            for group in groups.values()
        ]
        return RenderedDocumentContent(
            renderer_type="ValidationResultsPageRenderer",
            page_title=f"核对结果 / {label} / {partition} / {run_time}",
            expectation_suite_name=suite,
            sections=[overview, *sections],
        )


class SuitePage(ExpectationSuitePageRenderer):
    """The rules of one pack, by table."""

    def render(self, expectations: Any) -> Any:
        """The page as rendered content."""
        columns, order = self._get_grouped_and_ordered_expectations_by_column(expectations)
        label = pack_label(_title_of(expectations), expectations.name)
        overview = RenderedSectionContent(
            section_name="总览",
            content_blocks=[
                _heading(f"规则包 {label}"),
                _facts_table([("规则数", str(len(expectations.expectations)))]),
            ],
        )
        return RenderedDocumentContent(
            renderer_type="ExpectationSuitePageRenderer",
            page_title=f"规则包 / {label}",
            expectation_suite_name=expectations.name,
            sections=[overview, *(self._column_section_renderer.render(columns[column]) for column in order)],
        )


class IndexPage(SiteIndexPageRenderer):
    """The first page: all runs with their counts, then the rule packs."""

    @classmethod
    def render(cls, index_links_dict: dict[str, Any]) -> Any:
        """The page as rendered content. Parameters: `index_links_dict` as `IndexBuilder` fills it."""
        runs = sorted(index_links_dict.get("validations_links", []), key=_newest_and_gravest)
        suites = index_links_dict.get("expectations_links", [])
        return RenderedDocumentContent(
            renderer_type="SiteIndexPageRenderer",
            page_title="",
            sections=[
                *_latest_run(runs),
                RenderedSectionContent(
                    section_name="核对结果",
                    content_blocks=[_heading("核对结果"), _listing(_RUN_COLUMNS, [_run_row(run) for run in runs])],
                ),
                RenderedSectionContent(
                    section_name="规则包",
                    content_blocks=[
                        _heading("规则包"),
                        _listing(
                            ["规则包", "规则数"],
                            [
                                [
                                    _link(_label(suite), suite["filepath"]),
                                    str(suite.get("rules", "")),
                                ]
                                for suite in sorted(suites, key=lambda suite: str(suite["expectation_suite_name"]))
                            ],
                        ),
                    ],
                ),
            ],
        )


class IndexBuilder(DefaultSiteIndexBuilder):
    """Adds to each run on the first page what it found, and to each pack how many rules it has."""

    def _add_validations_to_index_links(self, index_links_dict: dict[str, Any], *args: Any, **kwargs: Any) -> None:
        super()._add_validations_to_index_links(index_links_dict, *args, **kwargs)
        store = self.source_stores.get("validations")
        for link in index_links_dict.get("validations_links", []):
            result = self.data_context.get_validation_result(
                expectation_suite_name=link["expectation_suite_name"],
                run_id=link["run_id"],
                batch_identifier=link["batch_identifier"],
                validation_results_store_name=store,
            )
            link["counts"] = total_counts(result.results)
            link["partition"] = partition_of(result)
            link["title"] = _title_in(result.results)
            link["open"] = [rule for rule in map(_open_rule, result.results) if rule is not None]
        for link in index_links_dict.get("expectations_links", []):
            suite = self.data_context.suites.get(link["expectation_suite_name"])
            link["rules"] = len(suite.expectations)
            link["title"] = _title_of(suite)


def total_counts(results: list[Any]) -> Counter[str]:
    """The counts of all rules' verdicts together.

    Example: `total_counts(result.results)["violated"]` → 1.
    """
    total: Counter[str] = Counter()
    for result in results:
        total.update(result_counts(result))
    return total


def partition_of(validation_results: Any) -> str:
    """The partition that was checked, as people call it.

    Example: `partition_of(result)` → `"2018 年度"`.
    """
    specification = validation_results.meta.get("batch_spec") or {}
    year = specification.get("year")
    return f"{year} 年度" if year is not None else str(specification.get("data_asset_name", ""))


_RUN_COLUMNS: Final = ["结论", "运行时间", "运行名称", "分区", "规则包", "各判定的数目"]


def _run_row(link: dict[str, Any]) -> list[Any]:
    counts = link.get("counts", {})
    state = state_of(counts)
    time = link["run_time"]
    return [
        phrase(
            "$state",
            {"state": VERDICTS[state]},
            {
                "": {"classes": ["badge", f"badge-{colour_of(state)}"], "attributes": {"title": VERDICT_HELP[state]}},
            },
        ),
        _link(time.strftime("%Y-%m-%d %H:%M:%S UTC"), link["filepath"]),
        str(link.get("run_name") or "—"),
        link.get("partition", ""),
        _link(_label(link), link["expectation_suite_filepath"]),
        [counts_phrase(counts, " ")],
    ]


def _open_rule(result: Any) -> dict[str, Any] | None:
    """What the first page says of a rule that is violated or in error; None for the others."""
    counts = result_counts(result)
    state = state_of(counts)
    if state not in ("error", "violated"):
        return None
    kwargs = result.expectation_config.kwargs
    rows = (result_details(result) or {}).get("rows") or [{}]
    return {
        "state": state,
        "count": counts[state],
        "rule": str(kwargs.get("rule_id", result.expectation_config.type)),
        "title": kwargs.get("title_zh", ""),
        "statement": rows[0].get("statement", ""),
        "message": rows[0].get("message", ""),
    }


def _newest_and_gravest(link: dict[str, Any]) -> tuple[float, int, str, str]:
    """Newest run first, in it the gravest state first, then by pack and partition."""
    time = link["run_time"].timestamp()
    gravity = _GRAVITY[state_of(link.get("counts", {}))]
    return -time, gravity, str(link["expectation_suite_name"]), str(link.get("partition", ""))


def _latest_run(runs: list[dict[str, Any]]) -> list[Any]:
    """What the newest run found altogether; nothing where there was none."""
    latest = [run for run in runs if run["run_id"] == runs[0]["run_id"]]
    if not latest:
        return []
    total: Counter[str] = Counter()
    for run in latest:
        total.update(run.get("counts", {}))
    rows = [
        [
            phrase("$word", {"word": VERDICTS[name]}, {"": {"classes": ["badge", f"badge-{colour_of(name)}"]}}),
            _count(total[name]),
            VERDICT_HELP[name],
        ]
        for name in VERDICTS
    ]
    packs, partitions = ({str(run[key]) for run in latest} for key in ("expectation_suite_name", "partition"))
    heading = _heading(f"最近一次运行：{len(packs)} 个规则包，{len(partitions)} 个年度")
    table = RenderedTableContent(header_row=["判定", "核对次数", "含义"], table=rows, styling=_TABLE)
    blocks = [heading, table, *_open_rules(latest)]
    return [RenderedSectionContent(section_name="最近一次运行", content_blocks=blocks)]


def _open_rules(latest: list[dict[str, Any]]) -> list[Any]:
    """The rules that are violated or in error, each with its gravest row and a link to all."""
    found = [(run, rule) for run in latest for rule in run.get("open", [])]
    if not found:
        return []
    rows = [
        [
            phrase(
                "$text",
                {"text": f"{VERDICTS[rule['state']]} {rule['count']}"},
                {"": {"classes": ["badge", f"badge-{colour_of(rule['state'])}"]}},
            ),
            _link(f"{rule['rule']} {rule['title']}", run["filepath"]),
            run["partition"],
            phrase(
                "$statement\n$message",
                {"statement": rule["statement"], "message": rule["message"]},
                {"": {"classes": ["dq-statement"]}, "message": {"classes": ["small", "text-muted"]}},
            ),
        ]
        for run, rule in sorted(found, key=lambda each: (_GRAVITY[each[1]["state"]], each[1]["rule"]))
    ]
    return [_listing(["判定", "规则", "分区", "最重的一处，代入数字"], rows)]


def _verdict_table(results: list[Any]) -> Any:
    """How many outcomes and rules have each verdict, and what it means."""
    outcomes = total_counts(results)
    rules = Counter(state_of(result_counts(result)) for result in results)
    rows = [
        [
            phrase("$word", {"word": VERDICTS[name]}, {"": {"classes": ["badge", f"badge-{colour_of(name)}"]}}),
            _count(outcomes[name]),
            _count(rules[name]),
            VERDICT_HELP[name],
        ]
        for name in VERDICTS
    ]
    return RenderedTableContent(
        header_row=["判定", "核对次数", "规则数（按最重的判定）", "含义"], table=rows, styling=_TABLE
    )


def _facts_table(rows: list[tuple[str, Any]]) -> Any:
    return RenderedTableContent(table=[list(row) for row in rows], styling=_TABLE)


def _listing(header: list[str], rows: list[list[Any]]) -> Any:
    return RenderedTableContent(header_row=header, table=rows or [["—"] * len(header)], styling=_LISTING)


def _heading(text: str) -> Any:
    return RenderedHeaderContent(
        header=phrase("$text", {"text": text}, {"": {"classes": ["m-0"]}}, "h5"),
        styling={"classes": ["col-12", "p-0"], "header": {"classes": ["alert", "alert-secondary"]}},
    )


def _count(number: int) -> Any:
    return phrase("$n", {"n": number}, {"": {"classes": ["dq-number"]}})


def _link(text: object, address: object) -> Any:
    return phrase("$text", {"text": text}, {"": {"attributes": {"href": str(address)}}}, "a")


def _title_of(suite: Any) -> str:
    """What people call the pack of a suite; "" where its file does not say."""
    return next((str(getattr(each, "pack_title", "")) for each in suite.expectations), "")


def _title_in(results: list[Any]) -> str:
    """The same, from results of the suite."""
    return next((str(each.expectation_config.kwargs.get("pack_title", "")) for each in results), "")


def _label(link: dict[str, Any]) -> str:
    return pack_label(link.get("title"), link["expectation_suite_name"])


def _suite_link(suite: str, label: str, depth: int) -> Any:
    parts = suite.split(".")
    return _link(label, "../" * (depth + len(parts) - 1) + "/".join(["expectations", *parts]) + ".html")


def _by_gravity(result: Any) -> tuple[int, str]:
    """Gravest first, then by rule id."""
    configuration = result.expectation_config
    rule = str(configuration.kwargs.get("rule_id", configuration.type))
    return _GRAVITY[state_of(result_counts(result))], rule
