"""Document formats, one module each. A module added here is found by its place; nothing lists it.

A format that many documents could be mistaken for gives way: the modules are asked in order of `PRIORITY`
(a module constant, larger first, 0 where absent), then of name. Formats of plain text stand in modules named
`…_text`: for a document that can be nothing else the others are not even loaded, since the first check of a report
should not wait for readers of PDF and workbooks.
"""

from __future__ import annotations

import pkgutil
import re
from functools import lru_cache
from importlib import import_module
from typing import Final, cast

from dq.ingest.stream import Format

_HEAD: Final = 8192
_TEXT_MODULE: Final = "_text"
# A container has its signature or control characters at its head, a page begins with a tag.
_NO_PLAIN_TEXT: Final = re.compile(rb"[\x00-\x08\x0e-\x1f]|PK|%PDF|\A(?:\xef\xbb\xbf)?\s*<")


def format_of(name: str, data: bytes) -> Format:
    """The format that reads this document.

    Example: `format_of("a.txt", data).read("a.txt", data).lines`.
    """
    if not _NO_PLAIN_TEXT.search(data[:_HEAD]):
        reader = next((each for each in _formats(only_text=True) if each.accepts(name, data)), None)
        if reader is not None:
            return reader
    return next(each for each in all_formats() if each.accepts(name, data))


def is_text(name: str, data: bytes) -> bool:
    """Whether a person reads the document as plain text, so that its lines are those that places count.

    Example: `is_text("a.txt", b"1.00")`.
    """
    module: object = format_of(name, data)
    return str(getattr(module, "__name__", "")).endswith(_TEXT_MODULE)


def all_formats() -> tuple[Format, ...]:
    """Every format, in the order in which they are asked; one of them accepts whatever the others do not."""
    return _formats(only_text=False)


@lru_cache(maxsize=2)
def _formats(*, only_text: bool) -> tuple[Format, ...]:
    names = sorted(module.name for module in pkgutil.iter_modules(__path__))
    wanted = [name for name in names if name.endswith(_TEXT_MODULE) or not only_text]
    modules = [import_module(f"{__name__}.{name}") for name in wanted]
    return tuple(cast("Format", each) for each in sorted(modules, key=lambda module: -getattr(module, "PRIORITY", 0)))
