"""Document formats, one module each. A module added here is found by its place; nothing lists it.

A format that many documents could be mistaken for gives way: the modules are asked in order of `PRIORITY`
(a module constant, larger first, 0 where absent), then of name.
"""

from __future__ import annotations

import pkgutil
from functools import lru_cache
from importlib import import_module
from typing import cast

from dq.ingest.stream import Format


@lru_cache(maxsize=1)
def all_formats() -> tuple[Format, ...]:
    """Every format, in the order in which they are asked.

    Example: `next(each for each in all_formats() if each.accepts(name, data)).read(name, data)`.
    """
    names = sorted(module.name for module in pkgutil.iter_modules(__path__))
    modules = [import_module(f"{__name__}.{name}") for name in names]
    return tuple(cast("Format", each) for each in sorted(modules, key=lambda module: -getattr(module, "PRIORITY", 0)))
