"""Sinks that are one stream of lines: a file of their own, or standard output."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from dq.diagnostics import Text
from dq.report.protocol import Material, Written


@dataclass(frozen=True, slots=True)
class StreamSink:
    """A form that is one file of text, made line by line, so that an archive needs no more memory than a report.

    Parameters: `file` its name in the folder; `lines` the text without line ends; `newline` what ends a line;
    `marked` begins the file with a byte order mark, without which Excel takes UTF-8 for another encoding.
    """

    name: str
    title: Text
    file: str
    lines: Callable[[Material], Iterable[str]]
    newline: str = "\n"
    marked: bool = False

    def write(self, material: Material, out: Path) -> Written:
        """Write the file into the folder `out`, or to `out` itself where it ends as the file does.

        Raises OSError where `out` cannot be written to; what was there before is left as it was then.
        """
        path = file_in(out, self.file)
        encoding = "utf-8-sig" if self.marked else "utf-8"
        with (
            whole_file(path) as part,
            # A character that UTF-8 cannot write (half of a pair, from a broken document) is shown as "?".
            part.open("w", encoding=encoding, errors="replace", newline="") as stream,
        ):
            stream.writelines(line + self.newline for line in self.lines(material))
        return Written((path,))


def file_in(out: Path, name: str) -> Path:
    """The file to write: `out` itself where it has the ending of `name`, else `name` in the folder `out`.

    Example: `file_in(Path("run.sarif"), "outcomes.sarif")` → `run.sarif`; `file_in(Path("out"), "outcomes.sarif")` →
    `out/outcomes.sarif`.
    """
    return out if out.suffix == Path(name).suffix and not out.is_dir() else out / name


@contextmanager
def whole_file(path: Path) -> Iterator[Path]:
    """A file beside `path` to write to, which takes its place when all is written: nobody reads half a report.

    Folders are made as needed. Raises OSError where `path` cannot be written to.
    Example: `with whole_file(Path("out/run.json")) as part: part.write_text("{}")`.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    part = path.with_name(f".{path.name}.{os.getpid()}.part")
    try:
        yield part
        part.replace(path)
    finally:
        part.unlink(missing_ok=True)
