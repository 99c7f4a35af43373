"""Rule files from disk: every error of every file at once; a file with an error loads none of its rules."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from dq.diagnostics import Diagnostic
from dq.semantics.bodies import Bodies
from dq.semantics.book import RuleFile, bind, check_file, lent
from dq.semantics.checked import RuleBook
from dq.semantics.files import RuleTexts, read_texts, texts_of
from dq.semantics.keeping import AskedLists, KeptFiles
from dq.semantics.library import Library
from dq.templates.model import Schema


@dataclass(frozen=True, slots=True)
class LoadResult:
    """The rules that loaded, what was said of all files, and the texts that this speaks of (file name → text).

    Parameters: `refused` ids of the rules that an error kept from loading.
    """

    book: RuleBook
    diagnostics: tuple[Diagnostic, ...]
    sources: Mapping[str, str]
    refused: frozenset[str] = frozenset()


def check_text(text: str, file: str, schema: Schema) -> LoadResult:
    """The rules of one text, as if it were the only file.

    Parameters: `text` rule text, `file` its name in diagnostics, `schema` the tables that rules may name.
    Never raises on bad text. Example: `check_text("", "a.dq", default_schema()).book.rules` → `()`.
    """
    return check_each({file: text}, schema)


def check_each(files: Mapping[str, str], schema: Schema) -> LoadResult:
    """The rules of these texts, each a file of its own; as `check_text`.

    Parameters: `files` texts by their names in diagnostics. Rules may need those of other texts, definitions are not
    shared.
    """
    return check_texts(texts_of(files), schema)


def load_rules(paths: Sequence[Path], schema: Schema) -> LoadResult:
    """All rules of some files and folders (searched for *.dq, rules' own *_test.dq left out).

    Parameters: `paths` files and folders, `schema` the tables that rules may name. A path that cannot be read
    is a diagnostic. Example: `load_rules([rules_folder()], default_schema()).book`.
    """
    read = read_texts(paths)
    return check_texts(read, schema)


def check_texts(read: RuleTexts, schema: Schema, kept: KeptFiles | None = None) -> LoadResult:
    """The rules of texts that were read; as `load_rules`.

    Parameters: `kept` the memory of files checked before: what it knows is neither read nor checked again.
    """
    loaded = dict(read.files)
    names = dict.fromkeys((*loaded, *dict(read.imported)))
    files = {name: file for name in names if kept is not None and (file := kept.recall(name)) is not None}
    anew = [name for name in names if name not in files]
    library = Library(read if kept is None else _only(read, kept.reached(anew)), schema)
    for name in anew:
        opened, asked = library.opened[name], AskedLists(read.lists)
        files[name] = check_file(opened, library.places, schema, asked) if name in loaded else lent(opened)
        if kept is not None:
            kept.keep(files[name], asked)
    if kept is not None and anew:
        kept.forget()
    imported = [files[name] for name in names if name not in loaded]
    said = [diagnostic for file in imported for diagnostic in file.diagnostics]
    sources = {file.name: file.text for file in imported}
    return _bound([files[name] for name in loaded], (*read.diagnostics, *said), sources, read.bodies)


def _only(read: RuleTexts, names: frozenset[str]) -> RuleTexts:
    """What was read, of these files only."""
    files, imported = (tuple(each for each in texts if each[0] in names) for texts in (read.files, read.imported))
    return replace(read, files=files, imported=imported)


def _bound(
    files: list[RuleFile],
    wrong: Sequence[Diagnostic],
    imported: Mapping[str, str],
    bodies: Bodies,
) -> LoadResult:
    book = bind(files, bodies)
    said = [
        each
        for file in files
        for each in sorted(file.diagnostics, key=lambda each: (each.span.line, each.span.column, each.code))
    ]
    failed = frozenset[str]().union(*(file.declared for file in files if file.failed))
    refused = failed - {rule.id for rule in book.rules}
    return LoadResult(book, (*wrong, *said), {**imported, **{file.name: file.text for file in files}}, refused)
