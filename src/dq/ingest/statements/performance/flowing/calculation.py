"""Printed calculations: (3÷5)×5 = 3.00, and (6/8) behind the percentage that it gives."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from dq.ingest.statements.model import Said, Statement
from dq.ingest.statements.performance.flowing.figures import NUMBER
from dq.ingest.statements.performance.flowing.parts import Sheet

_OPERATORS: Final = {"÷": "/", "/": "/", "×": "*", "*": "*", "x": "*", "X": "*", "+": "+", "-": "-", "－": "-"}
_SIGNS: Final = re.compile(rf"{NUMBER}|[%()÷/×*xX+\-]")
_RUN: Final = re.compile(r"[\d.,%()÷/×*xX+\-\s]+")
_RESULT: Final = re.compile(rf"=\s?({NUMBER})(%?)")
_NAMES: Final = "abcd"


@dataclass(frozen=True, slots=True)
class Formula:
    """A calculation: its shape (a/b*c), its numbers by name, and where it ends in the text."""

    shape: str
    numbers: dict[str, Said]
    end: int


def formula(sheet: Sheet, begin: int, end: int) -> Formula | None:
    """The calculation that begins here, None where none does, or one that no shape of four numbers fits."""
    run = _RUN.match(sheet.flow.text, begin, end)
    if run is None:
        return None
    stop = _balanced(sheet.flow.text, run.start(), run.end())
    shape: list[str] = []
    numbers: dict[str, Said] = {}
    if _SIGNS.sub("", sheet.flow.text[run.start() : stop]).strip():
        return None
    for sign in _SIGNS.finditer(sheet.flow.text, run.start(), stop):
        text = sign[0]
        if text[-1].isdigit():
            if len(numbers) == len(_NAMES) or (shape and (shape[-1].isalpha() or shape[-1] in "%)")):
                return None
            name = _NAMES[len(numbers)]
            percent = sheet.flow.text[sign.end() : sign.end() + 1] == "%"
            numbers[name] = sheet.flow.said(sign.start(), sign.end(), "%" if percent else "")
            shape.append(name)
        else:
            shape.append(_OPERATORS.get(text, text))
    plain = _plain("".join(shape))
    return Formula(plain, numbers, stop) if len(numbers) > 1 and re.search(r"[-+*/]", plain) else None


def calculation(
    sheet: Sheet, label: str | None, found: Formula, result: Said | None, at: int, stated: str = ""
) -> Statement:
    """The row of a calculation that says what it gives."""
    figures: dict[str, Said | None] = {**found.numbers, "result": result}
    return sheet.row("project_calculation", at, label, figures, {"expression": found.shape + stated})


def printed_calculation(sheet: Sheet, begin: int, end: int, label: str | None) -> list[Statement]:
    """The calculation with its result that stands at the beginning of a text, as a row; [] where none does.

    Example: "(3÷5)×5=3.00" → one row: a 3, b 5, c 5, result 3.00, expression a/b*c.
    """
    found = formula(sheet, begin, end)
    if found is None:
        return []
    result = _RESULT.match(sheet.flow.text, found.end, end)
    if result is None:
        return []
    said = sheet.flow.said(result.start(1), result.end(1), result[2])
    return [calculation(sheet, label, found, said, begin, "=%" if result[2] else "")]


def _balanced(text: str, begin: int, end: int) -> int:
    """Where the calculation ends: at the bracket that closes its first one, where that stands at its beginning and a
    word, not another sign, follows.
    """
    depth = 0
    for at in range(begin, end):
        depth += {"(": 1, ")": -1}.get(text[at], 0)
        if depth < 0:
            return at
        if depth == 0 and text[at] == ")" and not re.match(r"\s?[÷/×*xX+\-]", text[at + 1 : at + 3]):
            return at + 1
    return end


def _plain(shape: str) -> str:
    """The shape without brackets that change nothing: all but those behind a stroke."""
    kept: list[str] = []
    opened: list[bool] = []
    for at, sign in enumerate(shape):
        if sign == "(":
            opened.append(at > 0 and shape[at - 1] == "/")
            if opened[-1]:
                kept.append(sign)
        elif sign == ")":
            if opened and opened.pop():
                kept.append(sign)
        else:
            kept.append(sign)
    return "".join(kept) + ")" * sum(opened)
