"""Reads the performance forms of a report in running text: `performance_in_text`."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Final

from dq.ingest.statements.context import Context
from dq.ingest.statements.forms import KINDS, PLAN, Form
from dq.ingest.statements.model import Said, Statement
from dq.ingest.statements.performance.flowing.breaks import lines_with_broken
from dq.ingest.statements.performance.flowing.expenditure import expenditure
from dq.ingest.statements.performance.flowing.figures import NUMBER
from dq.ingest.statements.performance.flowing.funds import (
    approved_funds,
    approved_rates,
    cost_rate,
    listed_funds,
    listed_rates,
    overall_funds,
    simple_funds,
    stated_first,
)
from dq.ingest.statements.performance.flowing.indicators import directed, freely_scored, groups, scored, simple, total
from dq.ingest.statements.performance.flowing.operating import operating_expenditure, operating_funds
from dq.ingest.statements.performance.flowing.parts import Sheet, doubted, sheet_of
from dq.ingest.statements.performance.flowing.relined import relined
from dq.ingest.statements.performance.flowing.rows import EXECUTION, Rows
from dq.ingest.statements.performance.flowing.special import special_funds, special_project, special_targets
from dq.ingest.statements.performance.flowing.targets import listed_targets, stated_counts, told_targets
from dq.ingest.statements.performance.flowing.text import flow
from dq.ingest.statements.performance.vocabulary import vocabulary
from dq.ingest.stream import Shape, Stream

_MOST_WORDS: Final = 6_000
"""Words of a form that is put together row by row; longer ones are none."""
_SCORES: Final = "project_indicator"
_HEADER: Final = "三级指标"
_FIGURE: Final = re.compile(NUMBER)
_CODE: Final = re.compile(r"代码:?\s?(\d{3,7})(?!\d)|功能科目:?\s?(\d{5,7})(?!\d)")
_NAME: Final = re.compile(
    r"(?:项目名称:?(.{2,120}?)(?:项目承担单位|项目绩效目标批复|立项依据)|专项名称:?([^:]{2,120}?)(?:单位:|预算金额))"
)
_CARRIER: Final = re.compile(
    r"(?:项目承担|项目实施|实施|承担)单位:?(?P<body>[一-鿿()（）]{0,30}?)(?=项目绩效目标批复|立项依据|主管部门|项目资金|预算情况|项目起止|起止时间)"
)
_BANDS: Final = (
    ("excellent_from", re.compile(r"优秀\(S≥(\d+)\)")),
    ("good_from", re.compile(r"良好\((?:\d+>)?S≥(\d+)\)")),
    ("pass_from", re.compile(r"(?<!不)合格\((?:\d+>)?S≥(\d+)\)")),
)


def performance_in_text(context: Context) -> Sequence[Statement]:
    """The rows of all performance forms of a report in running or aligned text (`forms_in_text`)."""
    return forms_in_text(context.stream, context.forms, context.unit)


def forms_in_text(stream: Stream, forms: Sequence[Form], unit: str = "万元") -> Sequence[Statement]:
    """The rows of all performance forms of a document in running or aligned text; none where it has cells.

    Parameters: `forms` where they stand; `unit` of money where a form states none.
    Example: `[each.table for each in forms_in_text(stream, forms_of(stream))][0]` → `"project"`.
    """
    if stream.shape is Shape.CELLS:
        return ()
    return tuple(each for form in forms for each in _rows(stream, form, unit))


def _rows(stream: Stream, form: Form, unit: str) -> Iterator[Statement]:
    words = flow(stream.lines[form.first : form.end])
    sheet = sheet_of(words, form.number, form.kind, aligned=stream.shape is Shape.ALIGNED)
    if not sheet.flow.text:
        return
    if sheet.kind not in KINDS:
        broken = lines_with_broken(stream.lines[form.first : form.end + 1])
        found = _without(_plain(sheet, form, unit), broken)
        sums = ("total", "heading") if _lacks_rows(sheet, found) else ()
        yield from (_unsure(each) if each.table == _SCORES and each.role in sums else each for each in found)
        return
    scores, score = total(sheet, sheet.parts["total"]) if "total" in sheet.parts else ([], None)
    yield _project(sheet, score)
    readers = {
        "regular_2017": _regular_2017,
        "simple_2017": _simple_2017,
        "regular_2018": _regular_2018,
        "special": _special,
        "operating": _operating,
    }
    if sheet.kind in readers:
        yield from readers[sheet.kind](sheet)
    yield from scores


def _plain(sheet: Sheet, form: Form, unit: str) -> Sequence[Statement]:
    """A form of no kind that has its own labels: those that are printed all over the country, and those of budgets."""
    unit = stated_first(sheet.flow, unit)
    rows = Rows(sheet, unit)
    found = rows.statements()
    project = _project(sheet, rows.score)
    by_line = [replace(project, label=project.label or rows.name), *found]
    if len(sheet.flow.begins) > _MOST_WORDS:
        return by_line
    from dq.ingest.statements.performance.cells.reading import read_form

    again = relined(sheet.flow, broken=not sheet.aligned)
    read = read_form(form, again.lines, unit=unit)
    by_row = [_unsure(each) if each.line in again.doubted else each for each in read]
    if sheet.kind == PLAN:
        # Sums of the whole project and of its year stand beside each other there: only lines tell them apart.
        others = [each for each in by_line if each.table != "project_target"]
        by_row = [*others, *(each for each in by_row if each.table == "project_target")]
    if _known(by_line) >= _known(by_row):
        return by_line
    return [_filled(each, by_line[0]) if each.table == "project" else each for each in by_row]


def _filled(own: Statement, other: Statement) -> Statement:
    """A form's own row with what only the other reading of it says."""
    return replace(own, label=own.label or other.label, figures={**other.figures, **own.figures})


def _unsure(each: Statement) -> Statement:
    return replace(each, figures={name: said for name, said in doubted(each.figures).items() if said})


def _without(found: Sequence[Statement], broken: frozenset[int]) -> list[Statement]:
    """The statements, in doubt where their row has figures of lines between which one is broken; a total then anywhere,
    whose parts may be lost there.
    """
    rows = {each.line for each in found if any(said.line in broken for said in each.figures.values())}
    sums = ("total", "heading") if broken else ()
    return [_unsure(each) if each.line in rows or each.role in sums else each for each in found]


def _lacks_rows(sheet: Sheet, found: Sequence[Statement]) -> bool:
    """Whether a line among the rows of indicators has a figure as a word and none that was read: a row was lost."""
    flow = sheet.flow
    read = {said.line for each in found for said in each.figures.values()}
    rows = (each for each in found if each.table == _SCORES and each.label != EXECUTION)
    scores = {said.line for each in rows for said in each.figures.values()}
    header = flow.text.find(_HEADER)
    first = flow.line(header) if header >= 0 else min(scores, default=0)
    words = flow.words(0, len(flow.text))
    lines = {flow.line(begin) for begin, end in words if _FIGURE.fullmatch(flow.text, begin, end)}
    return any(first < line < max(scores, default=0) for line in lines - read)


def _known(found: Sequence[Statement]) -> int:
    """How many figures are read without a doubt."""
    said = [figure for each in found for figure in each.figures.values()]
    return sum(not each.doubt and any(map(str.isdecimal, each.printed)) for each in said)


def _regular_2017(sheet: Sheet) -> Iterator[Statement]:
    parts = sheet.parts
    if "targets" in parts:
        yield from told_targets(sheet, parts["targets"])
    if "funds" in parts:
        yield from overall_funds(sheet, parts["funds"])
    if "approval" in parts:
        yield from approved_funds(sheet, parts["approval"])
    if "expenditure" in parts:
        yield from expenditure(sheet, parts["expenditure"])
    for name in ("common", "own"):
        if name in parts:
            yield from groups(sheet, parts[name].label, parts[name].end)
            yield from scored(sheet, parts[name], weighted=True)


def _simple_2017(sheet: Sheet) -> Iterator[Statement]:
    parts = sheet.parts
    if "funds" in parts:
        yield from simple_funds(sheet, parts["funds"])
    if "simple" in parts:
        yield from simple(sheet, parts["simple"])


def _regular_2018(sheet: Sheet) -> Iterator[Statement]:
    parts = sheet.parts
    if "funds" in parts:
        yield from listed_funds(sheet, parts["funds"])
    targets = list(listed_targets(sheet, parts["targets"])) if "targets" in parts else []
    yield from targets
    for name in ("common", "own"):
        if name in parts:
            yield from groups(sheet, parts[name].label, parts[name].end)
    if "common" in parts:
        yield from scored(sheet, parts["common"], weighted=False)
    if "own" in parts:
        names = sorted({each.label for each in targets if each.label}, key=len, reverse=True)
        yield from directed(sheet, parts["own"], names)


def _special(sheet: Sheet) -> Iterator[Statement]:
    parts = sheet.parts
    if "targets" in parts:
        yield from special_targets(sheet, parts["targets"])
    if "funds" in parts:
        yield from special_funds(sheet, parts["funds"])
    if "expenditure" in parts:
        yield from expenditure(sheet, parts["expenditure"])
    if "own" in parts:
        yield from groups(sheet, parts["own"].label, parts["own"].end)
        yield from freely_scored(sheet, parts["own"])


def _operating(sheet: Sheet) -> Iterator[Statement]:
    if "funds" in sheet.parts:
        yield from operating_funds(sheet, sheet.parts["funds"])
    if "spending" in sheet.parts:
        yield from operating_expenditure(sheet, sheet.parts["spending"])


def _project(sheet: Sheet, score: Said | None) -> Statement:
    """The form's own row."""
    text, parts = sheet.flow.text, sheet.parts
    figures: dict[str, Said | None] = {}
    if "counts" in parts:
        figures |= stated_counts(sheet, parts["counts"])
    if "approval" in parts:
        figures |= approved_rates(sheet, parts["approval"])
    if "funds" in parts and sheet.kind == "regular_2017":
        figures |= cost_rate(sheet, parts["funds"])
    if "funds" in parts and sheet.kind == "regular_2018":
        figures |= listed_rates(sheet, parts["funds"])
    if sheet.kind == "special":
        figures |= special_project(sheet)
    figures["score"] = score
    figures |= _grade(sheet)
    figures |= _carrier(sheet)
    code = _CODE.search(text)
    name = _NAME.search(text)
    begin, end = (0, 0) if name is None else name.span(1 if name[1] else 2)
    whole = end > begin and not (sheet.aligned and sheet.flow.line(begin) != sheet.flow.line(end - 1))
    label = sheet.flow.printed[begin:end].strip() if whole else None
    return replace(sheet.row("project", 0, label, figures), code=None if code is None else code[1] or code[2])


def _carrier(sheet: Sheet) -> Mapping[str, Said | None]:
    """Who carries the project out; blank where the next label follows at once. Aligned text does not tell."""
    found = None if sheet.aligned else _CARRIER.search(sheet.flow.text)
    if found is None:
        return {}
    if found["body"]:
        return {"body": sheet.flow.said(*found.span("body"))}
    label = sheet.flow.said(found.start(), found.start() + 1)
    return {"body": replace(label, printed="")}


def _grade(sheet: Sheet) -> Mapping[str, Said | None]:
    """The ticked grade, and from which score on each grade is given."""
    part = sheet.parts.get("grade")
    if part is None:
        return {}
    # Where the line of the label stands amid those of the grades, grades stand before it.
    begin = sheet.parts["total"].begin if "total" in sheet.parts else part.begin
    text = sheet.flow.text[begin : part.label] + sheet.flow.text[part.begin : part.end]

    def place(at: int) -> int:
        return begin + at if begin + at < part.label else begin + at + part.begin - part.label

    said: dict[str, Said | None] = {}
    ticked = vocabulary().ticked(text)
    if ticked is not None:
        grade, at = ticked
        tick = sheet.flow.said(place(at), place(at) + 1)
        said["grade"] = Said(grade, tick.line, tick.place)
    for name, pattern in _BANDS:
        found = pattern.search(text)
        limit = None if found is None else sheet.flow.said(place(found.start(1)), place(found.end(1) - 1) + 1, "分")
        if limit is not None and limit.printed.isdecimal():
            said[name] = limit
    return said
