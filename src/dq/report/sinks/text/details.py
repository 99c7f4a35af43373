"""A single finding told in full or in one line; every outcome in one line."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from typing import Final

from dq.diagnostics import Text
from dq.diagnostics.layout import Line, Piece, Style, line
from dq.outcome import chosen
from dq.outcome.model import Operand, Outcome, RunRecord
from dq.report.evidence import tells_difference
from dq.report.findings import Finding
from dq.report.sinks.text.view import View, brief_place, counted, figure, place, row_name
from dq.types import DoubtReason, Hint, Verdict

Blocked = Counter[tuple[str, str]]
"""Outcomes that are undecided since a rule they need is violated: (report, rule) → number."""

_INDENT: Final = 5
_DEEP: Final = 9
_RANGES: Final = 12
"""Most stretches of lines that are named; the cells are counted beside them."""

_DOUBTS: Final = {
    DoubtReason.COLUMN_SHIFT.value: Text("属于哪一栏不能确定", "its column is uncertain"),
    DoubtReason.UNKNOWN_COLUMN.value: Text("表式没有这一栏", "the form has no such column"),
    DoubtReason.UNKNOWN_ROW.value: Text("表式没有这一行", "the form has no such row"),
    DoubtReason.ROW_SHIFT.value: Text("属于哪一行不能确定", "its row is uncertain"),
    DoubtReason.ANOTHER_YEAR.value: Text("表题写的是另一年度", "its table's title names another year"),
    DoubtReason.ANOTHER_BODY.value: Text("表首写的是另一单位", "what is printed at its title names another body"),
    DoubtReason.DECIMALS.value: Text("小数位数与其他数不同", "its decimals are unlike those around it"),
}


def doubt_words(reason: str) -> Text:
    """Why a reading is doubted, in words; a reason that nobody knows as it is."""
    return _DOUBTS.get(reason, Text(reason, reason))


def finding_in_full(number: int, finding: Finding, blocked: Blocked, view: View) -> Iterator[Line]:
    """Title, statement with figures, difference against allowance, source lines, basis, what else it explains.

    Parameters: `blocked` the outcomes that were not judged, by report and rule.
    """
    outcome = finding.outcomes[0]
    yield _headline(number, finding, view)
    if outcome.message:
        yield line(outcome.message, indent=_INDENT, limit=view.bounds.statement_lines)
    if outcome.statement and outcome.statement != outcome.message:
        yield line(outcome.statement, indent=_INDENT, hang=_INDENT + 2, limit=view.bounds.statement_lines)
    yield from _difference(outcome, view)
    yield from _sources(outcome, view)
    rule = view.rules.get(outcome.rule)
    if rule is not None and rule.basis.zh:
        basis = rule.basis.in_language(view.language)
        yield line(Piece(view.say("依据 ", "basis "), Style.FAINT), basis, indent=_INDENT, hang=_INDENT + 5)
    yield from _others(finding, view)
    yield from _blocked(finding, blocked, view)


def finding_in_short(number: int, finding: Finding, view: View) -> Iterator[Line]:
    """The finding in one line: rule, source line, title, row, difference. What is cut is never where to look."""
    outcome = finding.outcomes[0]
    place = brief_place(outcome.operands[0], view) if outcome.operands else ""
    tail = f"  {row_name(outcome.row)}"
    if outcome.difference is not None:
        tail += f"  {view.say('差', 'off by')} {figure(outcome.difference)}"
    yield Line((*_headline(number, finding, view, place).pieces, Piece(tail)), 1, _INDENT, limit=1)


def every_outcome(run: RunRecord, view: View) -> Iterator[Line]:
    """Rounding and undecided outcomes one a line, then what held, rule by rule (`--all`)."""
    for verdict, style in ((Verdict.ROUNDING, Style.PLAIN), (Verdict.UNDECIDED, Style.WARNING)):
        if number := run.counts.get(verdict.value, 0):
            yield line()
            yield line(Piece(f"{view.verdict(verdict)} ({number})", style))
        yield from (_one_line(outcome, view) for outcome in chosen(run.outcomes, verdict))
    yield line()
    yield line(Piece(view.say("逐条规则", "Rule by rule"), Style.STRONG))
    for rule in run.rules:
        counts = run.matrix.get(rule, {})
        told = [f"{view.verdict(verdict)} {counts[verdict]}" for verdict in Verdict if counts.get(verdict)]
        text = " · ".join(told) or view.say("不适用", "not applicable")
        yield line(f"{rule}  {view.rule_title(rule)}  ", Piece(text, Style.FAINT), indent=2, hang=4)


def _headline(number: int, finding: Finding, view: View, place: str = "") -> Line:
    outcome = finding.outcomes[0]
    word, style = view.severity(finding.severity)
    parts = [Piece(f"{number:>2}  ", Style.FAINT), Piece(word, style), Piece(f"  {outcome.rule}  ", Style.STRONG)]
    if place:
        parts.append(Piece(f"{place}  ", Style.PLACE))
    return line(*parts, Piece(outcome.rule_title, Style.STRONG), indent=1, hang=_INDENT)


def _difference(outcome: Outcome, view: View) -> Iterator[Line]:
    """What the statement does not say by itself: the two sides, how far apart they are, and what might explain it."""
    if outcome.difference is None:
        if outcome.left_text is not None or outcome.right_text is not None:
            left, right = (view.side(text, outcome) for text in (outcome.left_text, outcome.right_text))
            yield line(f"{left} ≠ {right}", indent=_INDENT, hang=_INDENT + 2)
        return
    parts: list[str | Piece] = []
    if not tells_difference(outcome):
        parts += [
            view.say(
                f"{figure(outcome.left)} 对 {figure(outcome.right)}，差 ",
                f"{figure(outcome.left)} against {figure(outcome.right)}, difference ",
            ),
            Piece(f"{figure(outcome.difference)} {view.unit(outcome.unit)}".rstrip(), Style.STRONG),
            view.say("，允许 ±", ", allowance ±"),
            figure(outcome.allowance) or "0",
        ]
    match outcome.hint:
        case Hint.TRUNCATED:
            parts.append(view.say("只有截尾才能解释", "only truncation would explain it"))
        case Hint.INTEGER_ROUNDING:
            parts.append(view.say("可能按整数填列", "perhaps entered as integers"))
        case None:
            pass
    if parts:
        yield line(*parts, indent=_INDENT, hang=_INDENT + 2)


def _sources(outcome: Outcome, view: View) -> Iterator[Line]:
    limit = view.bounds.sources
    sides = (("left", view.say("左 ", "left  ")), ("right", view.say("右 ", "right ")))
    figures = view.looked_up(outcome)
    other = [operand for operand in figures if operand.role not in ("left", "right")]
    for role, word in sides:
        chosen = [operand for operand in figures if operand.role == role]
        if limit is not None and len(chosen) > limit:
            yield _compressed(chosen, word, view)
            # Which cells are to be looked at first must not drown among many.
            yield from (_source(operand, word, view) for operand in chosen if operand.doubt)
        else:
            yield from (_source(operand, word, view) for operand in chosen)
    yield from (_source(operand, view.say("另 ", "also  "), view) for operand in other[:limit])


def _source(operand: Operand, word: str, view: View) -> Line:
    return line(
        Piece(word, Style.FAINT),
        Piece(place(operand), Style.PLACE),
        f"  {view.cell(operand)}  ",
        Piece(view.printed(operand), Style.STRONG),
        *_correction(operand, view),
        _doubt(operand.doubt, view) if operand.doubt else "",
        indent=_INDENT,
        hang=_DEEP,
    )


def _correction(operand: Operand, view: View) -> tuple[Piece, ...]:
    """What a person put in the place of what was read, who and why."""
    corrected = operand.corrected
    if corrected is None:
        return ()
    value = figure(operand.value) or view.say("（空）", "(blank)")
    told = view.say(
        f"（更正：{corrected.author}，{corrected.reason}）", f" (corrected by {corrected.author}: {corrected.reason})"
    )
    return Piece(" → "), Piece(value, Style.STRONG), Piece(told, Style.FAINT)


def _doubt(reason: str, view: View) -> str:
    words = doubt_words(reason).in_language(view.language)
    return view.say(f"  （读数可疑：{words}）", f"  (reading doubted: {words})")


def _compressed(operands: list[Operand], word: str, view: View) -> Line:
    """Many cells of one side as their tables and lines."""
    tables = tuple(dict.fromkeys(view.table(operand.table) for operand in operands))
    document = operands[0].source.document
    lines = line_ranges(operand.source.line for operand in operands)
    count = len(operands)
    return line(
        Piece(word, Style.FAINT),
        Piece(f"{document}:{lines}" if lines else document, Style.PLACE),
        view.say(f"  {view.listed(tables)}，共 {count} 格", f"  {view.listed(tables)}, {count} cells"),
        indent=_INDENT,
        hang=_DEEP,
    )


def line_ranges(numbers: Iterable[int | None]) -> str:
    """Line numbers in short: of very many the first and the last.

    Example: `line_ranges([5, 3, 4, 9, None])` → `"3–5,9"`.
    """
    ranges: list[tuple[int, int]] = []
    for number in sorted({number for number in numbers if number is not None}):
        if ranges and number == ranges[-1][1] + 1:
            ranges[-1] = ranges[-1][0], number
        else:
            ranges.append((number, number))
    told = [str(first) if first == last else f"{first}–{last}" for first, last in ranges]
    if len(told) > _RANGES:
        told[_RANGES - 1 : -1] = "…"
    return ",".join(told)


def _others(finding: Finding, view: View) -> Iterator[Line]:
    """What the same cause explains besides, and the cells or tables that all of it reads."""
    others = finding.outcomes[1:]
    if not others:
        return
    rules = Counter(outcome.rule for outcome in others)
    names = tuple(rule if number == 1 else f"{rule} ×{number}" for rule, number in sorted(rules.items()))
    suspect = _suspect(finding, view)
    text = view.say(
        f"同一原因{suspect}还使 {len(others)} 项不成立：", f"the same cause{suspect} violates {len(others)} more: "
    )
    yield line(Piece(text, Style.FAINT), view.listed(names), indent=_INDENT, hang=_DEEP)
    if view.bounds.full_findings is None:
        yield from (_one_line(outcome, view, indent=_DEEP) for outcome in others)


def _suspect(finding: Finding, view: View) -> str:
    """The cell, else the tables, that all outcomes of the cause read."""
    if finding.cells:
        cell = finding.cells[0]
        told = f"{place(cell)} {row_name(cell.row)}".rstrip()
    else:
        told = view.listed(tuple(view.table(name) for name in finding.tables))
    return view.say(f"（{told}）", f" ({told})") if told else ""


def _blocked(finding: Finding, blocked: Blocked, view: View) -> Iterator[Line]:
    """What was not judged because of the rules that this finding violates."""
    needing = view.needing(outcome.rule for outcome in finding.outcomes)
    number = sum(blocked[finding.report, rule] for rule in needing)
    if number:
        text = view.say(f"因此另有 {number} 项不作判断", f"because of it {counted(number, 'outcome')} cannot be judged")
        yield line(Piece(text, Style.WARNING), indent=_INDENT)


def _one_line(outcome: Outcome, view: View, indent: int = 2) -> Line:
    told = outcome.message or outcome.statement
    if outcome.difference is not None:
        told += f"  {view.say('差', 'off by')} {figure(outcome.difference)} / ±{figure(outcome.allowance)}"
    source = f"  {place(outcome.operands[0])}" if outcome.operands else ""
    name = row_name(outcome.row)
    head = f"{outcome.rule}  {name}  " if name else f"{outcome.rule}  "
    return line(Piece(head, Style.STRONG), told, Piece(source, Style.PLACE), indent=indent, hang=indent + 2)
