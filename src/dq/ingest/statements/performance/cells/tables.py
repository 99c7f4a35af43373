"""Rows of a form's tables as statements."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Final

from dq.ingest.cells import read_cell
from dq.ingest.statements.model import Said, Statement
from dq.ingest.statements.performance.cells.bodies import BodyRow
from dq.ingest.statements.performance.cells.calculations import calculated, worked_out
from dq.ingest.statements.performance.cells.headers import FormColumn
from dq.ingest.statements.performance.cells.sheet import Sheet
from dq.ingest.statements.performance.cells.tokens import Kind, Token
from dq.ingest.statements.performance.cells.values import degree, figure, measured, quantity, said, shared_unit
from dq.ingest.statements.performance.criteria import Threshold, read_criterion
from dq.ingest.statements.performance.vocabulary import SHARE_NAME, plain_label, vocabulary
from dq.ingest.stream import Line
from dq.types import DoubtReason

_GOALS: Final = ("reference", "target", "added_target", "actual")
MARKS: Final = ("weight", "full_mark", "score")
"""What an indicator's row says of its mark."""

_GROUP_WEIGHT: Final = re.compile(
    r"^(?:[一二三四五六七八九十]{1,2}[、.．]\s*)?([一-鿿]{2,14})\s*(?:[（(][^（()）\d]{0,8}[)）]\s*)?"
    r"[（(][^（()）\d]{0,8}(\d+(?:\.\d+)?)\s*([%％分])\s*[)）]"
)
_OWN_MARK: Final = re.compile(r"[(（]\s*(\d+(?:\.\d+)?)\s*分\s*[)）]\s*$")
"""The full mark of an indicator behind its name."""
_BARE_RATE: Final = 2
"""A rate without its sign that is no more than this may as well be a share of one."""


class _Classes:
    """The classes that stand over the rows that follow, as a form's merged cells print them once."""

    def __init__(self) -> None:
        self.level1: str | None = None
        self.level2: str | None = None

    def enter(self, row: BodyRow) -> None:
        first, second = row.cells.get("level1"), row.cells.get("level2")
        if first is not None and first.kind is Kind.LEVEL2:
            self.level1, self.level2 = None, first.text
        elif first is not None and first.kind is not Kind.DASH:
            self.level1, self.level2 = _name_of_class(first.text), None
        if second is not None and second.kind is not Kind.DASH:
            self.level2 = second.text

    def attributes(self) -> dict[str, str | None]:
        return {
            "level1": None if vocabulary().is_astray(self.level1, self.level2) else self.level1,
            "level2": self.level2,
        }


def targets(sheet: Sheet, rows: Sequence[BodyRow]) -> Iterator[Statement]:
    """A statement for each target: its reference, target, actual value, completion, and whether it was met."""
    classes = _Classes()
    for row in rows:
        classes.enter(row)
        name = row.cells.get("indicator")
        if name is None or name.kind is Kind.DASH or not _has_values(row, (*_GOALS, "completion", "met")):
            continue
        if vocabulary().source(name.text) is not None:
            continue
        figures, bound = _goals(row, name.text)
        attributes = {**classes.attributes(), **_bound(row, name.text, classes.level2, figures, bound)}
        yield sheet.row("project_target", row.line, name.text, figures, attributes)
        yield from _worked_out(sheet, row, name.text, figures)


def indicators(sheet: Sheet, columns: Sequence[FormColumn], rows: Sequence[BodyRow]) -> Iterator[Statement]:
    """A statement for each indicator with its weight or full mark and its score, and for each group with its weight."""
    unit = _weight_unit(columns)
    classes = _Classes()
    for row in rows:
        classes.enter(row)
        group = row.cells.get("level1")
        weight = None if group is None else group_weight(row.line, group)
        if weight is not None:
            shown = {"level1": classes.level1}
            yield sheet.row("project_indicator", row.line, classes.level1, {"weight": weight[1]}, shown, "heading")
        if not _has_values(row, MARKS):
            continue
        name = row.text("indicator") or classes.level2 or classes.level1
        goals, bound = _goals(row, name or "")
        said_so = read_criterion(row.text("criterion") or "", name or "")
        shared = {**classes.attributes(), "criterion": row.text("criterion")}
        shared |= {"full_side": said_so.side} if said_so.side else {}
        shared |= _bound(row, name or "", classes.level2, goals, bound) if goals else {}
        own = {} if any(column.name in MARKS[:2] for column in columns) else _own_mark(row)
        for label, marks in _marks(row, name, unit):
            limits = {each.measure: _limit(row, each) for each in said_so.thresholds}
            yield sheet.row("project_indicator", row.line, label, {**goals, **limits, **own, **marks}, shared)
        if "calculation" in row.cells:
            yield from calculated(sheet, row.line, row.cells["calculation"], name)
        yield from _worked_out(sheet, row, name or "", goals)


def _limit(row: BodyRow, threshold: Threshold) -> Said:
    """A figure of the way of scoring, which stands within its cell."""
    return said(row.line, row.cells["criterion"], threshold.printed, threshold.unit)


def _own_mark(row: BodyRow) -> dict[str, Said]:
    """The full mark that the name of an indicator ends with, where no column has it: 造林面积（10分）."""
    found = _OWN_MARK.search(row.text("indicator") or "")
    return {"full_mark": said(row.line, row.cells["indicator"], found[1], "分")} if found else {}


def group_weight(line: Line, token: Token) -> tuple[str, Said] | None:
    """The name of a group of indicators and the weight in brackets behind it.

    Example: a cell "投入（30%）-…" → 投入 with 30 %.
    """
    found = _GROUP_WEIGHT.match(token.text.strip())
    if found is None:
        return None
    return found[1], said(line, token, found[2], "%" if found[3] in "%％" else "分")


def total(columns: Sequence[FormColumn], line: Line, tokens: Sequence[Token]) -> dict[str, Said]:
    """The figures of the row of an indicator table that prints the total weight and the total score."""
    figures = [token for token in tokens[1:] if token.kind.is_figure]
    marks = [column.name for column in columns if column.name in MARKS]
    label = plain_label(tokens[0].text)
    names = marks[-len(figures) :] if 0 < len(figures) <= len(marks) and ("分" in label or len(figures) > 1) else []
    unit = _weight_unit(columns)
    return {name: mark(line, token, name, None, unit) for name, token in zip(names, figures, strict=False)}


def _weight_unit(columns: Sequence[FormColumn]) -> str:
    """The unit that the header of the weights states: 权重（%）."""
    return next((vocabulary().unit_of(column.label) for column in columns if column.name == "weight"), "")


def expenditure(sheet: Sheet, columns: Sequence[FormColumn], rows: Sequence[BodyRow]) -> Iterator[Statement]:
    """A statement for each thing that money was spent on, and for their total."""
    units = {column.name: vocabulary().unit_of(column.label) or sheet.unit for column in columns}
    names = {"amount": "amount", "spent": "amount", "budget": "budget"}
    role = "item"
    for row in rows:
        label = row.text("content")
        figures = {
            measure: figure(row.line, row.cells[name], units[name], row.doubt(name))
            for name, measure in names.items()
            if is_figure(row, name)
        }
        if label is None or not figures:
            continue
        # What follows the total parts it anew: by where the money came from.
        role = "total" if plain_label(label).endswith(("合计", "总计")) else "of_which" if role != "item" else "item"
        yield sheet.row("project_expenditure", row.line, label, figures, role=role)


def rate(line: Line, token: Token, doubt: DoubtReason | None) -> Said:
    """A rate: in percent also where its sign is left out, then doubted where it may be a share of one.

    Example: 1 in a column of rates → 1 %, doubted.
    """
    value = read_cell(token.text).value
    if token.kind is Kind.NUMBER and value and abs(value) <= _BARE_RATE:
        doubt = DoubtReason.UNKNOWN_COLUMN
    return figure(line, token, "%", doubt)


def _goals(row: BodyRow, name: str) -> tuple[dict[str, Said], str | None]:
    """The values of a target's row by measure, and how its target is bound."""
    label_unit = row.text("unit") or vocabulary().unit_of(name)
    shared = shared_unit(row.text(goal) or "" for goal in _GOALS)
    printed = {value.unit for goal in _GOALS if (value := quantity(row.text(goal) or "", shared)) is not None}
    printed.discard("")
    unit = label_unit
    if not unit and len(printed) == 1:
        only = printed.pop()
        unit = only if only != "%" or SHARE_NAME.search(plain_label(name)) else ""
    figures: dict[str, Said] = {}
    bound: str | None = None
    for goal in _GOALS:
        token = row.cells.get(goal)
        if token is None or _is_nothing(token):
            continue
        measure = "target" if goal == "added_target" else goal
        if measure in figures:
            continue
        figures[measure], relation = measured(row.line, token, unit, row.doubt(goal), shared)
        bound = relation if measure == "target" else bound
    completion, met = row.cells.get("completion"), row.cells.get("met")
    if completion is not None and (completion.kind in (Kind.NUMBER, Kind.PERCENT) or degree(completion.text)):
        figures["completion"] = _completion(row, completion)
    elif completion is not None and met is None and vocabulary().word(completion.text) is not None:
        # A column of rates may say in words whether a target without figures was met; other words there are no rate.
        figures["met"] = said(row.line, completion, completion.text, "", row.doubt("completion"))
    if met is not None and met.kind is Kind.WORD:
        figures["met"] = said(row.line, met, met.text, "", row.doubt("met"))
    return figures, bound


def _completion(row: BodyRow, token: Token) -> Said:
    """A degree of completion: a rate, or the rate before its calculation."""
    doubt = row.doubt("completion")
    worked = degree(token.text)
    return said(row.line, token, worked[0], "%", doubt) if worked else rate(row.line, token, doubt)


def _worked_out(sheet: Sheet, row: BodyRow, label: str, figures: dict[str, Said]) -> Iterator[Statement]:
    """The calculation behind a degree of completion."""
    worked = degree(row.text("completion") or "")
    if worked is not None and "completion" in figures:
        yield from worked_out(sheet, row.line, row.cells["completion"], label, worked[1], figures["completion"])


def _bound(
    row: BodyRow, name: str, level2: str | None, figures: dict[str, Said], bound: str | None
) -> dict[str, str | None]:
    """How a target is bound and which way is better, each where its sign or its name says so plainly."""
    known = vocabulary()
    sign = row.text("relation")
    relation = bound or (known.relation(sign) if sign else None)
    plain = plain_label(name)
    target = figures.get("target")
    is_negative = target is not None and target.printed[:1] in "-−–"
    ways = {
        way
        for way, words in (("up", known.words["up"]), ("down", known.words["down"]))
        if sign is not None and sign in words
    }
    ways |= {"up"} if relation in ("at_least", "above") else {"down"} if relation in ("at_most", "below") else set()
    if not ways:
        ways |= {way for way in ("up", "down") if any(word in plain for word in known.directions[way])}
        less = any(word in plain for word in known.directions["less"])
        if less:
            ways = {"down"} if is_negative and ways <= {"up"} else set()
        elif level2 is not None and any(word in level2 for word in known.directions["costs"]):
            ways |= {"down"}
    is_measured = any(goal in figures and quantity(figures[goal].printed) is not None for goal in ("target", "actual"))
    return {"relation": relation, "direction": ways.pop() if is_measured and len(ways) == 1 else None}


def _marks(row: BodyRow, label: str | None, unit: str) -> Iterator[tuple[str | None, dict[str, Said]]]:
    """The marks of a row; a row whose cells hold several indicators, one below the other, gives one for each."""
    shown = {name: row.cells[name] for name in MARKS if is_figure(row, name)}
    several = {name: token.text.split() for name, token in shown.items() if token.kind is Kind.SEVERAL}
    if not several:
        yield label, {name: mark(row.line, token, name, row.doubt(name), unit) for name, token in shown.items()}
        return
    labels = (label or "").split()
    counts = {len(each) for each in several.values()}
    if len(several) == len(shown) and counts == {len(labels)}:
        for at, each in enumerate(labels):
            yield (
                each,
                {
                    name: mark(row.line, _part(shown[name], parts[at]), name, row.doubt(name), unit)
                    for name, parts in several.items()
                },
            )


def _part(token: Token, text: str) -> Token:
    return Token(token.at, text, Kind.PERCENT if text.endswith(("%", "％")) else Kind.NUMBER)


def mark(line: Line, token: Token, name: str, doubt: DoubtReason | None, unit: str = "") -> Said:
    """A weight, in percent where it or its header (`unit`) says so; or marks."""
    return figure(line, token, unit if name == "weight" else "分", doubt)


def _has_values(row: BodyRow, names: Sequence[str]) -> bool:
    return any(name in row.cells and not _is_nothing(row.cells[name]) for name in names)


def _is_nothing(token: Token) -> bool:
    return token.kind is Kind.DASH


def is_figure(row: BodyRow, name: str) -> bool:
    """True where a column prints a figure in this row."""
    return name in row.cells and row.cells[name].kind.is_figure


def _name_of_class(text: str) -> str:
    found = re.match(r"[一-鿿、]+", text.strip())
    return found[0] if found else text
