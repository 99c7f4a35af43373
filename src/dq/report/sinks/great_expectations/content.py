"""What the pages say of one rule: the prescription, its state, its counts and the rows that prove it.

Everything is handed on as Great Expectations' rendered content with plain text inside; the view escapes it, once.
"""

from __future__ import annotations

from typing import Any

from dq.report.sinks.great_expectations.details import Details
from dq.report.sinks.great_expectations.private_api import (
    CollapseContent,
    RenderedStringTemplateContent,
)
from dq.report.sinks.great_expectations.words import COUNTED, Words, colour_of, state_of

Styles = dict[str, Any]
COMPACT = "dq_compact"
"""Key in the styling of a table of results: the rules in it are shown short."""


def phrase(template: str, params: dict[str, object] | None = None, styles: Styles | None = None, tag: str = "") -> Any:
    """A piece of text: `$name` in the template stands for a parameter, each with its own style.

    Parameters: `styles` maps "" to the style of the whole and a parameter's name to the style of its place.
    Example: `phrase("$n 条", {"n": 3}, {"n": {"classes": ["badge"]}})`.
    """
    styles = styles or {}
    places = {name: style for name, style in styles.items() if name}
    return RenderedStringTemplateContent(
        string_template={
            "template": template,
            "params": {name: str(value) for name, value in (params or {}).items()},
            "tag": tag or "span",
            "styling": {**styles.get("", {}), "params": places},
        }
    )


def badge(text: str, colour: str, explanation: str = "") -> Any:
    """A coloured label; the explanation shows when it is pointed at."""
    attributes = {"attributes": {"title": explanation}} if explanation else {}
    return phrase("$text", {"text": text}, {"": {"classes": ["badge", f"badge-{colour}"], **attributes}})


def words_of(configuration: Any) -> Words:
    """The words of the language that the suite of this expectation was written in."""
    return Words(str(configuration.kwargs.get("language", "zh")))


def rule_title(configuration: Any) -> str:
    """The rule's title in that language. Example: `rule_title(result.expectation_config)`."""
    kwargs = configuration.kwargs
    return words_of(configuration).say(str(kwargs.get("title_zh", "")), str(kwargs.get("title_en", "")))


def prescription(configuration: Any, *, compact: bool = False) -> list[Any]:
    """What the rule asks: id, severity, kind, title and basis, then its text.

    Parameters: `compact` shows the check only, with the whole text on demand (beside results).
    """
    kwargs, words = configuration.kwargs, words_of(configuration)
    severity = getattr(configuration.severity, "value", str(configuration.severity))
    styles = {
        "": {"classes": ["dq-rule"]},
        "id": {"classes": ["badge", "badge-primary"]},
        "severity": {"classes": ["badge", "badge-light", f"dq-severity-{severity}"]},
        "kind": {"classes": ["badge", "badge-light"]},
        "title": {"tag": "strong"},
        "basis": {"classes": ["text-muted", "small"]},
        "text": {"tag": "pre", "classes": ["dq-rule-text"]},
    }
    params = {
        "id": kwargs["rule_id"],
        "severity": words.severity(severity),
        "kind": kwargs["kind"],
        "title": rule_title(configuration),
        "basis": words.say("依据：", "Basis: ") + kwargs["basis"],
        "text": kwargs["check_text"] if compact else kwargs["rule_text"],
    }
    heading = phrase("$id $severity $kind $title\n$basis$text", params, styles, tag="div")
    if not compact:
        return [heading]
    whole = phrase("$text", {"text": kwargs["rule_text"]}, {"text": styles["text"]}, tag="div")
    return [heading, CollapseContent(collapse_toggle_link=words.say("规则全文", "the whole rule"), collapse=[whole])]


def status(result: Any) -> Any:
    """The gravest verdict that the rule has, as a label: neither rounding nor undecided looks like a plain pass."""
    state, words = state_of(result_counts(result)), words_of(result.expectation_config)
    return phrase(
        "$text",
        {"text": words.state(state)},
        {
            "": {"classes": [f"dq-state-{state}"]},
            "text": {
                "classes": ["badge", f"badge-{colour_of(state)}", "dq-status"],
                "attributes": {"title": words.meaning(state)},
            },
        },
    )


def result_counts(result: Any) -> dict[str, int]:
    """Counts of the verdicts in one rule's result; an exception counts as one error.

    Example: `result_counts(result)["violated"]` → 1.
    """
    details = result_details(result)
    if details is None:
        return {**dict.fromkeys(COUNTED, 0), "error": 1}
    return {name: int(details["counts"].get(name, 0)) for name in COUNTED}


def result_details(result: Any) -> Details | None:
    """The details in a result, None where the rule was not evaluated or the result is not one of ours."""
    details = (result.result or {}).get("details")
    return details if isinstance(details, dict) and "counts" in details else None


def observed_counts(result: Any) -> Any:
    """The counts of all verdicts, one a line; those that did not occur are left out."""
    return counts_phrase(result_counts(result), words_of(result.expectation_config))


def counts_phrase(counts: dict[str, int], words: Words, separator: str = "\n") -> Any:
    """Counts of verdicts as labels, gravest first.

    Example: `counts_phrase({"violated": 1, "holds": 30}, Words("zh"))` → 不成立 1, 成立 30.
    """
    present = [name for name in COUNTED if counts.get(name)]
    return phrase(
        separator.join(f"${name}" for name in present) or "—",
        {name: f"{words.state(name)} {counts[name]}" for name in present},
        {
            "": {"classes": ["dq-counts"]},
            **{
                name: {
                    "classes": ["badge", f"badge-{colour_of(name)}"],
                    "attributes": {"title": words.meaning(name)},
                }
                for name in present
            },
        },
    )
