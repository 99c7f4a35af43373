"""Figures as publishers spell them, and back."""

from __future__ import annotations

import re
import unicodedata
from decimal import Decimal
from typing import Final

_NUMBER: Final = re.compile(r"-?\d+(?:\.\d+)?", re.ASCII)


def as_number(text: str) -> Decimal | None:
    """The number that a printed figure is, with its decimals; None for what a workbook can only hold as text.

    Example: `as_number("1,234.50")` → `Decimal("1234.50")`.
    """
    plain = unicodedata.normalize("NFKC", text).replace(",", "")
    found = _NUMBER.fullmatch(plain)
    return Decimal(plain) if found and not re.match(r"-?0\d", plain) else None
