"""What is wrong with a draft, with its place and how to mend it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from dq.application.drafts.draft import Draft
from dq.authoring.linting import lint_loaded
from dq.authoring.mending import mended
from dq.diagnostics import Diagnostic, Level, SourceText
from dq.semantics.files import RuleTexts, read_texts
from dq.semantics.loading import LoadResult
from dq.semantics.remembered import check_remembered
from dq.templates import default_schema

if TYPE_CHECKING:
    from dq.semantics.checked import RuleBook


@dataclass(frozen=True, slots=True)
class LookedAt:
    """What the checker and the lints say of a draft.

    Parameters: `diagnostics` of the draft, in order of place; `elsewhere` what is wrong in the other files of its
    folder; `loaded` the rules as they would be with the draft; `texts` that were read.
    """

    diagnostics: tuple[Diagnostic, ...]
    elsewhere: tuple[Diagnostic, ...]
    loaded: LoadResult
    texts: RuleTexts

    @property
    def book(self) -> RuleBook:
        """The rules that load."""
        return self.loaded.book

    @property
    def errors(self) -> tuple[Diagnostic, ...]:
        """The errors of all files, those of the draft first."""
        return tuple(each for each in (*self.diagnostics, *self.elsewhere) if each.level is Level.ERROR)

    @property
    def is_sound(self) -> bool:
        """True where no file, the draft or another, has an error."""
        return not self.errors


def look_at(draft: Draft, memory: Path | None, *, whole: bool = False) -> LookedAt:
    """Check a draft with the other files of its folder, and lint it. Its tests, if any, are told of as another file.

    Parameters: `memory` the folder of files checked before, None to check all anew; `whole` lints every file of the
    folder with it; else those that import it or that it imports, which is quick enough for each pause in typing.
    Example: `look_at(Draft(rules_folder(), "a.dq", "rule"), None).diagnostics[0].code`.
    """
    read = read_texts([draft.folder], draft.on_disk())
    loaded = check_remembered(read, default_schema(), memory)
    own = str(draft.path)
    names = {name for name, _ in read.files} if whole else _related(own, read)
    near = replace(read, files=tuple(each for each in read.files if each[0] in names))
    errors = [each for each in loaded.diagnostics if each.level is Level.ERROR]
    linted = lint_loaded(near, loaded, default_schema())
    here = [each for each in (*errors, *linted.findings) if each.span.file == own]
    there = [each for each in (*errors, *(linted.findings if whole else ())) if each.span.file != own]
    return LookedAt(_ordered(here), _ordered(there), loaded, read)


def mend(draft: Draft, fixes: Sequence[Diagnostic]) -> tuple[str, int]:
    """The draft's text with the certain fixes of these diagnostics that do not overlap, and their number.

    Example: `mend(draft, look_at(draft, None).diagnostics)`.
    """
    own = str(draft.path)
    offered = [each.fix for each in fixes if each.fix is not None and each.fix.span.file == own]
    return mended(SourceText(own, draft.text), offered)


def _related(name: str, read: RuleTexts) -> frozenset[str]:
    """The file itself, those that it imports and those that import it."""
    near = {name}
    for (importing, _), target in read.imports.items():
        if isinstance(target, str) and name in (importing, target):
            near |= {importing, target}
    return frozenset(near)


def _ordered(said: Iterable[Diagnostic]) -> tuple[Diagnostic, ...]:
    return tuple(sorted(said, key=lambda each: (each.span.file, each.span.line, each.span.column, each.code)))
