"""The first page: what the newest run found, all runs with their counts, the rule packs."""

from __future__ import annotations

from collections import Counter
from typing import Any, Final

from dq.report.sinks.great_expectations.blocks import (
    GRAVITY,
    count,
    heading,
    link,
    listing,
    partition_of,
    states_table,
    total_counts,
)
from dq.report.sinks.great_expectations.content import (
    badge,
    counts_phrase,
    phrase,
    result_counts,
    result_details,
    rule_title,
)
from dq.report.sinks.great_expectations.expectations import GX_SEVERITY
from dq.report.sinks.great_expectations.packs import pack_label
from dq.report.sinks.great_expectations.pages import title_in, title_of
from dq.report.sinks.great_expectations.private_api import (
    DefaultSiteIndexBuilder,
    RenderedDocumentContent,
    RenderedSectionContent,
    SiteIndexPageRenderer,
)
from dq.report.sinks.great_expectations.words import Words, colour_of, state_of

OPEN = ("error", "violated")
"""States of rules that somebody has to look at."""
_SEVERITIES: Final = tuple(GX_SEVERITY.values())


class IndexPage(SiteIndexPageRenderer):
    """The first page. Parameters: `language` "zh" or "en"."""

    def __init__(self, *, language: str = "zh") -> None:
        super().__init__()
        self._words = Words(language)

    def render(self, index_links_dict: dict[str, Any]) -> Any:
        """The page as rendered content. Parameters: `index_links_dict` as `IndexBuilder` fills it."""
        words = self._words
        runs = sorted(index_links_dict.get("validations_links", []), key=_newest_and_gravest)
        suites = sorted(
            index_links_dict.get("expectations_links", []), key=lambda suite: str(suite["expectation_suite_name"])
        )
        zh = ["结论", "运行时间", "运行名称", "分区", "规则包", "各判定的数目"]
        en = ["verdict", "time", "run", "partition", "rule pack", "number of each verdict"]
        results, packs = words.say("核对结果", "Results"), words.say("规则包", "Rule packs")
        pack_rows = [[link(_label(suite, words), suite["filepath"]), count(suite.get("rules", 0))] for suite in suites]
        return RenderedDocumentContent(
            renderer_type="SiteIndexPageRenderer",
            page_title="",
            sections=[
                *_latest_run(runs, words),
                RenderedSectionContent(
                    section_name=results,
                    content_blocks=[
                        heading(results),
                        listing(en if words.language == "en" else zh, [_run_row(run, words) for run in runs]),
                    ],
                ),
                RenderedSectionContent(
                    section_name=packs,
                    content_blocks=[
                        heading(packs),
                        listing([words.say("规则包", "rule pack"), words.say("规则数", "rules")], pack_rows),
                    ],
                ),
            ],
        )


class IndexBuilder(DefaultSiteIndexBuilder):
    """Adds to each run on the first page what it found, and to each pack how many rules it has."""

    def _add_validations_to_index_links(self, index_links_dict: dict[str, Any], *args: Any, **kwargs: Any) -> None:
        super()._add_validations_to_index_links(index_links_dict, *args, **kwargs)
        store = self.source_stores.get("validations")
        for found in index_links_dict.get("validations_links", []):
            result = self.data_context.get_validation_result(
                expectation_suite_name=found["expectation_suite_name"],
                run_id=found["run_id"],
                batch_identifier=found["batch_identifier"],
                validation_results_store_name=store,
            )
            found["counts"] = total_counts(result.results)
            found["result"] = result
            found["title"] = title_in(result.results)
            found["open"] = [rule for rule in map(_open_rule, result.results) if rule is not None]
        for found in index_links_dict.get("expectations_links", []):
            suite = self.data_context.suites.get(found["expectation_suite_name"])
            found["rules"] = len(suite.expectations)
            found["title"] = title_of(suite)


def _run_row(run: dict[str, Any], words: Words) -> list[Any]:
    counts = run["counts"]
    state = state_of(counts)
    return [
        badge(words.state(state), colour_of(state), words.meaning(state)),
        link(run["run_time"].strftime("%Y-%m-%d %H:%M:%S UTC"), run["filepath"]),
        str(run.get("run_name") or "—"),
        partition_of(run["result"], words),
        link(_label(run, words), run["expectation_suite_filepath"]),
        [counts_phrase(counts, words, " ")],
    ]


def _open_rule(result: Any) -> dict[str, Any] | None:
    """What the first page says of a rule that is violated or in error; None for the others."""
    counts = result_counts(result)
    state = state_of(counts)
    if state not in OPEN:
        return None
    configuration = result.expectation_config
    rows = (result_details(result) or {}).get("rows") or [{}]
    return {
        "state": state,
        "count": counts[state],
        "severity": getattr(configuration.severity, "value", str(configuration.severity)),
        "rule": str(configuration.kwargs.get("rule_id", configuration.type)),
        "title": rule_title(configuration),
        "statement": rows[0].get("statement", ""),
        "message": rows[0].get("message", ""),
    }


def _newest_and_gravest(run: dict[str, Any]) -> tuple[float, int, str, str]:
    """Newest run first, in it the gravest state first, then by pack and partition."""
    time = run["run_time"].timestamp()
    return -time, GRAVITY[state_of(run["counts"])], str(run["expectation_suite_name"]), str(run["batch_identifier"])


def _latest_run(runs: list[dict[str, Any]], words: Words) -> list[Any]:
    """What the newest run found altogether; nothing where there was none."""
    latest = [run for run in runs if run["run_id"] == runs[0]["run_id"]]
    if not latest:
        return []
    total: Counter[str] = Counter()
    for run in latest:
        total.update(run["counts"])
    packs, parts = ({str(run[key]) for run in latest} for key in ("expectation_suite_name", "batch_identifier"))
    title = words.say(
        f"最近一次运行：{len(packs)} 个规则包，{len(parts)} 个年度",
        f"The latest run: {len(packs)} rule packs, {len(parts)} years",
    )
    header = ["verdict", "checks", "meaning"] if words.language == "en" else ["判定", "核对次数", "含义"]
    blocks = [heading(title), states_table(header, [total], words), *_open_rules(latest, words)]
    return [RenderedSectionContent(section_name=words.say("最近一次运行", "The latest run"), content_blocks=blocks)]


def _open_rules(latest: list[dict[str, Any]], words: Words) -> list[Any]:
    """The rules that are violated or in error, each with its gravest row and a link to all."""
    found = [(run, rule) for run in latest for rule in run["open"]]
    if not found:
        return []
    rows = [
        [
            [
                badge(f"{words.state(rule['state'])} {rule['count']}", colour_of(rule["state"])),
                phrase(
                    "$severity",
                    {"severity": words.severity(rule["severity"])},
                    {"": {"classes": ["badge", "badge-light", f"dq-severity-{rule['severity']}"]}},
                ),
            ],
            link(f"{rule['rule']} {rule['title']}", run["filepath"]),
            partition_of(run["result"], words),
            phrase(
                "$statement\n$message",
                {"statement": rule["statement"], "message": rule["message"]},
                {"": {"classes": ["dq-statement"]}, "message": {"classes": ["small", "text-muted"]}},
            ),
        ]
        for run, rule in sorted(found, key=_gravest)
    ]
    zh = ["判定", "规则", "分区", "最重的一处，代入数字"]
    en = ["verdict", "rule", "partition", "the gravest, with its figures"]
    return [listing(en if words.language == "en" else zh, rows)]


def _gravest(each: tuple[dict[str, Any], dict[str, Any]]) -> tuple[int, int, str]:
    """What went wrong first, then by severity and rule."""
    rule = each[1]
    return GRAVITY[rule["state"]], _SEVERITIES.index(rule["severity"]), rule["rule"]


def _label(found: dict[str, Any], words: Words) -> str:
    return pack_label(found.get("title"), found["expectation_suite_name"], words.language)
