"""What stands at a path that a person names, where the path itself may be impossible (too long, a loop of links)."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path


def holds(folder: Path | None, path: Path) -> bool:
    """True where the path is this folder or lies in it, links followed.

    Example: `holds(Path("archive"), Path("archive/manifest.json"))` → `True`.
    """
    return folder is not None and path.resolve().is_relative_to(folder.resolve())


def is_read(out: Path, archive: Path | None, paths: Iterable[Path]) -> bool:
    """True where an output would be written over a document that is read, or into the archive.

    Parameters: `paths` documents, and folders of them.
    Example: `is_read(Path("docs/a.txt"), None, [Path("docs")])` → `True` where that file is there.
    """
    return holds(archive, out) or (is_file(out) and any(holds(path, out) for path in paths))


def is_there(path: Path) -> bool:
    """True where anything is at this path.

    Example: `is_there(Path("n" * 300))` → `False`, where `Path.exists` raises.
    """
    try:
        return path.exists()
    except OSError:
        return False


def is_folder(path: Path) -> bool:
    """True where a folder, or a link to one, is at this path."""
    try:
        return path.is_dir()
    except OSError:
        return False


def is_file(path: Path) -> bool:
    """True where a regular file, or a link to one, is at this path; a pipe or a device may never end."""
    try:
        return path.is_file()
    except OSError:
        return False
