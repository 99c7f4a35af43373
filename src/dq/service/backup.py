"""Backup and restore of a data folder: one file that says of each of its parts what it must be."""

from __future__ import annotations

import contextlib
import gzip
import hashlib
import json
import os
import shutil
import sqlite3
import tarfile
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import IO, Final

from filelock import FileLock, Timeout

from dq.diagnostics import Diagnostic, Span, Text, refused
from dq.service.layout import DataFolder

_CONTENTS: Final = "contents.json"
_DATABASE: Final = "service.sqlite"
_LEFT: Final = frozenset({"service.lock", _DATABASE, f"{_DATABASE}-wal", f"{_DATABASE}-shm"})
_TEMPORARY: Final = (".lock", ".holder", ".tmp")
_MOST_FILES: Final = 5_000_000
_BLOCK: Final = 1024 * 1024


@dataclass(frozen=True, slots=True)
class Kept:
    """What became of a backup or a restore: `files` how many, `diagnostics` why it could not be done."""

    files: int = 0
    diagnostics: tuple[Diagnostic, ...] = ()


def back_up(data: Path, out: Path) -> Kept:
    """Write all that a data folder holds to `out` (tar, gzip), also while its service runs.

    The database is copied by SQLite itself as of one moment and before the files: what it names is never written over,
    so the files of a moment later hold it. Accounts on PostgreSQL are backed up by pg_dump (docs/how-to/deploy.md).
    Errors: a diagnostic where the folder holds no service, or `out` exists or cannot be written; nothing is left then.
    """
    folder = DataFolder(data)
    if not folder.archive.is_dir():
        return Kept(diagnostics=(folder.lost_archive or _no_service(data),))
    within = (data.resolve(), folder.archive.resolve())
    if out.exists() or any(map(out.resolve().is_relative_to, within)):
        return Kept(diagnostics=(_out_of_place(out),))
    part = out.with_name(f"{out.name}.part")
    try:
        with tempfile.TemporaryDirectory(prefix="dq-backup-") as scratch:
            files = _write(folder, part, Path(scratch))
        part.replace(out)
    except (OSError, sqlite3.Error) as failure:
        with contextlib.suppress(OSError):
            part.unlink(missing_ok=True)
        return Kept(diagnostics=(_failed(out, failure),))
    return Kept(files)


def _write(folder: DataFolder, part: Path, scratch: Path) -> int:
    contents: dict[str, str] = {}
    descriptor = os.open(part, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with (
        os.fdopen(descriptor, "wb") as raw,
        gzip.GzipFile("", "wb", 6, raw, 0) as packed,
        tarfile.open(fileobj=packed, mode="w") as tar,
    ):
        for name, path in _parts(folder, scratch):
            # Copied first: a file of a running service must not change between its digest and its bytes.
            copy = scratch / "part"
            if not _copied(path, copy):
                continue
            contents[name] = _digest(copy)
            _add(tar, name, copy)
        listed = scratch / _CONTENTS
        listed.write_text(json.dumps({"schema_version": 1, "files": contents}, sort_keys=True), encoding="utf-8")
        _add(tar, _CONTENTS, listed)
    return len(contents)


def _parts(folder: DataFolder, scratch: Path) -> Iterator[tuple[str, Path]]:
    database = folder.root / _DATABASE
    if database.is_file():
        copy = scratch / _DATABASE
        with contextlib.closing(sqlite3.connect(database)) as here, contextlib.closing(sqlite3.connect(copy)) as there:
            here.backup(there)
        yield _DATABASE, copy
    kept = {
        path.relative_to(folder.root): path for path in folder.root.rglob("*") if folder.figures not in path.parents
    }
    if folder.archive.is_symlink():  # it stands elsewhere
        archive = folder.archive.resolve()
        kept |= {Path(folder.archive.name, path.relative_to(archive)): path for path in archive.rglob("*")}
    for name, path in sorted(kept.items()):
        if path.is_file() and not path.is_symlink() and name.name not in _LEFT and not name.name.endswith(_TEMPORARY):
            yield name.as_posix(), path


def _copied(path: Path, copy: Path) -> bool:
    try:
        shutil.copyfile(path, copy)
    except FileNotFoundError:
        return False  # an export that was removed meanwhile
    return True


def _add(tar: tarfile.TarFile, name: str, path: Path) -> None:
    info = tarfile.TarInfo(name)
    info.size, info.mode = path.stat().st_size, 0o600
    with path.open("rb") as file:
        tar.addfile(info, file)


def restore(backup: Path, data: Path) -> Kept:
    """Make a data folder of a backup; every file is held against its digest before the folder is there at all.

    Errors: a diagnostic where `data` exists and is not empty, or the backup is damaged; nothing is left then.
    """
    scratch = data.with_name(f"{data.name}.restoring")
    lock = Path(f"{scratch}.lock")
    try:
        if _is_occupied(data):
            return Kept(diagnostics=(_occupied(data),))
        data.parent.mkdir(parents=True, exist_ok=True)
        with FileLock(lock, timeout=0):
            try:
                return _restored(backup, data, scratch)
            finally:
                shutil.rmtree(scratch, ignore_errors=True)
                lock.unlink(missing_ok=True)
    except Timeout:  # what is there is another one's
        return Kept(diagnostics=(_at_work(data),))
    except (OSError, EOFError, tarfile.TarError, ValueError) as failure:
        return Kept(diagnostics=(_damaged(backup, failure),))


def _is_occupied(data: Path) -> bool:
    return os.path.lexists(data) and (not data.is_dir() or any(data.iterdir()))


def _restored(backup: Path, data: Path, scratch: Path) -> Kept:
    """What `restore` does while no other one is at work; one that was may have just ended."""
    if _is_occupied(data):
        return Kept(diagnostics=(_occupied(data),))
    shutil.rmtree(scratch, ignore_errors=True)
    scratch.mkdir(mode=0o700)
    files = _unpack(backup, scratch)
    DataFolder(scratch).make()
    if data.exists():
        data.rmdir()
    scratch.replace(data)
    return Kept(files)


def _unpack(backup: Path, into: Path) -> int:
    found: dict[str, str] = {}
    contents: dict[str, str] | None = None
    with tarfile.open(backup, "r:gz") as tar:
        for member in tar:
            file = tar.extractfile(member) if member.isreg() else None
            if file is None or len(found) > _MOST_FILES:
                raise ValueError(f"{member.name}: not a file of a backup")
            if member.name == _CONTENTS:
                contents = _listed(file)
                continue
            found[member.name] = _unpacked(file, into / _inside(member.name))
    if contents != found:
        raise ValueError("its files are not those that it lists")
    return len(found)


def _listed(file: IO[bytes]) -> dict[str, str]:
    try:
        return dict(json.loads(file.read())["files"])
    except (LookupError, TypeError, RecursionError) as failure:
        raise ValueError(f"{_CONTENTS} is not as a backup has it") from failure


def _inside(name: str) -> PurePosixPath:
    path = PurePosixPath(name)
    if path.is_absolute() or ".." in path.parts or "\\" in name or not path.parts:
        raise ValueError(f"{name}: leads out of the folder")
    return path


def _unpacked(file: IO[bytes], path: Path) -> str:
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    with open(path, "xb", opener=lambda name, flags: os.open(name, flags, 0o600)) as out:
        shutil.copyfileobj(file, out, _BLOCK)
    return _digest(path)


def _digest(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _no_service(data: Path) -> Diagnostic:
    return refused(
        "DQ-S010",
        Span(str(data)),
        Text("这里没有服务的数据", "no service's data here"),
        help=Text("用 --data 给出 dq serve 的数据文件夹", "name the data folder of dq serve with --data"),
    )


def _out_of_place(out: Path) -> Diagnostic:
    return refused(
        "DQ-S011",
        Span(str(out)),
        Text("备份不能写在这里", "the backup cannot be written here"),
        help=Text("给出数据文件夹之外、还不存在的文件", "name a file that is not there yet, outside the data folder"),
    )


def _occupied(data: Path) -> Diagnostic:
    return refused(
        "DQ-S012",
        Span(str(data)),
        Text("恢复的目标文件夹不是空的", "the folder to restore to is not empty"),
        help=Text("给出一个新的文件夹，核对后再启用", "name a new folder, look at it, then serve it"),
    )


def _at_work(data: Path) -> Diagnostic:
    return refused(
        "DQ-S017",
        Span(str(data)),
        Text("另一个恢复正在写这个文件夹", "another restore is writing this folder"),
        help=Text("等它结束，或给出另一个文件夹", "wait until it ends, or name another folder"),
    )


def _failed(out: Path, failure: Exception) -> Diagnostic:
    return refused(
        "DQ-S013",
        Span(str(out)),
        Text("备份没有写成", "the backup could not be written"),
        help=Text(f"检查磁盘和权限：{failure}", f"check disk and rights: {failure}"),
    )


def _damaged(backup: Path, failure: Exception) -> Diagnostic:
    return refused(
        "DQ-S014",
        Span(str(backup)),
        Text("备份不完整或不能恢复，什么也没有留下", "the backup is damaged or cannot be restored; nothing was left"),
        help=Text(f"换一份备份：{failure}", f"take another backup: {failure}"),
    )
