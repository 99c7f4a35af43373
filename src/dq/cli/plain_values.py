"""Command line values read without pydantic, which typer loads for the simplest option: 0.07 s of every command.

Only what is plainly right is taken here (a path, a word, a flag, one of the choices); everything else, errors
above all, is left to typer.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any, Final, Literal, get_args, get_origin

_UNCLEAR: Final = object()


def read_plainly(parameter: Any) -> None:  # noqa: ANN401 - a parameter of typer, whichever version
    """Let `parameter` take plain values by itself; one of a kind not known here stays as it is."""
    annotation = getattr(getattr(parameter, "type_descriptor", None), "annotation", None)
    if annotation is None:
        return
    thorough = parameter.process_value

    def process_value(ctx: Any, value: Any) -> Any:  # noqa: ANN401
        taken = _taken(annotation, value, several=parameter.multiple or parameter.nargs == -1)
        if taken is _UNCLEAR or (parameter.required and parameter.value_is_missing(taken)):
            return thorough(ctx, value)
        return taken if parameter.callback is None else parameter.callback(ctx, parameter, taken)

    parameter.process_value = process_value


def _taken(annotation: Any, value: Any, *, several: bool) -> Any:  # noqa: ANN401
    """The value in the type that the command declares, or _UNCLEAR."""
    if several:
        if value is None:
            return ()
        element = (get_args(annotation) or (None,))[0]
        values = [_one(element, each) for each in value] if isinstance(value, list | tuple) else [_UNCLEAR]
        return _UNCLEAR if _UNCLEAR in values else values
    return None if value is None else _one(annotation, value)


def _one(annotation: Any, value: Any) -> Any:  # noqa: ANN401
    if annotation is bool and isinstance(value, bool):
        return value
    if not isinstance(value, str):
        return _UNCLEAR
    if annotation is str:
        return value
    if annotation is Path:
        return Path(value)
    if get_origin(annotation) is Literal and value in get_args(annotation):
        return value
    return _UNCLEAR
