"""What clients ask for in an address of the API: a name that nobody knows is refused, not left out in silence."""

from __future__ import annotations

from typing import Any, Final

from fastapi import Request
from fastapi.exceptions import RequestValidationError
from pydantic import BaseModel
from pydantic_core import PydanticCustomError

_API: Final = "/api/"
_EVERYWHERE: Final = ("lang",)
_NAMED: Final = 5
_LENGTH: Final = 40


def refuse_unknown_parameters(request: Request) -> None:
    """Look at the names behind the "?" of a request to the API; pages are asked with words of others, too.

    Raises: `RequestValidationError` for a name that its route does not have: a misspelt filter would list everything.
    """
    if not request.query_params or not request.url.path.startswith(_API):
        return
    known = (*_names(request.scope["route"].dependant.query_params), *_EVERYWHERE)
    unknown = [name for name in request.query_params if name not in known]
    if unknown:
        told = unknown_name("parameter", unknown, known)
        raise RequestValidationError(
            [{"type": told.type, "loc": ("query",), "msg": told.message(), "ctx": told.context}]
        )


def unknown_name(what: str, unknown: list[Any], known: tuple[str, ...]) -> PydanticCustomError:
    """How a name that there is not is told. Parameters: `what` "field" or "parameter"."""
    named = ", ".join(str(name)[:_LENGTH] for name in unknown[:_NAMED])
    said = f"there is no {what} {{unknown}}; known: {{known}}"
    return PydanticCustomError(f"unknown_{what}", said, {"unknown": named, "known": ", ".join(known)})


def _names(parameters: list[Any]) -> list[str]:
    """The names of a route's parameters; a model stands for its fields."""
    names: list[str] = []
    for each in parameters:
        kind = each.field_info.annotation
        is_model = isinstance(kind, type) and issubclass(kind, BaseModel)
        names += kind.model_fields if is_model else [each.alias]
    return names
