"""`dq rules`: the catalogue of rules."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Literal

from dq.application.exits import exit_of_diagnostics
from dq.application.rulebooks import LoadedRules, read_rules
from dq.cli.console import print_data, print_diagnostics, print_lines, spoken
from dq.cli.sources import named_rules
from dq.diagnostics.layout import Line, Piece, Style, line, pad, width_of
from dq.report.sinks.text.view import View
from dq.semantics.checked import CheckedRule
from dq.settings import Language


def run(*, rules: Sequence[Path], output: Literal["text", "json"], language: Language | None) -> int:
    """Print the catalogue and give the exit code: 2 where a rule file has errors."""
    tongue = spoken(language)
    loaded = read_rules(named_rules(rules))
    print_diagnostics(loaded.diagnostics, tongue)
    match output:
        case "json":
            catalogue = [_entry(rule) for rule in loaded.book.rules]
            print_data([json.dumps({"schema_version": 1, "rules": catalogue}, ensure_ascii=False, indent=1)])
        case "text":
            print_lines(_catalogue(loaded, View(tongue, loaded.schema, loaded.by_id)))
    return exit_of_diagnostics(loaded.diagnostics)


def tables_of(rule: CheckedRule) -> tuple[str, ...]:
    """Names of the tables that the rule speaks of, sorted."""
    return tuple(sorted({table for expectation in rule.expectations for table in expectation.tables}))


def _entry(rule: CheckedRule) -> dict[str, object]:
    return {
        "id": rule.id,
        "severity": rule.severity.value,
        "title": rule.title.zh,
        "title_en": rule.title.en,
        "tables": tables_of(rule),
        "basis": rule.basis.zh,
        "basis_en": rule.basis.en,
        "needs": rule.needs,
        "check": rule.check_text,
        "pack": rule.pack,
        "fingerprint": rule.fingerprint,
    }


def _catalogue(loaded: LoadedRules, view: View) -> Iterator[Line]:
    width = max((width_of(rule.id) for rule in loaded.book.rules), default=0)
    for rule in loaded.book.rules:
        word, style = view.severity(rule.severity)
        tables = view.say("、", ", ").join(view.table(name) for name in tables_of(rule))
        yield line(
            Piece(pad(rule.id, width), Style.STRONG),
            "  ",
            Piece(word, style),
            f"  {rule.title.in_language(view.language)}",
            hang=width + 4,
        )
        basis = rule.basis.in_language(view.language)
        yield line(Piece(f"{tables} · {basis}" if basis else tables, Style.FAINT), indent=width + 2)
    total = len(loaded.book.rules)
    yield line(Piece(view.say(f"共 {total} 条规则", f"{total} rules"), Style.STRONG))
