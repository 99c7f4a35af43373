"""Actions that tell others of a run: a digest to read, and a message to a web address."""

from __future__ import annotations

import json
import logging
import os
from collections import Counter
from collections.abc import Iterator
from http.client import HTTPException
from pathlib import Path
from typing import Any, Final, Literal
from urllib.request import Request, urlopen

from dq.report.sinks.great_expectations.blocks import partition_of, total_counts
from dq.report.sinks.great_expectations.content import result_counts, rule_title
from dq.report.sinks.great_expectations.first_page import OPEN
from dq.report.sinks.great_expectations.packs import pack_label
from dq.report.sinks.great_expectations.private_api import ValidationAction
from dq.report.sinks.great_expectations.words import COUNTED, Words, state_of
from dq.report.sinks.markdown import escaped

DIGEST: Final = "digest.md"
_SECONDS: Final = 10
# The gate of a run listens to this logger: what is told here is a problem of the run, never passed over.
_LOG = logging.getLogger("great_expectations.dq")


def summary(checkpoint_result: Any, words: Words) -> dict[str, Any]:
    """What a run found, without any text of a document: counts, and the rules that are violated or in error.

    Example: `summary(checkpoint.run(), Words("en"))["counts"]["violated"]`.
    """
    counts: Counter[str] = Counter()
    found = []
    for result in checkpoint_result.run_results.values():
        counts.update(total_counts(result.results))
        found += list(_open_rules(result, words))
    return {
        "schema_version": 1,
        "checkpoint": checkpoint_result.checkpoint_config.name,
        "run": str(checkpoint_result.run_id.run_name),
        "counts": {name: counts[name] for name in COUNTED},
        "open": sorted(found, key=lambda each: (each["state"], each["rule"], each["partition"])),
    }


def _open_rules(result: Any, words: Words) -> Iterator[dict[str, Any]]:
    for each in result.results:
        counts = result_counts(each)
        state = state_of(counts)
        if state in OPEN:
            configuration = each.expectation_config
            kwargs = configuration.kwargs
            yield {
                "state": state,
                "count": counts[state],
                "rule": str(kwargs.get("rule_id", configuration.type)),
                "title": rule_title(configuration),
                "pack": pack_label(kwargs.get("pack_title"), result.suite_name, words.language),
                "partition": partition_of(result, words),
            }


class DigestAction(ValidationAction):
    """Writes `digest.md` beside the context's folder: the counts and the open rules on one page.

    Parameters: `language` "zh" or "en".
    """

    type: Literal["dq_digest"] = "dq_digest"
    language: str = "zh"

    def run(self, checkpoint_result: Any, action_context: Any = None) -> dict[str, Any]:
        """The file written. Raising would abort the run: what goes wrong is logged, and the gate sees it."""
        path = Path(self._resolve_context().context.root_directory).parent / DIGEST
        words = Words(self.language)
        lines = _digest(summary(checkpoint_result, words), words)
        try:
            path.write_text("".join(f"{line}\n" for line in lines), encoding="utf-8")
        except OSError as failure:
            _LOG.error("%s: %s", path, failure)
            return {}
        return {"path": str(path)}


def _digest(told: dict[str, Any], words: Words) -> Iterator[str]:
    yield f"# {escaped(told['checkpoint'])} · {escaped(told['run'])}"
    yield ""
    yield " · ".join(f"{words.state(name)} {told['counts'][name]}" for name in COUNTED)
    yield ""
    if not told["open"]:
        return
    yield words.say("| 判定 | 规则 | 规则包 | 分区 |", "| verdict | rule | rule pack | partition |")
    yield "| --- | --- | --- | --- |"
    for each in told["open"]:
        cells = (f"{words.state(each['state'])} {each['count']}", f"{each['rule']} {each['title']}")
        yield "| " + " | ".join(map(escaped, (*cells, each["pack"], each["partition"]))) + " |"


class WebhookAction(ValidationAction):
    """Sends the summary of the run as JSON to a web address.

    Parameters: `url_from` the environment variable that holds the address, http or https: who knows the address of a
    hook may write to it, and what an action is given stands in a file of the context; `language` "zh" or "en".
    """

    type: Literal["dq_webhook"] = "dq_webhook"
    url_from: str
    language: str = "zh"

    def run(self, checkpoint_result: Any, action_context: Any = None) -> dict[str, Any]:
        """The status that the address answered with. What goes wrong is logged, and the gate sees it."""
        url = os.environ.get(self.url_from, "").strip()
        if not url.startswith(("https://", "http://")):
            _LOG.error("webhook %s: %s holds no http address", self.name, self.url_from)
            return {}
        body = json.dumps(summary(checkpoint_result, Words(self.language)), ensure_ascii=False).encode()
        try:
            request = Request(url, body, {"Content-Type": "application/json; charset=utf-8"})  # noqa: S310 - seen above
            with urlopen(request, timeout=_SECONDS) as answer:  # noqa: S310 - as above
                return {"status": answer.status}
        except OSError as failure:
            _LOG.error("webhook %s: %s", self.name, failure)
        except (HTTPException, ValueError) as failure:  # these quote the address
            _LOG.error("webhook %s: %s", self.name, type(failure).__name__)
        return {}
