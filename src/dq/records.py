"""Frozen dataclasses that cost little to define.

The standard decorator writes and compiles six methods for each class: for the two hundred classes that a command
imports, a fifth of its start. None of them needs a text of its own: here `__init__` is compiled once for all classes
with as many fields, and the others are made without.
"""

from __future__ import annotations

import dataclasses
import sys
from functools import cache
from operator import attrgetter
from types import CellType, CodeType, FunctionType
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

_UNSET: Final = dataclasses.MISSING


def _dataclass(cls: type | None = None, /, *, frozen: bool = False, slots: bool = False) -> Any:  # noqa: ANN401 - as below
    """The standard decorator, made cheap for `frozen=True, slots=True`: the same class to all who use it.

    Classes that derive from dataclasses, or have fields out of the ordinary, are made by the standard one.
    Example: `dataclass(frozen=True, slots=True)` over a class with fields `a: int` and `b: int = 0`.
    """
    if cls is None:
        return lambda each: _dataclass(each, frozen=frozen, slots=slots)
    if frozen and slots and _is_plain(cls):
        return _frozen(cls)
    return dataclasses.dataclass(frozen=frozen, slots=slots)(cls)


def _is_plain(cls: type) -> bool:
    """True where neither a base nor a field asks for what only the standard decorator gives."""
    described = (value for value in vars(cls).values() if isinstance(value, dataclasses.Field))
    return not any(map(dataclasses.is_dataclass, cls.__mro__[1:])) and all(
        each.init and each.repr and each.compare and each.hash is None and each.kw_only is dataclasses.MISSING
        for each in described
    )


def _frozen(written: type) -> type:
    """The class with fields in slots and the methods of a frozen dataclass, but for those that it defines itself."""
    own = frozenset(vars(written))
    written.__doc__ = written.__doc__ or written.__name__  # the standard one would work out a signature
    cls: Any = dataclasses.dataclass(init=False, repr=False, eq=False, slots=True)(written)
    fields = dataclasses.fields(cls)
    names = tuple(field.name for field in fields)
    methods = {
        "__init__": _init(cls, fields),
        **_compared(names),
        "__repr__": _shown(names),
        "__setattr__": _refuse_assignment,
        "__delattr__": _refuse_deletion,
        "__getstate__": _state(names),
        "__setstate__": _restore(names),
    }
    if "__eq__" in own and "__hash__" not in own:
        del methods["__hash__"]
    for name, method in methods.items():
        if name not in own:
            setattr(cls, name, method)
    cls.__dataclass_params__ = _Frozen.__dataclass_params__  # type: ignore[attr-defined]  # not in typeshed
    return cls  # type: ignore[no-any-return]  # a class made at run time


def _init(cls: type, fields: Sequence[dataclasses.Field[Any]]) -> Callable[..., None]:
    """The method that calls of are many, and shall be quick: slots are set past `__setattr__`."""
    makers = tuple(field.default_factory is not _UNSET for field in fields)
    code = _init_code(makers, checks=hasattr(cls, "__post_init__"))
    names = tuple(field.name for field in fields)
    has_default = [makes or field.default is not _UNSET for field, makes in zip(fields, makers, strict=True)]
    if has_default != sorted(has_default):
        raise TypeError(f"{cls.__qualname__}: a field without default follows one with a default")
    bound: dict[str, Any] = {"unset": _UNSET}
    for at, field in enumerate(fields):
        bound[f"set{at}"] = getattr(cls, field.name).__set__
        bound[f"make{at}"] = field.default_factory
    init = FunctionType(
        code.replace(co_varnames=("self", *names), co_qualname=f"{cls.__qualname__}.__init__"),
        vars(sys.modules[cls.__module__]),
        "__init__",
        # A field whose default is made anew has the same mark as one without: `unset`.
        tuple(field.default for field, has in zip(fields, has_default, strict=True) if has),
        tuple(CellType(bound[name]) for name in code.co_freevars),
    )
    init.__annotations__ = {**{field.name: field.type for field in fields}, "return": None}
    return init


@cache
def _init_code(makers: tuple[bool, ...], *, checks: bool) -> CodeType:
    """The code of `__init__` for fields of which these make their default: one for all classes that differ in names."""
    places = range(len(makers))
    lines = [
        f"  set{at}(self, make{at}() if p{at} is unset else p{at})" if makes else f"  set{at}(self, p{at})"
        for at, makes in enumerate(makers)
    ]
    lines += ["  self.__post_init__()"] if checks else []
    bound = ", ".join(["unset", *(f"set{at}, make{at}" for at in places)])
    parameters = ", ".join(["self", *(f"p{at}" for at in places)])
    text = f"def enclose({bound}):\n def __init__({parameters}):\n" + "\n".join([*lines, "  return None"])
    enclosing = next(each for each in compile(text, __file__, "exec").co_consts if isinstance(each, CodeType))
    return next(each for each in enclosing.co_consts if isinstance(each, CodeType))


def _compared(names: Sequence[str]) -> dict[str, Callable[..., Any]]:
    """`__eq__` and `__hash__`: those of the fields together."""
    values = _values(names)

    def equal(self: object, other: object) -> Any:  # noqa: ANN401 - a truth value, or NotImplemented
        if other.__class__ is not self.__class__:
            return NotImplemented
        return values(self) == values(other)

    def hashed(self: object) -> int:
        return hash(values(self))

    return {"__eq__": equal, "__hash__": hashed}


def _values(names: Sequence[str]) -> Callable[[object], Any]:
    if len(names) > 1:
        return attrgetter(*names)
    # A tuple of one, too: what is the same object is equal then, whatever it says of itself.
    return lambda each: tuple(getattr(each, name) for name in names)


def _shown(names: Sequence[str]) -> Callable[[object], str]:
    def shown(self: object) -> str:
        return f"{type(self).__qualname__}({', '.join(f'{name}={getattr(self, name)!r}' for name in names)})"

    return shown


def _state(names: Sequence[str]) -> Callable[[object], list[Any]]:
    def state(self: object) -> list[Any]:
        return [getattr(self, name) for name in names]

    return state


def _restore(names: Sequence[str]) -> Callable[[object, Iterable[Any]], None]:
    def restore(self: object, values: Iterable[Any]) -> None:
        for name, value in zip(names, values, strict=True):
            object.__setattr__(self, name, value)

    return restore


def _refuse_assignment(_self: object, name: str, _value: object) -> None:
    raise dataclasses.FrozenInstanceError(f"cannot assign to field {name!r}")


def _refuse_deletion(_self: object, name: str) -> None:
    raise dataclasses.FrozenInstanceError(f"cannot delete field {name!r}")


@dataclasses.dataclass(frozen=True, slots=True)
class _Frozen:
    """Its parameters are those that every class made here shows."""


if TYPE_CHECKING:
    from dataclasses import dataclass as dataclass  # noqa: PLC0414 - type checkers see the standard decorator
else:
    dataclass = _dataclass
