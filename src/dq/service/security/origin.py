"""Requests that a page of another site makes a browser send, told by what browsers say of where they come from."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from dq.service.problems import forged

_OURS: Final = ("same-origin", "none")
"""What Sec-Fetch-Site says of our own pages, and of what a person does in the browser itself."""


def refuse_foreign(headers: Mapping[str, str]) -> None:
    """Refuse a form that another site sent: before anybody is signed in no page has a word to send back.

    Without this a stranger's page could sign a visitor in under the stranger's account, and read later what they wrote
    there. Programs send neither header and pass; browsers send the first, older ones the second (Fetch Metadata, W3C;
    RFC 6454).

    Parameters: `headers` of the request, by lower-case names. Raises: `Problem` 403.
    Example: `refuse_foreign({"sec-fetch-site": "cross-site"})`.
    """
    if is_foreign(headers):
        raise forged()


def is_foreign(headers: Mapping[str, str]) -> bool:
    """Whether another site sent a form. Example: `is_foreign({"sec-fetch-site": "same-origin"})` → `False`."""
    site, origin, host = (headers.get(name) for name in ("sec-fetch-site", "origin", "host"))
    is_ours = site in _OURS if site is not None else origin in {None, f"http://{host}", f"https://{host}"}
    return not is_ours
