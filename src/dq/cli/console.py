"""What leaves the program: text and JSON on standard output; diagnostics and progress on standard error."""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import IO, Final, TextIO

from dq.application.sources import Progress
from dq.cli.speech import current_settings
from dq.diagnostics import Diagnostic, Level, decoded, render
from dq.diagnostics.layout import Line, Style, plain, wrap
from dq.settings import Language

_PIPED_WIDTH: Final = 100
_WIDEST: Final = 120
_DIAGNOSTICS: Final = 50
_SOURCE_BYTES: Final = 4_000_000
_FEW: Final = 3
_COLOURS: Final = {
    Style.PLAIN: "",
    Style.STRONG: "bold",
    Style.FAINT: "bright_black",
    Style.GOOD: "green",
    Style.ERROR: "bold red",
    Style.WARNING: "yellow",
    Style.INFO: "cyan",
    Style.PLACE: "blue",
}


def spoken(language: Language | None) -> Language:
    """The language that an option asked for, else that of the environment."""
    return language or current_settings().language


def print_lines(lines: Iterable[Line]) -> None:
    """Print text for people: wrapped to the terminal and coloured there, plain where it is piped."""
    _say_what_is_possible(sys.stdout)
    if not sys.stdout.isatty():
        width = int(os.environ["COLUMNS"]) if os.environ.get("COLUMNS", "").isdigit() else _PIPED_WIDTH
        _write(sys.stdout, (text + "\n" for text in plain(lines, width)))
        return
    from rich.console import Console  # only a terminal pays for it
    from rich.text import Text

    width = min(shutil.get_terminal_size((80, 24)).columns, _WIDEST)
    console = Console(highlight=False)
    with _reader_may_leave(sys.stdout):
        for row in wrap(lines, width):
            console.print(Text.assemble(*((piece.text, _COLOURS[piece.style]) for piece in row)), soft_wrap=True)


def print_data(texts: Iterable[str]) -> None:
    """Print JSON or JSON lines, always in UTF-8; each text is one line or document."""
    with suppress(AttributeError):  # a stream put in place by a caller may not be a file
        sys.stdout.reconfigure(encoding="utf-8", errors="replace", newline="\n")  # type: ignore[union-attr]  # as above
    _write(sys.stdout, (text + "\n" for text in texts))


def print_diagnostics(
    diagnostics: Sequence[Diagnostic], language: Language, texts: Mapping[str, str] | None = None
) -> None:
    """Print what was wrong with the input on standard error: errors first, each with its place, cause and remedy.

    Parameters: `texts` of the files that diagnostics point into, where they are known; the others are read.
    """
    if not diagnostics:
        return
    _say_what_is_possible(sys.stderr)
    ordered = sorted(diagnostics, key=lambda each: each.level is not Level.ERROR)
    sources = {**_sources(ordered[:_DIAGNOSTICS]), **(texts or {})}
    shown = [render(each, sources, language) + "\n\n" for each in ordered[:_DIAGNOSTICS]]
    hidden = len(ordered) - _DIAGNOSTICS
    if hidden > 0:
        shown.append(f"… 还有 {hidden} 条\n" if language == "zh" else f"… and {hidden} more\n")
    _write(sys.stderr, shown)


def _sources(diagnostics: Iterable[Diagnostic]) -> dict[str, str]:
    """The texts that diagnostics point into, as far as they can be read: a docx or workbook has lines, but no text."""
    files = {
        span.file for each in diagnostics for span in (each.span, *(label.span for label in each.labels)) if span.line
    }
    sources = {}
    for file in sorted(files):
        path = Path(file)
        with suppress(OSError, ValueError):
            if path.is_file() and path.stat().st_size <= _SOURCE_BYTES:
                content = path.read_bytes()
                text = decoded(content)
                if text is not None or b"\0" not in content:
                    sources[file] = content.decode("utf-8", errors="replace") if text is None else text
    return sources


@contextmanager
def reading_progress(files: str) -> Iterator[Progress | None]:
    """A progress bar on a terminal's standard error while documents are read; nothing for a few or elsewhere.

    Parameters: `files` the word before the bar.
    """
    if not sys.stderr.isatty():
        yield None
        return
    bar = _Bar(files)
    try:
        yield bar.show
    finally:
        bar.close()


def _nothing() -> None:
    """Close what was never opened."""


class _Bar:
    """A bar that appears once there is enough to wait for."""

    def __init__(self, title: str) -> None:
        self._title = title
        self._close: Callable[[], None] = _nothing
        self._show: Progress | None = None

    def show(self, done: int, total: int, name: str) -> None:
        """Move the bar."""
        if total <= _FEW:
            return
        if self._show is None:
            self._show = self._start()
        self._show(done, total, name)

    def _start(self) -> Progress:
        from rich.console import Console
        from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

        columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
        progress = Progress(*columns, console=Console(stderr=True), transient=True)
        task = progress.add_task(self._title)
        progress.start()
        self._close = progress.stop

        def show(done: int, total: int, name: str) -> None:  # noqa: ARG001 - the name is for other callers
            progress.update(task, completed=done, total=total)

        return show

    def close(self) -> None:
        """Remove the bar."""
        self._close()


@contextmanager
def working(what: str, *, wanted: bool = True) -> Iterator[None]:
    """A sign of life on a terminal's standard error while something takes its time."""
    if not wanted or not sys.stderr.isatty():
        yield
        return
    from rich.console import Console

    with Console(stderr=True).status(what):
        yield


def _say_what_is_possible(stream: TextIO) -> None:
    """Show a character that the terminal's encoding lacks as an escape instead of failing."""
    with suppress(AttributeError):
        stream.reconfigure(errors="backslashreplace")  # type: ignore[attr-defined]  # absent on streams of callers


def _write(stream: IO[str], texts: Iterable[str]) -> None:
    with _reader_may_leave(stream):
        for text in texts:
            stream.write(text)
        stream.flush()


@contextmanager
def _reader_may_leave(stream: IO[str]) -> Iterator[None]:
    """A reader that has seen enough (`| head`) is no failure: the exit code still tells what was found."""
    try:
        yield
    except BrokenPipeError:
        nowhere = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nowhere, stream.fileno())
