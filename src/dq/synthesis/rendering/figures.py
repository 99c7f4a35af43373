"""What single cells print: figures and labels as stored, in the spellings that publishers use."""

from __future__ import annotations

import re
from typing import Any, Final

from dq.synthesis.rendering.noise import Noise
from dq.templates import Measure
from dq.types import CellState

_WIDE: Final = str.maketrans("0123456789.,-", "０１２３４５６７８９．，－")
_PLAIN: Final = re.compile(r"(-?)(\d{4,})(\.\d+)?", re.ASCII)
_SHORT: Final = 4
_CLASS_DIGITS: Final = 3


def figure_text(table: str, row: dict[str, Any], measure: Measure | None, noise: Noise) -> str:
    """The text in a figure's place: as printed; grouped by thousands or full-width where the publisher does so."""
    if measure is None:
        return ""
    text = str(row.get(f"{measure.name}__printed") or "")
    state = row.get(f"{measure.name}__state")
    if state is None or not CellState(state).is_printed_figure:
        return text
    plain = _PLAIN.fullmatch(text)
    if plain is not None and noise.chance("thousands", 0.5):
        text = f"{plain[1]}{int(plain[2]):,}{plain[3] or ''}"
    return text.translate(_WIDE) if noise.chance(f"{table}/{row['n']}/{measure.name}/wide", 0.02) else text


def label_text(table: str, row: dict[str, Any], noise: Noise) -> str:
    """A row's label, with the spaces that publishers put into short ones and before inner ones."""
    label = str(row["label"] or "")
    where = f"{table}/{row['n']}"
    if 1 < len(label) <= _SHORT and label.isalpha() and row["role"] == "total" and noise.chance(f"{table}/apart", 0.3):
        return "　".join(label) if noise.chance(f"{table}/wide apart", 0.5) else " ".join(label)
    if label and row["role"] == "total" and noise.chance(f"{where}/colon", 0.05):
        return f"{label}："
    return label


def code_parts(code: str) -> tuple[str, ...]:
    """A code in its parts: `code_parts("2010301")` → `("201", "03", "01")`."""
    return (code[:_CLASS_DIGITS], *(code[at : at + 2] for at in range(_CLASS_DIGITS, len(code), 2)))
