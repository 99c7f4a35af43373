"""`dq explain RULE`: a rule's text, its basis, and how it is evaluated, step by step where reports are named."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

from dq.application.exits import exit_of_diagnostics
from dq.application.explaining import Explanation, explain_rule
from dq.cli.commands.rules import tables_of
from dq.cli.console import print_diagnostics, print_lines, spoken
from dq.cli.reckoning import steps_shown
from dq.cli.sources import named_rules, named_sources
from dq.diagnostics.layout import Line, Piece, Style, line
from dq.report.sinks.text.view import View
from dq.semantics.checked import CheckedRule
from dq.settings import Language


def run(
    *,
    rule: str,
    paths: Sequence[Path],
    rules: Sequence[Path],
    archive: Path | None,
    reports: Sequence[str],
    row: str,
    language: Language | None,
) -> int:
    """Explain a rule, on reports where some are named, and give the exit code: 2 where there is no such rule."""
    tongue = spoken(language)
    sources = named_sources(paths, archive, reports) if reports or paths else None
    explanation = explain_rule(rule, named_rules(rules), sources, row=row, language=tongue)
    print_diagnostics(explanation.diagnostics, tongue)
    if explanation.rule is not None:
        view = View(tongue, explanation.rules.schema, explanation.rules.by_id)
        print_lines(_page(explanation.rule, explanation, view))
    return exit_of_diagnostics(explanation.diagnostics)


def _page(rule: CheckedRule, explanation: Explanation, view: View) -> Iterator[Line]:
    word, style = view.severity(rule.severity)
    title = rule.title.in_language(view.language)
    yield line(Piece(f"{rule.id}  {title}  ", Style.STRONG), Piece(word, style))
    if rule.explanation is not None:
        yield line(rule.explanation.in_language(view.language), indent=2)
    tables = view.listed(tuple(view.table(name) for name in tables_of(rule)))
    templates = sorted(set().union(*(expectation.templates for expectation in rule.expectations)))
    forms = tuple(view.template(name) for name in templates)
    for name, text in (
        (view.say("依据", "basis"), rule.basis.in_language(view.language)),
        (view.say("涉及的表", "tables"), tables),
        (view.say("适用的报告", "applies to"), view.listed(forms)),
        (view.say("前提规则", "needs"), view.listed(rule.needs)),
        (view.say("所在文件", "file"), f"{rule.span.file}:{rule.span.line}"),
    ):
        if text:
            yield line(Piece(f"{name}  ", Style.FAINT), text, indent=2, hang=4)
    if explanation.outcomes is not None:
        yield line()
        yield from steps_shown(explanation.outcomes, explanation.steps, view)
        return
    yield from _text(view.say("从原文到执行", "from its text to its evaluation"), explanation.plan)


def _text(title: str, text: str) -> Iterator[Line]:
    yield line()
    yield line(Piece(title, Style.STRONG))
    for each in text.splitlines():
        stripped = each.lstrip(" ")
        indent = 2 + len(each) - len(stripped)
        yield line(stripped, indent=indent, hang=indent + 4)
