"""Zipped XML (xlsx, docx) read with bounds: nothing goes to disk, no reference is followed, no entity expanded.

A document type is refused, and without one there are no entities to expand or to fetch.
"""

from __future__ import annotations

import io
import posixpath
import stat
import zipfile
import zlib
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Final
from xml.parsers import expat

from dq.diagnostics import Diagnostic, Text
from dq.ingest import complaints, refusals
from dq.ingest.decoding import MAX_BYTES

MAGIC: Final = b"PK\x03\x04"
MAX_UNPACKED: Final = 64 * 1024 * 1024
MAX_DEPTH: Final = 200
"""Elements within elements; word processors stay below fifty."""
_MAX_ENTRIES: Final = 5_000
_MAX_RELATIONS: Final = 10_000
_CHUNK: Final = 256 * 1024
_HARMLESS: Final = ("hyperlink", "attachedTemplate")
"""External references that bring no content: what is behind them is never fetched."""

_Start = Callable[[str, dict[str, str]], None]
_End = Callable[[str], None]
_Text = Callable[[str], None]


class RefusedError(Exception):
    """Carries the diagnostic that refuses a document out of nested reading; never leaves the format's module."""

    def __init__(self, diagnostic: Diagnostic) -> None:
        super().__init__(diagnostic.code)
        self.diagnostic = diagnostic


@dataclass(slots=True)
class Package:
    """An open package. `parts` are the names of its entries; `left` how many bytes may still be unpacked."""

    name: str
    kind: str
    archive: zipfile.ZipFile
    parts: frozenset[str] = field(default_factory=frozenset)
    left: int = MAX_UNPACKED

    def parse(self, part: str, *, start: _Start, end: _End, text: _Text | None = None) -> None:
        """Walk an XML part; names come without namespace (`w:tbl` → `tbl`), of attributes too.

        Errors: `RefusedError` for a broken part, a document type, deep nesting, too much content.
        """
        if part not in self.parts:
            raise RefusedError(refusals.damaged(self.name, self.kind, part))
        parser = _parser(self, part, start, end, text)
        try:
            with self.archive.open(part) as stream:
                while chunk := stream.read(_CHUNK):
                    self._unpacked(len(chunk))
                    parser.Parse(chunk, False)  # noqa: FBT003 -- expat takes no keywords
            parser.Parse(b"", True)  # noqa: FBT003
        except RefusedError:
            raise
        except (expat.ExpatError, zipfile.BadZipFile, zlib.error, EOFError, OSError, RuntimeError, ValueError) as error:
            raise RefusedError(refusals.damaged(self.name, self.kind, f"{part}: {type(error).__name__}")) from error

    def _unpacked(self, size: int) -> None:
        self.left -= size
        if self.left < 0:
            raise RefusedError(refusals.unpacks_to_too_much(self.name, MAX_UNPACKED))

    def relations(self, part: str) -> dict[str, str]:
        """Targets of a part's internal relations by id, as names of parts.

        Errors: `RefusedError` where content lies outside of the package.
        """
        folder, base = posixpath.split(part)
        own = posixpath.join(folder, "_rels", f"{base}.rels")
        found: dict[str, str] = {}

        def start(tag: str, attributes: dict[str, str]) -> None:
            if tag != "Relationship":
                return
            target, kind = attributes.get("Target", ""), attributes.get("Type", "").rpartition("/")[2]
            if attributes.get("TargetMode") != "External":
                joined = target.lstrip("/") if target.startswith("/") else posixpath.join(folder, target)
                found[attributes.get("Id", "")] = posixpath.normpath(joined)
                if len(found) > _MAX_RELATIONS:
                    raise RefusedError(refusals.too_many(self.name, Text("引用", "relations"), _MAX_RELATIONS))
            elif kind not in _HARMLESS:
                raise RefusedError(refusals.external_reference(self.name, f"{own}: {kind}"))

        if own in self.parts:
            self.parse(own, start=start, end=lambda _tag: None)
        return found


def _parser(package: Package, part: str, start: _Start, end: _End, text: _Text | None) -> expat.XMLParserType:
    """A parser that refuses document types and deep nesting."""
    depth = 0

    def on_start(tag: str, attributes: dict[str, str]) -> None:
        nonlocal depth
        depth += 1
        if depth > MAX_DEPTH:
            raise RefusedError(refusals.nested_too_deeply(package.name, 0, MAX_DEPTH))
        start(tag.rpartition(":")[2], attributes if ":" not in "".join(attributes) else _without_prefix(attributes))

    def on_end(tag: str) -> None:
        nonlocal depth
        depth -= 1
        end(tag.rpartition(":")[2])

    def on_document_type(*_parts: object) -> None:
        raise RefusedError(refusals.external_reference(package.name, f"{part}: DOCTYPE"))

    parser = expat.ParserCreate()
    parser.buffer_text = True
    parser.StartElementHandler = on_start
    parser.EndElementHandler = on_end
    parser.StartDoctypeDeclHandler = on_document_type
    if text is not None:
        parser.CharacterDataHandler = text
    return parser


def _without_prefix(attributes: dict[str, str]) -> dict[str, str]:
    return {name.rpartition(":")[2]: value for name, value in attributes.items()}


def holds(data: bytes, part: bytes) -> bool:
    """True where a zip file seems to have an entry of this name: told without opening it, even of a damaged one."""
    return data.startswith(MAGIC) and part in data


def open_package(name: str, data: bytes, kind: str) -> Package:
    """Open a package and look at its directory.

    Errors: `RefusedError` for one that is cut off, too large, encrypted, or names anything outside of itself.
    """
    if len(data) > MAX_BYTES:
        raise RefusedError(complaints.too_large(name, len(data), MAX_BYTES))
    try:
        archive = zipfile.ZipFile(io.BytesIO(data))
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError) as error:
        raise RefusedError(refusals.damaged(name, kind, type(error).__name__)) from error
    entries = archive.infolist()
    if len(entries) > _MAX_ENTRIES:
        raise RefusedError(refusals.too_many(name, Text("压缩包内的文件", "files in the package"), _MAX_ENTRIES))
    for entry in entries:
        _check_entry(name, kind, entry)
    # Pictures are not unpacked, but a package that says it holds gigabytes is no report.
    if sum(entry.file_size for entry in entries) > 4 * MAX_UNPACKED:
        raise RefusedError(refusals.unpacks_to_too_much(name, 4 * MAX_UNPACKED))
    return Package(name, kind, archive, frozenset(entry.filename for entry in entries))


def _check_entry(name: str, kind: str, entry: zipfile.ZipInfo) -> None:
    path = entry.filename.replace("\\", "/")
    outside = path.startswith("/") or ".." in path.split("/") or ":" in path
    if outside or stat.S_ISLNK(entry.external_attr >> 16):
        raise RefusedError(refusals.unsafe_name(name, entry.filename))
    if entry.flag_bits & 1:
        raise RefusedError(refusals.encrypted(name, kind))
