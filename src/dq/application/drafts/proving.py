"""Run the rules' own tests that a draft could break, as `dq test` would with the draft in its place."""

from __future__ import annotations

import dataclasses
import shutil
from collections.abc import Collection
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Final

from dq.application import testing
from dq.application.drafts.draft import Draft
from dq.application.drafts.looking import look_at
from dq.application.drafts.trying import touched
from dq.authoring.testing import complaints
from dq.diagnostics import Diagnostic, Level
from dq.semantics.files import read_texts
from dq.semantics.remembered import recall_rules
from dq.templates import default_schema

if TYPE_CHECKING:
    from dq.semantics.checked import RuleBook

_HIDDEN: Final = shutil.ignore_patterns(".*")


def prove(draft: Draft, memory: Path | None, language: str = "zh") -> tuple[Diagnostic, ...]:
    """What speaks against a draft: its errors, else each test that fails, with its place; nothing where all pass.

    Of a rule file those tests run that name a rule which the draft changes or leaves out, or which needs one of those;
    of a test file its own and those of the files that import it; of both together all of these. Spans name files as a
    draft does. Stored reports are those that tests in the draft's folder begin with. Nothing is written to the folder.

    Parameters: `memory` as for `look_at`; `language` of the statements that are told of a failure.
    Errors: `OSError` where the rules cannot be copied to a folder of temporary files.
    Example: `prove(Draft(rules_folder(), "final_accounts/summary.dq", text), None)` → `()`.
    """
    looked = look_at(draft, memory)
    if looked.errors:
        return tuple(_named(each, draft.folder) for each in looked.errors)
    with TemporaryDirectory(prefix="dq-tests-") as home:
        folder = Path(home).resolve() / "rules"
        if draft.folder.is_dir():
            shutil.copytree(draft.folder, folder, ignore=_HIDDEN)
        for name, text in draft.files.items():
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            (folder / name).write_text(text, encoding="utf-8")
        said: list[Diagnostic] = []
        if not draft.is_tests:
            said += _of_rules(draft, looked.book, folder, memory, language)
        for name in draft.files:
            if Draft(folder, name, "").is_tests:
                said += _said(_with_importers(folder / name), "", language, draft.folder)
        return tuple(dict.fromkeys(_named(each, folder) for each in said))


def _of_rules(draft: Draft, edited: RuleBook, folder: Path, memory: Path | None, language: str) -> list[Diagnostic]:
    published = recall_rules([draft.folder], default_schema(), memory)[0]
    changed = touched(published, edited, str(draft.path))
    homes = {Path(rule.span.file).parent for book in (published, edited) for rule in book.rules if rule.id in changed}
    tested = sorted(folder / home.relative_to(draft.folder) for home in homes | {draft.path.parent})
    return _said([each for each in tested if testing.test_files([each])], changed, language, draft.folder)


def _said(paths: Collection[Path], wanted: str | frozenset[str], language: str, home: Path) -> list[Diagnostic]:
    if not paths:
        return []  # `dq test` calls it a fault to find no tests; a pack need not have any
    done = testing.run(paths, wanted=wanted, language=language, home=home)
    failed = [complaints.failed(each) for each in done.failed]
    return [each for each in done.diagnostics if each.level is Level.ERROR] + failed


def _with_importers(path: Path) -> list[Path]:
    """A test file, and those beside it that take fixtures from it, by way of others, too."""
    beside = testing.test_files([path.parent])
    imports = read_texts(beside).imports
    found = {str(path)}
    while more := {name for (name, _), target in imports.items() if target in found} - found:
        found |= more
    return [each for each in beside if str(each) in found]


def _named(said: Diagnostic, folder: Path) -> Diagnostic:
    """The diagnostic with its file as a draft names it: where the files stand is nobody's concern."""
    file = Path(said.span.file)
    if not file.is_relative_to(folder):
        return said
    span = dataclasses.replace(said.span, file=file.relative_to(folder).as_posix())
    return dataclasses.replace(said, span=span)
