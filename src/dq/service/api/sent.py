"""What clients send as JSON: a name that nobody knows is refused, not dropped in silence."""

from __future__ import annotations

from typing import Any

from pydantic import BaseModel, ConfigDict, model_validator

from dq.service.security.parameters import unknown_name


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
            raise unknown_name("field", unknown, tuple(cls.model_fields))
        return sent
