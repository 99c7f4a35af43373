"""Where the parts of the service stand in its data folder."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from dq.diagnostics import Diagnostic, Span, Text, refused


class ArchiveRefusedError(Exception):
    """The archive that is named cannot be the data folder's. Parameters: `told` why, and what to do."""

    def __init__(self, told: Diagnostic) -> None:
        self.told = told
        super().__init__(told.headline.en)


@dataclass(frozen=True, slots=True)
class DataFolder:
    """The folders and files of one service, all under `root`.

    Example: `DataFolder(Path("bureau")).archive` → `Path("bureau/archive")`.
    """

    root: Path

    @property
    def archive(self) -> Path:
        """The archive of reports that `dq` commands read, too."""
        return self.root / "archive"

    @property
    def rules(self) -> Path:
        """The published rules, as files of packs."""
        return self.root / "rules"

    @property
    def checkpoints(self) -> Path:
        """The checkpoints, a `dq.toml`."""
        return self.root / "dq.toml"

    @property
    def waivers(self) -> Path:
        """The approved waivers, as `dq run` reads them."""
        return self.root / "waivers.toml"

    @property
    def uploads(self) -> Path:
        """Documents as they were uploaded, under names of our own."""
        return self.root / "uploads"

    @property
    def exports(self) -> Path:
        """Reports written for download."""
        return self.root / "exports"

    @property
    def figures(self) -> Path:
        """What the processes of a running service count for a monitor; it goes with them."""
        return self.root / "figures"

    @property
    def lock(self) -> Path:
        """Held by the service that runs on this folder."""
        return self.root / "service.lock"

    def make(self) -> None:
        """Make the folders that are missing, for this user alone. Raises: `OSError` where they cannot be made."""
        self.root.mkdir(mode=0o700, parents=True, exist_ok=True)
        archive = () if self.archive.is_symlink() else (self.archive,)
        for folder in (*archive, self.rules, self.uploads, self.exports):
            folder.mkdir(mode=0o700, exist_ok=True)

    def take_archive(self, archive: Path) -> None:
        """Serve an archive that stands elsewhere; a link shows every part of the service to it, and every later start.

        Raises: `ArchiveRefusedError` where the folder holds reports of its own, serves another archive, or one is
        within the other.
        """
        wanted, here = archive.resolve(), self.archive.resolve()
        if wanted == here:
            return
        root = self.root.resolve()
        if wanted.is_relative_to(root) or root.is_relative_to(wanted):
            raise ArchiveRefusedError(_within(self.root))
        is_away = self.lost_archive is not None  # it was moved
        if not is_away and (self.archive.is_symlink() or any(self.archive.iterdir())):
            raise ArchiveRefusedError(_of_another(self.root, here))
        wanted.mkdir(mode=0o700, parents=True, exist_ok=True)
        self.archive.unlink() if is_away else self.archive.rmdir()
        self.archive.symlink_to(wanted, target_is_directory=True)

    @property
    def lost_archive(self) -> Diagnostic | None:
        """Where the archive that stands elsewhere is not there, that it is not."""
        if not self.archive.is_symlink() or self.archive.is_dir():
            return None
        where = self.archive.resolve()
        return refused(
            "DQ-S016",
            Span(str(where)),
            Text("服务的报告库不在这里了", "the service's archive is not there"),
            help=Text(
                "接回那个磁盘或文件夹；移走了的，用 --archive 指明新位置",
                "bring that disk or folder back; where it was moved, name its new place with --archive",
            ),
        )


def _within(root: Path) -> Diagnostic:
    return refused(
        "DQ-S015",
        Span(str(root)),
        Text("报告库和数据文件夹不能互相包含", "archive and data folder must not hold one another"),
        help=Text("用 --data 另给一个数据文件夹", "name another folder with --data"),
    )


def _of_another(root: Path, archive: Path) -> Diagnostic:
    return refused(
        "DQ-S015",
        Span(str(root)),
        Text("这个数据文件夹用的是另一个报告库", "this data folder is of another archive"),
        notes=(Text(f"它的报告库：{archive}", f"its archive: {archive}"),),
        help=Text("用 --data 另给一个数据文件夹，或不写 --archive", "name another folder with --data, or no --archive"),
    )
