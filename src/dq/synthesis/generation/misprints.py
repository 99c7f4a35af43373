"""One printed figure written wrongly."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from random import Random
from typing import Final

_WAN: Final = Decimal(10_000)


def misprint(kind: str, text: str, unit: str, chance: Random) -> str | None:
    """The figure with a fault of this kind, or None where this figure cannot have one.

    Parameters: `text` as printed (16,952.05); `unit` as printed: 万元 and 元 are confused by `unit_slip`.
    Example: `misprint("sign", "16,952.05", "万元", Random(1))` → `"-16,952.05"`.
    """
    digits = text.replace(",", "").replace(".", "")
    decimals = len(text.partition(".")[2])
    match kind:
        case "sign":
            return f"-{text}"
        case "unit_slip":
            return _slip(text, unit, decimals)
        case _:
            changed = _KINDS[kind](digits, decimals, chance)
            if changed is None:
                return None
            result = _set(changed, decimals, separates="," in text)
            return result if _amount(result) != _amount(text) else None


def restated(text: str, share: Decimal) -> str:
    """The figure as it stood before this share of it was added: what a total shows that was not brought up to date.

    It differs by one unit of the last digit at least.
    """
    decimals = len(text.partition(".")[2])
    last = Decimal(1).scaleb(-decimals)
    old = (_amount(text) * (1 - share)).quantize(last)
    if old == _amount(text):
        old -= last
    return written(old, decimals, separates="," in text)


def written(amount: Decimal, decimals: int, *, separates: bool) -> str:
    """An amount as text with so many decimals."""
    return f"{amount:,.{decimals}f}" if separates else f"{amount:.{decimals}f}"


def _amount(text: str) -> Decimal:
    return Decimal(text.replace(",", ""))


def _set(digits: str, decimals: int, *, separates: bool) -> str:
    return written(Decimal(int(digits)).scaleb(-decimals), decimals, separates=separates)


def _slip(text: str, unit: str, decimals: int) -> str | None:
    """A figure of 万元 written in 元, or the other way round."""
    amount = _amount(text)
    if unit == "万元":
        return written(amount * _WAN, decimals, separates="," in text)
    if unit == "元" and amount >= _WAN:
        return written((amount / _WAN).quantize(Decimal(1).scaleb(-decimals)), decimals, separates="," in text)
    return None


def _pick(chance: Random, below: int) -> int:
    return int(chance.random() * below)


def _transposed(digits: str, _: int, chance: Random) -> str | None:
    places = [at for at in range(len(digits) - 1) if digits[at] != digits[at + 1] and (at or digits[1] != "0")]
    if not places:
        return None
    at = places[_pick(chance, len(places))]
    return digits[:at] + digits[at + 1] + digits[at] + digits[at + 2 :]


def _dropped(digits: str, decimals: int, chance: Random) -> str | None:
    if len(digits) < decimals + 2:
        return None
    at = _pick(chance, len(digits))
    rest = digits[:at] + digits[at + 1 :]
    return None if rest.startswith("0") and len(rest) > decimals + 1 else rest


def _extra(digits: str, _: int, chance: Random) -> str:
    at = 1 + _pick(chance, len(digits))
    return digits[:at] + str(_pick(chance, 10)) + digits[at:]


def _replaced(digits: str, _: int, chance: Random) -> str | None:
    at = _pick(chance, len(digits))
    other = str((int(digits[at]) + 1 + _pick(chance, 9)) % 10)
    return None if at == 0 and other == "0" else digits[:at] + other + digits[at + 1 :]


_KINDS: Final[dict[str, Callable[[str, int, Random], str | None]]] = {
    "transposed": _transposed,
    "dropped": _dropped,
    "extra": _extra,
    "replaced": _replaced,
}
