"""From the paths that a person names to the documents that are read."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from dq.application import requests
from dq.application.places import is_file, is_folder, is_there
from dq.diagnostics import Diagnostic


@dataclass(frozen=True, slots=True)
class Documents:
    """Files to read, each once, in the order named (those of a folder by name), and what was wrong with the paths."""

    files: tuple[Path, ...]
    diagnostics: tuple[Diagnostic, ...]


def find_documents(paths: Sequence[Path], limit: int) -> Documents:
    """The files that `paths` name: a file is itself, a folder all files under it except hidden ones.

    Parameters: at most `limit` files are taken. A link in a folder is followed to a file of that folder only: what a
    sender packs into a folder must not make us read, and keep, what lies elsewhere.
    Example: `find_documents([Path("reports")], 1000).files`.
    """
    files: dict[Path, None] = {}
    diagnostics: list[Diagnostic] = []
    for path in paths:
        found = 0
        said: list[Diagnostic] = []
        for file in _files_under(path, said):
            if len(files) >= limit:
                diagnostics += [*said, requests.too_many_files(path, limit)]
                return Documents(tuple(files), tuple(diagnostics))
            files[file] = None
            found += 1
        diagnostics += said if found or said else [_nothing_found(path)]
    return Documents(tuple(files), tuple(diagnostics))


def _nothing_found(path: Path) -> Diagnostic:
    if is_folder(path):
        return requests.empty_folder(path)
    return requests.no_file(path) if is_there(path) else requests.no_such_path(path)


def _files_under(path: Path, said: list[Diagnostic]) -> Iterator[Path]:
    if not is_folder(path):
        if is_file(path):
            yield path
        return
    closed: list[OSError] = []
    links: list[Path] = []
    for folder, subfolders, names in os.walk(path, onerror=closed.append):
        subfolders[:] = sorted(name for name in subfolders if not name.startswith("."))
        links += [Path(folder, name) for name in subfolders if _leads_away(Path(folder, name), path)]
        for name in sorted(names):
            file = Path(folder, name)
            if name.startswith("."):
                continue
            if _leads_away(file, path):
                links.append(file)
            elif is_file(file):
                yield file
    said += [requests.closed_folder(Path(error.filename), error) for error in closed]
    if links:
        said.append(requests.links_not_followed(path, links))


def _leads_away(path: Path, folder: Path) -> bool:
    """True for a link to what does not lie under the folder, or to nothing."""
    if not path.is_symlink():
        return False
    return not is_there(path) or not Path(os.path.realpath(path)).is_relative_to(os.path.realpath(folder))
