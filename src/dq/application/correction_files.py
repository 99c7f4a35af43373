"""Many corrections from one file: CSV (a spreadsheet's export) or TOML."""

from __future__ import annotations

import csv
import io
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from dq.application import correction_faults as faults
from dq.application import requests as faulty
from dq.application.correcting import Request
from dq.application.correction_cells import Sought
from dq.diagnostics import Diagnostic, Span, Text, decoded, refusal

BYTES_AT_MOST: Final = 5_000_000
ENTRIES_AT_MOST: Final = 1_000
_NAMES: Final = {
    "report": "报告",
    "table": "表",
    "row": "行",
    "line": "原文行号",
    "column": "列",
    "printed": "原读",
    "value": "更正为",
    "author": "更正人",
    "reason": "理由",
}
_ENGLISH: Final = {zh: en for en, zh in _NAMES.items()}
_TEXT_AT_MOST: Final = 2_000


@dataclass(frozen=True, slots=True)
class Batch:
    """The requests of a file; with diagnostics it is not to be used."""

    requests: tuple[Request, ...]
    diagnostics: tuple[Diagnostic, ...]


def read_batch(path: Path, defaults: Mapping[str, str]) -> Batch:
    """The corrections that a file asks for, every fault in it told.

    A CSV file names its columns in the first line, in English (report, table, row, line, column, printed, value,
    author, reason) or Chinese; a TOML file has the same names in [[correction]] tables.
    Parameters: `defaults` what an entry that leaves it out means (author, reason, report, …).
    Example: `read_batch(Path("corrections.csv"), {"author": "张三"}).requests`.
    """
    try:
        if not path.is_file():
            return Batch((), (faulty.no_file(path) if path.exists() else faulty.no_such_path(path),))
        if path.stat().st_size > BYTES_AT_MOST:
            return _fault(path, 0, Text(f"文件超过 {BYTES_AT_MOST} 字节", f"more than {BYTES_AT_MOST} bytes"))
        content = path.read_bytes()
    except OSError as failure:
        why = refusal(failure)
        return _fault(path, 0, Text(f"无法打开文件：{why.zh}", f"the file cannot be opened: {why.en}"))
    text = decoded(content)
    if text is None:
        return _fault(path, 0, Text("既不是 UTF-8 也不是 GB18030", "neither UTF-8 nor GB18030"))
    try:
        entries = list(_entries_of_toml(text) if path.suffix.lower() == ".toml" else _entries_of_csv(text))
    except (tomllib.TOMLDecodeError, csv.Error, RecursionError) as error:
        return _fault(path, 0, Text(f"文件格式有误：{error}", f"malformed: {error}"))
    if not entries or len(entries) > ENTRIES_AT_MOST:
        number = len(entries)
        zh, en = f"有 {number} 条更正，应为 1 至 {ENTRIES_AT_MOST} 条", f"{number} entries, not 1 to {ENTRIES_AT_MOST}"
        return _fault(path, 0, Text(zh, en))
    requests: list[Request] = []
    diagnostics: list[Diagnostic] = []
    for line, entry in entries:
        request = _request(Span(str(path), line), entry, defaults)
        if isinstance(request, Request):
            requests.append(request)
        else:
            diagnostics.append(request)
    return Batch(tuple(requests), tuple(diagnostics))


def _entries_of_csv(text: str) -> Iterator[tuple[int, Mapping[str, object]]]:
    """Each row with its line, by its column's name; empty cells are left out."""
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    names = [_ENGLISH.get(name.strip(), name.strip()) for name in next(reader, [])]
    for row in reader:
        if len(row) > len(names):
            yield reader.line_num, {"": "more cells than columns"}
        elif any(cell.strip() for cell in row):
            yield reader.line_num, {name: cell for name, cell in zip(names, row, strict=False) if cell.strip()}


def _entries_of_toml(text: str) -> Iterator[tuple[int, Mapping[str, object]]]:
    """Each [[correction]]; the n-th stands at the n-th such line."""
    data = tomllib.loads(text)
    places = [number for number, line in enumerate(text.splitlines(), 1) if "[[correction]]" in line]
    entries = data.pop("correction", [])
    if data:
        yield 1, dict.fromkeys(data, "")
    for at, entry in enumerate(entries if isinstance(entries, list) else []):
        yield places[at] if at < len(places) else 0, entry if isinstance(entry, dict) else {}


def _request(place: Span, entry: Mapping[str, object], defaults: Mapping[str, str]) -> Request | Diagnostic:
    unknown = [name for name in entry if name not in _NAMES]
    if unknown:
        names = ", ".join(_NAMES)
        told = ", ".join(unknown)[:60]
        return faults.bad_batch(place, Text(f"不认识“{told}”；可用：{names}", f"unknown: {told!r}; there are {names}"))
    fields = dict(defaults)
    for name, value in entry.items():
        if isinstance(value, bool) or not isinstance(value, str | int) or len(str(value)) > _TEXT_AT_MOST:
            return faults.bad_batch(
                place, Text(f"{name} 要写成文字（加引号）", f"{name} must be a text (in quotation marks)")
            )
        fields[name] = str(value).strip()
    line = fields.get("line")
    if line is not None and not (line.isascii() and line.isdigit() and len(line) < 10):  # noqa: PLR2004 - an Int32
        return faults.bad_batch(place, Text("line 要写成行号", "line must be a line number"))
    if "value" not in fields:
        return faults.bad_batch(place, Text("没有写更正为什么（value）", "nothing says what is printed (value)"))
    sought = Sought(
        fields.get("report"),
        fields.get("table"),
        fields.get("row"),
        None if line is None else int(line),
        fields.get("column"),
        fields.get("printed"),
    )
    return Request(sought, fields["value"], fields.get("author", ""), fields.get("reason", ""), place)


def _fault(path: Path, line: int, why: Text) -> Batch:
    return Batch((), (faults.bad_batch(Span(str(path), line), why),))
