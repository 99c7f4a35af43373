"""What to do about a diagnostic: its own advice, else that of its code's page."""

from __future__ import annotations

from dq.diagnostics.model import Diagnostic, Text


def help_of(said: Diagnostic) -> Text | None:
    """The advice for a diagnostic; None where a certain fix says it all, or its code has no page here.

    Example: `help_of(refused("DQ-L106", span, headline))` is the remedy on the page of DQ-L106.
    """
    if said.help is not None or said.fix is not None:
        return said.help
    from dq.diagnostics.codes import page_of  # only needed once something is wrong

    page = page_of(said.code)
    return None if page is None else page.remedy
