"""Which faults are put into how many reports, as a person writes it."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from pathlib import Path
from random import Random
from typing import Any, Final, Literal, get_args

from dq.diagnostics import Diagnostic
from dq.synthesis.generation import complaints

KINDS: Final = (
    "transposed",
    "dropped",
    "extra",
    "replaced",
    "sign",
    "unit_slip",
    "row_shift",
    "swapped_columns",
    "stale_total",
    "omitted_child",
)
"""Every kind of fault of tables, in the order in which shares of the reports are dealt out."""
TextKind = Literal["wrong_grade", "wrong_growth"]
TEXT_KINDS: Final[tuple[TextKind, ...]] = get_args(TextKind)
"""Every kind of fault of what stands outside the tables, which only documents have; dealt out behind the others."""
_EVERY: Final = "all"
_USUAL: Final = Decimal("0.01")
_BYTES: Final = 100_000


@dataclass(frozen=True, slots=True)
class FaultSpec:
    """The share of the reports that gets one fault of each kind. Parameters: `rates` adds up to 1 at most."""

    rates: Mapping[str, float]

    def kind_of(self, seed: int, report: str) -> str | None:
        """The fault of a report, which depends on the seed and the report alone."""
        return self.kind_at(chance(seed, f"fault {report}").random())

    def kind_at(self, draw: float) -> str | None:
        """The fault of a report for which `draw`, from 0 to 1, was drawn: none beyond the sum of the rates."""
        bound = 0.0
        for kind in (*KINDS, *TEXT_KINDS):
            bound += self.rates.get(kind, 0.0)
            if draw < bound:
                return kind
        return None


@dataclass(frozen=True, slots=True)
class SpecReading:
    """A specification, or None with the reasons why it is none."""

    spec: FaultSpec | None
    diagnostics: tuple[Diagnostic, ...] = ()


def chance(seed: int, question: str) -> Random:
    """A source of randomness for one question, always the same."""
    return Random(f"{seed} {question}")  # noqa: S311 - no secret


def read_faults(text: str, *, documents: bool = False) -> SpecReading:
    """Read `transposed=0.01,row_shift=0.001`, `all` (each kind in 1 % of the reports), `all=0.02`, or the name of a
    TOML file with a table `[faults]` of such lines.

    Parameters: `documents` are written: without them there is no text that could have a fault.
    Example: `read_faults("sign=0.5").spec.rates` → `{"sign": 0.5}`.
    """
    if text.endswith(".toml"):
        return _checked(*_of_file(Path(text)), documents=documents)
    given: dict[str, Any] = {}
    for part in filter(None, (part.strip() for part in text.split(","))):
        kind, equals, rate = part.partition("=")
        given[kind.strip()] = rate.strip() if equals else _USUAL if part == _EVERY else None
    return _checked(given, None if given else complaints.bad_rate(text, ""), documents=documents)


def _of_file(path: Path) -> tuple[dict[str, Any], Diagnostic | None]:
    try:
        if path.stat().st_size > _BYTES:
            return {}, complaints.bad_fault_file(path, f"> {_BYTES} bytes")
        data = tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as failure:
        return {}, complaints.bad_fault_file(path, str(failure))
    faults = data.get("faults")
    if not isinstance(faults, dict) or not faults:
        return {}, complaints.bad_fault_file(path, "[faults]")
    return faults, None


def _checked(given: dict[str, Any], failure: Diagnostic | None, *, documents: bool) -> SpecReading:
    if failure is not None:
        return SpecReading(None, (failure,))
    every = (*KINDS, *TEXT_KINDS)
    possible = every if documents else KINDS
    rates: dict[str, float] = {}
    wrong: list[Diagnostic] = []
    for kind, written in given.items():
        if kind not in (*every, _EVERY):
            wrong.append(complaints.unknown_fault(kind, (*every, _EVERY)))
            continue
        if kind not in (*possible, _EVERY):
            wrong.append(complaints.fault_of_documents(kind))
            continue
        rate = _rate(written)
        if rate is None:
            wrong.append(complaints.bad_rate(kind, str(written)))
            continue
        rates |= dict.fromkeys(possible, rate) if kind == _EVERY else {kind: rate}
    total = sum(rates.values())
    if not wrong and total > 1 + 1e-9:
        wrong.append(complaints.too_many_faults(total))
    return SpecReading(None if wrong else FaultSpec(rates), tuple(wrong))


def _rate(written: object) -> float | None:
    """A share from 0 to 1, or None for anything else."""
    try:
        rate = Decimal(str(written)) if isinstance(written, str | int | float | Decimal) else None
    except InvalidOperation:
        return None
    return float(rate) if rate is not None and rate.is_finite() and 0 <= rate <= 1 else None
