"""What can be written at a place of a draft: words, names and labels, from what the checker itself knows."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from itertools import islice
from typing import Final

from dq.application.drafts.draft import Draft
from dq.application.drafts.scope import Scope, opened
from dq.diagnostics import Text
from dq.functions import functions
from dq.semantics import vocabulary
from dq.semantics.files import RuleTexts
from dq.syntax import DECLARATION, expected, keywords, parse, parser, tree, unfinished
from dq.templates import default_schema
from dq.templates.model import ColumnSchema, Schema, TableSchema

MOST: Final = 500
"""Completions given at once."""

_LONGEST_WORD: Final = 200
"""Letters of a word that is completed: a search for its beginning over a whole text takes the square of its length."""
_WORD: Final = re.compile(r"[^\W\d]\w*$")
_REPORT_WORDS: Final = {"kind": vocabulary.KINDS, "level": vocabulary.LEVELS}
_ROW_WORDS: Final = {"side": vocabulary.SIDES, "role": vocabulary.ROLES}
_SIGNS: Final = ("EQUALS", "DIFFERS")


class Kind(StrEnum):
    """What a completion is."""

    KEYWORD = "keyword"
    TABLE = "table"
    COLUMN = "column"
    ITEM = "item"
    FUNCTION = "function"
    DEFINITION = "definition"
    ALIAS = "alias"
    RULE = "rule"
    WORD = "word"
    FILE = "file"


@dataclass(frozen=True, slots=True)
class Completion:
    """Something that can be written.

    Parameters: `text` to be put in; `detail` what it means or is called otherwise; `about` a sentence more.
    """

    text: str
    kind: Kind
    detail: Text | None = None
    about: Text | None = None


@dataclass(frozen=True, slots=True)
class Completions:
    """What can stand from `start` to the place that was asked about: offsets in characters of the draft's text."""

    start: int
    options: tuple[Completion, ...]


def complete(draft: Draft, offset: int, texts: RuleTexts, rules: Mapping[str, str]) -> Completions:
    """What can be written at a place.

    Parameters: `offset` of the place in the draft's text; `texts` the files of its folder; `rules` id → title of all
    rules. Example: `complete(draft, len(draft.text), texts, {}).options[0].text`.
    """
    offset = max(0, min(offset, len(draft.text)))
    starts = [match.start() for match in DECLARATION.finditer(draft.text, 0, offset)]
    start = starts[-1] if starts else 0
    before = draft.text[start:offset]
    open_text = opened(unfinished(before))
    if open_text is not None:
        scope = Scope(unfinished(before[: open_text.start]), default_schema())
        found: Iterable[Completion] = _in_text(scope, open_text.text[0], texts)
        return _chosen(start + open_text.start + 1, found)
    word = _WORD.search(before, max(0, len(before) - _LONGEST_WORD))
    at = len(before) if word is None else word.start()
    scope = Scope(unfinished(before[:at]), default_schema())
    return _chosen(start + at, _Place(scope, before[:at], draft, rules).options())


def _chosen(start: int, options: Iterable[Completion]) -> Completions:
    unique: dict[str, Completion] = {}
    for each in islice(options, 4 * MOST):
        unique.setdefault(each.text, each)  # what is nearer to the place comes first
    return Completions(start, tuple(islice(unique.values(), MOST)))


@dataclass(frozen=True, slots=True)
class _Place:
    """A place outside of any text. Parameters: `before` the declaration up to it."""

    scope: Scope
    before: str
    draft: Draft
    rules: Mapping[str, str]

    def options(self) -> Iterator[Completion]:
        """What can stand here."""
        kinds = expected(self.before)
        names = {"NAME", "QUOTED_NAME"} & kinds or not kinds
        if self.scope.last == "DOT":
            yield from self._after_dot()
            return
        if self.scope.last == "FOR_EACH":
            yield from _tables(self.scope.schema)
            return
        if (last := self._last_word()) is not None and names and kinds <= {"NAME", "QUOTED_NAME", "NUMBER", "STRING"}:
            yield from self._chosen_words(last)
            return
        if (table := self.scope.listed()) is not None:
            yield from _columns(table, figures=True)
            return
        if names and ("NUMBER" in kinds or not kinds):
            yield from self._values()
        yield from _words(kinds)

    def _last_word(self) -> str | None:
        """The terminal of the word before the place, where it begins a clause that chooses among words."""
        if not self.scope.tokens:
            return None
        last = self.scope.tokens[-1]
        spelled = {word: kind for kind, words in keywords(parser()).items() for word in words}
        asking = spelled.get(last.text, last.kind)
        listing = next((each for each in reversed(self.scope.tokens) if each.kind != "COMMA"), last)
        if last.kind == "COMMA" or asking == "NEEDS":
            needing = any(each.kind == "NEEDS" for each in self.scope.tokens[-40:])
            return "NEEDS" if needing and listing.kind in ("NEEDS", "NAME") else None
        return asking if asking in _CHOICES or asking == "AS" else None

    def _chosen_words(self, terminal: str) -> Iterator[Completion]:
        if terminal == "NEEDS":
            yield from (Completion(rule, Kind.RULE, Text(title, title)) for rule, title in self.rules.items())
        for word, other in _CHOICES.get(terminal, {}).items():
            yield Completion(word, Kind.WORD, Text(other, other))

    def _after_dot(self) -> Iterator[Completion]:
        table = self.scope.before_dot()
        if isinstance(table, TableSchema):
            yield from _columns(table)
            yield from (Completion(name, Kind.ALIAS) for name in self.scope.columns)
        elif table is not None:
            yield from (Completion(name, Kind.COLUMN) for name in vocabulary.PROPERTIES)

    def _values(self) -> Iterator[Completion]:
        """Everything that a value can begin with."""
        if (table := self.scope.around()) is not None:
            yield from _columns(table)
        for alias, rows in self.scope.rows.items():
            yield Completion(alias, Kind.ALIAS, Text(rows.title, rows.title_en))
        yield from self._definitions()
        yield from _tables(self.scope.schema)
        yield from (Completion(name, Kind.WORD) for name in vocabulary.REPORT)
        for each in functions():
            detail = Text(each.signature, each.signature)
            yield from (
                Completion(f"{name}(", Kind.FUNCTION, detail, each.summary) for name in (each.name, each.chinese)
            )

    def _definitions(self) -> Iterator[Completion]:
        for placed in parse(self.draft.text, self.draft.name).tree.declarations:
            node = placed.declaration
            if isinstance(node, tree.Define):
                parameters = f"({', '.join(each.text for each in node.parameters)})" if node.parameters else ""
                yield Completion(node.name.text, Kind.DEFINITION, Text(parameters, parameters))


_CHOICES: Final[Mapping[str, Mapping[str, str]]] = {
    terminal: {
        word: "／".join(other for other, meant in words.items() if meant == means and other != word)
        for word, means in words.items()
    }
    for terminal, words in (
        ("SEVERITY", vocabulary.SEVERITIES),
        ("IS", vocabulary.STATES),
        ("IS_NOT", vocabulary.STATES),
        ("TOLERANCE", vocabulary.TOLERANCES),
        ("TITLE", vocabulary.LANGUAGES),
        ("EXPLAIN", vocabulary.LANGUAGES),
        ("MESSAGE", vocabulary.LANGUAGES),
        ("NEEDS", {}),
    )
}
"""Words that a clause chooses among, each with its other spelling."""


def _in_text(scope: Scope, mark: str, texts: RuleTexts) -> Iterator[Completion]:
    """What a text that is begun here can say."""
    before = scope.tokens
    brackets = scope.brackets()
    in_lookup = bool(brackets) and brackets[-1].kind == "LSQB" and brackets[-1].at > 0
    if mark == "【":
        yield from _tables(scope.schema)
    elif scope.last in ("LSQB", "SLASH") and in_lookup:
        table = scope.table(before[brackets[-1].at - 1])
        yield from () if table is None else _items(table)
    elif scope.last == "IMPORT":
        yield from (Completion(name.rpartition("/")[2], Kind.FILE) for name, _ in texts.files)
    elif function := scope.called():
        if function in ("codelist", "代码表"):
            yield from (Completion(name, Kind.WORD) for name in sorted(texts.lists))
        elif scope.last in ("LPAR", "COMMA", *_SIGNS):
            yield from _said(scope)
    elif scope.last in _SIGNS:
        yield from _said(scope)


def _said(scope: Scope) -> Iterator[Completion]:
    """The words that the column before a sign, or before `in (`, can hold."""
    names = [each for each in scope.tokens if each.kind == "NAME"]
    if not names:
        return
    column = names[-1].text
    owner = scope.around()
    known = None if owner is None else next((each for each in owner.columns.values() if _called(each, column)), None)
    if known is not None and known.words:
        yield from (Completion(word, Kind.WORD, Text(*meaning)) for word, meaning in known.words.items())
        return
    for words in (_ROW_WORDS.get(column), _REPORT_WORDS.get(column)):
        for word, meaning in (words or {}).items():
            yield Completion(word, Kind.WORD, Text(meaning, meaning))


def _called(column: ColumnSchema, name: str) -> bool:
    return name in (column.name, *column.aliases)


def _tables(schema: Schema) -> Iterator[Completion]:
    for table in schema.tables.values():
        yield Completion(table.name, Kind.TABLE, Text(table.title, table.title_en))
    for table in schema.tables.values():
        yield from (Completion(alias, Kind.TABLE, Text(table.name, table.name)) for alias in table.aliases[:2])


def _columns(table: TableSchema, *, figures: bool = False) -> Iterator[Completion]:
    """The columns of a table: figures, words, then keys."""
    found = sorted(table.columns.values(), key=lambda each: (not each.is_measure, not each.is_attribute))
    chosen = [each for each in found if each.is_measure or not figures]
    for column in chosen:
        yield Completion(column.name, Kind.COLUMN, Text(column.title, column.title_en))
    for column in chosen:
        names = (alias for alias in column.aliases[:1] if _WORD.fullmatch(alias))
        yield from (Completion(alias, Kind.COLUMN, Text(column.name, column.name)) for alias in names)


def _items(table: TableSchema) -> Iterator[Completion]:
    """The labels of a form's rows, each with the path that tells it from its like."""
    for label, paths in table.items.items():
        path = " / ".join(paths[0][0])
        yield Completion(label, Kind.ITEM, Text(path, path))


def _words(kinds: frozenset[str]) -> Iterator[Completion]:
    """The language's words that can follow, all where nothing is known of the place."""
    for terminal, spellings in keywords(parser()).items():
        if terminal in kinds or not kinds:
            for number, word in enumerate(spellings):
                other = spellings[1 if not number else 0] if len(spellings) > 1 else ""
                yield Completion(word, Kind.KEYWORD, Text(other, other))
