"""Use case: look over rule files, with an archive where one is named, and mend what is certain."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final

from dq.application import requests
from dq.application.formatting import STANDARD_INPUT, FormattedFile, rewrite
from dq.application.places import is_there
from dq.authoring.linting import Linted, Tally, lint_texts, lints
from dq.authoring.mending import mended, mended_form
from dq.diagnostics import Diagnostic, Level, SourceText, Text
from dq.diagnostics.codes import PAGES
from dq.semantics.files import RuleTexts, read_texts
from dq.templates import default_schema

if TYPE_CHECKING:
    from dq.semantics.checked import RuleBook

_ROUNDS: Final = 5
"""A fix may make room for the next one; so often is asked at most."""


@dataclass(frozen=True, slots=True)
class Looked:
    """What was said of rule files.

    Parameters: `texts` of the files, by name, as they are now; `mended` certain fixes that were made.
    """

    errors: tuple[Diagnostic, ...]
    findings: tuple[Diagnostic, ...]
    texts: Mapping[str, str]
    mended: int = 0

    @property
    def diagnostics(self) -> tuple[Diagnostic, ...]:
        """Errors and findings in order of place."""
        return tuple(
            sorted((*self.errors, *self.findings), key=lambda each: (each.span.file, each.span.line, each.span.column))
        )


def look_over(paths: Sequence[Path], archive: Path | None, *, mending: bool = False) -> Looked:
    """Lint rule files and folders; with `mending`, certain fixes are written to them first.

    Parameters: `archive` whose reports the rules are run over, for the lints that ask what they found.
    Example: `look_over([rules_folder()], None).findings` → `()`.
    """
    wrong = [requests.no_such_path(path) for path in paths if not is_there(path)]
    read = read_texts([path for path in paths if is_there(path)])
    made, failures = 0, list[Diagnostic]()
    for _ in range(_ROUNDS if mending else 0):
        count, failures = _mend(read)
        made += count
        if not count:
            break
        read = read_texts([path for path in paths if is_there(path)])
    return _looked(read, archive, [*wrong, *failures], made)


def look_over_input(text: str, archive: Path | None) -> Looked:
    """Lint one rule text, named "-"."""
    return _looked(RuleTexts(((str(STANDARD_INPUT), text),)), archive, [], 0)


def titles() -> dict[str, Text]:
    """What each code of the language and of the lints means."""
    return {**{page.code: page.title for page in PAGES}, **{lint.code: lint.title for lint in lints()}}


def _looked(read: RuleTexts, archive: Path | None, wrong: list[Diagnostic], made: int) -> Looked:
    linted, said = _linted(read, archive)
    texts = {**linted.sources, **dict(read.files)}
    return Looked((*wrong, *said, *linted.errors), linted.findings, texts, made)


def _linted(read: RuleTexts, archive: Path | None) -> tuple[Linted, list[Diagnostic]]:
    said: list[Diagnostic] = []
    if archive is None:
        return lint_texts(read, default_schema()), said

    def tallying(book: RuleBook) -> dict[str, Tally] | None:
        found, wrong = _tallies(book, archive)
        said.extend(wrong)
        return found

    return lint_texts(read, default_schema(), tallying), said


def _tallies(book: RuleBook, archive: Path) -> tuple[dict[str, Tally] | None, list[Diagnostic]]:
    """What each rule came to on the archive, or why it could not be run."""
    from dq.application.sources import Sources  # an archive needs polars; linting alone does not
    from dq.application.stores import open_store
    from dq.engine import check

    opened = open_store(Sources(archive=archive), default_schema())
    if opened.store is None:
        return None, list(opened.diagnostics)
    run = check(book, opened.store, default_schema(), evidence="violated")
    reports = len(run.reports)
    return {rule.id: Tally(Counter(run.matrix.get(rule.id, {})), reports) for rule in book.rules}, [
        each for each in opened.diagnostics if each.level is Level.ERROR
    ]


def _mend(read: RuleTexts) -> tuple[int, list[Diagnostic]]:
    """Write the certain fixes of each file; gives their number and what could not be written."""
    linted = lint_texts(read, default_schema())
    broken = {each.span.file for each in linted.errors}
    made, failures = 0, []
    for name, text in read.files:
        fixes = [each.fix for each in linted.diagnostics if each.fix is not None and each.fix.span.file == name]
        after, count = mended(SourceText(name, text), fixes)
        after, more = mended_form(SourceText(name, after))
        count += more
        if count:
            file = FormattedFile(Path(name), text, after)
            unread = name in broken and not _is_utf8(file.path)
            failure = requests.not_utf8(file.path) if unread else rewrite(file)
            made += count if failure is None else 0
            failures += [failure] if failure is not None else []
    return made, failures


def _is_utf8(path: Path) -> bool:
    """Whether the file's characters are certain; in any other code the errors may come from reading it wrongly."""
    try:
        path.read_bytes().decode()
    except UnicodeDecodeError:
        return False
    except OSError:
        return True  # writing says why
    return True
