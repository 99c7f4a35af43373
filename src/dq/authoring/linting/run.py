"""All lints over some rule files."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from dq.authoring.linting.ignores import ignores, without_ignored
from dq.authoring.linting.model import Finding, Here, Subject, Tally
from dq.authoring.linting.registry import lints
from dq.diagnostics import Diagnostic, Level, SourceText, Text
from dq.semantics.checked import RuleBook
from dq.semantics.files import RuleTexts
from dq.semantics.loading import LoadResult, check_texts
from dq.syntax import parse, tree
from dq.templates.model import Schema

Tallying = Callable[[RuleBook], Mapping[str, Tally] | None]
"""Runs rules over an archive: rule id → what it came to."""


@dataclass(frozen=True, slots=True)
class Linted:
    """What was said of some rule files. Parameters: `errors` keep rules from loading, `findings` do not."""

    errors: tuple[Diagnostic, ...]
    findings: tuple[Diagnostic, ...]
    sources: Mapping[str, str]

    @property
    def diagnostics(self) -> tuple[Diagnostic, ...]:
        """Everything, in order of place."""
        return tuple(sorted((*self.errors, *self.findings), key=_place))


def lint_texts(read: RuleTexts, schema: Schema, tallying: Tallying | None = None) -> Linted:
    """What the reading of rule files and all lints say of them.

    Parameters: `read` the files; `tallying` runs their rules over an archive, for the lints that ask what they found.
    Of a file with errors only these are told: what could not be read may hold what seems to be missing or unused.
    Example: `lint_texts(read_texts([rules_folder()]), default_schema()).findings` → `()`.
    """
    return lint_loaded(read, check_texts(read, schema), schema, tallying)


def lint_loaded(read: RuleTexts, loaded: LoadResult, schema: Schema, tallying: Tallying | None = None) -> Linted:
    """As `lint_texts`, of files that were checked.

    Parameters: `loaded` what the check came to, of these files or of more: lints see the trees of those of `read` only.
    Example: `lint_loaded(read, check_texts(read, schema), schema).findings` → `()`.
    """
    errors = tuple(each for each in loaded.diagnostics if each.level is Level.ERROR)
    broken = {each.span.file for each in errors}
    files = {name: parse(text, name).tree for name, text in read.files if name not in broken}
    tallies = tallying(loaded.book) if tallying is not None and loaded.book.rules else None
    subject = Subject(
        files,
        {key: target for key, target in read.imports.items() if isinstance(target, str)},
        {rule.id: rule for rule in loaded.book.rules},
        schema,
        tallies,
        tuple(_here(files)),
        whole=not broken,
    )
    found = [(lint.name, lint.code, finding) for lint in lints() for finding in lint.find(subject)]
    warnings = [each for each in loaded.diagnostics if each.level is Level.WARNING and each.span.file not in broken]
    found += [(each.code, each.code, _finding(each)) for each in warnings]
    codes = {lint.name: lint.code for lint in lints()}
    asked = {name: ignores(file) for name, file in files.items()}
    said = [_diagnostic(codes.get(name, name), name, each) for name, each in without_ignored(found, asked, codes)]
    return Linted(errors, tuple(sorted(said, key=_place)), loaded.sources)


def _here(files: Mapping[str, tree.File]) -> list[Here]:
    found = []
    for name, file in files.items():
        source = SourceText(name, file.text)
        found += [Here(source, placed.base, placed.declaration) for placed in file.declarations]
    return found


def _finding(warning: Diagnostic) -> Finding:
    return Finding(warning.span, warning.headline, warning.help, warning.labels, warning.fix)


def _diagnostic(code: str, name: str, found: Finding) -> Diagnostic:
    notes = () if name == code else (Text(f"检查项 {name}", f"lint {name}"),)
    return Diagnostic(code, Level.WARNING, found.headline, found.span, found.help, notes, found.labels, found.fix)


def _place(said: Diagnostic) -> tuple[str, int, int, str]:
    return said.span.file, said.span.line, said.span.column, said.code
