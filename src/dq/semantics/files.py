"""Rule files on disk: which there are, and their texts, within bounds."""

from __future__ import annotations

import stat
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from dq.diagnostics import Diagnostic, Text, decoded, refusal
from dq.semantics.bodies import Bodies
from dq.semantics.complaints.rules import unreadable_file
from dq.semantics.following import Following
from dq.semantics.lists import CodeLists
from dq.semantics.references import References

_MOST_BYTES: Final = 4_000_000
"""Larger files are not read at all; the parser bounds the characters."""


@dataclass(frozen=True, slots=True)
class RuleTexts:
    """Rule files as they were read: (file name, text) in order, and what was wrong with the others.

    Parameters: `imported` files that only lend their definitions; `imports` where each import leads: (importing file,
    path as written) → name of the file, or why there is none; `lists` and `bodies` from the reference files.
    """

    files: tuple[tuple[str, str], ...]
    diagnostics: tuple[Diagnostic, ...] = ()
    imported: tuple[tuple[str, str], ...] = ()
    imports: Mapping[tuple[str, str], str | Text] = field(default_factory=dict)
    lists: CodeLists = field(default_factory=dict)
    bodies: Bodies = field(default_factory=Bodies)


def read_texts(paths: Sequence[Path], drafts: Mapping[Path, str] | None = None) -> RuleTexts:
    """The texts of these rule files, folders being searched for *.dq (rules' own *_test.dq left out).

    Parameters: `drafts` texts that stand for files of these folders, on disk or not yet.
    A path that cannot be read is a diagnostic. Example: `read_texts([rules_folder()]).files`.
    """
    wrong: list[Diagnostic] = []
    files: dict[str, str] = {}
    roots: dict[str, Path] = {}
    edited = {} if drafts is None else drafts
    new = ((path, root) for path in edited for root in paths if path.is_relative_to(root))
    for path, root in (*_found(paths, wrong), *new):
        if str(path) in files:
            continue
        text = edited[path] if path in edited else _text(path)
        if isinstance(text, Diagnostic):
            wrong.append(text)
        else:
            files[str(path)] = text
            roots[str(path)] = root
    following = Following(roots, _text)
    following.follow(files)
    references = References()
    references.read(sorted(set(roots.values())))
    return RuleTexts(
        tuple(files.items()),
        (*wrong, *references.diagnostics),
        tuple(following.imported.items()),
        following.imports,
        references.lists,
        references.bodies,
    )


def texts_of(files: Mapping[str, str]) -> RuleTexts:
    """These texts as though each was read from a file of its own, with the code lists that come with the program.

    Parameters: `files` texts by their names. Example: `texts_of({"a": "rule …"}).files`.
    """
    references = References()
    references.read(())
    return RuleTexts(tuple(files.items()), lists=references.lists)


def rule_texts(paths: Sequence[Path]) -> tuple[dict[Path, str], list[Diagnostic]]:
    """The texts of these rule files and of those in these folders, tests included, and what cannot be read.

    No import is followed.

    Example: `rule_texts([rules_folder()])[0]`.
    """
    wrong: list[Diagnostic] = []
    texts: dict[Path, str] = {}
    for path, _ in _found(paths, wrong, tests=True):
        text = _text(path)
        if isinstance(text, Diagnostic):
            wrong.append(text)
        else:
            texts[path] = text
    return texts, wrong


def _found(paths: Sequence[Path], wrong: list[Diagnostic], *, tests: bool = False) -> Iterator[tuple[Path, Path]]:
    """Pairs (rule file, the folder that its imports stay within)."""
    for path in paths:
        if path.is_dir():
            found = sorted(each for each in path.rglob("*.dq") if tests or not each.name.endswith("_test.dq"))
            if not found:
                headline = Text("这个文件夹里没有规则文件（*.dq）", "this folder holds no rule files (*.dq)")
                remedy = Text("规则写在以 .dq 结尾的文件里", "rules stand in files that end in .dq")
                wrong.append(unreadable_file(str(path), headline, remedy))
            yield from ((each, path) for each in found)
        elif path.exists():
            yield path, path.parent
        else:
            headline = Text("没有这个规则文件或文件夹", "there is no such rule file or folder")
            wrong.append(unreadable_file(str(path), headline))


def _text(path: Path) -> str | Diagnostic:
    try:
        status = path.stat()
        if not stat.S_ISREG(status.st_mode):  # a pipe or a device may never end
            return unreadable_file(str(path), Text("规则文件不是普通文件", "the rule file is no regular file"))
        if status.st_size > _MOST_BYTES:
            headline = Text("规则文件太大", "the rule file is too large")
            return unreadable_file(
                str(path), headline, Text("把规则分到几个文件里", "divide the rules among several files")
            )
        text = decoded(path.read_bytes())
    except OSError as error:
        why = refusal(error)
        return unreadable_file(str(path), Text(f"规则文件读不了：{why.zh}", f"the rule file cannot be read: {why.en}"))
    if text is None:
        headline = Text("规则文件不是纯文本", "the rule file is no plain text")
        return unreadable_file(str(path), headline, Text("另存为纯文本（UTF-8）", "save it as plain text in UTF-8"))
    return text
