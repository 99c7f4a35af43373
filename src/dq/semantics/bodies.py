"""How bodies are related: which continues which, and which are the units of which."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Succession:
    """From the reports of `year` on, `body` continues the body that was called `former`."""

    former: str
    body: str
    year: int


@dataclass(frozen=True, slots=True)
class Membership:
    """In the reports of these years `unit` is one of the units of `department`; codes tell bodies of one name apart."""

    department: str
    unit: str
    first_year: int
    last_year: int
    department_code: str | None = None
    unit_code: str | None = None


@dataclass(frozen=True, slots=True)
class Bodies:
    """How bodies are related: which continues which, and which are the units of which."""

    successions: tuple[Succession, ...] = ()
    units: tuple[Membership, ...] = ()
