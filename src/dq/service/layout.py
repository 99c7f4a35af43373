"""Where the parts of the service stand in its data folder."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path


class OtherArchiveError(Exception):
    """The data folder belongs to another archive. Parameters: `archive` which one."""

    def __init__(self, archive: Path) -> None:
        self.archive = archive
        super().__init__(str(archive))


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
        for folder in (self.archive, self.rules, self.uploads, self.exports):
            folder.mkdir(mode=0o700, exist_ok=True)

    def take_archive(self, archive: Path) -> None:
        """Serve an archive that stands elsewhere; a link shows every part of the service to it, and every later start.

        Raises: `OtherArchiveError` where the folder holds reports of its own, or serves another archive.
        """
        archive.mkdir(mode=0o700, parents=True, exist_ok=True)
        if self.archive.resolve() == archive.resolve():
            return
        if self.archive.is_symlink() or any(self.archive.iterdir()):
            raise OtherArchiveError(self.archive.resolve())
        self.archive.rmdir()
        self.archive.symlink_to(archive.resolve(), target_is_directory=True)
