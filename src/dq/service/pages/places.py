"""Addresses of pages of this site: where somebody is, where they came from, where to lead them back to."""

from __future__ import annotations

from typing import Final
from urllib.parse import quote, urlsplit

from starlette.datastructures import Headers
from starlette.types import Scope

_LENGTH: Final = 2000
"""Characters of an address at most that somebody is led back to."""


def is_ours(address: str) -> bool:
    """Whether an address, which anybody may have written, leads to this site, and is not too long to be kept.

    Example: `is_ours("/rules?q=a")` → `True`, of "//evil.example" → `False`.
    """
    leads_here = address.startswith("/") and not address.startswith("//") and "\\" not in address
    return leads_here and address.isprintable() and len(address) <= _LENGTH


def here(scope: Scope) -> str:
    """The page that is asked for, or that a form was sent from; without the language that was asked for
    and what was said of it.

    Example: `here(request.scope)` → `"/rules/write?name=bureau%2Fown.dq"`.
    """
    path = quote(path_of(scope))  # as it was asked for: one with "?" or "#" in it would lead elsewhere
    if scope.get("method") != "GET":
        return came_from(scope) or path
    asked = scope.get("query_string", b"").decode("latin-1").split("&")
    query = "&".join(each for each in asked if each and not each.startswith(("lang=", "done=")))
    return path + (f"?{query}" if query else "")


def came_from(scope: Scope) -> str:
    """The page of this site that the request was made on; empty where the browser does not say, or names another site.

    Example: `came_from(request.scope)` → `"/findings"`.
    """
    headers = Headers(scope=scope)
    try:
        said = urlsplit(headers.get("referer", ""))
    except ValueError:
        return ""
    address = said.path + (f"?{said.query}" if said.query else "")
    return address if said.netloc == headers.get("host") and is_ours(address) else ""


def path_of(scope: Scope) -> str:
    """The path that is asked for, which leads to no other site. Example: `path_of(request.scope)` → `"/rules"`."""
    path: str = scope["path"]
    return "/" + path.lstrip("/\\")
