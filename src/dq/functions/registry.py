"""The built-in functions, found by folder: every module here that holds a `FUNCTION`."""

from __future__ import annotations

from functools import lru_cache
from importlib import import_module
from pkgutil import iter_modules

from dq.functions.model import Aggregate, Function, Scalar


@lru_cache(maxsize=1)
def functions() -> tuple[Function, ...]:
    """All functions in order of name."""
    package = __name__.rpartition(".")[0]
    path = import_module(package).__path__
    modules = (import_module(f"{package}.{module.name}") for module in iter_modules(path))
    found = (getattr(module, "FUNCTION", None) for module in modules)
    return tuple(sorted((each for each in found if isinstance(each, Function)), key=lambda each: each.name))


@lru_cache(maxsize=1)
def _by_name() -> dict[str, Function]:
    return {name: function for function in functions() for name in (function.name, function.chinese)}


def function_named(name: str) -> Function | None:
    """The function that `name` (English or Chinese) means, or None.

    Example: `function_named("求和").name` → `"sum"`.
    """
    return _by_name().get(name)


def function_names() -> tuple[str, ...]:
    """Every spelling of every function."""
    return tuple(_by_name())


@lru_cache(maxsize=100)
def scalar_called(name: str) -> Scalar:
    """What the function with this English name means of figures: `min` of several, for example.

    Only its own module is imported: a run of checked rules needs few of them.
    Errors: `KeyError` for a function that gives no figure from figures.
    """
    package = __name__.rpartition(".")[0]
    function = import_module(f"{package}.{name}").FUNCTION if name.isidentifier() else None
    shape = function.shape if isinstance(function, Function) else None
    match shape:
        case Scalar():
            return shape
        case Aggregate(several=Scalar() as several):
            return several
        case _:
            raise KeyError(name)
