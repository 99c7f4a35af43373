"""Put an edited rule file among the published rules: whole, durable, and only over the text that it was made from."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Final

from dq.application import requests
from dq.application.drafts.draft import Draft
from dq.archive.locking import alone
from dq.archive.manifest import write_durably
from dq.diagnostics import Diagnostic, decoded

_WAIT: Final = 10.0
"""Seconds that another publication is waited for."""


class Publication(StrEnum):
    """What became of a draft that was to be published."""

    DONE = "done"
    OVERTAKEN = "overtaken"  # the file is not the one that the draft was made from
    OUTDATED = "outdated"  # other rules are not those that it was looked at with
    BUSY = "busy"
    FAILED = "failed"  # the disk refused


@dataclass(frozen=True, slots=True)
class Published:
    """What became of a draft. Parameters: `diagnostics` why the disk refused."""

    publication: Publication
    diagnostics: tuple[Diagnostic, ...] = ()


def text_of(folder: Path, name: str) -> str | None:
    """The published text of a rule file, None where there is none.

    Parameters: `name` as `Draft` has it. Example: `text_of(rules_folder(), "final_accounts/summary.dq")`.
    """
    path = Draft(folder, name, "").path
    # A link could lead out of the folder, whoever put it there.
    if path.is_symlink() or not path.is_file() or not path.resolve().is_relative_to(folder.resolve()):
        return None
    return decoded(path.read_bytes())


def state_of(text: str | None) -> str:
    """What tells one state of a file's text from another; empty where there is no file.

    Example: `state_of(None)` → `""`.
    """
    return "" if text is None else hashlib.sha256(text.encode()).hexdigest()


def publish(draft: Draft, made_from: Mapping[str, str], still: Callable[[], bool]) -> Published:
    """Write a draft that was found sound to its place, where nobody published another text meanwhile.

    Its tests come before it: rules in force are never without them, and a check reads the rules alone, so that it sees
    all of the change or nothing. What was written already, when a service ended between the two, is not written again.

    Parameters: `made_from` by file name the state (`state_of`) of the text that was edited; `still` whether the other
    rules are those that the draft was looked at with, asked while nobody else publishes.
    Example: `publish(draft, {draft.name: state_of(text_of(draft.folder, draft.name))}, lambda: True).publication`.
    """
    if draft.path.parent.resolve() != draft.folder.resolve() / Path(draft.name).parent:
        return Published(Publication.OVERTAKEN)  # a folder on the way has become a link
    try:
        with alone(draft.folder, _WAIT, lambda _holder: None) as is_ours:
            if not is_ours:
                return Published(Publication.BUSY)
            before = {name: text_of(draft.folder, name) for name in draft.files}
            if any(
                state_of(text) not in {made_from[name], state_of(draft.files[name])} for name, text in before.items()
            ):
                return Published(Publication.OVERTAKEN)
            if not still():
                return Published(Publication.OUTDATED)
            _write_all(draft, before)
    except OSError as failure:
        return Published(Publication.FAILED, (requests.cannot_write(draft.path, failure),))
    return Published(Publication.DONE)


def _write_all(draft: Draft, before: Mapping[str, str | None]) -> None:
    """Write the files, the rules last; where the disk refuses one, those before it are as they were."""
    written: list[str] = []
    try:
        for name, text in reversed(draft.files.items()):
            if text != before[name]:
                write_durably(draft.folder / name, text.encode())
                written.append(name)
    except OSError:
        with suppress(OSError):
            for name in written:
                _write_back(draft.folder / name, before[name])
        raise


def _write_back(path: Path, text: str | None) -> None:
    if text is None:
        path.unlink()
    else:
        write_durably(path, text.encode())
