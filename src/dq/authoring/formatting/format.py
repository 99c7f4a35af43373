"""From rule text to its canonical form."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

from dq.authoring.formatting.declarations import document
from dq.authoring.formatting.document import printed
from dq.authoring.formatting.order import in_order
from dq.authoring.formatting.pieces import pieces
from dq.authoring.formatting.spelling import Keywords, Spelling, closed_words
from dq.authoring.sense import sense
from dq.diagnostics import Diagnostic, Level
from dq.syntax import parse, tokens, tree

__all__ = ["Formatted", "Keywords", "formatted", "meaning"]


@dataclass(frozen=True, slots=True)
class Formatted:
    """A text in canonical form, or what is wrong with it (`text` is then None)."""

    text: str | None
    diagnostics: tuple[Diagnostic, ...]


def formatted(text: str, file: str, spelled: Keywords | None = None) -> Formatted:
    r"""The canonical form of a rule file: its tree and its remarks are the same, its look is always one.

    Parameters: `text` of the file, `file` its name in diagnostics, `spelled` the keywords' language (None keeps them).
    Errors: none for bad text; `AssertionError` where the form would mean something else, which is our own fault.
    Example: `formatted('rule A "a"{check 1=1}', "a.dq").text` → `'rule A "a" {\n  check     1 = 1\n}\n'`.
    """
    parsed = parse(text, file)
    if any(each.level is Level.ERROR for each in parsed.diagnostics):
        return Formatted(None, parsed.diagnostics)
    spelling = Spelling(spelled, {} if spelled is None else closed_words(parsed.tree))
    found, end = pieces(parsed.tree, tokens(text), spelling)
    written = printed(document(in_order(found), end))
    again = parse(written, file)
    if again.diagnostics or meaning(again.tree) != meaning(parsed.tree):
        raise AssertionError(f"the canonical form of {file} would not mean the same")
    return Formatted(written, parsed.diagnostics)


def meaning(file: tree.File) -> tuple[Any, ...]:
    """What a file says and remarks, without places and spellings: equal for texts that differ in looks only."""
    declared = tuple(sense(_sorted(placed.declaration)) for placed in file.declarations)
    return declared, tuple(sorted(comment.text for comment in file.comments))


def _sorted(declared: tree.Declaration) -> tree.Declaration:
    """A declaration with its clauses in the order of their kinds, which says the same."""
    if not isinstance(declared, tree.Rule | tree.Template):
        return declared
    return replace(declared, clauses=tuple(sorted(declared.clauses, key=lambda each: type(each).__name__)))
