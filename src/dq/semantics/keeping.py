"""Rule files that were checked before: after an edit only what changed, and what imports it, is checked again.

A file's answer is kept under a hash of everything that its check reads: its own text, the texts of all that it imports
with where each import leads, the checker and the schema. The code lists that it asked for are kept beside the answer
and compared. What is wrong with a file is kept, too; what is wrong between files is seen anew each time.
"""

from __future__ import annotations

import hashlib
import json
import tempfile
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import astuple
from pathlib import Path
from typing import Any, Final

from dq.diagnostics import Diagnostic, Fix, Label, Level, Span, Text
from dq.semantics.book import RuleFile
from dq.semantics.checked import RuleBook
from dq.semantics.files import RuleTexts
from dq.semantics.lists import Code, CodeLists
from dq.semantics.rule import Draft
from dq.semantics.saved import book_from_json, book_to_json

MOST_KEPT: Final = 400
"""Files kept; those not asked for longest go first."""

_MOST_CHARACTERS: Final = 4_000_000
"""Longer answers are not kept."""


class AskedLists(Mapping[str, Sequence[Code]]):
    """Code lists that note which of them were asked for, as the answer depends on these alone.

    Example: `asked = AskedLists(lists); asked.get("function_classes"); asked.names` → `{"function_classes"}`.
    """

    def __init__(self, lists: CodeLists) -> None:
        self._lists = lists
        self.names: set[str] = set()
        self.all_names = False

    def __getitem__(self, name: str) -> Sequence[Code]:
        """The codes of a list."""
        self.names.add(name)
        return self._lists[name]

    def __iter__(self) -> Iterator[str]:
        """The names, as a complaint of an unknown list shows them."""
        self.all_names = True
        return iter(self._lists)

    def __len__(self) -> int:
        """How many lists there are."""
        self.all_names = True
        return len(self._lists)


class KeptFiles:
    """The answers for rule files, kept in a folder.

    Parameters: `folder` of the kept answers; `state` what tells one checker and schema from another; `read` the texts
    of this check. A memory that cannot be read or written costs time, never correctness.
    Example: `KeptFiles(folder, "1", read).recall("rules/a.dq")` → the file as it was checked, or None.
    """

    def __init__(self, folder: Path, state: str, read: RuleTexts) -> None:
        self._folder = folder
        self._read = read
        self._state = state
        self._texts = {**dict(read.imported), **dict(read.files)}
        self._loaded = frozenset(dict(read.files))
        self._leads: dict[str, list[tuple[str, str | Text]]] = {}
        for (importing, written), target in sorted(read.imports.items(), key=lambda item: item[0]):
            self._leads.setdefault(importing, []).append((written, target))

    def reached(self, names: Iterable[str]) -> frozenset[str]:
        """These files and all that they import, directly or not."""
        found: set[str] = set()
        waiting = list(names)
        while waiting:
            name = waiting.pop()
            if name not in found:
                found.add(name)
                waiting += [target for _, target in self._leads.get(name, ()) if isinstance(target, str)]
        return frozenset(found)

    def recall(self, name: str) -> RuleFile | None:
        """The file as it was checked before, None where anything that its check reads is another now."""
        place = self._place(name)
        try:
            total, _, body = place.read_text(encoding="utf-8").partition("\n")
            if total != _hash(body):
                return None
            kept = json.loads(body)
            if kept["lists"] != self._told(kept["lists"]) or kept["names"] not in (None, sorted(self._read.lists)):
                return None
            file = _decoded(kept, name, self._texts[name])
        except (OSError, ValueError, KeyError, TypeError, IndexError, AttributeError, RecursionError):
            return None
        with suppress(OSError):
            place.touch()
        return file

    def keep(self, file: RuleFile, asked: AskedLists) -> None:
        """Keep what the check of a file came to. Parameters: `asked` the code lists as its check saw them."""
        kept = {
            "lists": self._told(asked.names),
            "names": sorted(self._read.lists) if asked.all_names else None,
            **_encoded(file),
        }
        body = json.dumps(kept, ensure_ascii=False, separators=(",", ":"))
        if len(body) > _MOST_CHARACTERS:
            return
        with suppress(OSError, UnicodeEncodeError):
            content = f"{_hash(body)}\n{body}".encode()
            self._folder.mkdir(parents=True, exist_ok=True, mode=0o700)
            with tempfile.NamedTemporaryFile(dir=self._folder, delete=False) as written:
                written.write(content)
            Path(written.name).replace(self._place(file.name))

    def forget(self) -> None:
        """Remove the answers that were not asked for longest, beyond the number kept."""
        with suppress(OSError):
            files = sorted(self._folder.iterdir(), key=lambda file: file.stat().st_mtime_ns, reverse=True)
            for old in files[MOST_KEPT:]:
                old.unlink(missing_ok=True)

    def _place(self, name: str) -> Path:
        """Where the answer for a file is kept: a hash of what its check reads."""
        reads = [(each, self._texts.get(each, ""), self._leads.get(each, [])) for each in sorted(self.reached([name]))]
        return self._folder / f"{_hash(repr((self._state, name, name in self._loaded, reads)))}.json"

    def _told(self, names: Iterable[str]) -> dict[str, str | None]:
        """What tells one state of these code lists from another."""
        lists = self._read.lists
        return {name: _hash(repr(lists[name])) if name in lists else None for name in sorted(names)}


def _hash(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


def _encoded(file: RuleFile) -> dict[str, Any]:
    return {
        "rules": book_to_json(RuleBook(tuple(draft.rule for draft in file.drafts), "")),
        "ids": [astuple(draft.id_span) for draft in file.drafts],
        "needs": [{rule: astuple(span) for rule, span in draft.need_spans.items()} for draft in file.drafts],
        "declared": sorted(file.declared),
        "said": [astuple(diagnostic) for diagnostic in file.diagnostics],
    }


def _decoded(kept: Mapping[str, Any], name: str, text: str) -> RuleFile:
    rules = book_from_json(kept["rules"]).rules
    drafts = [
        Draft(rule, Span(*place), {need: Span(*there) for need, there in needs.items()})
        for rule, place, needs in zip(rules, kept["ids"], kept["needs"], strict=True)
    ]
    said = [_diagnostic(each) for each in kept["said"]]
    return RuleFile(name, text, drafts, frozenset(kept["declared"]), said)


def _diagnostic(fields: Sequence[Any]) -> Diagnostic:
    """The diagnostic whose fields these are, in their order."""
    code, level, headline, span, help_, notes, labels, fix = fields
    return Diagnostic(
        code,
        Level(level),
        Text(*headline),
        Span(*span),
        None if help_ is None else Text(*help_),
        tuple(Text(*note) for note in notes),
        tuple(Label(Span(*place), Text(*text)) for place, text in labels),
        None if fix is None else Fix(Span(*fix[0]), fix[1], Text(*fix[2])),
    )
