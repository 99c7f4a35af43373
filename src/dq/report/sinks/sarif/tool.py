"""The tool and its rules as SARIF tells them, in both languages."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

from dq.report.evidence import one_line
from dq.report.sinks.markdown import escaped
from dq.semantics.checked import CheckedRule
from dq.types import Severity

LEVELS: Final = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.INFO: "note"}
_NAME: Final = "dq"


def tool(rules: Sequence[CheckedRule], version: str, language: str) -> dict[str, Any]:
    """The component that made the results, with its rules in `language`.

    Parameters: `version` of the program that ran. Example: `tool(book.rules, "0.1.0", "zh")["driver"]["name"]` → "dq".
    """
    driver = {
        "name": _NAME,
        **({"version": version} if version else {}),
        "language": language_tag(language),
        "rules": [
            {
                **_descriptor(rule, language),
                "defaultConfiguration": {"level": LEVELS[rule.severity]},
                "properties": {
                    "severity": rule.severity.value,
                    "pack": rule.pack,
                    "fingerprint": rule.fingerprint,
                    "needs": list(rule.needs),
                },
            }
            for rule in rules
        ],
    }
    return {"driver": driver}


def translation(rules: Sequence[CheckedRule], language: str) -> dict[str, Any]:
    """The same rules, in the same order, in another language."""
    return {
        "name": _NAME,
        "language": language_tag(language),
        "contents": ["localizedData"],
        "isComprehensive": True,
        "associatedComponent": {"name": _NAME},
        "rules": [_descriptor(rule, language) for rule in rules],
    }


def language_tag(language: str) -> str:
    """The language as RFC 5646 names it. Example: `language_tag("zh")` → `"zh-CN"`."""
    return "en-US" if language == "en" else "zh-CN"


def _descriptor(rule: CheckedRule, language: str) -> dict[str, Any]:
    english = language == "en"
    title = one_line(rule.title.in_language(language))
    explanation = rule.explanation.in_language(language) if rule.explanation else ""
    words = ("Basis", "Check") if english else ("依据", "检查")
    told = [(words[0], rule.basis.in_language(language)), (words[1], rule.check_text)]
    colon = ": " if english else "："
    plain = [one_line(explanation), *(f"{word}{colon}{one_line(text)}" for word, text in told if text)]
    marked = [escaped(explanation), *(f"**{word}**{colon}{escaped(text)}" for word, text in told if text)]
    return {
        "id": rule.id,
        "name": title,
        "shortDescription": {"text": title},
        "fullDescription": {"text": one_line(explanation) or title},
        "help": {
            "text": "\n".join(part for part in plain if part) or title,
            "markdown": "\n\n".join(part for part in marked if part) or escaped(title),
        },
    }
