"""`# dq: ignore[name] reason`: what an author has looked at and stands by."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

from dq.authoring.linting.model import Finding
from dq.diagnostics import SourceText, Span, Text, did_you_mean
from dq.syntax import tree

_IGNORE: Final = re.compile(r"[#＃]\s*dq:\s*ignore\b\s*(?:\[(?P<names>[^\]]*)\])?\s*(?P<reason>.*)", re.IGNORECASE)
WITHOUT_REASON: Final = "ignore-without-reason"
UNUSED: Final = "unused-ignore"
UNKNOWN: Final = "unknown-ignore"


@dataclass(slots=True)
class Ignore:
    """One remark. Parameters: `first` and `last` the lines that it speaks for, `names` of lints or codes."""

    span: Span
    names: tuple[str, ...]
    reason: str
    first: int
    last: int
    used: set[str] = field(default_factory=set)


def ignores(file: tree.File) -> list[Ignore]:
    """All remarks of a file that ask for something to be passed over.

    Behind something on its line, a remark speaks for that line; on a line of its own for the declaration or clause
    that follows it, else for the next line.
    """
    source = SourceText(file.name, file.text)
    places = list(_places(file))
    found = []
    for comment in file.comments:
        match = _IGNORE.match(comment.text)
        if match is None:
            continue
        span = source.span(comment.start, comment.end)
        names = tuple(name.strip() for name in (match["names"] or "").split(",") if name.strip())
        before = file.text[file.text.rfind("\n", 0, comment.start) + 1 : comment.start]
        first = last = span.line
        if not before.strip(" \t\u3000\ufeff"):
            start, end = next(
                ((s, e) for s, e in places if s >= comment.end and _adjoins(file, comment.end, s)), (0, 0)
            )
            covered = source.span(start, end) if end else None
            first, last = (covered.line, covered.end_line) if covered else (span.line + 1, span.line + 1)
        found.append(Ignore(span, names, match["reason"].strip(), first, last))
    return found


def _places(file: tree.File) -> Iterator[tuple[int, int]]:
    """Where declarations and their clauses begin and end, in order of their beginning, the larger first."""
    for placed in file.declarations:
        node = placed.declaration
        yield placed.base + node.start, placed.base + node.end
        if isinstance(node, tree.Rule | tree.Template):
            yield from ((placed.base + each.start, placed.base + each.end) for each in node.clauses)


def _adjoins(file: tree.File, start: int, end: int) -> bool:
    """Whether nothing but remarks and blanks stands between two offsets."""
    return all(not line.strip() or line.strip()[0] in "#＃" for line in file.text[start:end].split("\n"))


def without_ignored(
    found: Sequence[tuple[str, str, Finding]], asked: Mapping[str, Sequence[Ignore]], known: Mapping[str, str]
) -> Iterator[tuple[str, Finding]]:
    """Pairs (lint, finding) that remain, and what is wrong with the remarks themselves.

    Parameters: `found` triples (name, code, finding); `asked` the remarks by file; `known` lints, name → code.
    """
    for name, code, finding in found:
        span = finding.span
        covering = [
            ignore
            for ignore in asked.get(span.file, ())
            if ignore.reason and ignore.first <= span.line <= ignore.last and {name, code} & set(ignore.names)
        ]
        for ignore in covering:
            ignore.used |= {name, code}
        if not covering:
            yield name, finding
    for remarks in asked.values():
        for ignore in remarks:
            yield from _own(ignore, known)


def _own(ignore: Ignore, known: Mapping[str, str]) -> Iterator[tuple[str, Finding]]:
    if not ignore.reason or not ignore.names:
        headline = Text("忽略没有写明检查项或理由", "this ignore lacks the name of a lint, or a reason")
        help_ = Text(
            "写成 # dq: ignore[检查项] 为什么可以这样写", "write # dq: ignore[lint] and why the rule is right as it is"
        )
        yield WITHOUT_REASON, Finding(ignore.span, headline, help_)
        return
    codes = set(known.values())
    for name in ignore.names:
        if name not in known and name not in codes and not re.fullmatch(r"DQ-L\d{3}", name):
            headline = Text(f"没有 {name} 这个检查项", f"there is no lint {name}")
            yield UNKNOWN, Finding(ignore.span, headline, did_you_mean(name, known))
        elif name not in ignore.used:
            headline = Text(
                f"{name} 在这里没有发现问题，忽略已无用", f"{name} finds nothing here: this ignore is not needed"
            )
            yield UNUSED, Finding(ignore.span, headline, Text("删去它", "take it out"))
