"""Records of which a document makes tens of thousands: frozen for whoever checks types, and cheap to make."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from dataclasses import dataclass as record
else:
    from functools import partial

    def record(*, frozen: bool, slots: bool) -> partial[type]:
        """`dataclass`, for classes of which nothing is ever changed: mypy sees to that.

        Freezing them when they run, too, makes each one four times as dear, which is a twentieth of all reading.
        Example: `@record(frozen=True, slots=True)`.
        """
        return partial(dataclass, slots=slots, unsafe_hash=frozen)


__all__ = ["record"]
