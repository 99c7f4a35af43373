"""The first page: what the newest run found, all runs with their counts, the rule packs."""

from __future__ import annotations

import logging
from collections import Counter
from itertools import groupby
from operator import itemgetter
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
    CollapseContent,
    DefaultSiteIndexBuilder,
    RenderedDocumentContent,
    RenderedSectionContent,
    SiteIndexPageRenderer,
)
from dq.report.sinks.great_expectations.stored import StoredResults
from dq.report.sinks.great_expectations.words import COUNTED, Words, colour_of, state_of

OPEN = ("error", "violated")
"""States of rules that somebody has to look at."""
_LOG: Final = logging.getLogger("great_expectations.dq")
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
        results, packs = words.say("核对结果", "Results"), words.say("规则包", "Rule packs")
        pack_rows = [[link(_label(suite, words), suite["filepath"]), count(suite.get("rules", 0))] for suite in suites]
        return RenderedDocumentContent(
            renderer_type="SiteIndexPageRenderer",
            page_title="",
            sections=[
                *_latest_run(runs, words),
                RenderedSectionContent(
                    section_name=results,
                    content_blocks=[heading(results), *_runs(runs, words)],
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

    def _add_validations_to_index_links(self, index_links_dict: dict[str, Any], keys: list[Any]) -> None:
        """As the library's, which reads each result at ten times the cost; those of older runs are read, too."""
        store = self.data_context.stores[self.source_stores["validations"]]
        newest = sorted(keys, key=lambda key: key.run_id.run_time, reverse=True)
        for key in newest[: self.validation_results_limit]:
            try:
                stored = StoredResults.of(store.store_backend.get(store.key_to_tuple(key)))
                told = _told(stored)
            except Exception:  # noqa: BLE001 - as the library: what cannot be read is not listed
                _LOG.warning("%s cannot be read", key.to_tuple())
                continue
            self.add_resource_info_to_index_links_dict(
                index_links_dict=index_links_dict,
                expectation_suite_name=key.expectation_suite_identifier.name,
                section_name="validations",
                batch_identifier=key.batch_identifier,
                run_id=key.run_id,
                validation_success=stored.success,
                run_time=key.run_id.run_time,
                run_name=key.run_id.run_name,
            )
            index_links_dict["validations_links"][-1].update(told)
        for found in index_links_dict.get("expectations_links", []):
            suite = self.data_context.suites.get(found["expectation_suite_name"])
            found["rules"] = len(suite.expectations)
            found["title"] = title_of(suite)


def _told(stored: StoredResults) -> dict[str, Any]:
    """What the first page says of one result."""
    return {
        "counts": total_counts(stored.results),
        "result": stored,
        "title": title_in(stored.results),
        "open": [rule for rule in map(_open_rule, stored.results) if rule is not None],
    }


def _runs(results: list[dict[str, Any]], words: Words) -> list[Any]:
    """The results of the newest run, then those of each older one on demand, under what it found altogether."""
    zh = ["结论", "运行时间", "运行名称", "分区", "规则包", "各判定的数目"]
    en = ["verdict", "time", "run", "partition", "rule pack", "number of each verdict"]
    header = en if words.language == "en" else zh
    runs = [list(group) for _, group in groupby(results, key=itemgetter("run_id"))]
    newest, *older = [listing(header, [_run_row(each, words) for each in run]) for run in runs] or [listing(header, [])]
    folded = [
        CollapseContent(collapse_toggle_link=_run_line(run, words), collapse=[table])
        for run, table in zip(runs[1:], older, strict=True)
    ]
    return [newest, *folded]


def _run_line(run: list[dict[str, Any]], words: Words) -> str:
    """A run in one line: when it was, what it is called, and its counts."""
    total: Counter[str] = Counter()
    for each in run:
        total.update(each["counts"])
    told = words.listed([f"{words.state(name)} {total[name]:,}" for name in COUNTED if total[name]])
    return " · ".join(part for part in (_time(run[0]), str(run[0]["run_name"] or ""), told) if part)


def _time(found: dict[str, Any]) -> str:
    time: str = found["run_time"].strftime("%Y-%m-%d %H:%M:%S UTC")
    return time


def _run_row(run: dict[str, Any], words: Words) -> list[Any]:
    counts = run["counts"]
    state = state_of(counts)
    return [
        badge(words.state(state), colour_of(state), words.meaning(state)),
        link(_time(run), run["filepath"]),
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
    first = ((result_details(result) or {}).get("rows") or [{}])[0]
    statement, message = first.get("statement", ""), first.get("message", "")
    return {
        "state": state,
        "count": counts[state],
        "severity": getattr(configuration.severity, "value", str(configuration.severity)),
        "rule": str(configuration.kwargs.get("rule_id", configuration.type)),
        "title": rule_title(configuration),
        "statement": statement,
        "message": "" if message == statement else message,
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
