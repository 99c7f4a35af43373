"""Forms in which a report is written out, one module each. A module added here is found by its place; nothing lists it.

The module's name is the form's (`--to flat`); what it needs beyond the standard library is imported when it writes.
"""

from __future__ import annotations

import pkgutil
from importlib import import_module
from typing import Protocol, cast

from dq.synthesis.rendering.noise import Noise
from dq.synthesis.rendering.pieces import Publication


class Form(Protocol):
    """A form: one module in `formats/` with these names."""

    SUFFIX: str
    """How names of such files end (.xlsx)."""

    def write(self, publication: Publication, noise: Noise) -> bytes:
        """The publication as a document, the same bytes each time."""
        ...


def forms() -> tuple[str, ...]:
    """The names of all forms, sorted.

    Example: `forms()` → `("csv", "docx", "flat", "html", "layout", "pdf", "tab", "xlsx")`.
    """
    return tuple(sorted(module.name for module in pkgutil.iter_modules(__path__)))


def form_named(name: str) -> Form:
    """The form with this name.

    Errors: `KeyError` for a name that `forms` does not list.
    """
    if name not in forms():
        raise KeyError(name)
    return cast("Form", import_module(f"{__name__}.{name}"))
