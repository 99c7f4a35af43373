"""Use case: write rule files in their canonical form."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO, Final

from dq.application import requests
from dq.application.places import is_there
from dq.authoring.formatting import Keywords, formatted
from dq.diagnostics import Diagnostic, decoded
from dq.semantics.files import rule_texts

STANDARD_INPUT: Final = Path("-")
_MOST_BYTES: Final = 4_000_000


@dataclass(frozen=True, slots=True)
class FormattedFile:
    """A rule file as it is and as it should be (None where it has errors)."""

    path: Path
    before: str
    after: str | None

    @property
    def changed(self) -> bool:
        """Whether it is not yet in canonical form."""
        return self.after is not None and self.after != self.before

    def difference(self) -> Iterator[str]:
        """What formatting changes, as a unified diff, line by line without their ends."""
        name = str(self.path)
        from difflib import unified_diff  # only where differences are shown

        lines = unified_diff(
            self.before.split("\n"), (self.after or self.before).split("\n"), name, name, lineterm="", n=2
        )
        return (line.removesuffix("\r") for line in lines)


def read_input(stream: BinaryIO) -> str | Diagnostic:
    """The rule text of standard input, or why it cannot be read.

    Parameters: `stream` of bytes. Example: `read_input(sys.stdin.buffer)`.
    """
    content = stream.read(_MOST_BYTES + 1)
    if len(content) > _MOST_BYTES:
        return requests.unusable_input(too_long=True)
    text = decoded(content)
    return requests.unusable_input(too_long=False) if text is None else text


def format_files(paths: Sequence[Path], spelled: Keywords | None) -> tuple[list[FormattedFile], list[Diagnostic]]:
    """The files in canonical form, nothing being written yet, and what is wrong with them.

    Parameters: `paths` rule files and folders, `spelled` the keywords' language, None as they are.
    Example: `format_files([rules_folder()], None)[0][0].changed` → `False`.
    """
    said = [requests.no_such_path(path) for path in paths if not is_there(path)]
    texts, wrong = rule_texts([path for path in paths if is_there(path)])
    said += wrong
    files: list[FormattedFile] = []
    for path, text in texts.items():
        result = formatted(text, str(path), spelled)
        files.append(FormattedFile(path, text, result.text))
        said += result.diagnostics
    return files, said


def rewrite(file: FormattedFile) -> Diagnostic | None:
    """Put the canonical text in place of the old one, whole or not at all, with the rights the file had.

    A link stays a link. Gives what went wrong.
    """
    path = file.path.resolve()
    passing: str | None = None
    try:
        mode = path.stat().st_mode
        if not os.access(path, os.W_OK):
            raise PermissionError(13, os.strerror(13))
        handle, passing = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
        with os.fdopen(handle, "wb") as stream:
            stream.write((file.after or file.before).encode())
            stream.flush()
            os.fchmod(stream.fileno(), mode & 0o7777)
            os.fsync(stream.fileno())
        Path(passing).replace(path)
    except OSError as failure:
        if passing is not None:
            with suppress(OSError):
                Path(passing).unlink()
        return requests.cannot_write(file.path, failure)
    return None
