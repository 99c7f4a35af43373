"""Which faults are put into how many reports, as a person writes it."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import Any, Final

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
"""Every kind of fault, in the order in which shares of the reports are dealt out."""
_EVERY: Final = "all"
_USUAL: Final = Decimal("0.01")
_BYTES: Final = 100_000


@dataclass(frozen=True, slots=True)
class FaultSpec:
    """The share of the reports that gets one fault of each kind. Parameters: `rates` adds up to 1 at most."""

    rates: Mapping[str, float]

    def kind_at(self, draw: float) -> str | None:
        """The fault of a report for which `draw`, from 0 to 1, was drawn: none beyond the sum of the rates."""
        bound = 0.0
        for kind in KINDS:
            bound += self.rates.get(kind, 0.0)
            if draw < bound:
                return kind
        return None


@dataclass(frozen=True, slots=True)
class SpecReading:
    """A specification, or None with the reasons why it is none."""

    spec: FaultSpec | None
    diagnostics: tuple[Diagnostic, ...] = ()


def read_faults(text: str) -> SpecReading:
    """Read `transposed=0.01,row_shift=0.001`, `all` (each kind in 1 % of the reports), `all=0.02`, or the name of a
    TOML file with a table `[faults]` of such lines.

    Example: `read_faults("sign=0.5").spec.rates` → `{"sign": 0.5}`.
    """
    if text.endswith(".toml"):
        return _checked(*_of_file(Path(text)))
    given: dict[str, Any] = {}
    for part in filter(None, (part.strip() for part in text.split(","))):
        kind, equals, rate = part.partition("=")
        given[kind.strip()] = rate.strip() if equals else _USUAL if part == _EVERY else None
    return _checked(given, None if given else complaints.bad_rate(text, ""))


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


def _checked(given: dict[str, Any], failure: Diagnostic | None) -> SpecReading:
    if failure is not None:
        return SpecReading(None, (failure,))
    rates: dict[str, float] = {}
    wrong: list[Diagnostic] = []
    for kind, written in given.items():
        if kind not in (*KINDS, _EVERY):
            wrong.append(complaints.unknown_fault(kind, (*KINDS, _EVERY)))
            continue
        rate = _rate(written)
        if rate is None:
            wrong.append(complaints.bad_rate(kind, str(written)))
            continue
        rates |= dict.fromkeys(KINDS, rate) if kind == _EVERY else {kind: rate}
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
