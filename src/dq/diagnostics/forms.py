"""Diagnostics for programs: as JSON, and as a SARIF 2.1.0 log that code hosts and editors show."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from pathlib import PurePath
from typing import Any, Final
from urllib.parse import quote

from dq.diagnostics.model import Diagnostic, Fix, Level, Span, Text
from dq.diagnostics.remedies import help_of

SARIF_VERSION: Final = "2.1.0"
_SCHEMA: Final = "https://json.schemastore.org/sarif-2.1.0.json"


def as_json(diagnostics: Iterable[Diagnostic], language: str = "zh") -> str:
    """A JSON document: `schema_version` and `diagnostics`, each with its place, words, labels and fix.

    Parameters: `language` of the words, "zh" or "en". Lines and columns count characters
    from 1; ends are exclusive.
    Example: `json.loads(as_json([]))["diagnostics"]` → `[]`.
    """
    entries = [_entry(each, language) for each in diagnostics]
    return json.dumps({"schema_version": 1, "diagnostics": entries}, ensure_ascii=False, indent=1)


def _entry(said: Diagnostic, language: str) -> dict[str, Any]:
    def words(text: Text | None) -> str | None:
        return None if text is None else text.in_language(language)

    return {
        "code": said.code,
        "level": said.level.value,
        "message": words(said.headline),
        "place": _place(said.span),
        "notes": [words(note) for note in said.notes],
        "help": words(help_of(said)),
        "labels": [{"place": _place(label.span), "message": words(label.text)} for label in said.labels],
        "fix": None
        if said.fix is None
        else {
            "place": _place(said.fix.span),
            "replacement": said.fix.replacement,
            "message": words(said.fix.text),
        },
    }


def _place(span: Span) -> dict[str, Any]:
    return {
        "file": span.file,
        "line": span.line,
        "column": span.column,
        "end_line": span.end_line,
        "end_column": span.end_column,
    }


def as_sarif(diagnostics: Sequence[Diagnostic], version: str, titles: Mapping[str, Text], language: str = "zh") -> str:
    """A SARIF log of one run.

    Parameters: `version` of the program; `titles` code → what it means, for the codes that have a page; `language` of
    the words. Source: OASIS SARIF 2.1.0; columns count characters (`unicodeCodePoints`).
    Example: `json.loads(as_sarif([], "1.0", {}))["version"]` → `"2.1.0"`.
    """
    codes = sorted({each.code for each in diagnostics})
    rules = [
        {"id": code, **({"shortDescription": {"text": titles[code].in_language(language)}} if code in titles else {})}
        for code in codes
    ]
    run = {
        "tool": {"driver": {"name": "dq", "version": version, "rules": rules}},
        "columnKind": "unicodeCodePoints",
        "results": [_result(each, codes.index(each.code), language) for each in diagnostics],
    }
    return json.dumps({"$schema": _SCHEMA, "version": SARIF_VERSION, "runs": [run]}, ensure_ascii=False, indent=1)


def _result(said: Diagnostic, rule: int, language: str) -> dict[str, Any]:
    words = [text for text in (said.headline, *said.notes, help_of(said)) if text is not None]
    result: dict[str, Any] = {
        "ruleId": said.code,
        "ruleIndex": rule,
        "level": "error" if said.level is Level.ERROR else "warning",
        "message": {"text": "\n".join(text.in_language(language) for text in words)},
        "locations": [{"physicalLocation": _physical(said.span)}],
    }
    if said.labels:
        result["relatedLocations"] = [
            {
                "id": number,
                "physicalLocation": _physical(label.span),
                "message": {"text": label.text.in_language(language)},
            }
            for number, label in enumerate(said.labels, 1)
        ]
    if said.fix is not None:
        result["fixes"] = [_fix(said.fix, language)]
    return result


def _fix(fix: Fix, language: str) -> dict[str, Any]:
    replacement = {"deletedRegion": _region(fix.span), "insertedContent": {"text": fix.replacement}}
    change = {"artifactLocation": {"uri": _uri(fix.span.file)}, "replacements": [replacement]}
    return {"description": {"text": fix.text.in_language(language)}, "artifactChanges": [change]}


def _physical(span: Span) -> dict[str, Any]:
    location: dict[str, Any] = {"artifactLocation": {"uri": _uri(span.file)}}
    return {**location, "region": _region(span)} if span.line else location


def _region(span: Span) -> dict[str, int]:
    return {
        "startLine": span.line,
        "startColumn": span.column,
        "endLine": span.end_line,
        "endColumn": span.end_column,
    }


def _uri(file: str) -> str:
    """A path as SARIF wants it: with slashes, other signs escaped."""
    return quote(PurePath(file).as_posix())
