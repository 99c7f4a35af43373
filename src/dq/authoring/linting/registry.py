"""The lints, found by folder: every module of `dq.authoring.lints` has one as `LINT`."""

from __future__ import annotations

from functools import lru_cache
from importlib import import_module
from pkgutil import iter_modules
from typing import Final

from dq.authoring.linting.model import Lint

_FOLDER: Final = "dq.authoring.lints"


@lru_cache(maxsize=1)
def lints() -> tuple[Lint, ...]:
    """All lints in order of code.

    Example: `lints()[0].name`.
    """
    names = (module.name for module in iter_modules(import_module(_FOLDER).__path__))
    found: list[Lint] = [import_module(f"{_FOLDER}.{name}").LINT for name in names]
    return tuple(sorted(found, key=lambda lint: lint.code))
