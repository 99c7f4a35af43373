"""From the paths that a person names to the documents that are read."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from dq.application import requests
from dq.diagnostics import Diagnostic


@dataclass(frozen=True, slots=True)
class Documents:
    """Files to read, each once, in the order named (those of a folder by name), and what was wrong with the paths."""

    files: tuple[Path, ...]
    diagnostics: tuple[Diagnostic, ...]


def find_documents(paths: Sequence[Path], limit: int) -> Documents:
    """The files that `paths` name: a file is itself, a folder all files under it except hidden ones.

    Parameters: at most `limit` files are taken; symbolic links to folders are not followed.
    Example: `find_documents([Path("reports")], 1000).files`.
    """
    files: dict[Path, None] = {}
    diagnostics: list[Diagnostic] = []
    for path in paths:
        found = 0
        for file in _files_under(path):
            if len(files) >= limit:
                diagnostics.append(requests.too_many_files(path, limit))
                return Documents(tuple(files), tuple(diagnostics))
            files[file] = None
            found += 1
        if not found:
            diagnostics.append(_nothing_found(path))
    return Documents(tuple(files), tuple(diagnostics))


def _nothing_found(path: Path) -> Diagnostic:
    if path.is_dir():
        return requests.empty_folder(path)
    return requests.no_file(path) if path.exists() else requests.no_such_path(path)


def _files_under(path: Path) -> Iterator[Path]:
    if not path.is_dir():
        if path.is_file():  # a pipe or a device may never end
            yield path
        return
    for folder, subfolders, names in os.walk(path):
        subfolders[:] = sorted(name for name in subfolders if not name.startswith("."))
        for name in sorted(names):
            file = Path(folder, name)
            if not name.startswith(".") and file.is_file():
                yield file
