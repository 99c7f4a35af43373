"""TOML files with the place of what is wrong in them: tomllib gives values, not where they stand."""

from __future__ import annotations

import re
import stat
import tomllib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final, TypeVar

from dq.diagnostics import Diagnostic, Span, Text, decoded, refusal
from dq.runner import complaints

_LARGEST: Final = 4_000_000
_AT_LINE: Final = re.compile(r"\(at line (\d+),")
_HEADER: Final = re.compile(r"\s*\[\[?([^\[\]]+)\]\]?\s*(?:#.*)?$")
_KEY: Final = re.compile(r"""\s*(?:"([^"]*)"|'([^']*)'|([^\s"'.=]+))\s*[.=]""")

_Value = TypeVar("_Value")


@dataclass(slots=True)
class _Place:
    """Where one table stands: the line of its header (0 for the file itself), and of each of its keys."""

    header: int
    keys: dict[str, int] = field(default_factory=dict)


@dataclass(slots=True)
class TomlFile:
    """A file that was read. Parameters: `values` empty where it is not TOML; `diagnostics` what is wrong with it."""

    path: Path
    values: dict[str, Any] = field(default_factory=dict)
    diagnostics: list[Diagnostic] = field(default_factory=list)
    lines: Sequence[str] = ()
    _places: dict[str, list[_Place]] = field(default_factory=dict, repr=False)

    @staticmethod
    def read(path: Path) -> TomlFile:
        """Read a file; what is wrong with it is among the diagnostics. Example: `TomlFile.read(Path("dq.toml"))`."""
        file = TomlFile(path)
        try:
            status = path.stat()
            if not stat.S_ISREG(status.st_mode):  # a pipe or a device may never end
                file.diagnostics.append(complaints.no_file(path, Text("不是普通文件", "no regular file")))
                return file
            if status.st_size > _LARGEST:
                file.diagnostics.append(
                    complaints.no_file(path, Text(f"超过 {_LARGEST} 字节", f"more than {_LARGEST} bytes"))
                )
                return file
            text = decoded(path.read_bytes())
            if text is None:
                file.diagnostics.append(complaints.no_file(path, Text("不是纯文本", "no plain text")))
                return file
            file.lines = text.split("\n")
            file.values = tomllib.loads(text)
        except OSError as failure:
            file.diagnostics.append(complaints.no_file(path, refusal(failure)))
        except (ValueError, RecursionError) as error:
            found = _AT_LINE.search(str(error))
            file.diagnostics.append(complaints.not_toml(path, int(found[1]) if found else 0, str(error)[:200]))
        return file

    def span(self, table: str, key: str = "", nth: int = 0) -> Span:
        """Where a key of a table stands, else the table's header, else what it stands in, at last the file.

        Parameters: `table` as its header is written ("checkpoint.nightly"); `nth` of several tables of one name.
        """
        if not self._places:
            self._places = _places(self.lines)
        found = self._places.get(table, [])
        if nth < len(found) and key in found[nth].keys:
            number = found[nth].keys[key]
            return Span(str(self.path), number, 1, number, len(self.lines[number - 1]) + 1)
        headers = self._headers(f"{table}.{key}" if table else key)
        if nth < len(found) and found[nth].header:
            headers.append(found[nth].header)
        if headers:
            return Span(str(self.path), headers[0], 1, headers[0], 2)
        # A table may be written within its line, or with points in its name: then the line of what it stands in.
        outer, _, name = table.rpartition(".")
        return self.span(outer, name) if name else Span(str(self.path))

    def _headers(self, table: str) -> list[int]:
        """The lines of the headers of a table, or of tables within it."""
        within = (name for name in self._places if name == table or name.startswith(f"{table}."))
        return sorted(place.header for name in within for place in self._places[name] if place.header)


def _places(lines: Sequence[str]) -> dict[str, list[_Place]]:
    """Tables by name, those of one name in order. Made once: a file may have thousands of tables that are asked for."""
    here = _Place(0)
    places = {"": [here]}
    for number, line in enumerate(lines, start=1):
        if header := _HEADER.match(line):
            here = _Place(number)
            places.setdefault(re.sub(r"[\s\"']", "", header[1]), []).append(here)
        elif key := _KEY.match(line):
            here.keys.setdefault(next(name for name in key.groups() if name is not None), number)
    return places


@dataclass(frozen=True, slots=True)
class Table:
    """One table of a file, whose values are taken one by one; what does not fit is told, and the default taken."""

    file: TomlFile
    name: str
    values: Mapping[str, Any]
    nth: int = 0

    def span(self, key: str = "") -> Span:
        """Where a key stands, else the table."""
        return self.file.span(self.name, key, self.nth)

    def only(self, known: Sequence[str]) -> None:
        """Tell of every key that is none of these."""
        for key in self.values:
            if key not in known:
                self.file.diagnostics.append(complaints.unknown_key(self.span(key), key, known))

    def take(
        self, key: str, read: Callable[[Any], _Value | None], default: _Value, wanted: Text, *, needed: bool = False
    ) -> _Value:
        """The value of a key, as `read` gives it (None where it does not fit), else the default."""
        if key not in self.values:
            if needed:
                self.file.diagnostics.append(complaints.missing_key(self.span(), key, wanted))
            return default
        value = read(self.values[key])
        if value is None:
            self.file.diagnostics.append(complaints.wrong_value(self.span(key), key, wanted))
            return default
        return value

    def table(self, key: str) -> Table:
        """A table within this one, empty where there is none."""
        values: dict[str, Any] = self.take(key, lambda value: value if isinstance(value, dict) else None, {}, _TABLE)
        return Table(self.file, f"{self.name}.{key}" if self.name else key, values)

    def tables(self, key: str) -> list[Table]:
        """The tables of a list."""
        found: list[dict[str, Any]] = self.take(key, _tables, [], _TABLES)
        name = f"{self.name}.{key}" if self.name else key
        return [Table(self.file, name, values, nth) for nth, values in enumerate(found)]


_TABLE: Final = Text("一张表", "a table")
_TABLES: Final = Text("若干 [[表]]", "tables in double brackets")


def _tables(value: object) -> list[dict[str, Any]] | None:
    return value if isinstance(value, list) and all(isinstance(each, dict) for each in value) else None


def path_text_of(value: object) -> str | None:
    """A text that may be a path, else None: no system takes a NUL in one."""
    text = text_of(value)
    return None if text is None or "\0" in text else text


def text_of(value: object) -> str | None:
    """A text that is not empty, else None."""
    return value if isinstance(value, str) and value.strip() else None


def texts_of(value: object) -> tuple[str, ...] | None:
    """One text or a list of at least one, else None."""
    values = [value] if isinstance(value, str) else value
    return tuple(values) if isinstance(values, list) and values and all(text_of(each) for each in values) else None


def numbers_of(value: object) -> tuple[int, ...] | None:
    """One whole number, a list of them, or a span as text ("2018-2020"), else None."""
    if isinstance(value, str):
        found = re.fullmatch(r"(\d{4})-(\d{4})", value)
        return tuple(range(int(found[1]), int(found[2]) + 1)) or None if found else None
    values = [value] if isinstance(value, int) else value
    if isinstance(values, list) and values and all(isinstance(v, int) and not isinstance(v, bool) for v in values):
        return tuple(values)
    return None
