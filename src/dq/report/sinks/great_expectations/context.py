"""Rules and archive as a file context of Great Expectations: suites, assets, definitions and one checkpoint.

One suite a rule pack, one asset a partition, one validation definition a pack and partition, one checkpoint for all.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any, Final

import great_expectations as gx

from dq.report.sinks.great_expectations.actions import SITE, DocsOnceAction, FindingsAction
from dq.report.sinks.great_expectations.evaluation import open_archive, remember
from dq.report.sinks.great_expectations.expectations import EXPECTATION_CLASSES, GX_SEVERITY
from dq.report.sinks.great_expectations.kinds import KIND_TITLES, kind_of
from dq.report.sinks.great_expectations.notices import DigestAction
from dq.report.sinks.great_expectations.packs import pack_title
from dq.report.sinks.great_expectations.private_api import quiet
from dq.report.sinks.great_expectations.site import SITE_NAME, site_config
from dq.report.sinks.great_expectations.source import WHOLE_PARTITION
from dq.report.sinks.great_expectations.terms import Terms
from dq.report.sinks.text.view import View
from dq.semantics.checked import CheckedRule, RuleBook
from dq.templates.model import Schema

CONTEXT_FOLDER: Final = "gx"
DATASOURCE: Final = "archive"
CHECKPOINT: Final = "audit"
CONFIGURATION: Final = "great_expectations.yml"
_VARIABLES: Final = "uncommitted/config_variables.yml"
META: Final = "dq"
"""Key of our part of a suite's meta data: the rules that must be evaluated."""

DEFAULT_TERMS: Final = Terms()
RUNS_SHOWN: Final = 10
"""The newest runs, which the site lists; what is older is forgotten at the next run."""


def build_context(out: Path, archive: Path, rules: RuleBook, schema: Schema, terms: Terms = DEFAULT_TERMS) -> Path:
    """Write a context to `out`/gx with all `rules` over all partitions of `archive`, and configure `out`/site.

    Parameters: `terms` the language of everything that is told, and what is waived.
    What an earlier call wrote there is replaced; results of earlier runs stay, as history.
    Returns the context's folder. Raises FileNotFoundError where there is no archive, ValueError where it is empty or
    there are no rules.
    Example: `build_context(Path("out"), Path("archive"), book, default_schema())` → `out/gx`.
    """
    years = open_archive(archive).years
    if not years:
        raise ValueError(f"档案库里没有报表: {archive}")
    if not rules.rules:
        raise ValueError("没有规则")
    folder = out / CONTEXT_FOLDER
    folder.mkdir(parents=True, exist_ok=True)
    remember(rules)
    with quiet():
        context = _opened(folder.resolve())
        _clear(context)
        context.variables.progress_bars = {"globally": False}
        context.variables.save()
        context.enable_analytics(False)  # noqa: FBT003 - the library's signature
        view = View(terms.language, schema)
        suites = [_suite(context, pack, members, rules, view) for pack, members in _packs(rules).items()]
        batches = _batches(context, archive, years, replace(terms, bodies=rules.bodies))
        limit = RUNS_SHOWN * len(suites) * len(batches)
        _replace_sites(context, site_config(f"../{SITE}/", limit, terms.language))
        definitions = [
            context.validation_definitions.add(
                gx.ValidationDefinition(name=f"{suite.name}-{year}", data=batch, suite=suite)
            )
            for suite in suites
            for year, batch in batches.items()
        ]
        context.checkpoints.add(_checkpoint(definitions, terms.language))
    return folder


def _opened(folder: Path) -> Any:
    """The context there, or a new one without a file of configuration variables, which is parsed anew for every value
    that is asked for, some thousand times a run; variables of the environment are still put in.
    """
    is_new = not (folder / CONFIGURATION).exists()
    variables = folder / _VARIABLES
    is_somebodys = variables.exists()
    context = gx.get_context(mode="file", context_root_dir=folder)
    if not is_new:
        return context
    context.variables.config_variables_file_path = None
    context.variables.save()
    if not is_somebodys:
        variables.unlink(missing_ok=True)
    return gx.get_context(mode="file", context_root_dir=folder)


def _checkpoint(definitions: list[Any], language: str) -> Any:
    """All definitions, the site and what is written beside it."""
    return gx.Checkpoint(
        name=CHECKPOINT,
        validation_definitions=definitions,
        actions=[
            DocsOnceAction(name="site", site_names=[SITE_NAME]),
            FindingsAction(name="findings"),
            DigestAction(name="digest", language=language),
        ],
        result_format="COMPLETE",
    )


def _packs(rules: RuleBook) -> dict[str, list[CheckedRule]]:
    packs: dict[str, list[CheckedRule]] = {}
    for rule in rules.rules:
        packs.setdefault(rule.pack, []).append(rule)
    return dict(sorted(packs.items()))


def _suite(context: Any, pack: str, members: Sequence[CheckedRule], rules: RuleBook, view: View) -> Any:
    """A pack's suite, all expectations at once: adding them one by one is quadratic."""
    book = {rule.id: rule for rule in rules.rules}
    titles = dict.fromkeys(pack_title(Path(file)) for file in sorted({rule.span.file for rule in members}))
    title = view.say("；", "; ").join(dict.fromkeys(each.in_language(view.language) for each in titles if each.zh))
    return context.suites.add(
        gx.ExpectationSuite(
            name=pack,
            expectations=[_expectation(rule, title, book, view) for rule in members],
            meta={META: {"rules": {rule.id: rule.fingerprint for rule in members}}},
        )
    )


def _expectation(rule: CheckedRule, title: str, book: dict[str, CheckedRule], view: View) -> Any:
    kind = kind_of(rule)
    return EXPECTATION_CLASSES[kind](
        rule_id=rule.id,
        rule_text=rule.source,
        check_text=rule.check_text,
        definitions=list(rule.used),
        needed=[book[needed].whole for needed in _needed(rule, book)],
        fingerprint=rule.fingerprint,
        title_zh=rule.title.zh,
        title_en=rule.title.en,
        basis=rule.basis.in_language(view.language),
        kind=KIND_TITLES[kind].in_language(view.language),
        pack=rule.pack,
        pack_title=title,
        column=_section(rule, view),
        language=view.language,
        severity=GX_SEVERITY[rule.severity],
    )


def _needed(rule: CheckedRule, book: dict[str, CheckedRule]) -> list[str]:
    """Ids of all rules that this one needs, directly or through others, sorted."""
    found: set[str] = set()
    waiting = list(rule.needs)
    while waiting:
        needed = waiting.pop()
        if needed not in found and needed in book:
            found.add(needed)
            waiting.extend(book[needed].needs)
    return sorted(found)


def _section(rule: CheckedRule, view: View) -> str:
    """Title of the table that the rule stands on, or of the first that it names."""
    expectation = rule.expectations[0]
    name = expectation.each or (expectation.tables[0] if expectation.tables else "")
    return view.table(name) if name in view.schema.tables else view.say("其他", "others")


def _batches(context: Any, archive: Path, years: Sequence[int], terms: Terms) -> dict[int, Any]:
    """One asset a partition, each with its one batch definition."""
    datasource = context.data_sources.add_dq_archive(DATASOURCE, **terms.stored())
    batches = {}
    for year in years:
        asset = datasource.add_dq_archive_partition_asset(name=str(year), path=str(archive.resolve()), year=year)
        batches[year] = asset.add_batch_definition(WHOLE_PARTITION)
    return batches


def _replace_sites(context: Any, config: dict[str, Any]) -> None:
    for name in list(context.get_site_names()):
        context.delete_data_docs_site(name)
    context.add_data_docs_site(SITE_NAME, config)


def _clear(context: Any) -> None:
    """Take out what an earlier call put in, users before used; what a person added stays."""
    for checkpoint in list(context.checkpoints.all()):
        if checkpoint.name == CHECKPOINT:
            context.checkpoints.delete(checkpoint.name)
    for definition in list(context.validation_definitions.all()):
        if META in (definition.suite.meta or {}):
            context.validation_definitions.delete(definition.name)
    for suite in list(context.suites.all()):
        if META in (suite.meta or {}):
            context.suites.delete(suite.name)
    if DATASOURCE in context.data_sources.all():
        context.data_sources.delete(DATASOURCE)
