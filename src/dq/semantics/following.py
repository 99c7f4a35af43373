"""Imports on disk: where each leads, without leaving the folder of rules."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from dq.diagnostics import Diagnostic, Text

MOST_IMPORTED: Final = 200
"""Files that all imports of a check may bring."""

_IMPORT: Final = re.compile(r'^[ \t\u3000\ufeff]*(?:import|引用)\s*["＂“「]([^"＂”」\n]{1,300})["＂”」]', re.MULTILINE)


_NOWHERE: Final = Text("没有这个规则文件", "there is no such rule file")


@dataclass(slots=True)
class Following:
    """Follows the imports of files.

    Parameters: `roots` the folder that each file's imports stay within; `read` the text of a file, or what is wrong.
    """

    roots: dict[str, Path]
    read: Callable[[Path], str | Diagnostic]
    imported: dict[str, str] = field(default_factory=dict)
    imports: dict[tuple[str, str], str | Text] = field(default_factory=dict)

    def follow(self, files: Mapping[str, str]) -> None:
        """Find what these files import, and what that imports in turn."""
        waiting = list(files.items())
        while waiting:
            name, text = waiting.pop()
            for written in dict.fromkeys(_IMPORT.findall(text)):
                target = self._target(name, written)
                opened = target if isinstance(target, Text) else self._open(target, name, files, waiting)
                self.imports[name, written] = opened

    def _target(self, name: str, written: str) -> Path | Text:
        """The file that an import means, or why it means none."""
        try:
            root, path = self.roots[name].resolve(), (Path(name).parent / written).resolve()
            there = path.suffix == ".dq" and path.is_file()
        except (OSError, RuntimeError, ValueError):  # a circle of links, or a text that no path can be
            return _NOWHERE
        if Path(written).is_absolute() or "\\" in written or not path.is_relative_to(root):
            return Text("引用的文件在规则文件夹之外", "the imported file lies outside the folder of rules")
        return path if there else _NOWHERE

    def _open(self, path: Path, importing: str, files: Mapping[str, str], waiting: list[tuple[str, str]]) -> str | Text:
        for known in (*files, *self.imported):
            if Path(known).resolve() == path:
                return known
        if len(self.imported) >= MOST_IMPORTED:
            return Text(f"引用的文件超过 {MOST_IMPORTED} 个", f"more than {MOST_IMPORTED} files are imported")
        text = self.read(path)
        if isinstance(text, Diagnostic):
            return text.headline
        root = self.roots[importing]
        name = str(root / path.relative_to(root.resolve()))
        self.roots[name] = root
        self.imported[name] = text
        waiting.append((name, text))
        return name
