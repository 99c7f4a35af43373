"""The money unit of a table that states none, by the amounts that the text tells of it."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Mapping
from decimal import ROUND_HALF_UP, Decimal
from itertools import islice
from typing import Final

from dq.ingest.cells import read_cell
from dq.types import MONEY_UNITS

Amounts = Mapping[tuple[str, int], set[Decimal]]
"""Amounts by unit and decimals."""
_SIZES: Final = {unit.name: unit.factor for unit in MONEY_UNITS}
_OF_TABLES: Final = ("元", "千元", "万元")
_AMOUNT: Final = re.compile(
    rf"(?<![\d.,])(\d[\d,]{{0,20}})(\.\d{{1,6}})?({'|'.join(sorted(_SIZES, key=len, reverse=True))})"
)
_MOST: Final = 500
"""Figures of a table that are looked for in the text."""
_DIGITS: Final = 4
"""A figure of fewer digits may stand in the text by chance."""
_ENOUGH: Final = 2


def unit_told(cells: Iterable[str], told: Amounts) -> str | None:
    """The unit in which a table's figures are those of the text; None where the text does not tell.

    Parameters: `cells` of the table; `told` see `amounts_told`.
    Example: of the cells 193,492,368.91 and 2,107,654.32, where the text tells 19349.24 万元 and 210.77 万元: `"元"`.
    """
    read = (read_cell(each).value for each in cells)
    values = {each for each in read if each is not None and len(each.normalize().as_tuple().digits) >= _DIGITS}
    votes = Counter(
        unit for value in islice(sorted(values), _MOST) for unit in _OF_TABLES if _is_told(value, unit, told)
    )
    (best, most), (_, second) = (*votes.most_common(2), (None, 0), (None, 0))[:2]
    return best if most >= _ENOUGH and most > 2 * second else None


def amounts_told(texts: Iterable[str]) -> Amounts:
    """The amounts of a text by their unit and how many decimals are printed.

    Example: `amounts_told(["支出 12.50 万元"])` → `{("万元", 2): {Decimal("12.50")}}`.
    """
    found: dict[tuple[str, int], set[Decimal]] = {}
    for text in texts:
        for whole, decimals, unit in _AMOUNT.findall("".join(unicodedata.normalize("NFKC", text).split())):
            value = Decimal(whole.replace(",", "") + decimals)
            found.setdefault((unit, max(len(decimals) - 1, 0)), set()).add(value)
    return found


def _is_told(value: Decimal, unit: str, told: Amounts) -> bool:
    """True where the text tells the value, were it in this unit."""
    for (other, decimals), values in told.items():
        rounded = (value * _SIZES[unit] / _SIZES[other]).quantize(Decimal(1).scaleb(-decimals), ROUND_HALF_UP)
        if rounded in values and len(rounded.normalize().as_tuple().digits) >= _DIGITS - 1:
            return True
    return False
