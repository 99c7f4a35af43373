"""Frozen dataclasses that cost little to define.

The standard decorator writes and compiles six methods for each class: for the two hundred classes that a command
imports, a fifth of its start. Five of the six need no text of their own; only `__init__` is compiled here.
"""

from __future__ import annotations

import dataclasses
import sys
from operator import attrgetter
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence


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
    """The only method that is compiled: calls of it are many, and shall be quick. Slots are set past `__setattr__`."""
    bound: dict[str, Any] = {}
    parameters: list[str] = ["self"]
    lines: list[str] = []
    for field in fields:
        name = field.name
        bound[f"_set_{name}"] = getattr(cls, name).__set__
        value = name
        if field.default_factory is not dataclasses.MISSING:
            bound[f"_make_{name}"] = field.default_factory
            parameters.append(f"{name}=_unset")
            value = f"_make_{name}() if {name} is _unset else {name}"
        elif field.default is not dataclasses.MISSING:
            bound[f"_default_{name}"] = field.default
            parameters.append(f"{name}=_default_{name}")
        else:
            parameters.append(name)
        lines.append(f"  _set_{name}(self, {value})")
    if hasattr(cls, "__post_init__"):
        lines.append("  self.__post_init__()")
    body = "\n".join(lines) or "  pass"
    text = f"def make(_unset, {', '.join(bound)}):\n def __init__({', '.join(parameters)}):\n{body}\n return __init__"
    made: dict[str, Any] = {}
    # The text holds nothing but names of fields.
    exec(text, vars(sys.modules[cls.__module__]), made)  # noqa: S102
    init: Callable[..., None] = made["make"](dataclasses.MISSING, **bound)
    init.__qualname__ = f"{cls.__qualname__}.__init__"
    init.__annotations__ = {**{field.name: field.type for field in fields}, "return": None}
    return init


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
