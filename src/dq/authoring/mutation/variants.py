"""Variants of rules, checked as rules of their own that stand beside the originals in one book."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final

from dq.diagnostics import SourceText, Span
from dq.semantics.book import check_file
from dq.semantics.checked import CheckedRule
from dq.semantics.files import RuleTexts
from dq.semantics.library import Library
from dq.syntax import parse, tree
from dq.templates.model import Schema

_WORDS: Final = (tree.Title, tree.Explain, tree.Message)


@dataclass(frozen=True, slots=True)
class Written:
    """A rule where it is written: `text` of its file, offsets of `node` counting from `base`."""

    file: str
    text: str
    base: int
    node: tree.Rule

    @property
    def source(self) -> str:
        """The text that the rule's offsets count in."""
        return self.text[self.base : self.base + self.node.end]

    def span(self, start: int, end: int) -> Span:
        """The place of a piece between two offsets of the rule."""
        return SourceText(self.file, self.text).span(self.base + start, self.base + end)


@dataclass(frozen=True, slots=True)
class Variant:
    """A changed text of a rule, under an id of its own."""

    rule: str
    id: str
    file: str
    text: str


def written_rules(texts: RuleTexts) -> list[Written]:
    """Every rule of the files, in order of id."""
    found = [
        Written(name, text, placed.base, placed.rule)
        for name, text in texts.files
        for placed in parse(text, name).tree.rules
    ]
    return sorted(found, key=lambda each: each.node.id.text)


def renamed(rule: Written, start: int, end: int, text: str, name: str) -> str:
    """The rule's text with one piece replaced, under another id and without the words that no verdict depends on."""
    words = ((each.start, each.end, "") for each in rule.node.clauses if isinstance(each, _WORDS))
    changed = rule.source
    for begin, stop, put in sorted([(rule.node.id.start, rule.node.id.end, name), (start, end, text), *words])[::-1]:
        changed = changed[:begin] + put + changed[stop:]
    return changed[rule.node.start :]


def checked_variants(texts: RuleTexts, variants: Sequence[Variant], schema: Schema) -> dict[str, CheckedRule]:
    """The variants that are rules, by id; what the checks refuse is left out.

    Each is a text of its own, so that the bounds of a text hold for it alone, which may use the definitions and
    templates of the file that it comes from.
    """
    found: dict[str, CheckedRule] = {}
    by_file: dict[str, list[Variant]] = {}
    for variant in variants:
        by_file.setdefault(variant.file, []).append(variant)
    originals = dict(texts.files)
    lending = {found for found in texts.imports.values() if isinstance(found, str)}
    for file, of_file in by_file.items():
        # A file of rules may lend its templates to another one: then it stands among the files, not the imported.
        lent = tuple(each for each in texts.files if each[0] in lending and each[0] != file)
        own = ((file, originals[file]),)
        library = Library(replace(texts, files=own, imported=(*texts.imported, *lent)), schema)
        for variant in of_file:
            opened = library.beside(file, variant.text)
            read = check_file(opened, library.places, schema, texts.lists)
            found.update({draft.rule.id: draft.rule for draft in read.drafts if draft.rule.id == variant.id})
    return found


def needed(rules: Iterable[CheckedRule], by_id: Mapping[str, CheckedRule]) -> dict[str, CheckedRule]:
    """All rules that these need, directly or not."""
    found: dict[str, CheckedRule] = {}
    waiting = [need for rule in rules for need in rule.needs]
    while waiting:
        need = waiting.pop()
        if need not in found and need in by_id:
            found[need] = by_id[need]
            waiting += by_id[need].needs
    return found
