"""Golden cases in Markdown: what goes in and what comes out, in one file that reads as documentation.

A case begins with a heading of level two. Its fenced blocks are named by their info string: ```dq is the rule text,
```table NAME … a small table, and every block that a producer makes (```diagnostics, ```diagnostics en, …) is
compared with what the producer makes now. `--update-golden` writes the blocks anew.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

_FENCE = re.compile(r"^```(?P<info>[^\n`]*)\n(?P<body>.*?)^```$", re.MULTILINE | re.DOTALL)
_HEADING = re.compile(r"^## (?P<title>.+)$", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Case:
    """One case: its file, heading and blocks (info string → text, in order)."""

    file: Path
    title: str
    blocks: tuple[tuple[str, str], ...]

    def block(self, info: str) -> str | None:
        return next((body for name, body in self.blocks if name == info), None)


Producer = Callable[[Case], str]
"""Makes the text of a block from the case's inputs."""


def cases(file: Path) -> list[Case]:
    """All cases of a file, in order."""
    text = file.read_text(encoding="utf-8")
    headings = list(_HEADING.finditer(text))
    ends = [heading.start() for heading in headings[1:]] + [len(text)]
    return [
        Case(
            file,
            heading["title"],
            tuple((match["info"].strip(), match["body"]) for match in _FENCE.finditer(text, heading.end(), end)),
        )
        for heading, end in zip(headings, ends, strict=True)
    ]


def update(file: Path, producers: Mapping[str, Producer]) -> None:
    """Write every produced block of a file anew."""
    text = file.read_text(encoding="utf-8")
    for case in reversed(cases(file)):
        start = text.index(f"## {case.title}\n")
        following = text.find("\n## ", start + 3)
        section = text[start : following if following >= 0 else len(text)]

        def produced(match: re.Match[str], case: Case = case) -> str:
            info = match["info"].strip()
            if info not in producers:
                return match[0]
            return f"```{match['info']}\n{with_newline(producers[info](case))}```"

        text = text.replace(section, _FENCE.sub(produced, section), 1)
    file.write_text(text, encoding="utf-8")


def with_newline(text: str) -> str:
    return text if not text or text.endswith("\n") else text + "\n"
