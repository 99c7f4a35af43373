"""What clients send as JSON: a name that nobody knows is refused, not dropped in silence."""

from __future__ import annotations

from typing import Any, Final

from pydantic import BaseModel, ConfigDict, model_validator
from pydantic_core import PydanticCustomError

_NAMED: Final = 5
_LENGTH: Final = 40


class Sent(BaseModel):
    """The base of every body that a route takes.

    Raises: pydantic's `ValidationError` for a name that it does not have: a misspelt one would be as if it was not
    there.
    """

    model_config = ConfigDict(extra="forbid")

    @model_validator(mode="before")
    @classmethod
    def _is_known(cls, sent: Any) -> Any:  # noqa: ANN401 - pydantic gives whatever was sent
        unknown = [] if not isinstance(sent, dict) else [name for name in sent if name not in cls.model_fields]
        if unknown:
            named = ", ".join(str(name)[:_LENGTH] for name in unknown[:_NAMED])
            known = ", ".join(cls.model_fields)
            said = "there is no field {unknown}; known: {known}"
            raise PydanticCustomError("unknown_field", said, {"unknown": named, "known": known})
        return sent
