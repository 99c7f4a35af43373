"""What the page of a diagnostic code says."""

from __future__ import annotations

from dataclasses import dataclass

from dq.diagnostics.model import Text


@dataclass(frozen=True, slots=True)
class Page:
    """The explanation of one diagnostic code, from which its page in the reference is written.

    Parameters: `title` the fault in a few words; `why` the reason for refusing it; `remedy` what to do;
    `faulty` rule text that has the fault (empty where no text alone can have it), `mended` the same without it.
    """

    code: str
    title: Text
    why: Text
    remedy: Text
    faulty: str = ""
    mended: str = ""
