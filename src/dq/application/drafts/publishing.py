"""Put an edited rule file among the published rules: whole, durable, and only over the text that it was made from."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Final

from dq.application import requests
from dq.application.drafts.draft import Draft
from dq.application.drafts.looking import look_at
from dq.archive.locking import alone
from dq.archive.manifest import write_durably
from dq.diagnostics import Diagnostic, Level

_WAIT: Final = 10.0
"""Seconds that another publication is waited for."""


class Publication(StrEnum):
    """What became of a draft that was to be published."""

    DONE = "done"
    REFUSED = "refused"  # it has errors, or the other files would have with it
    OVERTAKEN = "overtaken"  # the file is not the one that the draft was made from
    BUSY = "busy"
    FAILED = "failed"  # the disk refused


@dataclass(frozen=True, slots=True)
class Published:
    """What became of a draft. Parameters: `diagnostics` why it was refused, or why the disk did."""

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
    return path.read_bytes().decode("utf-8-sig")


def state_of(text: str | None) -> str:
    """What tells one state of a file's text from another; empty where there is no file.

    Example: `state_of(None)` → `""`.
    """
    return "" if text is None else hashlib.sha256(text.encode()).hexdigest()


def publish(draft: Draft, made_from: str, memory: Path | None) -> Published:
    """Write a draft to its place, where all rules load with it and nobody published another text meanwhile.

    Parameters: `made_from` the state (`state_of`) of the text that was edited; `memory` as for `look_at`.
    Example: `publish(draft, state_of(text_of(draft.folder, draft.name)), None).publication`.
    """
    if draft.path.parent.resolve() != draft.folder.resolve() / Path(draft.name).parent:
        return Published(Publication.OVERTAKEN)  # a folder on the way has become a link
    try:
        with alone(draft.folder, _WAIT, lambda _holder: None) as is_ours:
            if not is_ours:
                return Published(Publication.BUSY)
            if state_of(text_of(draft.folder, draft.name)) != made_from:
                return Published(Publication.OVERTAKEN)
            looked = look_at(draft, memory)
            if not looked.is_sound:
                errors = (each for each in (*looked.diagnostics, *looked.elsewhere) if each.level is Level.ERROR)
                return Published(Publication.REFUSED, tuple(errors))
            write_durably(draft.path, draft.text.encode())
    except OSError as failure:
        return Published(Publication.FAILED, (requests.cannot_write(draft.path, failure),))
    return Published(Publication.DONE)
