"""The manifest: the only truth about which files of an archive live, and which reports they hold.

Files are named by dataset, year and batch, never by a path, so a manifest cannot point outside its archive.
"""

from __future__ import annotations

import json
import os
import re
from collections.abc import Collection
from contextlib import suppress
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any, Final

from dq.archive.corrections import Closing, Correction, Ending, Figure, Log
from dq.archive.versions import ReportEntry

SCHEMA_VERSION: Final = 2
_READ: Final = (1, 2)
"""Versions that are read. 1 knew no corrections: a program that reads only that one must not write over them."""
FILE_NAME: Final = "manifest.json"
_BYTES_AT_MOST: Final = 256 * 1024 * 1024
_TEXT_AT_MOST: Final = 1024
_PRINTED_AT_MOST: Final = 65_536
_DATASET: Final = re.compile(r"[a-z][a-z0-9_]{0,63}")
_BATCH: Final = re.compile(r"[0-9a-f]{16}")
_SHA256: Final = re.compile(r"[0-9a-f]{64}")
_DECIMAL: Final = re.compile(r"-?[0-9]{1,32}(\.[0-9]{1,6})?")


@dataclass(frozen=True, slots=True)
class Part:
    """One Parquet file of a batch. Parameters: `rows` it holds, `sha256` of its bytes when it was written."""

    rows: int
    sha256: str


@dataclass(frozen=True, slots=True)
class Batch:
    """Reports of one year that were written together: a Parquet file for each dataset in which they have rows.

    Parameters: `id` hash of the content, `reports` their ids, `parts` by dataset.
    """

    id: str
    year: int
    reports: tuple[str, ...]
    parts: dict[str, Part]

    def path(self, root: Path, dataset: str) -> Path:
        """Where the batch's file of `dataset` lies in the archive at `root`."""
        return root / "tables" / dataset / f"year={self.year}" / f"part-{self.id}.parquet"


@dataclass(slots=True)
class Holders:
    """Which of some batches hold a report.

    Example: `Holders(manifest.batches).of(["body-2018"])`.
    """

    batches: tuple[Batch, ...]
    _places: dict[str, int] = field(default_factory=dict)

    def of(self, reports: Collection[str]) -> tuple[Batch, ...]:
        """The batches that hold these reports, in their order; what none holds is passed over."""
        if not self._places:
            self._places = {report: place for place, batch in enumerate(self.batches) for report in batch.reports}
        places = {self._places[report] for report in reports if report in self._places}
        return tuple(self.batches[place] for place in sorted(places))


@dataclass(frozen=True, slots=True)
class Manifest:
    """What an archive holds.

    Parameters: `documents` whether ingested documents are kept in it ("kept") or left out ("omitted");
    `retired` batches that the last write replaced: their files stay until the next one, for readers at work;
    `corrections` every correction of a misread cell that was ever made.
    """

    documents: str = "kept"
    reports: tuple[ReportEntry, ...] = ()
    batches: tuple[Batch, ...] = ()
    retired: tuple[Batch, ...] = field(default=())
    corrections: Log = field(default=Log())


class MalformedManifestError(ValueError):
    """The file is no manifest that this program can read; the text says why. Does not leave this package."""


class NewerManifestError(MalformedManifestError):
    """A program that came after this one wrote it: it may be quite sound."""


def read_manifest(root: Path) -> Manifest:
    """The manifest of the archive at `root`.

    Errors: `MalformedManifestError` for a file too large, not JSON, of another schema or with improper content;
    `OSError` where it cannot be read.
    """
    path = root / FILE_NAME
    size = path.stat().st_size
    if size > _BYTES_AT_MOST:
        raise MalformedManifestError(f"{size} bytes, at most {_BYTES_AT_MOST} are read")
    try:
        return _manifest(json.loads(path.read_bytes()))
    except MalformedManifestError:
        raise
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError) as error:
        raise MalformedManifestError(f"{type(error).__name__}: {str(error)[:200]}") from error


def write_manifest(root: Path, manifest: Manifest) -> None:
    """Put the manifest in place of the old one, whole or not at all, and wait until the disk has it."""
    content = {"schema_version": SCHEMA_VERSION, **asdict(manifest)}
    text = json.dumps(content, ensure_ascii=False, indent=1, sort_keys=True) + "\n"
    write_durably(root / FILE_NAME, text.encode())


def write_durably(path: Path, content: bytes) -> None:
    """Write a file under a passing name, wait until the disk has it, then give it its own name.

    Errors: `OSError` where the disk refuses; nothing of the file is left then.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    passing = path.with_name(f".{path.name}.new")
    passing.unlink(missing_ok=True)  # left by a crash; whoever writes holds the archive's lock
    try:
        with passing.open("xb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        passing.replace(path)
    except OSError:
        with suppress(OSError):
            passing.unlink(missing_ok=True)  # a full disk has no room for what is of no use
        raise
    folder = os.open(path.parent, os.O_RDONLY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)


def _manifest(content: dict[str, Any]) -> Manifest:
    """The content of the file, every value checked."""
    version = content["schema_version"]
    if version not in _READ:
        is_newer = type(version) is int and version > SCHEMA_VERSION
        raise (NewerManifestError if is_newer else MalformedManifestError)(
            f"schema version {str(version)[:20]!r}, this program reads {_READ[0]} to {SCHEMA_VERSION}"
        )
    manifest = Manifest(
        documents=_one_of(content["documents"], ("kept", "omitted")),
        reports=tuple(_entry(entry) for entry in content["reports"]),
        batches=tuple(_batch(batch) for batch in content["batches"]),
        retired=tuple(_batch(batch) for batch in content["retired"]),
        corrections=_log(content.get("corrections", {"made": [], "closed": []})),
    )
    listed = [report for batch in manifest.batches for report in batch.reports]
    if sorted(listed) != sorted(entry.report for entry in manifest.reports):
        raise MalformedManifestError("the reports listed and the reports of its batches differ")
    return manifest


def _entry(content: dict[str, Any]) -> ReportEntry:
    return ReportEntry(
        report=_text(content["report"]),
        department=_text(content["department"]),
        year=_number(content["year"]),
        kind=_text(content["kind"]),
        version=_number(content["version"]),
        template=_text(content["template"]),
        document=_text(content["document"]),
        sha256=_matching(content["sha256"], _SHA256),
        engine_version=_text(content["engine_version"]),
        **{name: _text(content[name]) for name in ("code", "level", "region") if content.get(name) is not None},
    )


def _batch(content: dict[str, Any]) -> Batch:
    return Batch(
        id=_matching(content["id"], _BATCH),
        year=_number(content["year"]),
        reports=tuple(_text(report) for report in content["reports"]),
        parts={
            _matching(dataset, _DATASET): Part(_number(part["rows"]), _matching(part["sha256"], _SHA256))
            for dataset, part in content["parts"].items()
        },
    )


def _log(content: dict[str, Any]) -> Log:
    made = tuple(_correction(correction) for correction in content["made"])
    closed = tuple(_closing(closing) for closing in content["closed"])
    if [correction.number for correction in made] != list(range(1, len(made) + 1)):
        raise MalformedManifestError("the corrections are not numbered from 1 on")
    return Log(made, closed)


def _correction(content: dict[str, Any]) -> Correction:
    return Correction(
        number=_number(content["number"]),
        report=_text(content["report"]),
        sha256=_matching(content["sha256"], _SHA256),
        table=_matching(content["table"], _DATASET),
        n=_number(content["n"]),
        column=_matching(content["column"], _DATASET),
        code=_printed_or_none(content["code"]),
        label=_printed_or_none(content["label"]),
        path=_printed_or_none(content["path"]),
        line=None if content["line"] is None else _number(content["line"]),
        printed=_printed(content["printed"]),
        unit=_printed(content["unit"]),
        before=_figure(content["before"]),
        after=_figure(content["after"]),
        value=_text(content["value"]),
        author=_text(content["author"]),
        reason=_text(content["reason"]),
        at=_text(content["at"]),
        carried=None if content["carried"] is None else _number(content["carried"]),
    )


def _figure(content: dict[str, Any]) -> Figure:
    return Figure(
        value=_decimal_or_none(content["value"]),
        state=_number(content["state"]),
        radius=_decimal_or_none(content["radius"]),
        decimals=None if content["decimals"] is None else _number(content["decimals"]),
        doubt=None if content["doubt"] is None else _text(content["doubt"]),
    )


def _closing(content: dict[str, Any]) -> Closing:
    return Closing(
        number=_number(content["number"]),
        ending=Ending(_text(content["ending"])),
        author=None if content["author"] is None else _text(content["author"]),
        reason=None if content["reason"] is None else _text(content["reason"]),
        at=_text(content["at"]),
    )


def _printed(value: object) -> str:
    """A text as a document prints it: whatever characters it has."""
    if not isinstance(value, str) or len(value) > _PRINTED_AT_MOST:
        raise MalformedManifestError(f"no proper text: {str(value)[:60]!r}")
    return value


def _printed_or_none(value: object) -> str | None:
    return None if value is None else _printed(value)


def _decimal_or_none(value: object) -> str | None:
    return None if value is None else _matching(value, _DECIMAL)


def _text(value: object) -> str:
    if not isinstance(value, str) or len(value) > _TEXT_AT_MOST or not value.isprintable():
        raise MalformedManifestError(f"no proper text: {str(value)[:60]!r}")
    return value


def _number(value: object) -> int:
    if not isinstance(value, int) or isinstance(value, bool) or not 0 <= value < 2**31:
        raise MalformedManifestError(f"no proper number: {str(value)[:60]!r}")
    return value


def _matching(value: object, pattern: re.Pattern[str]) -> str:
    text = _text(value)
    if not pattern.fullmatch(text):
        raise MalformedManifestError(f"no proper name: {text[:60]!r}")
    return text


def _one_of(value: object, choices: tuple[str, ...]) -> str:
    text = _text(value)
    if text not in choices:
        raise MalformedManifestError(f"{text[:60]!r} is none of {', '.join(choices)}")
    return text
